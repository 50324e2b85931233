"""Features of a candidate for the verifier: named numbers, evidence for and against it.

A feature that does not hold is 0; ``training/verifier.py`` learns the weights.
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

#: Start of the names of all features that need the relation encoder.
ENCODER = "encoder "
#: Probabilities are clipped to this distance from 0 and 1.
_CLIP = 0.01
_OPENING_QUOTES = ("“", '"', "‘", "``")
_CLOSING_QUOTES = ("”", '"', "’", "''")


@dataclass(frozen=True, slots=True)
class PairPrediction:
    """The encoder's probabilities of each relation from a source to a target."""

    general: Mapping[str, float]
    """By the general head."""
    events: Mapping[str, float]
    """By the head of events."""
    reverse: Mapping[str, float]
    """From target to source, by the general head."""


@dataclass(frozen=True, slots=True)
class PredictedRelation:
    """A relation that the encoder predicts from actor ``a`` to actor ``b``."""

    probability: float
    relation: str
    a: Actor
    b: Actor
    tokens: tuple[int, int]
    """The head tokens of both actors."""
    prediction: PairPrediction


@dataclass(frozen=True, slots=True)
class Instance:
    """An event between one source and one target: what the verifier scores."""

    document: Document
    event: Event
    source: Actor
    target: Actor
    prediction: PairPrediction | None
    """``None`` if the encoder was not asked about the pair."""
    claim_log_odds: Callable[[], float] | None = None
    """Asks the encoder for the log odds that the whole statement is right; ``None`` without an encoder."""


def features(instance: Instance) -> dict[str, float]:
    """The features of an instance that are not 0, by name."""
    values: dict[str, float] = {}
    for group in (
        _rule_features,
        _factuality_features,
        _argument_features,
        _syntax_features,
        _sentence_features,
        _encoder_features,
    ):
        for name, value in group(instance):
            if value:
                values[name] = float(value)
    return values


def logit(p: float) -> float:
    """The log odds of a probability, clipped."""
    p = min(max(p, _CLIP), 1 - _CLIP)
    return math.log(p / (1 - p))


def _rule_features(instance: Instance) -> Iterator[tuple[str, float]]:
    c = instance.event.candidate
    kind, _, name = c.rule.partition(":")
    yield "rule precision", logit(confidence.rule_precision_of(c))
    yield f"rule type {kind if name else 'other'}", 1
    yield f"construction {c.rule.rpartition('/')[2] if '/' in c.rule else 'other'}", 1
    yield f"relation {c.relation}", 1
    if c.slot:
        yield f"target slot {c.slot}", 1
    yield "reciprocal", c.mutual
    yield "carrier verb", c.light_verb >= 0
    yield "several trigger words", len(c.trigger_tokens) > 1
    if kind == "encoder":
        yield "proposal on a verb of saying", effect_at(instance.document.parse, c.anchor, "v") == "report"


def _factuality_features(instance: Instance) -> Iterator[tuple[str, float]]:
    factuality, c = instance.event.factuality, instance.event.candidate
    parse = instance.document.parse
    yield "negated", factuality.negated
    yield f"modality {factuality.modality}", factuality.modality != "asserted"
    yield "attributed", bool(factuality.attribution)
    yield "former", c.former
    yield f"tag {parse.tags[c.anchor]}", 1
    yield f"tense {factuality.tense}", 1
    yield f"dependency {parse.deps[c.anchor]}", 1


def _argument_features(instance: Instance) -> Iterator[tuple[str, float]]:
    document = instance.document
    for argument, a in (("source", instance.source), ("target", instance.target)):
        yield f"{argument} {document.kind(a)}", document.kind(a) != "country"
        yield f"{argument} {a.form}", a.form != "name"
        yield f"{argument} by a role noun", bool(a.role)
        yield f"{argument} by civilians", a.unofficial
        yield f"{argument} beside a capitalised word", _beside_capitalised(document, a)
        yield f"{argument} unknown single word", _unknown_single_word(document, a)
    kinds = {document.kind(instance.source), document.kind(instance.target)}
    yield "both persons", kinds == {"person"}


def _beside_capitalised(document: Document, a: Actor) -> bool:
    """Whether a proper noun outside any name stands right beside the name: the name may be cut off."""
    linked, parse = document.linked, document.parse
    k = linked.name_at.get(a.token)
    if k is None:
        return False
    n, (first, stop) = linked.names[k], document.sentence(a.token)
    beside = [t for t in (n.first - 1, n.last + 1) if first < t < stop and t not in linked.name_at]
    return any(parse.tags[t] in ("NNP", "NNPS") and parse.words[t][:1].isupper() for t in beside)


