"""Which person a noun without a name means: "the senator", "his Democratic rival", "the former first lady".

All persons whom the article has named may be, each with what speaks for it, and nobody. What each feature
weighs is learnt from annotated articles (``training/antecedents.py``) and stands in
``resources/descriptions.tsv``. The likeliest is taken if it is likely enough.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from graphbuild import tables
from graphbuild.extract.coreference import antecedents, nominals, office_holders
from graphbuild.extract.coreference.antecedents import Antecedent, Candidate
from graphbuild.extract.coreference.discourse import NO_ENTITY, Discourse, DiscourseMention
from graphbuild.extract.coreference.nominals import Descriptors
from graphbuild.extract.entities.linked import Post
from graphbuild.extract.names.role_phrases import RolePhrase

Kind = Literal["any", "post", "owned", "more"]
#: Columns of the table of weights: for any noun; for a post; for somebody's; with more words than "the".
KINDS: tuple[Kind, ...] = ("any", "post", "owned", "more")
#: Probability from which the likeliest is taken: thrice that of all others together.
LEAST = 0.75
#: Sentences before its own in which whom a noun means is sought, but for those who are called so.
_FARTHEST = 40
#: Of more than these that are called so none is meant from farther.
_MOST_CALLED = 6
_BESIDE = (*nominals.MODIFIERS, "appos")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A singular noun for a person behind "the" or an owner."""

    noun: int
    first: int
    """The token of "the", or the end of the owner."""
    names: tuple[str, ...]
    """The noun, with the words of its post, and other words for the same."""
    gender: str
    owner: int
    """The token of the owner; -1 for none."""
    inside: tuple[int, ...]
    """The tokens between."""
    words: frozenset[str]
    """The words between, in lower case."""

    @property
    def former(self) -> bool:
        """Whether it is said to be over: "the *former* president"."""
        return any(tables.modifiers().get(word) == "former" for word in self.words)


@dataclass(slots=True)
class Descriptions:
    """What an article says of its persons besides their names."""

    d: Discourse
    descriptors: Descriptors
    last: dict[str, int] = field(default_factory=dict)
    """Whom each noun meant last, ``NO_ENTITY`` for nobody."""
    beside: dict[int, set[str]] = field(default_factory=dict)
    """The words that stand beside the names of each person, in lower case."""
    posts: dict[int, list[Post]] = field(default_factory=dict)
    """The posts of each person."""
    roles: dict[int, RolePhrase] = field(default_factory=dict)
    """The role phrases of one holder, by their heads and last tokens."""
    unnamed: dict[str, int] = field(default_factory=dict)
    """Where each noun first stands with "a", by the noun in lower case."""
    _terms: dict[int, list[tables.Leader]] = field(default_factory=dict)
    _ties: dict[int, set[int]] = field(default_factory=dict)

    def gather(self) -> None:
        """Read the words beside the names."""
        linked, parse = self.d.linked, self.d.linked.parse
        for i, own in linked.own.items():
            for c in parse.children[i]:
                if parse.deps[c] in _BESIDE:
                    self._add(own.entity, c)
        for i, entity in self.descriptors.described.items():
            self._add(entity, i)
        for post in linked.posts:
            self.posts.setdefault(post.person.entity, []).append(post)
            self.beside.setdefault(post.person.entity, set()).update(post.role.name.split())
        for phrase in linked.phrases:
            if not phrase.plural:
                self.roles.setdefault(phrase.head, phrase)
                self.roles.setdefault(phrase.last, phrase)
        self.unnamed = nominals.indefinite_uses(parse)

    def _add(self, entity: int, noun: int) -> None:
        linked, known = self.d.linked, self.beside.setdefault(entity, set())
        children = linked.parse.children
        behind = (k for c in children[noun] if linked.parse.deps[c] == "prep" for k in children[c])
        for t in (noun, *(c for c in children[noun] if c < noun), *behind):
            if t not in linked.name_at:
                word = linked.parse.words[t].lower()
                known.update((word, *nominals.title_variants().get(word, ())))

    def terms(self, person: int) -> list[tables.Leader]:
        """The terms of a person as head of a state, by the table of leaders."""
        if person not in self._terms:
            self._terms[person] = office_holders.own_terms(self.d.linked, person)
        return self._terms[person]

    def ties(self, person: int) -> set[int]:
        """The states and bodies that a person is of."""
        if person not in self._ties:
            linked = self.d.linked
            led = {term.iso3 for term in self.terms(person)}
            states = {k for k, c in enumerate(linked.clusters) if c.iso3 in led}
            self._ties[person] = (
                nominals.affiliations(linked, person) | nominals.parties(linked, person) | states
            )
        return self._ties[person]


