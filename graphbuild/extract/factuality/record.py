"""How an event is put, as a record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from graphbuild.model import Modality, Tense

_RANK: dict[str, int] = {"asserted": 0, "future": 1, "possible": 2, "demanded": 3, "hypothetical": 4}


@dataclass(frozen=True, slots=True)
class Factuality:
    """Whether an event is said to be so, by whom, and when."""

    negated: bool = False
    modality: Modality = "asserted"
    attribution: str = ""
    """Who says it, as the text puts it; empty where the article itself does."""
    speaker: int = -1
    """Token that heads the speaker's phrase; -1 where no phrase does."""
    tense: Tense = "none"
    ended: bool = False
    """Whether a governing word stops it ("stopped bombing")."""

    def under(self, effect: str) -> Factuality:
        """The same below an operator of this effect; unchanged for effects that say nothing of modality."""
        if effect in ("negate", "deny"):
            return replace(self, negated=not self.negated)
        if effect == "end":
            return replace(self, ended=True)
        if effect == "fact":
            return Factuality(attribution=self.attribution, speaker=self.speaker)
        if effect == "sought":
            effect = "possible" if self.modality == "asserted" else ""
        if _RANK.get(effect, 0) > _RANK[self.modality]:
            return replace(self, modality=cast(Modality, effect))
        return self

    def said_by(self, attribution: str, speaker: int = -1) -> Factuality:
        """The same in somebody's words. Who stands nearer to the event comes later, and counts."""
        return replace(self, attribution=attribution, speaker=speaker) if attribution else self
