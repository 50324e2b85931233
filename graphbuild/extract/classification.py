"""What a text says that one given place in it does to another: the answer of ``classify``.

The encoder reads the marked pair; a candidate that the rules fill with the same two weighs in, and decides
the direction where they waver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.encoder.relations import Encoder, Question, mean
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.passes import Passes
from graphbuild.link import Gazetteer, link
from graphbuild.link.clusters import Cluster
from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Article, Span, Verdict

NONE = "NONE"
#: With both ends given something is mostly said: ``NONE`` must be this likely to be the answer.
_SILENT = 0.97
#: Confidence of a candidate of sanctions from which it decides between them and coercion.
_SURE = 0.8
#: Share of probability that a candidate adds to its relation, by its confidence.
_WEIGHT = 0.8
#: Probability of feeling, for or against, from which a text is not neutral.
_FEELING = 0.3
#: Share of the general opinion in what it is that is done.
_GENERAL = 0.4


def classify(
    encoder: Encoder | None,
    parse: Parse,
    source: Span | None,
    target: Span | None,
    *,
    gazetteer: Gazetteer | None = None,
) -> tuple[Verdict, Verdict]:
    """What source does to target by a parsed text, and target to source; spans are characters of it.

    The encoder's general opinion tells whether anything is said and with what feeling; that on events has
    the larger say in what it is. Without an encoder the rules tell alone.
    """
    said = _candidates(parse, source, target, gazetteer)
    if encoder is None:
        forward, backward = _only(said[0]), _only(said[1])
        return _verdict(forward, forward), _verdict(backward, backward)
    answer = encoder.read([Question(parse.text, source, target)])[0]
    general, events = answer.general, answer.events
    forward = mean(general.forward, events.forward, _GENERAL)
    backward = mean(general.backward, events.backward, _GENERAL)
    return (
        _verdict(_mixed(general.forward, said[0]), _mixed(forward, said[0])),
        _verdict(_mixed(general.backward, said[1]), _mixed(backward, said[1])),
    )


def _only(said: Mapping[str, float]) -> dict[str, float]:
    return {**said, NONE: 1 - max(said.values(), default=0.0)}


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


def _verdict(heard: Mapping[str, float], weighed: Mapping[str, float]) -> Verdict:
    """The verdict by what was ``heard`` of feeling and silence, and ``weighed`` of relations."""
    taxonomy = tables.relations()
    feeling = {"positive": 0.0, "negative": 0.0}
    for relation, p in heard.items():
        score = taxonomy[relation].score if relation != NONE else 0
        if score:
            feeling["positive" if score > 0 else "negative"] += p
    polar: Literal["positive", "negative"] = (
        "positive" if feeling["positive"] > feeling["negative"] else "negative"
    )
    sentiment: Literal["positive", "negative", "neutral"] = polar if feeling[polar] >= _FEELING else "neutral"
    silent = heard.get(NONE, 0.0)
    best = max((r for r in weighed if r != NONE), key=lambda r: (weighed[r], r), default=None)
    if best is None or weighed[best] <= 0 or silent >= _SILENT:
        return Verdict(None, None, sentiment, round(silent, 3))
    roots: dict[str, float] = defaultdict(float)
    for relation, p in weighed.items():
        if relation != NONE and (root := taxonomy[relation].plover):
            roots[root] += p
    plover = max(roots, key=lambda r: (roots[r], r)) if roots else None
    return Verdict(best, plover, sentiment, round(weighed[best], 3))


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
