"""Event frames: a trigger, its relation, and who fills its two ends in the parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from graphbuild.link.linked import Actor, Linked
from graphbuild.model import Span
from graphbuild.relate.context import Context
from graphbuild.relate.lexicon import Lexicon


@dataclass(slots=True)
class Frame:
    """A filled frame, before it becomes statements."""

    relation: str
    sources: list[Actor]
    targets: list[Actor]
    tokens: list[int]
    """The words that say it."""
    context: Context
    confidence: float
    rule: str
    event: int
    """The token that heads the event."""
    mutual: bool = False
    """Whether sources and targets are one group whose members do it to each other."""
    place: str = ""
    """Where the target was found: one of the places of the trigger."""


def find(linked: Linked, lex: Lexicon, sentence: Span) -> Iterator[Frame]:
    """The frames of one sentence: verbs first, then the nouns that no verb has taken, in text order."""
    from graphbuild.relate import nouns, verbs  # they fill the frames that this module describes

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
        elif tag.startswith("JJ") or tag in ("RB", "IN"):
            if triggers := lex.adjectives.get(parse.lemmas[i]):
                yield from nouns.adjectives(linked, i, triggers, lex, sentence)
