"""The label of a pair, by a table: ``resources/stances.tsv``; and what stands for good: ``standing.tsv``."""

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

UNKNOWN = "unknown"
_COLUMNS = ("label", "axis", "standing", "cooperation", "conflict", "force", "lead", "infers", "meaning")
_MEASURES = ("cooperation", "conflict", "force", "lead")
#: Standing of two that are members of one alliance.
COMMON_ALLIANCE = "allied"


@dataclass(frozen=True, slots=True)
class Label:
    """A row of the table of labels."""

    name: str
    axes: tuple[Axis, ...]
    """Whose reports must be believed."""
    standing: str
    """What must stand for good; empty for nothing."""
    ranges: Mapping[str, tuple[float, float]]
    """By measure, the least and the first that is too much."""
    infers: str
    """The relation that is inferred; empty for none."""
    meaning: str

    def fits(self, measures: Mapping[str, float], standing: Collection[str]) -> bool:
        """Whether a pair of these measures has the label, as far as it is believed."""
        if self.standing and self.standing not in standing:
            return False
        return all(least <= measures[name] < most for name, (least, most) in self.ranges.items())


@cache
def labels() -> tuple[Label, ...]:
    """The labels in the order in which they are tried; the last fits all. Raises ``TableError``."""
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
    """The place of each label in the table, by name: that of its first row, 0 at the top."""
    return {row.name: place for place, row in reversed(list(enumerate(labels())))}


@cache
def axes_of() -> Mapping[str, frozenset[Axis]]:
    """The axes that decide for each label, by name."""
    found: dict[str, frozenset[Axis]] = {}
    for row in labels():
        found[row.name] = found.get(row.name, frozenset()) | {*row.axes}
    return found


@dataclass(frozen=True, slots=True)
class _Row:
    name: str
    trigger: re.Pattern[str]
    ends: frozenset[str]


@cache
def _standings() -> Mapping[str, tuple[_Row, ...]]:
    """The rows of the table of what stands for good, by relation, in order."""
    found: dict[str, tuple[_Row, ...]] = {}
    for row in tables.rows("standing", ("standing", "relation", "trigger", "ends")):
        trigger = row.pattern("trigger") if row["trigger"] else re.compile(".*", re.DOTALL)
        relation = row.choice("relation", tuple(tables.relations()))
        one = _Row(row["standing"], trigger, frozenset(row.words("ends")))
        found[relation] = (*found.get(relation, ()), one)
    return found


@cache
def standing_relations() -> frozenset[str]:
    """Relations whose reports may change what stands for good."""
    return frozenset(_standings())


class Standing:
    """What stands for good between two, by the reports that were added so far, in order of day.

    It stands where it is believed: one report that is not sure makes nobody a rival.
    """

    def __init__(self, common: bool = False, parameters: Parameters = DEFAULT) -> None:
        """``common`` says that both are members of one alliance."""
        self._always = {COMMON_ALLIANCE} if common else set()
        self._parameters = parameters
        self._since: dict[str, list[Report]] = {}

    def add(self, report: Report) -> None:
        """Take a report into account; denials and what an article only remembers change nothing."""
        if report.denied or report.day == PAST:
            return
        for row in _standings().get(report.relation, ()):
            if row.trigger.match(report.trigger.lower()):
                for name in row.ends:
                    self._since[name] = [r for r in self._since.get(name, ()) if r.day >= report.day]
                self._since.setdefault(row.name, []).append(report)

    def now(self) -> tuple[str, ...]:
        """What stands, in order of name."""
        return tuple(sorted({name for name, _ in self.reports()} | self._always))

    def reports(self) -> list[tuple[str, Report]]:
        """What stands by reports, in order of name, each with the surest of these."""
        return [
            (name, max(said, key=lambda r: (r.confidence, r.day, r.statement)))
            for name, said in sorted(self._since.items())
            if name and said and belief(said, self._parameters) >= self._parameters.least_belief
        ]
