"""An open graph whose folder is changed by others: all answers are from one state of it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.api import places
from graphbuild.ledger import Ledger
from graphbuild.model import Entity
from graphbuild.stores import files
from tests.factories import make_article, make_entity, make_reading, make_statement

pytestmark = pytest.mark.slow

ARTICLES = "MATCH (a:Article) RETURN count(a) AS n"


def add(folder: Path, *ids: str) -> None:
    """Write articles into a graph folder, each of which says that two new persons met."""
    with Ledger.create(folder) as ledger:
        for id_ in ids:
            a, b = (make_entity("person", f"{name} {id_}", f"{name} {id_}") for name in ("Anne", "Ben"))
            article = make_article(id_, f"Anne {id_} met Ben {id_}.", title=f"On {id_}")
            ledger.write(
                [(id_, make_reading(article, [a, b], [make_statement(a, "MET_WITH", b, article=id_)]))]
            )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A graph folder with an article."""
    add(tmp_path / "graph", "one")
    return tmp_path / "graph"


def counted(graph: gb.OpenGraph) -> dict[str, int]:
    """How many articles there are, by what says so."""
    overview = graph.overview()
    assert overview is not None
    return {
        "stats": graph.stats().articles,
        "counts of the ledger": graph.stats().extracted["relations"],
        "graph": len(graph.graph.articles),
        "articles": graph.articles().total,
        "entities": graph.entities().total // 2,
        "relations": graph.relations().total,
        "types": graph.relation_types()[0].relations,
        "overview": overview.articles,
        "texts": len(list(graph.texts())),
        "search": len(graph.search("anne").articles),
        "undated": graph.undated()[1],
        "networkx": len(graph.networkx().edges),
        "cypher": graph.query(ARTICLES)[0]["n"],
    }


def test_all_answers_follow_a_folder_that_another_process_builds_on(folder: Path) -> None:
    with gb.open(folder) as graph:
        assert set(counted(graph).values()) == {1}
        add(folder, "two", "three")
        assert set(counted(graph).values()) == {3}
        with gb.open(folder) as other:
            other.exclude("two")
        assert set(counted(graph).values()) == {2}


@pytest.mark.parametrize("first", [gb.OpenGraph.stats, gb.OpenGraph.entities, gb.OpenGraph.articles])
def test_whatever_is_asked_first_sees_the_change(folder: Path, first: Callable[[gb.OpenGraph], Any]) -> None:
    with gb.open(folder) as graph:
        before = first(graph)
        add(folder, "two")
        assert first(graph) != before
        assert set(counted(graph).values()) == {2}


def test_a_graph_that_nobody_changed_is_read_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    load = places.Folder._load_graph

    def counting(place: places.Folder) -> Any:
        read.append(place.path)
        return load(place)

    monkeypatch.setattr(places.Folder, "_load_graph", counting)
    with gb.open(folder) as graph:
        counted(graph)
        counted(graph)
        assert len(read) == 1
        add(folder, "two")
        counted(graph)
        assert len(read) == 2


@pytest.mark.parametrize("ask", [gb.OpenGraph.relations, gb.OpenGraph.relation_types])
def test_one_answer_is_from_one_state_also_while_others_write(
    folder: Path, monkeypatch: pytest.MonkeyPatch, ask: Callable[[gb.OpenGraph], Any]
) -> None:
    entities = places.Folder.entities
    numbers = iter(range(100))

    def interrupted(place: places.Folder) -> Sequence[Entity]:
        """The entities; then somebody adds an article."""
        found = entities(place)
        add(folder, f"added {next(numbers)}")
        return found

    with gb.open(folder) as graph:
        expected = ask(graph)
        with monkeypatch.context() as patched:
            patched.setattr(places.Folder, "entities", interrupted)
            assert ask(graph) == expected
        assert ask(graph) != expected


