"""The articles of a run so far, kept on disk, so that millions take no memory."""

from __future__ import annotations

import sqlite3
from typing import Literal

from graphbuild.closing import Closing


class SeenIds(Closing):
    """A set of article ids, each with a digest of its content."""

    def __init__(self) -> None:
        # A database without a name is a temporary file of SQLite's own, deleted when it is closed.
        self._db = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("CREATE TABLE seen (id TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID")

    def take(self, id_: str, mark: str) -> Literal["first", "repeat", "other"]:
        """Return whether the article is new, repeated, or another one with the same id."""
        if self._db.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (id_, mark)).rowcount:
            return "first"
        (known,) = self._db.execute("SELECT mark FROM seen WHERE id = ?", (id_,)).fetchone()
        return "repeat" if known == mark else "other"

    def close(self) -> None:
        self._db.close()
