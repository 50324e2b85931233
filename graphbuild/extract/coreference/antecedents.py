"""Which person "he" or "she" means: all who may be, each with what speaks for it, and nobody.

What each feature weighs is learnt from annotated articles (``training/antecedents.py``) and stands in
``resources/antecedents.tsv``. The likeliest is taken if it is likely enough.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.coreference.discourse import NO_ENTITY, SUBJECT, Discourse, DiscourseMention

#: Sentences before its own in which whom a pronoun means is sought, and somebody without a name.
_FARTHEST, _FARTHEST_UNNAMED = 40, 3
#: The sentences that count as lately, from its own backwards.
_NEAR = ("its sentence", "the one before", "the second before", "the third before")
_LATELY = len(_NEAR)
#: Probability from which the likeliest is taken: twice that of all others together.
LEAST = 2 / 3
Kind = Literal["any", "subject", "object", "own", "quoted"]
#: Columns of the table of weights: for any pronoun; for a subject, an object, an owner; within a quotation.
KINDS: tuple[Kind, ...] = ("any", "subject", "object", "own", "quoted")
_SAY = tables.words("quoting verb")
#: Adverbs that tell that the same is done.
_AGAIN = ("too", "also", "likewise")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The entity that a pronoun or noun means, and why."""

    entity: int
    why: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One whom a pronoun or noun may mean."""

    entity: int
    """``NO_ENTITY`` for somebody without a name, or for none of the others."""
    why: str
    features: Mapping[str, float]


def candidate(entity: int, why: str, features: Mapping[str, float]) -> Candidate:
    """A candidate with those of its features that are not zero."""
    return Candidate(entity, why, {name: value for name, value in features.items() if value})


def person(d: Discourse, i: int, gender: str) -> Antecedent | None:
    """The person that "he" or "she" at ``i`` means; None where that is nobody with a name, or not sure."""
    some = candidates(d, i, gender)
    if all(c.entity == NO_ENTITY for c in some):
        return None
    return likeliest(some, "antecedents", KINDS, kinds(d, i), LEAST)


def likeliest(
    some: Sequence[Candidate], table: str, columns: tuple[str, ...], of: Sequence[str], least: float
) -> Antecedent | None:
    """The candidate that is likeliest by a table of weights, for a word of these kinds; None for nobody, and
    where it is less likely than ``least``.
    """
    chances = probabilities([c.features for c in some], of, table, columns)
    best = max(range(len(some)), key=lambda k: (chances[k], -k))
    if some[best].entity == NO_ENTITY or chances[best] < least:
        return None
    return Antecedent(some[best].entity, some[best].why)


def kinds(d: Discourse, i: int) -> tuple[Kind, ...]:
    """What pronoun it is: the columns of the table that count for it beside the first."""
    parse = d.linked.parse
    kind: Kind = "own" if parse.tags[i] == "PRP$" else "subject" if parse.deps[i] in SUBJECT else "object"
    return (kind, "quoted") if i in d.quotations.by_token else (kind,)


def probabilities(
    some: Sequence[Mapping[str, float]],
    of: Sequence[str],
    table: str,
    columns: tuple[str, ...],
) -> list[float]:
    """How likely each of some candidates is meant, by their features, for a word of these kinds."""
    known = [weights(table, columns)[kind] for kind in ("any", *of)]
    scores = [
        sum(value * column.get(name, 0.0) for name, value in features.items() for column in known)
        for features in some
    ]
    most = max(scores)
    powers = [math.exp(score - most) for score in scores]
    return [power / sum(powers) for power in powers]


@cache
def weights(table: str, columns: tuple[str, ...]) -> Mapping[str, Mapping[str, float]]:
    """What each feature weighs: for any pronoun or noun, and what it weighs more for one of a kind.

    Raises ``TableError`` where a weight is no number.
    """
    found: dict[str, dict[str, float]] = {kind: {} for kind in columns}
    for row in tables.rows(table, ("feature", *columns)):
        for kind in columns:
            try:
                found[kind][row.required("feature")] = float(row[kind] or 0)
            except ValueError:
                raise row.error(kind, "must be a number") from None
    return MappingProxyType(found)


def candidates(d: Discourse, i: int, gender: str) -> list[Candidate]:
    """Who may be meant, the latest first; the last is nobody."""
    fits = _fitting(d, i, gender)
    named, unnamed = _before(d, i, gender, fits)
    coming, spoken = _coming(d, i), _goes_on(d, i)
    for entity in (coming, spoken):
        if entity is not None and fits(entity):
            named.setdefault(entity, None)
    sentences = near(d, i)
    own, above, alike = _own(d, i), _above(d, i, named), _likewise(d, i, named)
    sure = [e for e in named if _gender(d, e) == gender]
    most = max((len(d.linked.clusters[e].names) for e in named), default=0)
    found: list[Candidate] = []
    for rank, (entity, last) in enumerate(named.items()):
        features = dict(place(d, i, last) if last is not None else ())
        grammar = {
            "subject of its clause": own == (entity, True),
            "blamed or praised for what is his": own == (entity, False),
            "subject above": above == (entity, True),
            "owner above": above == (entity, False),
            "subject of the clause that follows": entity == coming,
            "speaker of the quotation before": entity == spoken,
            "object of the sentence before, as here": entity == alike,
        }
        features |= {name: 1.0 for name, holds in grammar.items() if holds}
        features |= dict(known(d, entity, gender, sentences))
        features["of the latest"] = 1 / (rank + 1)
        features["the only one named"] = float(len(named) == 1)
        features["the only one of this gender"] = float(sure == [entity])
        features["another is of this gender for sure"] = float(bool(sure) and entity not in sure)
        features["share of the names"] = len(d.linked.clusters[entity].names) / most if most else 0.0
        why = next((name for name, holds in grammar.items() if holds), "")
        why = why or _why(d, i, last, alone=len(named) == 1)
        found.append(candidate(entity, why, features))
    for last in unnamed:
        told = {f"nobody: {name}": value for name, value in place(d, i, last)}
        told["nobody: of this gender"] = float(last.gender == gender)
        told["nobody: subject of its clause"] = float(d.clause_subject(i) == last.token)
        found.append(candidate(NO_ENTITY, "", told))
    quoted = float(i in d.quotations.by_token)
    nobody = {"nobody": 1.0, "nobody: none is unnamed": float(not unnamed), "nobody: in a quotation": quoted}
    found.append(candidate(NO_ENTITY, "", nobody))
    return found


def _before(
    d: Discourse, i: int, gender: str, fits: Callable[[int], bool]
) -> tuple[dict[int, DiscourseMention | None], list[DiscourseMention]]:
    """The last mention of each person named before, the latest first, and lately somebody without a name."""
    named: dict[int, DiscourseMention | None] = {}
    unnamed: list[DiscourseMention] = []
    for back in range(_FARTHEST + 1):
        for m in sorted(d.by_sentence.get(d.sentence(i) - back, ()), key=lambda m: -m.token):
            if m.token >= i or m.kind != "person":
                continue
            if m.entity == NO_ENTITY:
                if back <= _FARTHEST_UNNAMED and m.gender in ("", gender):
                    unnamed.append(m)
            elif m.entity not in named and fits(m.entity):
                named[m.entity] = m
    return named, unnamed


def last_mentions(
    d: Discourse, i: int, farthest: int, counts: Callable[[DiscourseMention], bool]
) -> dict[int, DiscourseMention]:
    """The last mention of each entity before token ``i``, the latest first, of those mentions that count, in
    its sentence and at most ``farthest`` before.
    """
    found: dict[int, DiscourseMention] = {}
    for sentence in range(d.sentence(i), max(-1, d.sentence(i) - farthest - 1), -1):
        for m in sorted(d.by_sentence.get(sentence, ()), key=lambda m: -m.token):
            if m.token < i and counts(m):
                found.setdefault(m.entity, m)
    return found


def _fitting(d: Discourse, i: int, gender: str) -> Callable[[int], bool]:
    """Tells whether an entity may be meant: a person of this gender whom the grammar does not bar."""
    barred = d.excluded(i) | _owned(d, i)

    def fits(entity: int) -> bool:
        cluster = d.linked.clusters[entity]
        return cluster.kind == "person" and cluster.gender in ("", gender) and entity not in barred

    return fits


def _owned(d: Discourse, i: int) -> set[int]:
    """Whom a possessive cannot mean, for its phrase names him: "*Burns*, his aide", "*Burns* is his aide"."""
    parse, noun = d.linked.parse, d.linked.parse.head[i]
    if parse.tags[i] != "PRP$":
        return set()
    named = [c for c in parse.children[noun] if parse.deps[c] == "appos"]
    above = parse.head[noun]
    if parse.deps[noun] in ("appos", "compound", "nmod"):
        named.append(above)
    elif parse.deps[noun] == "attr":
        named.append(d.subject_of(above))
    elif parse.deps[noun] == "oprd":
        named += [c for c in parse.children[above] if parse.deps[c] in ("dobj", "nsubjpass")]
    found = {own.entity for t in named if (own := d.linked.own.get(t)) is not None}
    return found | {e for t in named if t >= 0 and (e := d.entity_at(t)) is not None}


def _gender(d: Discourse, entity: int) -> str:
    """The gender of a person, as titles and names or the pronouns so far tell it."""
    return d.linked.clusters[entity].gender or d.pronoun_gender.get(entity, "")


def place(d: Discourse, i: int, m: DiscourseMention) -> Iterator[tuple[str, float]]:
    """Where a mention stands, and to the pronoun or noun at ``i``."""
    parse = d.linked.parse
    back = d.sentence(i) - d.sentence(m.token)
    far = str(back) if back < 4 else "4 to 7" if back < 8 else "8 and more"
    role = _role(parse, m.token)
    yield f"{far} sentences before", 1
    yield f"{role}, {'its sentence' if not back else 'the one before' if back == 1 else 'earlier'}", 1
    here = _role(parse, i)
    yield "subject like the pronoun", here == role == "subject"
    yield "object like the pronoun", here == role == "dobj"
    inside, outside = m.token in d.quotations.by_token, i not in d.quotations.by_token
    yield "in a quotation, the pronoun outside", inside and outside
    yield "outside, the pronoun in a quotation", not inside and not outside
    if m.actor is not None:
        yield f"last as a {m.actor.form}", 1


def _role(parse: Parse, t: int) -> str:
    """What a word is in its sentence."""
    if parse.deps[t] in SUBJECT:
        return "subject" if parse.deps[parse.head[t]] in ("ROOT", "conj") else "subject of a clause"
    return parse.deps[t]


@dataclass(frozen=True, slots=True)
class Near:
    """What a sentence has told up to the pronoun; entities are None where there is nobody."""

    which: str
    mentions: Sequence[DiscourseMention]
    leading: int | None
    """Whose subject leads it."""
    outside: int | None
    """The same outside of its quotations, where it has any and the pronoun stands in none."""
    alike: frozenset[int]
    """The persons that it names, or the states and bodies: whichever the pronoun may mean."""


def near(d: Discourse, i: int, *, persons: bool = True) -> list[Near]:
    """The sentence of a word that means a person, or anything else, and those before that count as lately."""
    found = []
    for back, which in enumerate(_NEAR):
        mentions = [m for m in d.by_sentence.get(d.sentence(i) - back, ()) if m.token < i]
        told = [m for m in mentions if m.token not in d.quotations.by_token]
        apart = len(told) < len(mentions) and i not in d.quotations.by_token
        leading, outside = d.leading_subject(mentions), d.leading_subject(told) if apart else None
        found.append(
            Near(
                which,
                mentions,
                leading.entity if leading is not None else None,
                outside.entity if outside is not None else None,
                frozenset(m.entity for m in mentions if (m.kind == "person") == persons),
            )
        )
    return found


def known(d: Discourse, entity: int, gender: str, sentences: Sequence[Near]) -> Iterator[tuple[str, float]]:
    """What the article has told of a person so far, and lately in these sentences."""
    told, called = d.linked.clusters[entity].gender, d.pronoun_gender.get(entity, "")
    yield "of this gender by name or title", told == gender
    yield "called so before", called == gender
    yield "called otherwise before", called not in ("", gender)
    yield from lately(d, entity, sentences)


def lately(d: Discourse, entity: int, sentences: Sequence[Near]) -> Iterator[tuple[str, float]]:
    """How often somebody has been mentioned so far, and how lately in these sentences."""
    yield "often", math.log1p(d.mention_count(entity))
    yield "lately", math.log1p(sum(m.entity == entity for sentence in sentences for m in sentence.mentions))
    others = frozenset().union(*(sentence.alike for sentence in sentences)) - {entity, NO_ENTITY}
    yield "others lately", math.log1p(len(others))
    for sentence in sentences:
        yield f"leads {sentence.which}", sentence.leading == entity
        yield f"leads {sentence.which} outside quotations", sentence.outside == entity
        yield f"the only one of {sentence.which}", sentence.alike == {entity}


def _own(d: Discourse, i: int) -> tuple[int, bool] | None:
    """Whose clause "his" or "himself" stands in, or whom it stands beside ("*Smith* and his …"), and whether
    that is a subject: "criticised *Smith* for his speech".
    """
    parse = d.linked.parse
    if parse.tags[i] != "PRP$" and not parse.words[i].lower().endswith("self"):
        return None
    beside = parse.head[parse.head[i]] if parse.deps[parse.head[i]] == "conj" else -1
    for token in (beside, d.clause_subject(i)):
        found = d.entity_at(token) if token >= 0 else None
        if found is not None and found != NO_ENTITY:
            return found, token == beside or parse.deps[token] in SUBJECT
    return None


def _above(d: Discourse, i: int, named: Mapping[int, DiscourseMention | None]) -> tuple[int, bool] | None:
    """The nearest subject or owner above the pronoun in its sentence, and whether it is a subject."""
    options = [m for m in d.by_sentence.get(d.sentence(i), ()) if m.token < i and m.entity in named]
    found = d.governing_subject(i, options)
    return (found.entity, d.linked.parse.deps[found.token] in SUBJECT) if found is not None else None


def _coming(d: Discourse, i: int) -> int | None:
    """Who is named after the pronoun: "In his speech, *Smith* …", "When he arrived, *Smith* …"."""
    coming = d.following_subject(i)
    return coming.entity if coming is not None else None


def _goes_on(d: Discourse, i: int) -> int | None:
    """Who spoke in the quotation before, where "he" goes on to speak: "“…,” Smith said. “…” *He* added"."""
    parse, quoted = d.linked.parse, d.quotations.by_token
    if parse.deps[i] not in SUBJECT or parse.lemmas[parse.head[i]] not in _SAY or i in quoted:
        return None
    for at in range(d.sentence(i) - 1, max(-1, d.sentence(i) - _LATELY - 1), -1):
        first, stop = parse.sentences[at]
        if not all(t in quoted or not parse.words[t][:1].isalnum() for t in range(first, stop)):
            leading = d.leading_subject([m for m in d.by_sentence.get(at, ()) if m.token not in quoted])
            goes_on = at < d.sentence(i) - 1 and leading is not None and leading.entity != NO_ENTITY
            return leading.entity if goes_on and leading is not None else None
        if (speaker := d.speakers.get(quoted.get(first, NO_ENTITY))) is not None:
            return speaker.entity
    return None


def _likewise(d: Discourse, i: int, named: Mapping[int, DiscourseMention | None]) -> int | None:
    """To whom the same is done as in the sentence before: "Smith blamed *Jones*. Miller accused him, too"."""
    parse = d.linked.parse
    again = any(parse.words[c].lower() in _AGAIN for c in parse.children[parse.head[i]])
    if parse.deps[i] != "dobj" or not again:
        return None
    before = (m for m in d.by_sentence.get(d.sentence(i) - 1, ()) if m.entity in named)
    objects = [m for m in before if parse.deps[m.token] == "dobj"]
    main = [m.entity for m in objects if parse.deps[parse.head[m.token]] == "ROOT"]
    return main[0] if len(main) == 1 else None


def _why(d: Discourse, i: int, last: DiscourseMention | None, *, alone: bool) -> str:
    """Where somebody was mentioned last, in words."""
    if last is None:
        return "named after it"
    subject = d.linked.parse.deps[last.token] in SUBJECT
    what = "subject" if subject else "the only person" if alone else "the person"
    return f"{what} of {where(d.sentence(i) - d.sentence(last.token))}"


def where(back: int) -> str:
    """In words the sentence so many before that of a pronoun."""
    return ("its sentence", "the sentence before")[back] if back < 2 else f"{back} sentences before"
