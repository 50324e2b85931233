"""How hostile two are, set against what each does to, and suffers from, everybody else. Pure.

Great powers are in conflict with many, so that their pairs crowd the top of any list. What tells a feud from
that is how much of the conflict of both is with each other:

    relative(a, b) = mean over both directions of
                     ln(1 + C(a, b)) - 1/4 ln(10 + C(a, others)) - 1/4 ln(10 + C(others, b))

``C(a, b)`` is the weight of what a did to b in conflict, decayed (the sums of ``intensity``); others are all
but the two. By the mean of the logarithms, hostility from both sides ranks above as much from one.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

#: How much of the conflict with others is set off, by its logarithm, half of it for either side.
_SHARE = 0.5
#: Weight of conflict with others below which it hardly matters.
_LITTLE = 10.0


def relative(conflict: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """The relative hostility of each pair, in order, the smaller name first; it ranks and has no unit.

    ``conflict`` gives the decayed weight, 0 or more, of what the first of two did to the second, at one time,
    for all pairs that are known of: what is left out counts as nothing.
    """
    done: dict[str, float] = {}
    suffered: dict[str, float] = {}
    for (a, b), worth in sorted(conflict.items()):
        done[a] = done.get(a, 0.0) + worth
        suffered[b] = suffered.get(b, 0.0) + worth

    def one_way(a: str, b: str) -> float:
        worth = conflict.get((a, b), 0.0)
        others = math.log(_LITTLE + max(0.0, done.get(a, 0.0) - worth))
        others += math.log(_LITTLE + max(0.0, suffered.get(b, 0.0) - worth))
        return math.log1p(worth) - _SHARE / 2 * others

    pairs = sorted({(min(pair), max(pair)) for pair in conflict})
    return {(a, b): (one_way(a, b) + one_way(b, a)) / 2 for a, b in pairs}
