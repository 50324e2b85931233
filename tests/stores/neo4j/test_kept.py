"""A graph folder that changed by little: only what its kept aggregation knows to differ is told apart."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import graphbuild
from graphbuild.decisions import ArticleDecision
from graphbuild.incremental import Aggregation
from graphbuild.model import Graph, Reading
from graphbuild.stores.neo4j import Neo4jStore, manifest
from graphbuild.stores.neo4j.loading import LoadReport, Options
from tests.factories import dealing_sets, make_rejection, reading_sets
from tests.incremental.held import Held
from tests.stores.content import held, rows_of
from tests.stores.neo4j.test_loading import did, load, run
from tests.stores.sample import never
from tests.stores.test_embedded_change import texts

#: All that the loader keeps for itself.
MANIFEST = (
    "MATCH (p:GraphbuildPart) UNWIND range(0, size(p.keys) - 1) AS i"
    " RETURN p.table, p.bits, p.number, p.digest, p.count, p.keys[i], p.digests[i]"
)


def load_kept(store: Neo4jStore, folder: Held, *, alone: bool = False, **options: Any) -> LoadReport:
    """Load the folder's graph; with ``alone`` only what differs may be asked for."""
    with folder.updated() as aggregation:
        graph = never if alone else aggregation.graph
        return store.load(
            graph, Options(source=lambda: aggregation.state, kept=lambda: aggregation, **options)
        )


def kept_manifest(store: Neo4jStore) -> list[Any]:
    return sorted(store.query(MANIFEST, limit=10**6).rows)


def by_the_whole_way(store: Neo4jStore, graph: Graph) -> tuple[Any, ...]:
    """What the database holds of ours, and what it holds once it was emptied and loaded in one go."""
    found = held(store), kept_manifest(store)
    store.query("MATCH (n) DETACH DELETE n", write=True)
    load(store, graph)
    return found, (held(store), kept_manifest(store))


@pytest.fixture
def folder(tmp_path: Path) -> Held:
    made = Held(tmp_path / "g")
    made.change(texts(*range(9)))
    return made


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=st.lists(reading_sets() | dealing_sets(), min_size=2, max_size=4))
def test_both_ways_end_with_the_same_database(
    empty: Neo4jStore, tmp_path_factory: pytest.TempPathFactory, steps: list[list[Reading]]
) -> None:
    folder = Held(tmp_path_factory.mktemp("kept") / "g")
    for number, readings in enumerate(steps):
        folder.change(readings, sorted(folder.readings.keys() - {r.article.id for r in readings}))
        load_kept(empty, folder, alone=number > 0, full=number == 0)
    assert did(load(empty, folder.aggregate())) == (0, 0, 0)
    small, whole = by_the_whole_way(empty, folder.aggregate())
    assert small == whole
    assert small[0] == rows_of(folder.aggregate())
    shutil.rmtree(folder.folder)


