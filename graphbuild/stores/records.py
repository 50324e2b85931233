"""Records from the properties that a file or a networkx graph holds, and evidence as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.model import Article, Copy, Entity, EntityMentions, Graph, Relation, Statement

_SPANS = ("source_span", "target_span", "sentence_span", "trigger_span")


def entity(id_: str, properties: Mapping[str, Any]) -> Entity:
    """The entity with these properties; dates may be text.

    Raises:
        StoreError: one of them is missing.
    """
    values = _values(Entity, f"Node {id_}", {**properties, "id": id_})
    values["aliases"] = tuple(values["aliases"])
    return Entity(**values)


def relation(source: str, name: str, target: str, properties: Mapping[str, Any]) -> Relation:
    """The relation of this name between two entities, with these properties; dates may be text.

    Raises:
        StoreError: one of them is missing.
    """
    ends = {"source": source, "relation": name, "target": target}
    return Relation(**_values(Relation, f"Edge {name} from {source} to {target}", {**properties, **ends}))


def evidence(graph: Graph) -> dict[str, list[dict[str, Any]]]:
    """Articles, statements, mentions and copies of the graph as JSON; without the articles' text."""
    return {
        "articles": [_plain(a, without="text") for a in sorted(graph.articles, key=lambda a: a.id)],
        "statements": [_plain(s) for s in sorted(graph.statements, key=lambda s: s.id)],
        "mentioned": [_plain(m) for m in sorted(graph.mentioned, key=lambda m: (m.entity, m.article))],
        "copies": [_plain(c) for c in sorted(graph.copies, key=lambda c: c.article)],
    }


def graph_of(entities: list[Entity], relations: list[Relation], found: Mapping[str, Any]) -> Graph:
    """The graph of these records and the evidence that ``evidence`` made.

    Raises:
        StoreError: a record of the evidence lacks a value.
    """
    statements = []
    for record in found.get("statements", ()):
        values = _values(Statement, "A statement", record)
        statements.append(Statement(**{**values, **{name: tuple(values[name]) for name in _SPANS}}))
    absent = {"text": "", "given_id": ""}
    articles = [Article(**_values(Article, "An article", {**absent, **r})) for r in found.get("articles", ())]
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
    )


def _plain(record: Any, *, without: str = "") -> dict[str, Any]:
    return {f.name: getattr(record, f.name) for f in fields(record) if f.name != without}


def _values(kind: type, what: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a record's fields: None is the empty text, a date its ISO text."""
    missing = [f.name for f in fields(kind) if f.name not in properties]
    if missing:
        raise StoreError(f"{what} lacks {', '.join(missing)}: it was not made by graphbuild.")
    known = {f.name for f in fields(kind)}
    values = {name: value for name, value in properties.items() if name in known}
    return {n: "" if v is None else v.isoformat() if isinstance(v, date) else v for n, v in values.items()}
