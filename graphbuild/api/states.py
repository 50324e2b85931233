"""Derived data of a graph in one state, and the detection of another state."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from graphbuild import decisions
from graphbuild.incremental import Aggregation
from graphbuild.model import Entity, Graph
from graphbuild.read.files import LEDGER_FILE
from graphbuild.stores.base import Store
from graphbuild.stores.locks import ForkLock
from graphbuild.tables import aliases

#: Files of a graph folder from which its graph is derived.
FOLDER_FILES = (LEDGER_FILE, f"{LEDGER_FILE}-wal", decisions.FILE, aliases.FILE)

#: For each file its modification time, size and inode; None if it is empty.
Looks = tuple[tuple[int, int, int] | None, ...]
#: A fingerprint that differs if a graph is in another state.
Seen = Looks | str


def look(folder: Path, files: Sequence[str] = FOLDER_FILES) -> Looks:
    """A fingerprint of these files, which differs after a change."""
    return tuple(_look(folder / name) for name in files)


def _look(file: Path) -> tuple[int, int, int] | None:
    """None for an empty file, too: SQLite creates one beside the ledger when that is only read."""
    try:
        found = file.stat()
    except OSError:
        return None
    if not found.st_size:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class State:
    """Derived data of a graph with one fingerprint. Thread-safe."""

    def __init__(self, seen: Seen | None = None) -> None:
        self.seen = seen
        """Fingerprint of the graph before anything was derived from it; None before the first look."""
        self.graph: Graph | None = None
        self.entities: Sequence[Entity] | None = None
        self.store: Store | None = None
        self._lock = ForkLock()
        self._readers = 0
        self._over = False

    def opened(self, open_store: Callable[[], Store]) -> Store:
        """The store; the first of several threads opens it for all."""
        with self._lock:
            if self.store is None:
                self.store = open_store()
            return self.store

    def enter(self) -> None:
        """Keep the store open until every ``enter`` has its ``leave``."""
        with self._lock:
            self._readers += 1

    def leave(self) -> None:
        """Close the store of an outdated state, unless others still read it."""
        with self._lock:
            self._readers -= 1
        if self._over and not self._readers:
            self.close()

    def end(self) -> None:
        """Close the store as soon as it has no readers: the graph is in another state."""
        self._over = True
        if not self._readers:
            self.close()

    def close(self) -> None:
        """Close the store at once. Closing twice is allowed."""
        with self._lock:
            store, self.store = self.store, None
        if store is not None:
            store.close()


class Call(threading.local):
    """The data sources of one call of a method, in one thread."""

    state: State | None = None
    """None outside of a call."""
    kept: Aggregation | None = None
    """The stored aggregation, if the call has opened it."""
    until_end: ExitStack | None = None
    """Resources that are closed at the end of the call."""
