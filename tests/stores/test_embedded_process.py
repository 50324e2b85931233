"""The embedded engine in a process of its own: kills, signals, neighbours, what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphbuild.errors import StoreError
from graphbuild.stores.embedded import EmbeddedStore
from tests.commands import interruptible
from tests.stores.sample import COUNT, GRAPH, STATEMENTS, graph, never, nodes

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WITHIN_A_ROW = (
    "UNWIND range(1, 20000) AS x WITH collect(x) AS xs"
    " RETURN [a IN xs WHERE any(b IN xs WHERE b = -a)] AS none"
)


def _run(folder: Path, code: str) -> subprocess.Popen[str]:
    """Python in a process of its own, with ``folder`` as working directory and ``graph`` in it."""
    start = """
        from pathlib import Path
        from graphbuild.stores.embedded import EmbeddedStore
        from tests.stores.sample import COUNT, GRAPH, STATEMENTS, graph, never, nodes
        store = EmbeddedStore.open(Path("graph"), lambda: GRAPH, "1", wait=0.1)
    """
    text = textwrap.dedent(start) + textwrap.dedent(code)
    folder.mkdir(exist_ok=True)
    with interruptible():
        process = subprocess.Popen(
            [sys.executable, "-c", text],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
    _started.append(process)
    return process


_started: list[subprocess.Popen[str]] = []


@pytest.fixture(autouse=True)
def _none_is_left() -> Iterator[None]:
    """Whatever comes of a test, no process of it goes on and disturbs the next."""
    yield
    while _started:
        process = _started.pop()
        process.kill()
        process.communicate()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_kill_while_building_leaves_no_half_database(tmp_path: Path) -> None:
    code = """
        store.close()
        from graphbuild.stores import layout
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
        assert store.query(COUNT).rows == ((nodes(smaller),),)
    assert [p.name[:3] for p in (tmp_path / "graph" / "cypher").iterdir() if p.is_dir()] == ["db-"]


def test_a_second_process_reads_beside_the_first(tmp_path: Path) -> None:
    process = _run(tmp_path, 'print("open", flush=True); input(); print(store.query(COUNT).rows)')
    assert _line(process) == "open"
    with EmbeddedStore.open(tmp_path / "graph", never, "1", wait=0) as store:
        assert store.query(COUNT).rows == ((nodes(GRAPH),),)
        output, _ = process.communicate("\n", timeout=60)
    assert output.strip() == f"(({nodes(GRAPH)},),)"


def test_a_view_of_a_killed_process_is_deleted(tmp_path: Path) -> None:
    process = _run(tmp_path, 'print("open", flush=True); input()')
    assert _line(process) == "open"
    process.kill()
    process.communicate()
    folder = tmp_path / "graph" / "cypher"
    assert sorted(p.name.partition("-")[0] for p in folder.iterdir() if p.is_dir()) == ["db", "open"]
    EmbeddedStore.open(tmp_path / "graph", never, "1").close()
    assert [p.name[:3] for p in folder.iterdir() if p.is_dir()] == ["db-"]


def test_a_second_process_waits_for_one_that_changes_the_database(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    code = """
        def late():
            print("changing", flush=True)
            input()
            return graph(STATEMENTS[:3])
        EmbeddedStore.open(Path("graph"), late, "2").close()
        print("changed", flush=True)
    """
    process = _run(tmp_path, code)
    assert _line(process) == "changing"
    with pytest.raises(StoreError, match=r"graph/cypher is being changed by another process"):
        EmbeddedStore.open(tmp_path / "graph", never, "2", wait=2.5)
    assert "waiting for another process" in caplog.text
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    with EmbeddedStore.open(tmp_path / "graph", never, "2") as store:
        assert store.query(COUNT).rows == ((nodes(graph(STATEMENTS[:3])),),)
    assert _line(process) == "changed"
    process.communicate()


def test_sigterm_ends_the_process_without_a_segmentation_fault(tmp_path: Path) -> None:
    process = _run(tmp_path, 'print(store.query("RETURN 1").rows, flush=True); input()')
    assert _line(process) == "((1,),)"
    process.terminate()
    _, errors = process.communicate(timeout=60)
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
    output, errors = process.communicate(timeout=60)
    assert (output.strip(), errors, process.returncode) == ("interrupted", "", 0)


def test_nothing_is_written_but_the_database(tmp_path: Path) -> None:
    process = _run(tmp_path / "cwd", 'print(store.query("RETURN 1").rows); store.close()')
    output, errors = process.communicate(timeout=60)
    assert (output.strip(), errors, process.returncode) == ("((1,),)", "", 0)
    assert [path.name for path in (tmp_path / "cwd").iterdir()] == ["graph"]
    assert [path.name for path in (tmp_path / "cwd" / "graph").iterdir()] == ["cypher"]


def test_a_query_stuck_within_a_row_is_ended_and_so_is_the_process(tmp_path: Path) -> None:
    code = f"""
        from graphbuild.errors import QueryError
        reader = store._reader
        try:
            store.query({WITHIN_A_ROW!r}, timeout=0.5)
        except QueryError as error:
            print(error, reader.stuck)
        print(store.query("RETURN 1").rows)
        store.close()
    """
    start = time.monotonic()
    process = _run(tmp_path, code)
    output, errors = process.communicate(timeout=120)
    assert time.monotonic() - start < 60
    assert "longer than 0.5 s" in output
    assert output.strip().endswith("False\n((1,),)")
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
