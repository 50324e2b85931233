"""A graph into a Neo4j database.

Other data in the database is left alone: only nodes and edges that have the labels and the
properties of ours are ever removed, and properties that others added to our nodes stay.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.neo4j.connection import Connection

#: Rows a transaction.
BATCH = 5_000
#: Properties that tell a node or an edge of ours from others with the same label.
_OURS = {
    "Entity": ("id", "kind", "mentions", "articles"),
    "Article": ("id", "title", "source", "url"),
    "Statement": ("id", "relation", "sentence", "trigger", "rule"),
}
_OUR_RELATION = ("id", "statements", "articles", "score", "sentence")


def write(connection: Connection, graph: Graph) -> None:
    """Make the database hold this graph, and no other of ours; other data stays.

    Writing is in batches, each whole or not at all; what breaks off is made good by writing again.
    """
    layout.check(graph)
    with connection.errors(), connection.session() as session:
        for label in _OURS:
            session.run(
                f"CREATE CONSTRAINT graphbuild_{label.lower()}_id IF NOT EXISTS"
                f" FOR (n:{label}) REQUIRE n.id IS UNIQUE"
            ).consume()
        _remove_stale(session, graph)
        for nodes in layout.node_tables(graph):
            _write_nodes(session, nodes)
        for edges in layout.edge_tables(graph):
            _write_edges(session, edges)


def _run(session: Any, cypher: str, rows: Sequence[Any]) -> None:
    """Run Cypher on ``$rows``, a transaction for each batch; deadlocks are tried again."""
    for batch in _batches(rows):
        session.execute_write(lambda tx, batch=batch: tx.run(cypher, rows=batch).consume())


def _write_nodes(session: Any, nodes: layout.NodeTable) -> None:
    label, *more = nodes.labels
    labels = f" SET n:{':'.join(more)}" if more else ""
    _run(session, f"UNWIND $rows AS row MERGE (n:{label} {{id: row.id}}){labels} SET n += row", nodes.rows)


def _write_edges(session: Any, edges: layout.EdgeTable) -> None:
    rows = [{"a": a, "b": b, "set": properties} for a, b, properties in edges.rows]
    key = "" if edges.type in layout.EVIDENCE_TYPES else " {id: row.set.id}"
    _run(
        session,
        f"UNWIND $rows AS row MATCH (a:{edges.source} {{id: row.a}}), (b:{edges.target} {{id: row.b}})"
        f" MERGE (a)-[r:{edges.type}{key}]->(b) SET r += row.set",
        rows,
    )


def _remove_stale(session: Any, graph: Graph) -> None:
    """Remove nodes and edges of an earlier graph that this one lacks."""
    wanted: dict[str, set[Any]] = {
        "Entity": {e.id for e in graph.entities},
        "Article": {a.id for a in graph.articles},
        "Statement": {s.id for s in graph.statements},
    }
    for label, ids in wanted.items():
        found = f"MATCH (n:{label}) WHERE {_has('n', _OURS[label])} RETURN elementId(n), n.id"
        stale = [element for element, id_ in session.run(found) if id_ not in ids]
        _run(
            session, f"UNWIND $rows AS row MATCH (n:{label}) WHERE elementId(n) = row DETACH DELETE n", stale
        )
    relations = {(r.relation, r.id) for r in graph.relations}
    found = f"MATCH (:Entity)-[r]->(:Entity) WHERE {_has('r', _OUR_RELATION)}"
    found += " RETURN elementId(r), type(r), r.id"
    stale = [element for element, kind, id_ in session.run(found) if (kind, id_) not in relations]
    mentioned = {(m.entity, m.article) for m in graph.mentioned}
    found = "MATCH (e:Entity)-[r:MENTIONED_IN]->(a:Article) RETURN elementId(r), e.id, a.id"
    stale += [element for element, e, a in session.run(found) if (e, a) not in mentioned]
    copies = {(c.article, c.original) for c in graph.copies}
    found = "MATCH (a:Article)-[r:COPY_OF]->(b:Article) RETURN elementId(r), a.id, b.id"
    stale += [element for element, a, b in session.run(found) if (a, b) not in copies]
    _run(session, "UNWIND $rows AS row MATCH ()-[r]->() WHERE elementId(r) = row DELETE r", stale)


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]


def _has(variable: str, properties: Sequence[str]) -> str:
    return " AND ".join(f"{variable}.{name} IS NOT NULL" for name in properties)
