"""One writer at a time in a graph folder; readers need not care.

The lock is SQLite's own, on an empty database beside the ledger: it works on every system, is held
through many transactions, and ends with the process however that ends.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from graphbuild.errors import LedgerError
from graphbuild.ledger.database import private, told

LOCK_FILE = ".writing"


@contextmanager
def writing(folder: Path | str) -> Iterator[None]:
    """Keep other writers out of an existing graph folder.

    Raises ``LedgerError`` at once where another process, or another thread, writes to it.
    """
    folder = Path(folder)
    private(folder / LOCK_FILE)
    with (
        told(folder, LOCK_FILE),
        closing(sqlite3.connect(folder / LOCK_FILE, timeout=0, isolation_level=None)) as db,
    ):
        try:
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorname != "SQLITE_BUSY":
                raise
            raise LedgerError(
                f"{folder}: another process is writing to this graph; wait for it to end and try again"
                " (questions can be asked meanwhile)"
            ) from None
        yield
