"""Entities, relations and stances as the rows that export files have, in order of id."""

from __future__ import annotations

from graphbuild.model import Graph
from graphbuild.stores import layout


def nodes(graph: Graph) -> list[layout.Properties]:
    """The properties of all entities."""
    return [layout.entity_properties(e) for e in sorted(graph.entities, key=lambda e: e.id)]


def relations(graph: Graph) -> list[layout.Properties]:
    """The properties of all relations, with ``source``, ``relation`` and ``target``."""
    return [
        {"source": r.source, "relation": r.relation, "target": r.target, **layout.relation_properties(r)}
        for r in sorted(graph.relations, key=lambda r: r.id)
    ]


def stances(graph: Graph) -> list[layout.Properties]:
    """The properties of all stances, as relations called ``STANCE``."""
    return [
        {"source": s.a, "relation": layout.STANCE, "target": s.b, **layout.stance_properties(s)}
        for s in sorted(graph.stances, key=lambda s: s.id)
    ]