def phrase(known: Descriptions, i: int) -> Phrase | None:
    """The phrase of a noun at ``i`` that may mean a person named elsewhere; None where it is none."""
    linked = known.d.linked
    parse, word = linked.parse, linked.parse.words[i].lower()
    if parse.tags[i] not in ("NN", "NNP") or i in linked.name_at or parse.deps[i] in nominals.MODIFIERS:
        return None
    sort = nominals.sort(word)
    post = known.roles.get(i)
    if ((sort is None or sort.kind != "person") and post is None) or parse.words[i + 1 : i + 2] in (
        ["-"],
        ["–"],
    ):
        return None
    last = post.first if post is not None else i
    opened = nominals.determiner(parse, last)
    if opened is None:
        return None
    first, owner = opened
    name = post.role.name if post is not None else word
    inside = tuple(range(first + 1, last))
    return Phrase(
        i,
        first,
        _names(name),
        sort.gender if sort is not None else post.role.gender if post is not None else "",
        owner,
        inside,
        frozenset(w for t in inside if (w := parse.words[t].lower())[:1].isalpha()),
    )


@cache
def _names(name: str) -> tuple[str, ...]:
    """A noun for a person, and other words for the same."""
    return tuple(dict.fromkeys((name, *tables.offices(name), *nominals.title_variants().get(name, ()))))


def person(known: Descriptions, p: Phrase) -> Antecedent | None:
    """The person whom a phrase means; None where that is nobody with a name, or not sure."""
    some = candidates(known, p)
    if len(some) == 1:
        return None
    return antecedents.likeliest(some, "descriptions", KINDS, kinds(p), LEAST)


def kinds(p: Phrase) -> tuple[Kind, ...]:
    """What phrase it is: the columns of the table that count for it beside the first."""
    role = tables.roles().get(p.names[0])
    held: tuple[Kind, ...] = ("post",) if role is not None and role.relation else ()
    owned: tuple[Kind, ...] = ("owned",) if p.owner >= 0 else ()
    return (*held, *owned, "more") if p.words else (*held, *owned)


def candidates(known: Descriptions, p: Phrase) -> list[Candidate]:
    """Who may be meant, the latest first; the last is nobody."""
    d, i, clusters = known.d, p.noun, known.d.linked.clusters
    people: dict[int, DiscourseMention | None] = {**antecedents.last_mentions(d, i, _FARTHEST, _named_person)}
    so = {entity for name in p.names for entity in known.descriptors.by_noun.get(name, ())}
    for entity in sorted(so) if len(so) <= _MOST_CALLED else ():
        people.setdefault(entity, None)
    related = _related(d, p)
    of = {e for some in related.values() for e in some}
    barred = d.excluded(i)
    if p.owner >= 0 and (own := d.entity_at(p.owner)) is not None:
        barred.add(own)
    people = {
        e: last
        for e, last in people.items()
        if clusters[e].kind == "person"
        and e not in barred
        and not {clusters[e].gender or d.pronoun_gender.get(e, ""), p.gender} >= {"m", "f"}
        and not _of_others(known, e, p, of)
    }
    called = [e for e in people if e in so]
    near = antecedents.near(d, i)
    subject = d.clause_subject(i)
    leading = d.entity_at(subject) if subject >= 0 else None
    most = max((len(clusters[e].names) for e in people), default=0)
    found: list[Candidate] = []
    for rank, (entity, last) in enumerate(people.items()):
        features = dict(antecedents.place(d, i, last) if last is not None else {"not named yet": 1.0}.items())
        features |= dict(antecedents.known(d, entity, p.gender, near))
        features |= dict(_held(known, p, entity, called))
        features |= dict(_named_so(known, p, entity, called, last))
        for what, others in related.items():
            ties = known.ties(entity)
            features[f"{what} tied"] = float(bool(others & ties))
            features[f"{what} not tied"] = float(not others & ties)
            features[f"{what} conflicts"] = float(bool(ties) and not others & ties)
        features["of the latest"] = 1 / (rank + 1)
        features["the only one named"] = float(len(people) == 1)
        features["share of the names"] = len(clusters[entity].names) / most if most else 0.0
        features["without a full name"] = float(clusters[entity].vague)
        features["subject of its clause"] = float(leading == entity)
        features["in its sentence"] = float(last is not None and d.sentence(last.token) == d.sentence(i))
        why = f"{p.names[0]}: {_why(entity, called)}"
        found.append(antecedents.candidate(entity, why, features))
    found.append(antecedents.candidate(NO_ENTITY, "", dict(_nobody(known, p, called))))
    return found


def _why(entity: int, called: Collection[int]) -> str:
    if entity not in called:
        return "the likeliest of those named"
    return "the only one who is called so" if len(called) == 1 else "the likeliest who is called so"


def _of_others(known: Descriptions, person: int, p: Phrase, of: Collection[int]) -> bool:
    """Whether a person is of other states or parties than the phrase says: "*Chad's* leader" is not Gabon's.

    The head of a state is who holds an office of the state itself: "*Germany's* president" is no president of
    an academy in Germany.
    """
    linked, ties = known.d.linked, known.ties(person)
    if p.owner >= 0 and not _owned_by(known, person, p):
        return True
    for sort in ("country", "party"):
        said = {e for e in of if sort in (linked.clusters[e].kind, linked.type_of(e))}
        own = {e for e in ties if sort in (linked.clusters[e].kind, linked.type_of(e))}
        if said and own and own.isdisjoint(said):
            return True
    states = {e for e in of if linked.clusters[e].kind == "country"}
    held = [post for post in known.posts.get(person, ()) if post.role.name in p.names]
    others = bool(held) and all(post.of is not None and post.of.entity not in states for post in held)
    return bool(states) and others and p.names[0] in tables.heads()


