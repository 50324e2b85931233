"""Print rows as a readable table at any width: terminal lines are short, sentences are not."""

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
_INDENT = 2


def as_table(
    columns: Sequence[str], rows: Sequence[Sequence[str]], *, numeric: Sequence[bool], width: int | None
) -> list[RenderableType]:
    """The rows for lines of ``width`` characters (None: of any length).

    A table if it fits with long texts broken into lines; else a table of the short columns, on two lines if
    necessary, with the long ones below each row; else a block of lines for each row.
    """
    widths = [max(map(cell_len, (name, *cells))) for name, *cells in zip(columns, *rows, strict=True)]
    short = [i for i, w in enumerate(widths) if w <= _SHORT]
    long = [i for i, w in enumerate(widths) if w > _SHORT]
    line = sum(widths[i] for i in short) + _GAP * (len(short) - 1)
    if width is None or line + sum(_GAP + min(widths[i], _LEGIBLE) for i in long) <= width:
        return [_table(columns, rows, numeric, short)]
    if short and (lines := _in_lines(widths, short, width)):
        return list(_with_lines_below(columns, rows, numeric, widths, lines, long))
    return list(_blocks(columns, rows))


def _in_lines(widths: Sequence[int], short: Sequence[int], width: int) -> list[Sequence[int]]:
    """The short columns on one line, or on two, the second indented; empty if more are needed."""
    for end in range(len(short), 0, -1):
        lines = [some for some in (short[:end], short[end:]) if some]
        needed = [sum(widths[i] for i in some) + _GAP * (len(some) - 1) for some in lines]
        if all(_INDENT * n + line <= width for n, line in enumerate(needed)):
            return lines
    return []


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
    lines: Sequence[Sequence[int]],
    long: Sequence[int],
) -> Iterator[RenderableType]:
    def row(cells: Sequence[str], style: str) -> Iterator[RenderableType]:
        for n, some in enumerate(lines):
            if n and not any(cells[i] for i in some):
                continue
            padded = []
            for i in some:
                space = " " * (widths[i] - cell_len(cells[i]))
                padded.append(space + cells[i] if numeric[i] else cells[i] + space)
            yield Text(" " * _INDENT * n + (" " * _GAP).join(padded).rstrip(), style=style)
        for i in long:
            if cells[i]:
                yield Padding(Text(cells[i], style=style), (0, 0, 0, _INDENT), expand=False)

    yield from row(columns, "bold")
    longest = max(
        _INDENT * n + sum(widths[i] for i in some) + _GAP * (len(some) - 1) for n, some in enumerate(lines)
    )
    yield Text("─" * longest)
    for cells in rows:
        yield from row(cells, "")


def _blocks(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[RenderableType]:
    """A line for each cell that is not empty."""
    for i, row in enumerate(rows):
        if i:
            yield ""
        block = Table.grid(padding=(0, _GAP, 0, 0))
        block.add_column(style="bold", no_wrap=True)
        block.add_column(overflow="fold")
        for name, cell in zip(columns, row, strict=True):
            if cell or not any(row):
                block.add_row(name, cell)
        yield block
