"""Apply the changes of the graph to an embedded database.

The seal of a database names the state of the stored aggregation it was made from; the aggregation knows the
changes since that state. Bulk loading is faster than single changes, so the database is rebuilt if many
records changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from graphbuild.incremental import Changes
from graphbuild.model import Graph
from graphbuild.stores import engine, layout
from graphbuild.stores.embedded_load import plain_row, schema

_MOST = 0.2
"""Largest share of changed records for which the database is changed instead of rebuilt."""
_BATCH = 2000
"""Changes per transaction."""

Key = tuple[str, ...]
"""Label and id of a node; or type, label and id of the source, label and id of the target of an edge, and its
own id if there may be several of one type between two nodes.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """A node with the edges that belong to it (those of a statement), or another edge."""

    key: Key
    type: str
    properties: layout.Properties
    edges: tuple[Key, ...] = ()


def rows(graph: Graph) -> Iterator[Row]:
    """Yield all rows of a database of the graph, nodes before the edges between them."""
    edges_of: dict[Key, list[Key]] = {}
    others: list[Row] = []
    for table in layout.edge_tables(graph):
        for source, target, properties in table.rows:
            edge: Key = (table.type, table.source, source, table.target, target)
            if table.type == layout.STANCE:
                edge = (*edge, properties["id"])
            if table.source == "Statement":
                edges_of.setdefault((table.source, source), []).append(edge)
            else:
                others.append(Row(edge, table.type, plain_row(properties)))
    for nodes in layout.node_tables(graph):
        type_ = "~".join(sorted(nodes.labels))
        for row in nodes.rows:
            key: Key = (nodes.labels[0], row["id"])
            yield Row(key, type_, plain_row(row), tuple(edges_of.get(key, ())))
    yield from others


def worthwhile(changes: Changes) -> bool:
    """Whether there are few enough changes to be faster than bulk loading."""
    w = changes.written
    parts = (w.entities, w.relations, w.articles, w.statements, w.mentioned, w.copies, w.stances)
    return sum(map(len, (*parts, *changes.gone.values()))) <= _MOST * changes.records


def _deleted_keys(changes: Changes) -> Iterator[Key]:
    """Yield the keys of the deleted rows."""
    ends = {"MENTIONED_IN": ("Entity", "Article"), "COPY_OF": ("Article", "Article")}
    for table, keys in changes.gone.items():
        for key in keys:
            if table == "RELATION":
                relation, source, target, _ = key
                yield relation, "Entity", source, "Entity", target
            elif table == layout.STANCE:
                a, b, id_ = key
                yield table, "Entity", a, "Entity", b, id_
            elif table in ends:
                yield table, ends[table][0], key[0], ends[table][1], key[1]
            else:
                yield table, key[-1]


def apply(database: Any, changes: Changes) -> None:
    """Apply the changes. An interruption leaves an inconsistent database."""
    types = {str(t.getName()) for t in database.getSchema().getTypes()}
    for command in schema(changes.written, without=types):
        database.command("sql", command, engine.java_map({}))
    writer = _Writer(database)
    steps = [partial(writer.remove, key) for key in sorted(_deleted_keys(changes), key=len, reverse=True)]
    # edges are removed first and written last
    steps += [partial(writer.put, row) for row in rows(changes.written)]
    for start in range(0, len(steps), _BATCH):
        database.begin()
        for step in steps[start : start + _BATCH]:
            step()
        database.commit()
    for name in sorted(types - {"Entity", "Article", "Statement", *layout.OWN_TYPES}):
        if _is_edge(database, name) and not database.countType(name, False):
            database.command("sql", f"DROP TYPE {name}", engine.java_map({}))


def _is_edge(database: Any, name: str) -> bool:
    return bool(
        isinstance(database.getSchema().getType(name), engine.java_class("com.arcadedb.schema.EdgeType"))
    )


class _Writer:
    """Writes rows into a database, within a transaction."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._incoming = engine.java_class("com.arcadedb.graph.Vertex").DIRECTION.IN

    def remove(self, key: Key) -> None:
        """Delete a node with its edges, or an edge, if it exists."""
        if record := self._find(key):
            record.delete()

    def put(self, row: Row) -> None:
        """Insert or update a row."""
        record = self._find(row.key)
        if record and row.edges:
            record.delete()
            record = None
        if record:
            self._fill(record.modify(), row.properties)
        elif len(row.key) == 2:
            self._fill(self._database.newVertex(row.type), row.properties)
            for edge in row.edges:
                self._connect(edge).save()
        else:
            self._fill(self._connect(row.key), row.properties)

    def _fill(self, record: Any, properties: Mapping[str, Any]) -> None:
        for name in [str(n) for n in record.getPropertyNames()]:
            if name not in properties:
                record.remove(name)
        for name, value in properties.items():
            record.set(name, engine.java_value(value))
        record.save()

    def _connect(self, key: Key) -> Any:
        type_, *ends = key[:5]
        source, target = self._node(*ends[:2]), self._node(*ends[2:])
        return source.newEdge(type_, target, [])

    def _find(self, key: Key) -> Any:
        """Return the node or edge with this key; None if there is none."""
        if len(key) == 2:
            return self._node(*key)
        type_, *ends = key[:5]
        source, target = self._node(*ends[:2]), self._node(*ends[2:])
        if source and target and self._database.getSchema().existsType(type_):
            for edge in target.getEdges(self._incoming, [type_]):
                if edge.getOut().equals(source.getIdentity()) and (
                    len(key) == 5 or str(edge.get("id")) == key[5]
                ):
                    return edge
        return None

    def _node(self, label: str, id_: str) -> Any:
        """Return the node with this label and id; None if there is none."""
        found = self._database.lookupByKey(label, "id", id_)
        return found.next().asVertex() if found.hasNext() else None
