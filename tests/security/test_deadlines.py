"""Queries that take too long or give too much: ended in time, on both engines, and what works afterwards."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j._exceptions import SocketDeadlineExceededError
from neo4j._sync.io._bolt import Bolt
from neo4j._sync.io._bolt._bolt_socket import BoltSocket
from neo4j._sync.work.transaction import TransactionBase

from graphbuild.errors import QueryError
from graphbuild.stores import guard, shortfalls
from graphbuild.stores.base import SIZE_LIMIT, Store
from graphbuild.stores.embedded import EmbeddedStore
from graphbuild.stores.neo4j import Neo4jStore
from tests.commands import python
from tests.neo4j_server import CannotStartError, Server
from tests.stores.sample import GRAPH, nodes

pytestmark = pytest.mark.slow

#: No engine looks at the clock within a row.
WITHIN_A_ROW = "size([x IN range(1, 100000) WHERE any(y IN range(1, 100000) WHERE y = -x)])"
SLOW = [
    f"RETURN {WITHIN_A_ROW} AS n",
    f"MATCH (n) WHERE {WITHIN_A_ROW} = 0 RETURN n",
    f"MATCH (n) RETURN n.kind AS kind, sum({WITHIN_A_ROW}) AS n",
    "UNWIND range(1, 100000) AS x UNWIND range(1, 100000) AS y RETURN sum(x * y) AS n",
    f"UNWIND range(1, 2000) AS x RETURN CASE x WHEN 1500 THEN {WITHIN_A_ROW} ELSE x END AS n",
]
CREATING = f"CREATE (n:Entity {{id: 'slow'}}) WITH n RETURN {WITHIN_A_ROW} AS n"
#: Seconds that ending may take on a busy machine, beside the time limit.
PATIENCE = 20.0


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A Neo4j of its own with the sample graph, killed at the end: it computes on when nobody waits."""
    with tempfile.TemporaryDirectory(prefix="graphbuild-neo4j-", ignore_cleanup_errors=True) as folder:
        server = Server(Path(folder))
        try:
            server.start()
            with Neo4jStore(server.uri) as store:
                store.write(GRAPH)
            yield server.uri
        except CannotStartError as error:
            pytest.skip(str(error))
        finally:
            server.kill()


@pytest.fixture(params=["embedded", "neo4j"])
def fresh(request: pytest.FixtureRequest) -> Iterator[Store]:
    """The sample graph in a store of its own."""
    if request.param == "embedded":
        with EmbeddedStore.temporary(GRAPH) as store:
            yield store
    else:
        with Neo4jStore(request.getfixturevalue("server")) as store:
            yield store


def _ends_in_time(store: Store, cypher: str, *, write: bool) -> None:
    start = time.monotonic()
    with pytest.raises(QueryError, match=r"took longer than 0\.5 s"):
        store.query(cypher, write=write, timeout=0.5)
    assert time.monotonic() - start < 0.5 + PATIENCE
    assert store.query("MATCH (n {id: 'slow'}) RETURN count(n)", timeout=60).rows == ((0,),)
    assert store.query("MATCH (n:Entity) RETURN count(n)", timeout=60).rows == ((len(GRAPH.entities),),)


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("cypher", SLOW)
def test_a_slow_query_ends_in_time_and_the_next_is_answered(cypher: str, write: bool) -> None:
    with EmbeddedStore.temporary(GRAPH) as store:
        _ends_in_time(store, cypher, write=write)


def test_what_a_slow_query_wrote_is_undone() -> None:
    with EmbeddedStore.temporary(GRAPH) as store:
        _ends_in_time(store, CREATING, write=True)


def test_an_ended_query_burns_nothing(tmp_path: Path) -> None:
    with EmbeddedStore.temporary(GRAPH) as store:
        with pytest.raises(QueryError):
            store.query(SLOW[0], timeout=0.5)
        before = os.times()
        time.sleep(1)
        after = os.times()
        assert (after.user + after.system) - (before.user + before.system) < 0.5


