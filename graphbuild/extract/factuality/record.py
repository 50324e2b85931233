"""The factuality of an event as a record."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from graphbuild.model import Modality, Tense

_RANK: dict[str, int] = {"asserted": 0, "future": 1, "possible": 2, "demanded": 3, "hypothetical": 4}


@dataclass(frozen=True, slots=True)
class Factuality:
    """Polarity, modality, attribution and tense of an event."""

    negated: bool = False
    modality: Modality = "asserted"
    attribution: str = ""
    """The speaker in the words of the text; empty for the article itself."""
    speaker: int = -1
    """Head token of the speaker's phrase; -1 where there is none."""
    tense: Tense = "none"
    ended: bool = False
    """Whether a governor ends it ("stopped bombing")."""

    def under(self, effect: str) -> Factuality:
        """Return the factuality in the scope of an operator with this effect.

        Effects that do not concern polarity or modality change nothing.
        """
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

    def attributed_to(self, attribution: str, speaker: int = -1) -> Factuality:
        """Return the factuality attributed to a speaker, who replaces an outer one; unchanged for ``""``."""
        return replace(self, attribution=attribution, speaker=speaker) if attribution else self
