"""The pass that decides which events are stated, given the evidence of the whole article.

The passes before it score each sentence on its own. A relation that an article reports in two sentences is
right much more often than one that it reports once.
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
    """The events above their threshold, with probabilities raised by other sentences.

    Standing relations stay unchanged.
    """
    evidence = ArticleEvidence(document)
    for event in events:
        for (a, b), probability in event.probabilities.items():
            evidence.add(event, a, b, probability)
    return [stated for e in events if (stated := _above_threshold(evidence, e)) is not None]


def _above_threshold(evidence: ArticleEvidence, event: Event) -> Event | None:
    """The event with the argument pairs that are likely enough; None if there are none."""
    if tables.relations()[event.candidate.relation].quad is None:
        return event
    raised = {
        (a, b): verifier.corroborated(probability, evidence.elsewhere(event, a, b))
        for (a, b), probability in event.probabilities.items()
    }
    stated = {pair: p for pair, p in raised.items() if p >= verifier.threshold(event)}
    return replace(event, probabilities=stated) if stated else None


class ArticleEvidence:
    """The probability of each relation between two entities, by sentence of an article."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._by_sentence: dict[tuple[int, str, int], dict[int, float]] = defaultdict(dict)

    def add(self, event: Event, a: Actor, b: Actor, probability: float) -> None:
        """Record the probability of an event between two of its arguments, given its sentence."""
        relation, sentence = event.candidate.relation, self._sentence(event)
        facts = [(a.entity, relation, b.entity)]
        if tables.relations()[relation].symmetric:
            facts.append((b.entity, relation, a.entity))
        for fact in facts:
            known = self._by_sentence[fact]
            known[sentence] = max(probability, known.get(sentence, 0.0))

    def elsewhere(self, event: Event, a: Actor, b: Actor) -> float:
        """The highest probability of the same relation in another sentence; 0 if there is none."""
        known = self._by_sentence.get((a.entity, event.candidate.relation, b.entity), {})
        own = self._sentence(event)
        return max((p for sentence, p in known.items() if sentence != own), default=0.0)

    def _sentence(self, event: Event) -> int:
        return self.document.parse.sentence_at(event.candidate.anchor)
