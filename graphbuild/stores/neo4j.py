"""A graph in a Neo4j database, through the official driver.

Other data in the database is left alone: only nodes and edges that have the labels and the
properties of ours are ever removed, and properties that others added to our nodes stay.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from graphbuild.errors import QueryError, StoreError
from graphbuild.model import Graph
from graphbuild.stores import guard, layout
from graphbuild.stores.base import ROW_LIMIT, TIME_LIMIT, Rows, Store

SCHEMES = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
#: Rows a transaction.
BATCH = 5_000
#: Properties that tell a node or an edge of ours from others with the same label.
_OURS = {
    "Entity": ("id", "kind", "mentions", "articles"),
    "Article": ("id", "title", "source", "url"),
    "Statement": ("id", "relation", "sentence", "trigger", "rule"),
}
_OUR_RELATION = ("id", "statements", "articles", "score", "sentence")


class Neo4jStore(Store):
    """A Neo4j database. User, password and database come from NEO4J_USERNAME, NEO4J_PASSWORD and
    NEO4J_DATABASE where they are not given; the address from NEO4J_URI.

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
        import neo4j

        address = uri or os.environ.get("NEO4J_URI", "")
        if not address:
            raise StoreError(
                "No Neo4j address is given: set NEO4J_URI, for instance to bolt://localhost:7687."
            )
        self.address = _without_password(address)
        self._user = username or os.environ.get("NEO4J_USERNAME") or "neo4j"
        secret = password if password is not None else os.environ.get("NEO4J_PASSWORD")
        self.database = database or os.environ.get("NEO4J_DATABASE") or "neo4j"
        self._neo4j = neo4j
        if address.partition("://")[0] not in SCHEMES:
            raise StoreError(
                f"{self.address} is no Neo4j address: write bolt://HOST:7687 or neo4j://HOST:7687."
            )
        try:
            self._driver = neo4j.GraphDatabase.driver(
                self.address,
                auth=None if secret is None else (self._user, secret),
                connection_timeout=10,
                connection_acquisition_timeout=15,
                max_transaction_retry_time=15,
                notifications_min_severity="OFF",
            )
        except (ValueError, neo4j.exceptions.DriverError) as error:
            raise StoreError(
                f"{self.address} is no Neo4j address ({error}): write bolt://HOST:7687 or neo4j://HOST:7687."
            ) from None
        try:
            with self._plain_errors(), self._session() as session:
                session.run("RETURN 1").consume()
        except BaseException:
            self._driver.close()
            raise

    def write(self, graph: Graph) -> None:
        """Make the database hold this graph, and no other of ours; other data stays.

        Writing is in batches, each whole or not at all; what breaks off is made good by writing again.
        """
        layout.check(graph)
        with self._plain_errors(), self._session() as session:
            for label in _OURS:
                session.run(
                    f"CREATE CONSTRAINT graphbuild_{label.lower()}_id IF NOT EXISTS"
                    f" FOR (n:{label}) REQUIRE n.id IS UNIQUE"
                ).consume()
            self._remove_stale(session, graph)
            for nodes in layout.node_tables(graph):
                self._write_nodes(session, nodes)
            for edges in layout.edge_tables(graph):
                self._write_edges(session, edges)

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
        from graphbuild.stores.neo4j_values import plain_rows

        values = dict(parameters or {})
        guard.check(cypher, values, write=write)
        with (
            self._plain_errors(cypher, timeout),
            self._session(write=write) as session,
            session.begin_transaction(timeout=timeout) as transaction,
        ):
            result = transaction.run(cypher, values)
            columns = tuple(result.keys())
            records: list[list[Any]] = []
            for record in result:
                if len(records) >= limit:
                    raise guard.too_many_rows(limit)
                records.append(record.values())
            rows = plain_rows(transaction, records)
            transaction.commit()
        return Rows(columns, rows)

    def close(self) -> None:
        """Close the connections."""
        self._driver.close()

    def _session(self, *, write: bool = True) -> Any:
        mode = self._neo4j.WRITE_ACCESS if write else self._neo4j.READ_ACCESS
        return self._driver.session(database=self.database, default_access_mode=mode)

    def _run(self, session: Any, cypher: str, rows: Sequence[Any]) -> None:
        """Run Cypher on ``$rows``, a transaction for each batch; deadlocks are tried again."""
        for batch in _batches(rows):
            session.execute_write(lambda tx, batch=batch: tx.run(cypher, rows=batch).consume())

    def _write_nodes(self, session: Any, nodes: layout.NodeTable) -> None:
        label, *more = nodes.labels
        labels = f" SET n:{':'.join(more)}" if more else ""
        self._run(
            session,
            f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}){labels} SET n += row",
            nodes.rows,
        )

    def _write_edges(self, session: Any, edges: layout.EdgeTable) -> None:
        rows = [{"a": a, "b": b, "set": properties} for a, b, properties in edges.rows]
        key = "" if edges.type in layout.EVIDENCE_TYPES else " {id: row.set.id}"
        self._run(
            session,
            f"UNWIND $rows AS row MATCH (a:{edges.source} {{id: row.a}}), (b:{edges.target} {{id: row.b}})"
            f" MERGE (a)-[r:{edges.type}{key}]->(b) SET r += row.set",
            rows,
        )

    def _remove_stale(self, session: Any, graph: Graph) -> None:
        """Remove nodes and edges of an earlier graph that this one lacks."""
        wanted: dict[str, set[Any]] = {
            "Entity": {e.id for e in graph.entities},
            "Article": {a.id for a in graph.articles},
            "Statement": {s.id for s in graph.statements},
        }
        for label, ids in wanted.items():
            found = f"MATCH (n:{label}) WHERE {_has('n', _OURS[label])} RETURN elementId(n), n.id"
            stale = [element for element, id_ in session.run(found) if id_ not in ids]
            match = f"UNWIND $rows AS row MATCH (n:{label}) WHERE elementId(n) = row"
            self._run(session, f"{match} DETACH DELETE n", stale)
        relations = {(r.relation, r.id) for r in graph.relations}
        found = f"MATCH (:Entity)-[r]->(:Entity) WHERE {_has('r', _OUR_RELATION)}"
        found += " RETURN elementId(r), type(r), r.id"
        stale = [element for element, kind, id_ in session.run(found) if (kind, id_) not in relations]
        mentioned = {(m.entity, m.article) for m in graph.mentioned}
        found = "MATCH (e:Entity)-[r:MENTIONED_IN]->(a:Article) RETURN elementId(r), e.id, a.id"
        stale += [element for element, e, a in session.run(found) if (e, a) not in mentioned]
        self._run(session, "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row DELETE r", stale)

    @contextmanager
    def _plain_errors(self, cypher: str = "", timeout: float = TIME_LIMIT) -> Iterator[None]:
        """Turn the driver's exceptions into ours, in plain words."""
        errors = self._neo4j.exceptions
        try:
            yield
        except errors.AuthError:
            raise StoreError(
                f"Neo4j at {self.address} refuses user {self._user!r} with this password:"
                " set NEO4J_USERNAME and NEO4J_PASSWORD."
            ) from None
        except (
            errors.ServiceUnavailable,
            errors.SessionExpired,
            errors.ConfigurationError,
            OSError,
        ) as error:
            raise StoreError(
                f"No Neo4j answers at {self.address} ({_first_line(error)}): start it, or mend the address."
            ) from None
        except errors.Neo4jError as error:
            raise self._plain(error, cypher, timeout) from None
        except errors.DriverError as error:
            raise StoreError(f"Neo4j at {self.address} failed: {_first_line(error)}. Try again.") from None

    def _plain(self, error: Any, cypher: str, timeout: float) -> Exception:
        code, message = str(error.code or ""), str(error.message or error)
        if "DatabaseNotFound" in code:
            return StoreError(
                f"Neo4j at {self.address} has no database {self.database!r}: set NEO4J_DATABASE."
            )
        if "AuthenticationRateLimit" in code or "Unauthorized" in code:
            return StoreError(
                f"Neo4j at {self.address} refuses user {self._user!r}: check NEO4J_PASSWORD, then wait a bit."
            )
        if not cypher:
            return StoreError(f"Neo4j at {self.address} could not take the graph: {_first_line(message)}")
        if "TransactionTimedOut" in code or "LockAcquisitionTimeout" in code:
            return guard.too_slow(timeout)
        if "AccessMode" in code:
            return guard.refused_write()
        if message.startswith("Query cannot conclude with"):
            return guard.returns_nothing(cypher)
        found = re.search(r"\(line (\d+), column (\d+) \(offset: \d+\)\)", message)
        if found:
            reason = message[: found.start()].strip()
            return guard.syntax_error(cypher, reason, int(found[1]), int(found[2]))
        return QueryError(f"The query failed: {_first_line(message)}")


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _has(variable: str, properties: Sequence[str]) -> str:
    return " AND ".join(f"{variable}.{name} IS NOT NULL" for name in properties)


def _first_line(error: object) -> str:
    return str(error).strip().split("\n", 1)[0].rstrip(":")


def _without_password(address: str) -> str:
    """The address without the user and password that it may hold."""
    return re.sub(r"//[^/@]*@", "//", address) if urlsplit(address).netloc else address
