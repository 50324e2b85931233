"""Since when a label has applied, and which label applied before it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graphbuild.stance.intensity import Parameters
from graphbuild.stance.labels import UNKNOWN, Label, axes_of, places
from graphbuild.stance.reports import AXES, Axis, Report

#: Days that a label must have applied to be listed as the previous one.
_LEAST_DAYS = 31
#: Half-lives after which a label that has lapsed starts a new run when it returns.
_MOST_GAP = 2.0


@dataclass(frozen=True, slots=True)
class _Run:
    """A period in which a label applied, including gaps in which it only decayed."""

    label: str
    first: int
    """Ordinal of the first day with this label; ``last`` is that of the last one."""
    last: int


class Runs:
    """The runs of the labels of a pair, updated day by day.

    A label that lapses and returns continues its run if it only decayed. That is the case if it lapsed to a
    label of its own axis further down the table (states that talk during a war are still hostile), or to none
    while nothing was asserted on the other axis, and if at most two half-lives lie between the last day of
    the run and the day on which the label returns.
    """

    def __init__(self, reports: Iterable[Report], parameters: Parameters) -> None:
        days: dict[Axis, set[int]] = {axis: set() for axis in AXES}
        for report in reports:
            if not report.denied:
                days[report.axis].add(report.day)
        self._days: Mapping[Axis, Sequence[int]] = {axis: sorted(some) for axis, some in days.items()}
        self._most_gap = _MOST_GAP * parameters.half_life
        self._runs: list[_Run] = []

    def add(self, day: int, label: Label) -> None:
        """Add the label at the end of a later day (ordinal)."""
        place = self._continued(day, label)
        if place is None:
            self._runs.append(_Run(label.name, day, day))
        else:
            self._runs[place:] = [replace(self._runs[place], last=day)]

    @property
    def since(self) -> int:
        """Ordinal of the first day of the current label; 0 if no report has a day."""
        return self._runs[-1].first if self._runs else 0

    @property
    def before(self) -> str:
        """The last other label that applied for long enough; empty for none."""
        for run, following in reversed(list(pairwise(self._runs))):
            stood = following.first - run.first >= _LEAST_DAYS
            if stood and run.label not in (UNKNOWN, self._runs[-1].label):
                return run.label
        return ""

    def _continued(self, day: int, label: Label) -> int | None:
        """Return the position of the run that this label continues; None if it starts a new one."""
        for place in reversed(range(len(self._runs))):
            run = self._runs[place]
            if run.label == label.name:
                only_faded = day - run.last <= self._most_gap and not self._contradicted(place, day, label)
                return place if run is self._runs[-1] or only_faded else None
            if places()[run.label] < places()[label.name]:
                return None
        return None

    def _contradicted(self, place: int, day: int, label: Label) -> bool:
        """Whether the other axis had evidence between the last day of a run and this day.

        That is a label of that axis, or an asserted report while no label applied.
        """
        between = self._runs[place + 1 :]
        if any(not axes_of()[run.label] <= {*label.axes} for run in between):
            return True
        ends = [*(run.first for run in between[1:]), day]
        return any(
            run.label == UNKNOWN and self._asserted(axis, run.first - 1, end)
            for run, end in zip(between, ends, strict=False)
            for axis in AXES
            if axis not in label.axes
        )

    def _asserted(self, axis: Axis, after: int, before: int) -> bool:
        """Whether something is asserted on an axis between two days."""
        following = bisect_right(self._days[axis], after)
        return following < len(self._days[axis]) and self._days[axis][following] < before
