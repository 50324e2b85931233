"""What every store can do: take a whole graph in, answer Cypher, close."""

from __future__ import annotations

import re
import time
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from graphbuild.closing import Closing
from graphbuild.frames import Framed
from graphbuild.model import Graph
from graphbuild.stores import guard

#: Most rows that a query may give, unless told otherwise.
ROW_LIMIT = 10_000
#: Rows that stand for any number, which an engine makes room for.
ALL = 1_000_000
#: Seconds that a query may take, unless told otherwise.
TIME_LIMIT = 30.0
#: Bytes that the values of an answer may take, about, unless told otherwise; and of a row in any case.
SIZE_LIMIT = 64_000_000


@dataclass(frozen=True, slots=True, repr=False)
class Rows(Framed):
    """A query's answer.

    Values are None, bool, int, float, str, ``datetime.date``, and lists and dicts of these. A node is
    ``{"labels": […], "properties": {…}}``, a relationship ``{"type", "source", "target",
    "properties"}`` with the ids of its ends, a path ``{"nodes": […], "relationships": […]}``.
    Other moments and durations are text in ISO 8601.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool = False
    """Whether there are more of a named query than its limit gives."""

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dicts by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        more = ", and more" if self.more else ""
        return f"<Rows: {len(self.rows):,}{more} of {', '.join(self.columns)}>"

    def _names(self) -> list[str]:
        return list(self.columns)


@dataclass(frozen=True, slots=True)
class Stream:
    """A query's answer as it comes, with values as in ``Rows``: of all its rows, ``CHUNK`` are in memory."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
    """To be read once, while the query's ``with`` block lasts."""

    @property
    def more(self) -> bool:
        """Whether a named query has more rows than its limit gave; known when all were read."""
        return isinstance(self.rows, First) and self.rows.more


class First(Iterator[tuple[Any, ...]]):
    """So many of the rows of an answer; at their end it knows whether there are more."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], limit: int) -> None:
        self._rows, self._left = rows, limit
        self.more = False

    def __next__(self) -> tuple[Any, ...]:
        if self._left:
            self._left -= 1
            return next(self._rows)
        self.more = self.more or next(self._rows, None) is not None
        raise StopIteration


#: Rows of a stream that are in memory at once.
CHUNK = 1_000


class Meter:
    """How long a query has been running and how much it has given; it is made when the query comes in."""

    def __init__(self, timeout: float, size: int | None = SIZE_LIMIT) -> None:
        """``timeout`` in seconds; ``size`` in bytes, about, None for answers that nobody holds as a whole."""
        self.timeout = timeout
        self._per_row, self._most = size is None, size or SIZE_LIMIT
        self._counted = 0
        self._deadline = time.monotonic() + timeout

    @property
    def left(self) -> float:
        """Seconds that are left, less than 0 where there are none."""
        return self._deadline - time.monotonic()

    def look(self) -> None:
        """Raise ``QueryError`` where no time is left."""
        if self.left <= 0:
            raise guard.too_slow(self.timeout)

    def next_row(self) -> None:
        """Told before every row."""
        if self._per_row:
            self._counted = 0

    def count(self, value: Any) -> None:
        """Count a value, of lists and dicts only themselves.

        Raises:
            QueryError: it is too much by now, or has taken too long.
        """
        before = self._counted
        self._counted += _BYTES + len(value) if isinstance(value, str) else _BYTES
        self._check(self._counted)
        if before // _LOOK != self._counted // _LOOK:
            self.look()

    def expect(self, values: int) -> None:
        """Told before so many values of a list; raises ``QueryError`` where they are too many."""
        self._check(self._counted + values * _BYTES)

    def _check(self, size: int) -> None:
        if size > self._most:
            raise guard.too_large(self._most)


#: Bytes that a value takes in Python, about, beside the characters of a text.
_BYTES = 40
#: Bytes after which a meter looks at the clock.
_LOOK = 100_000


def limited(rows: Iterator[tuple[Any, ...]], limit: int) -> Iterator[tuple[Any, ...]]:
    """The rows, if there are not more than ``limit``.

    Raises:
        QueryError: there are; after so many were given.
    """
    yield from islice(rows, limit)
    if next(rows, None) is not None:
        raise guard.too_many_rows(limit)


def moment(text: str) -> str:
    """A moment or time of day as every store writes it: with seconds, no idle zeros, Z for +00:00."""
    text = re.sub(r"((?:T|^)\d\d:\d\d)(?![:\d])", r"\1:00", text)
    text = re.sub(r"(:\d\d\.\d*?)0+(?!\d)", r"\1", text)
    return re.sub(r"\.(?!\d)", "", text).replace("+00:00", "Z")


class Store(Closing):
    """A place that holds a graph and answers Cypher about it; a context manager that closes itself."""

    @abstractmethod
    def write(self, graph: Graph) -> None:
        """Make the store hold exactly this graph. Writing it again changes nothing.

        Raises:
            StoreError: the store cannot be reached or written, or the graph contradicts itself.
        """

    @abstractmethod
    def stream(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
    ) -> AbstractContextManager[Stream]:
        """Run Cypher, and read its rows as they come. ``timeout`` is in seconds, from now until the last row;
        ``size`` is in bytes, about, of all rows, or of one where it is None; ``write`` allows changes, which
        stay where the block ends without an error.

        Raises:
            QueryError: the query is wrong, forbidden, too slow, gives too much, or lacks a parameter.
            StoreError: the store cannot be reached.
        """

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        limit: int = ROW_LIMIT,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
    ) -> Rows:
        """Run Cypher: see ``stream``. ``limit`` is in rows.

        Raises:
            QueryError: also where it gives more rows than ``limit``.
        """
        with self.stream(cypher, parameters, write=write, timeout=timeout, size=size) as answer:
            return Rows(answer.columns, tuple(limited(answer.rows, limit)))

    @abstractmethod
    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """How the engine would run the query, line by line; nothing is run.

        Raises:
            QueryError: the query is wrong, or lacks a parameter.
            StoreError: the store cannot be reached.
        """
