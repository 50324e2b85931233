"""What only a Neo4j does: other data beside ours, users and passwords, a server that is away."""

from __future__ import annotations

import http.server
import re
import socket
import socketserver
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from graphbuild.errors import QueryError, StoreError
from graphbuild.model import Graph
from graphbuild.stores.base import Store
from graphbuild.stores.neo4j import Neo4jStore
from graphbuild.stores.neo4j.connection import _is_silent
from tests.stores.sample import GRAPH, STATEMENTS, graph


@pytest.fixture
def own(neo4j: Store) -> Iterator[Neo4jStore]:
    """The sample graph in Neo4j; whatever a test does to it is undone."""
    assert isinstance(neo4j, Neo4jStore)
    yield neo4j
    neo4j.query("MATCH (n) DETACH DELETE n", write=True)
    neo4j.write(GRAPH)


def _one(store: Store, cypher: str) -> Any:
    ((value,),) = store.query(cypher).rows
    return value


def test_constraints_keep_ids_unique(own: Neo4jStore) -> None:
    labels = own.query("SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type RETURN *").rows
    assert {"Article", "Entity", "Statement"} <= {row[0][0] for row in labels if row[1] == ["id"]}
    with pytest.raises(QueryError, match="already exists"):
        own.query(f"CREATE (:Entity {{id: '{GRAPH.entities[0].id}'}})", write=True)


def test_other_data_stays(own: Neo4jStore) -> None:
    own.query(
        "CREATE (a:Article {id: 'theirs', heading: 'x'})-[:CITES]->(:Book {title: 'y'}),"
        " (:Entity {id: 'theirs too', colour: 'red'})",
        write=True,
    )
    own.query("MATCH (c:Country {iso3: 'CHN'}) SET c.community = 7", write=True)
    own.write(graph(STATEMENTS[:5]))
    own.write(GRAPH)
    assert _one(own, "MATCH (:Article {id: 'theirs'})-[r:CITES]->(:Book) RETURN count(r)") == 1
    assert _one(own, "MATCH (n:Entity {colour: 'red'}) RETURN count(n)") == 1
    assert _one(own, "MATCH (c:Country {iso3: 'CHN'}) RETURN c.community") == 7


def test_what_the_graph_lacks_now_is_removed(own: Neo4jStore) -> None:
    alone = Graph(GRAPH.entities[:1], (), (), (), ())
    own.write(alone)
    assert own.query("MATCH (n) WHERE n.id IS NOT NULL RETURN n.id").rows == ((GRAPH.entities[0].id,),)
    assert _one(own, "MATCH ()-[r]->() RETURN count(r)") == 0


def test_properties_that_vanish_are_removed(own: Neo4jStore) -> None:
    country = next(e for e in GRAPH.entities if e.iso3 == "CHN")
    changed = replace(country, iso3="", first_seen="", last_seen="", aliases=())
    entities = tuple(changed if e == country else e for e in GRAPH.entities)
    own.write(replace(GRAPH, entities=entities))
    found = own.query(f"MATCH (n {{id: '{country.id}'}}) RETURN n.iso3, n.first_seen, n.aliases").rows
    assert found == ((None, None, []),)


