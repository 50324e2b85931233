"""The embedded Cypher engine (ArcadeDB): a database derived from the ledger, in ``folder/cypher``.

A database is built in a temporary folder and renamed in one step to its final name, which identifies its
content: a killed process leaves the old one or none, never a partial one. It is sealed with checksums when it
is closed, and only opened if its files match them. Readers open a view of it
(:mod:`graphbuild.stores.embedded_folder`), which the engine cannot write to, in any number of processes.
"""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild.closing import gc_disabled
from graphbuild.errors import StoreError
from graphbuild.model import Graph, digest
from graphbuild.stores import guard, layout
from graphbuild.stores.base import SIZE_LIMIT, TIME_LIMIT, Meter, Store, Stream

if TYPE_CHECKING:
    from graphbuild.incremental import Aggregation
    from graphbuild.stores.embedded_query import Reader

_LOG = logging.getLogger(__name__)
#: Seconds that ``open`` waits for another process that changes the database.
PATIENCE = 60.0


class EmbeddedStore(Store):
    """A graph in the embedded engine; created by ``open`` or ``temporary``."""

    def __init__(self, root: Path, *, wait: float = PATIENCE, scratch: bool = False) -> None:
        from graphbuild.stores import embedded_change, embedded_seal, engine

        engine.start()
        from graphbuild.stores.embedded_folder import DatabaseFolder, unwritable

        self._engine = engine
        self._difference = embedded_change
        self._seal = embedded_seal
        self._unwritable = unwritable
        self._root = root = root.absolute()  # Java keeps the working directory of its start
        self._wait = wait
        self._scratch = scratch
        self._copy_of: Path | None = None
        """The unwritable folder that this temporary folder replaces."""
        self._path: Path | None = None
        """Folder of the open database, or of its view."""
        self._view: Path | None = None
        self._database: Any = None
        self._reader: Reader | None = None
        self._asked = 0
        """Number of streams being read."""
        self._folder = DatabaseFolder(root)
        engine.close_at_exit(self)

    @classmethod
    def open(
        cls,
        folder: Path,
        load: Callable[[], Graph],
        stamp: str,
        *,
        kept: Aggregation | None = None,
        wait: float = PATIENCE,
    ) -> EmbeddedStore:
        """Open the database of a graph folder, and rebuild it from ``load()`` if its content is not
        ``stamp``.

        ``stamp`` identifies the content. ``kept`` is the stored aggregation that ``load`` reads. If it knows
        the changes since the content of the database, and they are few, only those are applied. ``wait`` is
        the number of seconds to wait for a process that changes the database. If the folder is not writable,
        a temporary database is used, and writing queries are refused.

        Raises:
            StoreError: another process changes it, the disk is full, or the graph is inconsistent.
        """
        from graphbuild.stores.embedded_folder import UnwritableError

        root = folder / "cypher"
        try:
            store = cls(root, wait=wait)
        except UnwritableError as error:
            _LOG.warning("%s; queries are asked of a copy in a temporary folder, which takes longer", error)
            store = cls(Path(tempfile.mkdtemp(prefix="graphbuild-")), scratch=True)
            store._copy_of = root.absolute()
        try:
            store._take_copy(stamp)
            with store._folder.changing(wait):
                store._bring_up_to_date(load, stamp, kept)
        except BaseException:
            store.close()
            raise
        return store

    @classmethod
    def temporary(cls, graph: Graph) -> EmbeddedStore:
        """Create a database of the graph that is deleted when the store is closed."""
        store = cls(Path(tempfile.mkdtemp(prefix="graphbuild-")), scratch=True)
        try:
            store.write(graph)
        except BaseException:
            store.close()
            raise
        return store

    def write(self, graph: Graph) -> None:
        """Replace the database by one of this graph."""
        self._engine.check_process()
        layout.check(graph)
        with self._folder.changing(self._wait):
            self._build(graph, self._name("graph " + digest(*_contents(graph))), None)

    def stream(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
    ) -> AbstractContextManager[Stream]:
        """Run Cypher: see ``Store.stream``. Changes last until the database is rebuilt."""
        meter = Meter(timeout, size)
        values = self._checked_parameters(cypher, parameters, write=write)
        return self._written(cypher, values, meter) if write else self._read(cypher, values, meter)

    @contextmanager
    def _read(self, cypher: str, values: dict[str, Any], meter: Meter) -> Iterator[Stream]:
        if self._reader is None or self._reader.writable:
            raise StoreError("A query that writes is still being read: read it to its end first.")
        with self._asking(self._reader, cypher, values, meter) as answer:
            yield answer

    @contextmanager
    def _asking(self, reader: Reader, cypher: str, values: dict[str, Any], meter: Meter) -> Iterator[Stream]:
        self._asked += 1
        try:
            with reader.ask(cypher, values, meter) as answer:
                yield answer
        finally:
            self._asked -= 1

    @contextmanager
    def _written(self, cypher: str, values: dict[str, Any], meter: Meter) -> Iterator[Stream]:
        if self._copy_of is not None:
            raise StoreError(
                f"{self._copy_of}: cannot be written to, so no query can write; check its permissions"
            )
        if self._asked:
            raise StoreError("Another query is still being read: read it to its end before one that writes.")
        path = self._path
        assert path is not None
        with self._folder.changing(self._wait):
            self._open_for_writing(path)
            assert self._reader is not None
            try:
                with self._asking(self._reader, cypher, values, meter) as answer:
                    yield answer
            finally:
                if self._close_database():
                    self._seal.keep(path)
                    if not self._open(path):
                        raise self._lost(path)

    def _open_for_writing(self, path: Path) -> None:
        """Open the database itself instead of a view, so that it can be written to."""
        if not self._close_database() or self._seal.broken(path):
            raise self._lost(path)
        changed = self._root / f"new-{os.getpid()}"
        try:
            self._folder.claim(path, changed)
            changed.rename(path)
        except OSError as error:
            raise self._unwritable(path, error) from None
        if not self._open(path, write=True):
            raise self._lost(path)

    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """Return the execution plan: see ``Store.plan``."""
        values = self._checked_parameters(cypher, parameters, write=True)
        assert self._reader is not None
        return self._reader.plan(cypher, values)

    def _checked_parameters(
        self, cypher: str, parameters: Mapping[str, Any] | None, *, write: bool
    ) -> dict[str, Any]:
        """Check a query and return its parameters."""
        self._engine.check_process()
        if self._reader is None:
            raise StoreError("The store is closed, or holds no graph yet: open it, or write a graph first.")
        values = dict(parameters or {})
        guard.check(cypher, values, write=write)
        if self._reader.halted and not self._asked:
            self._close_engine()
            assert self._view is not None
            if not self._opened(self._view):
                raise self._lost(self._view)
        return values

    def close(self) -> None:
        """Close the database and unlock it for other processes; in a fork it remains with the parent
        process.
        """
        if self._engine.forked():
            return
        self._close_database()
        self._folder.close()
        if self._scratch:
            shutil.rmtree(self._root, ignore_errors=True)

    def _bring_up_to_date(self, load: Callable[[], Graph], stamp: str, kept: Aggregation | None) -> None:
        name = self._name(stamp)
        path = self._root / name
        if not (path.is_dir() and not self._seal.broken(path) and self._open(path)):
            with gc_disabled():
                if kept is None or not self._change(kept, name):
                    graph = load()
                    layout.check(graph)
                    self._build(graph, name, kept)
        self._folder.tidy(name)

    def _take_copy(self, stamp: str) -> None:
        """If a temporary folder is used, copy the existing database into it, provided that it contains this
        graph.
        """
        if self._copy_of is None:
            return
        name = self._name(stamp)
        with suppress(OSError):  # rebuild it instead
            shutil.copytree(self._copy_of / name, self._root / name)

    def _change(self, kept: Aggregation, name: str) -> bool:
        """Update the old database to this graph; return false if there is no suitable one.

        It has a temporary name meanwhile, so that a partly changed one is never mistaken for a complete one
        after a kill.
        """
        final, unfinished = self._root / name, self._root / f"new-{os.getpid()}"
        for old in self._root.glob("db-*"):
            changes = kept.changes(self._seal.state(old))
            if changes is None or not self._difference.worthwhile(changes) or self._seal.broken(old):
                continue
            try:
                shutil.rmtree(unfinished, ignore_errors=True)
                self._folder.claim(old, unfinished)
                if self._open(unfinished, write=True):
                    self._difference.apply(self._database, changes)
                    self._close_database()
                    self._seal.keep(unfinished, kept.state)
                    unfinished.rename(final)
                    return self._open(final)
            except (OSError, self._engine.java_class("java.lang.Exception")):
                self._close_database()  # the old database was damaged: build a new one
            finally:
                shutil.rmtree(unfinished, ignore_errors=True)
        return False

    def _build(self, graph: Graph, name: str, kept: Aggregation | None) -> None:
        """Build the database beside the current one, and replace it when complete."""
        from graphbuild.stores.embedded_load import build

        final, unfinished = self._root / name, self._root / f"new-{os.getpid()}"
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            build(unfinished, graph)
            self._seal.keep(unfinished, kept.state if kept else "")
            self._close_database()
            shutil.rmtree(final, ignore_errors=True)
            unfinished.rename(final)
        except OSError as error:
            raise self._unwritable(final, error) from error
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
        if not self._open(final):
            raise StoreError(f"The database {final} was built but cannot be opened: delete it and try again.")

    def _open(self, path: Path, *, write: bool = False) -> bool:
        """Open the database at this path, or a view of it for reading; return false if it is damaged, for
        instance after a power failure.
        """
        self._view = None if write else self._folder.view(path)
        self._path = path
        if self._opened(self._view or path, write=write):
            return True
        self._close_database()
        return False

    def _opened(self, path: Path, *, write: bool = False) -> bool:
        from graphbuild.stores.embedded_query import Reader

        factory = self._engine.java_class("com.arcadedb.database.DatabaseFactory")
        modes = self._engine.java_class("com.arcadedb.engine.ComponentFile").MODE
        # Still open because of a query that could not be stopped; the content is the same.
        opened = None if write else factory.getActiveDatabaseInstance(str(path))
        try:
            opened = opened or factory(str(path)).open(modes.READ_WRITE if write else modes.READ_ONLY)
        except self._engine.java_class("java.lang.Exception"):
            return False
        self._engine.check_settings(opened)
        self._database, self._reader = opened, Reader(opened, writable=write)
        return True

    def _lost(self, path: Path) -> StoreError:
        return StoreError(
            f"The database {path} cannot be reopened: an earlier query still runs, or it was changed"
            " or damaged meanwhile. Open the graph again."
        )

    def _close_database(self) -> bool:
        """Close the database, unless an abandoned query still reads it; return whether it is closed."""
        closed = self._close_engine()
        if closed and self._view is not None:
            self._folder.leave(self._view)
        self._path = self._view = None
        return closed

    def _close_engine(self) -> bool:
        closed = self._reader is None or self._reader.close()
        self._database = self._reader = None
        return closed

    def _name(self, stamp: str) -> str:
        """Return the folder of the database with the content of the stamp, in this layout and engine
        version.
        """
        return f"db-{digest(layout.VERSION, self._engine.VERSION, stamp)}"


def _contents(graph: Graph) -> Iterator[str]:
    """Yield a serialisation of the graph's content, for its digest."""
    for part in fields(graph):
        if part.compare and (records := getattr(graph, part.name)):
            values = attrgetter(*(f.name for f in fields(records[0])))
            yield f"{part.name} {[*map(values, records)]!r}"
