"""Common nouns that mean somebody named: "the Russian president", "the company", "X, a lawyer"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.coreference.discourse import SUBJECT, Discourse
from graphbuild.extract.entities.linked import ARMED, Actor, Linked
from graphbuild.extract.names.recognition import Name
from graphbuild.extract.syntax import clauses
from graphbuild.model import Kind
from graphbuild.tables.keys import normal

#: Words before a noun that means somebody known, and somebody told of for the first time.
DEFINITE = ("the", "this", "that")
_INDEFINITE = ("a", "an", "another")
#: Words by which another than the last is meant.
_OTHER = tables.words("other holder")
#: What a noun is that only tells of the next.
MODIFIERS = ("compound", "amod", "nmod")
#: Tags, by their first two letters, of words between "the" and its noun, and how many there may be.
_BETWEEN, _MOST = frozenset(("JJ", "NN", "CD", "HY", "RB", "VB", ":")), 7
_LEADS = ("LEADER_OF", "REPRESENTS")
#: Roles in actors.tsv of nouns for fighters of a body.
_FIGHTERS = ("rebels", "insurgents", "fighters")
#: Words that begin the names of both parts of a land.
_HALVES = tables.words("half word")
#: Roles in actors.tsv of nouns for one person, not for a body.
_SINGLE = ("civilians", "official", "rebels", "insurgents", "fighters")
_FILLS = (*SUBJECT, "dobj", "pobj", "dative", "conj", "poss")
#: Nouns for a state by its form.
_FORMS = frozenset(["kingdom", "republic"])
_LEFT = ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "neg")
#: The same of the parts of a word with a hyphen: "the *oil*-rich nation".
_WITHIN = (*_LEFT, "npadvmod")


@dataclass(frozen=True, slots=True)
class NounClass:
    """What a common noun can mean."""

    kind: Kind
    gender: str = ""
    types: tuple[str, ...] = ()


def sort(word: str) -> NounClass | None:
    """What a singular common noun in lower case can mean."""
    noun = tables.common_nouns().get(word)
    if noun is not None:
        return NounClass(noun.kind, noun.gender, noun.types) if word == noun.noun else None
    role = tables.roles().get(word)
    if role is not None:
        return NounClass("person", role.gender) if word == role.name and role.relation else None
    actor = tables.actors().get(word)
    return NounClass("person") if actor is not None and word == actor.noun and actor.role in _SINGLE else None


def fighters_class(word: str) -> NounClass | None:
    """What a plural noun for fighters can mean beside them: the body for which they fight."""
    actor = tables.actors().get(word)
    armed = actor is not None and word == actor.plural != actor.noun and actor.role in _FIGHTERS
    return NounClass("organisation", types=(ARMED,)) if armed else None


@dataclass(slots=True)
class Descriptors:
    """What each entity of the article is called besides its name."""

    linked: Linked
    by_noun: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The entities that are called by a noun somewhere in the article."""
    in_names: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    """The bodies in whose own name a noun says what they are: "committee"."""
    with_fighters: set[int] = field(default_factory=set)
    """The bodies that have fighters."""
    described: dict[int, int] = field(default_factory=dict)
    """Nouns that describe an entity beside its name or after "be", by token."""

    def gather(self) -> None:
        """Read appositions, predicates, titles and the words of names."""
        self.describe()
        for n, entity in zip(self.linked.names, self.linked.of, strict=True):
            for word in self._own_words(n):
                self.by_noun[word].add(entity)
                self.in_names[word].add(entity)
        for post in self.linked.posts:
            for word in title_variants().get(post.role.name, (post.role.name,)):
                self.by_noun[word].add(post.person.entity)
            if post.rule != "title" or self._apart(post.token):
                self.described.setdefault(post.token, post.person.entity)

    def _apart(self, i: int) -> bool:
        """Whether a title stands in a phrase of its own: "the mayor X", "Ghana's captain X"."""
        parse = self.linked.parse
        for j in range(i - 1, max(-1, i - 6), -1):
            if parse.tags[j] == "POS" or parse.words[j].lower() == "the":
                return True
            if parse.tags[j][:2] not in ("JJ", "NN", "HY"):
                return False
        return False

    def describe(self) -> None:
        """Read what stands beside the names, and beside the pronouns that are known by now."""
        for i, entity in self._described():
            titled = self.linked.name_at.get(i + 1)
            other = titled is not None and self.linked.of[titled] != entity
            kind = self.linked.clusters[entity].kind
            if not other and self._kind(i) == kind:
                self.by_noun[self.linked.parse.lemmas[i].lower()].add(entity)
                self.described.setdefault(i, entity)
            elif not other and kind == "person" and self._a(i):
                self.described.setdefault(i, entity)

    def _a(self, i: int) -> bool:
        """Whether "a" stands by the noun: "a legend", "an easy man to like"."""
        parse = self.linked.parse
        return parse.tags[i] == "NN" and any(parse.words[c].lower() in ("a", "an") for c in parse.children[i])

    def _kind(self, i: int) -> Kind | None:
        parse = self.linked.parse
        found = sort(parse.lemmas[i].lower()) if parse.tags[i] in ("NN", "NNP") else None
        if found is None or (
            found.kind == "person" and parse.tags[i] == "NNP" and not parse.words[i].islower()
        ):
            return None
        return found.kind

    def _described(self) -> Iterator[tuple[int, int]]:
        """Nouns beside the names that they describe, with the entity."""
        linked, parse = self.linked, self.linked.parse
        for h, own in list(linked.own.items()):
            if parse.deps[h] == "appos" and parse.head[h] not in linked.name_at:
                yield parse.head[h], own.entity
            for c in parse.children[h]:
                if parse.deps[c] == "appos" and c not in linked.name_at:
                    yield c, own.entity
                elif (
                    parse.deps[c] in ("compound", "nmod")
                    and parse.tags[c] == "NN"
                    and c not in linked.name_at
                ):
                    self.by_noun[parse.lemmas[c].lower()].add(own.entity)
            if parse.deps[h] in ("compound", "nmod", "amod") and fighters_class(
                parse.words[parse.head[h]].lower()
            ):
                self.with_fighters.add(own.entity)
            verb = parse.head[h]
            identified = parse.deps[h] == "nsubj" and parse.lemmas[verb] in ("be", "become", "remain")
            if identified and not clauses.unsure(parse, verb) and not clauses.questioned(parse, verb):
                for c in parse.children[verb]:
                    if parse.deps[c] == "attr" and c not in linked.name_at and c not in linked.own:
                        yield c, own.entity

    def described_by(self, word: str) -> set[int]:
        """The entities that are called by a noun, or by another that says no less: a "*firm*", a company."""
        found = set(self.by_noun.get(word, ()))
        noun = sort(word)
        if noun is not None and noun.types:
            for other, entities in self.by_noun.items():
                kind = sort(other)
                if kind is not None and kind.types and kind.types[0] in noun.types:
                    found |= entities
        return found

    def _own_words(self, n: Name) -> Iterator[str]:
        """The common nouns in the name of a body, and those for what a table says it is."""
        if n.kind != "organisation":
            return
        words = normal(n.text).split()
        for k, word in enumerate(words):
            last = k + 1 == len(words) or words[k + 1] in ("of", "for")
            found = sort(word)
            if last and found is not None and found.kind == "organisation":
                yield word
                break

    def fits(self, found: NounClass, entity: int) -> bool:
        """Whether a table, or the article of one's fighters, says that a body is what the noun says."""
        if not found.types:
            return False
        if ARMED in found.types and entity in self.with_fighters:
            return True
        return self.linked.type_of(entity) in found.types


