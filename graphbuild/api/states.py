"""What was made of a graph in one state, and whether the graph is in another state by now."""

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

#: Files of a graph folder from which its graph is made.
FOLDER_FILES = (LEDGER_FILE, f"{LEDGER_FILE}-wal", decisions.FILE, aliases.FILE)

#: Of each file when it was written, how long it is, and which file it is; None where nothing is in it.
Looks = tuple[tuple[int, int, int] | None, ...]
#: What is different where a graph is in another state.
Seen = Looks | str


def look(folder: Path, files: Sequence[str] = FOLDER_FILES) -> Looks:
    """How these files look from outside: they look different after a change."""
    return tuple(_look(folder / name) for name in files)


def _look(file: Path) -> tuple[int, int, int] | None:
    """None for an empty file, too: SQLite makes one beside the ledger when that is merely read."""
    try:
        found = file.stat()
    except OSError:
        return None
    if not found.st_size:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class State:
    """What was made of a graph while it looked so. Several threads may use it."""

    def __init__(self, seen: Seen | None = None) -> None:
        self.seen = seen
        """How the graph looked before anything was made of it; None before the first look."""
        self.graph: Graph | None = None
        self.entities: Sequence[Entity] | None = None
        self.store: Store | None = None
        self._lock = ForkLock()
        self._readers = 0
        self._over = False

    def opened(self, open_store: Callable[[], Store]) -> Store:
        """The store; of several threads the first opens it for all."""
        with self._lock:
            if self.store is None:
                self.store = open_store()
            return self.store

    def enter(self) -> None:
        """Keep the store open until as many have left as have entered."""
        with self._lock:
            self._readers += 1

    def leave(self) -> None:
        """Close the store of a state that is over, unless others read it still."""
        with self._lock:
            self._readers -= 1
        if self._over and not self._readers:
            self.close()

    def end(self) -> None:
        """Close the store as soon as nobody reads it: the graph is in another state."""
        self._over = True
        if not self._readers:
            self.close()

    def close(self) -> None:
        """Close the store at once. Closing twice does no harm."""
        with self._lock:
            store, self.store = self.store, None
        if store is not None:
            store.close()


class Call(threading.local):
    """What one call of a method, in one thread, takes everything from."""

    state: State | None = None
    """None outside of a call."""
    kept: Aggregation | None = None
    """The kept aggregation, where the call has opened it."""
    until_end: ExitStack | None = None
    """What is closed at the end of the call."""
