"""What a text says of two given places in it: the answer of ``classify``.

The encoder reads the marked pair; a frame that the parse fills with the same two weighs in,
and decides the direction where they waver.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from graphbuild import tables
from graphbuild.encoder.relations import Encoder, Question, mean
from graphbuild.link.clusters import Cluster
from graphbuild.link.linked import Actor, Linked
from graphbuild.link.owning import head_token
from graphbuild.model import Span, Verdict
from graphbuild.relate import acts, frames, standing
from graphbuild.relate.lexicon import lexicon

NONE = "NONE"
#: With both ends given something is mostly said: ``NONE`` must be this likely to be the answer.
SILENT = 0.97
#: Confidence of a frame of sanctions from which it decides between them and coercion.
SURE = 0.8
#: Share of probability that a frame of the lexicon adds to its relation, by its confidence.
FRAME_WEIGHT = 0.8
#: Probability of feeling, for or against, from which a text is not neutral.
FEELING = 0.4


def judge(
    encoder: Encoder | None, linked: Linked, source: Span | None, target: Span | None
) -> tuple[Verdict, Verdict]:
    """What source does to target, and target to source.

    The encoder's general opinion tells whether anything is said and with what feeling; that on events
    has half a say in what it is. Without an encoder the frames tell alone.
    """
    said = _framed(linked, source, target)
    if encoder is None:
        forward, backward = _only(said[0]), _only(said[1])
        return _verdict(forward, forward), _verdict(backward, backward)
    answer = encoder.read([Question(linked.parse.text, source, target)])[0]
    general, events = answer.general, answer.events
    forward, backward = mean(general.forward, events.forward), mean(general.backward, events.backward)
    return (
        _verdict(_mixed(general.forward, said[0]), _mixed(forward, said[0])),
        _verdict(_mixed(general.backward, said[1]), _mixed(backward, said[1])),
    )


def _only(said: Mapping[str, float]) -> dict[str, float]:
    best = max(said.values(), default=0.0)
    return {**said, NONE: 1 - best}


def _mixed(read: Mapping[str, float], said: Mapping[str, float]) -> dict[str, float]:
    """The encoder's probabilities with the frames' added, summing to one."""
    mixed = dict(read)
    if said.get("SANCTIONS", 0.0) >= SURE:  # PLOVER's tables disagree on imposed sanctions, we do not
        mixed["SANCTIONS"] += mixed["COERCES"]
        mixed["COERCES"] = 0.0
    for relation, confidence in said.items():
        mixed[relation] = mixed.get(relation, 0.0) + FRAME_WEIGHT * confidence
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
    sentiment: Literal["positive", "negative", "neutral"] = polar if feeling[polar] >= FEELING else "neutral"
    silent = heard.get(NONE, 0.0)
    best = max((r for r in weighed if r != NONE), key=lambda r: (weighed[r], r), default=None)
    if best is None or weighed[best] <= 0 or silent >= SILENT:
        return Verdict(None, None, sentiment, round(silent, 3))
    roots: dict[str, float] = defaultdict(float)
    for relation, p in weighed.items():
        if relation != NONE and (root := taxonomy[relation].plover):
            roots[root] += p
    return Verdict(
        best, max(roots, key=lambda r: (roots[r], r)) if roots else None, sentiment, round(weighed[best], 3)
    )


def _framed(
    linked: Linked, source: Span | None, target: Span | None
) -> tuple[dict[str, float], dict[str, float]]:
    """Relations that frames find from source to target and back, with their confidence."""
    forward: dict[str, float] = {}
    backward: dict[str, float] = {}
    if source is None or target is None or not linked.parse.sentences:
        return forward, backward
    a, b = _place(linked, source), _place(linked, target)
    if a is None or b is None:
        return forward, backward
    lex = lexicon()
    found = []
    for sentence in linked.parse.sentences:
        found.extend(acts.settle(linked, list(frames.find(linked, lex, sentence))))
        found.extend(standing.bodies(linked, lex, sentence))
    for frame in found:
        sources = {x.entity for x in frame.sources}
        targets = {x.entity for x in frame.targets}
        for ends, into in (((a, b), forward), ((b, a), backward)):
            if ends[0] in sources and ends[1] in targets:
                into[frame.relation] = max(into.get(frame.relation, 0.0), frame.confidence)
    return forward, backward


def _place(linked: Linked, span: Span) -> int | None:
    """Make the given words an entity of the linked text; its index."""
    parse = linked.parse
    inside = [i for i in range(len(parse.words)) if parse.end[i] > span[0] and parse.start[i] < span[1]]
    if not inside:
        return None
    entity = len(linked.clusters)
    # its kind is not told: as a state it may do whatever an actor may
    linked.clusters.append(Cluster("country", f"given/{span[0]}", parse.text[span[0] : span[1]]))
    head = head_token(linked, inside[0], inside[-1])
    for i in inside:
        linked.groups.pop(i, None)
        linked.nominals.pop(i, None)
        if i in linked.own and i != head:
            linked.own[i] = replace(linked.own[i], entity=entity)
    linked.own[head] = Actor(entity, span, head)
    return entity
