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
from functools import cache
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.neo4j import bookkeeping, manifest, schema, writing
from graphbuild.stores.neo4j.bookkeeping import State
from graphbuild.stores.neo4j.connection import Connection, first_line
from graphbuild.stores.neo4j.manifest import TABLES, Change, Table
from graphbuild.stores.neo4j.schema import MANIFEST, Names
from graphbuild.stores.neo4j.writing import NODES

#: Records a transaction: fewer waste time on commits, more take the server's memory for nothing.
BATCH = 10_000
#: Seconds without any progress after which a load that the server keeps failing gives up.
PATIENCE = 120.0
#: Seconds after which it is told that another load has to end first.
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
    source: str = ""
    """Names what the graph is made of. Where the database holds the same already, it is not asked for."""
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
    with connection.errors():
        while True:
            try:
                return one.run()
            except Exception as error:
                if not one.patient or not connection.passes(error):
                    raise
                one.tell(f"Neo4j failed ({first_line(error)}); trying again")
                time.sleep(1.0)


class _BrokenError(Exception):
    """Nodes are missing that the manifest tells of."""


class _Load:
    """One graph on its way into one database."""

    def __init__(self, connection: Connection, graph: Callable[[], Graph], options: Options) -> None:
        self._connection = connection
        self._options = options
        self._names = Names(options.prefix)
        self._full = options.full
        self._started = self._moved = time.monotonic()
        self._done = self._total = self._written = self._removed = self._kept = 0
        self._graph = cache(lambda: _checked(graph()))
        self._parts = cache(self._parts_of)

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
            state = session.execute_read(bookkeeping.read, self._names)
            if not self._as_wanted(state):
                schema.ensure(session, self._names)
                with self._alone() as lock:
                    try:
                        self._write(session, lock)
                    except _BrokenError:
                        self._full = True
                        self._write(session, lock)
        seconds = time.monotonic() - self._started
        return LoadReport(self._written, self._removed, self._kept, round(seconds, 3))

    def _as_wanted(self, state: State) -> bool:
        """Whether the database holds this graph already."""
        if state.schema not in (None, layout.VERSION):
            older = str(state.schema).isdecimal() and int(str(state.schema)) < int(layout.VERSION)
            if not (older and self._full):
                advice = "load with --full, which writes it anew" if older else "upgrade graphbuild"
                raise StoreError(
                    f"The graph in {self._connection.address} was loaded by another version of graphbuild"
                    f" (schema {state.schema}, this one writes {layout.VERSION}): {advice}, or load into"
                    " another database, or under another --prefix."
                )
        if self._options.prune or self._full or not (state.whole and state.intact):
            return False
        if self._options.source:
            return self._options.source == state.source
        return not any(self._differing(state, table) for table in TABLES)

    def _parts_of(self, table: Table, bits: int) -> dict[int, tuple[str, Sequence[Any]]]:
        """Digest and records of each part that the graph gives."""
        cut = manifest.parts(table, self._graph(), bits)
        return {number: (manifest.part_digest(table, of), of) for number, of in cut.items()}

    def _bits(self, state: State, table: Table) -> int:
        return manifest.bits(len(table.records(self._graph())), state.bits.get(table.name))

    def _differing(self, state: State, table: Table) -> list[int]:
        """Numbers of the parts that are not as they should be."""
        heads = state.heads.get(table.name, {})
        parts = self._parts(table, self._bits(state, table))
        return sorted(
            number
            for number in heads.keys() | parts.keys()
            if number not in heads or number not in parts or heads[number].digest != parts[number][0]
        )

    @contextmanager
    def _alone(self) -> Iterator[Any]:
        """Hold the lock of the graph in the database; gives the transaction that does."""
        with self._connection.session() as session:
            session.execute_write(
                lambda tx: tx.run(
                    f"MERGE (m:{MANIFEST} {{graph: $graph}}) ON CREATE SET m.schema = $schema",
                    graph=self._names.prefix,
                    schema=layout.VERSION,
                ).consume()
            )
            reason = "another load of this graph is running; it has to end first"
            told = threading.Timer(_SILENCE, self.tell, (reason,))
            with session.begin_transaction(timeout=0) as lock:
                told.start()
                try:
                    lock.run(
                        f"MATCH (m:{MANIFEST} {{graph: $graph}}) SET m.locked = true REMOVE m.locked",
                        graph=self._names.prefix,
                    ).consume()
                finally:
                    told.cancel()
                yield lock
                lock.commit()

    def _write(self, session: Any, lock: Any) -> None:
        """Bring the database from what it holds to the graph, and write down that it is there."""
        state = session.execute_read(bookkeeping.read, self._names)
        self._full = self._full or not state.intact
        state = self._fitted(session, state)
        changes = {table.name: list(self._changes(session, state, table)) for table in TABLES}
        every = [change for of in changes.values() for change in of]
        self._done, self._total = 0, sum(len(c.written) + len(c.removed) for c in every)
        for table in reversed(TABLES):
            going = [change for change in changes[table.name] if change.removed]
            for some in _batches(going, lambda change: len(change.removed)):
                self._remove(session, lock, table, self._bits(state, table), some)
        for table in TABLES:
            coming = [change for change in changes[table.name] if change.written or not change.removed]
            for some in _batches(coming, lambda change: len(change.written)):
                self._add(session, lock, table, self._bits(state, table), some)
        if self._options.prune:
            self._removed += session.execute_write(writing.prune, self._names)
        heads = session.execute_read(bookkeeping.read, self._names).heads
        stamp = bookkeeping.stamp_of(heads)
        bookkeeping.finish(lock, self._names, source=self._options.source, stamp=stamp)

    def _fitted(self, session: Any, state: State) -> State:
        """The state after tables that have grown or shrunk were cut into more parts or fewer."""
        for table in TABLES:
            before, after = state.bits.get(table.name), self._bits(state, table)
            if before is not None and before != after:
                numbers = sorted(state.heads[table.name])
                session.execute_write(bookkeeping.cut_anew, self._names, table, before, after, numbers)
        fitted: State = session.execute_read(bookkeeping.read, self._names)
        return fitted

    def _changes(self, session: Any, state: State, table: Table) -> Iterator[Change]:
        bits = self._bits(state, table)
        parts, heads = self._parts(table, bits), state.heads.get(table.name, {})
        numbers = sorted(parts.keys() | heads.keys()) if self._full else self._differing(state, table)
        known = [number for number in numbers if number in heads]
        held = session.execute_read(bookkeeping.details, self._names, table, bits, known)
        for number in numbers:
            digest, records = parts.get(number, ("", ()))
            yield manifest.change(table, number, digest, records, held.get(number, {}), full=self._full)

    def _remove(self, session: Any, lock: Any, table: Table, bits: int, changes: Sequence[Change]) -> None:
        keys = [key for change in changes for key in change.removed]
        steps = list(writing.removals(table, keys, self._names))
        left = [
            (c.number, "" if c.written else c.digest, {k: d for k, d in c.held.items() if k in c.wanted})
            for c in changes
        ]

        def work(tx: Any) -> int:
            done = [tx.run(cypher, rows=rows).consume().counters for cypher, rows in steps]
            kept = sum(int(counters.labels_added) for counters in done)
            bookkeeping.save(tx, self._names, table, bits, left)
            return kept

        lock.run("RETURN 1").consume()
        self._kept += session.execute_write(work)
        self._removed += len(keys)
        self._report(len(keys))

    def _add(self, session: Any, lock: Any, table: Table, bits: int, changes: Sequence[Change]) -> None:
        records = [record for change in changes for record in change.written]
        steps = [(cypher, rows) for cypher, rows in writing.writes(table, records, self._names) if rows]
        now = [(change.number, change.digest, change.wanted) for change in changes]

        def work(tx: Any) -> None:
            if table.name in NODES:
                writing.revive(tx, table.name, [record.id for record in records], self._names)
            for cypher, rows in steps:
                if tx.run(cypher, rows=rows).single()[0] < len(rows):
                    raise _BrokenError
            bookkeeping.save(tx, self._names, table, bits, now)

        lock.run("RETURN 1").consume()
        session.execute_write(work)
        self._written += len(records)
        self._report(len(records))

    def _report(self, records: int) -> None:
        self._moved = time.monotonic()
        self._done += records
        if self._options.progress is not None:
            self._options.progress(self._done, self._total)


def _checked(graph: Graph) -> Graph:
    layout.check(graph)
    return graph


def _batches(changes: Sequence[Change], size: Callable[[Change], int]) -> Iterator[list[Change]]:
    """The changes in lots of about ``BATCH`` records."""
    lot: list[Change] = []
    records = 0
    for change in changes:
        lot.append(change)
        records += size(change)
        if records >= BATCH:
            yield lot
            lot, records = [], 0
    if lot:
        yield lot
