"""The embedded database is brought up to date by what differs, and then holds what a fresh one holds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from graphbuild.fold import fold
from graphbuild.model import Graph, Reading
from graphbuild.stores import embedded_change, embedded_load
from graphbuild.stores.base import Store
from graphbuild.stores.embedded import EmbeddedStore
from tests.factories import reading_sets
from tests.stores.sample import COUNT, GRAPH, STATEMENTS, graph, nodes

ALL = (
    "MATCH (n) RETURN labels(n) AS l, properties(n) AS p",
    "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b, properties(r) AS p",
)


def content(store: Store) -> list[list[Any]]:
    """Everything that a store holds, to the last property."""
    return [sorted(map(repr, store.query(cypher, limit=10**6).rows)) for cypher in ALL]


@pytest.fixture
def anything(monkeypatch: pytest.MonkeyPatch) -> None:
    """Change whatever differs, although small graphs differ in much."""
    monkeypatch.setattr(embedded_change, "_MOST", 10.0)


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch) -> list[Graph]:
    """The graphs that were loaded in bulk."""
    built: list[Graph] = []
    load = embedded_load.build

    def build(path: Path, graph: Graph) -> None:
        built.append(graph)
        load(path, graph)

    monkeypatch.setattr(embedded_load, "build", build)
    return built


SMALLER = graph(STATEMENTS[:3])


@pytest.mark.parametrize(("before", "after"), [(GRAPH, SMALLER), (SMALLER, GRAPH), (GRAPH, GRAPH)])
def test_what_differs_is_changed(
    tmp_path: Path, anything: None, loaded: list[Graph], before: Graph, after: Graph
) -> None:
    EmbeddedStore.open(tmp_path, lambda: before, "1").close()
    with EmbeddedStore.open(tmp_path, lambda: after, "2") as store:
        changed = content(store)
    assert loaded == [before]
    with EmbeddedStore.temporary(after) as fresh:
        assert changed == content(fresh)


@settings(max_examples=8, deadline=None)
@given(reading_sets(), reading_sets())
def test_a_changed_database_holds_what_a_fresh_one_holds(
    tmp_path_factory: pytest.TempPathFactory, before: list[Reading], after: list[Reading]
) -> None:
    folder = tmp_path_factory.mktemp("graph")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded_change, "_MOST", 100.0)
        EmbeddedStore.open(folder, lambda: fold(before), "1").close()
        with EmbeddedStore.open(folder, lambda: fold(after), "2") as store:
            changed = content(store)
    with EmbeddedStore.temporary(fold(after)) as fresh:
        assert changed == content(fresh)
    shutil.rmtree(folder)


def test_where_much_differs_the_database_is_built_anew(tmp_path: Path, loaded: list[Graph]) -> None:
    EmbeddedStore.open(tmp_path, lambda: SMALLER, "1").close()
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "2") as store:
        assert store.query(COUNT).rows == ((nodes(GRAPH),),)
    assert loaded == [SMALLER, GRAPH]


def test_what_a_query_wrote_is_gone_after_the_next_change(tmp_path: Path, anything: None) -> None:
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        store.query("CREATE (:Entity {id: 'mine'})", write=True)
    with EmbeddedStore.open(tmp_path, lambda: SMALLER, "2") as store:
        assert store.query("MATCH (n {id: 'mine'}) RETURN count(*)").rows == ((0,),)


@pytest.mark.parametrize("failing", ["apply", "keep_list"])
def test_a_change_that_is_broken_off_is_never_taken_for_whole(
    tmp_path: Path, anything: None, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    with monkeypatch.context() as patch:
        patch.setattr(embedded_change, failing, interrupted)
        with pytest.raises(KeyboardInterrupt):
            EmbeddedStore.open(tmp_path, lambda: SMALLER, "2")
    with EmbeddedStore.open(tmp_path, lambda: SMALLER, "2") as store:
        changed = content(store)
    with EmbeddedStore.temporary(SMALLER) as fresh:
        assert changed == content(fresh)


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_list_that_is_broken_has_the_database_built_anew(
    tmp_path: Path, anything: None, loaded: list[Graph]
) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    (told,) = (tmp_path / "cypher").glob("db-*/graphbuild-rows.json")
    told.write_text("{broken")
    EmbeddedStore.open(tmp_path, lambda: SMALLER, "2").close()
    assert loaded == [GRAPH, SMALLER]
