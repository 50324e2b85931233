"""A graph into a Neo4j database, by difference: what is there unchanged is neither read nor written.

Each transaction takes some parts of the manifest and their records from one right state to another,
so a load that breaks off anywhere is made good by loading again. One loader at a time writes: it
holds a lock in the database, in a transaction that ends with it whatever happens.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from graphbuild.closing import uncollected
from graphbuild.errors import StoreError
from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.neo4j import bookkeeping, schema, transactions, writing
from graphbuild.stores.neo4j.bookkeeping import Root, State
from graphbuild.stores.neo4j.comparing import Wanted
from graphbuild.stores.neo4j.connection import Connection, first_line
from graphbuild.stores.neo4j.manifest import TABLES, Place
from graphbuild.stores.neo4j.schema import MANIFEST, Names
from graphbuild.stores.neo4j.transactions import BrokenError

if TYPE_CHECKING:
    from graphbuild.incremental import Aggregation

#: Records a transaction: fewer waste time on commits, more take the server's memory for nothing.
BATCH = 10_000
#: Seconds without any progress after which a load that the server keeps failing gives up.
PATIENCE = 120.0
#: Seconds after which it is reported that another load has to end first.
_SILENCE = 3.0


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did."""

    written: int = 0
    """Nodes and edges that are new or changed; edges of a statement to its ends are not counted."""
    removed: int = 0
    kept: int = 0
    """Nodes that the graph no longer has, and that stay since something of others is on them."""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Options:
    """How a graph is loaded."""

    prefix: str = ""
    prune: bool = False
    """Remove nodes that the graph no longer has also where something of others is on them."""
    full: bool = False
    """Write everything, not only what differs."""
    source: Callable[[], str] = str
    """Names what the graph is made of, now; empty where only the graph itself can tell. Where the
    database holds the same already, a graph that has a source is not asked for."""
    kept: Callable[[], Aggregation | None] = lambda: None
    """Opens the kept aggregation that the graph comes from, which knows how it differs from what it was."""
    progress: Callable[[int, int], None] | None = None
    """Told how many records are done, of how many."""
    waiting: Callable[[str], None] | None = None
    """Told why nothing happens for a while."""


def load(connection: Connection, graph: Callable[[], Graph], options: Options) -> LoadReport:
    """Make the database hold this graph and no other of ours under the same prefix; other data stays.

    What passes by (a server that restarts, a new leader, a deadlock) is waited for.

    Raises:
        StoreError: the server cannot be reached or written, the database is of another version of
            graphbuild, or the graph contradicts itself.
    """
    one = _Load(connection, graph, options)
    with connection.errors(), uncollected():
        while True:
            try:
                return one.run()
            except Exception as error:
                if not one.patient or not connection.passes(error):
                    raise
                one.tell(f"Neo4j failed ({first_line(error)}); trying again")
                time.sleep(1.0)


class _Load:
    """One graph on its way into one database."""

    def __init__(self, connection: Connection, graph: Callable[[], Graph], options: Options) -> None:
        self._connection = connection
        self._options = options
        self._names = Names(options.prefix)
        self._full = options.full
        self._started = self._moved = time.monotonic()
        self._done = self._total = self._written = self._removed = self._kept = 0
        self._wanted = Wanted(graph, options.kept)
        self._source = self._made_of()

    @property
    def patient(self) -> bool:
        """Whether something was done not long ago, so that it is worth while to try again."""
        return time.monotonic() - self._moved < PATIENCE

    def tell(self, reason: str) -> None:
        """Say why nothing happens for a while."""
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
                with self._alone(known=root.schema is not None) as lock:
                    try:
                        self._write(session, lock)
                    except BrokenError:
                        self._full = True
                        self._write(session, lock)
        seconds = time.monotonic() - self._started
        return LoadReport(self._written, self._removed, self._kept, round(seconds, 3))

    def _fits(self, root: Root) -> None:
        """Refuse a graph of another layout, unless it is an older one and is written anew."""
        if root.schema in (None, layout.VERSION):
            return
        older = str(root.schema).isdecimal() and int(str(root.schema)) < int(layout.VERSION)
        if not (older and self._full):
            advice = "load with --full, which writes it anew" if older else "upgrade graphbuild"
            raise StoreError(
                f"The graph in {self._connection.address} was loaded by another version of graphbuild"
                f" (schema {root.schema}, this one writes {layout.VERSION}): {advice}, or load into"
                " another database, or under another --prefix."
            )

    def _unchanged(self, session: Any, root: Root) -> bool:
        """Whether the database holds this graph already; its parts are read only if it may."""
        if self._options.prune or self._full or self._source != root.source:
            return False
        state: State = session.execute_read(bookkeeping.read, self._names)
        return state.sound and self._source == state.root.source

    def _made_of(self) -> str:
        """Names what is to be loaded."""
        return self._options.source() or self._wanted.digest()

    @contextmanager
    def _alone(self, *, known: bool) -> Iterator[Any]:
        """Hold the lock of the graph in the database; gives the transaction that does.

        The lock is on the node of the graph's manifest, which is made unless it is ``known`` to be there.
        """
        with self._connection.session() as session:
            if not known:
                session.execute_write(bookkeeping.begin, self._names)
            reason = "another load of this graph is running; it has to end first"
            timer = threading.Timer(_SILENCE, self.tell, (reason,))
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
        """Bring the database from what it holds to the graph, and write down that it is there."""
        state = session.execute_read(bookkeeping.read, self._names)
        self._full = self._full or not state.intact

        def details(parts: Sequence[Place]) -> Any:
            return session.execute_read(bookkeeping.details, self._names, parts) if parts else {}

        changes = None if self._full else self._wanted.few_changes(state, details)
        if changes is None:
            self._wanted.check()
            state = self._fitted(session, state)
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
        source = self._source if self._source == self._made_of() else ""  # it changed meanwhile
        stamp = bookkeeping.stamp_after(state, changes)
        bookkeeping.finish(
            lock, self._names, source=source, aggregation=self._wanted.aggregation, stamp=stamp
        )

    def _fitted(self, session: Any, state: State) -> State:
        """The state after tables that have grown or shrunk were cut into more parts or fewer."""
        cut = [t for t in TABLES if state.bits.get(t.name) not in (None, self._wanted.bits(state, t))]
        for table in cut:
            before, after = state.bits[table.name], self._wanted.bits(state, table)
            numbers = sorted(state.heads[table.name])
            session.execute_write(bookkeeping.cut_anew, self._names, table, before, after, numbers)
        fitted: State = session.execute_read(bookkeeping.read, self._names) if cut else state
        return fitted

    def _report(self, records: int) -> None:
        self._moved = time.monotonic()
        self._done += records
        if self._options.progress is not None:
            self._options.progress(self._done, self._total)
