"""The interface of all stores: write a whole graph, run Cypher, close."""

from __future__ import annotations

import re
import time
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any, overload

from graphbuild.closing import Closing
from graphbuild.frames import Framed
from graphbuild.model import Graph
from graphbuild.stores import guard

#: Default for the most rows that a query may return.
ROW_LIMIT = 10_000
#: Row limit that stands for no limit; engines allocate space for it.
ALL = 1_000_000
#: Default for the most seconds that a query may run.
TIME_LIMIT = 30.0
#: Default for the approximate size of an answer in bytes; and the limit of a single row in any case.
SIZE_LIMIT = 64_000_000


@dataclass(frozen=True, slots=True, repr=False)
class Rows(Framed):
    """The answer to a query.

    Values are None, bool, int, float, str, ``datetime.date``, and lists and dicts of these. A node is
    ``{"labels": […], "properties": {…}}``, a relationship ``{"type", "source", "target",
    "properties"}`` with the ids of its ends, a path ``{"nodes": […], "relationships": […]}``.
    Other temporal values are ISO 8601 text.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: bool = False
    """Whether the query has more rows than its limit allows."""

    def dicts(self) -> list[dict[str, Any]]:
        """Return the rows as dicts by column."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> tuple[Any, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[Any, ...], ...]: ...

    def __getitem__(self, index: int | slice) -> tuple[Any, ...]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        more = ", and more" if self.more else ""
        return f"<Rows: {len(self.rows):,}{more} of {', '.join(self.columns)}>"

    def _names(self) -> list[str]:
        return list(self.columns)


@dataclass(frozen=True, slots=True)
class Stream:
    """A streamed answer with values as in ``Rows``; at most ``CHUNK`` rows are in memory."""

    columns: tuple[str, ...]
    rows: Iterator[tuple[Any, ...]]
    """Can be read once, within the query's ``with`` block."""

    @property
    def more(self) -> bool:
        """Whether the query has more rows than its limit allows; known after the last row."""
        return isinstance(self.rows, First) and self.rows.more


class First(Iterator[tuple[Any, ...]]):
    """An iterator over the first rows of an answer, which knows at its end whether there are more."""

    def __init__(self, rows: Iterator[tuple[Any, ...]], limit: int) -> None:
        self._rows, self._left = rows, limit
        self.more = False

    def __next__(self) -> tuple[Any, ...]:
        if self._left:
            self._left -= 1
            return next(self._rows)
        self.more = self.more or next(self._rows, None) is not None
        raise StopIteration


#: Rows of a stream in memory at once, at most.
CHUNK = 1_000


class Meter:
    """Time and size limits of one query, measured from the creation of the meter."""

    def __init__(self, timeout: float, size: int | None = SIZE_LIMIT) -> None:
        """``timeout`` is in seconds; ``size`` is in bytes (approximate), None for streamed answers."""
        self.timeout = timeout
        self._per_row, self._most = size is None, size or SIZE_LIMIT
        self._counted = 0
        self._deadline = time.monotonic() + timeout

    @property
    def left(self) -> float:
        """Return the remaining seconds, negative after the deadline."""
        return self._deadline - time.monotonic()

    def look(self) -> None:
        """Raise ``QueryError`` after the deadline."""
        if self.left <= 0:
            raise guard.too_slow(self.timeout)

    def next_row(self) -> None:
        """Call this before each row."""
        if self._per_row:
            self._counted = 0

    def count(self, value: Any) -> None:
        """Count a value; of lists and dicts only the container.

        Raises:
            QueryError: the size or time limit is exceeded.
        """
        before = self._counted
        self._counted += _BYTES + len(value) if isinstance(value, str) else _BYTES
        self._check(self._counted)
        if before // _LOOK != self._counted // _LOOK:
            self.look()

    def expect(self, values: int) -> None:
        """Call this before a list of so many values; raises ``QueryError`` if there are too many."""
        self._check(self._counted + values * _BYTES)

    def _check(self, size: int) -> None:
        if size > self._most:
            raise guard.too_large(self._most)


#: Approximate size of a Python value in bytes, without the characters of a text.
_BYTES = 40
#: Bytes after which a meter checks the clock.
_LOOK = 100_000


def limited(rows: Iterator[tuple[Any, ...]], limit: int) -> Iterator[tuple[Any, ...]]:
    """Yield the rows if there are at most ``limit``.

    Raises:
        QueryError: there are more; raised after ``limit`` rows.
    """
    yield from islice(rows, limit)
    if next(rows, None) is not None:
        raise guard.too_many_rows(limit)


def moment(text: str) -> str:
    """Normalise a date-time or time: with seconds, without trailing zeros, Z for +00:00."""
    text = re.sub(r"((?:T|^)\d\d:\d\d)(?![:\d])", r"\1:00", text)
    text = re.sub(r"(:\d\d\.\d*?)0+(?!\d)", r"\1", text)
    return re.sub(r"\.(?!\d)", "", text).replace("+00:00", "Z")


class Store(Closing):
    """A place that stores a graph and answers Cypher queries; a context manager."""

    @abstractmethod
    def write(self, graph: Graph) -> None:
        """Replace the content of the store by this graph. Writing the same graph again changes nothing.

        Raises:
            StoreError: the store cannot be reached or written, or the graph is inconsistent.
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
        """Run Cypher and stream its rows.

        ``timeout`` is in seconds, from the call to the last row. ``size`` is in bytes (approximate), of all
        rows, or of a single row if it is None. ``write`` allows changes, which are committed if the block
        ends without an error.

        Raises:
            QueryError: the query is invalid, forbidden, too slow, returns too much, or lacks a parameter.
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
        """Run Cypher and return all rows, at most ``limit``; otherwise like ``stream``.

        Raises:
            QueryError: also if there are more rows than ``limit``.
        """
        with self.stream(cypher, parameters, write=write, timeout=timeout, size=size) as answer:
            return Rows(answer.columns, tuple(limited(answer.rows, limit)))

    @abstractmethod
    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """Return the engine's execution plan, line by line, without running the query.

        Raises:
            QueryError: the query is invalid, or lacks a parameter.
            StoreError: the store cannot be reached.
        """
