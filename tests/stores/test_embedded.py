"""The embedded store: a derived database that is whole or not there, and the engine's traps."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from graphbuild.errors import QueryError, StoreError
from graphbuild.model import Entity, Graph, Relation, entity_id, relation_id
from graphbuild.stores.base import Store
from graphbuild.stores.embedded import EmbeddedStore
from tests.stores.sample import GRAPH, STATEMENTS, graph

ROOT = Path(__file__).parents[2]
COUNT = "MATCH (n) RETURN count(*) AS n"
WITHIN_A_ROW = (
    "UNWIND range(1, 20000) AS x WITH collect(x) AS xs"
    " RETURN [a IN xs WHERE any(b IN xs WHERE b = -a)] AS none"
)


def _nodes(held: Graph) -> int:
    return len(held.entities) + len(held.articles) + len(held.statements)


def _never() -> Graph:
    raise AssertionError("the database was up to date")


def _run(folder: Path, code: str) -> subprocess.Popen[str]:
    """Python in a process of its own, with ``folder`` as working directory and ``graph`` in it."""
    start = """
        from pathlib import Path
        from graphbuild.stores.embedded import EmbeddedStore
        from tests.stores.sample import GRAPH
        store = EmbeddedStore.open(Path("graph"), lambda: GRAPH, "1", wait=0.1)
    """
    text = textwrap.dedent(start) + textwrap.dedent(code)
    folder.mkdir(exist_ok=True)
    return subprocess.Popen(
        [sys.executable, "-c", text],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_database_is_built_once_for_a_stamp(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        assert store.query(COUNT).rows == ((_nodes(GRAPH),),)
    with EmbeddedStore.open(tmp_path, _never, "1") as store:
        assert store.query(COUNT).rows == ((_nodes(GRAPH),),)


def test_another_stamp_builds_anew_and_leaves_one_database(tmp_path: Path) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    smaller = graph(STATEMENTS[:3])
    with EmbeddedStore.open(tmp_path, lambda: smaller, "2") as store:
        assert store.query(COUNT).rows == ((_nodes(smaller),),)
    assert len([path for path in (tmp_path / "cypher").iterdir() if path.is_dir()]) == 1


def test_an_error_while_loading_leaves_the_old_database(tmp_path: Path) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    broken = Graph(GRAPH.entities[1:], GRAPH.relations, (), (), ())
    with pytest.raises(StoreError, match="incomplete"):
        EmbeddedStore.open(tmp_path, lambda: broken, "2")
    with EmbeddedStore.open(tmp_path, _never, "1") as store:
        assert store.query(COUNT).rows == ((_nodes(GRAPH),),)


def test_a_kill_while_building_leaves_no_half_database(tmp_path: Path) -> None:
    code = """
        store.close()
        from graphbuild.stores import embedded_load, layout
        real = layout.edge_tables
        def slow(graph):
            for table in real(graph):
                print("loading", flush=True)
                yield table
                input()
        layout.edge_tables = slow
        EmbeddedStore.open(Path("graph"), lambda: GRAPH, "2")
    """
    process = _run(tmp_path, code)
    assert _line(process) == "loading"
    process.kill()
    process.communicate()
    assert any(path.name.startswith("new-") for path in (tmp_path / "graph" / "cypher").iterdir())
    smaller = graph(STATEMENTS[:3])
    with EmbeddedStore.open(tmp_path / "graph", lambda: smaller, "2") as store:
        assert store.query(COUNT).rows == ((_nodes(smaller),),)
    assert [p.name[:3] for p in (tmp_path / "graph" / "cypher").iterdir() if p.is_dir()] == ["db-"]


def test_a_broken_database_is_built_anew(tmp_path: Path) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    (database,) = (path for path in (tmp_path / "cypher").iterdir() if path.is_dir())
    for path in database.iterdir():
        path.write_bytes(b"rubbish")
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        assert store.query(COUNT).rows == ((_nodes(GRAPH),),)


def test_what_a_query_wrote_stays_until_the_database_is_built_anew(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        store.query("CREATE (:Entity {id: 'mine'})", write=True)
    with EmbeddedStore.open(tmp_path, _never, "1") as store:
        assert store.query("MATCH (n {id: 'mine'}) RETURN count(*)").rows == ((1,),)
        store.write(GRAPH)
        assert store.query("MATCH (n {id: 'mine'}) RETURN count(*)").rows == ((0,),)


def test_an_unwritable_place_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "cypher").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match=r"Cannot make the database folder .*cypher"):
        EmbeddedStore.open(tmp_path, lambda: GRAPH, "1")


def test_a_second_process_is_told_that_the_database_is_in_use(tmp_path: Path) -> None:
    process = _run(tmp_path, 'print("open", flush=True); input()')
    assert _line(process) == "open"
    start = time.monotonic()
    with pytest.raises(StoreError, match=r"graph/cypher is in use by another process"):
        EmbeddedStore.open(tmp_path / "graph", _never, "1", wait=0.3)
    assert 0.3 <= time.monotonic() - start < 5
    process.kill()
    process.communicate()
    EmbeddedStore.open(tmp_path / "graph", _never, "1", wait=5).close()


def test_a_second_process_waits_for_the_first_to_end(tmp_path: Path) -> None:
    process = _run(tmp_path, 'print("open", flush=True); input(); store.close()')
    assert _line(process) == "open"
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    EmbeddedStore.open(tmp_path / "graph", _never, "1", wait=20).close()
    process.communicate()
    assert process.returncode == 0


def test_a_second_store_in_one_process_is_an_error(tmp_path: Path) -> None:
    with (
        EmbeddedStore.open(tmp_path, lambda: GRAPH, "1"),
        pytest.raises(StoreError, match="already open in this process"),
    ):
        EmbeddedStore.open(tmp_path, _never, "1")
    EmbeddedStore.open(tmp_path, _never, "1").close()


def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = EmbeddedStore.open(tmp_path, lambda: GRAPH, "1")
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.query(COUNT)


def test_a_temporary_database_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with EmbeddedStore.temporary(GRAPH) as store:
        assert store.query(COUNT).rows == ((_nodes(GRAPH),),)
        assert list(tmp_path.iterdir())
    assert not list(tmp_path.iterdir())


def test_sigterm_ends_the_process_without_a_segmentation_fault(tmp_path: Path) -> None:
    process = _run(tmp_path, 'print(store.query("RETURN 1").rows, flush=True); input()')
    assert _line(process) == "((1,),)"
    process.terminate()
    _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (-signal.SIGTERM, "")


def test_ctrl_c_ends_a_slow_query_with_keyboard_interrupt(tmp_path: Path) -> None:
    code = f"""
        print("begin", flush=True)
        try:
            store.query({WITHIN_A_ROW!r}, timeout=60)
        except KeyboardInterrupt:
            print("interrupted")
    """
    process = _run(tmp_path, code)
    assert _line(process) == "begin"
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=20)
    assert (output.strip(), errors, process.returncode) == ("interrupted", "", 0)


def test_nothing_is_written_but_the_database(tmp_path: Path) -> None:
    process = _run(tmp_path / "cwd", 'print(store.query("RETURN 1").rows); store.close()')
    output, errors = process.communicate(timeout=60)
    assert (output.strip(), errors, process.returncode) == ("((1,),)", "", 0)
    assert [path.name for path in (tmp_path / "cwd").iterdir()] == ["graph"]
    assert [path.name for path in (tmp_path / "cwd" / "graph").iterdir()] == ["cypher"]


def test_a_query_stuck_within_a_row_is_left_behind_and_the_process_still_ends(tmp_path: Path) -> None:
    code = f"""
        import time
        from graphbuild.errors import QueryError
        start = time.monotonic()
        try:
            store.query({WITHIN_A_ROW!r}, timeout=0.5)
        except QueryError as error:
            print(error, time.monotonic() - start < 5)
        print(store.query("RETURN 1").rows)
        store.close()
    """
    start = time.monotonic()
    process = _run(tmp_path, code)
    output, errors = process.communicate(timeout=120)
    assert time.monotonic() - start < 25
    assert "longer than 0.5 s" in output
    assert output.strip().endswith("True\n((1,),)")
    assert (errors, process.returncode) == ("", 0)


def test_a_store_that_cannot_be_closed_leaves_no_thread_that_calls_into_python(tmp_path: Path) -> None:
    code = """
        import time
        from graphbuild.stores import engine
        class Broken:
            def close(self):
                raise OSError("no room")
        broken = Broken()
        engine.close_at_exit(broken)
        def alive():
            threads = engine.java_class("java.lang.Thread").getAllStackTraces().keySet()
            return "Python Reference Queue" in {str(t.getName()) for t in threads}
        before = alive()
        try:
            engine._close_all()
        except OSError as error:
            print(error)
        deadline = time.monotonic() + 5
        while alive() and time.monotonic() < deadline:
            time.sleep(0.05)
        print(before, alive())
        del broken
    """
    output, errors = _run(tmp_path, code).communicate(timeout=60)
    assert (output.split("\n"), errors) == (["no room", "True False", ""], "")


def test_the_heap_is_bounded(tmp_path: Path) -> None:
    show = """
        from graphbuild.stores.engine import java_class
        print(java_class("java.lang.Runtime").getRuntime().maxMemory())
    """
    output, _ = _run(tmp_path, show).communicate(timeout=60)
    assert int(output) <= 1 << 30


def test_a_wrong_heap_is_an_error_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GRAPHBUILD_JVM_HEAP", "plenty")
    _, errors = _run(tmp_path, "").communicate(timeout=60)
    assert "StoreError: The embedded Cypher engine did not start with a heap of plenty" in errors
    assert "set GRAPHBUILD_JVM_HEAP to a size such as 512m" in errors


def test_importing_the_store_starts_nothing() -> None:
    code = "import sys, graphbuild.queries\nfrom graphbuild.stores import embedded, files, neo4j, networkx"
    heavy = "print(sorted({'jpype', 'arcadedb_embedded', 'neo4j', 'networkx', 'numpy'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{heavy}"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


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
    with pytest.raises(QueryError, match="would change the graph"):
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
            Relation(relation_id("MEETS", a, b), "MEETS", a, b, 1, 1, 1, 0, 0, "", "", 1.0, 1.0, "x")
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
    plan = embedded.query(f"EXPLAIN MATCH (n:{label}) WHERE n.{key} = 'x' RETURN n.kind").rows
    assert f"index={label}[{key}]" in str(plan)


def test_loading_is_quick(tmp_path: Path) -> None:
    """Two thousand nodes take 7 s by MERGE on two labels, and well under one second in bulk."""
    entities = tuple(
        Entity(entity_id("person", str(i)), "person", f"Person {i}", ("x", "y"), "", 1, 1, "2020-01-01", "")
        for i in range(2_000)
    )
    ids = [e.id for e in entities]
    relations = tuple(
        Relation(relation_id("MEETS", a, b), "MEETS", a, b, 1, 1, 1, 0, 0, "", "", 1.0, 1.0, "x")
        for a, b in itertools.pairwise(ids)
    )
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "warm").close()
    start = time.monotonic()
    with EmbeddedStore.open(tmp_path, lambda: Graph(entities, relations, (), (), ()), "many") as store:
        assert time.monotonic() - start < 5
        assert store.query("MATCH (:Person)-[r:MEETS]->(:Person) RETURN count(r)").rows == ((1_999,),)


def test_a_store_answers_from_any_thread(embedded: Store) -> None:
    def ask(_: int) -> Any:
        return embedded.query("MATCH p = (:Person)-[:LEADER_OF]->(b) RETURN p, b.name ORDER BY b.name").rows

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(ask, range(12)))
    assert all(answer == answers[0] for answer in answers)
