"""Load a graph into a Neo4j database by its differences: unchanged records are neither read nor written.

Each transaction updates some parts of the manifest together with their records, so an interrupted load can be
completed by loading again. Only one loader writes at a time: it holds a lock in the database, in a
transaction that ends with it in any case.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphbuild.closing import gc_disabled
from graphbuild.errors import StoreError
from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.neo4j import bookkeeping, schema, transactions, writing
from graphbuild.stores.neo4j.bookkeeping import Root, State
from graphbuild.stores.neo4j.comparing import TargetGraph
from graphbuild.stores.neo4j.connection import Connection, first_line
from graphbuild.stores.neo4j.manifest import TABLES, Place
from graphbuild.stores.neo4j.schema import MANIFEST, Names
from graphbuild.stores.neo4j.transactions import BrokenError

if TYPE_CHECKING:
    from graphbuild.incremental import Aggregation

#: Records per transaction: smaller ones waste time on commits, larger ones only use more server memory.
BATCH = 10_000
#: Seconds without progress after which a failing load gives up.
PATIENCE = 120.0
#: Seconds after which a message is shown that another load has to end first.
_QUIET_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class LoadReport:
    """The result of a load."""

    written: int = 0
    """New and changed nodes and edges, without the edges of a statement to its ends."""
    removed: int = 0
    kept: int = 0
    """Obsolete nodes that remain because foreign relationships are attached to them."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a load."""

    prefix: str = ""
    prune: bool = False
    """Also remove obsolete nodes with foreign relationships."""
    full: bool = False
    """Write everything, not only the differences."""
    source: Callable[[], str] = str
    """Returns the name of the graph's current source, or empty if it has none. If the database already holds
    that source, the graph is not computed.
    """
    kept: Callable[[], Aggregation | None] = lambda: None
    """Opens the stored aggregation that the graph comes from, which knows its changes."""
    progress: Callable[[int, int], None] | None = None
    """Called with the number of records done and their total."""
    waiting: Callable[[str], None] | None = None
    """Called with the reason when the load has to wait."""


def load(connection: Connection, graph: Callable[[], Graph], options: Options) -> LoadReport:
    """Replace our graph under the same prefix in the database by this one; other data remains.

    Temporary errors (a restarting server, a new leader, a deadlock) are retried.

    Raises:
        StoreError: the server cannot be reached or written to, the database is of another version of
            graphbuild, or the graph is inconsistent.
    """
    attempt = _Load(connection, graph, options)
    with connection.errors(), gc_disabled():
        while True:
            try:
                return attempt.run()
            except Exception as error:
                if not attempt.patient or not connection.passes(error):
                    raise
                attempt.tell(f"Neo4j failed ({first_line(error)}); trying again")
                time.sleep(1.0)


