"""Heads of state and government by date."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild.tables.identity import spelt
from graphbuild.tables.keys import person_key
from graphbuild.tables.names import countries
from graphbuild.tables.nouns import roles
from graphbuild.tables.reader import rows

#: The last day covered by the table.
LAST_DAY = "2025-12-31"
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
#: Further offices that a word may denote besides that of its own name.
_ALSO = {
    "pres.": ("president",),
    "premier": ("prime minister", "taoiseach"),
    "pm": ("prime minister", "taoiseach"),
    "prime minister": ("taoiseach",),
    "federal chancellor": ("chancellor",),
    "amir": ("emir",),
    "monarch": ("king", "queen", "emperor", "sultan", "emir", "shah", "grand duke"),
}


@dataclass(frozen=True, slots=True)
class Leader:
    """A term: a person who held an office of a state from one day to another."""

    iso3: str
    office: str
    """A role of ``roles.tsv``; ``leader`` for the leader of a state regardless of the post."""
    name: str
    start: str
    """ISO 8601 day, month or year; within a month or year no day is certain."""
    end: str
    """Likewise; ``LAST_DAY`` for a term that had not ended."""

    @property
    def first_day(self) -> str:
        """The first day on which the office may have been held."""
        return (self.start + "-01-01")[:10]

    @property
    def last_day(self) -> str:
        """The last such day; for a month or year, its first day."""
        return (self.end + "-01-01")[:10]

    def held(self, day: str) -> bool:
        """Whether the office was certainly held on a day ``YYYY-MM-DD``; on the day of a change by both.

        If only a month or year is given, whether it may have been held then.
        """
        if len(day) < len("YYYY-MM-DD"):
            return self.begun(day) and not _later(day, self.end)
        since, until = day[: len(self.start)], day[: len(self.end)]
        begun = since >= self.start if len(self.start) == len(day) else since > self.start
        return begun and (until <= self.end if len(self.end) == len(day) else until < self.end)

    def begun(self, date: str) -> bool:
        """Whether the office may have been held before the end of a day, month or year."""
        return not _later(self.start, date)


@cache
def leaders() -> Mapping[tuple[str, str], tuple[Leader, ...]]:
    """Return the holders of each office of each state, by code and office, in order of time."""
    found: dict[tuple[str, str], tuple[Leader, ...]] = {}
    for row in rows("leaders", ("iso3", "office", "name", "from", "to")):
        leader = Leader(row["iso3"], row["office"], row.required("name"), row["from"], row["to"] or LAST_DAY)
        if leader.iso3 not in countries():
            raise row.error("iso3", f"unknown country code {leader.iso3!r}; add it to countries.tsv first")
        if leader.office not in roles() or roles()[leader.office].name != leader.office:
            raise row.error("office", f"unknown role {leader.office!r}; add it to roles.tsv first")
        for column, date in (("from", leader.start), ("to", leader.end)):
            if not _DATE.fullmatch(date) or date > LAST_DAY:
                raise row.error(column, f"{date!r} is no day, month or year up to {LAST_DAY}")
        if _later(leader.start, leader.end):
            raise row.error("to", f"{leader.end} is before {leader.start}")
        before = found.get((leader.iso3, leader.office), ())
        if before and _later(before[-1].end, leader.start):
            raise row.error(
                "from",
                f"{leader.start} is before the end of {before[-1].name} ({before[-1].end}); sort by time",
            )
        found[leader.iso3, leader.office] = (*before, leader)
    return MappingProxyType(found)


@cache
def terms_by_person() -> Mapping[str, tuple[Leader, ...]]:
    """Return the terms of each head of state or government, by the key of the name in canonical spelling."""
    terms: dict[str, list[Leader]] = {}
    for held in leaders().values():
        for term in held:
            terms.setdefault(spelt(person_key(term.name)), []).append(term)
    return MappingProxyType({key: tuple(some) for key, some in terms.items()})


def _later(a: str, b: str) -> bool:
    """Whether date ``a`` is certainly after date ``b``, at their common precision."""
    size = min(len(a), len(b))
    return a[:size] > b[:size]


def last_known(day: str) -> str:
    """Return the day, or ``LAST_DAY`` if it is later.

    Whoever is named as the holder after the last day of the table probably still holds the office; nothing is
    known about others.
    """
    return min(day, LAST_DAY)


def offices(role: str) -> tuple[str, ...]:
    """Return the offices that a role's noun may denote."""
    return (role, *_ALSO.get(role, ()))


@cache
def heads() -> frozenset[str]:
    """Return the roles of heads of state or government."""
    listed = frozenset(office for _, office in leaders())
    return listed | frozenset(role for role, also in _ALSO.items() if listed.intersection(also))


def in_office(iso3: str, role: str, day: str) -> str:
    """Return the holder on a day of the office that a role's noun denotes; empty unless there is exactly
    one.
    """
    names = holders(iso3, role, day)
    return min(names) if len(names) == 1 else ""


def holders(iso3: str, role: str, day: str) -> frozenset[str]:
    """Return all holders of the office that a role's noun denotes, on a day or within a month or year.

    ``leader`` denotes those listed as such at that time, else the heads of the state.
    """
    table = leaders()
    names = {x.name for office in offices(role) for x in table.get((iso3, office), ()) if x.held(day)}
    if role == "leader" and not names:
        names = {x.name for (state, _), held in table.items() if state == iso3 for x in held if x.held(day)}
    return frozenset(names)