def armed_groups(linked: Linked) -> list[int]:
    """The armed bodies that the article names, by entity."""
    return [e for e in range(len(linked.clusters)) if linked.type_of(e) == ARMED]


def link_post_nouns(d: Discourse) -> None:
    """Role nouns without a name that mean the one person said to hold that role of that body."""
    linked = d.linked
    holders: dict[tuple[str, int], set[int]] = {}
    coming: dict[str, set[int]] = {}
    heads = tables.heads()
    for post in linked.posts:
        if post.role.relation in _LEADS and post.modifier == "designate":
            coming.setdefault(post.role.name, set()).add(post.person.entity)
        if post.role.relation in _LEADS and post.modifier in ("", "acting") and post.of is not None:
            holders.setdefault((post.role.name, post.of.entity), set()).add(post.person.entity)
            if linked.clusters[post.of.entity].iso3 and post.role.name in heads:
                holders.setdefault(("leader", post.of.entity), set()).add(post.person.entity)
    if not holders and not coming:
        return
    parse, roles = linked.parse, tables.roles()
    used = {post.token for post in linked.posts}
    for i, word in enumerate(parse.words):
        role = roles.get(word.lower())
        if role is None or i in used or i in linked.name_at or role.relation not in _LEADS:
            continue
        if word.lower() == role.plural and role.plural != role.name:
            continue
        role = roles.get(f"{parse.words[i - 1]} {word}".lower() if i else "", role)
        if tables.modifiers().get(parse.words[i - 1].lower() if i else ""):
            continue
        owners = [a for a in linked.owners(i) if linked.clusters[a.entity].kind != "person"]
        people: set[int] = set()
        if len(owners) == 1:
            people = holders.get((role.name, owners[0].entity), set())
        elif not owners and _elect(parse, i):
            people = coming.get(role.name, set())
        if len(people) == 1 and not people & d.excluded(i):
            person = next(iter(people))
            of = f" of {linked.clusters[owners[0].entity].name}" if owners else ""
            link_noun(linked, i, person, f"{role.name}{of} by the article")


