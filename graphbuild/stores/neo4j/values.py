"""Conversion of the Neo4j driver's values to plain Python; see ``Rows`` for the result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from neo4j import graph, time

from graphbuild.stores.base import Meter, moment

_Ends = Mapping[str, tuple[Any, Any]]


def plain_rows(
    transaction: Any, records: Sequence[Sequence[Any]], meter: Meter
) -> tuple[tuple[Any, ...], ...]:
    """Convert records to plain rows, counted by the meter.

    The ends of relationships returned without their nodes are looked up by a further query.
    """
    ids = sorted({r.element_id for record in records for item in record for r in _relationships(item)})
    ends: dict[str, tuple[Any, Any]] = {}
    if ids:
        asked = "UNWIND $ids AS id MATCH (a)-[r]->(b) WHERE elementId(r) = id RETURN id, a.id, b.id"
        ends = {id_: (a, b) for id_, a, b in transaction.run(asked, ids=ids)}
    rows = []
    for record in records:
        meter.next_row()
        rows.append(tuple(_plain(item, ends, meter) for item in record))
    return tuple(rows)


def _relationships(value: Any) -> Iterator[graph.Relationship]:
    if isinstance(value, graph.Relationship):
        yield value
    elif isinstance(value, graph.Path):
        yield from value.relationships
    elif isinstance(value, dict):
        for item in value.values():
            yield from _relationships(item)
    elif isinstance(value, list):
        for item in value:
            yield from _relationships(item)


def _plain(value: Any, ends: _Ends, meter: Meter) -> Any:
    result = _made(value, ends, meter)
    meter.count(result)
    return result


def _made(value: Any, ends: _Ends, meter: Meter) -> Any:
    if isinstance(value, graph.Node):
        return {"labels": sorted(value.labels), "properties": _properties(value, meter)}
    if isinstance(value, graph.Relationship):
        source, target = ends.get(value.element_id, (None, None))
        properties = _properties(value, meter)
        return {"type": value.type, "source": source, "target": target, "properties": properties}
    if isinstance(value, graph.Path):
        return {
            "nodes": [_plain(node, ends, meter) for node in value.nodes],
            "relationships": [_plain(r, ends, meter) for r in value.relationships],
        }
    if isinstance(value, dict):
        return {key: _plain(item, ends, meter) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item, ends, meter) for item in value]
    if isinstance(value, time.Date):
        return date(value.year, value.month, value.day)
    if isinstance(value, time.DateTime | time.Time):
        return moment(value.iso_format())
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return value.iso_format() if hasattr(value, "iso_format") else str(value)


def _properties(entity: graph.Entity, meter: Meter) -> dict[str, Any]:
    return {key: _plain(entity[key], {}, meter) for key in sorted(entity.keys())}
