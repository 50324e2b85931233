"""A Neo4j database as a store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from graphbuild.model import Graph
from graphbuild.stores.base import ROW_LIMIT, TIME_LIMIT, Rows, Store
from graphbuild.stores.neo4j import querying, writing
from graphbuild.stores.neo4j.connection import Connection


class Neo4jStore(Store):
    """A Neo4j database; see ``Connection`` for what is not given.

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
    ) -> None:
        self._connection = Connection(uri, username=username, password=password, database=database)

    def write(self, graph: Graph) -> None:
        """Make the database hold this graph, and no other of ours; other data stays."""
        writing.write(self._connection, graph)

    def query(
        self,
        cypher: str,
        parameters: Mapping[str, Any] | None = None,
        *,
        write: bool = False,
        limit: int = ROW_LIMIT,
        timeout: float = TIME_LIMIT,
    ) -> Rows:
        """Run Cypher: see ``Store.query``. Reading queries run in read access mode."""
        return querying.query(
            self._connection, cypher, parameters or {}, write=write, limit=limit, timeout=timeout
        )

    def close(self) -> None:
        """Close the connections."""
        self._connection.close()
