"""One saved web page with everything that makes such pages hard: boilerplate, repeats, "their countries"."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphbuild as gb

PAGE = Path(__file__).parent / "pages" / "summit.txt"


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> gb.OpenGraph:
    return gb.build([PAGE], graph=tmp_path_factory.mktemp("page") / "graph")


def _edges(graph: gb.OpenGraph) -> dict[tuple[str, str, str], int]:
    found = graph.networkx()
    name = {node: data["name"] for node, data in found.nodes(data=True)}
    return {(name[a], r, name[b]): d["statements"] for a, b, r, d in found.edges(keys=True, data=True)}


FACTS = [
    ("Luiz Inacio Lula da Silva", "LEADER_OF", "Brazil"),
    ("Emmanuel Macron", "LEADER_OF", "France"),
    ("Teresa Madrugal", "WORKS_FOR", "University of Lisbon"),
    ("Henrik Aalbers", "WORKS_FOR", "American University's School of International Service"),
    ("Azerbaijan", "ATTACKS", "Armenia"),
    ("Brazil", "HOSTILITY_TOWARD", "Venezuela"),
    ("France", "HOSTILITY_TOWARD", "Venezuela"),
    ("Brazil", "HOSTILITY_TOWARD", "G7"),
    ("France", "HOSTILITY_TOWARD", "G7"),
]


@pytest.mark.parametrize("fact", FACTS, ids=" ".join)
def test_what_a_reader_takes_from_it_is_in_the_graph(graph: gb.OpenGraph, fact: tuple[str, str, str]) -> None:
    assert fact in _edges(graph)


@pytest.mark.parametrize("relation", ["PARTNERSHIP", "ALLIED_WITH"])
def test_symmetric_facts_are_stored_once(graph: gb.OpenGraph, relation: str) -> None:
    ends = [{a, b} for a, r, b in _edges(graph) if r == relation and {a, b} == {"Brazil", "France"}]
    assert len(ends) == 1


def test_a_repeated_sentence_counts_once(graph: gb.OpenGraph) -> None:
    assert _edges(graph)["Brazil", "HOSTILITY_TOWARD", "Venezuela"] == 1


def test_nothing_comes_from_boilerplate_or_from_a_pair_of_names(graph: gb.OpenGraph) -> None:
    names = {row["name"] for row in graph.query("MATCH (e:Entity) RETURN e.name AS name")}
    assert not {n for n in names if "Lula-Macron" in n or "Why" in n or "Source" in n}


def test_bystanders_and_speakers_stand_in_no_relation(graph: gb.OpenGraph) -> None:
    edges = _edges(graph)
    assert not [e for e in edges if e[0] == "Teresa Madrugal" and e[2] in ("Brazil", "France", "Venezuela")]
    assert not [
        e for e in edges if {"Armenia", "Azerbaijan"} & {e[0], e[2]} and {"Brazil", "France"} & {e[0], e[2]}
    ]


def test_cypher_gives_the_same_edges_as_networkx(graph: gb.OpenGraph) -> None:
    rows = graph.query(
        "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.name AS a, type(r) AS r, b.name AS b, r.statements AS n"
    )
    assert {(row["a"], row["r"], row["b"]): row["n"] for row in rows} == _edges(graph)
