"""The graph for networkx, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from graphbuild.model import Graph
from graphbuild.stores import layout, records

if TYPE_CHECKING:
    import networkx as nx


def to_networkx(graph: Graph) -> nx.MultiDiGraph[str]:
    """A ``nx.MultiDiGraph``: entities by id, an edge for each relation, keyed by its name.

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
    return made


def from_networkx(made: nx.MultiDiGraph[str]) -> Graph:
    """The graph that ``to_networkx`` made this of; without evidence where that is not carried along.

    Raises:
        StoreError: a node or an edge lacks a property.
    """
    entities = [records.entity(id_, properties) for id_, properties in made.nodes(data=True)]
    relations = [
        records.relation(source, str(key), target, properties)
        for source, target, key, properties in made.edges(keys=True, data=True)
    ]
    return Graph(
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        relations=tuple(sorted(relations, key=lambda r: r.id)),
        articles=tuple(made.graph.get("articles", ())),
        statements=tuple(made.graph.get("statements", ())),
        mentioned=tuple(made.graph.get("mentioned", ())),
        copies=tuple(made.graph.get("copies", ())),
    )
