"""The relation that a text states between two given spans: the answer of ``classify``.

The encoder reads the marked pair and scores whether a relation is stated, the relations, the PLOVER root and
the sentiment. Candidates of the rules between the same two spans are added.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Literal

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.encoder.relations import NONE, Encoder, Question, mean
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.clusters import Cluster
from graphbuild.extract.entities.linked import Actor, Linked
from graphbuild.extract.linking import link
from graphbuild.extract.names.gazetteer import Gazetteer
from graphbuild.extract.passes import Passes
from graphbuild.model import Article, Span, Verdict

#: Probability of no relation (geometric mean of both heads) from which none is answered. It is low, as a
#: given pair mostly has a relation.
_NO_RELATION = 0.2
#: Confidence below which a neutral direction has no relation, if the other is positive or negative with more.
_LEAST = 0.1
#: Confidence of a candidate of sanctions from which it is preferred to coercion.
_CERTAIN_SANCTIONS = 0.8
#: Weight of a candidate's confidence relative to the encoder's probability.
_RULE_WEIGHT = 0.2
#: Probability of a positive or negative sentiment from which a text is not neutral.
_POLAR = 0.3
#: Weight of the general head in the mean of both heads; the rest is that of the event head.
_GENERAL_WEIGHT = 0.4
#: Least probability of each relation in its root.
_SMOOTHING = 1e-6


def classify(
    encoder: Encoder | None,
    parse: Parse,
    source: Span | None,
    target: Span | None,
    *,
    gazetteer: Gazetteer | None = None,
) -> tuple[Verdict, Verdict]:
    """The verdicts on source → target and on target → source; spans are characters of the text.

    Without an encoder the rules decide alone.
    """
    forward, backward = _candidates(parse, source, target, gazetteer)
    if encoder is None:
        return _verdict_by_rules(forward), _verdict_by_rules(backward)
    prediction = encoder.describe_pair(Question(parse.text, source, target))
    general, events = prediction.scores.general, prediction.scores.events
    roots, sentiment = prediction.roots, prediction.sentiment
    there = _verdict_by_encoder(general.forward, events.forward, roots.forward, sentiment.forward, forward)
    back = _verdict_by_encoder(
        general.backward, events.backward, roots.backward, sentiment.backward, backward
    )
    return (
        _without_guess(there, back, _no_relation(general.forward, events.forward)),
        _without_guess(back, there, _no_relation(general.backward, events.backward)),
    )


def _without_guess(verdict: Verdict, other: Verdict, no_relation: float) -> Verdict:
    """The verdict on one neutral direction: none instead of an improbable relation, if the ``other`` has one.

    Only one that is positive or negative counts: of two neutral directions either may be the one meant.
    """
    doubtful = verdict.sentiment == "neutral" and verdict.confidence < _LEAST <= other.confidence
    if doubtful and verdict.relation and other.relation and other.sentiment != "neutral":
        return Verdict(None, None, verdict.sentiment, round(no_relation, 3))
    return verdict


def _no_relation(general: Mapping[str, float], events: Mapping[str, float]) -> float:
    """The probability of no relation by both heads."""
    return math.sqrt(general[NONE] * events[NONE])


def _verdict_by_rules(by_rules: Mapping[str, float]) -> Verdict:
    """The verdict on one direction by rules alone; the sentiment is the sign of the relations' scores."""
    taxonomy = tables.relations()
    sentiment = {"positive": 0.0, "negative": 0.0}
    for relation, p in by_rules.items():
        if score := taxonomy[relation].score:
            sentiment["positive" if score > 0 else "negative"] += p
    return _verdict(by_rules, _root_groups(()), 0.0 if by_rules else 1.0, sentiment)


def _verdict_by_encoder(
    general: Mapping[str, float],
    events: Mapping[str, float],
    roots: Mapping[str, float],
    sentiment: Mapping[str, float],
    by_rules: Mapping[str, float],
) -> Verdict:
    """The verdict on one direction by the encoder's probabilities and the candidates of the rules."""
    groups = _root_groups(roots)
    by_encoder = _with_root_masses(mean(general, events, _GENERAL_WEIGHT), roots, groups)
    combined = _combined(by_encoder, by_rules)
    return _verdict(combined, groups, _no_relation(general, events), sentiment)


def _with_root_masses(
    relations: Mapping[str, float], roots: Mapping[str, float], groups: Mapping[str, str]
) -> dict[str, float]:
    """The probabilities of relations, rescaled so that those of one root add up to the root's probability."""
    mass: dict[str, float] = defaultdict(float)
    for relation, root in groups.items():
        mass[root] += relations[relation] + _SMOOTHING
    total = sum(relations[r] for r in groups)
    rescaled = {r: p for r, p in relations.items() if r != NONE}
    for relation, root in groups.items():
        rescaled[relation] = total * roots[root] * (relations[relation] + _SMOOTHING) / mass[root]
    return rescaled


