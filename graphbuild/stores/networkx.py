"""Conversion between the graph and networkx."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphbuild.model import Graph, Relation
from graphbuild.stores import layout, records
from graphbuild.tables import relations

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """Return a ``nx.MultiDiGraph``: entities by id, an edge for each relation, keyed by its name.

    Each inferred stance is an edge keyed ``STANCE actor`` or ``STANCE state``; only these edges have the
    property ``inferred``.

    Nodes and edges have the same properties as in Cypher, None for missing values. The graph attributes
    ``articles``, ``statements``, ``mentioned`` and ``copies`` hold the evidence as records.
    """
    import networkx as nx

    result: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        articles=graph.articles, statements=graph.statements, mentioned=graph.mentioned, copies=graph.copies
    )
    for entity in sorted(graph.entities, key=lambda e: e.id):
        result.add_node(entity.id, **layout.entity_properties(entity))
    for relation in sorted(graph.relations, key=lambda r: r.id):
        properties = layout.relation_properties(relation)
        result.add_edge(relation.source, relation.target, key=relation.relation, **properties)
    for stance in sorted(graph.stances, key=lambda s: s.id):
        key = records.stance_key(stance.level)
        result.add_edge(stance.a, stance.b, key=key, **layout.stance_properties(stance))
    return result


def to_signed(graph: Graph, *, directed: bool = False) -> nx.Graph[str]:
    """Return a simple graph of support (+) and opposition (-), with one edge for each pair of entities.

    Relations with a score, counted by their independent articles, determine an edge's ``weight`` (the sum of
    the scores of all reports), ``mean`` (per report, -10 to +10) and ``sign`` (1, -1, or 0 if they balance);
    ``reports`` is their number, ``cooperation`` and ``conflict`` the two parts of the weight. ``directed``
    gives a ``nx.DiGraph`` from actor to target, with a symmetric relation in both directions. Nodes are those
    of ``to_networkx``.
    """
    import networkx as nx

    result: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    result.add_nodes_from(
        (e.id, layout.entity_properties(e)) for e in sorted(graph.entities, key=lambda e: e.id)
    )
    pairs: dict[tuple[str, str], list[Relation]] = {}
    for r in sorted(graph.relations, key=lambda r: r.id):
        ends = (r.source, r.target)
        if not directed:
            ends = (min(ends), max(ends))
        if r.score:
            pairs.setdefault(ends, []).append(r)
        if r.score and directed and (kind := relations().get(r.relation)) and kind.symmetric:
            pairs.setdefault(ends[::-1], []).append(r)
    result.add_edges_from((*ends, _signed(found)) for ends, found in sorted(pairs.items()))
    return result


def _signed(found: Sequence[Relation]) -> layout.Properties:
    """Return the properties of an edge of a signed graph, from its relations."""
    reports = sum(r.articles for r in found)
    cooperation = sum(r.score * r.articles for r in found if r.score > 0)
    conflict = sum(r.score * r.articles for r in found if r.score < 0)
    weight = cooperation + conflict
    days = [d for r in found for d in (r.first_seen, r.last_seen) if d]
    return {
        "weight": float(weight),
        "mean": weight / reports,
        "sign": (weight > 0) - (weight < 0),
        "reports": reports,
        "cooperation": float(cooperation),
        "conflict": float(conflict),
        "relations": sorted({r.relation for r in found}),
        "first_seen": layout.day(min(days, default="")),
        "last_seen": layout.day(max(days, default="")),
    }


def from_networkx(made: nx.MultiDiGraph[str]) -> Graph:
    """Return the graph that ``to_networkx`` converted; without evidence if the attributes are missing.

    Raises:
        StoreError: a node or an edge lacks a property.
    """
    entities = [records.entity(id_, properties) for id_, properties in made.nodes(data=True)]
    relations, stances = records.edges_of(
        (source, str(key), target, properties)
        for source, target, key, properties in made.edges(keys=True, data=True)
    )
    return Graph(
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        relations=tuple(sorted(relations, key=lambda r: r.id)),
        articles=tuple(made.graph.get("articles", ())),
        statements=tuple(made.graph.get("statements", ())),
        mentioned=tuple(made.graph.get("mentioned", ())),
        copies=tuple(made.graph.get("copies", ())),
        stances=tuple(sorted(stances, key=lambda s: s.id)),
    )
