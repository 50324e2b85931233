"""The embedded database is brought up to date by what differs, and then holds what a fresh one holds."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild.model import Graph, Reading
from graphbuild.stores import embedded_change, embedded_load
from graphbuild.stores.base import Store
from graphbuild.stores.embedded import EmbeddedStore
from tests.collate.test_shared import page
from tests.factories import dealing_sets, reading_sets
from tests.incremental.held import Held

pytestmark = pytest.mark.slow

ALL = (
    "MATCH (n) RETURN labels(n) AS l, properties(n) AS p",
    "MATCH (a)-[r]->(b) RETURN a.id AS a, type(r) AS t, b.id AS b, properties(r) AS p",
)


def content(store: Store) -> list[list[Any]]:
    """Everything that a store holds, to the last property; these have no order."""
    return [
        sorted(repr((*row[:-1], sorted(row[-1].items()))) for row in store.query(cypher, limit=10**6).rows)
        for cypher in ALL
    ]


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


def texts(*numbers: int) -> list[Reading]:
    """Articles that say something, each its own."""
    return [page(number, notice="") for number in numbers]


def opened(held: Held) -> EmbeddedStore:
    """The database of the folder, brought up to date."""
    with held.updated() as aggregation:
        return EmbeddedStore.open(held.folder, aggregation.graph, aggregation.state, kept=aggregation)


def is_fresh(held: Held) -> bool:
    """Whether the database holds what one that is made anew holds."""
    with opened(held) as store:
        changed = content(store)
    with EmbeddedStore.temporary(held.aggregate()) as fresh:
        return changed == content(fresh)


@pytest.mark.slow
@settings(max_examples=8)
@given(st.lists(reading_sets() | dealing_sets(), min_size=2, max_size=3))
def test_a_changed_database_holds_what_a_fresh_one_holds(
    tmp_path_factory: pytest.TempPathFactory, steps: list[list[Reading]]
) -> None:
    held = Held(tmp_path_factory.mktemp("graph") / "g")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded_change, "_MOST", 100.0)
        for readings in steps:
            held.change(readings, sorted(held.readings.keys() - {r.article.id for r in readings}))
            opened(held).close()
        assert is_fresh(held)
    shutil.rmtree(held.folder)


def test_what_differs_is_changed(tmp_path: Path, loaded: list[Graph]) -> None:
    held = Held(tmp_path / "g")
    held.change(texts(*range(20)))
    opened(held).close()
    held.change(texts(20), ["Harbour News003"])
    assert is_fresh(held)
    assert len(loaded) == 2  # and one of them by ``is_fresh``


def test_where_much_differs_the_database_is_built_anew(tmp_path: Path, loaded: list[Graph]) -> None:
    held = Held(tmp_path / "g")
    held.change(texts(1))
    opened(held).close()
    held.change(texts(2, 3))
    opened(held).close()
    assert [len(g.articles) for g in loaded] == [1, 3]


def test_what_a_query_wrote_is_gone_after_the_next_change(tmp_path: Path, anything: None) -> None:
    held = Held(tmp_path / "g")
    held.change(texts(1))
    with opened(held) as store:
        store.query("CREATE (:Entity {id: 'mine'})", write=True)
    held.change(texts(2))
    with opened(held) as store:
        assert store.query("MATCH (n {id: 'mine'}) RETURN count(*)").rows == ((0,),)


@pytest.mark.parametrize("failing", ["embedded_change.apply", "embedded_seal.keep"])
def test_a_change_that_is_broken_off_is_never_taken_for_whole(
    tmp_path: Path, anything: None, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    held = Held(tmp_path / "g")
    held.change(texts(1, 2))
    opened(held).close()
    held.change(texts(3))
    with monkeypatch.context() as patch:
        patch.setattr(f"graphbuild.stores.{failing}", interrupted)
        with pytest.raises(KeyboardInterrupt):
            opened(held)
    assert is_fresh(held)


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("note", ["", '{"version": "another", "state": "1", "files": {}}', "{broken"])
def test_a_database_of_an_unknown_state_is_built_anew(
    tmp_path: Path, anything: None, loaded: list[Graph], note: str
) -> None:
    held = Held(tmp_path / "g")
    held.change(texts(1))
    opened(held).close()
    (told,) = (held.folder / "cypher").glob("db-*/graphbuild.json")
    told.write_text(note)
    held.change(texts(2))
    opened(held).close()
    assert len(loaded) == 2


def test_without_the_kept_aggregation_the_database_is_built_anew(tmp_path: Path, loaded: list[Graph]) -> None:
    held = Held(tmp_path / "g")
    held.change(texts(*range(20)))
    opened(held).close()
    (held.folder / "aggregation.sqlite").unlink()
    held.change(texts(20))
    opened(held).close()
    assert len(loaded) == 2
