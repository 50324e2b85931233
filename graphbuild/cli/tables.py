"""Rows as a table that can be read however wide they are: a terminal's lines are short, sentences are not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich import box
from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

_SHORT = 30
"""Widest column, in characters, that is never broken into lines."""
_LEGIBLE = 30
"""Narrowest column that a longer text is broken into."""
_GAP = 3


def as_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[bool], width: int | None
) -> list[RenderableType]:
    """The rows for lines of ``width`` characters (None: of any length).

    A table where it fits with long texts broken into lines; else a table of the short columns with
    the long ones below each row; else a block of lines for each row.
    """
    widths = [max(map(cell_len, (name, *cells))) for name, *cells in zip(columns, *rows, strict=True)]
    short = [i for i, w in enumerate(widths) if w <= _SHORT]
    long = [i for i, w in enumerate(widths) if w > _SHORT]
    line = sum(widths[i] for i in short) + _GAP * (len(short) - 1)
    if width is None or line + sum(_GAP + min(widths[i], _LEGIBLE) for i in long) <= width:
        return [_table(columns, rows, numeric, short)]
    if short and line <= width:
        return list(_with_lines_below(columns, rows, numeric, widths, short, long))
    return list(_blocks(columns, rows))


def _table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], numeric: Sequence[bool], short: Sequence[int]
) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for i, name in enumerate(columns):
        table.add_column(name, justify="right" if numeric[i] else "left", overflow="fold", no_wrap=i in short)
    for row in rows:
        table.add_row(*row)
    return table


def _with_lines_below(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    numeric: Sequence[bool],
    widths: Sequence[int],
    short: Sequence[int],
    long: Sequence[int],
) -> Iterator[RenderableType]:
    def line(cells: Sequence[str]) -> str:
        padded = []
        for i in short:
            space = " " * (widths[i] - cell_len(cells[i]))
            padded.append(space + cells[i] if numeric[i] else cells[i] + space)
        return (" " * _GAP).join(padded).rstrip()

    def below(cells: Sequence[str], style: str) -> Iterator[RenderableType]:
        return (Padding(Text(cells[i], style=style), (0, 0, 0, 2), expand=False) for i in long if cells[i])

    yield Text(line(columns), style="bold")
    yield from below(columns, "bold")
    yield Text("─" * (sum(widths[i] for i in short) + _GAP * (len(short) - 1)))
    for row in rows:
        yield Text(line(row))
        yield from below(row, "")


def _blocks(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[RenderableType]:
    for i, row in enumerate(rows):
        if i:
            yield ""
        block = Table.grid(padding=(0, _GAP, 0, 0))
        block.add_column(style="bold", no_wrap=True)
        block.add_column(overflow="fold")
        for name, cell in zip(columns, row, strict=True):
            block.add_row(name, cell)
        yield block
