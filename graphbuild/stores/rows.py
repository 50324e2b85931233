"""Entities, relations and stances as rows of export files, sorted by id."""

from __future__ import annotations

from graphbuild.model import Graph
from graphbuild.stores import layout


def nodes(graph: Graph) -> list[layout.Properties]:
    """Return the properties of all entities."""
    return [layout.entity_properties(e) for e in sorted(graph.entities, key=lambda e: e.id)]


def relations(graph: Graph) -> list[layout.Properties]:
    """Return the properties of all relations, with ``source``, ``relation`` and ``target``."""
    return [
        {"source": r.source, "relation": r.relation, "target": r.target, **layout.relation_properties(r)}
        for r in sorted(graph.relations, key=lambda r: r.id)
    ]


def stances(graph: Graph) -> list[layout.Properties]:
    """Return the properties of all stances, as relations named ``STANCE``."""
    return [
        {"source": s.a, "relation": layout.STANCE, "target": s.b, **layout.stance_properties(s)}
        for s in sorted(graph.stances, key=lambda s: s.id)
    ]
