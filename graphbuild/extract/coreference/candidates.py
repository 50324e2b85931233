"""Candidates for the antecedent of a pronoun or noun: features that all share, and the softmax over them.

Used for "he" and "she" (``antecedents.py``), for nouns for persons (``descriptions.py``), and for "it" and
nouns for organisations and countries (``institutions.py``). Each has a table of weights in ``resources/``,
learnt from annotated articles by ``training/antecedents.py``: the log odds of each feature for every anaphor,
and what to add to them for anaphors of one class.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.coreference.discourse import NO_ENTITY, SUBJECT, Discourse, DiscourseMention

#: The recent sentences, from that of the anaphor backwards.
_RECENT = ("the same sentence", "the previous sentence", "the second sentence before", "the third one before")
RECENT_SENTENCES = len(_RECENT)


@dataclass(frozen=True, slots=True)
class Antecedent:
    """The entity that a pronoun or noun refers to, and why."""

    entity: int
    reason: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible antecedent."""

    entity: int
    """``NO_ENTITY`` for a person without a name, or for no antecedent at all."""
    reason: str
    features: Mapping[str, float]


def candidate(entity: int, reason: str, features: Mapping[str, float]) -> Candidate:
    """A candidate with those of its features that are not zero."""
    return Candidate(entity, reason, {name: value for name, value in features.items() if value})


# -- scoring ---------------------------------------------------------------------------------


def most_likely(
    options: Sequence[Candidate], table: str, columns: tuple[str, ...], of: Sequence[str], threshold: float
) -> Antecedent | None:
    """The most likely candidate, by the columns ``of`` a table of weights that apply to the anaphor.

    None if that is no entity, or its probability is below the threshold.
    """
    chances = probabilities([c.features for c in options], of, table, columns)
    best = max(range(len(options)), key=lambda k: (chances[k], -k))
    if options[best].entity == NO_ENTITY or chances[best] < threshold:
        return None
    return Antecedent(options[best].entity, options[best].reason)


def probabilities(
    options: Sequence[Mapping[str, float]], of: Sequence[str], table: str, columns: tuple[str, ...]
) -> list[float]:
    """The probability of each candidate by its features: a softmax over the sums of their weights."""
    applied = [weights(table, columns)[column] for column in ("any", *of)]
    scores = [
        sum(value * column.get(name, 0.0) for name, value in features.items() for column in applied)
        for features in options
    ]
    highest = max(scores)
    powers = [math.exp(score - highest) for score in scores]
    return [power / sum(powers) for power in powers]


@cache
def weights(table: str, columns: tuple[str, ...]) -> Mapping[str, Mapping[str, float]]:
    """The weight of each feature, by column: "any" for every anaphor, the others in addition to it.

    Raises ``TableError`` where a weight is no number.
    """
    by_column: dict[str, dict[str, float]] = {column: {} for column in columns}
    for row in tables.rows(table, ("feature", *columns)):
        for column in columns:
            try:
                by_column[column][row.required("feature")] = float(row[column] or 0)
            except ValueError:
                raise row.error(column, "must be a number") from None
    return MappingProxyType(by_column)


# -- features --------------------------------------------------------------------------------


def last_mentions(
    d: Discourse, i: int, farthest: int, counts: Callable[[DiscourseMention], bool]
) -> dict[int, DiscourseMention]:
    """The last mention before token ``i`` of each entity, most recent first, at most ``farthest`` sentences
    before; only mentions that ``counts`` accepts.
    """
    last: dict[int, DiscourseMention] = {}
    for sentence in range(d.sentence(i), max(-1, d.sentence(i) - farthest - 1), -1):
        for m in sorted(d.by_sentence.get(sentence, ()), key=lambda m: -m.token):
            if m.token < i and counts(m):
                last.setdefault(m.entity, m)
    return last


def position_features(d: Discourse, i: int, m: DiscourseMention) -> Iterator[tuple[str, float]]:
    """Distance, grammatical role and quotation of a mention, relative to the anaphor at token ``i``."""
    parse = d.linked.parse
    back = d.sentence(i) - d.sentence(m.token)
    distance = str(back) if back < 4 else "4 to 7" if back < 8 else "8 or more"
    role, where = _role(parse, m.token), _RECENT[back] if back < 2 else "earlier"
    yield f"distance: {distance} sentences", 1
    yield f"{role}, {where}", 1
    same_role = _role(parse, i) == role
    yield "both are main subjects", same_role and role == "main subject"
    yield "both are direct objects", same_role and role == "dobj"
    quoted, anaphor_quoted = m.token in d.quotations.by_token, i in d.quotations.by_token
    yield "quoted, anaphor not quoted", quoted and not anaphor_quoted
    yield "not quoted, anaphor quoted", not quoted and anaphor_quoted
    if m.actor is not None:
        yield f"last mention is a {m.actor.form}", 1


def _role(parse: Parse, t: int) -> str:
    """The grammatical role of a token: main or subordinate subject, else its dependency label."""
    if parse.deps[t] in SUBJECT:
        main = parse.deps[parse.head[t]] in ("ROOT", "conj")
        return "main subject" if main else "subordinate subject"
    return parse.deps[t]


