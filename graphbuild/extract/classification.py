"""What a text says that one given place in it does to another: the answer of ``classify``.

The encoder reads the marked pair: whether anything is said, which relations come into question, the PLOVER
root of what is done and the feeling. A candidate that the rules fill with the same two weighs in.
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

#: From here the geometric mean of what both opinions give ``NONE`` is silence: with a pair given little is.
_SILENT = 0.2
#: Confidence of a candidate of sanctions from which it decides between them and coercion.
_SURE = 0.8
#: What a candidate's confidence weighs beside the encoder's probability.
_WEIGHT = 0.2
#: Probability of feeling, for or against, from which a text is not neutral.
_FEELING = 0.3
#: Share of the general opinion in which relations come into question, the rest is that on events.
_GENERAL = 0.4
#: Probability at least that each relation of a root has beside the others of it.
_LITTLE = 1e-6


def classify(
    encoder: Encoder | None,
    parse: Parse,
    source: Span | None,
    target: Span | None,
    *,
    gazetteer: Gazetteer | None = None,
) -> tuple[Verdict, Verdict]:
    """What source does to target by a parsed text, and target to source; spans are characters of it.

    Without an encoder the rules tell alone.
    """
    said = _candidates(parse, source, target, gazetteer)
    if encoder is None:
        return _ruled(said[0]), _ruled(said[1])
    heard = encoder.describe(Question(parse.text, source, target))
    general, events = heard.answer.general, heard.answer.events
    return (
        _heard(general.forward, events.forward, heard.roots.forward, heard.feeling.forward, said[0]),
        _heard(general.backward, events.backward, heard.roots.backward, heard.feeling.backward, said[1]),
    )


def _ruled(said: Mapping[str, float]) -> Verdict:
    """The verdict on one direction by rules alone: the feeling is the sign of the relations' scores."""
    taxonomy = tables.relations()
    feeling = {"positive": 0.0, "negative": 0.0}
    for relation, p in said.items():
        if score := taxonomy[relation].score:
            feeling["positive" if score > 0 else "negative"] += p
    return _verdict(said, _groups(()), 0.0 if said else 1.0, feeling)


def _heard(
    general: Mapping[str, float],
    events: Mapping[str, float],
    roots: Mapping[str, float],
    feeling: Mapping[str, float],
    said: Mapping[str, float],
) -> Verdict:
    """The verdict on one direction by the encoder, with what rules say of it."""
    groups = _groups(roots)
    mixed = _mixed(_divided(mean(general, events, _GENERAL), roots, groups), said)
    return _verdict(mixed, groups, math.sqrt(general[NONE] * events[NONE]), feeling)


def _divided(
    read: Mapping[str, float], roots: Mapping[str, float], groups: Mapping[str, str]
) -> dict[str, float]:
    """Probabilities of relations, of which those with a root are shared out among the roots as told."""
    mass: dict[str, float] = defaultdict(float)
    for relation, name in groups.items():
        mass[name] += read[relation] + _LITTLE
    whole = sum(read[r] for r in groups)
    divided = {r: p for r, p in read.items() if r != NONE}
    for relation, name in groups.items():
        divided[relation] = whole * roots[name] * (read[relation] + _LITTLE) / mass[name]
    return divided


def _groups(roots: Iterable[str]) -> dict[str, str]:
    """The name in ``roots`` of each relation's root, which may stand for two of them."""
    name = {root: each for each in roots for root in each.split()}
    return {
        r: name.get(known.plover, known.plover) for r, known in tables.relations().items() if known.plover
    }


def _mixed(read: Mapping[str, float], said: Mapping[str, float]) -> dict[str, float]:
    """The encoder's probabilities with those of candidates added, summing to one."""
    mixed = dict(read)
    if said.get("SANCTIONS", 0.0) >= _SURE:  # PLOVER's tables disagree on imposed sanctions, we do not
        mixed["SANCTIONS"] += mixed["COERCES"]
        mixed["COERCES"] = 0.0
    for relation, confidence in said.items():
        mixed[relation] = mixed.get(relation, 0.0) + _WEIGHT * confidence
    total = sum(mixed.values())
    return {r: p / total for r, p in mixed.items()}


def _verdict(
    weighed: Mapping[str, float], groups: Mapping[str, str], silent: float, feeling: Mapping[str, float]
) -> Verdict:
    """The verdict by the probabilities of relations, of ``silent`` nothing, and of feelings.

    The root is decided first, two as one where ``groups`` names them so, and then the relation.
    """
    polar: Literal["positive", "negative"] = (
        "positive" if feeling["positive"] > feeling["negative"] else "negative"
    )
    sentiment: Literal["positive", "negative", "neutral"] = polar if feeling[polar] >= _FEELING else "neutral"
    if not weighed or silent >= _SILENT:
        return Verdict(None, None, sentiment, round(silent, 3))
    whole: dict[str, float] = defaultdict(float)
    for relation, p in weighed.items():
        whole[groups.get(relation, relation)] += p
    decided = max(whole, key=lambda name: (whole[name], name))
    best = max((r for r in weighed if groups.get(r, r) == decided), key=lambda r: (weighed[r], r))
    return Verdict(best, tables.relations()[best].plover or None, sentiment, round(weighed[best], 3))


def _candidates(
    parse: Parse, source: Span | None, target: Span | None, gazetteer: Gazetteer | None
) -> tuple[dict[str, float], dict[str, float]]:
    """Relations that rules find from source to target and back, with their confidence.

    A candidate whose trigger has a PLOVER root of its own counts for the relation of that root: accords of
    states are SUPPORT there.
    """
    forward: dict[str, float] = {}
    backward: dict[str, float] = {}
    if source is None or target is None or not parse.sentences:
        return forward, backward
    linked = link(parse, "", gazetteer=gazetteer)
    a, b = _given(linked, source), _given(linked, target)
    if a is None or b is None:
        return forward, backward
    passes = Passes(Document(linked, Article("", parse.text)))
    for sentence in parse.sentences:
        for event in passes.sentence(sentence):
            c = event.candidate
            sources, targets = {x.entity for x in c.sources}, {x.entity for x in c.targets}
            for ends, into in (((a, b), forward), ((b, a), backward)):
                if ends[0] in sources and ends[1] in targets:
                    relation = _relation(c)
                    into[relation] = max(into.get(relation, 0.0), c.confidence)
    return forward, backward


def _relation(c: Candidate) -> str:
    if not c.root:
        return c.relation
    return next((r.name for r in tables.relations().values() if r.plover == c.root), c.relation)


def _given(linked: Linked, span: Span) -> int | None:
    """Make the given words an entity of the linked text; its index."""
    parse = linked.parse
    inside = [i for i in range(len(parse.words)) if parse.end[i] > span[0] and parse.start[i] < span[1]]
    if not inside:
        return None
    entity = len(linked.clusters)
    # its kind is not told: as a state it may do whatever an actor may
    linked.clusters.append(Cluster("country", f"given/{span[0]}", parse.text[span[0] : span[1]]))
    head = parse.top(inside[0], inside[-1])
    for i in inside:
        linked.groups.pop(i, None)
        linked.nominals.pop(i, None)
        if i in linked.own and i != head:
            linked.own[i] = replace(linked.own[i], entity=entity)
    linked.own[head] = Actor(entity, span, head)
    return entity
