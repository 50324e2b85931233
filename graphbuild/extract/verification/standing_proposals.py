"""Standing relations that the encoder proposes beyond the rules.

They are proposed for pairs without another one, between actor types for which the encoder predicts them well.
"""

from __future__ import annotations

from dataclasses import replace

from graphbuild.extract import factuality
from graphbuild.extract.constraints import PROPOSED_STANDING
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax.phrases import PRENOMINAL
from graphbuild.extract.token_features import Features
from graphbuild.extract.verification.features import PredictedRelation
from graphbuild.extract.verification.trigger_lookup import TriggerLookup

#: Probability from which a standing relation is proposed.
_MIN_STANDING = 0.8


class StandingProposals:
    """Turns predicted standing relations of one document into events."""

    def __init__(self, document: Document, test: Features) -> None:
        self.document, self.test = document, test
        self.parse, self.linked = document.parse, document.linked
        self.lookup = TriggerLookup(document, test)

    def event(self, p: PredictedRelation) -> Event | None:
        """A standing relation on the first noun or verb between the two; None if it cannot be proposed."""
        kinds = self.document.kind(p.a), self.document.kind(p.b)
        if (
            p.probability < _MIN_STANDING
            or p.relation not in PROPOSED_STANDING.get(kinds, ())
            or p.a.unofficial
            or p.b.unofficial
        ):
            return None
        path = [t for t in self.lookup.path(*p.tokens) if not self.test(t, "empty")]
        if any(self._uncertain(t) for t in path):
            return None  # "charged with *belonging* to the party"
        trigger = next((t for t in path if self.test(t, "noun") or self.test(t, "verb")), None)
        if trigger is None or (p.relation == "LEADER_OF" and self._is_of_unit(p)):
            return None
        if p.relation == "MEMBER_OF" and self.test(trigger, "prospect"):
            return None  # "Ukraine's EU *membership*" may be to come
        confidence = round(0.9 * p.probability, 3)
        rule = f"encoder:{p.relation.lower()}"
        own = self.test(trigger, "role") or self.lookup.has(trigger, p.relation)
        former = own and self.test.former(trigger)
        candidate = Candidate(
            p.relation, (p.a,), (p.b,), (trigger,), trigger, rule, confidence, former=former
        )
        kind = "verb:" if self.test(trigger, "verb") else "noun:"
        event_factuality = factuality.of_candidate(self.document, replace(candidate, rule=kind))
        return (
            None
            if event_factuality.negated or event_factuality.modality != "asserted"
            else Event(candidate, event_factuality)
        )

    def _is_of_unit(self, p: PredictedRelation) -> bool:
        """Whether the target only modifies the noun of a unit: "chief executive of the *NHS* trust"."""
        i = p.tokens[1]
        head = self.parse.head[i]
        return (
            self.parse.deps[i] in PRENOMINAL
            and head not in self.linked.name_at
            and not self.test(head, "role")
            and not self.lookup.has(head, p.relation)
        )

    def _uncertain(self, t: int) -> bool:
        """Whether a token is a verb that accuses, denies or doubts its content."""
        return self.test(t, "verb") and effect_at(self.parse, t, "v") in ("accuse", "deny", "doubt")
