"""Conversion of the engine's Java values to plain Python; see ``Rows`` for the result."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from graphbuild.stores.base import Meter, moment
from graphbuild.stores.engine import java_class

_TEMPORAL = "com.arcadedb.query.opencypher.temporal."
_PATHS = "com.arcadedb.query.opencypher.traversal.TraversalPath"
_Converter = Callable[[Any, Meter], Any]
_converters: dict[type, _Converter] = {}


def value(java: Any, meter: Meter) -> Any:
    """Convert a Java value to plain Python, counted by the meter.

    Raises:
        QueryError: the size or time limit is exceeded.
    """
    kind = type(java)
    converter = _converters.get(kind)
    if converter is None:
        converter = _converters[kind] = _converter(java)
    made = converter(java, meter)
    meter.count(made)
    return made


def _plain(convert: Callable[[Any], Any]) -> _Converter:
    return lambda java, _: convert(java)


def _converter(java: Any) -> _Converter:
    if java is None or (isinstance(java, bool | int | float | str) and not hasattr(java, "getClass")):
        return lambda v, _: v
    name = str(java.getClass().getName())
    plain: dict[str, Callable[[Any], Any]] = {
        "java.lang.String": str,
        "java.lang.Boolean": bool,
        "java.lang.Long": int,
        "java.lang.Integer": int,
        "java.lang.Short": int,
        "java.lang.Byte": int,
        "java.lang.Double": float,
        "java.lang.Float": float,
        "java.math.BigDecimal": lambda v: float(str(v)),
        "java.math.BigInteger": lambda v: int(str(v)),
        "java.time.LocalDate": _date,
        f"{_TEMPORAL}CypherDate": _date,
        f"{_TEMPORAL}CypherDuration": str,
    }
    if name in plain:
        return _plain(plain[name])
    if name == _PATHS:
        return _path
    if name.startswith(_TEMPORAL):
        return _plain(lambda v: moment(str(v)))
    for base, convert in (
        ("com.arcadedb.graph.Vertex", _node),
        ("com.arcadedb.graph.Edge", _relationship),
        ("com.arcadedb.query.sql.executor.Result", _result),
        ("java.util.Map", _dict),
        ("java.util.Collection", _list),
    ):
        if isinstance(java, java_class(base)):
            return convert
    return _plain(str)


def _date(java: Any) -> date:
    return date.fromisoformat(str(java))


def _properties(record: Any, meter: Meter) -> dict[str, Any]:
    """Return the record's properties by name, without the engine's own (``@rid``, ``@type``)."""
    names = sorted(str(n) for n in record.getPropertyNames() if not str(n).startswith("@"))
    return {n: v for n in names if (v := value(record.get(n), meter)) is not None}


def _node(vertex: Any, meter: Meter) -> dict[str, Any]:
    kind = vertex.getType()
    parents = [str(t.getName()) for t in kind.getSuperTypes()]
    return {
        "labels": sorted(parents or [str(kind.getName())]),
        "properties": _properties(vertex, meter),
    }


def _relationship(edge: Any, meter: Meter) -> dict[str, Any]:
    return {
        "type": str(edge.getTypeName()),
        "source": value(edge.getOutVertex().get("id"), meter),
        "target": value(edge.getInVertex().get("id"), meter),
        "properties": _properties(edge, meter),
    }


def _path(path: Any, meter: Meter) -> dict[str, Any]:
    return {
        "nodes": [_node(v, meter) for v in path.getVertices()],
        "relationships": [_relationship(e, meter) for e in path.getEdges()],
    }


def _list(java: Any, meter: Meter) -> list[Any]:
    meter.expect(java.size())
    return [value(item, meter) for item in java]


def _dict(java: Any, meter: Meter) -> dict[str, Any]:
    items = ((str(e.getKey()), e.getValue()) for e in java.entrySet())
    return {key: value(item, meter) for key, item in items if not key.startswith("@")}


def _result(result: Any, meter: Meter) -> Any:
    if result.isElement():
        return value(result.getElement().get(), meter)
    return {str(n): value(result.getProperty(n), meter) for n in result.getPropertyNames()}