@dataclass(frozen=True, slots=True)
class RecentSentence:
    """A sentence up to the anaphor; entities are None where there is none."""

    name: str
    mentions: Sequence[DiscourseMention]
    subject: int | None
    """The entity of its leading subject."""
    unquoted_subject: int | None
    """The same outside its quotations, where it has any and the anaphor is not quoted."""
    entities: frozenset[int]
    """The entities mentioned that are persons, or that are not: whichever the anaphor can refer to."""


def recent_sentences(d: Discourse, i: int, *, persons: bool = True) -> list[RecentSentence]:
    """The sentence of an anaphor that refers to a person, or to anything else, and those just before it."""
    sentences = []
    for back, name in enumerate(_RECENT):
        mentions = [m for m in d.by_sentence.get(d.sentence(i) - back, ()) if m.token < i]
        unquoted = [m for m in mentions if m.token not in d.quotations.by_token]
        apart = len(unquoted) < len(mentions) and i not in d.quotations.by_token
        subject = d.leading_subject(mentions)
        unquoted_subject = d.leading_subject(unquoted) if apart else None
        sentences.append(
            RecentSentence(
                name,
                mentions,
                subject.entity if subject is not None else None,
                unquoted_subject.entity if unquoted_subject is not None else None,
                frozenset(m.entity for m in mentions if (m.kind == "person") == persons),
            )
        )
    return sentences


def person_features(
    d: Discourse, entity: int, gender: str, recent: Sequence[RecentSentence]
) -> Iterator[tuple[str, float]]:
    """Agreement in gender of a person with an anaphor, and how often and where the person was mentioned."""
    by_pronoun = d.pronoun_gender.get(entity, "")
    yield "gender matches by name or title", d.linked.clusters[entity].gender == gender
    yield "gender matches by an earlier pronoun", by_pronoun == gender
    yield "gender conflicts by an earlier pronoun", by_pronoun not in ("", gender)
    yield from salience_features(d, entity, recent)


def salience_features(
    d: Discourse, entity: int, recent: Sequence[RecentSentence]
) -> Iterator[tuple[str, float]]:
    """How often an entity was mentioned, in all and recently, and which recent sentences it leads."""
    yield "mentions (log)", math.log1p(d.mention_count(entity))
    yield "recent mentions (log)", math.log1p(sum(m.entity == entity for s in recent for m in s.mentions))
    others = frozenset().union(*(s.entities for s in recent)) - {entity, NO_ENTITY}
    yield "other recent entities (log)", math.log1p(len(others))
    for s in recent:
        yield f"leading subject of {s.name}", s.subject == entity
        yield f"leading subject of {s.name} outside quotations", s.unquoted_subject == entity
        yield f"only entity in {s.name}", s.entities == {entity}


def rank_features(rank: int, options: int, names: int, most_names: int) -> Iterator[tuple[str, float]]:
    """Rank of a candidate by recency, and the number of its names relative to the highest."""
    yield "reciprocal rank by recency", 1 / (rank + 1)
    yield "only candidate", options == 1
    yield "relative frequency of its name", names / most_names if most_names else 0.0


def description_features(
    d: Discourse, i: int, entity: int, last: DiscourseMention | None, described: Sequence[int]
) -> Iterator[tuple[str, float]]:
    """Whether the article describes a candidate by the noun at ``i``, as it does those ``described``."""
    holds = entity in described
    unique = "unique" if len(described) == 1 else "not unique"
    back = d.sentence(i) - d.sentence(last.token) if last is not None else RECENT_SENTENCES
    where = (*_RECENT[:2], "near", "near")[back] if back < RECENT_SENTENCES else "far"
    yield f"described by the noun, {unique}", holds
    yield f"described by the noun, {unique}, {where}", holds
    yield "described by the noun, most recent", holds and entity == described[0]


def last_use_features(entity: int, last: int | None) -> Iterator[tuple[str, float]]:
    """Whether the last use of the same noun referred to a candidate, or to another one."""
    yield "antecedent of the noun's last use", last == entity
    yield (
        "another was antecedent of the noun's last use",
        last is not None and last not in (entity, NO_ENTITY),
    )


# -- reasons ---------------------------------------------------------------------------------


def reason(detail: str) -> str:
    """The reason of a link that was found by probability, for users."""
    return f"most likely antecedent ({detail})"


def salience(d: Discourse, entity: int, where: str) -> str:
    """For users: where an entity was mentioned, and how often so far."""
    count = d.mention_count(entity)
    if not count:
        return where
    return f"{where}, mentioned {'once' if count == 1 else f'{count} times'} so far"


def position(d: Discourse, i: int, last: DiscourseMention | None) -> str:
    """For users: where an entity was mentioned last before token ``i``."""
    if last is None:
        return "mentioned later"
    back = d.sentence(i) - d.sentence(last.token)
    if d.linked.parse.deps[last.token] in SUBJECT:
        return f"subject of {_RECENT[back]}" if back < 2 else f"subject {back} sentences before"
    return f"in {_RECENT[back]}" if back < 2 else f"{back} sentences before"


def description(noun: str, kind: str, described: Collection[int]) -> str:
    """For users: that an article describes an entity of a kind by a noun, and how many others."""
    if len(described) == 1:
        return f"the only {kind} described as {noun}"
    return f"one of {len(described)} described as {noun}"
