"""The database of the stored aggregation: opening it, writing rows, and the queue of touched items of an
update.
"""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import Any

from graphbuild.incremental import seal
from graphbuild.incremental.schema import SCHEMA, TOUCHED

FILE = "aggregation.sqlite"

#: Names of the graph's record types in stores, by the table here.
RECORDS = {
    "entity": "Entity",
    "article": "Article",
    "statement": "Statement",
    "mentioned": "MENTIONED_IN",
    "copy": "COPY_OF",
    "relation": "RELATION",
    "stance": "STANCE",
}
_MOST_TOUCHED = 10_000
"""Touched items in memory at once, at most."""
_CACHE = 64_000
"""Size of SQLite's page cache in kilobytes."""


class Database:
    """An open database with the touched items of the current update."""

    def __init__(self, place: Path | None, made_by: str) -> None:
        """Open the file at a path, or a database in memory. It is emptied unless ``made_by`` is the creator
        noted in it.

        Raises ``sqlite3.DatabaseError`` if it is damaged.
        """
        self._place = place
        self.connection = db = sqlite3.connect(place or ":memory:", timeout=60.0, isolation_level=None)
        try:
            if place:
                db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute(f"PRAGMA cache_size = -{_CACHE}")
            db.execute(TOUCHED)
            self.execute, self.executemany = db.execute, db.executemany
            self._touched: set[tuple[str | int, ...]] = set()
            with self.transaction():
                if self._made_by() != made_by:
                    self._empty(made_by)
                elif place:
                    self._check(place)
            self.change = self.last_change()[0]
            """The number of the current or last change."""
        except BaseException:
            db.close()
            raise

    def _check(self, place: Path) -> None:
        """Raise ``sqlite3.DatabaseError`` if the checksum or the structure of the file is wrong."""
        if seal.is_checkpointed(place):
            if seal.is_damaged(place, self.last_change()[1]):
                raise sqlite3.DatabaseError(f"{place.name} is not as it was written")
        elif (found := self.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)

    def close(self) -> None:
        """Close it, and store the checksum of its file unless another process has it open."""
        db = self.connection
        try:
            if db.in_transaction:
                db.execute("ROLLBACK")
            if self._place and not seal.has_checksum(self._place, self.last_change()[1]):
                db.execute("PRAGMA busy_timeout = 0")
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                with self.transaction():
                    if seal.is_checkpointed(self._place):
                        seal.store_checksum(self._place, self.last_change()[1])
        except (OSError, sqlite3.Error):  # already closed, in use, or no space: store no checksum
            pass
        finally:
            db.close()

    def _made_by(self) -> str | None:
        known = self.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone()
        return self.value_of("made by") if known else None

    def _empty(self, made_by: str) -> None:
        for (name,) in self.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall():
            self.execute(f'DROP TABLE "{name}"')
        for command in re.sub("--.*", "", SCHEMA).split(";\n"):
            self.execute(command)
        self.set_values(**{"made by": made_by})
        self._name_change(0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Run the block as one transaction. One process at a time; others wait."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("DELETE FROM touched")
            self.execute("COMMIT")
        except BaseException:
            self._touched.clear()
            if self.connection.in_transaction:
                self.execute("ROLLBACK")
            raise

    @contextmanager
    def stays(self) -> Iterator[None]:
        """Update in the ``with`` block; afterwards reads see a fixed snapshot until the next such block."""
        if self.connection.in_transaction:
            self.execute("ROLLBACK")
        yield
        self.execute("BEGIN")
        self.last_change()

    def value_of(self, name: str) -> str:
        """Return a value of the ``about`` table; empty for none."""
        row = self.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_values(self, **values: str) -> None:
        """Set values of the ``about`` table."""
        self.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", values.items())

    def begin_change(self) -> None:
        """Start a new change, which all following writes belong to."""
        self.change = self.last_change()[0] + 1
        self._name_change(self.change)

    def last_change(self) -> tuple[int, str]:
        """Return the number and name of the last change."""
        number, name = self.execute("SELECT number, name FROM change ORDER BY number DESC LIMIT 1").fetchone()
        return number, name

    def change_of(self, name: str) -> int | None:
        """Return the number of the change with this name; None if it does not belong to the history of this
        database.
        """
        row = self.execute("SELECT number FROM change WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _name_change(self, number: int) -> None:
        self.execute("INSERT INTO change VALUES (?, ?)", (number, uuid.uuid4().hex))

    def touch(self, sort: str, *key: str | int) -> None:
        """Mark an item to be recomputed in this update."""
        self._touched.add((sort, *key, *("",) * (3 - len(key))))
        if len(self._touched) > _MOST_TOUCHED:
            self._flush()

    def _flush(self) -> None:
        self.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?, ?, ?)", self._touched)
        self._touched.clear()

    def touch_rows(self, query: str, values: Sequence[Any] = ()) -> None:
        """Mark all rows of a query to be recomputed: the kind of item, and three columns."""
        self._flush()
        self.execute(f"INSERT OR IGNORE INTO touched {query}", values)

    def touched(self, sort: str) -> Iterator[tuple[Any, ...]]:
        """Yield the touched items of a kind, in order."""
        last: tuple[Any, ...] = ()
        while batch := self._some(sort, last, "SELECT a, b, c FROM"):
            yield from batch
            last = batch[-1]

    def rows_of(
        self, sort: str, columns: str, tables: str
    ) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
        """Yield the touched items of a kind, in order, each with the joined rows of ``tables``; the item is
        ``t``.

        The first of ``columns`` must be null only if there is no row.
        """
        last: tuple[Any, ...] = ()
        while batch := self._some(sort, last, f"SELECT t.a, t.b, t.c, {columns} FROM", f"LEFT JOIN {tables}"):
            for key, rows in groupby(batch, lambda row: row[:3]):
                yield key, [row[3:] for row in rows if row[3] is not None]
            last = batch[-1][:3]

    def _some(self, sort: str, last: tuple[Any, ...], select: str, joined: str = "") -> list[tuple[Any, ...]]:
        """Return the next touched items, few enough for them and their joined rows to fit into memory."""
        self._flush()
        after = "AND (a, b, c) > (?, ?, ?)" if last else ""
        return self.execute(
            f"{select} (SELECT a, b, c FROM touched WHERE sort = ? {after} ORDER BY a, b, c LIMIT 500) t"
            f" {joined} ORDER BY t.a, t.b, t.c",
            (sort, *last),
        ).fetchall()

    @property
    def fresh(self) -> bool:
        """Whether the database was empty before this update."""
        return self.change == 1

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Insert or replace rows."""
        if some := list(rows):
            self.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)

    def put(
        self, table: str, row: Sequence[Any], key: Sequence[str], found_by: Sequence[str] = ("id",)
    ) -> None:
        """Write a row of the graph with the number of this change, unless an equal row exists.

        The row is looked up by its first columns, ``found_by``; ``key`` identifies the record when it is
        deleted later.
        """
        if self.fresh:
            self.insert(table, [(*row, self.change)])
            return
        where = " AND ".join(f"{name} = ?" for name in found_by)
        old = self.execute(f"SELECT * FROM {table} WHERE {where}", row[: len(found_by)]).fetchone()
        if old is None:
            self.execute('DELETE FROM gone WHERE "table" = ? AND key = ?', (RECORDS[table], packed(key)))
        if old is None or tuple(old[:-1]) != tuple(row):
            self.insert(table, [(*row, self.change)])

    def record_deletion(self, table: str, key: Sequence[str]) -> None:
        """Note that a record of the graph was deleted by this change."""
        self.insert("gone", [(RECORDS[table], packed(key), self.change)])


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=sorted).encode


def packed(value: Any) -> str:
    """Serialise a value as canonical JSON, with sets sorted."""
    return _encode(value)
