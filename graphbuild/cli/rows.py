"""Print a query's rows: as a table, or as JSON, JSON Lines and CSV that are streamed."""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from graphbuild.cli import output
from graphbuild.stores import spreadsheet

if TYPE_CHECKING:
    from rich.console import RenderableType

_LINE_END = re.compile(r"\s*[\r\n]\s*")


class Format(StrEnum):
    """Output formats of rows."""

    table = "table"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"


def form_of(form: Format, *, as_json: bool) -> Format:
    """The format, given by either option."""
    return Format.json if as_json else form


def write_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], form: Format) -> int:
    """Print the rows, a table as a whole, all other formats streamed; returns their number."""
    written = 0
    if form is Format.table:
        all_ = list(rows)
        output.show(*table(columns, all_, width=output.terminal_width()))
        return len(all_)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    if form is Format.csv:
        writer.writerow(map(_csv_cell, columns))
    for row in rows:
        if form is Format.csv:
            writer.writerow(map(_csv_cell, row))
        else:
            record = dict(zip(columns, row, strict=True))
            if form is Format.jsonl:
                output.write_json_line(record)
            else:
                text = output.as_json([record], indent=2).removeprefix("[").removesuffix("\n]")
                print("," if written else "[", text, sep="", end="")
        written += 1
    if form is Format.json:
        print("\n]" if written else "[]")
    return written


def table(
    columns: Sequence[str], rows: Sequence[Sequence[Any]], *, width: int | None
) -> list[RenderableType]:
    """The rows as a table, for lines of ``width`` characters (None: of any length)."""
    from graphbuild.cli.tables import as_table

    cells = [[_table_cell(cell) for cell in row] for row in rows]
    return as_table(columns, cells, numeric=_numeric(columns, rows), width=width)


def _numeric(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[bool]:
    """For each column, whether it contains only numbers."""
    return [
        bool(rows) and all(isinstance(row[i], int | float) and not isinstance(row[i], bool) for row in rows)
        for i in range(len(columns))
    ]


def _table_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return _float(value)
        case {"labels": _, "properties": {"name": name}}:
            return str(name)
        case {"labels": [*_, label], "properties": properties}:
            return f"{label} {properties.get('title') or properties.get('sentence') or properties.get('id')}"
        case {"type": kind, "properties": {"articles": articles}}:
            return f"{kind} ({articles} article{'' if articles == 1 else 's'})"
        case {"type": kind, "properties": _}:
            return str(kind)
        case {"nodes": nodes, "relationships": relationships}:
            return _path(nodes, relationships)
        case list():
            return ", ".join(_table_cell(item) for item in value)
        case dict():
            return output.as_json(value)
        case _:
            return output.escape_controls(_LINE_END.sub(" ", str(value)))


def _float(value: float) -> str:
    """Four decimal places, without trailing zeros; the very small and large with an exponent."""
    if value == 0 or 1e-4 <= abs(value) < 1e15:
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return f"{value:.4g}"


def _path(nodes: Sequence[Any], relationships: Sequence[Any]) -> str:
    parts = [_table_cell(nodes[0])]
    for before, node, edge in zip(nodes, nodes[1:], relationships, strict=False):
        forward = edge.get("source") == before.get("properties", {}).get("id")
        arrow = f"-[{edge['type']}]->" if forward else f"<-[{edge['type']}]-"
        parts += [arrow, _table_cell(node)]
    return " ".join(parts)


def _csv_cell(value: Any) -> Any:
    """The value for CSV: a text that a spreadsheet would run as a formula gets a ``'`` before it."""
    if isinstance(value, str):
        return spreadsheet.cell(output.escape_controls(value))
    if isinstance(value, list | dict):
        return spreadsheet.cell(output.as_json(value))
    if isinstance(value, bool):
        return str(value).lower()
    return value
