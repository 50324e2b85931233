"""Stores that hold the sample graph: the embedded engine, and a real Neo4j where one can be had."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from graphbuild.stores import engine_cache
from graphbuild.stores.base import Store
from tests import session
from tests.neo4j_server import CannotStartError, running
from tests.stores.sample import GRAPH

#: No test starts a process in the background that outlives it.
os.environ.setdefault(engine_cache.VARIABLE, "off")
#: Each engine of a test answers few queries: compiling them well takes longer than it saves.
os.environ.setdefault(engine_cache.QUICK, "1")


#: On a busy machine an example takes as long as it takes.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

#: Models and tables stay in this process: Python is to look through all of them for garbage less often.
gc.set_threshold(700, 10, 100)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark as slow whatever needs a Neo4j."""
    if isinstance(item, pytest.Function) and "neo4j_uri" in item.fixturenames:
        item.add_marker("slow")


@pytest.fixture(scope="session")
def neo4j_uri() -> Iterator[str]:
    """Address of a Neo4j without data of others: started here, or NEO4J_URI, or a Docker container."""
    try:
        with running() as uri:
            yield uri
            return
    except CannotStartError as error:
        reason = str(error)
    given = os.environ.get("NEO4J_URI")
    if given:
        yield given
    elif shutil.which("docker"):
        yield from _docker()
    elif os.environ.get("CI") == "true":
        pytest.fail(f"Neo4j tests need a Neo4j: {reason}; no NEO4J_URI, no Docker")
    else:
        pytest.skip(f"Neo4j tests skipped: {reason}; no NEO4J_URI, no Docker")


def _docker() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = ["docker", "run", "--rm", "-d", "-e", "NEO4J_AUTH=none", "-p", f"127.0.0.1:{port}:7687"]
    container = subprocess.run([*start, "neo4j:5.26.1"], check=True, capture_output=True, text=True)
    try:
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(1)
        time.sleep(5)
        yield f"bolt://127.0.0.1:{port}"
    finally:
        subprocess.run(["docker", "stop", container.stdout.strip()], check=True, capture_output=True)


@pytest.fixture(scope="session")
def sessions_place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the articles for the sessions and, after them, for what asks their graph."""
    return tmp_path_factory.mktemp("docs")


@pytest.fixture(scope="session")
def sessions(sessions_place: Path) -> dict[str, list[str]]:
    """The sessions of each document as they go now."""
    return {document.name: session.held(sessions_place, document) for document in session.DOCUMENTS}


@pytest.fixture(scope="session")
def embedded() -> Iterator[Store]:
    """The sample graph in the embedded engine; tests only read it."""
    from graphbuild.stores.embedded import EmbeddedStore

    with EmbeddedStore.temporary(GRAPH) as store:
        yield store


@pytest.fixture(scope="session")
def neo4j(neo4j_uri: str) -> Iterator[Store]:
    """The sample graph in Neo4j; tests leave it as it was."""
    from graphbuild.stores.neo4j import Neo4jStore

    with Neo4jStore(neo4j_uri) as store:
        store.write(GRAPH)
        yield store


@pytest.fixture(params=["embedded", pytest.param("neo4j", marks=pytest.mark.slow)])
def store(request: pytest.FixtureRequest) -> Store:
    """Each store in turn."""
    found: Store = request.getfixturevalue(request.param)
    return found