def _root_groups(roots: Iterable[str]) -> dict[str, str]:
    """The name in ``roots`` of each relation's root; one name may be of two roots, separated by a space."""
    group_of = {root: group for group in roots for root in group.split()}
    taxonomy = tables.relations().items()
    return {name: group_of.get(r.plover, r.plover) for name, r in taxonomy if r.plover}


def _combined(by_encoder: Mapping[str, float], by_rules: Mapping[str, float]) -> dict[str, float]:
    """The encoder's probabilities with the weighted confidences of candidates added, summing to one."""
    combined = dict(by_encoder)
    if by_rules.get("SANCTIONS", 0.0) >= _CERTAIN_SANCTIONS:  # PLOVER's tables are inconsistent on these
        combined["SANCTIONS"] += combined["COERCES"]
        combined["COERCES"] = 0.0
    for relation, confidence in by_rules.items():
        combined[relation] = combined.get(relation, 0.0) + _RULE_WEIGHT * confidence
    total = sum(combined.values())
    return {r: p / total for r, p in combined.items()}


def _verdict(
    relations: Mapping[str, float],
    groups: Mapping[str, str],
    no_relation: float,
    sentiment: Mapping[str, float],
) -> Verdict:
    """The verdict by the probabilities of relations, of no relation, and of sentiments.

    The group of roots with the highest sum is chosen first, then the best relation in it.
    """
    polarity: Literal["positive", "negative"] = (
        "positive" if sentiment["positive"] > sentiment["negative"] else "negative"
    )
    label: Literal["positive", "negative", "neutral"] = (
        polarity if sentiment[polarity] >= _POLAR else "neutral"
    )
    if not relations or no_relation >= _NO_RELATION:
        return Verdict(None, None, label, round(no_relation, 3))
    sums: dict[str, float] = defaultdict(float)
    for relation, p in relations.items():
        sums[groups.get(relation, relation)] += p
    group = max(sums, key=lambda name: (sums[name], name))
    best = max((r for r in relations if groups.get(r, r) == group), key=lambda r: (relations[r], r))
    return Verdict(best, tables.relations()[best].plover or None, label, round(relations[best], 3))


def _candidates(
    parse: Parse, source: Span | None, target: Span | None, gazetteer: Gazetteer | None
) -> tuple[dict[str, float], dict[str, float]]:
    """The relations that rules find from source to target and back, with their confidence."""
    forward: dict[str, float] = {}
    backward: dict[str, float] = {}
    if source is None or target is None or not parse.sentences:
        return forward, backward
    linked = link(parse, "", gazetteer=gazetteer)
    a, b = _add_entity(linked, source), _add_entity(linked, target)
    if a is None or b is None:
        return forward, backward
    passes = Passes(Document(linked, Article("", parse.text)))
    for sentence in parse.sentences:
        for event in passes.events(sentence):
            c = event.candidate
            sources, targets = {x.entity for x in c.sources}, {x.entity for x in c.targets}
            for ends, into in (((a, b), forward), ((b, a), backward)):
                if ends[0] in sources and ends[1] in targets:
                    relation = _relation(c)
                    into[relation] = max(into.get(relation, 0.0), c.confidence)
    return forward, backward


def _relation(c: Candidate) -> str:
    """The relation of a candidate in PLOVER's terms.

    A trigger with its own root has the relation of that root: accords of states are SUPPORT there.
    """
    if not c.root:
        return c.relation
    return next((r.name for r in tables.relations().values() if r.plover == c.root), c.relation)


def _add_entity(linked: Linked, span: Span) -> int | None:
    """Add an entity at a span of the linked text; its index, or None for a span without a token."""
    parse = linked.parse
    inside = [i for i in range(len(parse.words)) if parse.end[i] > span[0] and parse.start[i] < span[1]]
    if not inside:
        return None
    entity = len(linked.clusters)
    # The kind is unknown; a state can be an argument of any event.
    linked.clusters.append(Cluster("country", f"given/{span[0]}", parse.text[span[0] : span[1]]))
    head = parse.top(inside[0], inside[-1])
    for i in inside:
        linked.plural_referents.pop(i, None)
        linked.nominals.pop(i, None)
        if i in linked.actor_by_head and i != head:
            linked.actor_by_head[i] = replace(linked.actor_by_head[i], entity=entity)
    linked.actor_by_head[head] = Actor(entity, span, head)
    return entity
