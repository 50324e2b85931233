"""The input files of a ledger: their state when they were read, and the articles from them.

A file in the same state as when the same version read it completely need not be read again. The articles of
each file are stored, so that those that disappear from the input can be removed.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graphbuild.read import Failure, Foreign

_RACE = 10**9
"""Nanoseconds. A file modified so shortly before it was read may have been modified again unnoticed."""


@dataclass(frozen=True, slots=True)
class FileState:
    """The state of a file by its metadata; its content may have changed if this differs."""

    size: int
    modified: int
    """Nanoseconds since 1970, as the next."""
    changed: int
    inode: int

    @property
    def settled(self) -> bool:
        """Whether a later modification would certainly change this state."""
        return time.time_ns() - max(self.modified, self.changed) > _RACE


def file_state(path: str | os.PathLike[str]) -> FileState | None:
    """Return the current state of a file; None if it does not exist."""
    try:
        s = os.stat(path)
    except OSError:
        return None
    return FileState(s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino)


@dataclass(frozen=True, slots=True)
class UnchangedInput:
    """A file that need not be read again, with its articles."""

    number: int
    articles: int
    """Number of articles that it was the first to contain."""


@dataclass(slots=True)
class InputChanges:
    """The events of a batch of a run that concern the inputs, in order."""

    begun: list[str] = field(default_factory=list)
    origins: list[tuple[str, str]] = field(default_factory=list)
    """Path of the input, id of an article in it."""
    failures: list[tuple[str | None, Failure]] = field(default_factory=list)
    ended: list[InputRead] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """Return the ids of the articles skipped because of their language."""
        return [f.article for _, f in self.failures if isinstance(f, Foreign)]


@dataclass(frozen=True, slots=True)
class InputRead:
    """An input was read to its end."""

    path: str
    look: FileState | None
    """None if the next run must read it again in any case."""
    articles: int
    version: str
    whole: bool
    """Whether there were no failures, so that missing articles were really removed from it."""


def failure(place: str, reason: str, language: str) -> Failure:
    """Build the failure of a row."""
    return Foreign(place, reason, language) if language else Failure(place, reason)


class InputTable:
    """The tables of inputs in a ledger's database; the owner opens transactions."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute("CREATE TEMP TABLE IF NOT EXISTS found (input INTEGER PRIMARY KEY)")

    def passed(self, path: str, seen: FileState, version: str) -> UnchangedInput | None:
        """Return the input if its state and the reader are unchanged; it then counts as found in this run."""
        row = self._db.execute(
            "SELECT number, articles FROM input WHERE path = ? AND size = ? AND modified = ? AND changed = ?"
            " AND inode = ? AND version = ?",
            (path, seen.size, seen.modified, seen.changed, seen.inode, version),
        ).fetchone()
        if row is None:
            return None
        self._db.execute("INSERT OR IGNORE INTO found VALUES (?)", row[:1])
        return UnchangedInput(*row)

    def articles(self, number: int) -> Iterator[tuple[str, str]]:
        """Return ids and stamps of the articles of an input."""
        yield from self._db.execute(
            "SELECT article.id, article.stamp FROM origin JOIN article ON article.id = origin.article"
            " WHERE origin.input = ? AND origin.reading = (SELECT reading FROM input WHERE number = ?)",
            (number, number),
        )

    def missing(self, number: int) -> list[str]:
        """Return the ids of articles of an input that are not in the ledger."""
        query = (
            "SELECT article FROM origin WHERE input = ? AND article NOT IN (SELECT id FROM article)"
            " AND reading = (SELECT reading FROM input WHERE number = ?)"
        )
        return [row[0] for row in self._db.execute(query, (number, number))]

    def failures(self, number: int) -> Iterator[Failure]:
        """Return the failures of an input, sorted by place."""
        for row in self._db.execute(
            "SELECT place, reason, language FROM failure WHERE input = ? ORDER BY place", (number,)
        ):
            yield failure(*row)

    def apply(self, changes: InputChanges, written: Iterable[str]) -> None:
        """Store the events; ``written`` are the articles with a new reading."""
        db = self._db
        for path in changes.begun:
            db.execute(
                "INSERT INTO input VALUES (NULL, ?, 0, 0, 0, 0, '', 0, 1) ON CONFLICT (path)"
                " DO UPDATE SET version = '', reading = reading + 1",
                (path,),
            )
            db.execute("DELETE FROM failure WHERE input = (SELECT number FROM input WHERE path = ?)", (path,))
            db.execute("INSERT OR IGNORE INTO found SELECT number FROM input WHERE path = ?", (path,))
        self.forget(written)
        db.executemany(
            "INSERT OR REPLACE INTO origin SELECT number, ?, reading FROM input WHERE path = ?",
            [(article, path) for path, article in changes.origins],
        )
        db.executemany(
            "INSERT OR REPLACE INTO failure VALUES (?, ?, ?, (SELECT number FROM input WHERE path = ?))",
            [
                (f.where, f.reason, f.language if isinstance(f, Foreign) else "", path)
                for path, f in changes.failures
            ],
        )
        for end in changes.ended:
            seen = end.look or FileState(0, 0, 0, 0)
            db.execute(
                "UPDATE input SET size = ?, modified = ?, changed = ?, inode = ?, version = ?, articles = ?"
                " WHERE path = ?",
                (seen.size, seen.modified, seen.changed, seen.inode, end.version if end.look else "",
                 end.articles, end.path),
            )  # fmt: skip
            if not end.whole:
                db.execute(
                    "UPDATE origin SET reading = (SELECT reading FROM input WHERE path = ?)"
                    " WHERE input = (SELECT number FROM input WHERE path = ?)"
                    " AND article IN (SELECT id FROM article)",
                    (end.path, end.path),
                )

    def forget(self, articles: Iterable[str]) -> None:
        """Have the inputs of these articles read again, because their content in the ledger changed."""
        self._db.executemany(
            "UPDATE input SET version = '' WHERE version <> ''"
            " AND number IN (SELECT input FROM origin WHERE article = ?)",
            [(article,) for article in articles],
        )

    def remove_deleted(self, roots: Iterable[str], unsearched: Iterable[str], *, prune: bool) -> list[str]:
        """After a complete run over these roots, remove the failures of deleted files.

        Files under an ``unsearched`` place may still exist. With ``prune``, also forget deleted files and
        removed articles; returns the sorted ids of the articles that are in no input any more.
        """
        db = self._db
        for place in unsearched:
            db.execute(f"INSERT OR IGNORE INTO found SELECT number FROM input WHERE {_UNDER}", _under(place))
        db.execute("CREATE TEMP TABLE missing (input INTEGER PRIMARY KEY)")
        db.execute("CREATE TEMP TABLE lost (article TEXT PRIMARY KEY)")
        try:
            for root in roots:
                db.execute(
                    f"INSERT OR IGNORE INTO missing SELECT number FROM input WHERE {_UNDER}"
                    " AND number NOT IN (SELECT input FROM found)",
                    _under(root),
                )
            db.execute("DELETE FROM failure WHERE input IN (SELECT input FROM missing)")
            if prune:
                stale = (
                    "FROM origin WHERE input IN (SELECT input FROM missing)"
                    " OR (input IN (SELECT input FROM found)"
                    " AND reading < (SELECT reading FROM input WHERE number = origin.input))"
                )
                db.execute(f"INSERT OR IGNORE INTO lost SELECT article {stale}")
                db.execute(f"DELETE {stale}")
                db.execute("DELETE FROM input WHERE number IN (SELECT input FROM missing)")
            return [
                row[0]
                for row in db.execute(
                    "SELECT article FROM lost WHERE article NOT IN (SELECT article FROM origin)"
                    " AND article IN (SELECT id FROM article) ORDER BY article"
                )
            ]
        finally:
            db.execute("DROP TABLE missing")
            db.execute("DROP TABLE lost")


#: Whether an input is this place, or is in it.
_UNDER = "(path = ? OR substr(path, 1, length(?)) = ?)"


def _under(place: str) -> tuple[str, str, str]:
    inside = place if place.endswith(os.sep) else place + os.sep
    return place, inside, inside
