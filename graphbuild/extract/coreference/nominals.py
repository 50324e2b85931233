"""Common nouns that refer to named entities: "the Russian president", "the company", "X, a lawyer"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.coreference.discourse import SUBJECT, Discourse
from graphbuild.extract.entities.linked import ARMED_GROUP, Actor, Linked
from graphbuild.model import Kind

#: Determiners of a noun that refers to something known, and to something new.
DEFINITE = ("the", "this", "that")
_INDEFINITE = ("a", "an", "another")
#: Modifiers by which a noun refers to another entity than the last.
_OTHER = tables.words("other holder")
#: Dependency labels of a noun that only modifies the next.
MODIFIERS = ("compound", "amod", "nmod")
#: Tags, by their first two letters, of words between "the" and its noun, and their maximum number.
_BETWEEN, _MAX_BETWEEN = frozenset(("JJ", "NN", "CD", "HY", "RB", "VB", ":")), 7
#: Relations of posts whose holders are referred to by the post.
_LEADING = ("LEADER_OF", "REPRESENTS")
#: Roles in actors.tsv of nouns for the fighters of an armed group.
_FIGHTERS = ("rebels", "insurgents", "fighters")
#: Words that begin the names of both parts of a divided country: "North", "South".
_HALVES = tables.words("half word")
#: Roles in actors.tsv of nouns for one person, not for an organisation.
_PERSONAL = ("civilians", "official", "rebels", "insurgents", "fighters")
#: Nouns for several persons: "the Bush *family*" is no person.
_COLLECTIVE = tables.words("collective noun")
#: Dependency labels of a noun that fills an argument.
_ARGUMENTS = (*SUBJECT, "dobj", "pobj", "dative", "conj", "poss")
#: Nouns for a country by its form of government.
_FORMS = frozenset(["kingdom", "republic"])
#: Dependency labels of what belongs to a noun, before it.
_LEFT = ("det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "neg")
#: The same, with parts of a hyphenated word: "the *oil*-rich nation".
_MODIFIERS = (*_LEFT, "npadvmod")


@dataclass(frozen=True, slots=True)
class NounClass:
    """What a common noun can denote: kind and types of the entity, and gender of a person."""

    kind: Kind
    gender: str = ""
    types: tuple[str, ...] = ()


def noun_class(word: str) -> NounClass | None:
    """The class of a singular common noun in lower case; None if it denotes no entity."""
    noun = tables.common_nouns().get(word)
    if noun is not None:
        return NounClass(noun.kind, noun.gender, noun.types) if word == noun.noun else None
    role = tables.roles().get(word)
    if role is not None:
        return NounClass("person", role.gender) if word == role.name and role.relation else None
    actor = tables.actors().get(word)
    if actor is None or word != actor.noun or actor.role not in _PERSONAL:
        return None
    return None if word.rpartition(" ")[2] in _COLLECTIVE else NounClass("person")


def fighters_class(word: str) -> NounClass | None:
    """The class of a plural noun for fighters, which can refer to their armed group; None for others."""
    actor = tables.actors().get(word)
    armed = actor is not None and word == actor.plural != actor.noun and actor.role in _FIGHTERS
    return NounClass("organisation", types=(ARMED_GROUP,)) if armed else None


def armed_groups(linked: Linked) -> list[int]:
    """The entities of the article that are armed groups."""
    return [e for e in range(len(linked.clusters)) if linked.type_of(e) == ARMED_GROUP]


def link_post_nouns(d: Discourse) -> None:
    """Link nouns for a post to the only person whom the article reports to hold it."""
    linked = d.linked
    holders: dict[tuple[str, int], set[int]] = {}
    designated: dict[str, set[int]] = {}
    heads = tables.heads()
    for post in linked.posts:
        if post.role.relation in _LEADING and post.modifier == "designate":
            designated.setdefault(post.role.name, set()).add(post.person.entity)
        if (
            post.role.relation in _LEADING
            and post.modifier in ("", "acting")
            and post.organisation is not None
        ):
            holders.setdefault((post.role.name, post.organisation.entity), set()).add(post.person.entity)
            if linked.clusters[post.organisation.entity].iso3 and post.role.name in heads:
                holders.setdefault(("leader", post.organisation.entity), set()).add(post.person.entity)
    if not holders and not designated:
        return
    parse, roles = linked.parse, tables.roles()
    used = {post.token for post in linked.posts}
    for i, word in enumerate(parse.words):
        role = roles.get(word.lower())
        if role is None or i in used or i in linked.name_at or role.relation not in _LEADING:
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
        elif not owners and _is_elect(parse, i):
            people = designated.get(role.name, set())
        if len(people) == 1 and not people & d.excluded(i):
            person = next(iter(people))
            of = f" of {linked.clusters[owners[0].entity].name}" if owners else ""
            link_noun(linked, i, person, f"{role.name}{of} according to the article")


def link_halves(linked: Linked) -> None:
    """Link "the North" to the only country of the article that is such a half: North Korea."""
    parse = linked.parse
    names = {k: c.name.lower().split(maxsplit=1) for k, c in enumerate(linked.clusters) if c.iso3}
    by_half: dict[str, list[int]] = {}
    for k, words in names.items():
        if len(words) > 1 and words[0] in _HALVES and words[1] in _divided():
            by_half.setdefault(words[0], []).append(k)
    for i, word in enumerate(parse.words):
        countries = by_half.get(word.lower(), ()) if word[:1].isupper() else ()
        if len(countries) == 1 and i not in linked.name_at and definite(linked, i):
            link_noun(linked, i, countries[0], f"short for {linked.clusters[countries[0]].name}")


@cache
def _divided() -> frozenset[str]:
    """The common part of the names of two halves of a divided country, in lower case: "korea"."""
    halves: dict[str, set[str]] = defaultdict(set)
    for country in tables.countries().values():
        for name in (country.name, *country.aliases):
            half, _, rest = name.lower().partition(" ")
            if half in _HALVES and rest:
                halves[rest].add(half)
    return frozenset(rest for rest, both in halves.items() if len(both) > 1)


def _is_elect(parse: Parse, i: int) -> bool:
    """Whether the holder is elected but not yet in office: "the *president*-elect"."""
    return [w.lower() for w in parse.words[i + 1 : i + 3]] == ["-", "elect"]


def definite(linked: Linked, i: int, before: int = 0) -> bool:
    """Whether the noun at ``i`` has "the" or "this", ``before`` words between, and nothing behind it."""
    parse = linked.parse
    first = i - 1 - before
    if first < 0 or parse.words[first].lower() not in ("the", "this"):
        return False
    if parse.deps[i] in ("compound", "nmod", "amod", "appos") or parse.words[i + 1 : i + 2] == ["-"]:
        return False
    kids = [c for c in parse.children[i] if c < first or c > i]
    return not any(parse.deps[c] in ("prep", "relcl", "acl", "appos", "conj", "nummod") for c in kids)


def link_noun(linked: Linked, i: int, entity: int, why: str) -> None:
    """Make the noun at ``i`` a mention of an entity."""
    span = phrase_span(linked, i)
    linked.nominals[i] = Actor(entity, span, i, "", False, "nominal")
    linked.other_mentions.append((entity, span, "nominal", why))


def phrase_span(linked: Linked, i: int) -> tuple[int, int]:
    """The characters of the noun at ``i`` with its modifiers before it."""
    parse = linked.parse
    return parse.span(min([i, *(c for c in parse.children[i] if parse.deps[c] in _LEFT and c < i)]), i)


def _modifiers(linked: Linked, i: int) -> list[int]:
    """The words between "the" and the noun at ``i``; empty if anything else belongs to it."""
    for count in (1, 2, 3, 4):
        if definite(linked, i, count):
            words = [w for w in range(i - count, i) if linked.parse.words[w] not in ("-", "–")]
            return words if all(linked.parse.deps[w] in _MODIFIERS for w in words) else []
    return []


def is_single_member(linked: Linked, i: int) -> bool:
    """Whether a noun for the members of a party refers to one of them: "the *Vermont Democrat*"."""
    parse = linked.parse
    if i + 1 in linked.name_at or parse.deps[i] not in _ARGUMENTS or parse.deps[i] == "conj":
        return False
    return not parse.words[i].endswith("s") and (definite(linked, i) or bool(_modifiers(linked, i)))


def party_member(d: Discourse, i: int) -> tuple[int, str] | None:
    """The person that a noun for one member of a party refers to, with the reason.

    The only one mentioned in its sentence or the previous one who is of that party, else the only one of
    unknown party.
    """
    linked = d.linked
    party = linked.cluster_of[linked.name_at[i]]
    near = {
        m.entity
        for back in (0, 1)
        for m in d.by_sentence.get(d.sentence(i) - back, ())
        if m.token < i and m.kind == "person" and m.entity >= 0
    }
    near -= d.excluded(i)
    known = {e: of for e in near if (of := parties(linked, e))}
    own = {e for e, of in known.items() if party in of}
    people = own or near - {*known}
    if len(people) != 1:
        return None
    return people.pop(), f"the only person mentioned recently who can be a {linked.parse.words[i]}"


def is_age(parse: Parse, i: int) -> bool:
    """Whether token ``i`` ends a phrase that stands for a person of an age: "the 45-year-*old* joined"."""
    words = [w.lower() for w in parse.words[max(0, i - 5) : i + 1]]
    return (
        words[2:] == ["-", "year", "-", "old"]
        and words[0] == "the"
        and words[1].isdigit()
        and parse.deps[i] in _ARGUMENTS
    )


def person_of_age(d: Discourse, i: int) -> tuple[int, str] | None:
    """The person that "the 45-year-old" refers to, with the reason.

    The one beside whose name the article has this age, else the only person mentioned in this sentence and
    the one before, named or not.
    """
    linked, words = d.linked, d.linked.parse.words
    aged = {
        linked.cluster_of[k]
        for k, name in enumerate(linked.names)
        if words[name.last + 1 : name.last + 3] == [",", words[i - 4]]
    }
    people = {e for e in aged if linked.clusters[e].kind == "person"}
    why = "the only person of this age"
    if not people:
        near = [m for back in (0, 1) for m in d.by_sentence.get(d.sentence(i) - back, ()) if m.token < i]
        people, why = {m.entity for m in near if m.kind == "person"}, "the only person mentioned recently"
        start = linked.parse.sentences[max(0, d.sentence(i) - 1)][0]
        if any(_introduces_person(linked, k) for k in range(start, i)):
            return None
    people -= d.excluded(i)
    return (people.pop(), why) if len(people) == 1 and min(people) >= 0 else None


def _introduces_person(linked: Linked, i: int) -> bool:
    """Whether the noun at ``i`` introduces a person without a name: "*a man* stabbed Smith"."""
    parse = linked.parse
    article = next((c for c in parse.children[i] if parse.words[c].lower() in _INDEFINITE), -1)
    noun = noun_class(parse.words[i].lower())
    describes = i in linked.name_at or parse.deps[i] in ("appos", "attr", "compound", "oprd")
    return article >= 0 and not describes and noun is not None and noun.kind == "person"


def parties(linked: Linked, person: int) -> set[int]:
    """The parties of a person, by posts and by the letter behind the name: "Sen. Ann Otieno, *R*-Ky."."""
    words, short = linked.parse.words, tables.shorthands()
    behind = (linked.names[k].last + 2 for k in linked.clusters[person].names)
    by_letter = {short.get(words[i]) for i in behind if i < len(words)}
    by_post = {of for of in affiliations(linked, person) if linked.type_of(of) == "party"}
    return by_post | {e for e, c in enumerate(linked.clusters) if c.name in by_letter}


def affiliations(linked: Linked, person: int) -> set[int]:
    """The entities in which a person holds a post, and the country of each."""
    return {
        of.entity
        for post in linked.posts
        for of in (post.organisation, post.nation)
        if of is not None and post.person.entity == person
    }


@cache
def title_variants() -> dict[str, tuple[str, ...]]:
    """Each title with its variants, itself included: "Sen." with "senator"."""
    return {word: group for group in tables.variants()["role"] for word in group}


def name_allows(linked: Linked, entity: int, word: str) -> bool:
    """Whether the names of a country allow a noun for its form of government: Iraq is no "kingdom"."""
    state = tables.countries().get(linked.clusters[entity].iso3)
    if word not in _FORMS or state is None:
        return word not in _FORMS
    return any(word in name.lower() for name in (state.name, *state.aliases))


def determiner(parse: Parse, i: int) -> tuple[int, int] | None:
    """The token of "the" or the end of the possessor before the noun at ``i``, and the possessor's token.

    The latter is -1 for "the"; None if the noun has neither.
    """
    start = max(parse.sentence(i)[0] - 1, i - _MAX_BETWEEN - 2)
    first = next((t for t in range(i - 1, start, -1) if not _is_between(parse, t)), -1)
    if first < 0:
        return None
    owner = parse.head[first] if parse.tags[first] == "POS" else first if parse.tags[first] == "PRP$" else -1
    return (first, owner) if owner >= 0 or parse.words[first].lower() in DEFINITE else None


def _is_between(parse: Parse, t: int) -> bool:
    """Whether a word can stand between "the" and its noun."""
    is_determiner = parse.words[t].lower() in DEFINITE or parse.tags[t] in ("POS", "PRP$")
    return not is_determiner and parse.tags[t][:2] in _BETWEEN


def indefinite_uses(parse: Parse) -> dict[str, int]:
    """The first token of each noun with "a", by the noun in lower case."""
    uses: dict[str, int] = {}
    for t, word in enumerate(parse.words):
        if word.lower() in _INDEFINITE and parse.head[t] > t:
            uses.setdefault(parse.words[parse.head[t]].lower(), parse.head[t])
    return uses


def non_anaphoric_features(
    d: Discourse, i: int, first: int, inside: Sequence[int], described: Collection[int]
) -> Iterator[tuple[str, float]]:
    """Evidence that the noun at ``i`` refers to no named entity.

    The determiner or possessor is at ``first``, the words between are ``inside``; ``described`` are the
    candidates that the article describes by the noun.
    """
    parse = d.linked.parse
    following = [c for c in parse.children[i] if c > i]
    yield "no antecedent", 1
    yield "no antecedent: no entity described by the noun", not described
    yield "no antecedent: several entities described by the noun", len(described) > 1
    restricted = any(parse.deps[c] in ("relcl", "acl", "prep") for c in following)
    yield "no antecedent: restrictive modifier follows", restricted
    yield "no antecedent: 'of' follows", any(parse.words[c].lower() == "of" for c in following)
    yield "no antecedent: modifier such as 'other'", any(parse.words[t].lower() in _OTHER for t in inside)
    yield "no antecedent: anaphor is quoted", i in d.quotations.by_token
    yield "no antecedent: anaphor is a subject", parse.deps[i] in SUBJECT
    after_as = parse.deps[i] == "pobj" and parse.words[parse.head[i]].lower() == "as"
    predicate = after_as or parse.deps[i] in ("attr", "oprd", "appos")
    yield "no antecedent: predicate or apposition", predicate
    yield "no antecedent: possessive pronoun", parse.tags[first] == "PRP$"
    yield "no antecedent: demonstrative", parse.words[first].lower() in DEFINITE[1:]
    graded = any(parse.tags[t] in ("JJR", "JJS", "CD") for t in inside)
    yield "no antecedent: comparative, superlative or number", graded


def unnamed_person(linked: Linked, i: int) -> NounClass | None:
    """The class of the singular noun at ``i`` if it refers to a person without a name."""
    parse = linked.parse
    if parse.tags[i] != "NN" or i in linked.name_at or parse.deps[i] not in _ARGUMENTS:
        return None
    noun = noun_class(parse.words[i].lower())
    return noun if noun is not None and noun.kind == "person" else None
