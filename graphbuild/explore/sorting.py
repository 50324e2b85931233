"""The order that the header of a table asks for: ``sort`` names a column, as ``--sort`` of commands does."""

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
    """An empty text comes last, also where the order is turned round."""
    greatest_first: bool


def greatest(value: Callable[[T], str | float]) -> Column[T]:
    """A column of numbers or of days, the greatest or latest first."""
    return Column(value, greatest_first=True)


def words(value: Callable[[T], str]) -> Column[T]:
    """A column of words, from A on; letter case, accents and punctuation aside."""
    return Column(lambda row: plain(value(row)), greatest_first=False)


def ordered(rows: Sequence[T], params: Mapping[str, str], columns: Mapping[str, Column[T]]) -> Sequence[T]:
    """The rows by the column that ``sort`` names, turned round with ``-`` before it; as they are without.

    Equal ones stay in the order in which they are given. Raises ``QueryError`` for a column that is none.
    """
    asked = params.get("sort", "")
    if not asked:
        return rows
    column = columns.get(asked.removeprefix("-"))
    if column is None:
        raise QueryError(
            f"sort is {asked!r}; give one of {', '.join(columns)}, with - before it to turn the order round"
        )
    value = column.value
    turned = asked.startswith("-")
    known = sorted((r for r in rows if value(r) != ""), key=value, reverse=column.greatest_first != turned)
    return known + [r for r in rows if value(r) == ""]
