"""Columns that the tables of rules share: paths, conditions, features."""

from __future__ import annotations

from dataclasses import dataclass

from graphbuild import tables
from graphbuild.extract.patterns.conditions import CONDITIONS
from graphbuild.extract.patterns.paths import Path, compiled


@dataclass(frozen=True, slots=True)
class RuleCondition:
    """A condition of a rule: a path that must reach a token, or must not, or a named condition."""

    text: str
    path: Path | None
    """None for a named condition."""
    negated: bool


def path(row: tables.Row, column: str, text: str) -> Path:
    """The path in a cell. Raises ``TableError`` where its syntax is wrong."""
    try:
        return compiled(text)
    except ValueError as error:
        raise row.error(column, str(error)) from None


def rule_conditions(row: tables.Row) -> tuple[RuleCondition, ...]:
    """The ``;``-separated paths and conditions of the column ``where``. Raises ``TableError``."""
    conditions = []
    for text in (t.strip() for t in row["where"].split(";") if t.strip()):
        if not text.startswith("+"):
            path_text = text.removeprefix("!")
            conditions.append(RuleCondition(text, path(row, "where", path_text), path_text != text))
        elif text[1:] in CONDITIONS:
            conditions.append(RuleCondition(text, None, False))
        else:
            raise row.error("where", f"unknown condition {text!r}; one of {', '.join(CONDITIONS)}")
    return tuple(conditions)


def features(row: tables.Row, column: str) -> tuple[str, ...]:
    """The ``,``-separated features of a cell, all of which are required."""
    return tuple(f.strip() for f in row[column].split(",") if f.strip())
