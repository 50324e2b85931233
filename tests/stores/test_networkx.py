"""The graph for networkx: entities by id, an edge for each relation, keyed by its name."""

from __future__ import annotations

from datetime import date

import networkx as nx
import pytest

from graphbuild.errors import StoreError
from graphbuild.model import Graph
from graphbuild.stores.networkx import from_networkx, to_networkx
from tests.stores.sample import GRAPH, ident


def test_nodes_and_edges_carry_what_cypher_sees() -> None:
    made = to_networkx(GRAPH)
    china, russia = ident("CHN"), ident("RUS")
    assert isinstance(made, nx.MultiDiGraph)
    assert made.nodes[china]["aliases"] == ["Beijing", "People's Republic of China"]
    assert made.nodes[ident("un")]["iso3"] is None
    assert made.nodes[china]["first_seen"] == date(2020, 1, 15)
    assert made.nodes[ident("nato")]["first_seen"] is None
    parallel = {
        key for pair in ((china, russia), (russia, china)) for key in made.get_edge_data(*pair, default={})
    }
    assert parallel == {"ALLIED_WITH", "PARTNERSHIP", "THREATENS", "ATTACKS"}
    assert made.edges[russia, china, "ATTACKS"]["negated"] == 1


def test_there_and_back() -> None:
    assert from_networkx(to_networkx(GRAPH)) == GRAPH


def test_back_without_evidence() -> None:
    made = to_networkx(GRAPH)
    made.graph.clear()
    assert from_networkx(made) == Graph(GRAPH.entities, GRAPH.relations, (), (), ())


def test_a_foreign_graph_is_an_error() -> None:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_node("a", kind="person")
    with pytest.raises(StoreError, match="Node a lacks name"):
        from_networkx(made)
