"""Event frames: a trigger, its relation, and who fills its two ends in the parse."""

from __future__ import annotations

from collections.abc import Iterator

from graphbuild import tables
from graphbuild.link.linked import Linked
from graphbuild.model import Span
from graphbuild.relate import adjectives, governing, misfits, nouns, parties, verbs
from graphbuild.relate.frame import Frame
from graphbuild.relate.lexicon import Lexicon

__all__ = ["Frame", "find"]

#: Adjectives of what is made up: deeds by or on a "fictional Denmark" are none.
_UNREAL = frozenset(["fictional", "fictitious", "invented", "imaginary", "imagined", "mythical"])
#: What takes more than one to do: "raised money *to buy* a rival".
_BUSINESS = frozenset(["PARTNERSHIP", "TRADES_WITH"])


def find(linked: Linked, lex: Lexicon, sentence: Span, *, sport: bool = False) -> Iterator[Frame]:
    """The frames of one sentence: verbs first, then the nouns that no verb has taken, in text order.

    ``sport``: whether its article tells of games, where teams fight no battles.
    """
    for found in _found(linked, lex, sentence):
        frame = parties.gate(linked, found, sport)
        if frame is None or not misfits.fits(linked, frame):
            continue
        ends = (*frame.sources, *frame.targets)
        told = [a.token for a in ends] + _above(linked, frame.event)
        if any(linked.parse.lemmas[c] in _UNREAL for t in told for c in linked.parse.children[t]):
            frame.context.weaken("hypothetical")
        intended = tables.relations()[frame.relation].quad == 4 or frame.relation in _BUSINESS
        if intended and any(governing.aimed(linked.parse, t) for t in frame.tokens):
            frame.context.weaken("possible")  # what is done "to block a rival" has not blocked it yet
        yield frame


def _above(linked: Linked, i: int) -> list[int]:
    """The nouns that token ``i`` hangs on: "a *plot* about spies hunting an envoy"."""
    found = []
    while linked.parse.head[i] != i:
        i = linked.parse.head[i]
        if linked.parse.tags[i].startswith("NN"):
            found.append(i)
    return found


def _found(linked: Linked, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    parse = linked.parse
    taken: set[int] = set()
    open_ = [i for i in range(*sentence) if i not in linked.name_at]
    for i in open_:
        if parse.tags[i].startswith("VB") and (triggers := lex.verbs.get(parse.lemmas[i])):
            yield from verbs.frames(linked, i, triggers, lex, sentence, taken)
    for i in open_:
        tag = parse.tags[i]
        if tag == "VB" and parse.deps[i] in ("nsubj", "nsubjpass", "dobj", "pobj"):
            tag = "NN"  # "Aid to Chad …", misread
        if tag.startswith("NN") and i not in taken and (triggers := nouns.triggers(linked, i, lex)):
            yield from nouns.frames(linked, i, triggers, lex, sentence, taken)
        describes = tag.startswith("JJ") or tag in ("RB", "IN")
        if describes and (triggers := lex.adjectives.get(parse.lemmas[i])):
            yield from adjectives.frames(linked, i, triggers, lex, sentence)
