"""The embedded Cypher engine (ArcadeDB): a database derived from the ledger, in ``folder/cypher``.

A database is built in a folder of its own and takes its final name, which tells what it holds, in
one rename: a kill leaves either the old one, or none, never half of one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild.closing import uncollected
from graphbuild.errors import StoreError
from graphbuild.model import Graph, digest
from graphbuild.stores import guard, layout
from graphbuild.stores.base import TIME_LIMIT, Store, Stream

if TYPE_CHECKING:
    from graphbuild.folded import Folded
    from graphbuild.stores.embedded_query import Reader

#: Seconds that ``open`` waits for another process to let go of the database.
PATIENCE = 5.0


class EmbeddedStore(Store):
    """A graph in the embedded engine. One process at a time; made by ``open`` or ``temporary``."""

    def __init__(self, root: Path, *, wait: float = PATIENCE, scratch: bool = False) -> None:
        from graphbuild.stores import embedded_change, engine

        self._engine = engine
        self._difference = embedded_change
        self._root = root
        self._scratch = scratch
        self._database: Any = None
        self._reader: Reader | None = None
        self._lock: Any = None
        engine.start()
        try:
            root.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"Cannot make the database folder {root} ({error.strerror}): make its place writable."
            ) from error
        self._lock = self._take(wait)
        engine.close_at_exit(self)

    @classmethod
    def open(
        cls,
        folder: Path,
        load: Callable[[], Graph],
        stamp: str,
        *,
        kept: Folded | None = None,
        wait: float = PATIENCE,
    ) -> EmbeddedStore:
        """The database of a graph folder, built anew from ``load()`` if ``stamp`` is not what it holds.

        ``stamp`` names the content. Where ``kept``, the kept fold that ``load`` reads, knows how the
        graph differs from the one that the database holds, and it is little, that alone is changed.
        ``wait`` is how many seconds to wait for a process that has the database open.

        Raises:
            StoreError: another process keeps it, the folder cannot be written, or the graph is broken.
        """
        store = cls(folder / "cypher", wait=wait)
        try:
            store._bring_up_to_date(load, stamp, kept)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def temporary(cls, graph: Graph) -> EmbeddedStore:
        """The graph in a database that is deleted when the store is closed."""
        store = cls(Path(tempfile.mkdtemp(prefix="graphbuild-")), scratch=True)
        try:
            store.write(graph)
        except BaseException:
            store.close()
            raise
        return store

    def write(self, graph: Graph) -> None:
        """Replace the database by one that holds exactly this graph."""
        layout.check(graph)
        self._build(graph, _name("graph " + digest(repr(graph))), None)

    def stream(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = TIME_LIMIT,
    ) -> AbstractContextManager[Stream]:
        """Run Cypher: see ``Store.stream``. What it writes lives until the database is built anew."""
        reader, values = self._ready(cypher, parameters, write=write)
        if write:
            self._difference.forget_note(Path(str(self._database.getDatabasePath())))
        return (
            reader.write(cypher, values, timeout=timeout)
            if write
            else reader.read(cypher, values, timeout=timeout)
        )

    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """How the engine would run the query: see ``Store.plan``."""
        reader, values = self._ready(cypher, parameters, write=True)
        return reader.plan(cypher, values)

    def _ready(
        self, cypher: str, parameters: Mapping[str, Any] | None, *, write: bool
    ) -> tuple[Reader, dict[str, Any]]:
        if self._reader is None:
            raise StoreError("The store is closed, or holds no graph yet: open it, or write a graph first.")
        values = dict(parameters or {})
        guard.check(cypher, values, write=write)
        return self._reader, values

    def close(self) -> None:
        """Close the database and let other processes open it."""
        self._close_database()
        if self._lock is not None:
            self._lock.channel().close()
            self._lock = None
        if self._scratch:
            shutil.rmtree(self._root, ignore_errors=True)

    def _take(self, wait: float) -> Any:
        """A lock on the folder, of the operating system's kind: it ends with the process."""
        options = self._engine.java_class("java.nio.file.StandardOpenOption")
        channels = self._engine.java_class("java.nio.channels.FileChannel")
        overlapping = self._engine.java_class("java.nio.channels.OverlappingFileLockException")
        path = self._engine.java_class("java.nio.file.Paths").get(str(self._root), "lock")
        deadline = time.monotonic() + wait
        try:
            channel = channels.open(path, options.CREATE, options.WRITE)
        except self._engine.java_class("java.io.IOException") as error:
            raise StoreError(f"Cannot write in {self._root} ({error}): make it writable.") from error
        while True:
            try:
                lock = channel.tryLock()
            except overlapping:
                channel.close()
                raise StoreError(
                    f"The database {self._root} is already open in this process: close the first store."
                ) from None
            if lock is not None:
                return lock
            if time.monotonic() >= deadline:
                channel.close()
                raise StoreError(
                    f"The database {self._root} is in use by another process: try again when that has ended."
                )
            time.sleep(0.05)

    def _bring_up_to_date(self, load: Callable[[], Graph], stamp: str, kept: Folded | None) -> None:
        name = _name(stamp)
        if not ((self._root / name).is_dir() and self._open(self._root / name)):
            with uncollected():
                if kept is None or not self._change(kept, name):
                    graph = load()
                    layout.check(graph)
                    self._build(graph, name, kept)
        self._tidy(name)

    def _change(self, kept: Folded, name: str) -> bool:
        """Make the database of what was there before into this graph's; false where none is like it.

        It goes by another name meanwhile: one that a kill left half changed is never taken for whole.
        """
        final, unfinished = self._root / name, self._root / f"new-{os.getpid()}"
        for old in self._root.glob("db-*"):
            changes = kept.changes(self._difference.noted(old))
            if changes is None or not self._difference.worthwhile(changes):
                continue
            try:
                shutil.rmtree(unfinished, ignore_errors=True)
                old.rename(unfinished)
                if self._open(unfinished):
                    self._difference.apply(self._database, changes)
                    self._close_database()
                    self._difference.keep_note(unfinished, kept.state)
                    unfinished.rename(final)
                    return self._open(final)
            except (OSError, self._engine.java_class("java.lang.Exception")):
                self._close_database()  # the database was broken: a new one will not be
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        return False

    def _build(self, graph: Graph, name: str, kept: Folded | None) -> None:
        """Build the database beside the present one, and take its place when it is whole."""
        from graphbuild.stores.embedded_load import build

        final, unfinished = self._root / name, self._root / f"new-{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            build(unfinished, graph)
            if kept is not None:
                self._difference.keep_note(unfinished, kept.state)
            self._close_database()
            shutil.rmtree(final, ignore_errors=True)
            unfinished.rename(final)
        except OSError as error:
            raise StoreError(f"Cannot write the database {final} ({error}): make room for it.") from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        if not self._open(final):
            raise StoreError(f"The database {final} was built but cannot be opened: delete it and try again.")

    def _open(self, path: Path) -> bool:
        """Open the database at this path; false if it is broken, as a power cut may leave it."""
        from graphbuild.stores.embedded_query import Reader

        factory = self._engine.java_class("com.arcadedb.database.DatabaseFactory")(str(path))
        try:
            opened = factory.open()
        except self._engine.java_class("java.lang.Exception"):
            return False
        self._database, self._reader = opened, Reader(opened)
        return True

    def _close_database(self) -> None:
        """Close the database, unless a query that was left behind still reads it."""
        if self._reader is not None and not self._reader.stuck:
            self._database.close()
        self._database = self._reader = None

    def _tidy(self, keep: str) -> None:
        """Delete databases of other content and what a killed build left."""
        for other in self._root.iterdir():
            if other.is_dir() and other.name != keep and other.name.startswith(("db-", "new-")):
                shutil.rmtree(other, ignore_errors=True)


def _name(stamp: str) -> str:
    """Folder of the database that holds what the stamp names, in this layout and by this engine."""
    return f"db-{digest(layout.VERSION, version('arcadedb-embedded'), stamp)}"
