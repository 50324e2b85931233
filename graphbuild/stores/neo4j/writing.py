"""Cypher that writes and removes our records, in batches of rows.

Every query returns the number of rows that it found a place for: if it is lower than the number of given
rows, somebody removed nodes of ours manually.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from graphbuild.model import LABELS
from graphbuild.stores import layout
from graphbuild.stores.neo4j.manifest import Table, key_parts
from graphbuild.stores.neo4j.schema import Names

Step = tuple[str, list[Any]]
"""Cypher and its rows, as lists, since the driver takes twice as long to send maps."""
#: Label of obsolete nodes of ours that are kept because foreign relationships are attached to them.
FORMER = "Former"
#: Labels of our nodes, in writing order.
NODES = ("Entity", "Article", "Statement")


def writes(table: Table, records: Sequence[Any], names: Names) -> Iterator[Step]:
    """Yield steps that create these records, or update their properties."""
    entity, article = names.label("Entity"), names.label("Article")
    match table.name:
        case "Entity":
            for kind, label in LABELS.items():
                properties = [layout.entity_properties(e) for e in _sorted(records) if e.kind == kind]
                yield _nodes(entity, properties, f" SET n:{names.label(label)}")
        case "Article":
            yield _nodes(article, [layout.article_properties(a) for a in _sorted(records)])
        case "Statement":
            ordered = sorted(((s.id, s) for s in records), key=lambda pair: pair[0])
            properties = [layout.statement_properties(s, id_) for id_, s in ordered]
            yield (
                "UNWIND $rows AS row"
                f" MATCH (a:{entity} {{id: row[0]}}) MATCH (b:{entity} {{id: row[1]}})"
                f" MATCH (x:{article} {{id: row[2]}})"
                f" MERGE (n:{names.label('Statement')} {{id: row[3]}}) SET n += {_map(properties, 3)}"
                " MERGE (n)-[:SOURCE]->(a) MERGE (n)-[:TARGET]->(b) MERGE (n)-[:STATED_IN]->(x)"
                " RETURN count(*)",
                _rows([(s.source, s.target, s.article) for _, s in ordered], properties),
            )
        case "MENTIONED_IN":
            yield _edges(
                (entity, "MENTIONED_IN", article),
                [(m.entity, m.article) for m in records],
                [{"mentions": m.mentions} for m in records],
            )
        case "COPY_OF":
            ends = [(c.article, c.original) for c in records]
            yield _edges((article, "COPY_OF", article), ends, [{} for _ in ends])
        case layout.STANCE:
            stances = _sorted(records)
            edge = (entity, f"{layout.STANCE} {{id: row[2]}}", entity)
            yield _edges(edge, [(s.a, s.b) for s in stances], [layout.stance_properties(s) for s in stances])
        case _:
            for type_, same in _by_type((r.relation, r) for r in _sorted(records)):
                ends = [(r.source, r.target) for r in same]
                edge = (entity, f"{type_} {{id: row[2]}}", entity)
                yield _edges(edge, ends, [layout.relation_properties(r) for r in same])


def removals(table: Table, keys: Sequence[str], names: Names) -> Iterator[Step]:
    """Yield steps that remove the records with these keys. A node with foreign relationships is kept: see
    ``FORMER``.
    """
    entity, article = names.label("Entity"), names.label("Article")
    match table.name:
        case "MENTIONED_IN" | "COPY_OF":
            start = entity if table.name == "MENTIONED_IN" else article
            edge = f"(:{start} {{id: row[0]}})-[r:{table.name}]->(:{article} {{id: row[1]}})"
            yield (
                f"UNWIND $rows AS row MATCH {edge} DELETE r",
                [key_parts(key) for key in keys],
            )
        case layout.STANCE:
            yield (
                f"UNWIND $rows AS row MATCH (:{entity} {{id: row[0]}})-[r:{layout.STANCE} {{id: row[2]}}]->"
                f"(:{entity} {{id: row[1]}}) DELETE r",
                [key_parts(key) for key in keys],
            )
        case "RELATION":
            for type_, rows in _by_type((parts[0], parts[1:]) for parts in map(key_parts, keys)):
                yield (
                    f"UNWIND $rows AS row MATCH (:{entity} {{id: row[0]}})-[r:{type_} {{id: row[2]}}]->"
                    f"(:{entity} {{id: row[1]}}) DELETE r",
                    rows,
                )
        case _:
            yield from _node_removals(table.name, [key_parts(key)[-1] for key in keys], names)


def _node_removals(label: str, ids: list[str], names: Names) -> Iterator[Step]:
    node_label = names.label(label)
    labels = [names.label(one) for one in ((label, *LABELS.values()) if label == "Entity" else (label,))]
    edges = layout.EVIDENCE_TYPES[:3] if label == "Statement" else ()
    match = f"UNWIND $rows AS row MATCH (n:{node_label} {{id: row}})"
    if edges:
        yield f"{match}-[r:{'|'.join(edges)}]->() DELETE r", ids
    of_others = (
        f"EXISTS {{ (n)--() }} OR any(l IN labels(n) WHERE NOT l IN {labels})"
        f" OR any(k IN keys(n) WHERE NOT k IN {list(layout.PROPERTIES[label])})"
    )
    former = names.label(f"{FORMER}{label}")
    yield f"{match} WHERE {of_others} SET n:{former} REMOVE n:{':'.join(labels)}", ids
    yield f"{match} DELETE n", ids


def revive(tx: Any, label: str, ids: list[str], names: Names) -> None:
    """Turn kept obsolete nodes into ours again; they must be written afterwards."""
    former = names.label(FORMER + label)
    stayed = {id_ for (id_,) in tx.run(f"MATCH (n:{former}) RETURN n.id")}
    if revived := [id_ for id_ in ids if id_ in stayed]:
        tx.run(
            f"UNWIND $rows AS row MATCH (n:{former} {{id: row}}) SET n:{names.label(label)}"
            f" REMOVE n:{former}",
            rows=revived,
        ).consume()


def prune(tx: Any, names: Names) -> int:
    """Remove kept obsolete nodes with everything attached to them; return their number."""
    removed = 0
    for label in NODES:
        done = tx.run(f"MATCH (n:{names.label(FORMER + label)}) DETACH DELETE n").consume()
        removed += done.counters.nodes_deleted
    return removed


def _nodes(label: str, nodes: Sequence[layout.Properties], more: str = "") -> Step:
    return (
        f"UNWIND $rows AS row MERGE (n:{label} {{id: row[0]}}){more} SET n += {_map(nodes, 0)}"
        " RETURN count(*)",
        [list(node.values()) for node in nodes],
    )


def _edges(
    edge: tuple[str, str, str], ends: Sequence[tuple[str, str]], values: Sequence[layout.Properties]
) -> Step:
    start, type_, end = edge
    return (
        f"UNWIND $rows AS row MATCH (a:{start} {{id: row[0]}}) MATCH (b:{end} {{id: row[1]}})"
        f" MERGE (a)-[r:{type_}]->(b) SET r += {_map(values, 2)} RETURN count(*)",
        _rows(ends, values),
    )


def _rows(ends: Sequence[tuple[str, ...]], values: Sequence[layout.Properties]) -> list[Any]:
    return [[*of, *properties.values()] for of, properties in zip(ends, values, strict=True)]


def _map(values: Sequence[layout.Properties], first: int) -> str:
    """Return a map of the properties at consecutive positions of a row; the same for all rows."""
    return (
        "{"
        + ", ".join(f"{name}: row[{i}]" for i, name in enumerate(values[0] if values else (), first))
        + "}"
    )


def _sorted(records: Iterable[Any]) -> list[Any]:
    """Sort records by id, so that concurrent loads lock them in the same order."""
    return sorted(records, key=lambda record: record.id)


def _by_type(pairs: Iterable[tuple[str, Any]]) -> list[tuple[str, list[Any]]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for type_, row in pairs:
        layout.check_type(type_)
        found[type_].append(row)
    return sorted(found.items(), key=lambda pair: pair[0])
