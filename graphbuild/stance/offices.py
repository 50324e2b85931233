"""For which state somebody acts, and when: persons in office, their spokesmen, bodies of the state.

Read from the statements that say so (LEADER_OF, REPRESENTS, PART_OF). Of several states the one that is
reported nearest to the day counts, one that is reported without a date only where no other is near. What is
reported of somebody's terms as head of a state, which the table of leaders knows, or of him without a date,
says nothing of the time outside them: not of the candidate, nor of who is out of office. An envoy of the
United Nations who is once called "Syria envoy" acts for no state.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from graphbuild.model import Article, Kind, Statement, entity_id
from graphbuild.stance.reports import PAST, UNDATED, day_of
from graphbuild.tables import Leader, blocs, last_known, leaders
from graphbuild.tables.keys import normal, person_key

RELATIONS = ("LEADER_OF", "REPRESENTS", "PART_OF")
#: Days between an act and a statement of the office, at most.
NEAR = 4 * 366
#: From a spokesman to the minister to the ministry to the state.
STEPS = 3

Office = tuple[str, int]
"""For whom, and the day on which it is reported."""


@dataclass(slots=True)
class _Dates:
    """On which days an office is reported."""

    dated: list[int] = field(default_factory=list)
    """In order."""
    undated: int = 0


class Offices:
    """Who acts for whom, by the statements of a graph."""

    def __init__(self, kind: Callable[[str], Kind | None], held: Callable[[str], Iterable[Office]]) -> None:
        """``kind`` says what an entity is, ``held`` the offices that it is reported to hold."""
        self._kind, self._find = kind, held
        self._held: dict[str, dict[str, _Dates]] = {}
        self._states: dict[Office, str] = {}

    @classmethod
    def of(
        cls, statements: Iterable[Statement], articles: Mapping[str, Article], kinds: Mapping[str, Kind]
    ) -> Offices:
        """Those that statements tell of; the others are passed over."""
        held: dict[str, list[Office]] = {}
        for s in statements:
            if office(s, kinds):
                held.setdefault(s.source, []).append((s.target, day_of(s, articles[s.article])))
        return cls(kinds.get, lambda entity: held.get(entity, ()))

    def state(self, entity: str, day: int) -> str:
        """The state that an entity acts for on a day, itself for a state; empty for none."""
        if self._kind(entity) == "country":
            return entity
        if (entity, day) not in self._states:
            acts_for = entity
            for _ in range(STEPS):
                if self._kind(acts_for) == "country":
                    break
                acts_for = self._nearest(acts_for, day)
            self._states[entity, day] = acts_for if self._kind(acts_for) == "country" else ""
        return self._states[entity, day]

    def _nearest(self, entity: str, day: int) -> str:
        """The state or body that is reported nearest to the day, states first; empty for none, and for who is
        rather reported to serve an organisation of states."""
        if entity not in self._held:
            self._held[entity] = _by_whole(self._find(entity))
        found: list[tuple[bool, int, int, str]] = []
        outside = entity in _terms() and not _heads(entity, day)
        for whom, dates in self._held[entity].items():
            if day > UNDATED and outside:
                dates = _Dates([one for one in dates.dated if not _heads(entity, one)])
            apart, times = 0, dates.undated + len(dates.dated)
            if day > UNDATED:
                first, last = bisect_left(dates.dated, day - NEAR), bisect_right(dates.dated, day + NEAR)
                times = dates.undated + last - first
                if not times:
                    continue
                after = bisect_left(dates.dated, day, first, last)
                near = dates.dated[max(first, after - 1) : min(last, after + 1)]
                apart = min((abs(one - day) for one in near), default=NEAR)
            found.append((self._kind(whom) != "country", apart, -times, whom))
        states = max((-times for body, _, times, _ in found if not body), default=0)
        if any(-times > states for *_, times, whom in found if whom in _between_states()):
            return ""
        return min(found)[-1] if found else ""


def _heads(person: str, day: int) -> bool:
    """Whether the table of leaders has somebody at the head of a state on a day, an ordinal."""
    if day <= UNDATED:
        return False
    then = last_known(date.fromordinal(day).isoformat())
    terms = _terms().get(person, ())
    return any(t.start <= then[: len(t.start)] and then[: len(t.end)] <= t.end for t in terms)


@cache
def _terms() -> dict[str, tuple[Leader, ...]]:
    """The terms of the table of leaders by the id that a person has by the name there."""
    found: dict[str, tuple[Leader, ...]] = {}
    for held in leaders().values():
        for term in held:
            person = entity_id("person", person_key(term.name))
            found[person] = (*found.get(person, ()), term)
    return found


@cache
def _between_states() -> frozenset[str]:
    """Ids of the organisations of states: who serves one more often than a state acts for no state."""
    return frozenset(entity_id("organisation", normal(name)) for name in blocs())


def _by_whole(held: Iterable[Office]) -> dict[str, _Dates]:
    found: dict[str, _Dates] = {}
    for whom, day in sorted({*held}):
        if day == PAST:  # nobody knows when
            continue
        dates = found.setdefault(whom, _Dates())
        if day > UNDATED:
            dates.dated.append(day)
        else:
            dates.undated += 1
    return found


def office(s: Statement, kinds: Mapping[str, Kind]) -> bool:
    """Whether a statement says that its source acts for its target."""
    return s.relation in RELATIONS and s.asserted and not s.former and kinds.get(s.source) != "country"


__all__ = ["NEAR", "RELATIONS", "STEPS", "Offices", "office"]
