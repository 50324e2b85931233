"""A figure that can be shown in a notebook or saved: the same bytes for the same graph."""

from __future__ import annotations

import textwrap
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from graphbuild.errors import InputError, QueryError, cannot_write
from graphbuild.stores import looks
from graphbuild.targets import check_graph, chosen_format

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

#: Colours of the web page's style sheet besides those of the families.
INK, QUIET, LINE = "#1d2329", "#59636e", "#d9d8d3"
TONES = looks.FAMILIES
#: Units of a drawing per inch, and its width in units.
UNITS, WIDTH = 100, 920
FORMATS = ("svg", "png")
#: Separator of the parts of a subtitle, and characters per line of it.
_BETWEEN, _LETTERS = " · ", 130
#: Dots per inch of a PNG, for print.
_DPI = 200
_STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9.0,
    "text.color": INK,
    "text.parse_math": False,
    "axes.unicode_minus": False,
    "svg.hashsalt": "graphbuild",
    "svg.fonttype": "path",
    "hatch.linewidth": 0.6,
}


class NothingToDrawError(QueryError):
    """A figure would be empty."""


class Picture:
    """A figure of a graph. A notebook displays it; ``save`` writes it as SVG or PNG."""

    def __init__(self, figure: Figure, title: str) -> None:
        self.figure = figure
        """The matplotlib figure, which may be modified."""
        self.title = title

    def __repr__(self) -> str:
        return f"<Picture {self.title}>"

    def svg(self) -> str:
        """The figure as SVG; letters are shapes, so that it looks the same everywhere."""
        return self._drawn("svg", Title=self.title, Date=None, Creator="graphbuild").decode()

    def png(self) -> bytes:
        """The figure as PNG, with 200 dots per inch."""
        return self._drawn("png", Title=self.title, Software=None)

    def save(self, file: Path | str | BinaryIO, *, format: str | None = None) -> None:  # noqa: A002
        """Write the figure to a path or to an open binary file.

        ``format`` is svg or png; if it is None, the suffix of the path decides. Raises ``StoreError`` for
        another format, a path that cannot be written and a file of a graph folder.
        """
        path = Path(file) if isinstance(file, str | Path) else None
        name = chosen_format(format, path, FORMATS)
        if path is not None:
            check_graph(path)
        drawn = self.svg().encode() if name == "svg" else self.png()
        if path is None:
            file.write(drawn)  # type: ignore[union-attr]
            return
        try:
            path.write_bytes(drawn)
        except OSError as error:
            raise cannot_write(path, error) from error

    def _repr_svg_(self) -> str:
        return self.svg()

    def _drawn(self, form: str, **metadata: str | None) -> bytes:
        buffer = BytesIO()
        with style(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about missing glyphs, which are drawn as boxes
            self.figure.savefig(buffer, format=form, dpi=_DPI, metadata=metadata)
        return buffer.getvalue()


@contextmanager
def style() -> Iterator[None]:
    """The common style of all figures, independent of the user's matplotlib settings.

    Raises ``InputError`` if matplotlib is missing.
    """
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise InputError(
            "pictures need matplotlib, which is not installed here; pip install 'graphbuild[plot]'"
        ) from error
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(cast("Any", _STYLE))
        yield


def canvas(height: float) -> tuple[Figure, Axes]:
    """An empty figure of this height in units, and axes over all of it, from the upper left corner."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(WIDTH / UNITS, height / UNITS), facecolor="white")
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, WIDTH)
    axes.set_ylim(height, 0)
    return figure, axes


def heading(axes: Axes, title: str, subtitle: str) -> None:
    """A title with a grey subtitle below, on one line or two, broken between parts."""
    axes.text(24, 30, title, fontsize=14, fontweight="bold", va="center")
    lines: list[str] = []
    for part in subtitle.split(_BETWEEN):
        if lines and len(lines[-1]) + len(_BETWEEN) + len(part) <= _LETTERS:
            lines[-1] += _BETWEEN + part
        else:
            lines += textwrap.wrap(part, _LETTERS)
    for n, line in enumerate(lines):
        axes.text(24, 54 + 15 * n, line, fontsize=9, color=QUIET, va="center")


def clean(text: str, most: int = 1_000) -> str:
    """A text of an article on one line, without control and direction characters, truncated to ``most``."""
    plain = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return plain if len(plain) <= most else f"{plain[: most - 1].rstrip()}…"


def steps(most: float) -> list[int]:
    """Round numbers from 0 up to a number, at most five."""
    raw = max(1.0, most / 4)
    size = 10 ** (len(str(int(raw))) - 1)
    step = next(n * size for n in (1, 2, 5, 10) if n * size >= raw)
    return list(range(0, int(most) + 1, step))


def rimmed(axes: Axes, at: tuple[float, float], text: str, **how: Any) -> None:
    """A text with a rim in the background colour, so that lines behind it do not cross it."""
    from matplotlib.patheffects import withStroke

    rim = [withStroke(linewidth=2.5, foreground="white")]
    axes.text(*at, text, path_effects=rim, **{"zorder": 6, **how})
