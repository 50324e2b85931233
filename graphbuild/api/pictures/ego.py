"""An ego network: conflict on the left, cooperation on the right, posts and seats below.

It shows the same neighbours on the same sides as the web page. The sides distinguish conflict from
cooperation without colours.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphbuild.api.filters import Filters
from graphbuild.api.index import Index
from graphbuild.api.neighbours import MOST_NEIGHBOURS, Neighbour, links, neighbours
from graphbuild.api.pictures.figure import (
    INK,
    QUIET,
    TONES,
    WIDTH,
    NothingToDrawError,
    Picture,
    canvas,
    clean,
    heading,
    rimmed,
    style,
)
from graphbuild.model import Entity
from graphbuild.stores import looks

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Units between rows, from the centre to the sides, and from there to the first of those below.
_ROW, _SIDE, _BELOW = 26, 195, 92
#: How far left of the centre those below are, and the line that leads to them.
_MIDDLE, _TRUNK = 92.0, 124.0
_MARKERS = {"person": "o", "country": "s", "organisation": "^"}
#: Maximum characters of a name on the sides, and below, where the right side is near.
_LETTERS, _SHORT = 34, 26
_HEAD, _FOOT = 96, 74
Place = tuple[float, float]


def ego(index: Index, entity: Entity, limit: int) -> Picture:
    """The entity and up to ``limit`` of its neighbours, the most important first.

    Raises ``NothingToDrawError`` if it has no relation to others, ``InputError`` without matplotlib.
    """
    statements = index.about(entity.id, Filters())
    around = neighbours(index, entity.id, statements, index.ties(statements))
    if not around:
        raise NothingToDrawError(f"nothing is said of {entity.name} and any other")
    shown = around[: min(limit or MOST_NEIGHBOURS, MOST_NEIGHBOURS)]
    with style():
        return _drawn(index, entity, shown, len(around))


def places(sides: Sequence[str]) -> list[Place]:
    """Positions of neighbours relative to the centre: on the sides outward, below downward."""
    ranks = dict.fromkeys(TONES, 0)
    found: list[Place] = []
    for name in sides:
        rank = ranks[name]
        ranks[name] += 1
        out = -(-rank // 2) * (1 if rank % 2 else -1)
        bend = min(1.0, abs(out) / 12) ** 2
        if name == "standing":
            found.append((-_MIDDLE, float(_BELOW + _ROW * rank)))
        else:
            found.append(((_SIDE - 60 * bend) * (-1 if name == "conflict" else 1), float(_ROW * out)))
    return found


def _drawn(index: Index, entity: Entity, shown: Sequence[Neighbour], of: int) -> Picture:
    sides = [n.side for n in shown]
    at = places(sides)
    tops = dict.fromkeys(TONES, 0.0)
    for (_, top), family in zip(at, sides, strict=True):
        tops[family] = min(tops[family], top)
    up = max(60.0, _ROW - min(tops["conflict"], tops["cooperation"]))
    down = max(60.0, *(y + _ROW for _, y in at))
    x, y = WIDTH / 2, _HEAD + up
    figure, axes = canvas(y + down + _FOOT)
    where = {n.entity.id: (x + place[0], y + place[1]) for n, place in zip(shown, at, strict=True)}
    name = clean(entity.name, 60)
    days = sorted(day for a in index.articles.values() if (day := a.date))
    summary = f"{len(shown)} of {of} neighbours" if len(shown) < of else f"{of} neighbours"
    if days:
        summary += f" · articles from {days[0]} to {days[-1]}"
    heading(axes, name, summary)
    bold = {"fontweight": "bold"}
    for title, place, family in (
        ("more conflict reported", (x - _SIDE, "right"), "conflict"),
        ("more cooperation reported", (x + _SIDE, "left"), "cooperation"),
    ):
        if family in sides:
            rimmed(axes, (place[0], y + tops[family] - 28), title, ha=place[1], color=TONES[family], **bold)
    if "standing" in sides:
        title = "posts, memberships, seats"
        rimmed(axes, (x - _MIDDLE - 6, y + _BELOW - 20), title, color=TONES["standing"], zorder=7, **bold)
    for link in links(index, list(where), Filters()):
        a, b = where[link.a], where[link.b]
        bend = (x + (a[0] + b[0] - 2 * x) * 0.22, y + (a[1] + b[1] - 2 * y) * 0.4)
        family = "cooperation" if link.score > 0 else "conflict" if link.score < 0 else "standing"
        _curve(axes, [a, bend, b], TONES[family], 0.7, alpha=0.22)
    for n, family in zip(shown, sides, strict=True):
        _edge(axes, (x, y), where[n.entity.id], n, family)
    for n, family in zip(shown, sides, strict=True):
        _node(axes, where[n.entity.id], n, family)
    axes.plot(x, y, _MARKERS[entity.kind], ms=17, color=INK, zorder=5)
    label = y - 22 if "standing" in sides else y + 30
    rimmed(axes, (x, label), clean(entity.name, _LETTERS), ha="center", fontsize=10, fontweight="bold")
    _legend(axes, y + down + 30)
    return Picture(figure, name)


def _edge(axes: Axes, middle: Place, to: Place, n: Neighbour, family: str) -> None:
    """The line to a neighbour: its width is the number of reports, dashed if none reports it as fact."""
    y, dx, dy = to[1], to[0] - middle[0], to[1] - middle[1]
    width = looks.width(n.reports) * 0.75
    if family == "standing":
        left = middle[0] - _TRUNK
        points = [middle, (middle[0] - 100, middle[1] + 20), (left, y - 30), (left, y - 18), (left, y), to]
        width = min(1.8, width)
    else:
        points = [middle, (middle[0] + dx * 0.45, middle[1] + dy * 0.15), (middle[0] + dx * 0.6, y), to]
    _curve(axes, points, TONES[family], width, alpha=0.5, dashed=not n.reports)


def _curve(
    axes: Axes, points: Sequence[Place], color: str, width: float, *, alpha: float, dashed: bool = False
) -> None:
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    codes = {
        3: [Path.MOVETO, *[Path.CURVE3] * 2],
        4: [Path.MOVETO, *[Path.CURVE4] * 3],
        6: [Path.MOVETO, *[Path.CURVE4] * 3, *[Path.CURVE3] * 2],
    }
    line = (0, (4 / width, 3 / width)) if dashed else "solid"
    axes.add_patch(
        PathPatch(
            Path(points, codes[len(points)]),
            facecolor="none",
            edgecolor=color,
            linewidth=width,
            alpha=alpha,
            linestyle=line,
            capstyle="butt",
        )
    )


def _node(axes: Axes, at: Place, n: Neighbour, family: str) -> None:
    left = family == "conflict"
    axes.plot(*at, _MARKERS[n.entity.kind], ms=7.5, color=TONES[family], zorder=5)
    name = clean(n.entity.name, _SHORT if family == "standing" else _LETTERS)
    reports = str(n.reports) if n.reports else "–"
    x = at[0] + (-13 if left else 13)
    ha = "right" if left else "left"
    rimmed(axes, (x, at[1]), f"{name}  {reports}", ha=ha, va="center_baseline")


def _legend(axes: Axes, y: float) -> None:
    x = 24.0
    for kind, marker in _MARKERS.items():
        axes.plot(x + 5, y, marker, ms=7, color=QUIET)
        axes.text(x + 16, y, kind, color=QUIET, va="center_baseline", fontsize=8)
        x += 34 + 6.3 * len(kind)
    x += 20
    for reports in (1, 4, 16):
        axes.plot([x, x + 26], [y, y], color=QUIET, lw=looks.width(reports) * 0.75, solid_capstyle="butt")
        label = f"{reports} report{'' if reports == 1 else 's'}"
        axes.text(x + 32, y, label, color=QUIET, va="center_baseline", fontsize=8)
        x += 54 + 5.6 * len(label)
    axes.plot([x, x + 26], [y, y], color=QUIET, lw=1, dashes=(4, 3))
    axes.text(x + 32, y, "only denied, planned or possible", color=QUIET, va="center_baseline", fontsize=8)
    note = "The number beside a name is that of independent articles that assert any of it."
    axes.text(24, y + 22, note, color=QUIET, fontsize=8)
