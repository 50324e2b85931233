"""For which state somebody acts, and when: persons in office, their spokesmen, bodies of the state.

Read from the statements that say so (LEADER_OF, REPRESENTS, PART_OF). Of several states the one that is told
nearest to the day counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from graphbuild.model import Article, Kind, Statement
from graphbuild.stance.reports import UNDATED, day_of

RELATIONS = ("LEADER_OF", "REPRESENTS", "PART_OF")
#: Days between an act and a statement of the office, at most.
NEAR = 4 * 366
#: From a spokesman to the minister to the ministry to the state.
_STEPS = 3

Office = tuple[str, int]
"""For whom, and the day on which it is told."""


@dataclass(slots=True)
class Offices:
    """Who acts for whom, by the statements of a graph."""

    kinds: Mapping[str, Kind]
    """Of every entity."""
    held: dict[str, set[Office]] = field(default_factory=dict)

    def add(self, statements: Iterable[Statement], articles: Mapping[str, Article]) -> None:
        """Take statements into account; those that are of no office are passed over."""
        for s in statements:
            if office(s, self.kinds):
                self.held.setdefault(s.source, set()).add((s.target, day_of(s, articles[s.article])))

    def state(self, entity: str, day: int) -> str:
        """The state that an entity acts for on a day, itself for a state; empty for none."""
        for _ in range(_STEPS):
            if self.kinds.get(entity) == "country":
                return entity
            entity = self._nearest(entity, day)
        return entity if self.kinds.get(entity) == "country" else ""

    def _nearest(self, entity: str, day: int) -> str:
        """The state or body that is told nearest to the day, states first; empty for none."""
        found: dict[str, tuple[int, int]] = {}
        for whom, told in self.held.get(entity, ()):
            apart = 0 if day <= UNDATED or told <= UNDATED else abs(told - day)
            if apart > NEAR:
                continue
            nearest, times = found.get(whom, (apart, 0))
            found[whom] = min(nearest, apart), times + 1
        return min(
            found,
            key=lambda whom: (self.kinds.get(whom) != "country", found[whom][0], -found[whom][1], whom),
            default="",
        )


def office(s: Statement, kinds: Mapping[str, Kind]) -> bool:
    """Whether a statement says that its source acts for its target."""
    return (
        s.relation in RELATIONS
        and s.asserted
        and not s.former
        and kinds.get(s.source) != "country"
        and (kinds.get(s.target) == "country" or s.relation != "LEADER_OF" or s.target != s.source)
    )


__all__ = ["NEAR", "RELATIONS", "Offices", "office"]
