"""How strongly two cooperate and how strongly they are in conflict: two axes, which never cancel each other.

    intensity(t) = ln(1 + sum over reports up to t of  weight * confidence * 2 ** (-(t - day) / half_life))

The weight is that of words or of deeds. States that fight also talk, so that the sum of both with opposite
signs tells less of a dispute than chance does; the logarithm keeps a week of war from counting a hundred
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
    """What the inference can be set by."""

    verbal: float = 1.0
    """Weight of words."""
    material: float = 3.0
    """Weight of deeds."""
    half_life: float = 365.0
    """Days after which a report counts half."""
    undated: float = 0.5
    """What a report of unknown day counts, where no report of the pair has a day."""
    least_reports: int = 2
    """Independent reports below which nothing is inferred."""
    least_belief: float = 0.8
    """Belief below which nothing is inferred."""
    systematic: float = 0.05
    """Chance that all that one publisher reports of a pair is wrong for one and the same reason."""


DEFAULT = Parameters()


def weight(report: Report, parameters: Parameters) -> float:
    """What a report adds to its axis on its day; 0 for denials and what is only told again."""
    if report.denied or report.retold or report.day == PAST:
        return 0.0
    worth = (parameters.material if report.material else parameters.verbal) * report.confidence
    return worth * parameters.undated if report.day == UNDATED else worth


@dataclass(slots=True)
class Level:
    """The sums of a pair at one time, brought forward from report to report."""

    parameters: Parameters
    day: int = 0
    sums: dict[str, float] = field(default_factory=dict)
    """By axis, ``force`` too, and by axis and direction ("conflict>", "conflict<")."""

    def to(self, day: int) -> None:
        """Let time pass until this day."""
        if self.day and day > self.day:
            kept = 0.5 ** ((day - self.day) / self.parameters.half_life)
            for name in self.sums:
                self.sums[name] *= kept
        self.day = max(day, self.day)

    def add(self, report: Report) -> None:
        """Add a report of the present day, or one without a day."""
        worth = weight(report, self.parameters)
        names = [report.axis, *(["force"] if report.force else [])]
        names += [f"{report.axis}>"] if report.direction >= 0 else []
        names += [f"{report.axis}<"] if report.direction <= 0 else []
        for name in names:
            self.sums[name] = self.sums.get(name, 0.0) + worth

    def intensity(self, name: str) -> float:
        """The logarithmic intensity of an axis."""
        return math.log1p(self.sums.get(name, 0.0))


def belief(reports: Iterable[Report], parameters: Parameters = DEFAULT) -> float:
    """How sure it is that at least one of the reports is right, 0 to 1.

    As in INDRA (Gyori et al. 2017): what one publisher says is wrong by chance as often as all its statements
    together, and for one common reason besides; publishers err apart from each other. Denials take their
    share of the confidence of what they deny, reports of the same relation and direction: that two did not
    meet is no reason to doubt a treaty.
    """
    heard = sorted(reports, key=order)
    told = Counter((r.relation, r.direction, r.denied) for r in heard)
    chance: dict[str, float] = {}
    for r in heard:
        if not r.denied:
            asserted, denied = (told[r.relation, r.direction, said] for said in (False, True))
            sure = r.confidence * asserted / (asserted + denied)
            chance[r.publisher] = chance.get(r.publisher, 1.0) * (1.0 - sure)
    if not chance:
        return 0.0
    wrong = 1.0
    for _, by_chance in sorted(chance.items()):
        wrong *= parameters.systematic + (1.0 - parameters.systematic) * by_chance
    return 1.0 - wrong


def of_axis(reports: Iterable[Report], axis: Axis) -> list[Report]:
    """The reports that count for an axis, denials among them."""
    return [r for r in reports if r.axis == axis]
