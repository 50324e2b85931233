"""Columns that the tables of rules share: paths, and what must hold."""

from __future__ import annotations

from dataclasses import dataclass

from graphbuild import tables
from graphbuild.extract.patterns.conditions import CONDITIONS
from graphbuild.extract.patterns.paths import Path, compiled


@dataclass(frozen=True, slots=True)
class Where:
    """A path that must lead somewhere, or must not, or a named condition."""

    text: str
    path: Path | None
    negated: bool


def path(row: tables.Row, column: str, text: str) -> Path:
    """A path out of a cell. Raises ``TableError`` where it is none."""
    try:
        return compiled(text)
    except ValueError as error:
        raise row.error(column, str(error)) from None


def where(row: tables.Row) -> tuple[Where, ...]:
    """The ``;``-separated paths and conditions of the column ``where``. Raises ``TableError``."""
    found = []
    for text in (t.strip() for t in row["where"].split(";") if t.strip()):
        if not text.startswith("+"):
            wanted = text.removeprefix("!")
            found.append(Where(text, path(row, "where", wanted), wanted != text))
        elif text[1:] in CONDITIONS:
            found.append(Where(text, None, False))
        else:
            raise row.error("where", f"unknown condition {text!r}; one of {', '.join(CONDITIONS)}")
    return tuple(found)


def features(row: tables.Row, column: str) -> tuple[str, ...]:
    """The ``,``-separated features of a cell, all of which are asked for."""
    return tuple(f.strip() for f in row[column].split(",") if f.strip())
