"""A graph in a database is asked through the Python interface as one in a folder is."""

from __future__ import annotations

from pathlib import Path

import graphbuild as gb
from graphbuild.api.stored import read_graph
from graphbuild.stores import files
from graphbuild.stores.base import Store
from tests.stores.sample import GRAPH


def test_the_graph_is_read_back_from_any_store(store: Store) -> None:
    assert read_graph(store) == GRAPH


def test_load_and_ask_a_database(neo4j_uri: str, tmp_path: Path) -> None:
    files.export(GRAPH, tmp_path / "graph.json")
    with gb.open(tmp_path / "graph.json") as file:
        file.load(neo4j_uri)
        file.load(neo4j_uri)
        with gb.open(neo4j_uri) as database:
            assert database.stats() == file.stats()
            assert database.show("Russia") == file.show("Russia")
            said = [
                (e.relation, e.edge, len(e.asserted), len(e.denied))
                for e in database.explain("China", "Russia")
            ]
            assert said == [
                (e.relation, e.edge, len(e.asserted), len(e.denied)) for e in file.explain("China", "Russia")
            ]
            assert sorted(database.networkx().edges(keys=True)) == sorted(file.networkx().edges(keys=True))
            assert database.query(name="leaders") == file.query(name="leaders")