def test_a_query_that_cannot_be_ended_leaves_the_graph_to_be_opened_again(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from graphbuild.errors import QueryError
from graphbuild.stores.embedded import EmbeddedStore
from graphbuild.stores.halting import Halter
from tests.stores.sample import COUNT, GRAPH, never
Halter.halt = lambda *_: False
with EmbeddedStore.open(Path({str(tmp_path)!r}), lambda: GRAPH, "1") as store:
    reader = store._reader
    try:
        store.query({SLOW[0]!r}, timeout=0.5)
    except QueryError as error:
        print(error)
    print(reader.stuck, store.query(COUNT).rows)
with EmbeddedStore.open(Path({str(tmp_path)!r}), never, "1") as store:
    print(store.query(COUNT).rows)
"""
    done = python("-c", code)
    late, first, second = done.stdout.splitlines()
    assert "took longer than 0.5 s" in late
    assert (first, second) == (f"True (({nodes(GRAPH)},),)", f"(({nodes(GRAPH)},),)")
    assert (done.returncode, done.stderr) == (0, "")


#: A limit that is soon reached.
SMALL = 4_000_000
LARGE = [
    "RETURN range(1, 200000) AS x",
    f"UNWIND range(1, 1000000) AS x RETURN '{'some text or other ' * 100}' AS x",
    "UNWIND range(1, 500) AS x RETURN [y IN range(1, 1000) | 'some text or other'] AS x",
    "RETURN reduce(t = 'abcdefgh', x IN range(1, 24) | t + t) AS x",
]


@pytest.mark.parametrize(
    ("cypher", "write", "size"),
    [
        (LARGE[0], False, SMALL),
        (LARGE[1], False, SMALL),
        (LARGE[2], False, SMALL),
        (LARGE[2], True, SMALL),
        (LARGE[3], False, SIZE_LIMIT),
    ],
)
def test_an_answer_that_is_too_large_is_refused(fresh: Store, cypher: str, write: bool, size: int) -> None:
    with pytest.raises(QueryError, match=rf"gives more than {size // 1_000_000} MB|needs more memory"):
        fresh.query(cypher, write=write, limit=10_000_000, timeout=120, size=size)
    assert fresh.query("RETURN 1").rows == ((1,),)


def test_rows_of_any_size_together_are_streamed_and_one_is_bounded(fresh: Store) -> None:
    many = "UNWIND range(1, 60) AS x RETURN [y IN range(1, 3000) | y] AS x"
    with pytest.raises(QueryError, match="gives more than 4 MB"):
        fresh.query(many, timeout=120, size=SMALL)
    with fresh.stream(many, timeout=120, size=None) as answer:
        assert sum(len(row[0]) for row in answer.rows) == 180_000
    with (
        pytest.raises(QueryError, match="gives more than 64 MB"),
        fresh.stream("RETURN range(1, 1700000) AS x", timeout=120, size=None) as answer,
    ):
        list(answer.rows)
    with fresh.stream("RETURN 1 AS x", size=SIZE_LIMIT) as answer:
        assert list(answer.rows) == [(1,)]


LONG = {
    "words": "a " * 50_000,
    "aliases": "RETURN 1 AS x, " + "as AS in, " * 9_000 + "1 AS y",
    "brackets": "RETURN " + ("(" * 190 + "1" + ")" * 190 + " + ") * 200 + "1 AS x",
    "counts": "RETURN " + ("count(" * 190 + "1" + ")" * 190 + " + ") * 70 + "1 AS x",
    "patterns": "MATCH " + "(a)-->(a), " * 9_000 + "(b) RETURN a",
    "clauses": "MATCH (a)-->(a) WITH a " * 4_000 + "RETURN a",
    "comprehensions": "RETURN " + ("[x IN " * 190 + "[1]" + "]" * 190 + " + ") * 70 + "[1] AS x",
    "quotation marks": "'" * 99_999,
    "comments": "/*" * 49_999,
    "escapes": "\\u0041" * 16_000,
    "dots": "RETURN a" + ".b" * 49_000,
}


@pytest.mark.parametrize("kind", LONG)
def test_our_own_look_at_a_query_takes_no_time(kind: str) -> None:
    """A second here was minutes, where the look grows with the square of the length."""
    start = time.process_time()
    for look in (lambda q: guard.check(q, {}, write=False), shortfalls.prepared):
        with contextlib.suppress(QueryError):
            look(LONG[kind])
    assert time.process_time() - start < 10


def test_longer_and_deeper_queries_are_refused() -> None:
    with pytest.raises(QueryError, match="100,001 characters"):
        guard.check("x" * 100_001, {}, write=True)
    with pytest.raises(QueryError, match="200 brackets"):
        guard.check("RETURN " + "(" * 201 + "1" + ")" * 201, {}, write=True)


def test_the_time_that_our_own_look_takes_counts(fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "check", lambda *_, **__: time.sleep(0.3))
    with pytest.raises(QueryError, match=r"took longer than 0\.2 s"):
        fresh.query("RETURN 1", timeout=0.2)


def test_the_driver_has_what_the_watch_on_its_connection_uses() -> None:
    """``stores/neo4j/bounds.py`` reaches for it, since the driver offers nothing of the kind."""
    here, there = socket.socketpair()
    with here, there:
        watched: Any = BoltSocket(here)
        watched.recv_into = lambda buffer, wanted: 7
        assert watched.recv_into(bytearray(4), 4) == 7
        del watched.recv_into
        watched.set_read_deadline(0.05)
        with pytest.raises(SocketDeadlineExceededError):
            watched.recv_into(bytearray(4), 4)
        watched.set_read_deadline(None)
        there.send(b"abcd")
        assert watched.recv_into(bytearray(4), 4) == 4
    assert {"kill", "connection_id"} <= vars(Bolt).keys()
    assert "_connection" in TransactionBase.__init__.__code__.co_names
    assert "socket" in Bolt.__init__.__code__.co_names


# These tests come last: what they ask keeps the server busy when nobody waits any more.
@pytest.mark.parametrize(("cypher", "write"), [(SLOW[3], True), (SLOW[0], False), (CREATING, True)])
def test_a_slow_query_of_a_server_is_given_up_in_time(server: str, cypher: str, write: bool) -> None:
    with Neo4jStore(server) as store:
        _ends_in_time(store, cypher, write=write)


def test_giving_up_an_answer_of_a_server_takes_no_longer(server: str) -> None:
    """The rest of the answer is a slow row, which the server is busy with when nobody wants it any more."""
    slow = f"UNWIND range(1, 3000) AS x RETURN CASE x WHEN 2500 THEN {WITHIN_A_ROW} ELSE x END AS n"
    start = time.monotonic()
    with (
        Neo4jStore(server) as store,
        pytest.raises(QueryError, match=r"more than 5 rows|took longer than 2 s"),
    ):
        store.query(slow, limit=5, timeout=2)
    assert time.monotonic() - start < 2 + PATIENCE
