"""Locks of a graph folder: one writer, and one change of decisions, at a time; readers need none.

A lock is SQLite's own, on an empty database beside the ledger: it works on every system, lasts over many
transactions, and ends with the process in any case.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from graphbuild.errors import LedgerError
from graphbuild.ledger.database import private, translated_errors

LOCK_FILE = ".writing"
_DECIDING = ".deciding"
_PATIENCE = 10.0
"""Seconds to wait for another change of decisions."""


@contextmanager
def write_lock(folder: Path | str) -> Iterator[None]:
    """Keep other writers out of an existing graph folder.

    Raises ``LedgerError`` at once if another process or thread is writing to it.
    """
    folder = Path(folder)
    with _locked(folder, LOCK_FILE, 0) as first:
        if not first:
            raise LedgerError(
                f"{folder}: another process is writing to this graph; wait for it to end and try again"
                " (questions can be asked meanwhile)"
            )
        yield


@contextmanager
def deciding(folder: Path | str) -> Iterator[None]:
    """Keep others from changing the decisions of a graph folder for a moment, even while it is built.

    Raises ``LedgerError`` if another process or thread does not finish in time.
    """
    with _locked(Path(folder), _DECIDING, _PATIENCE) as first:
        if not first:
            raise LedgerError(f"{folder}: another process is changing the decisions; try again")
        yield


@contextmanager
def _locked(folder: Path, name: str, wait: float) -> Iterator[bool]:
    """Hold a lock; yields whether it could be acquired within so many seconds."""
    private(folder / name)
    with (
        translated_errors(folder, name),
        closing(sqlite3.connect(folder / name, timeout=wait, isolation_level=None)) as db,
    ):
        try:
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            first = False
        else:
            first = True
        yield first
