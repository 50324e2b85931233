"""A graph in a database is asked through the Python interface as one in a folder is."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.api import views
from graphbuild.api.stored import read_graph
from graphbuild.model import Entity
from graphbuild.stores import files
from graphbuild.stores.base import Store
from tests.stores.sample import GRAPH, ident


def test_the_graph_is_read_back_from_any_store(store: Store) -> None:
    assert read_graph(store) == GRAPH


@pytest.mark.parametrize("keys", [("CHN",), ("CHN", "RUS"), ("loner",), ("un", "xi jinping")])
def test_what_bears_on_some_entities_is_read_alone(store: Store, keys: tuple[str, ...]) -> None:
    ids = {ident(key) for key in keys}
    found = read_graph(store, about=ids)
    assert found.entities == GRAPH.entities
    assert found.relations == tuple(r for r in GRAPH.relations if ids & {r.source, r.target})
    assert found.stances == tuple(s for s in GRAPH.stances if ids & {s.a, s.b})
    assert found.statements == tuple(s for s in GRAPH.statements if ids & {s.source, s.target})
    assert found.mentioned == tuple(m for m in GRAPH.mentioned if m.entity in ids)
    printed = {s.article for s in found.statements} | {m.article for m in found.mentioned}
    copies = tuple(c for c in GRAPH.copies if c.article in printed)
    assert found.copies == copies
    printed |= {c.original for c in copies}
    assert found.articles == tuple(a for a in GRAPH.articles if a.id in printed)


@pytest.mark.parametrize("entity", GRAPH.entities, ids=lambda e: e.name)
def test_a_database_explains_and_shows_as_its_graph_does(
    neo4j_uri: str, neo4j: Store, entity: Entity
) -> None:
    other = "China" if entity.name == "Russia" else "Russia"
    with gb.open(neo4j_uri) as database:
        assert database.show(entity.id) == views.show(GRAPH, entity.id)
        assert database.explain(entity.id) == views.explain(GRAPH, entity.id)
        assert database.explain(entity.name, other) == views.explain(GRAPH, entity.name, other)
        with pytest.raises(gb.QueryError, match="give two different entities"):
            database.explain(entity.name, entity.id)
        with pytest.warns(gb.NameWarning, match="taken for China"):  # a slip of spelling
            assert database.show("Chinna") == views.show(GRAPH, "China")
        with pytest.raises(gb.QueryError, match="did you mean China"):
            database.show("Chinaqq")


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