def link_halves(linked: Linked) -> None:
    """Mark "the North" where it means the one part of a land that the article names: North Korea."""
    parse = linked.parse
    named = {k: c.name.lower().split(maxsplit=1) for k, c in enumerate(linked.clusters) if c.iso3}
    parts: dict[str, list[int]] = {}
    for k, words in named.items():
        if len(words) > 1 and words[0] in _HALVES and words[1] in _halved():
            parts.setdefault(words[0], []).append(k)
    for i, word in enumerate(parse.words):
        meant = parts.get(word.lower(), ()) if word[:1].isupper() else ()
        if len(meant) == 1 and i not in linked.name_at and definite(linked, i):
            land = linked.clusters[meant[0]].name
            link_noun(linked, i, meant[0], f"the {word} of a land: {land}")


@cache
def _halved() -> frozenset[str]:
    """The lands of which the tables know two parts, in lower case: "korea"."""
    found: dict[str, set[str]] = defaultdict(set)
    for country in tables.countries().values():
        for name in (country.name, *country.aliases):
            half, _, land = name.lower().partition(" ")
            if half in _HALVES and land:
                found[land].add(half)
    return frozenset(land for land, halves_ in found.items() if len(halves_) > 1)


def _elect(parse: Parse, i: int) -> bool:
    """Whether a role is one to come: "the *president*-elect"."""
    return [w.lower() for w in parse.words[i + 1 : i + 3]] == ["-", "elect"]


def definite(linked: Linked, i: int, before: int = 0) -> bool:
    """Whether "the" and nothing else but ``before`` words of its own stands by the noun at ``i``."""
    parse = linked.parse
    first = i - 1 - before
    if first < 0 or parse.words[first].lower() not in ("the", "this"):
        return False
    if parse.deps[i] in ("compound", "nmod", "amod", "appos") or parse.words[i + 1 : i + 2] == ["-"]:
        return False
    kids = [c for c in parse.children[i] if c < first or c > i]
    return not any(parse.deps[c] in ("prep", "relcl", "acl", "appos", "conj", "nummod") for c in kids)


def link_noun(linked: Linked, i: int, entity: int, why: str) -> None:
    """Say that the noun at ``i`` means an entity, and why."""
    span = phrase_span(linked, i)
    linked.nominals[i] = Actor(entity, span, i, "", False, "nominal")
    linked.extra.append((entity, span, "nominal", why))


def phrase_span(linked: Linked, i: int) -> tuple[int, int]:
    """Characters of the noun at ``i`` with the words before it that belong to it."""
    parse = linked.parse
    return parse.span(min([i, *(c for c in parse.children[i] if parse.deps[c] in _LEFT and c < i)]), i)


def _modifiers(linked: Linked, i: int) -> list[int]:
    """The words between "the" and the noun at ``i``, where nothing else belongs to it; else none."""
    for count in (1, 2, 3, 4):
        if definite(linked, i, count):
            words = [w for w in range(i - count, i) if linked.parse.words[w] not in ("-", "–")]
            return words if all(linked.parse.deps[w] in _WITHIN for w in words) else []
    return []


def is_single_member(linked: Linked, i: int) -> bool:
    """Whether a noun for the members of a party means one of them: "the *Vermont Democrat*"."""
    parse = linked.parse
    if i + 1 in linked.name_at or parse.deps[i] not in _FILLS or parse.deps[i] == "conj":
        return False
    return not parse.words[i].endswith("s") and (definite(linked, i) or bool(_modifiers(linked, i)))


def party_member(d: Discourse, i: int) -> tuple[int, str] | None:
    """The person whom a noun for one member of a party means: of two lately named, the one of that party."""
    linked = d.linked
    party = linked.of[linked.name_at[i]]
    near = {
        m.entity
        for back in (0, 1)
        for m in d.by_sentence.get(d.sentence(i) - back, ())
        if m.token < i and m.kind == "person" and m.entity >= 0
    }
    near -= d.excluded(i)
    known = {e: held for e in near if (held := parties(linked, e))}
    own = {e for e, held in known.items() if party in held}
    found = own or near - {*known}
    if len(found) != 1:
        return None
    return found.pop(), f"{linked.parse.words[i]}: the only one lately named who can be one"


