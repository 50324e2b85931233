"""The pass that decides which events are stated, by what the whole article tells of their ends.

Before it each sentence is read by itself. What an article tells of the same two in another sentence, too, is
right much more often than what it tells once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from graphbuild import tables
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.verification import verifier


def corroborated(document: Document, events: Sequence[Event]) -> list[Event]:
    """The events that are likely enough, with how likely they are by what is told elsewhere.

    Standing relations stay as they are.
    """
    told = Told(document)
    for event in events:
        for (a, b), sure in event.sure.items():
            told.note(event, a, b, sure)
    return [kept for e in events if (kept := _kept(told, e)) is not None]


def _kept(told: Told, event: Event) -> Event | None:
    if tables.relations()[event.candidate.relation].quad is None:
        return event
    likely = {
        (a, b): verifier.corroborated(sure, told.elsewhere(event, a, b))
        for (a, b), sure in event.sure.items()
    }
    sure = {ends: p for ends, p in likely.items() if p >= verifier.least(event)}
    return replace(event, sure=sure) if sure else None


class Told:
    """How sure each sentence of an article makes each relation between two entities."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._sure: dict[tuple[int, str, int], dict[int, float]] = defaultdict(dict)

    def note(self, event: Event, a: Actor, b: Actor, sure: float) -> None:
        """Add how sure its sentence makes an event between two of its ends."""
        relation, at = event.candidate.relation, self._at(event)
        ways = [(a.entity, relation, b.entity)]
        if tables.relations()[relation].symmetric:
            ways.append((b.entity, relation, a.entity))
        for fact in ways:
            self._sure[fact][at] = max(sure, self._sure[fact].get(at, 0.0))

    def elsewhere(self, event: Event, a: Actor, b: Actor) -> float:
        """How sure another sentence makes the same of the same two; 0 where none does."""
        known = self._sure.get((a.entity, event.candidate.relation, b.entity), {})
        return max((sure for at, sure in known.items() if at != self._at(event)), default=0.0)

    def _at(self, event: Event) -> int:
        return self.document.parse.sentence_at(event.candidate.anchor)
