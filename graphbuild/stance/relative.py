"""Hostility of a pair relative to the conflict of both with everybody else. Pure.

Great powers are in conflict with many states, so their pairs crowd the top of any list. A feud differs in
that most of the conflict of both sides is with each other:

    relative(a, b) = mean over both directions of
                     ln(1 + C(a, b)) - 1/4 ln(10 + C(a, others)) - 1/4 ln(10 + C(others, b))

``C(a, b)`` is the decayed weight of what a did to b in conflict (the sums of ``intensity``); others are all
except the pair. Because of the mean of logarithms, hostility from both sides ranks above the same amount from
one side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

#: Share of the (logarithmic) conflict with others that is subtracted, half of it for either side.
_SHARE = 0.5
#: Weight of conflict with others below which it has hardly any effect.
_OFFSET = 10.0


def relative(conflict: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Return the relative hostility of each pair, sorted, the smaller name first; a score for ranking without
    a unit.

    ``conflict`` maps ordered pairs (actor, target) to the decayed weight of the conflict, 0 or more, on one
    day. It must contain all known pairs; missing ones count as 0.
    """
    done: dict[str, float] = {}
    suffered: dict[str, float] = {}
    for (a, b), weight in sorted(conflict.items()):
        done[a] = done.get(a, 0.0) + weight
        suffered[b] = suffered.get(b, 0.0) + weight

    def one_way(a: str, b: str) -> float:
        weight = conflict.get((a, b), 0.0)
        others = math.log(_OFFSET + max(0.0, done.get(a, 0.0) - weight))
        others += math.log(_OFFSET + max(0.0, suffered.get(b, 0.0) - weight))
        return math.log1p(weight) - _SHARE / 2 * others

    pairs = sorted({(min(pair), max(pair)) for pair in conflict})
    return {(a, b): (one_way(a, b) + one_way(b, a)) / 2 for a, b in pairs}
