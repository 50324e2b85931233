"""Spans, matchings, F1, and measures of a ranking."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import groupby, product

from graphbuild.model import Span


def share(part: float, whole: float) -> float:
    """Return part / whole; 0 for an empty whole."""
    return part / whole if whole else 0.0


def f1(precision: float, recall: float) -> float:
    """Return the harmonic mean of precision and recall."""
    return share(2 * precision * recall, precision + recall)


def macro_f1(wanted: Sequence[Hashable], found: Sequence[Hashable], labels: Sequence[Hashable]) -> float:
    """Return the mean of the F1 of each label."""
    total = 0.0
    for label in labels:
        both = sum(a == b == label for a, b in zip(wanted, found, strict=True))
        total += share(2 * both, sum(a == label for a in wanted) + sum(b == label for b in found))
    return share(total, len(labels))


def ranking(scored: Iterable[tuple[float, bool]]) -> tuple[float, float] | None:
    """Return area under the ROC curve and average precision of scores, each with whether it is positive.

    Equal scores share a rank, so the order of the input does not matter. None if all are positive, or none.
    """
    ranked = sorted(scored, key=lambda item: -item[0])
    positive = sum(high for _, high in ranked)
    negative = len(ranked) - positive
    if not positive or not negative:
        return None
    hits = seen = 0
    area = precision = 0.0
    for _, group in groupby(ranked, key=lambda item: item[0]):
        tied = [high for _, high in group]
        right = sum(tied)
        area += (len(tied) - right) * (hits + right / 2)
        hits, seen = hits + right, seen + len(tied)
        precision += right * hits / seen
    return area / (positive * negative), precision / positive


def overlap(a: Span, b: Span) -> int:
    """Return the number of characters that two spans share."""
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def likeness(a: Span, b: Span) -> float:
    """Return the Jaccard similarity of two spans, by characters (0 to 1)."""
    shared = overlap(a, b)
    return shared / (a[1] - a[0] + b[1] - b[0] - shared) if shared else 0.0


def matching(left: int, right: int, fits: Callable[[int, int], bool]) -> dict[int, int]:
    """Return a maximum one-to-one matching of ``range(left)`` to ``range(right)``, by augmenting paths."""
    partner: dict[int, int] = {}
    edges = [[j for j in range(right) if fits(i, j)] for i in range(left)]

    def place(i: int, tried: set[int]) -> bool:
        for j in edges[i]:
            if j not in tried:
                tried.add(j)
                if j not in partner or place(partner[j], tried):
                    partner[j] = i
                    return True
        return False

    for i in range(left):
        place(i, set())
    return {i: j for j, i in partner.items()}


def aligned(found: Sequence[Span], wanted: Sequence[Span]) -> dict[int, int]:
    """Align found spans one to one with expected ones, the most similar first.

    Two spans can be aligned if they share half of their union, or end together.
    """

    def alike(a: Span, b: Span) -> bool:
        return likeness(a, b) >= 0.5 or (a[1] == b[1] and bool(overlap(a, b)))

    candidates = sorted(
        (-likeness(a, b), i, j)
        for (i, a), (j, b) in product(enumerate(found), enumerate(wanted))
        if overlap(a, b) and alike(a, b)
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in candidates:
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
