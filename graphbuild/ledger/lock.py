"""One writer at a time in a graph folder, and one that decides; readers need not care.

A lock is SQLite's own, on an empty database beside the ledger: it works on every system, is held
through many transactions, and ends with the process however that ends.
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
"""Seconds to wait for others who change decisions."""


@contextmanager
def writing(folder: Path | str) -> Iterator[None]:
    """Keep other writers out of an existing graph folder.

    Raises ``LedgerError`` at once where another process, or another thread, writes to it.
    """
    folder = Path(folder)
    with _alone(folder, LOCK_FILE, 0) as first:
        if not first:
            raise LedgerError(
                f"{folder}: another process is writing to this graph; wait for it to end and try again"
                " (questions can be asked meanwhile)"
            )
        yield


@contextmanager
def deciding(folder: Path | str) -> Iterator[None]:
    """Keep others from changing the decisions of a graph folder for a moment, also while it is built.

    Raises ``LedgerError`` where another process, or thread, does not come to an end with it.
    """
    with _alone(Path(folder), _DECIDING, _PATIENCE) as first:
        if not first:
            raise LedgerError(f"{folder}: another process is changing the decisions; try again")
        yield


@contextmanager
def _alone(folder: Path, name: str, wait: float) -> Iterator[bool]:
    """Hold a lock; whether it could be had within so many seconds."""
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