def test_batches_make_the_same_graph(own: Neo4jStore, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = own.query("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id ORDER BY a.id, type(r), b.id")
    own.query("MATCH (n) DETACH DELETE n", write=True)
    monkeypatch.setattr("graphbuild.stores.neo4j.loading.BATCH", 3)
    own.write(GRAPH)
    own.write(GRAPH)
    assert own.query("MATCH (a)-[r]->(b) RETURN a.id, type(r), b.id ORDER BY a.id, type(r), b.id") == expected


def test_neo4j_itself_refuses_writes_in_reading_queries(
    own: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.stores.guard.check", lambda *_, **__: None)
    with pytest.raises(QueryError, match=r"would change the graph: queries are read-only.*--write"):
        own.query("CREATE (n) RETURN n")


def test_an_unknown_database_is_an_error(neo4j_uri: str) -> None:
    with pytest.raises(StoreError, match=r"has no database 'nosuch': set NEO4J_DATABASE"):
        Neo4jStore(neo4j_uri, database="nosuch")


def test_a_server_that_is_away_is_an_error() -> None:
    with pytest.raises(StoreError, match=r"No Neo4j answers at bolt://127.0.0.1:9 .*is Neo4j running"):
        Neo4jStore("bolt://127.0.0.1:9", password="secret")


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-Server\r\n", b""])
def test_another_program_at_the_address_is_told_apart(answer: bytes) -> None:
    class Other(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(64)
            self.request.sendall(answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Other) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            with pytest.raises(StoreError, match=r"does not answer as Neo4j 5 and later do: check the URI"):
                Neo4jStore(f"bolt://127.0.0.1:{server.server_address[1]}", password="secret")
        finally:
            server.shutdown()


@pytest.fixture(params=["takes and never answers", "never takes", "web server"])
def silent(request: pytest.FixtureRequest) -> Iterator[int]:
    """Port of a program that says nothing to who speaks Bolt."""

    class Mute(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while self.request.recv(64):
                pass

    if request.param == "never takes":
        with socket.create_server(("127.0.0.1", 0)) as listening:
            yield listening.getsockname()[1]
        return
    handler = Mute if request.param == "takes and never answers" else http.server.BaseHTTPRequestHandler
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "bolt+s", "neo4j+ssc"])
def test_a_program_that_says_nothing_is_soon_told_apart(
    scheme: str, silent: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphbuild.stores.neo4j.connection._HANDSHAKE", 0.2)
    address = f"{scheme}://127.0.0.1:{silent}"
    began = time.monotonic()
    with pytest.raises(StoreError, match=rf"{re.escape(address)} (does not answer as Neo4j|fails)"):
        Neo4jStore(address, password="secret")
    assert time.monotonic() - began < 15


def test_a_server_with_tls_is_told_which_host_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hosted databases share an address, and are told apart by the name."""
    monkeypatch.setattr("graphbuild.stores.neo4j.connection._HANDSHAKE", 0.5)
    make = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    names = ["-keyout", "private.key", "-out", "public.crt", "-subj", "/CN=localhost"]
    subprocess.run([*make.split(), *names], cwd=tmp_path, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "public.crt", tmp_path / "private.key")
    asked_for: list[str | None] = []
    context.sni_callback = lambda connection, name, context: asked_for.append(name)

    class Mute(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError), context.wrap_socket(self.request, server_side=True) as connection:
                while connection.recv(64):
                    pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Mute) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            assert _is_silent(f"neo4j+s://localhost:{server.server_address[1]}")
        finally:
            server.shutdown()
    assert asked_for == ["localhost"]


def test_a_slow_neo4j_is_waited_for(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The handshake comes at once, all other answers later than a handshake may come."""
    monkeypatch.setattr("graphbuild.stores.neo4j.connection._HANDSHAKE", 1.0)
    place = urlsplit(neo4j_uri)

    class Slow(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            with socket.create_connection((place.hostname, place.port or 7687)) as server:
                told = threading.Thread(target=self.tell, args=(server,), daemon=True)
                told.start()
                while said := self.request.recv(4096):
                    server.sendall(said)
                server.shutdown(socket.SHUT_WR)
                told.join()

        def tell(self, server: socket.socket) -> None:
            with suppress(OSError):
                self.request.sendall(server.recv(4096))
                while answer := server.recv(65536):
                    time.sleep(1.1)
                    self.request.sendall(answer)

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Slow) as between:
        threading.Thread(target=between.serve_forever, daemon=True).start()
        try:
            with Neo4jStore(f"bolt://127.0.0.1:{between.server_address[1]}") as store:
                assert store.query("RETURN 1 AS one").rows == ((1,),)
        finally:
            between.shutdown()


def test_a_password_in_the_address_is_refused_and_not_repeated() -> None:
    with pytest.raises(StoreError, match=r"do not belong into the address.*NEO4J_PASSWORD") as caught:
        Neo4jStore("bolt://me:secret@127.0.0.1:9")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "address", ["http://localhost:7474", "nonsense", "bolt://", "bolt://a..b", "bolt://localhost:70000"]
)
def test_an_address_of_another_kind_is_an_error(address: str) -> None:
    with pytest.raises(StoreError, match="bolt://"):
        Neo4jStore(address)


def test_no_address_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEO4J_URI", raising=False)
    with pytest.raises(StoreError, match="set NEO4J_URI"):
        Neo4jStore()


def test_the_usual_variables_are_honoured(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", neo4j_uri)
    monkeypatch.setenv("NEO4J_USERNAME", "someone")
    monkeypatch.setenv("NEO4J_PASSWORD", "whatever")
    monkeypatch.setenv("NEO4J_DATABASE", "nosuch")
    with pytest.raises(StoreError, match="nosuch"):
        Neo4jStore()
    monkeypatch.setenv("NEO4J_DATABASE", "neo4j")
    with Neo4jStore() as store:
        assert store.query("RETURN 1").rows == ((1,),)
