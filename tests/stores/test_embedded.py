"""The embedded store: a derived database that is whole or not there, and the engine's traps."""

from __future__ import annotations

import errno
import itertools
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from graphbuild.errors import QueryError, StoreError
from graphbuild.model import Entity, Graph, Relation, entity_id, relation_id
from graphbuild.stores import embedded as embedded_store
from graphbuild.stores.base import Store
from graphbuild.stores.embedded import EmbeddedStore
from tests.stores.sample import COUNT, GRAPH, STATEMENTS, graph, never, nodes


def test_a_database_is_built_once_for_a_stamp(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        assert store.query(COUNT).rows == ((nodes(GRAPH),),)
    with EmbeddedStore.open(tmp_path, never, "1") as store:
        assert store.query(COUNT).rows == ((nodes(GRAPH),),)


def test_another_stamp_builds_anew_and_leaves_one_database(tmp_path: Path) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    smaller = graph(STATEMENTS[:3])
    with EmbeddedStore.open(tmp_path, lambda: smaller, "2") as store:
        assert store.query(COUNT).rows == ((nodes(smaller),),)
    assert len([path for path in (tmp_path / "cypher").iterdir() if path.is_dir()]) == 1


def test_graphs_that_differ_in_a_value_that_is_not_printed_differ_in_content() -> None:
    first, *others = GRAPH.statements
    other = replace(GRAPH, statements=(replace(first, confidence=first.confidence / 2), *others))
    assert repr(other.statements) == repr(GRAPH.statements)
    assert [*embedded_store._contents(other)] != [*embedded_store._contents(GRAPH)]


def test_an_error_while_loading_leaves_the_old_database(tmp_path: Path) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    broken = Graph(GRAPH.entities[1:], GRAPH.relations, (), (), ())
    with pytest.raises(StoreError, match="incomplete"):
        EmbeddedStore.open(tmp_path, lambda: broken, "2")
    with EmbeddedStore.open(tmp_path, never, "1") as store:
        assert store.query(COUNT).rows == ((nodes(GRAPH),),)


def test_a_broken_database_is_built_anew(tmp_path: Path) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    (database,) = (path for path in (tmp_path / "cypher").iterdir() if path.is_dir())
    for path in database.iterdir():
        path.write_bytes(b"rubbish")
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        assert store.query(COUNT).rows == ((nodes(GRAPH),),)


def test_what_a_query_wrote_stays_until_the_database_is_built_anew(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        store.query("CREATE (:Entity {id: 'mine'})", write=True)
    with EmbeddedStore.open(tmp_path, never, "1") as store:
        assert store.query("MATCH (n {id: 'mine'}) RETURN count(*)").rows == ((1,),)
        store.write(GRAPH)
        assert store.query("MATCH (n {id: 'mine'}) RETURN count(*)").rows == ((0,),)


def test_of_a_place_that_cannot_be_written_to_a_copy_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with EmbeddedStore.open(tmp_path / "g", lambda: GRAPH, "1"):
        pass
    (tmp_path / "g" / "cypher" / "lock").unlink()
    (tmp_path / "g" / "cypher" / "lock").mkdir()  # where a file should be
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "cypher").write_text("a file where the folder should be")
    for folder, load in ((tmp_path / "g", never), (tmp_path / "other", lambda: GRAPH)):
        with EmbeddedStore.open(folder, load, "1") as store:
            assert store.query("MATCH (n:Entity) RETURN count(*) > 0").rows == ((True,),)
            with pytest.raises(StoreError, match="cypher: cannot be written to, so no query can write"):
                store.query("CREATE (:Entity {id: 'mine'})", write=True)
    assert caplog.text.count("queries are asked of a copy in a temporary folder") == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["g", "other"]


def test_stores_of_one_process_read_the_same_database(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as one:
        with EmbeddedStore.open(tmp_path, never, "1") as other:
            assert one.query(COUNT).rows == other.query(COUNT).rows == ((nodes(GRAPH),),)
        assert one.query(COUNT).rows == ((nodes(GRAPH),),)


def test_who_reads_goes_on_while_another_store_changes_the_graph(tmp_path: Path) -> None:
    smaller = graph(STATEMENTS[:3])
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as old:
        with EmbeddedStore.open(tmp_path, lambda: smaller, "2") as new:
            assert old.query(COUNT).rows == ((nodes(GRAPH),),)
            assert new.query(COUNT).rows == ((nodes(smaller),),)
        assert old.query(COUNT).rows == ((nodes(GRAPH),),)
    assert [p.name[:3] for p in (tmp_path / "cypher").iterdir() if p.is_dir()] == ["db-"]


def test_what_one_store_writes_no_open_one_sees(tmp_path: Path) -> None:
    mine = "MATCH (n {id: 'mine'}) RETURN count(*)"
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as reading:
        with EmbeddedStore.open(tmp_path, never, "1") as writing:
            writing.query("CREATE (:Entity {id: 'mine'})", write=True)
            assert writing.query(mine).rows == ((1,),)
        assert reading.query(mine).rows == ((0,),)
    with EmbeddedStore.open(tmp_path, never, "1") as later:
        assert later.query(mine).rows == ((1,),)


@pytest.mark.parametrize("failing", ["embedded_folder._link", "embedded_folder.shutil.copytree"])
def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failing: str) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1"), EmbeddedStore.open(tmp_path, never, "1") as store:
        monkeypatch.setattr(f"graphbuild.stores.{failing}", full)
        with pytest.raises(StoreError, match=r"Cannot write the database .*No space left"):
            store.query("CREATE (:Entity {id: 'mine'})", write=True)
    monkeypatch.undo()
    with EmbeddedStore.open(tmp_path, never, "1") as store:
        assert store.query(COUNT).rows
    assert [p.name[:3] for p in (tmp_path / "cypher").iterdir() if p.is_dir()] == ["db-"]


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = EmbeddedStore.open(tmp_path, lambda: GRAPH, "1")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query(COUNT)


def test_a_temporary_database_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with EmbeddedStore.temporary(GRAPH) as store:
        assert store.query(COUNT).rows == ((nodes(GRAPH),),)
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def _raw(store: Store) -> Any:
    """The engine's own database, without the guard before it."""
    assert isinstance(store, EmbeddedStore)
    return store._database


@pytest.mark.parametrize("address", ["file:///etc/hostname", "/etc/hostname", "http://127.0.0.1:9/x.csv"])
def test_the_engine_itself_reads_no_files(embedded: Store, address: str) -> None:
    with pytest.raises(Exception, match="are disabled"):
        _raw(embedded).query("opencypher", f"LOAD CSV FROM '{address}' AS line RETURN line").next()


def test_the_engine_itself_refuses_writes_and_the_error_is_plain(
    embedded: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.stores.guard.check", lambda *_, **__: None)
    with pytest.raises(QueryError, match=r"would change the graph: queries are read-only.*--write"):
        embedded.query("CREATE (n) RETURN n")
    with pytest.raises(QueryError, match="reads files or the network"):
        embedded.query("LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line")


@pytest.mark.parametrize("form", ["-->", "<--", "--", "-[r:MEETS]->", "-[:MEETS]-"])
@pytest.mark.parametrize("counted", ["count(*)", "count(a)"])
def test_loops_are_counted_right(looped: Store, form: str, counted: str) -> None:
    """Without the rewriting, the engine counts all relations of ``a``."""
    rows = looped.query(f"MATCH (a){form}(a) RETURN a.name AS name, {counted} AS n ORDER BY name").rows
    assert rows == (("one", 1),)


@pytest.fixture(scope="module")
def looped() -> Iterator[Store]:
    names = ("one", "two")
    entities = tuple(Entity(entity_id("person", n), "person", n, (), "", 1, 1, "", "") for n in names)
    ends = [(names[0], names[0]), (names[0], names[1]), (names[1], names[0])]
    relations = []
    for source, target in ends:
        a, b = entity_id("person", source), entity_id("person", target)
        relations.append(
            Relation(relation_id("MEETS", a, b), "MEETS", a, b, 1, 1, 0, 1, 0, 0, "", "", 1.0, 1.0, "x")
        )
    with EmbeddedStore.temporary(Graph(entities, tuple(relations), (), (), ())) as store:
        yield store


def test_a_label_set_on_a_node_made_in_the_same_query_fails_with_a_hint(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        with pytest.raises(QueryError, match=r"Duplicated key .*do that in two queries"):
            store.query("MERGE (n:Entity {id: 'x'}) SET n:Person", write=True)
        assert store.query("MATCH (n {id: 'x'}) RETURN count(*)").rows == ((0,),)
        for cypher in ("MERGE (n:Entity {id: 'x'})", "MATCH (n:Entity {id: 'x'}) SET n:Person"):
            store.query(cypher, write=True)
        assert store.query("MATCH (n:Person {id: 'x'}) RETURN labels(n)").rows == ((["Entity", "Person"],),)


@pytest.mark.parametrize("label", ["Entity", "Country", "Person", "Organisation"])
@pytest.mark.parametrize("key", ["id", "name"])
def test_queries_start_from_an_index(embedded: Store, label: str, key: str) -> None:
    plan = embedded.plan(f"MATCH (n:{label}) WHERE n.{key} = 'x' RETURN n.kind")
    assert f"index={label}[{key}]" in str(plan)


def test_thousands_are_loaded_whole(tmp_path: Path) -> None:
    entities = tuple(
        Entity(entity_id("person", str(i)), "person", f"Person {i}", ("x", "y"), "", 1, 1, "2020-01-01", "")
        for i in range(2_000)
    )
    ids = [e.id for e in entities]
    relations = tuple(
        Relation(relation_id("MEETS", a, b), "MEETS", a, b, 1, 1, 0, 1, 0, 0, "", "", 1.0, 1.0, "x")
        for a, b in itertools.pairwise(ids)
    )
    with EmbeddedStore.open(tmp_path, lambda: Graph(entities, relations, (), (), ()), "many") as store:
        assert store.query("MATCH (:Person)-[r:MEETS]->(:Person) RETURN count(r)").rows == ((1_999,),)


def test_a_store_answers_from_any_thread(embedded: Store) -> None:
    def ask(_: int) -> Any:
        return embedded.query("MATCH p = (:Person)-[:LEADER_OF]->(b) RETURN p, b.name ORDER BY b.name").rows

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(12)))
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    ("cypher", "told"),
    [
        (
            "MATCH (s:Statement) WHERE s.id <> '' RETURN s.sentence AS s ORDER BY s.id",
            r"line 1, column 70:.*\ns is a text, which has no property id: AS s hides what had that name"
            " before; choose another name after AS",
        ),
        ("UNWIND [1, 2] AS n RETURN n.id", r"line 1, column 27:.*\nn is a number, which has no property id$"),
        ("RETURN 'x'.id", r"failed: \.id is asked of a text, which has no properties\.$"),
    ],
)
def test_a_property_of_a_plain_value_is_told_with_its_place(embedded: Store, cypher: str, told: str) -> None:
    with pytest.raises(QueryError, match=f"(?s){told}"):
        embedded.query(cypher)