def parties(linked: Linked, person: int) -> set[int]:
    """The parties of a person, by posts and by the letter behind the name: "Sen. Ann Otieno, *R*-Ky."."""
    words, short = linked.parse.words, tables.shorthands()
    behind = (linked.names[k].last + 2 for k in linked.clusters[person].names)
    told = {short.get(words[i]) for i in behind if i < len(words)}
    held = {of for of in affiliations(linked, person) if linked.type_of(of) == "party"}
    return held | {e for e, c in enumerate(linked.clusters) if c.name in told}


def affiliations(linked: Linked, person: int) -> set[int]:
    """Of what a person holds a post, and of which state."""
    return {
        of.entity
        for post in linked.posts
        for of in (post.of, post.nation)
        if of is not None and post.person.entity == person
    }


@cache
def title_variants() -> dict[str, tuple[str, ...]]:
    """Each title with the other words for it: "Sen." with "senator"."""
    return {word: group for group in tables.variants()["role"] for word in group}


def name_allows(linked: Linked, entity: int, word: str) -> bool:
    """Whether an entity can be called so: Iraq is no "kingdom"."""
    state = tables.countries().get(linked.clusters[entity].iso3)
    if word not in _FORMS or state is None:
        return word not in _FORMS
    return any(word in name.lower() for name in (state.name, *state.aliases))


def determiner(parse: Parse, i: int) -> tuple[int, int] | None:
    """The token of "the" or the end of the owner before the noun at ``i``, and the owner's token or -1.

    None where the noun has neither.
    """
    start = max(parse.sentence(i)[0] - 1, i - _MOST - 2)
    first = next((t for t in range(i - 1, start, -1) if not _between(parse, t)), -1)
    if first < 0:
        return None
    owner = parse.head[first] if parse.tags[first] == "POS" else first if parse.tags[first] == "PRP$" else -1
    return (first, owner) if owner >= 0 or parse.words[first].lower() in DEFINITE else None


def _between(parse: Parse, t: int) -> bool:
    """Whether a word can stand between "the" and its noun."""
    determines = parse.words[t].lower() in DEFINITE or parse.tags[t] in ("POS", "PRP$")
    return not determines and parse.tags[t][:2] in _BETWEEN


def indefinite_uses(parse: Parse) -> dict[str, int]:
    """Where each noun first stands with "a", by the noun in lower case."""
    found: dict[str, int] = {}
    for t, word in enumerate(parse.words):
        if word.lower() in _INDEFINITE and parse.head[t] > t:
            found.setdefault(parse.words[parse.head[t]].lower(), parse.head[t])
    return found


def non_anaphoric_features(
    d: Discourse, i: int, first: int, inside: Sequence[int], called: Collection[int]
) -> Iterator[tuple[str, float]]:
    """What speaks for somebody or something without a name as what the noun at ``i`` means, behind "the" or
    an owner at ``first`` and the words ``inside``, where the article has ``called`` some by the noun.
    """
    parse = d.linked.parse
    behind = [c for c in parse.children[i] if c > i]
    yield "nobody", 1
    yield "nobody: none is called so", not called
    yield "nobody: several are called so", len(called) > 1
    yield "nobody: picked out by what follows", any(parse.deps[c] in ("relcl", "acl", "prep") for c in behind)
    yield "nobody: of something", any(parse.words[c].lower() == "of" for c in behind)
    yield "nobody: another one", any(parse.words[t].lower() in _OTHER for t in inside)
    yield "nobody: in a quotation", i in d.quotations.by_token
    yield "nobody: subject", parse.deps[i] in SUBJECT
    by_as = parse.deps[i] == "pobj" and parse.words[parse.head[i]].lower() == "as"
    yield "nobody: said of somebody", by_as or parse.deps[i] in ("attr", "oprd", "appos")
    yield "nobody: owned by a pronoun", parse.tags[first] == "PRP$"
    yield "nobody: this or that one", parse.words[first].lower() in DEFINITE[1:]
    yield "nobody: by degree or number", any(parse.tags[t] in ("JJR", "JJS", "CD") for t in inside)


def unnamed_person(linked: Linked, i: int) -> NounClass | None:
    """What a singular noun says of a person whom the article does not name there."""
    parse = linked.parse
    if parse.tags[i] != "NN" or i in linked.name_at or parse.deps[i] not in _FILLS:
        return None
    found = sort(parse.words[i].lower())
    return found if found is not None and found.kind == "person" else None
