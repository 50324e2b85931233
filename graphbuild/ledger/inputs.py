"""What the ledger knows of the files that articles came from: how they looked, and what they gave.

A file that looks as it did when it was read to its end by the same version need not be read again.
Which articles a file gave is kept so that what is gone from the input can be taken out.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from graphbuild.read import Failure, Foreign

_RACE = 10**9
"""Nanoseconds. A file that changed so shortly before it was read may have changed again unseen."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a file looks from outside: another look means that it may have another content."""

    size: int
    modified: int
    """Nanoseconds since 1970, as the next."""
    changed: int
    inode: int

    @property
    def settled(self) -> bool:
        """Whether a later change would surely look different."""
        return time.time_ns() - max(self.modified, self.changed) > _RACE


def look(path: str | os.PathLike[str]) -> Look | None:
    """How the file looks now; None where there is none."""
    try:
        s = os.stat(path)
    except OSError:
        return None
    return Look(s.st_size, s.st_mtime_ns, s.st_ctime_ns, s.st_ino)


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that need not be read again, and what it gave when it was."""

    number: int
    articles: int
    """Those that it was the first to give."""


@dataclass(slots=True)
class InputChanges:
    """What a batch of a run reports of the inputs, in the order in which it happened."""

    begun: list[str] = field(default_factory=list)
    origins: list[tuple[str, str]] = field(default_factory=list)
    """Path of the input, id of an article that it gave."""
    failures: list[tuple[str | None, Failure]] = field(default_factory=list)
    ended: list[Ended] = field(default_factory=list)

    @property
    def foreign(self) -> list[str]:
        """Ids of the articles that were passed over for their language."""
        return [f.article for _, f in self.failures if isinstance(f, Foreign)]


@dataclass(frozen=True, slots=True)
class Ended:
    """An input was read to its end."""

    path: str
    look: Look | None
    """None where the next run has to read it again, whatever it looks like."""
    articles: int
    version: str
    whole: bool
    """Whether nothing in it failed, so that what it no longer gives is gone from it."""


def failure(place: str, reason: str, language: str) -> Failure:
    """The failure of a row."""
    return Foreign(place, reason, language) if language else Failure(place, reason)


class InputTable:
    """The tables of inputs in a ledger's database; its owner opens transactions."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute("CREATE TEMP TABLE IF NOT EXISTS found (input INTEGER PRIMARY KEY)")

    def passed(self, path: str, seen: Look, version: str) -> Passed | None:
        """The input, where it looks and is read as it was; it counts as found in this run."""
        row = self._db.execute(
            "SELECT number, articles FROM input WHERE path = ? AND size = ? AND modified = ? AND changed = ?"
            " AND inode = ? AND version = ?",
            (path, seen.size, seen.modified, seen.changed, seen.inode, version),
        ).fetchone()
        if row is None:
            return None
        self._db.execute("INSERT OR IGNORE INTO found VALUES (?)", row[:1])
        return Passed(*row)

    def articles(self, number: int) -> Iterator[tuple[str, str]]:
        """Ids and stamps of the articles that an input gives."""
        yield from self._db.execute(
            "SELECT article.id, article.stamp FROM origin JOIN article ON article.id = origin.article"
            " WHERE origin.input = ? AND origin.reading = (SELECT reading FROM input WHERE number = ?)",
            (number, number),
        )

    def missing(self, number: int) -> list[str]:
        """Ids of articles that an input gives, and the ledger does not hold."""
        query = (
            "SELECT article FROM origin WHERE input = ? AND article NOT IN (SELECT id FROM article)"
            " AND reading = (SELECT reading FROM input WHERE number = ?)"
        )
        return [row[0] for row in self._db.execute(query, (number, number))]

    def failures(self, number: int) -> Iterator[Failure]:
        """What was not read in an input, by place."""
        for row in self._db.execute(
            "SELECT place, reason, language FROM failure WHERE input = ? ORDER BY place", (number,)
        ):
            yield failure(*row)

    def apply(self, changes: InputChanges, written: Iterable[str]) -> None:
        """Write down what happened; ``written`` are articles that got another reading."""
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
            seen = end.look or Look(0, 0, 0, 0)
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
        """Have the inputs of these articles read again: what the ledger holds of them changed."""
        self._db.executemany(
            "UPDATE input SET version = '' WHERE version <> ''"
            " AND number IN (SELECT input FROM origin WHERE article = ?)",
            [(article,) for article in articles],
        )

    def gone(self, roots: Iterable[str], unsearched: Iterable[str], *, prune: bool) -> list[str]:
        """After a whole run over these roots: forget failures of files that are gone.

        What lies under an ``unsearched`` place may still be there. With ``prune``, also forget the files
        that are gone and what others no longer give; the ids of the articles that nothing gives any
        more, in order.
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


#: Whether an input is this place, or lies in it.
_UNDER = "(path = ? OR substr(path, 1, length(?)) = ?)"


def _under(place: str) -> tuple[str, str, str]:
    inside = place if place.endswith(os.sep) else place + os.sep
    return place, inside, inside
