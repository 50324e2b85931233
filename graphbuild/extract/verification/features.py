"""What speaks for and against a candidate between two of its ends, as named numbers for the verifier.

Each feature is 0 where it does not hold; ``training/verifier.py`` learns what each weighs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.encoder.relations import NONE
from graphbuild.extract import confidence
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import predicates
from graphbuild.extract.syntax.phrases import MODIFIERS

#: Probabilities and precisions nearer to 0 and 1 than this count as this near.
_NEAREST = 0.01
_OPENING = ("“", '"', "‘", "``")
_CLOSING = ("”", '"', "’", "''")


@dataclass(frozen=True, slots=True)
class Heard:
    """What the encoder makes of what a source does to a target, and the target to the source."""

    general: Mapping[str, float]
    events: Mapping[str, float]
    reverse: Mapping[str, float]
    """The general opinion on the other direction."""


@dataclass(frozen=True, slots=True)
class Case:
    """An event between two of its ends, in its document."""

    document: Document
    event: Event
    source: Actor
    target: Actor
    heard: Heard | None
    """What the encoder makes of the two; ``None`` where it was not asked."""
    read: Callable[[], float] | None = None
    """Asks the encoder for the log odds that the whole statement is right; ``None`` where there is none."""


def features(case: Case) -> dict[str, float]:
    """The features of a case that are not 0, by name."""
    found: dict[str, float] = {}
    for some in (_rule, _put, _ends, _places, _sentence, _opinion):
        for name, value in some(case):
            if value:
                found[name] = float(value)
    return found


def logit(p: float) -> float:
    """The logarithm of the odds of a probability."""
    p = min(max(p, _NEAREST), 1 - _NEAREST)
    return math.log(p / (1 - p))


def _rule(case: Case) -> Iterator[tuple[str, float]]:
    c = case.event.candidate
    kind, _, how = c.rule.partition(":")
    yield "rule", logit(confidence.of_rule(c))
    yield f"rule is {kind if how else 'other'}", 1
    yield f"put {c.rule.rpartition('/')[2]}" if "/" in c.rule else "put other", 1
    yield f"relation {c.relation}", 1
    if c.slot:
        yield f"target by {c.slot}", 1
    yield "each other", c.mutual
    yield "carried by a verb", c.carrier >= 0
    yield "several words", len(c.tokens) > 1
    if kind == "encoder":
        yield "proposed on a verb of saying", effect_at(case.document.parse, c.anchor, "v") == "report"


def _put(case: Case) -> Iterator[tuple[str, float]]:
    said, parse, c = case.event.factuality, case.document.parse, case.event.candidate
    yield "negated", said.negated
    yield f"modality {said.modality}", said.modality != "asserted"
    yield "attributed", bool(said.attribution)
    yield "former", c.former
    yield f"tag {parse.tags[c.anchor]}", 1
    yield f"tense {said.tense}", 1
    yield f"clause {parse.deps[c.anchor]}", 1


def _ends(case: Case) -> Iterator[tuple[str, float]]:
    document = case.document
    for end, a in (("source", case.source), ("target", case.target)):
        yield f"{end} {document.kind(a)}", document.kind(a) != "country"
        yield f"{end} {a.form}", a.form != "name"
        yield f"{end} through a role", bool(a.role)
        yield f"{end} through civilians", a.civil
        yield f"{end} cut from a longer name", _glued(document, a)
        yield f"{end} a lone unknown name", _unknown(document, a)
    kinds = {document.kind(case.source), document.kind(case.target)}
    yield "persons among themselves", kinds == {"person"}


def _glued(document: Document, a: Actor) -> bool:
    """Whether a word with a capital stands right beside the name and is no part of any."""
    linked, parse = document.linked, document.parse
    k = linked.name_at.get(a.token)
    if k is None:
        return False
    n, (first, stop) = linked.names[k], document.sentence(a.token)
    before, after = n.first - 1, n.last + 1
    beside = [t for t in (before, after) if first < t < stop and t not in linked.name_at]
    return any(parse.tags[t] in ("NNP", "NNPS") and parse.words[t][:1].isupper() for t in beside)


def _unknown(document: Document, a: Actor) -> bool:
    k = document.linked.name_at.get(a.token)
    n = document.linked.names[k] if k is not None else None
    return n is not None and n.known is None and n.first == n.last


def _places(case: Case) -> Iterator[tuple[str, float]]:
    """Where the ends stand to the trigger."""
    parse, anchor = case.document.parse, case.event.candidate.anchor
    for end, a in (("source", case.source), ("target", case.target)):
        t = a.token
        path = parse.joining(anchor, t)
        yield f"{end} in another sentence", case.document.sentence(t) != case.document.sentence(anchor)
        clauses = sum(predicates.is_verb(parse, k) and predicates.has_subject(parse, k) for k in path)
        yield f"clauses to the {end}", clauses
        yield f"{end} only modifies", parse.deps[t] in MODIFIERS
        yield f"{end} owns", parse.deps[t] == "poss"
        yield f"{end} in a list", parse.deps[t] == "conj"
        placing = parse.words[parse.head[t]].lower() in words("placing")
        yield f"{end} at a place", parse.deps[t] == "pobj" and placing
    first, second = case.source.token, case.target.token
    yield "words between", math.log1p(abs(first - second))
    yield "words that join", math.log1p(len(parse.joining(first, second)))


def _sentence(case: Case) -> Iterator[tuple[str, float]]:
    document, c = case.document, case.event.candidate
    parse, (first, stop) = document.parse, document.sentence(c.anchor)
    yield "words of the sentence", math.log1p(stop - first) / 2
    named = {a.entity for t in range(first, stop) if (a := document.linked.own.get(t)) is not None}
    yield "actors of the sentence", math.log1p(len(named))
    yield "parties", math.log1p(max(0, len(c.sources) * len(c.targets) - 1))
    yield "no full stop", parse.words[stop - 1][-1:] not in (".", "!", "?", "”", '"', "’", "'")
    yield "many capitals", sum(w[:1].isupper() for w in parse.words[first:stop]) > (stop - first) * 0.6
    yield "in quotes", _quoted(parse.words[first : c.anchor], parse.words[c.anchor : stop])
    yield "about sport", document.about_sport


def _quoted(before: list[str], after: list[str]) -> bool:
    opened = any(w in _OPENING for w in before) and not (before and before[-1] in _CLOSING)
    return opened and any(w in _CLOSING for w in after)


def _opinion(case: Case) -> Iterator[tuple[str, float]]:
    heard, c, said = case.heard, case.event.candidate, case.event.factuality
    if heard is None:
        return
    taxonomy, relation = tables.relations(), case.event.candidate.relation
    wanted = taxonomy[relation]
    plain = said.modality == "asserted" and not said.negated
    root = alike = opposite = 0.0
    for r, p in heard.events.items():
        root += p * (r != NONE and taxonomy[r].plover == wanted.plover)
    for r, p in heard.general.items():
        if r not in (NONE, relation) and taxonomy[r].quad is not None:
            same = (taxonomy[r].score > 0) == (wanted.score > 0)
            alike += p * same
            opposite += p * (not same)
    way = "" if plain else ", flagged"
    yield f"heard{way}", 1
    yield f"heard this relation{way}", logit(heard.general[relation])
    yield f"heard nothing{way}", logit(heard.general[NONE])
    yield f"heard this root among events{way}", logit(root)
    yield "heard nothing among events", logit(heard.events[NONE])
    yield "heard a like relation", alike
    yield "heard a contrary relation", opposite
    if not wanted.symmetric:
        yield "heard this relation the other way", logit(heard.reverse[relation])
    yield "heard anything the other way", 1 - heard.reverse[NONE]
    if c.rule.startswith("encoder:"):
        yield "heard by rule encoder", logit(heard.general[relation])
        yield "heard this root by rule encoder", logit(root)
        yield "heard by rule encoder, free", c.rule.endswith("/free") * logit(heard.general[relation])