def test_in_many_parts_both_ways_end_with_the_same_database(
    empty: Neo4jStore, folder: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.stores.neo4j.manifest.SIZE", 4)
    monkeypatch.setattr("graphbuild.stores.neo4j.loading.BATCH", 3)
    load_kept(empty, folder)
    folder.change(texts(9), ["Harbour News004"])
    report = load_kept(empty, folder, alone=True)
    assert report.written > 3
    assert report.removed > 3
    small, whole = by_the_whole_way(empty, folder.aggregate())
    assert small == whole


def test_a_table_that_grows_too_much_is_cut_anew(
    empty: Neo4jStore, folder: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.stores.neo4j.manifest.SIZE", 4)
    load_kept(empty, folder)
    parts = run(empty, "MATCH (p:GraphbuildPart {table: 'Article'}) RETURN count(*)")
    folder.change(texts(*range(9, 40)))
    load_kept(empty, folder)
    assert run(empty, "MATCH (p:GraphbuildPart {table: 'Article'}) RETURN count(*)") > parts
    assert held(empty) == rows_of(folder.aggregate())


def test_one_more_article_costs_what_it_touches(
    empty: Neo4jStore, folder: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.stores.neo4j.manifest.SIZE", 2)
    load_kept(empty, folder)
    looked_at: list[int] = []
    digests = manifest.record_digests

    def counted(table: Any, records: Any) -> tuple[int, ...]:
        looked_at.append(len(records))
        return digests(table, records)

    monkeypatch.setattr("graphbuild.stores.neo4j.manifest.record_digests", counted)
    folder.change(texts(9))
    report = load_kept(empty, folder, alone=True)
    assert report.written == sum(looked_at)
    looked_at.clear()
    assert did(load_kept(empty, folder, alone=True)) == (0, 0, 0)
    assert sum(looked_at) == 0


def _begun_anew(folder: Held) -> None:
    (folder.folder / "aggregation.sqlite").unlink()


def _restored(folder: Held) -> None:
    """An earlier copy of the folder that went another way, with as many changes."""
    shutil.rmtree(folder.folder)
    shutil.copytree(folder.folder.with_name("copy"), folder.folder)
    folder.readings = {r.article.id: r for r in texts(*range(9))}
    folder.change(texts(30))


@pytest.mark.parametrize("doubt", [_begun_anew, _restored])
def test_of_another_aggregation_all_is_compared(empty: Neo4jStore, folder: Held, doubt: Any) -> None:
    with folder.updated():
        pass
    shutil.copytree(folder.folder, folder.folder.with_name("copy"))
    folder.change(texts(20))
    load_kept(empty, folder)
    doubt(folder)
    folder.change(texts(21))
    with pytest.raises(AssertionError):
        load_kept(empty, folder, alone=True)
    load_kept(empty, folder)
    assert held(empty) == rows_of(folder.aggregate())
    folder.change(texts(22))
    load_kept(empty, folder, alone=True)
    assert held(empty) == rows_of(folder.aggregate())


@pytest.mark.parametrize(
    "harm",
    [
        "MATCH (n:Statement) WITH n LIMIT 1 DETACH DELETE n RETURN 1",
        "MATCH (p:GraphbuildPart {table: 'RELATION'}) DELETE p RETURN 1",
        "MATCH (p:GraphbuildPart) SET p.digests = [d IN p.digests | d + 1] RETURN 1",
        "MATCH (m:GraphbuildManifest) SET m.stamp = 'x' RETURN 1",
        "MATCH (m:GraphbuildManifest) SET m.aggregation = split(m.aggregation, ' ')[0] + ' x' RETURN 1",
        "MATCH (m:GraphbuildManifest) SET m.aggregation = 7 RETURN 1",
        "MATCH (m:GraphbuildManifest) REMOVE m.aggregation RETURN 1",
    ],
)
def test_where_somebody_meddled_all_is_compared(empty: Neo4jStore, folder: Held, harm: str) -> None:
    load_kept(empty, folder)
    empty.query(harm, write=True)
    folder.change(texts(9), ["Harbour News003"])
    with pytest.raises(AssertionError):
        load_kept(empty, folder, alone=True)
    load_kept(empty, folder)
    assert held(empty) == rows_of(folder.aggregate())


def test_where_another_graph_was_loaded_meanwhile_all_is_compared(empty: Neo4jStore, folder: Held) -> None:
    load_kept(empty, folder)
    load(empty, Graph((), (), (), (), ()))
    with pytest.raises(AssertionError):
        load_kept(empty, folder, alone=True)
    load_kept(empty, folder)
    assert held(empty) == rows_of(folder.aggregate())


def test_on_demand_everything_is_written(empty: Neo4jStore, folder: Held) -> None:
    written = load_kept(empty, folder).written
    run(empty, "MATCH (n:Country {iso3: 'FRA'}) SET n.name = 'Gaul' RETURN 1")
    assert did(load_kept(empty, folder, alone=True)) == (0, 0, 0)
    assert load_kept(empty, folder, full=True).written == written
    assert held(empty) == rows_of(folder.aggregate())


def test_a_graph_folder_is_loaded_so(
    empty: Neo4jStore, neo4j_uri: str, folder: Held, monkeypatch: pytest.MonkeyPatch
) -> None:
    def loaded() -> LoadReport:
        with graphbuild.open(folder.folder) as graph:
            return graph.load(neo4j_uri)

    first = loaded()
    with monkeypatch.context() as patch:
        patch.setattr(Aggregation, "graph", never)
        folder.change(texts(9))
        assert 0 < loaded().written < first.written
    assert held(empty) == rows_of(folder.aggregate())


def test_a_source_that_changes_while_it_is_loaded_is_not_taken_for_loaded(empty: Neo4jStore) -> None:
    names = iter(("one", "two", "one"))
    graph = Graph((), (), (), (), ())
    load(empty, graph, source=lambda: next(names))
    with pytest.raises(AssertionError):
        empty.load(never, Options(source=lambda: next(names)))


def test_decisions_are_loaded_by_what_they_change(empty: Neo4jStore, folder: Held) -> None:
    load_kept(empty, folder)
    before = held(empty)
    reading, said = next((r, s) for r in folder.readings.values() for s in r.statements)
    other = next(id_ for id_ in folder.readings if id_ != reading.article.id)
    folder.decisions = [make_rejection(reading, said, whole=True), ArticleDecision(other)]
    assert folder.aggregate().rejected
    report = load_kept(empty, folder, alone=True)
    assert report.removed > 0
    assert held(empty) == rows_of(folder.aggregate()) != before
    folder.decisions = []
    load_kept(empty, folder, alone=True)
    assert held(empty) == before
