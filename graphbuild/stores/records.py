"""Conversion of properties of a file or networkx graph to records, and of evidence to and from JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

from graphbuild.errors import StoreError
from graphbuild.model import Article, Copy, Entity, EntityMentions, Graph, Relation, Stance, Statement
from graphbuild.stores import layout

_DAYS = frozenset(("date", "first_seen", "last_seen", "when_from", "when_to", "as_of", "since", "until"))
_SUMS = ("cooperation_forth", "cooperation_back", "conflict_forth", "conflict_back")


def entity(id_: str, properties: Mapping[str, Any]) -> Entity:
    """Build an entity from its properties; dates may be text.

    Raises:
        StoreError: a property is missing or invalid.
    """
    return Entity(**_values(Entity, f"Node {id_}", {**_mapping(properties), "id": id_}))


def relation(source: str, name: str, target: str, properties: Mapping[str, Any]) -> Relation:
    """Build a relation between two entities from its name and properties; dates may be text.

    Raises:
        StoreError: a property is missing or invalid.
    """
    ends = {"source": source, "relation": name, "target": target}
    properties = {"until": "", **_mapping(properties), **ends}
    return Relation(**_values(Relation, f"Edge {name} from {source} to {target}", properties))


def stance(a: str, b: str, properties: Mapping[str, Any]) -> Stance:
    """Build a stance of two entities from its properties; dates may be text.

    Raises:
        StoreError: a property is missing or invalid.
    """
    given = _mapping(properties)
    ends = {"a": a, "b": b, "sums": tuple(given.get(name) for name in _SUMS)}
    return Stance(**_values(Stance, f"Edge STANCE from {a} to {b}", {**given, **ends}))


def edges_of(edges: Iterable[tuple[str, str, str, Mapping[str, Any]]]) -> tuple[list[Relation], list[Stance]]:
    """Build relations and stances from edges: source, relation or key of a stance, target, properties.

    Raises:
        StoreError: a property is missing or invalid.
    """
    relations, stances = [], []
    for source, name, target, properties in edges:
        if name.split(" ")[0] == layout.STANCE:
            stances.append(stance(source, target, properties))
        else:
            relations.append(relation(source, name, target, properties))
    return relations, stances


def stance_key(level: str) -> str:
    """Return the key of a stance's edge where edges between two nodes need names: ``STANCE actor``."""
    return f"{layout.STANCE} {level}"


def evidence(graph: Graph) -> dict[str, list[dict[str, Any]]]:
    """Return articles (without their text), statements, mentions and copies of the graph as JSON."""
    return {
        "articles": [_plain(a, without="text") for a in sorted(graph.articles, key=lambda a: a.id)],
        "statements": [_plain(s) for s in sorted(graph.statements, key=lambda s: s.id)],
        "mentioned": [_plain(m) for m in sorted(graph.mentioned, key=lambda m: (m.entity, m.article))],
        "copies": [_plain(c) for c in sorted(graph.copies, key=lambda c: c.article)],
    }


def graph_of(
    entities: list[Entity], relations: list[Relation], stances: list[Stance], found: Mapping[str, Any]
) -> Graph:
    """Build a graph from these records and the evidence returned by ``evidence``.

    Raises:
        StoreError: a value of the evidence is missing or invalid.
    """
    statements = [Statement(**_values(Statement, "A statement", r)) for r in found.get("statements", ())]
    absent = {"text": "", "given_id": ""}
    articles = [
        Article(**_values(Article, "An article", {**absent, **_mapping(r)}))
        for r in found.get("articles", ())
    ]
    mentioned = [
        EntityMentions(**_values(EntityMentions, "A mention", r)) for r in found.get("mentioned", ())
    ]
    return Graph(
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        relations=tuple(sorted(relations, key=lambda r: r.id)),
        articles=tuple(articles),
        statements=tuple(statements),
        mentioned=tuple(mentioned),
        copies=tuple(Copy(**_values(Copy, "A copy", r)) for r in found.get("copies", ())),
        stances=tuple(sorted(stances, key=lambda s: s.id)),
    )


def _plain(record: Any, *, without: str = "") -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record) if f.name != without}


def _mapping(record: Any) -> Mapping[str, Any]:
    if not isinstance(record, Mapping):
        raise StoreError(f"{_short(record)} is no record: it was not made by graphbuild.")
    return record


def _values(kind: type, what: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Return the field values of a record: None becomes the empty text, a date its ISO text."""
    properties, types = _mapping(properties), _types(kind)
    missing = [name for name in types if name not in properties]
    if missing:
        raise StoreError(f"{what} lacks {', '.join(missing)}: it was not made by graphbuild.")
    return {name: _value(what, name, is_of, properties[name]) for name, is_of in types.items()}


@cache
def _types(kind: type) -> dict[str, Any]:
    """Return the types of a record's fields, by name."""
    return get_type_hints(kind)


def _value(what: str, name: str, kind: Any, value: Any) -> Any:
    """Convert a value to the type of a field.

    Raises:
        StoreError: it is invalid.
    """
    if kind is str and (value is None or isinstance(value, date)):
        value = value.isoformat() if value else ""
    elif get_origin(kind) is tuple and isinstance(value, list | tuple):
        of, *rest = get_args(kind)
        if rest == [...] or len(value) == len(rest) + 1:
            return tuple(_value(what, name, of, item) for item in value)
    elif kind is float and type(value) is int:
        value = float(value)
    if get_origin(kind) is Literal:
        fits = value in get_args(kind)
    else:
        fits = type(value) is kind and _in_range(name, value)
    if not fits:
        raise StoreError(f"{what} has {_short(value)} for its {name}: it was not made by graphbuild.")
    return value


def _in_range(name: str, value: Any) -> bool:
    """Whether a value of the right type is in the valid range."""
    match value:
        case str() if name in _DAYS:
            return not value or (len(value) == 10 and bool(date.fromisoformat(value)))
        case str() | bool():
            return True
        case int():
            return 0 <= value < 2**31
        case float():
            return abs(value) < 2**31  # false for NaN
    return False


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
