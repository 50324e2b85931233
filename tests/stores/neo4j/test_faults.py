"""What may happen to a load, and its end: the same as that of a load to which nothing happened.

``GRAPHBUILD_FAULTS=50`` has loaders killed at so many moments instead of 6, and the server more often.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import neo4j
import pytest
from neo4j.exceptions import Neo4jError, ServiceUnavailable, SessionExpired

from graphbuild.errors import StoreError
from graphbuild.model import Entity, Graph
from graphbuild.stores.neo4j import LoadReport, Neo4jStore, Options, bookkeeping
from tests.commands import ROOT
from tests.incremental.held import Held
from tests.neo4j_server import CannotStartError, Server, served
from tests.stores.content import held, rows_of
from tests.stores.neo4j import slow_loader
from tests.stores.neo4j.slow_loader import GRAPHS
from tests.stores.test_embedded_change import texts

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("GRAPHBUILD_FAULTS", "4"))
ALL, FEWER = GRAPHS["all"], GRAPHS["fewer"]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A Neo4j that tests may stop and start."""
    try:
        with served() as started:
            yield started
    except CannotStartError as error:
        pytest.skip(str(error))


@pytest.fixture
def small_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many transactions for few records."""
    monkeypatch.setattr("graphbuild.stores.neo4j.loading.BATCH", 3)
    monkeypatch.setattr("graphbuild.stores.neo4j.manifest.SIZE", 2)


def load(uri: str, graph: Graph, progress: Callable[[int, int], None] | None = None) -> LoadReport:
    with Neo4jStore(uri) as store:
        return store.load(lambda: graph, Options(progress=progress))


def _killed(uri: str, name: str, after: int, later: float = 0.0) -> int:
    """Start a loader and kill it after so many transactions and seconds; how many there were."""
    command = [sys.executable, "-m", "tests.stores.neo4j.slow_loader", uri, name]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as loader:
        assert loader.stdout is not None
        seen = 0
        for _ in loader.stdout:
            seen += 1
            if seen > after:
                time.sleep(later)
                loader.kill()
                break
        loader.stdout.read()
    return seen


def _steps(uri: str, name: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many transactions a loader makes that is not killed."""
    seen: list[int] = []
    with monkeypatch.context() as patch, Neo4jStore(uri) as store:
        patch.setattr("graphbuild.stores.neo4j.loading.BATCH", slow_loader.BATCH)
        patch.setattr("graphbuild.stores.neo4j.manifest.SIZE", slow_loader.SIZE)
        slow_loader.load(store, name, lambda done, total: seen.append(done))
    return len(seen)


