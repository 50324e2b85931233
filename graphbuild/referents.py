"""Why the words at the ends of a statement mean their entities, where they are no names; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from graphbuild.model import Mention, Reading, Span, Statement

#: End of the rules of posts whose title implies the state or organisation.
_IMPLIED = "/implied"


class Referents:
    """The explanations of one article, with its entities as resolved: ``who`` maps local ids to these."""

    def __init__(self, reading: Reading, who: Mapping[str, str]) -> None:
        self._names = {who[local.id]: local.name for local in reading.entities}
        self._mentions: dict[str, list[tuple[Mention, str]]] = defaultdict(list)
        for local in reading.entities:
            self._mentions[who[local.id]] += [(m, local.name) for m in local.mentions]

    def of(self, s: Statement) -> tuple[str, ...]:
        """Return the explanations of both ends of a statement about resolved entities."""
        source = self._explained(s.source, s.source_span)
        target = self._explained(s.target, s.target_span)
        if target is None and s.rule.endswith(_IMPLIED):
            target = (
                f"“{s.trigger}” is {self._names[s.target]}: implied by the post of {self._names[s.source]}"
            )
        return tuple(dict.fromkeys(filter(None, (source, target))))

    def _explained(self, entity: str, span: Span) -> str | None:
        """Return why words mean an entity, by the shortest mention around them.

        Empty for names; None where the words are in no mention.
        """
        around = [(m, name) for m, name in self._mentions[entity] if m.start <= span[0] and span[1] <= m.end]
        if not around:
            return None
        m, name = min(around, key=lambda one: (one[0].end - one[0].start, one[0].form == "name"))
        return f"“{m.text}” is {name}: {m.reason}" if m.form != "name" and m.reason else ""
