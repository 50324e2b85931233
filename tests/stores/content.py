"""What a store holds, and what it should hold, as rows that can be compared."""

from __future__ import annotations

from typing import Any

from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.base import Store

Content = list[tuple[Any, ...]]
_ALL = 1_000_000


def held(store: Store, prefix: str = "") -> Content:
    """All nodes and edges that the store holds, without those that Neo4j's loader keeps for itself.

    With a prefix, the nodes that have labels with it, without it, and the edges between them.
    """
    nodes = store.query(
        "MATCH (n) WHERE n.id IS NOT NULL RETURN labels(n) AS l, n.id AS id, properties(n) AS p", limit=_ALL
    ).rows
    edges = store.query(
        "MATCH (a)-[r]->(b) RETURN labels(a) AS l, type(r) AS t, a.id AS a, b.id AS b, properties(r) AS p",
        limit=_ALL,
    ).rows
    both = [
        (sorted(label.removeprefix(prefix) for label in labels), id_, sorted(p.items()))
        for labels, id_, p in nodes
        if all(label.startswith(prefix) for label in labels)
    ]
    both += [
        (t, (a, b), sorted(p.items()))
        for labels, t, a, b, p in edges
        if all(label.startswith(prefix) for label in labels)
    ]
    return sorted(both, key=repr)


def rows_of(graph: Graph) -> Content:
    """What a store holds that holds this graph and nothing else."""
    rows: Content = [
        (sorted(table.labels), row["id"], sorted(layout.present(row).items()))
        for table in layout.node_tables(graph)
        for row in table.rows
    ]
    rows += [
        (table.type, (a, b), sorted(layout.present(p).items()))
        for table in layout.edge_tables(graph)
        for a, b, p in table.rows
    ]
    return sorted(rows, key=repr)