def _owned_by(known: Descriptions, person: int, p: Phrase) -> bool:
    """Whether a person is of the state, body or place that owns the noun: "*The Hague's* mayor"; also where a
    person owns it.
    """
    linked = known.d.linked
    if p.owner in linked.places:
        return linked.parse.words[p.owner].lower() in known.beside.get(person, ())
    owner = known.d.entity_at(p.owner)
    if owner is None or owner == NO_ENTITY or linked.clusters[owner].kind == "person":
        return True
    return owner in known.ties(person)


def _named_person(m: DiscourseMention) -> bool:
    return m.kind == "person" and m.entity != NO_ENTITY


def _related(d: Discourse, p: Phrase) -> dict[str, set[int]]:
    """The states and bodies of which the phrase says that the person is, by how it says so."""
    linked, parse = d.linked, d.linked.parse
    inside = {linked.own[t].entity for t in p.inside if t in linked.own and t not in linked.places}
    owner = {e for e in (d.entity_at(p.owner) if p.owner >= 0 else None,) if e is not None and e != NO_ENTITY}
    behind = {
        linked.own[k].entity
        for c in parse.children[p.noun]
        if parse.deps[c] == "prep" and parse.words[c].lower() in ("of", "for", "from")
        for k in parse.children[c]
        if k in linked.own
    }
    return {how: some for how, some in (("modifier", inside), ("owner", owner), ("of", behind)) if some}


def _named_so(
    known: Descriptions, p: Phrase, entity: int, called: Collection[int], last: DiscourseMention | None
) -> Iterator[tuple[str, float]]:
    """Whether the article calls a person by the noun."""
    d = known.d
    so = entity in called
    alone = "alone" if len(called) == 1 else "with others"
    back = d.sentence(p.noun) - d.sentence(last.token) if last is not None else 4
    far = ("its sentence", "the one before", "near", "near")[back] if back < 4 else "far"
    yield f"called so, {alone}", so
    yield f"called so, {alone}, {far}", so
    yield "called so, the last of them", so and entity == next(iter(called))
    held = {post.role.name for post in known.posts.get(entity, ())}
    yield f"called so, {alone}, by a post", so and not held.isdisjoint(p.names)
    yield "others are called so", bool(called) and not so
    meant = known.last.get(p.names[0])
    yield "meant so last", meant == entity
    yield "another meant so last", meant is not None and meant not in (entity, NO_ENTITY)


def _held(
    known: Descriptions, p: Phrase, entity: int, called: Collection[int]
) -> Iterator[tuple[str, float]]:
    """What the article and the table of leaders tell of a person that fits the phrase, or does not."""
    linked, so = known.d.linked, entity in called
    held = known.posts.get(entity, [])
    yield "holds a post", bool(held) and not so
    yield "holds no post", not held
    yield (
        "called so in more words",
        not so and any(post.role.name.endswith(f" {p.names[0]}") for post in held),
    )
    role = tables.roles().get(p.names[0])
    yield (
        "holds a like post",
        not so and role is not None and any(post.role.relation == role.relation for post in held),
    )
    beside = known.beside.get(entity, set())
    words = {word for word in p.words if word not in tables.modifiers()}
    yield "noun beside the name", not so and p.names[0].split()[-1] in beside
    yield "words beside the name", len(words & beside) / len(words) if words else 0.0
    yield "no word beside the name", bool(words) and not words & beside
    terms = [term for term in known.terms(entity) if term.office in p.names]
    yield "in office by the table", bool(linked.date) and any(term.held(linked.date) for term in terms)
    yield "once in office by the table", bool(terms)
    over = any(post.modifier == "former" for post in held)
    yield "former like the phrase", over and p.former
    yield "former, unlike the phrase", over and not p.former


def _nobody(known: Descriptions, p: Phrase, called: Collection[int]) -> Iterator[tuple[str, float]]:
    """What speaks for somebody without a name."""
    d, parse, i = known.d, known.d.linked.parse, p.noun
    yield from nominals.non_anaphoric_features(d, i, p.first, p.inside, called)
    yield "nobody: meant so last", known.last.get(p.names[0]) == NO_ENTITY
    yield "nobody: former", p.former
    yield "nobody: words", math.log1p(len(p.words))
    yield "nobody: one without a name is called so", known.unnamed.get(parse.words[i].lower(), i) < i
    lately = [m for back in range(3) for m in d.by_sentence.get(d.sentence(i) - back, ()) if m.token < i]
    people = [m for m in lately if m.kind == "person"]
    yield "nobody: one without a name lately", any(m.entity == NO_ENTITY for m in people)
    yield "nobody: no person lately", not people
