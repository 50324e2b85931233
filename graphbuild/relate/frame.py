"""A filled frame: a trigger, its relation, and who fills its two ends."""

from __future__ import annotations

from dataclasses import dataclass

from graphbuild.link.linked import Actor
from graphbuild.relate.mood import Context


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
