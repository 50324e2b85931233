"""The graph for networkx, and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from graphbuild.model import Graph, Relation
from graphbuild.stores import layout, records
from graphbuild.tables import relations

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """A ``nx.MultiDiGraph``: entities by id, an edge for each relation, keyed by its name.

    Each stance, which is inferred, is an edge keyed ``STANCE actor`` or ``STANCE state``; no other edge has
    the property ``inferred``.

    Nodes and edges have the properties that Cypher sees, None where there is no value; the graph's
    own attributes ``articles``, ``statements``, ``mentioned`` and ``copies`` hold the evidence as records.
    """
    import networkx as nx

    made: nx.MultiDiGraph[str] = nx.MultiDiGraph(
        articles=graph.articles, statements=graph.statements, mentioned=graph.mentioned, copies=graph.copies
    )
    for entity in sorted(graph.entities, key=lambda e: e.id):
        made.add_node(entity.id, **layout.entity_properties(entity))
    for relation in sorted(graph.relations, key=lambda r: r.id):
        properties = layout.relation_properties(relation)
        made.add_edge(relation.source, relation.target, key=relation.relation, **properties)
    for stance in sorted(graph.stances, key=lambda s: s.id):
        key = records.stance_key(stance.level)
        made.add_edge(stance.a, stance.b, key=key, **layout.stance_properties(stance))
    return made


def to_signed(graph: Graph, *, directed: bool = False) -> nx.Graph[str]:
    """A simple graph of who is with whom (+) and against whom (-): one edge for each pair of entities.

    Relations with a score, counted by their independent articles, make an edge's ``weight`` (the sum
    of the scores of all reports), ``mean`` (of one report, -10 to +10) and ``sign`` (1, -1, or 0 where
    they outweigh each other); ``reports`` is their number, ``cooperation`` and ``conflict`` the two
    parts of the weight. ``directed`` gives a ``nx.DiGraph``: who acts toward whom, a symmetric relation
    both ways. Nodes are those of ``to_networkx``.
    """
    import networkx as nx

    made: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    made.add_nodes_from(
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
    made.add_edges_from((*ends, _signed(found)) for ends, found in sorted(pairs.items()))
    return made


def _signed(found: Sequence[Relation]) -> layout.Properties:
    """What an edge of a signed graph says of the relations that it stands for."""
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
    """The graph that ``to_networkx`` made this of; without evidence where that is not carried along.

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
