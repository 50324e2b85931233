"""The order of a table: ``sort`` names a column, as ``--sort`` of commands does."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from graphbuild.errors import QueryError
from graphbuild.resolve.spelling import plain

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column that rows can be sorted by."""

    value: Callable[[T], str | float]
    """An empty string is sorted last, also in reverse order."""
    greatest_first: bool


def descending_column(value: Callable[[T], str | float]) -> Column[T]:
    """A column of numbers or days, the greatest or latest first."""
    return Column(value, greatest_first=True)


def words(value: Callable[[T], str]) -> Column[T]:
    """A column of text, in alphabetical order without letter case, accents and punctuation."""
    return Column(lambda row: plain(value(row)), greatest_first=False)


def ordered(rows: Sequence[T], params: Mapping[str, str], columns: Mapping[str, Column[T]]) -> Sequence[T]:
    """The rows sorted by the column ``sort``, reversed with ``-`` before it; unchanged without ``sort``.

    The sort is stable. Raises ``QueryError`` for an unknown column.
    """
    asked = params.get("sort", "")
    if not asked:
        return rows
    column = columns.get(asked.removeprefix("-"))
    if column is None:
        raise QueryError(
            f"sort is {asked!r}; give one of {', '.join(columns)}, with - before it for the reverse order"
        )
    value = column.value
    turned = asked.startswith("-")
    known = sorted((r for r in rows if value(r) != ""), key=value, reverse=column.greatest_first != turned)
    return known + [r for r in rows if value(r) == ""]
