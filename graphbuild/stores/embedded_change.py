"""Bringing an embedded database from the graph that it holds to another, by what differs.

Beside its data a database has a list of what it holds: each row's key, and a digest of what it says.
Loading in bulk is faster than changing, so where much differs the database is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any

from graphbuild.model import Graph
from graphbuild.stores import engine, layout
from graphbuild.stores.embedded_load import plain_row, schema

_LIST = "graphbuild-rows.json"
_SEPARATOR = "\x1f"
_MOST = 0.2
"""How much of a graph may differ to be changed and not loaded anew."""
_BATCH = 2000
"""Changes a transaction."""

Key = tuple[str, ...]
"""Label and id of a node; type, label and id of the source, label and id of the target of an edge."""


@dataclass(frozen=True, slots=True)
class Row:
    """A node with the edges that are its own (those of a statement), or another edge."""

    key: Key
    type: str
    properties: layout.Properties
    edges: tuple[Key, ...] = ()

    @property
    def digest(self) -> str:
        said = repr((self.type, sorted(self.properties.items()), self.edges))
        return blake2b(said.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """What makes a database that holds one graph hold another."""

    gone: tuple[Key, ...]
    changed: tuple[Row, ...]
    """Rows that say something else, or are new."""
    held: frozenset[Key]
    """The keys of those that are not new."""
    wanted: Mapping[str, str]
    """What the database holds afterwards, as ``digests`` tells it."""


def rows(graph: Graph) -> Iterator[Row]:
    """All that a database of the graph holds: nodes before the edges between them."""
    own: dict[Key, list[Key]] = {}
    others: list[Row] = []
    for table in layout.edge_tables(graph):
        for source, target, properties in table.rows:
            edge: Key = (table.type, table.source, source, table.target, target)
            if table.source == "Statement":
                own.setdefault((table.source, source), []).append(edge)
            else:
                others.append(Row(edge, table.type, plain_row(properties)))
    for nodes in layout.node_tables(graph):
        type_ = "~".join(sorted(nodes.labels))
        for row in nodes.rows:
            key: Key = (nodes.labels[0], row["id"])
            yield Row(key, type_, plain_row(row), tuple(own.get(key, ())))
    yield from others


def digests(graph: Graph) -> dict[str, str]:
    """What a database of the graph holds: a digest of each row, by its key."""
    return {_SEPARATOR.join(row.key): row.digest for row in rows(graph)}


def keep_list(path: Path, told: Mapping[str, str]) -> None:
    """Write down what the database at this path holds."""
    (path / _LIST).write_text(json.dumps([_version(), told]), encoding="utf-8")


def forget_list(path: Path) -> None:
    """Have the database be made anew the next time, since it no longer holds a graph of ours alone."""
    (path / _LIST).unlink(missing_ok=True)


def change(path: Path, graph: Graph) -> Change | None:
    """What makes the database at this path hold the graph; None where it is better made anew."""
    try:
        version_, told = json.loads((path / _LIST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    if version_ != _version():
        return None
    wanted: dict[str, str] = {}
    changed = []
    held = set()
    for row in rows(graph):
        key = _SEPARATOR.join(row.key)
        wanted[key] = row.digest
        if told.get(key) != wanted[key]:
            changed.append(row)
            if key in told:
                held.add(row.key)
    gone = tuple(tuple(key.split(_SEPARATOR)) for key in told if key not in wanted)
    if len(changed) + len(gone) > _MOST * len(wanted):
        return None
    return Change(gone, tuple(changed), frozenset(held), wanted)


def _version() -> str:
    return f"{layout.VERSION} {version('arcadedb-embedded')}"


def apply(database: Any, graph: Graph, change: Change) -> None:
    """Make the changes. One that is broken off leaves a database that holds neither graph."""
    types = {str(t.getName()) for t in database.getSchema().getTypes()}
    for command in schema(graph, without=types):
        database.command("sql", command, engine.java_map({}))
    writer = _Writer(database)
    edges_first = sorted(change.gone, key=len, reverse=True)
    steps = [partial(writer.remove, key) for key in edges_first]
    steps += [partial(writer.put, row, is_held=row.key in change.held) for row in change.changed]
    for start in range(0, len(steps), _BATCH):
        database.begin()
        for step in steps[start : start + _BATCH]:
            step()
        database.commit()
    for name in sorted(types - {"Entity", "Article", "Statement"} - set(layout.relation_types(graph))):
        if name not in layout.EVIDENCE_TYPES and _is_edge(database, name):
            database.command("sql", f"DROP TYPE {name}", engine.java_map({}))


def _is_edge(database: Any, name: str) -> bool:
    return bool(
        isinstance(database.getSchema().getType(name), engine.java_class("com.arcadedb.schema.EdgeType"))
    )


class _Writer:
    """Writes rows into a database, inside a transaction."""

    def __init__(self, database: Any) -> None:
        self._database = database
        self._incoming = engine.java_class("com.arcadedb.graph.Vertex").DIRECTION.IN

    def remove(self, key: Key) -> None:
        """Take a node with its edges out, or an edge."""
        record = self._node(key) if len(key) == 2 else self._edge(key)
        record.delete()

    def put(self, row: Row, *, is_held: bool) -> None:
        """Write a row that is new, or says something else."""
        if row.edges and is_held:
            self.remove(row.key)
        if len(row.key) == 2:
            known = is_held and not row.edges
            record = self._node(row.key).modify() if known else self._database.newVertex(row.type)
            self._fill(record, row.properties)
            for edge in row.edges:
                self._connect(edge).save()
        else:
            self._fill(self._edge(row.key).modify() if is_held else self._connect(row.key), row.properties)

    def _fill(self, record: Any, properties: Mapping[str, Any]) -> None:
        for name in [str(n) for n in record.getPropertyNames()]:
            if name not in properties:
                record.remove(name)
        for name, value in properties.items():
            record.set(name, engine.java_value(value))
        record.save()

    def _connect(self, key: Key) -> Any:
        type_, *ends = key
        source, target = self._node((ends[0], ends[1])), self._node((ends[2], ends[3]))
        return source.newEdge(type_, target, [])

    def _node(self, key: Key) -> Any:
        label, id_ = key
        return self._database.lookupByKey(label, "id", id_).next().asVertex()

    def _edge(self, key: Key) -> Any:
        type_, *ends = key
        source, target = self._node((ends[0], ends[1])), self._node((ends[2], ends[3]))
        for edge in target.getEdges(self._incoming, [type_]):
            if edge.getOut().equals(source.getIdentity()):
                return edge
        raise LookupError(f"no edge {key}")
