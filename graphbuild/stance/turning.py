"""When the course between two changed: an exact segmentation of what was reported time by time.

The times of which something is reported are cut into segments so that the squared distance of both axes'
intensities from the means of their segment, and a price for each cut, are least. All ways to cut are compared
(optimal partitioning, Jackson et al. 2005), so that the result depends on nothing but the numbers; of equal
ways the one with the earlier cuts is taken. Times of which nothing is reported say nothing.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

#: Price of a cut, in units of the noise and of the logarithm of the number of times.
_PRICE = 2.0
#: The least noise of one time, so that a course without any is not cut at every ripple.
_LEAST_NOISE = 0.15
#: Times below which their steps tell nothing of the noise.
_FEW = 8
#: The least change of an axis that is a turning point.
_LEAST_CHANGE = 0.5


@dataclass(frozen=True, slots=True)
class Turn:
    """A change of course: the times of the new one, and the means of the axes before and after."""

    at: int
    """Place in the series of the first time of the new course."""
    end: int
    """Place after the last time of the new course."""
    before: tuple[float, float]
    """Mean intensity of cooperation and of conflict."""
    after: tuple[float, float]


def turns(cooperation: Sequence[float], conflict: Sequence[float]) -> list[Turn]:
    """The turning points of two series of the same times, in order."""
    times = len(cooperation)
    if times < 2:
        return []
    sums = [(0.0, 0.0, 0.0)]
    for x, y in zip(cooperation, conflict, strict=True):
        a, b, c = sums[-1]
        sums.append((a + x, b + y, c + x * x + y * y))
    price = _PRICE * _noise(cooperation, conflict) * math.log(times)

    def cost(start: int, end: int) -> float:
        (a, b, c), (d, e, f) = sums[start], sums[end]
        return f - c - ((d - a) ** 2 + (e - b) ** 2) / (end - start)

    best, cut = [-price], [0]
    for end in range(1, times + 1):
        found = min((best[start] + cost(start, end) + price, start) for start in range(end))
        best.append(found[0])
        cut.append(found[1])
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
    """How much one time differs from the next by chance: half the mean square of the smaller steps. Of a few
    times nothing is known of it.
    """
    if len(series[0]) < _FEW:
        return _LEAST_NOISE
    found = 0.0
    for values in series:
        steps = sorted((b - a) ** 2 for a, b in itertools.pairwise(values))
        half = steps[: max(1, (len(steps) + 1) // 2)]
        found += sum(half) / len(half) / 2
    return max(found, _LEAST_NOISE)