@pytest.mark.usefixtures("small_steps")
def test_a_killed_load_is_made_good_by_loading_again(
    empty: Neo4jStore, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(neo4j_uri, FEWER)
    steps = {name: _steps(neo4j_uri, name, monkeypatch) for name in ("all", "fewer")}
    assert min(steps.values()) > 5
    dice = Random(7)
    for kill in range(KILLS):
        name = "all" if kill % 2 == 0 else "fewer"
        after = kill * steps[name] // KILLS
        assert _killed(neo4j_uri, name, after, dice.random() / 20) == after + 1
        load(neo4j_uri, GRAPHS[name])
        assert held(empty) == rows_of(GRAPHS[name]), f"{name}, killed after {after} transactions"


@pytest.mark.usefixtures("small_steps")
def test_a_killed_load_of_what_differs_is_made_good_by_loading_again(
    empty: Neo4jStore, neo4j_uri: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Held(tmp_path / "g")
    folder.change(texts(*range(6)))
    _load_kept(neo4j_uri, folder)
    more = texts(6, 7, 8)
    folder.change(more)
    steps = _steps(neo4j_uri, str(folder.folder), monkeypatch)
    assert steps > 5
    dice = Random(7)
    for kill in range(max(4, KILLS // 3)):
        folder.change(*((), [r.article.id for r in more]) if kill % 2 == 0 else (more, ()))
        after = kill * steps // max(4, KILLS // 3)
        assert _killed(neo4j_uri, str(folder.folder), after, dice.random() / 20) > 0
        _load_kept(neo4j_uri, folder)
        assert held(empty) == rows_of(folder.aggregate()), f"killed after {after} transactions"


def _load_kept(uri: str, folder: Held) -> None:
    with Neo4jStore(uri) as store, folder.updated() as aggregation:
        store.load(aggregation.graph, Options(kept=lambda: aggregation))


@pytest.mark.usefixtures("small_steps")
def test_a_server_that_goes_away_and_comes_back_is_waited_for(server: Server) -> None:
    """It is killed a third of the way, and in long tests stopped in order after two thirds."""
    load(server.uri, ALL)
    often = 1 if KILLS < 10 else 2
    starting: list[threading.Thread] = []

    def away(done: int, total: int) -> None:
        if len(starting) < often and done > (len(starting) + 1) * total // 3:
            for start in starting:
                start.join()
            (server.stop if starting else server.kill)()
            starting.append(threading.Thread(target=server.start))
            starting[-1].start()

    for graph in (FEWER, ALL)[: max(1, KILLS // 10 - 1)]:
        starting.clear()
        load(server.uri, graph, away)
        assert len(starting) == often
        with Neo4jStore(server.uri) as store:
            assert held(store) == rows_of(graph)


@pytest.mark.usefixtures("small_steps")
def test_a_lock_that_is_lost_is_taken_again(empty: Neo4jStore, neo4j_uri: str) -> None:
    lost: list[int] = []

    def lose(done: int, total: int) -> None:
        if len(lost) < 2 and done > total // 2:
            idle = "SHOW TRANSACTIONS YIELD transactionId AS id, currentQuery AS q WHERE q = '' RETURN id"
            with neo4j.GraphDatabase.driver(neo4j_uri) as driver:
                found = driver.execute_query(idle, database_="neo4j").records
                for (id_,) in found:
                    driver.execute_query(f"TERMINATE TRANSACTION '{id_}'", database_="neo4j")
                lost.append(len(found))

    load(neo4j_uri, ALL, lose)
    assert lost[0] > 0
    assert held(empty) == rows_of(ALL)


def test_deadlocks_are_tried_again(
    empty: Neo4jStore, neo4j_uri: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    load(neo4j_uri, ALL)
    save, over = bookkeeping.save, threading.Event()

    def slow(*arguments: Any) -> None:
        time.sleep(0.2)
        save(*arguments)

    def disturb() -> None:
        """Take what the loader takes, in the opposite order; who has fewer locks has to yield."""
        steps = (
            "UNWIND range(1, 300) AS i CREATE (:Disturbance)",
            "MATCH (n:GraphbuildPart {table: 'Entity'}) SET n.touched = true",
            "MATCH (n:Country) SET n.touched = true",
        )
        with neo4j.GraphDatabase.driver(neo4j_uri) as driver, driver.session(database="neo4j") as session:
            while not over.wait(0.05) and "DeadlockDetected" not in caplog.text:
                try:
                    with session.begin_transaction() as tx:
                        for cypher in steps:
                            tx.run(cypher).consume()
                        tx.commit()
                except neo4j.exceptions.TransientError:
                    continue

    monkeypatch.setattr(bookkeeping, "save", slow)
    caplog.set_level(logging.WARNING, logger="neo4j")
    disturber = threading.Thread(target=disturb)
    disturber.start()
    try:
        for _ in range(40):
            with Neo4jStore(neo4j_uri) as store:
                assert store.load(lambda: ALL, Options(full=True)).written
            if "DeadlockDetected" in caplog.text:
                break
    finally:
        over.set()
        disturber.join()
    assert "DeadlockDetected" in caplog.text
    empty.query("MATCH (n) REMOVE n.touched", write=True)
    assert held(empty) == rows_of(ALL)


@pytest.mark.parametrize(
    ("code", "passes"),
    [
        ("Neo.TransientError.Transaction.DeadlockDetected", True),
        ("Neo.TransientError.General.DatabaseUnavailable", True),
        ("Neo.TransientError.Transaction.Terminated", True),
        ("Neo.ClientError.Cluster.NotALeader", True),
        ("Neo.ClientError.Transaction.LockAcquisitionTimeout", True),
        ("Neo.ClientError.Security.Forbidden", False),
        ("Neo.ClientError.Statement.SyntaxError", False),
        ("Neo.DatabaseError.Transaction.TransactionCommitFailed", False),
    ],
)
def test_what_passes_by_is_known_by_its_code(neo4j_uri: str, code: str, passes: bool) -> None:
    error = Neo4jError._hydrate_neo4j(code=code, message="it failed")
    with Neo4jStore(neo4j_uri) as store:
        assert store._connection.passes(error) is passes


@pytest.mark.parametrize("error", [ServiceUnavailable("gone"), SessionExpired("gone")])
def test_a_connection_that_breaks_passes_by(neo4j_uri: str, error: Exception) -> None:
    with Neo4jStore(neo4j_uri) as store:
        assert store._connection.passes(error)


def test_a_full_disk_a_database_that_is_read_only_and_a_server_that_is_gone(server: Server) -> None:
    many = tuple(f"{i} of the many names that somebody may have" for i in range(120_000))
    large = Graph((Entity("e", "person", "E", many, "", 1, 1, "", ""),), (), (), (), ())
    server.fill_disk(4_000_000)
    with pytest.raises(StoreError, match=r"broke \(.*its disk may be full.*load again") as caught:
        load(server.uri, large)
    assert "\n" not in str(caught.value)
    server.kill()
    server.start()
    load(server.uri, ALL)
    with Neo4jStore(server.uri) as store:
        assert held(store) == rows_of(ALL)
    server.stop()
    server.start("server.databases.read_only=neo4j")
    assert load(server.uri, ALL).written == 0  # nothing to write
    with pytest.raises(StoreError, match=r"'neo4j' may not write to database.*read-only"):
        load(server.uri, FEWER)
    with Neo4jStore(server.uri, password="correct horse") as store:
        assert held(store) == rows_of(ALL)
        server.stop()
        with pytest.raises(StoreError, match="No Neo4j answers") as lost:
            store.query("RETURN 1")
    assert "correct horse" not in str(lost.value)