class _Load:
    """A single load of one graph into one database."""

    def __init__(self, connection: Connection, graph: Callable[[], Graph], options: Options) -> None:
        self._connection = connection
        self._options = options
        self._names = Names(options.prefix)
        self._full = options.full
        self._started = self._moved = time.monotonic()
        self._done = self._total = self._written = self._removed = self._kept = 0
        self._wanted = TargetGraph(graph, options.kept)
        self._source = self._source_name()

    @property
    def patient(self) -> bool:
        """Whether there was progress recently, so that a retry is worthwhile."""
        return time.monotonic() - self._moved < PATIENCE

    def tell(self, reason: str) -> None:
        """Report why the load has to wait."""
        if self._options.waiting is not None:
            self._options.waiting(reason)

    def run(self) -> LoadReport:
        with self._connection.session() as session:
            root = session.execute_read(bookkeeping.read_root, self._names)
            self._fits(root)
            if not self._unchanged(session, root):
                if self._full or self._wanted.known(root) is None:
                    self._wanted.check()
                schema.ensure(session, self._names)
                with self._locked(known=root.schema is not None) as lock:
                    try:
                        self._write(session, lock)
                    except BrokenError:
                        self._full = True
                        self._write(session, lock)
        seconds = time.monotonic() - self._started
        return LoadReport(self._written, self._removed, self._kept, round(seconds, 3))

    def _fits(self, root: Root) -> None:
        """Refuse a database with another layout, unless it is older and will be rewritten."""
        if root.schema in (None, layout.VERSION):
            return
        older = str(root.schema).isdecimal() and int(str(root.schema)) < int(layout.VERSION)
        if not (older and self._full):
            advice = "load with --full, which rewrites it" if older else "upgrade graphbuild"
            raise StoreError(
                f"The graph in {self._connection.address} was loaded by another version of graphbuild"
                f" (schema {root.schema}, this one writes {layout.VERSION}): {advice}, or load into"
                " another database, or under another --prefix."
            )

    def _unchanged(self, session: Any, root: Root) -> bool:
        """Whether the database holds this graph already; the parts are only read if that is possible."""
        if self._options.prune or self._full or self._source != root.source:
            return False
        state: State = session.execute_read(bookkeeping.read, self._names)
        return state.sound and self._source == state.root.source

    def _source_name(self) -> str:
        """Return the name of the source to be loaded."""
        return self._options.source() or self._wanted.digest()

    @contextmanager
    def _locked(self, *, known: bool) -> Iterator[Any]:
        """Hold the graph's lock in the database; yields the transaction that does.

        The lock is on the graph's manifest node, which is created unless it is ``known`` to exist.
        """
        with self._connection.session() as session:
            if not known:
                session.execute_write(bookkeeping.begin, self._names)
            reason = "another load of this graph is running; it has to end first"
            timer = threading.Timer(_QUIET_SECONDS, self.tell, (reason,))
            with session.begin_transaction(timeout=0) as lock:
                timer.start()
                try:
                    lock.run(
                        f"MATCH (m:{MANIFEST} {{graph: $graph}}) SET m.locked = true REMOVE m.locked",
                        graph=self._names.prefix,
                    ).consume()
                finally:
                    timer.cancel()
                yield lock
                lock.commit()

    def _write(self, session: Any, lock: Any) -> None:
        """Write the differences to the database, and note that the load is complete."""
        state = session.execute_read(bookkeeping.read, self._names)
        self._full = self._full or not state.intact

        def details(parts: Sequence[Place]) -> Any:
            return session.execute_read(bookkeeping.details, self._names, parts) if parts else {}

        changes = None if self._full else self._wanted.few_changes(state, details)
        if changes is None:
            self._wanted.check()
            state = self._resized(session, state)
            changes = self._wanted.changes(state, details, full=self._full)
        tasks = transactions.tasks(changes)
        self._done, self._total = 0, sum(map(len, tasks))
        for lot in transactions.prepared(tasks, self._names, BATCH):
            lock.run("RETURN 1").consume()
            self._kept += session.execute_write(lot.run, self._names)
            self._written += lot.written
            self._removed += lot.removed
            self._report(lot.written + lot.removed)
        if self._options.prune:
            self._removed += session.execute_write(writing.prune, self._names)
        source = self._source if self._source == self._source_name() else ""  # the source changed meanwhile
        stamp = bookkeeping.stamp_after(state, changes)
        bookkeeping.finish(
            lock, self._names, source=source, aggregation=self._wanted.aggregation, stamp=stamp
        )

    def _resized(self, session: Any, state: State) -> State:
        """Return the state after splitting tables that have grown or shrunk into more or fewer parts."""
        cut = [t for t in TABLES if state.bits.get(t.name) not in (None, self._wanted.bits(state, t))]
        for table in cut:
            before, after = state.bits[table.name], self._wanted.bits(state, table)
            numbers = sorted(state.heads[table.name])
            session.execute_write(bookkeeping.repartition, self._names, table, before, after, numbers)
        fitted: State = session.execute_read(bookkeeping.read, self._names) if cut else state
        return fitted

    def _report(self, records: int) -> None:
        self._moved = time.monotonic()
        self._done += records
        if self._options.progress is not None:
            self._options.progress(self._done, self._total)
