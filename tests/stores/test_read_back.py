"""A graph in a database is asked through the Python interface as one in a folder is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import graphbuild as gb
from graphbuild.api.stored import read_graph
from graphbuild.model import Statement
from graphbuild.stores import files
from graphbuild.stores.base import Store
from tests.stores.sample import GRAPH


def placed(statement: Statement) -> Statement:
    """The statement with what a store keeps of its places: the sentence's."""
    start = statement.sentence_span[0], statement.sentence_span[0]
    return replace(statement, source_span=start, target_span=start, trigger_span=start)


def test_the_graph_is_read_back_from_any_store(store: Store) -> None:
    found = read_graph(store)
    assert replace(found, statements=()) == replace(GRAPH, statements=())
    assert [placed(s) for s in found.statements] == [placed(s) for s in GRAPH.statements]
    for statement in found.statements:
        start, end = (at - statement.sentence_span[0] for at in statement.trigger_span)
        assert statement.sentence[start:end] in (statement.trigger, "")


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
