"""Users and passwords of a Neo4j: where they come from, and where they never turn up. TLS."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import neo4j
import pytest

from graphbuild.errors import StoreError
from graphbuild.stores import files
from graphbuild.stores.neo4j import Neo4jStore
from tests.commands import ROOT, graphbuild
from tests.neo4j_server import CannotStartError, running
from tests.stores.sample import GRAPH

pytestmark = pytest.mark.slow

RIGHT, WRONG = "correct horse", "hunter2 or so"


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Neo4j that wants a password, and encrypts on demand with a certificate of its own."""
    own = tmp_path_factory.mktemp("tls")
    make = "openssl req -x509 -newkey rsa:2048 -nodes -keyout private.key -out public.crt -days 2"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]
    subprocess.run([*make.split(), *names], cwd=own, check=True, capture_output=True)
    settings = {"enabled": "true", "base_directory": str(own), "client_auth": "NONE"}
    options = [f"dbms.ssl.policy.bolt.{name}={value}" for name, value in settings.items()]
    try:
        with running("server.bolt.tls_level=OPTIONAL", *options, auth=True) as uri:
            with neo4j.GraphDatabase.driver(uri, auth=("neo4j", "neo4j")) as driver:
                change = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $right"
                driver.execute_query(change, right=RIGHT, database_="system")
            yield uri
    except CannotStartError as error:
        pytest.skip(str(error))


@pytest.fixture
def graph(tmp_path: Path) -> Path:
    (file,) = files.export(GRAPH, tmp_path / "graph.json")
    return file


def test_the_right_password_opens(guarded: str) -> None:
    with Neo4jStore(guarded, password=RIGHT) as store:
        assert store.query("RETURN 1").rows == ((1,),)
    with Neo4jStore(guarded, ask=lambda question: RIGHT) as store:
        assert store.query("RETURN 1").rows == ((1,),)


def test_an_expired_password_says_so(guarded: str) -> None:
    with neo4j.GraphDatabase.driver(guarded, auth=("neo4j", RIGHT)) as driver:
        new = "CREATE USER fresh SET PASSWORD $secret CHANGE REQUIRED"
        driver.execute_query(new, secret=WRONG, database_="system")
    with pytest.raises(
        StoreError, match=r"password of user 'fresh' .* has expired.*ALTER CURRENT USER"
    ) as caught:
        Neo4jStore(guarded, username="fresh", password=WRONG)
    assert WRONG not in str(caught.value)


def test_a_wrong_one_is_refused_and_not_repeated(guarded: str) -> None:
    with pytest.raises(StoreError, match=r"refuses user 'neo4j'.*NEO4J_PASSWORD") as caught:
        Neo4jStore(guarded, password=WRONG, ask=lambda question: RIGHT)
    assert WRONG not in str(caught.value)


@pytest.mark.parametrize("scheme", ["bolt+ssc", "neo4j+ssc"])
def test_a_certificate_of_its_own_is_taken_where_the_address_says_so(guarded: str, scheme: str) -> None:
    with Neo4jStore(guarded.replace("bolt", scheme), password=RIGHT) as store:
        assert store.query("RETURN 1").rows == ((1,),)
        assert store._connection._driver.encrypted


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+s"])
def test_a_certificate_of_its_own_is_else_refused(guarded: str, scheme: str) -> None:
    with pytest.raises(StoreError, match=r"cannot be trusted \(self.signed certificate\): write \w+\+ssc://"):
        Neo4jStore(guarded.replace("bolt", scheme), password=RIGHT)


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+ssc"])
def test_a_server_that_does_not_encrypt_is_reported(neo4j_uri: str, scheme: str) -> None:
    with pytest.raises(StoreError, match=r"TLS with .* fails .*where the server does not encrypt"):
        Neo4jStore(neo4j_uri.replace("bolt", scheme))


@pytest.mark.parametrize("by", ["file", "variable"])
def test_load_takes_a_password_and_tells_it_nobody(guarded: str, graph: Path, by: str) -> None:
    secret = graph.with_name("secret")
    secret.write_text(f"{RIGHT}\nand what else there is\n")
    given = ["--password-file", str(secret)] if by == "file" else []
    environment = {"GRAPHBUILD_DEBUG": "1"} | ({} if by == "file" else {"NEO4J_PASSWORD": RIGHT})
    done = graphbuild("load", guarded, "-g", graph, *given, env=environment)
    assert (done.returncode, done.stderr) == (0, "")
    secret.write_text(WRONG)
    environment = {"GRAPHBUILD_DEBUG": "1"} | ({} if by == "file" else {"NEO4J_PASSWORD": WRONG})
    refused = graphbuild("load", guarded, "-g", graph, *given, env=environment)
    assert refused.returncode == 1
    assert "refuses user 'neo4j'" in refused.stderr
    for told in (done.stdout, refused.stdout, refused.stderr):
        assert RIGHT not in told
        assert WRONG not in told
    assert all(RIGHT not in path.read_text() for path in graph.parent.iterdir() if path.is_file())


def test_on_a_terminal_the_password_is_asked_for_and_not_shown(guarded: str, graph: Path) -> None:
    ours, theirs = pty.openpty()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NEO4J_")}
    command = [sys.executable, "-m", "graphbuild", "load", guarded, "-g", str(graph)]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=theirs, stdout=subprocess.PIPE, stderr=theirs, env=environment
    ) as load:
        os.close(theirs)
        told = b""
        while b"Password of neo4j at bolt" not in told:
            told += os.read(ours, 1024)
        os.write(ours, RIGHT.encode() + b"\n")
        assert load.stdout is not None
        assert b"unchanged" in load.stdout.read() or load.wait() == 0
    os.close(ours)
    assert load.returncode == 0
    assert RIGHT.encode() not in told


def test_a_password_file_that_is_missing_is_an_error(graph: Path) -> None:
    done = graphbuild("load", "bolt://127.0.0.1:9", "-g", graph, "--password-file", "nowhere")
    assert done.returncode == 1
    assert "nowhere: there is no such file; check the path" in done.stderr


@pytest.mark.parametrize(
    ("agent", "known"),
    [("Neo4j/5.26.1", True), ("Neo4j/2025.10.1", True), ("Neo4j/2026.01.0-1", True), ("Neo4j/4.4.38", False)],
)
def test_a_server_that_is_too_old_is_an_error(neo4j_uri: str, agent: str, known: bool) -> None:
    with Neo4jStore(neo4j_uri) as store:
        if known:
            store._connection._check_version(agent)
        else:
            with pytest.raises(StoreError, match=r"Neo4j 4\.4\.38, which is too old.*Neo4j 5\.x, 2025\.x"):
                store._connection._check_version(agent)
