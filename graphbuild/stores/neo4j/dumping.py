"""Read a graph back from a database, and check that it is the loaded one."""

from __future__ import annotations

from collections.abc import Callable

from graphbuild.errors import StoreError
from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.neo4j import bookkeeping, manifest
from graphbuild.stores.neo4j.bookkeeping import State
from graphbuild.stores.neo4j.connection import Connection
from graphbuild.stores.neo4j.schema import Names

#: Most attempts to read a graph while others load it.
_TRIES = 3


def dump(connection: Connection, read: Callable[[], Graph], prefix: str) -> tuple[Graph, int]:
    """Return the graph read by ``read``, and the number of its parts that changed since they were loaded.

    Raises:
        StoreError: there is no graph under this prefix, it was loaded by another version of
            graphbuild, or a load of it was not completed.
    """
    for _ in range(_TRIES):
        before = _state(connection, prefix)
        graph = read()
        if _state(connection, prefix) == before:
            return graph, _changed(before, graph)
    raise StoreError(f"The graph in {connection.address} is being loaded: dump it when that has ended.")


def _state(connection: Connection, prefix: str) -> State:
    bookkeeping.see(connection, Names(prefix))
    with connection.errors(), connection.session(write=False) as session:
        state: State = session.execute_read(bookkeeping.read, Names(prefix))
    if state.root.schema != layout.VERSION:
        raise StoreError(
            f"The graph in {connection.address} was loaded by another version of graphbuild (schema"
            f" {state.root.schema}, this one reads {layout.VERSION}): dump it with that version."
        )
    if not state.whole:
        raise StoreError(
            f"A load of the graph in {connection.address} is going on, or was broken off: let it end, or load"
            " again; then dump."
        )
    return state


def _changed(state: State, graph: Graph) -> int:
    """Count the parts that differ from what was loaded, because of manual changes."""
    changed = 0
    for table in manifest.TABLES:
        heads = state.heads.get(table.name, {})
        parts = manifest.parts(table, graph, state.bits.get(table.name, 0))
        found = {n: manifest.part_digest(manifest.record_digests(table, of)) for n, of in parts.items()}
        loaded = {number: head.digest for number, head in heads.items()}
        changed += sum(found.get(number) != loaded.get(number) for number in found.keys() | loaded.keys())
    return changed
