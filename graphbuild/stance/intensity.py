"""Intensity of cooperation and of conflict between a pair: two axes that never cancel each other.

    intensity(t) = ln(1 + sum over reports up to t of  weight * confidence * 2 ** (-(t - day) / half_life))

The weight is that of verbal or of material events. States at war also negotiate, so the sum of both axes with
opposite signs predicts a dispute worse than chance. The logarithm keeps a week of war from counting a hundred
times as much as a year of threats.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from graphbuild.stance.reports import PAST, UNDATED, Axis, Report, order


@dataclass(frozen=True, slots=True)
class Parameters:
    """Parameters of the inference."""

    verbal: float = 1.0
    """Weight of verbal events."""
    material: float = 3.0
    """Weight of material events."""
    half_life: float = 365.0
    """Days after which the weight of a report has halved."""
    undated: float = 0.5
    """Factor of reports without a day; used only if no report of the pair has a day."""
    least_reports: int = 2
    """Independent reports below which no label is inferred."""
    least_belief: float = 0.8
    """Belief below which no label is inferred."""
    systematic: float = 0.05
    """Probability that all reports of one publisher on a pair are wrong for a common reason."""


DEFAULT = Parameters()


def weight(report: Report, parameters: Parameters) -> float:
    """Return what a report adds to its axis on its day; 0 for denials and repeated reports."""
    if report.denied or report.retold or report.day == PAST:
        return 0.0
    worth = (parameters.material if report.material else parameters.verbal) * report.confidence
    return worth * parameters.undated if report.day == UNDATED else worth


@dataclass(slots=True)
class Level:
    """The decayed sums of a pair on one day, updated report by report."""

    parameters: Parameters
    day: int = 0
    sums: dict[str, float] = field(default_factory=dict)
    """By axis, by ``force``, and by axis and direction ("conflict>", "conflict<")."""

    def to(self, day: int) -> None:
        """Advance to this day and apply the decay."""
        if self.day and day > self.day:
            factor = 0.5 ** ((day - self.day) / self.parameters.half_life)
            for name in self.sums:
                self.sums[name] *= factor
        self.day = max(day, self.day)

    def add(self, report: Report) -> None:
        """Add a report of the current day, or one without a day."""
        worth = weight(report, self.parameters)
        names = [report.axis, *(["force"] if report.force else [])]
        names += [f"{report.axis}>"] if report.direction >= 0 else []
        names += [f"{report.axis}<"] if report.direction <= 0 else []
        for name in names:
            self.sums[name] = self.sums.get(name, 0.0) + worth

    def intensity(self, name: str) -> float:
        """Return the logarithmic intensity of an axis."""
        return math.log1p(self.sums.get(name, 0.0))


def belief(reports: Iterable[Report], parameters: Parameters = DEFAULT) -> float:
    """Return the probability that at least one of the reports is right, 0 to 1.

    As in INDRA (Gyori et al. 2017), a publisher is wrong if all its statements are wrong by chance, or for
    one common reason; the errors of different publishers are independent. Denials reduce the confidence only
    of reports of the same relation and direction: that a meeting was denied is no reason to doubt a treaty.
    """
    ordered = sorted(reports, key=order)
    counts = Counter((r.relation, r.direction, r.denied) for r in ordered)
    all_wrong: dict[str, float] = {}
    for r in ordered:
        if not r.denied:
            asserted, denied = (counts[r.relation, r.direction, is_denied] for is_denied in (False, True))
            confidence = r.confidence * asserted / (asserted + denied)
            all_wrong[r.publisher] = all_wrong.get(r.publisher, 1.0) * (1.0 - confidence)
    if not all_wrong:
        return 0.0
    wrong = 1.0
    for _, by_chance in sorted(all_wrong.items()):
        wrong *= parameters.systematic + (1.0 - parameters.systematic) * by_chance
    return 1.0 - wrong


def of_axis(reports: Iterable[Report], axis: Axis) -> list[Report]:
    """Return the reports of an axis, including denials."""
    return [r for r in reports if r.axis == axis]
