"""The graph for networkx: entities by id, an edge for each relation, keyed by its name."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import networkx as nx
import pytest

import graphbuild as gb
from graphbuild.api.stored import read_graph
from graphbuild.errors import StoreError
from graphbuild.model import Graph
from graphbuild.stores.base import Store
from graphbuild.stores.embedded import EmbeddedStore
from graphbuild.stores.networkx import from_networkx, to_networkx, to_signed
from tests.example_graph import example_graph
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
    assert parallel == {
        "ALLIED_WITH", "PARTNERSHIP", "THREATENS", "ATTACKS", "STANCE actor", "STANCE state"
    }  # fmt: skip
    assert made.edges[russia, china, "ATTACKS"]["negated"] == 1


def test_what_is_inferred_is_told_from_what_is_stated() -> None:
    made = to_networkx(GRAPH)
    first, second = sorted((ident("CHN"), ident("RUS")))
    actor, state = (made.edges[first, second, f"STANCE {level}"] for level in ("actor", "state"))
    assert (actor["level"], state["level"]) == ("actor", "state")
    assert state["infers"] == "HOSTILITY_TOWARD"
    assert (actor["cooperation_forth"], state["cooperation_forth"]) == (2.5, 3.0)
    assert state["conflict_by_month"] == [0.0, 0.0, 3.75]
    inferred = [key for *_, key, p in made.edges(keys=True, data=True) if p.get("inferred")]
    assert sorted(inferred) == ["STANCE actor"] * 2 + ["STANCE state"] * 2
    assert made.number_of_edges() - len(inferred) == len(GRAPH.relations)


def test_there_and_back() -> None:
    assert from_networkx(to_networkx(GRAPH)) == GRAPH


def test_a_signed_graph_weighs_scores_by_independent_reports() -> None:
    made = to_signed(GRAPH)
    china, russia = ident("CHN"), ident("RUS")
    assert type(made) is nx.Graph
    assert set(made) == {e.id for e in GRAPH.entities}
    assert made.edges[china, russia] == {
        "weight": 9.5 * 2 + 9.5 - 3.5 - 9.0,
        "mean": 16 / 5,
        "sign": 1,
        "reports": 5,
        "cooperation": 28.5,
        "conflict": -12.5,
        "relations": ["ALLIED_WITH", "ATTACKS", "PARTNERSHIP", "THREATENS"],
        "first_seen": date(2020, 1, 15),
        "last_seen": date(2022, 2, 24),
    }
    assert made.edges[ident("USA"), russia]["weight"] == -9
    assert made.edges[ident("USA"), russia]["sign"] == -1
    assert not made.has_edge(ident("USA"), ident("nato"))  # membership is neither for nor against


def test_a_directed_signed_graph_says_who_acts_toward_whom() -> None:
    made = to_signed(GRAPH, directed=True)
    china, russia, usa = ident("CHN"), ident("RUS"), ident("USA")
    assert type(made) is nx.DiGraph
    assert made.edges[russia, china]["relations"] == ["ALLIED_WITH", "ATTACKS", "PARTNERSHIP"]
    assert made.edges[china, russia]["relations"] == ["ALLIED_WITH", "PARTNERSHIP", "THREATENS"]
    assert made.has_edge(usa, russia)
    assert not made.has_edge(russia, usa)


def test_what_outweighs_each_other_has_no_sign() -> None:
    some = [
        replace(relation, source=ident("CHN"), target=ident("RUS"), articles=1, score=score)
        for relation, score in zip(GRAPH.relations, (5.0, -3.0, -2.0), strict=False)
    ]
    edge = to_signed(replace(GRAPH, relations=tuple(some))).edges[ident("RUS"), ident("CHN")]
    assert (edge["sign"], edge["weight"], edge["mean"], edge["reports"]) == (0, 0.0, 0.0, 3)


def test_through_both_engines_and_back(neo4j_uri: str, neo4j: Store) -> None:
    """From networkx into the embedded engine, from there into Neo4j, and back, with all evidence."""
    with gb.open(example_graph()) as folder:
        made = folder.networkx()
    with EmbeddedStore.temporary(from_networkx(made)) as embedded:
        first = read_graph(embedded)
    try:
        with gb.open(to_networkx(first)) as given, gb.open(neo4j_uri) as database:
            given.load(neo4j_uri)
            back = database.networkx()
            assert nx.utils.graphs_equal(database.signed(kind="country"), given.signed(kind="country"))
    finally:
        neo4j.write(GRAPH)
    assert nx.utils.graphs_equal(back, made)
    assert list(back.edges(keys=True)) == list(made.edges(keys=True))


def test_back_without_evidence() -> None:
    made = to_networkx(GRAPH)
    made.graph.clear()
    assert from_networkx(made) == Graph(GRAPH.entities, GRAPH.relations, (), (), (), stances=GRAPH.stances)


@pytest.mark.parametrize("directed", [True, False])
def test_a_signed_graph_is_not_opened(directed: bool) -> None:
    with pytest.raises(
        StoreError, match=r"is a (Di)?Graph, as signed\(\) returns.*; give a graph returned by networkx"
    ):
        gb.open(to_signed(GRAPH, directed=directed))  # type: ignore[arg-type]


def test_a_foreign_graph_is_an_error() -> None:
    made: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    made.add_node("a", kind="person")
    with pytest.raises(StoreError, match="Node a lacks name"):
        from_networkx(made)
