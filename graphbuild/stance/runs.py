"""Since when a label has stood, and which one stood before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from graphbuild.stance.intensity import Parameters
from graphbuild.stance.labels import UNKNOWN, Label, axes_of, places
from graphbuild.stance.reports import AXES, Axis, Report

#: Days that a label must have stood to be listed as the one before.
_WHILE = 31
#: Half-lives after which a label that has faded begins anew when it comes back.
_RENEWED = 2.0


@dataclass(frozen=True, slots=True)
class _Run:
    """A time through which a label stood, but for times in which it had only faded."""

    label: str
    first: int
    """Ordinal of the first day on which it is read, as the next."""
    last: int


class Runs:
    """The runs of the labels of a pair, brought forward from day to day.

    A label that lapses and comes back is one run where it had only faded: it lapsed to labels further down
    the table of its own axis alone (who talks in a war is still hostile), or to none while nothing was
    asserted on another, and no more than two half-lives lie between the last day on which it stood and the
    one on which it is back.
    """

    def __init__(self, reports: Iterable[Report], parameters: Parameters) -> None:
        days: dict[Axis, set[int]] = {axis: set() for axis in AXES}
        for report in reports:
            if not report.denied:
                days[report.axis].add(report.day)
        self._days: Mapping[Axis, Sequence[int]] = {axis: sorted(some) for axis, some in days.items()}
        self._longest = _RENEWED * parameters.half_life
        self._found: list[_Run] = []

    def add(self, day: int, label: Label) -> None:
        """Take into account what label there is at the end of a later day, an ordinal."""
        place = self._goes_on(day, label)
        if place is None:
            self._found.append(_Run(label.name, day, day))
        else:
            self._found[place:] = [replace(self._found[place], last=day)]

    @property
    def since(self) -> int:
        """Ordinal of the first day of the label that stands; 0 where no report has a day."""
        return self._found[-1].first if self._found else 0

    @property
    def before(self) -> str:
        """The last label other than the present one that stood for a while; empty for none."""
        for run, following in reversed(list(pairwise(self._found))):
            stood = following.first - run.first >= _WHILE
            if stood and run.label not in (UNKNOWN, self._found[-1].label):
                return run.label
        return ""

    def _goes_on(self, day: int, label: Label) -> int | None:
        """The place of the run that goes on with this label; None where one begins."""
        for place in reversed(range(len(self._found))):
            run = self._found[place]
            if run.label == label.name:
                only_faded = day - run.last <= self._longest and not self._contradicted(place, day, label)
                return place if run is self._found[-1] or only_faded else None
            if places()[run.label] < places()[label.name]:
                return None
        return None

    def _contradicted(self, place: int, day: int, label: Label) -> bool:
        """Whether another axis told between the last day of a run and this one: by a label, or where none
        stood by what was asserted.
        """
        between = self._found[place + 1 :]
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
