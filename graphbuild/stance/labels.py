"""The label of a pair by ``resources/stances.tsv``, and its standings, which last until a later event ends
them, by ``standing.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from math import inf

from graphbuild import tables
from graphbuild.errors import TableError
from graphbuild.stance.intensity import DEFAULT, Parameters, belief
from graphbuild.stance.reports import AXES, PAST, Axis, Report
from graphbuild.stance.standing_table import standing_rows

UNKNOWN = "unknown"
_COLUMNS = ("label", "axis", "standing", "cooperation", "conflict", "force", "lead", "infers", "meaning")
_MEASURES = ("cooperation", "conflict", "force", "lead")
#: The standing of two members of the same alliance.
COMMON_ALLIANCE = "allied"


@dataclass(frozen=True, slots=True)
class Label:
    """A row of the table of labels."""

    name: str
    axes: tuple[Axis, ...]
    """The axes of which the reports must be believed."""
    standing: str
    """The required standing; empty for none."""
    ranges: Mapping[str, tuple[float, float]]
    """By measure, the minimum and the exclusive maximum."""
    infers: str
    """The inferred relation; empty for none."""
    meaning: str

    def fits(self, measures: Mapping[str, float], standing: Collection[str]) -> bool:
        """Whether these measures and standings satisfy the row, regardless of belief."""
        if self.standing and self.standing not in standing:
            return False
        return all(least <= measures[name] < most for name, (least, most) in self.ranges.items())


@cache
def labels() -> tuple[Label, ...]:
    """Return the labels in the order in which they are tried; the last one always fits. Raises
    ``TableError``.
    """
    found: list[Label] = []
    for row in tables.rows("stances", _COLUMNS):
        axes = tuple(axis for axis in AXES if axis in row["axis"].split())
        if len(axes) != len(row["axis"].split()):
            raise row.error("axis", f"{row['axis']!r} is not cooperation, conflict or both")
        infers = row.choice("infers", ("", *tables.relations()))
        ranges: dict[str, tuple[float, float]] = {}
        for name in _MEASURES:
            if row[name]:
                m = re.fullmatch(r"(-?\d+\.\d+)?\.\.(-?\d+\.\d+)?", row[name])
                if not m:
                    raise row.error(name, f"{row[name]!r} is no range; write 0.8.. or ..0.25 or 0.1..0.9")
                ranges[name] = float(m[1] or -inf), float(m[2] or inf)
        found.append(
            Label(row.required("label"), axes, row["standing"], ranges, infers, row.required("meaning"))
        )
    if not found or found[-1].name != UNKNOWN or found[-1].ranges:
        raise TableError(f"stances.tsv: the last label must be {UNKNOWN}, without conditions")
    return tuple(found)


@cache
def places() -> Mapping[str, int]:
    """Return the position of each label in the table, by name: that of its first row, 0 at the top."""
    return {row.name: place for place, row in reversed(list(enumerate(labels())))}


@cache
def axes_of() -> Mapping[str, frozenset[Axis]]:
    """Return the axes that decide each label, by name."""
    found: dict[str, frozenset[Axis]] = {}
    for row in labels():
        found[row.name] = found.get(row.name, frozenset()) | {*row.axes}
    return found


class Standing:
    """The standings of a pair, from the reports added so far in order of day.

    A standing counts only if its reports are believed: one uncertain report does not make two states rivals.
    """

    def __init__(self, common: bool = False, parameters: Parameters = DEFAULT) -> None:
        """``common`` is whether both are members of the same alliance."""
        self._always = {COMMON_ALLIANCE} if common else set()
        self._parameters = parameters
        self._since: dict[str, list[Report]] = {}

    def add(self, report: Report) -> None:
        """Add a report; denials and undated past events are ignored."""
        if report.denied or report.day == PAST:
            return
        for row in standing_rows().get(report.relation, ()):
            if row.wording.match(report.wording.lower()):
                for name in row.ends:
                    self._since[name] = [r for r in self._since.get(name, ()) if r.day >= report.day]
                self._since.setdefault(row.name, []).append(report)

    def current(self) -> tuple[str, ...]:
        """Return the current standings, sorted by name."""
        return tuple(sorted({name for name, _ in self.reports()} | self._always))

    def reports(self) -> list[tuple[str, Report]]:
        """Return the standings that rest on reports, sorted by name, each with its most confident report."""
        return [
            (name, max(of_name, key=lambda r: (r.confidence, r.day, r.statement)))
            for name, of_name in sorted(self._since.items())
            if name and of_name and belief(of_name, self._parameters) >= self._parameters.least_belief
        ]