def _unknown_single_word(document: Document, a: Actor) -> bool:
    """Whether the name is one word that no gazetteer has."""
    k = document.linked.name_at.get(a.token)
    n = document.linked.names[k] if k is not None else None
    return n is not None and n.entry is None and n.first == n.last


def _syntax_features(instance: Instance) -> Iterator[tuple[str, float]]:
    """How the parse connects the arguments with the trigger and with each other."""
    document, anchor = instance.document, instance.event.candidate.anchor
    parse = document.parse
    for argument, a in (("source", instance.source), ("target", instance.target)):
        t = a.token
        path = parse.dependency_path(anchor, t)
        yield f"{argument} in another sentence", document.sentence(t) != document.sentence(anchor)
        clauses = sum(predicates.is_verb(parse, k) and predicates.has_subject(parse, k) for k in path)
        yield f"clauses to the {argument}", clauses
        yield f"{argument} premodifier", parse.deps[t] in MODIFIERS
        yield f"{argument} possessive", parse.deps[t] == "poss"
        yield f"{argument} coordinated", parse.deps[t] == "conj"
        of_place = parse.words[parse.head[t]].lower() in words("placing")
        yield f"{argument} after a preposition of place", parse.deps[t] == "pobj" and of_place
    source, target = instance.source.token, instance.target.token
    yield "distance of the arguments", math.log1p(abs(source - target))
    yield "path length of the arguments", math.log1p(len(parse.dependency_path(source, target)))


def _sentence_features(instance: Instance) -> Iterator[tuple[str, float]]:
    document, c = instance.document, instance.event.candidate
    parse, (first, stop) = document.parse, document.sentence(c.anchor)
    yield "sentence length", math.log1p(stop - first) / 2
    actors = {a.entity for t in range(first, stop) if (a := document.linked.actor_by_head.get(t)) is not None}
    yield "actors in the sentence", math.log1p(len(actors))
    yield "argument pairs", math.log1p(max(0, len(c.sources) * len(c.targets) - 1))
    yield "no final punctuation", parse.words[stop - 1][-1:] not in (".", "!", "?", "”", '"', "’", "'")
    yield "title case", sum(w[:1].isupper() for w in parse.words[first:stop]) > (stop - first) * 0.6
    yield "in quotes", _quoted(parse.words[first : c.anchor], parse.words[c.anchor : stop])
    yield "about sport", document.about_sport


def _quoted(before: list[str], after: list[str]) -> bool:
    opened = any(w in _OPENING_QUOTES for w in before) and not (before and before[-1] in _CLOSING_QUOTES)
    return opened and any(w in _CLOSING_QUOTES for w in after)


def _encoder_features(instance: Instance) -> Iterator[tuple[str, float]]:
    prediction, c, factuality = instance.prediction, instance.event.candidate, instance.event.factuality
    if prediction is None:
        return
    taxonomy, relation = tables.relations(), c.relation
    own = taxonomy[relation]
    root = same_sign = opposite_sign = 0.0
    for r, p in prediction.events.items():
        root += p * (r != NONE and taxonomy[r].plover == own.plover)
    for r, p in prediction.general.items():
        if r not in (NONE, relation) and taxonomy[r].quad is not None:
            same = (taxonomy[r].score > 0) == (own.score > 0)
            same_sign += p * same
            opposite_sign += p * (not same)
    fact = factuality.modality == "asserted" and not factuality.negated
    suffix = "" if fact else ", not a fact"
    yield f"{ENCODER}asked{suffix}", 1
    yield f"{ENCODER}P(relation){suffix}", logit(prediction.general[relation])
    yield f"{ENCODER}P(NONE){suffix}", logit(prediction.general[NONE])
    yield f"{ENCODER}P(root), events head{suffix}", logit(root)
    yield f"{ENCODER}P(NONE), events head", logit(prediction.events[NONE])
    yield f"{ENCODER}P(other relation of this sign)", same_sign
    yield f"{ENCODER}P(relation of the opposite sign)", opposite_sign
    if not own.symmetric:
        yield f"{ENCODER}P(relation), reverse", logit(prediction.reverse[relation])
    yield f"{ENCODER}P(any relation), reverse", 1 - prediction.reverse[NONE]
    if c.rule.startswith("encoder:"):
        free = c.rule.endswith("/free")
        yield f"{ENCODER}P(relation), proposal", logit(prediction.general[relation])
        yield f"{ENCODER}P(root), proposal", logit(root)
        yield f"{ENCODER}P(relation), free proposal", free * logit(prediction.general[relation])
