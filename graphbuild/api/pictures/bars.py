"""A bar chart of statements over time, by month, quarter or year and by family of relations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graphbuild.api.index import Index
from graphbuild.api.pictures.figure import (
    LINE,
    QUIET,
    TONES,
    WIDTH,
    NothingToDrawError,
    Picture,
    canvas,
    clean,
    heading,
    steps,
    style,
)
from graphbuild.api.timeline import timeline
from graphbuild.model import Statement

_LEFT, _RIGHT, _TOP, _HEIGHT = 60, WIDTH - 24, 110, 230
#: From bottom to top, with what distinguishes each without colours.
_FAMILIES = (
    ("standing", "....", "posts, memberships"),
    ("cooperation", "", "cooperation"),
    ("conflict", "////", "conflict"),
)


def bars(index: Index, statements: Iterable[Statement], title: str) -> Picture:
    """The statements reported as fact, by the day of their article, or by year if the bars are years.

    Raises ``NothingToDrawError`` if none has a day or year, ``InputError`` if matplotlib is missing.
    """
    found = timeline(statements, index.articles)
    if not found["bars"]:
        raise NothingToDrawError("nothing of a known time is reported as fact")
    with style():
        return _drawn(found["bars"], found["unit"], found["left_out"], clean(title, 80))


def _drawn(found: list[dict[str, Any]], unit: str, left_out: int, title: str) -> Picture:
    figure, axes = canvas(_TOP + _HEIGHT + 70)
    totals = [sum(bar[family] for family, _, _ in _FAMILIES) for bar in found]
    summary = f"{sum(totals):,} statements by {unit} · {found[0]['period']} to {found[-1]['period']}"
    if left_out:
        unknown = "without a date" if unit == "year" else "of which no day is known"
        summary += f" · {left_out:,} of articles {unknown} left out"
    heading(axes, title, summary)
    bottom, most = _TOP + _HEIGHT, max(totals)
    unit_height = (_HEIGHT - 10) / most
    for n in steps(most):
        y = bottom - n * unit_height
        axes.plot([_LEFT, _RIGHT], [y, y], color=QUIET if not n else LINE, lw=0.7, zorder=1)
        axes.text(_LEFT - 8, y, f"{n:,}", ha="right", va="center", color=QUIET, fontsize=8)
    wide = (_RIGHT - _LEFT) / len(found)
    gap = min(2.0, wide * 0.12)
    below = [0] * len(found)
    for family, hatch, _ in _FAMILIES:
        counts = [bar[family] for bar in found]
        axes.bar(
            [_LEFT + (n + 0.5) * wide for n in range(len(found))],
            [-count * unit_height for count in counts],
            width=max(0.8, wide - 2 * gap),
            bottom=[bottom - b * unit_height for b in below],
            facecolor=TONES[family],
            edgecolor="white",
            hatch=hatch,
            linewidth=0,
            zorder=2,
        )
        below = [b + count for b, count in zip(below, counts, strict=True)]
    skip = -(-len(found) * (44 if unit == "year" else 62) // (_RIGHT - _LEFT))
    for n in range(0, len(found), skip):
        at = _LEFT + (n + 0.5) * wide
        axes.text(at, bottom + 16, found[n]["period"], ha="center", va="center", color=QUIET, fontsize=8)
    x = float(_LEFT)
    for family, hatch, name in reversed(_FAMILIES):
        axes.bar(
            [x + 8], [-11], width=16, bottom=[bottom + 51], facecolor=TONES[family], edgecolor="white",
            hatch=hatch, linewidth=0,
        )  # fmt: skip
        axes.text(x + 24, bottom + 46, name, va="center_baseline", color=QUIET, fontsize=8)
        x += 52 + 6.2 * len(name)
    return Picture(figure, title)
