"""The passes over one document, in their fixed order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from graphbuild.encoder.relations import Encoder
from graphbuild.extract import constraints, factuality, roles
from graphbuild.extract.document import Document
from graphbuild.extract.events import anaphora, speech_acts
from graphbuild.extract.events.actors import ActorResolver
from graphbuild.extract.events.matching import EventMatcher
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.factuality.assignment import goes_on
from graphbuild.extract.standing import StandingMatcher
from graphbuild.extract.token_features import Features
from graphbuild.extract.verification import factuality_check, verifier
from graphbuild.extract.verification.factuality_check import FactualityCheck
from graphbuild.extract.verification.verification import EventVerification
from graphbuild.extract.verification.verifier import Scorer
from graphbuild.model import Span


class Passes:
    """Runs the passes over the sentences of a document."""

    def __init__(
        self,
        document: Document,
        encoder: Encoder | None = None,
        scorer: Scorer = verifier.score,
        check: FactualityCheck = factuality_check.checked,
    ) -> None:
        self.document = document
        self.features = Features(document)
        self.actors = ActorResolver(document, self.features)
        self._events = EventMatcher(document, self.features, self.actors)
        self._standing = StandingMatcher(document, self.features, self.actors)
        self._encoder, self._check = encoder, check
        self._verification = EventVerification(document, self.features, scorer, check, encoder)

    def posts(self) -> list[Event]:
        """Return the relations that follow from the posts of the article, with their factuality."""
        made = (
            (c, factuality.of_post(self.document, c, p))
            for c, p in roles.candidates(self.document, self.features)
        )
        return self._judged(Event(c, said) for c, said in made if said is not None)

    def standing_relations(self, sentence: Span) -> list[Event]:
        """Return the standing relations that a sentence states, with their factuality."""
        kept = (
            constraints.apply_constraints(self.document, self.features, c)
            for c in self._standing.candidates(sentence)
        )
        found = (replace(c, former=False) if goes_on(self.document, c) else c for c in kept if c is not None)
        return self._judged(Event(c, factuality.of_standing(self.document, c)) for c in found)

    def events(self, sentence: Span) -> list[Event]:
        """Return the events of a sentence that pass verification."""
        events = speech_acts.resolve_speech_acts(self.document, self._found(sentence))
        if self._encoder is not None:
            checked = (self._check(self.document, self._encoder, event) for event in events)
            events = [event for event in checked if event is not None]
        return self._verification.verify(sentence, events)

    def _found(self, sentence: Span) -> list[Event]:
        """Return the events that the rules find in a sentence, with their factuality."""
        document = self.document
        found = self._events.candidates(sentence)
        for open_ in self._events.unresolved:  # "condemned *the attack*"
            resolved = anaphora.resolve_target(
                document, self.features, self.actors, open_, [*document.candidates, *found]
            )
            found.extend([resolved] if resolved is not None else [])
        self._events.unresolved.clear()
        document.candidates.extend(found)
        events = []
        for candidate in found:
            kept = constraints.apply_constraints(document, self.features, candidate)
            if kept is not None:
                events.append(Event(kept, factuality.of_candidate(document, kept)))
        return events

    def _judged(self, events: Iterable[Event]) -> list[Event]:
        return [judged for e in events if (judged := self._verification.standing(e)) is not None]
