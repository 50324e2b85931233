"""Turning points in the relationship of a pair: an exact segmentation of the reports over time.

The time steps with a report are divided into segments such that the squared distance of both axes'
intensities from the mean of their segment, plus a penalty for each cut, is minimal. All segmentations are
compared (optimal partitioning, Jackson et al. 2005), so the result depends on the numbers alone; among equal
ones the one with earlier cuts is chosen. Time steps without a report are ignored.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Penalty of a cut, in units of the noise times the logarithm of the number of time steps.
_PENALTY = 2.0
#: Minimum noise of a time step, so that a smooth series is not cut at every ripple.
_LEAST_NOISE = 0.15
#: Number of time steps below which the noise cannot be estimated.
_LEAST_STEPS = 8
#: Minimum change of an axis at a turning point.
_LEAST_CHANGE = 0.5


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point: the segment that starts there, and the means of the axes before and after it."""

    at: int
    """Index in the series of the first time step of the new segment."""
    end: int
    """Index after the last time step of the new segment."""
    before: tuple[float, float]
    """Mean intensity of cooperation and of conflict."""
    after: tuple[float, float]


def turns(cooperation: Sequence[float], conflict: Sequence[float]) -> list[Turn]:
    """Return the turning points of two series over the same time steps, in order."""
    times = len(cooperation)
    if times < 2:
        return []
    sums = [(0.0, 0.0, 0.0)]
    for x, y in zip(cooperation, conflict, strict=True):
        a, b, c = sums[-1]
        sums.append((a + x, b + y, c + x * x + y * y))
    penalty = _PENALTY * _noise(cooperation, conflict) * math.log(times)

    def cost(start: int, end: int) -> float:
        (a, b, c), (d, e, f) = sums[start], sums[end]
        return f - c - ((d - a) ** 2 + (e - b) ** 2) / (end - start)

    best, cut = [-penalty], [0]
    for end in range(1, times + 1):
        cheapest = min((best[start] + cost(start, end) + penalty, start) for start in range(end))
        best.append(cheapest[0])
        cut.append(cheapest[1])
    bounds = [times]
    while bounds[-1]:
        bounds.append(cut[bounds[-1]])
    bounds.reverse()
    means = [
        tuple((sums[end][k] - sums[start][k]) / (end - start) for k in (0, 1))
        for start, end in itertools.pairwise(bounds)
    ]
    return [
        Turn(at, end, (before[0], before[1]), (after[0], after[1]))
        for at, end, before, after in zip(bounds[1:-1], bounds[2:], means, means[1:], strict=False)
        if max(abs(after[k] - before[k]) for k in (0, 1)) >= _LEAST_CHANGE
    ]


def _noise(*series: Sequence[float]) -> float:
    """Estimate the noise between consecutive time steps: half the mean square of the smaller steps.

    A constant is used for short series.
    """
    if len(series[0]) < _LEAST_STEPS:
        return _LEAST_NOISE
    noise = 0.0
    for values in series:
        steps = sorted((b - a) ** 2 for a, b in itertools.pairwise(values))
        half = steps[: max(1, (len(steps) + 1) // 2)]
        noise += sum(half) / len(half) / 2
    return max(noise, _LEAST_NOISE)
