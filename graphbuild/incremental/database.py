"""The database of a kept aggregation: opening it, writing rows, and what an update has touched."""

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

#: What records of the graph are called by stores, by the table that they are in here.
RECORDS = {
    "entity": "Entity",
    "article": "Article",
    "statement": "Statement",
    "mentioned": "MENTIONED_IN",
    "copy": "COPY_OF",
    "relation": "RELATION",
    "stance": "STANCE",
}
_WAITING = 10_000
"""Touched things that are in memory at once."""
_CACHE = 64_000
"""Kilobytes of the database that SQLite keeps in memory."""


class Database:
    """An open database with what an update has touched."""

    def __init__(self, place: Path | None, made_by: str) -> None:
        """At a path, or in memory; emptied where something else made it than ``made_by`` names.

        Raises ``sqlite3.DatabaseError`` where it is damaged.
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
            self._waiting: set[tuple[str | int, ...]] = set()
            with self.transaction():
                if self._made_by() != made_by:
                    self._empty(made_by)
                elif place:
                    self._check(place)
            self.change = self.last_change()[0]
            """The number of the change that is being made, or was."""
        except BaseException:
            db.close()
            raise

    def _check(self, place: Path) -> None:
        """Raise ``sqlite3.DatabaseError`` where the file is damaged, by its checksum, or its structure."""
        if seal.settled(place):
            if seal.broken(place, self.last_change()[1]):
                raise sqlite3.DatabaseError(f"{place.name} is not as it was written")
        elif (found := self.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)

    def close(self) -> None:
        """Close it; where nobody else has it open, with the checksum of its file."""
        db = self.connection
        try:
            if db.in_transaction:
                db.execute("ROLLBACK")
            if self._place and not seal.kept(self._place, self.last_change()[1]):
                db.execute("PRAGMA busy_timeout = 0")
                db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                with self.transaction():
                    if seal.settled(self._place):
                        seal.keep(self._place, self.last_change()[1])
        except (OSError, sqlite3.Error):  # closed before, in use by others, or no room: nothing is noted
            pass
        finally:
            db.close()

    def _made_by(self) -> str | None:
        known = self.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone()
        return self.about("made by") if known else None

    def _empty(self, made_by: str) -> None:
        for (name,) in self.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall():
            self.execute(f'DROP TABLE "{name}"')
        for command in re.sub("--.*", "", SCHEMA).split(";\n"):
            self.execute(command)
        self.tell(**{"made by": made_by})
        self._name_change(0)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens in it, or nothing. One process at a time is in one; others wait."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.execute("DELETE FROM touched")
            self.execute("COMMIT")
        except BaseException:
            self._waiting.clear()
            if self.connection.in_transaction:
                self.execute("ROLLBACK")
            raise

    @contextmanager
    def stays(self) -> Iterator[None]:
        """After the ``with`` block all is seen as it is then, whoever writes, until the next such block."""
        if self.connection.in_transaction:
            self.execute("ROLLBACK")
        yield
        self.execute("BEGIN")
        self.last_change()

    def about(self, name: str) -> str:
        """What is written of the whole under this name; empty for nothing."""
        row = self.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def tell(self, **values: str) -> None:
        """Write something of the whole."""
        self.executemany("INSERT OR REPLACE INTO about VALUES (?, ?)", values.items())

    def begin_change(self) -> None:
        """What is written from now on is of another change."""
        self.change = self.last_change()[0] + 1
        self._name_change(self.change)

    def last_change(self) -> tuple[int, str]:
        """Number and name of the last change."""
        number, name = self.execute("SELECT number, name FROM change ORDER BY number DESC LIMIT 1").fetchone()
        return number, name

    def change_of(self, name: str) -> int | None:
        """The number of the change of this name; None where it is not one of those that led here."""
        row = self.execute("SELECT number FROM change WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def _name_change(self, number: int) -> None:
        self.execute("INSERT INTO change VALUES (?, ?)", (number, uuid.uuid4().hex))

    def touch(self, sort: str, *key: str | int) -> None:
        """Have this looked at again in this update."""
        self._waiting.add((sort, *key, *("",) * (3 - len(key))))
        if len(self._waiting) > _WAITING:
            self._flush()

    def _flush(self) -> None:
        self.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?, ?, ?)", self._waiting)
        self._waiting.clear()

    def touch_rows(self, query: str, values: Sequence[Any] = ()) -> None:
        """Have all that a query gives looked at again: what it is, and three columns."""
        self._flush()
        self.execute(f"INSERT OR IGNORE INTO touched {query}", values)

    def touched(self, sort: str) -> Iterator[tuple[Any, ...]]:
        """What is to be looked at again, in order."""
        last: tuple[Any, ...] = ()
        while some := self._some(sort, last, "SELECT a, b, c FROM"):
            yield from some
            last = some[-1]

    def rows_of(
        self, sort: str, columns: str, tables: str
    ) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
        """What is to be looked at again, in order, each with rows: of ``tables``, joined to it as ``t``.

        The first of ``columns`` is never null but where there is no row.
        """
        last: tuple[Any, ...] = ()
        while some := self._some(sort, last, f"SELECT t.a, t.b, t.c, {columns} FROM", f"LEFT JOIN {tables}"):
            for key, rows in groupby(some, lambda row: row[:3]):
                yield key, [row[3:] for row in rows if row[3] is not None]
            last = some[-1][:3]

    def _some(self, sort: str, last: tuple[Any, ...], select: str, joined: str = "") -> list[tuple[Any, ...]]:
        """The next that are touched, so many that what is joined to them fits into memory."""
        self._flush()
        after = "AND (a, b, c) > (?, ?, ?)" if last else ""
        return self.execute(
            f"{select} (SELECT a, b, c FROM touched WHERE sort = ? {after} ORDER BY a, b, c LIMIT 500) t"
            f" {joined} ORDER BY t.a, t.b, t.c",
            (sort, *last),
        ).fetchall()

    @property
    def fresh(self) -> bool:
        """Whether nothing was there before this update."""
        return self.change == 1

    def insert(self, table: str, rows: Iterable[Sequence[Any]]) -> None:
        """Write rows in place of those of the same key."""
        if some := list(rows):
            self.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(some[0]))})", some)

    def put(
        self, table: str, row: Sequence[Any], key: Sequence[str], found_by: Sequence[str] = ("id",)
    ) -> None:
        """Write a row of the graph with the number of this change, unless it is there as it is.

        ``found_by`` are the first columns, ``key`` what it is called where it is gone.
        """
        if self.fresh:
            self.insert(table, [(*row, self.change)])
            return
        where = " AND ".join(f"{name} = ?" for name in found_by)
        held = self.execute(f"SELECT * FROM {table} WHERE {where}", row[: len(found_by)]).fetchone()
        if held is None:
            self.execute('DELETE FROM gone WHERE "table" = ? AND key = ?', (RECORDS[table], packed(key)))
        if held is None or tuple(held[:-1]) != tuple(row):
            self.insert(table, [(*row, self.change)])

    def lost(self, table: str, key: Sequence[str]) -> None:
        """Write down that a record of the graph is gone with this change."""
        self.insert("gone", [(RECORDS[table], packed(key), self.change)])


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=sorted).encode


def packed(value: Any) -> str:
    """The value as JSON, always the same for the same value; sets in order."""
    return _encode(value)
