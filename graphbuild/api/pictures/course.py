"""The stance of a pair over time: cooperation above the line, conflict below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from graphbuild.api.pictures.figure import (
    INK,
    LINE,
    QUIET,
    TONES,
    WIDTH,
    NothingToDrawError,
    Picture,
    canvas,
    clean,
    heading,
    rimmed,
    steps,
    style,
)
from graphbuild.api.stances import Cited, PairStance, Point, TurningPoint
from graphbuild.stance import ordinal
from graphbuild.wording import label_change, quoted, undated_past_reports

if TYPE_CHECKING:
    from matplotlib.axes import Axes

#: Height of one axis, its left and right end, and top of the upper one, in units.
_HALF, _LEFT, _RIGHT, _TOP = 130, 52, WIDTH - 24, 116
#: Maximum number of days with reports drawn as dots, of turning points, and of sentences listed below.
_DOTS, _MOST, _CITED = 80, 8, 4
#: Maximum characters of a sentence, and units between turning points.
_SENTENCE, _ROW = 118, 46
_SIDES = (("cooperation", -1), ("conflict", 1))


def course(found: PairStance, curve: Sequence[Point]) -> Picture:
    """The stance of two entities over time, with its turning points and a sentence for each.

    Raises ``NothingToDrawError`` if no report of them has a day, ``InputError`` without matplotlib.
    """
    if not curve:
        raise NothingToDrawError(f"no report with a date exists between {found.a.name} and {found.b.name}")
    with style():
        return _drawn(found, curve)


def _drawn(found: PairStance, curve: Sequence[Point]) -> Picture:
    s, turns, because = found.stance, found.turning_points[-_MOST:], found.because[:_CITED]
    foot = _TOP + 2 * _HALF + 44
    below = _ROW * len(turns) if turns else 20 * len(because)
    figure, axes = canvas(foot + below + 36)
    title = f"{clean(found.a.name, 40)} – {clean(found.b.name, 40)}"
    label = f"{s.label} since {found.since_date or s.since}" if s.since and s.label != "unknown" else s.label
    parts = [label]
    counted = ((s.reports, "report"), (s.articles, "article"), (s.sources, "publisher"))
    parts += [f"{n} {name}{'' if n == 1 else 's'}" for n, name in counted if s.reports]
    parts += [f"as of {found.as_of_date or s.as_of}"] if s.as_of else []
    past = s.past + found.past_left_out
    heading(axes, title, " · ".join([*parts, undated_past_reports(past)] if past else parts))
    first, last = ordinal(curve[0].day), ordinal(curve[-1].day)
    pad = max(8, (last - first) // 100)
    first, last = first - pad, last + pad

    def x(day: int) -> float:
        return _LEFT + (day - first) / (last - first) * (_RIGHT - _LEFT)

    zero = _TOP + _HALF
    most = max(2.0, *(max(p.cooperation, p.conflict) for p in curve))
    unit = (_HALF - 16) / most
    for n in steps(most):
        for way in (-1, 1) if n else (1,):
            y = zero + way * n * unit
            color, wide = (LINE, 0.6) if n else (INK, 0.9)
            axes.plot([_LEFT, _RIGHT], [y, y], color=color, lw=wide, zorder=1)
            axes.text(_LEFT - 8, y, str(n), ha="right", va="center", color=QUIET, fontsize=8)
    for at, name in _ticks(first, last):
        axes.plot([x(at)] * 2, [zero + _HALF, zero + _HALF + 5], color=QUIET, lw=0.6)
        axes.text(x(at), zero + _HALF + 17, name, ha="center", va="center", color=QUIET, fontsize=8)
    days = [x(ordinal(p.day)) for p in curve]
    reported = [n for n, p in enumerate(curve) if p.reported]
    for name, way in _SIDES:
        ys = [zero + way * getattr(p, name) * unit for p in curve]
        hatch = "////" if name == "conflict" else None
        axes.fill_between(
            days, ys, zero, facecolor=f"{TONES[name]}2e", edgecolor=f"{TONES[name]}55", hatch=hatch, lw=0
        )
        axes.plot(days, ys, color=TONES[name], lw=1.6, zorder=3)
        if len(reported) <= _DOTS:
            dots = [days[n] for n in reported], [ys[n] for n in reported]
            axes.plot(*dots, "o", ms=3.4, color=TONES[name], zorder=4)
        word, y = f"{name} {'↑' if way < 0 else '↓'}", zero + way * (_HALF - 8)
        how: dict[str, Any] = {"color": TONES[name], "va": "center", "fontweight": "bold", "zorder": 2.5}
        rimmed(axes, (_LEFT + 6, y), word, **how)
    if turns:
        _turning_points(axes, turns, [x(ordinal(t.day)) for t in turns], foot, len(found.turning_points))
    elif because:
        _because(axes, because, foot)
    return Picture(figure, title)


def _turning_points(
    axes: Axes, turns: Sequence[TurningPoint], at: Sequence[float], foot: float, of: int
) -> None:
    """A number at each turning point, and below the change and a sentence that explains it."""
    title = "Turning points" if len(turns) == of else f"The last {len(turns)} of {of} turning points"
    axes.text(24, foot + 8, title, fontsize=10, fontweight="bold", va="center")
    bottom = _TOP + 2 * _HALF
    for n, (turn, day, sign) in enumerate(zip(turns, at, _spread(at, 22, _RIGHT), strict=True), 1):
        ends = [sign, day, day], [_TOP - 14, _TOP - 2, bottom]
        axes.plot(*ends, color=INK, lw=0.8, ls=(0, (3, 3)), zorder=2)
        y = foot + 34 + _ROW * (n - 1)
        for left, top in ((sign, _TOP - 20), (32, y)):
            axes.plot(left, top, "o", ms=13, color=INK, zorder=5)
            number: dict[str, Any] = {"color": "white", "fontsize": 8, "fontweight": "bold", "zorder": 6}
            axes.text(left, top, str(n), ha="center", va="center_baseline", **number)
        axes.text(50, y, f"{turn.date}   {_turned(turn)}", va="center_baseline", fontweight="bold")
        for cited in turn.cited[:1]:
            axes.text(50, y + 18, _citation(cited), va="center_baseline", color=QUIET, fontsize=8)


def _because(axes: Axes, cited: Sequence[Cited], foot: float) -> None:
    """The sentences of highest weight, if there is no turning point."""
    axes.text(24, foot + 8, "Because", fontsize=10, fontweight="bold", va="center")
    for n, one in enumerate(cited):
        axes.text(24, foot + 32 + 20 * n, _citation(one), va="center_baseline", color=QUIET, fontsize=8)


def _citation(cited: Cited) -> str:
    """A sentence, its publisher and date."""
    where = [part for part in (clean(cited.article.source, 40), cited.article.date) if part]
    return f"{quoted(clean(cited.statement.sentence, _SENTENCE))}  {', '.join(where)}"


def _turned(t: TurningPoint) -> str:
    axes = (("cooperation", t.cooperation), ("conflict", t.conflict))
    rise = ", ".join(f"{name} {a:.1f} → {b:.1f}" for name, (a, b) in axes)
    return f"{label_change(t.before, t.after)}  ({rise})"


def _spread(wanted: Sequence[float], room: float, most: float) -> list[float]:
    """Positions as near to the wanted ones as possible without overlap, in order."""
    found = list(wanted)
    for n in range(1, len(found)):
        found[n] = max(found[n], found[n - 1] + room)
    for n in reversed(range(len(found))):
        found[n] = min(found[n], most if n == len(found) - 1 else found[n + 1] - room)
    return found


def _ticks(first: int, last: int) -> Iterator[tuple[int, str]]:
    """Days on an axis, with labels: months for short spans, years for long ones."""
    start, end = date.fromordinal(first), date.fromordinal(last)
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    size = next((n for n in (1, 2, 3, 6) if months / n <= 12), 0)
    years = next(n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500) if months / 12 / n <= 14)
    for month in range(start.year * 12 + start.month - 1, end.year * 12 + end.month):
        year, of_year = divmod(month, 12)
        if month % size if size else of_year or year % years:
            continue
        day = date(year, of_year + 1, 1).toordinal()
        if first <= day <= last:
            yield day, f"{year:04}-{of_year + 1:02}" if size else f"{year:04}"
