"""A Neo4j database as a store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from typing import Any

from graphbuild.model import Graph
from graphbuild.stores.base import SIZE_LIMIT, TIME_LIMIT, Meter, Store, Stream
from graphbuild.stores.neo4j import bookkeeping, dumping, loading, querying
from graphbuild.stores.neo4j.connection import Connection, Login
from graphbuild.stores.neo4j.schema import Names


class Neo4jStore(Store):
    """A Neo4j database; see ``Login`` for default values.

    Raises:
        StoreError: no server answers, or it refuses the user, the password or the database.
    """

    def __init__(
        self,
        uri: str | None = None,
        *,
        username: str | None = None,
        password: str | None = None,
        database: str | None = None,
        ask: Callable[[str], str] | None = None,
    ) -> None:
        self._connection = Connection(uri, Login(username, password, database, ask))

    def write(self, graph: Graph) -> None:
        """Replace our graph in the database by this one; other data remains."""
        self.load(lambda: graph)

    def load(self, graph: Callable[[], Graph], options: loading.Options | None = None) -> loading.LoadReport:
        """Update the database to the graph; see ``loading.load``."""
        return loading.load(self._connection, graph, options or loading.Options())

    def dump(self, read: Callable[[], Graph], prefix: str = "") -> tuple[Graph, int]:
        """Return the graph read by ``read``, compared with the loaded one; see ``dumping.dump``."""
        return dumping.dump(self._connection, read, prefix)

    def see(self, prefix: str) -> None:
        """Raise ``StoreError`` unless the database holds a graph under this prefix."""
        bookkeeping.see(self._connection, Names(prefix))

    def holds(self, prefix: str) -> bool:
        """Whether the database holds a graph under this prefix."""
        return prefix in bookkeeping.prefixes(self._connection)

    def stamp(self, prefix: str) -> str:
        """What names the graph that was loaded under this prefix; empty where that is not known."""
        return bookkeeping.loaded(self._connection, Names(prefix))

    def stream(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        timeout: float = TIME_LIMIT,
        size: int | None = SIZE_LIMIT,
    ) -> AbstractContextManager[Stream]:
        """Run Cypher: see ``Store.stream``. Reading queries run in read access mode."""
        meter = Meter(timeout, size)
        return querying.stream(self._connection, cypher, parameters or {}, meter, write=write)

    def plan(self, cypher: str, parameters: Mapping[str, Any] | None = None) -> tuple[str, ...]:
        """Return the execution plan: see ``Store.plan``."""
        return querying.plan(self._connection, cypher, parameters or {})

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()