def test_an_article_that_is_added_between_two_steps_of_a_call_is_in_both(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between looking at the files and opening the aggregation; nothing of an older state is used then."""
    kept = places.Folder.kept
    added: list[str] = []

    @contextmanager
    def late(place: places.Folder) -> Iterator[Any]:
        if not added:
            added.append("two")
            add(folder, "two")
        with kept(place) as aggregation:
            yield aggregation

    with gb.open(folder) as graph:
        assert graph.entities().total == 2
        monkeypatch.setattr(places.Folder, "kept", late)
        assert graph.relations().total == 2
        assert graph.entities().total == 4


@pytest.mark.slow
def test_rows_that_are_being_read_are_of_the_state_in_which_they_were_asked_for(folder: Path) -> None:
    add(folder, *map(str, range(1500)))
    with gb.open(folder) as graph:
        with graph.stream("MATCH (a:Article) RETURN a.id") as found:
            next(found.rows)
            before = graph._place.store()
            add(folder, "two")
            assert graph.query(ARTICLES) == [{"n": 1502}]
            assert graph._place.store() is not before
            assert len(list(found.rows)) == 1500
        with pytest.raises(gb.StoreError, match="closed"):  # nobody reads it any longer
            before.query("RETURN 1")
        assert graph.query(ARTICLES) == [{"n": 1502}]


@pytest.mark.slow
def test_several_threads_ask_a_graph_that_is_being_changed(folder: Path) -> None:
    def ask(graph: gb.OpenGraph) -> None:
        for _ in range(5):
            relations = graph.relations()
            assert {tie.relation.relation for tie in relations} == {"MET_WITH"}
            assert graph.query("MATCH (:Entity)-[r:MET_WITH]->() RETURN count(r) AS n")[0]["n"] > 0
            assert graph.graph.relations

    with gb.open(folder) as graph, ThreadPoolExecutor(3) as threads:
        asked = [threads.submit(ask, graph) for _ in range(3)]
        for number in range(10):
            add(folder, f"added {number}")
        for one in asked:
            one.result()
        assert set(counted(graph).values()) == {11}


#: What an open graph has, but for what a closed one has, too.
METHODS = [n for n in dir(gb.OpenGraph) if not n.startswith("_") and n not in ("close", "report")]


@pytest.mark.parametrize("method", METHODS)
def test_a_closed_graph_answers_nothing(folder: Path, method: str) -> None:
    graph = gb.open(folder)
    graph.close()
    with pytest.raises(gb.StoreError, match=r"this graph is closed; open it again with graphbuild\.open"):
        getattr(graph, method)(*(["x"] if method == "build" else []))


def test_a_graph_is_closed_at_the_end_of_a_block_and_may_be_closed_twice(folder: Path) -> None:
    with gb.open(folder) as graph:
        held = graph.entities()
        texts = graph.texts()
        with graph.stream("UNWIND range(1, 3) AS i RETURN i") as found:
            next(found.rows)
            graph.close()
            with pytest.raises(gb.StoreError, match="this graph is closed"):
                next(found.rows)
    graph.close()
    assert len(held) == 2
    with pytest.raises(gb.StoreError, match="this graph is closed"):
        next(texts)
    with pytest.raises(gb.StoreError, match="this graph is closed"), graph:
        pass
    assert repr(graph) == f"<graphbuild.OpenGraph {folder}, closed>"
    assert graph._repr_html_().endswith(", closed&gt;")


def test_a_folder_that_is_gone_is_no_graph_any_longer(folder: Path) -> None:
    with gb.open(folder) as graph:
        assert graph.stats().articles == 1
        shutil.rmtree(folder)
        with pytest.raises(gb.LedgerError, match="graph"):
            graph.stats()


def test_a_dump_that_is_made_anew_is_followed(folder: Path, tmp_path: Path) -> None:
    dump = tmp_path / "dump"
    dump.mkdir()
    with gb.open(folder) as graph:
        files.export(graph.graph, dump / places.DUMP)
        with gb.open(dump) as dumped:
            assert (dumped.stats().articles, dumped.query(ARTICLES)) == (1, [{"n": 1}])
            add(folder, "two")
            files.export(graph.graph, dump / places.DUMP)
            assert (dumped.query(ARTICLES), dumped.stats().articles) == ([{"n": 2}], 2)
            assert dumped.entities().total == 4


def test_an_exported_file_is_read_once(folder: Path, tmp_path: Path) -> None:
    with gb.open(folder) as graph:
        (file,) = graph.export(tmp_path / "graph.json")
        with gb.open(file) as opened:
            assert opened.stats().articles == 1
            add(folder, "two")
            graph.export(file)
            assert (opened.query(ARTICLES), opened.stats().articles) == ([{"n": 1}], 1)
