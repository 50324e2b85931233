"""The state that a person or body acts for on a day: office holders, spokespersons, bodies of the state.

It is read from the statements of the relations LEADER_OF, REPRESENTS and PART_OF. Among several states the
one that is reported nearest to the day wins; a report without a date counts only if no dated one is near. For
a head of state listed in the table of leaders, reports within a term and reports without a date do not apply
outside the terms: a candidate or a former leader does not act for the state. A United Nations envoy who is
once called "Syria envoy" acts for no state.
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
#: Most days between an act and a statement of the office.
NEAR = 4 * 366
#: Most steps of a chain: spokesperson to minister to ministry to state.
STEPS = 3

Office = tuple[str, int]
"""The state or body acted for, and the day on which this is reported."""


@dataclass(slots=True)
class _Dates:
    """The days on which an office is reported."""

    dated: list[int] = field(default_factory=list)
    """Sorted."""
    undated: int = 0


class Offices:
    """The state or body that each entity acts for, by the statements of a graph."""

    def __init__(self, kind: Callable[[str], Kind | None], held: Callable[[str], Iterable[Office]]) -> None:
        """``kind`` returns the kind of an entity, ``held`` the offices that it is reported to hold."""
        self._kind, self._find = kind, held
        self._held: dict[str, dict[str, _Dates]] = {}
        self._states: dict[Office, str] = {}

    @classmethod
    def of(
        cls, statements: Iterable[Statement], articles: Mapping[str, Article], kinds: Mapping[str, Kind]
    ) -> Offices:
        """Build it from the statements about offices; others are ignored."""
        held: dict[str, list[Office]] = {}
        for s in statements:
            if office(s, kinds):
                held.setdefault(s.source, []).append((s.target, day_of(s, articles[s.article])))
        return cls(kinds.get, lambda entity: held.get(entity, ()))

    def state(self, entity: str, day: int) -> str:
        """Return the state that an entity acts for on a day; a state acts for itself, empty for none."""
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
        """Return the state or body that is reported nearest to the day, states first.

        Empty if there is none, or if the entity is reported more often to serve an organisation of states.
        """
        if entity not in self._held:
            self._held[entity] = _by_target(self._find(entity))
        found: list[tuple[bool, int, int, str]] = []
        out_of_office = entity in _terms() and not _heads(entity, day)
        for target, dates in self._held[entity].items():
            if day > UNDATED and out_of_office:
                dates = _Dates([reported for reported in dates.dated if not _heads(entity, reported)])
            distance, times = 0, dates.undated + len(dates.dated)
            if day > UNDATED:
                first, last = bisect_left(dates.dated, day - NEAR), bisect_right(dates.dated, day + NEAR)
                times = dates.undated + last - first
                if not times:
                    continue
                after = bisect_left(dates.dated, day, first, last)
                near = dates.dated[max(first, after - 1) : min(last, after + 1)]
                distance = min((abs(reported - day) for reported in near), default=NEAR)
            found.append((self._kind(target) != "country", distance, -times, target))
        states = max((-times for body, _, times, _ in found if not body), default=0)
        if any(-times > states for *_, times, target in found if target in _between_states()):
            return ""
        return min(found)[-1] if found else ""


def _heads(person: str, day: int) -> bool:
    """Whether the table of leaders lists the person as the head of a state on a day (ordinal)."""
    if day <= UNDATED:
        return False
    then = last_known(date.fromordinal(day).isoformat())
    terms = _terms().get(person, ())
    return any(t.start <= then[: len(t.start)] and then[: len(t.end)] <= t.end for t in terms)


@cache
def _terms() -> dict[str, tuple[Leader, ...]]:
    """Return the terms of the table of leaders, by the id of a person with the listed name."""
    found: dict[str, tuple[Leader, ...]] = {}
    for held in leaders().values():
        for term in held:
            person = entity_id("person", person_key(term.name))
            found[person] = (*found.get(person, ()), term)
    return found


@cache
def _between_states() -> frozenset[str]:
    """Return the ids of organisations of states. Whoever serves one more often than a state acts for no
    state.
    """
    return frozenset(entity_id("organisation", normal(name)) for name in blocs())


def _by_target(held: Iterable[Office]) -> dict[str, _Dates]:
    found: dict[str, _Dates] = {}
    for target, day in sorted({*held}):
        if day == PAST:  # the day is unknown
            continue
        dates = found.setdefault(target, _Dates())
        if day > UNDATED:
            dates.dated.append(day)
        else:
            dates.undated += 1
    return found


def office(s: Statement, kinds: Mapping[str, Kind]) -> bool:
    """Whether a statement says that its source acts for its target."""
    return s.relation in RELATIONS and s.asserted and not s.former and kinds.get(s.source) != "country"


__all__ = ["NEAR", "RELATIONS", "STEPS", "Offices", "office"]
