"""Only the page itself decides: no other site, form or address does, and nobody where it is read-only."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

import graphbuild
from graphbuild import decisions
from graphbuild.explore.answers import Answers
from graphbuild.explore.deciding import ACTIONS
from graphbuild.explore.posting import MOST_BYTES, TOKEN_HEADER
from graphbuild.explore.server import Server
from graphbuild.ledger import Ledger
from graphbuild.model import digest
from graphbuild.stores.files import export
from tests.api.test_corrections import READINGS

GIVEN = {"article": "a1"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write((digest(repr(r)), r) for r in READINGS)
    return tmp_path / "graph"


@contextmanager
def serving(graph: Path, *, read_only: bool = False) -> Iterator[Server]:
    with graphbuild.open(graph) as opened, Server(Answers(opened, "graph"), read_only=read_only) as server:
        yield server


@pytest.fixture
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as server:
        yield server


def token(server: Server) -> str:
    return urlsplit(server.address).path.strip("/")


def own(server: Server, **other: str | None) -> dict[str, str]:
    """The headers that the page sends, some of them otherwise or, with None, not at all."""
    headers: dict[str, str | None] = {
        TOKEN_HEADER: token(server),
        "origin": f"http://127.0.0.1:{server.port}",
        "sec-fetch-site": "same-origin",
        "content-type": "application/json",
    }
    headers |= {name.replace("_", "-"): value for name, value in other.items()}
    return {name: value for name, value in headers.items() if value is not None}


def posted(
    server: Server,
    action: str,
    given: Any,
    headers: Mapping[str, str] | None = None,
    *,
    body: bytes | None = None,
    prefix: str | None = None,
    method: str = "POST",
) -> tuple[int, Any]:
    target = f"/{token(server) if prefix is None else prefix}/api/{action}"
    content = json.dumps(given).encode() if body is None else body
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request(method, target, content, dict(own(server) if headers is None else headers))
        response = connection.getresponse()
        assert response.getheader("Access-Control-Allow-Origin") is None
        answer = response.read()
        return response.status, json.loads(answer) if answer else None


def test_the_page_decides_and_takes_back(server: Server, folder: Path) -> None:
    status, answer = posted(server, "exclude", GIVEN)
    assert (status, [d["says"] for d in answer["done"]]) == (200, ["excluded: article a1"])
    assert decisions.excluded(decisions.load(folder)) == {"a1"}
    status, answer = posted(server, "undo", {"decision": answer["done"][0]["id"]})
    assert (status, answer["undone"]) == (200, True)
    assert decisions.load(folder) == ()


@pytest.mark.parametrize("value", [None, "", "x", "{token}x", "{token:.12}"])
def test_without_the_token_in_a_header_nothing_is_decided(
    server: Server, folder: Path, value: str | None
) -> None:
    sent = value.format(token=token(server)) if value else value
    assert posted(server, "exclude", GIVEN, own(server, x_graphbuild_token=sent))[0] == 403
    assert decisions.load(folder) == ()


def test_without_the_token_in_the_address_nothing_is_decided(server: Server, folder: Path) -> None:
    assert posted(server, "exclude", GIVEN, prefix="x")[0] == 403
    assert decisions.load(folder) == ()


@pytest.mark.parametrize(
    "origin",
    [
        None,
        "null",
        "http://evil.example",
        "https://127.0.0.1:{port}",
        "http://127.0.0.1",
        "http://localhost:{port}",
    ],
)
def test_another_origin_decides_nothing(server: Server, folder: Path, origin: str | None) -> None:
    """Also a page of another name of this machine, and one that hides where it is from."""
    sent = origin.format(port=server.port) if origin else origin
    assert posted(server, "exclude", GIVEN, own(server, origin=sent))[0] == 403
    assert decisions.load(folder) == ()


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_a_request_of_another_site_decides_nothing(server: Server, folder: Path, site: str) -> None:
    assert posted(server, "exclude", GIVEN, own(server, sec_fetch_site=site))[0] == 403
    assert decisions.load(folder) == ()


@pytest.mark.parametrize(
    "kind", [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]
)
def test_what_a_form_can_send_decides_nothing(server: Server, folder: Path, kind: str | None) -> None:
    assert posted(server, "exclude", GIVEN, own(server, content_type=kind))[0] == 415
    assert decisions.load(folder) == ()


def test_under_another_name_nothing_is_decided(server: Server, folder: Path) -> None:
    assert posted(server, "exclude", GIVEN, own(server, host="evil.example"))[0] == 421
    assert decisions.load(folder) == ()


def test_no_other_site_is_given_leave_to_ask(server: Server) -> None:
    """The browser asks before it sends a header of ours from another site; it gets no leave."""
    headers = {"origin": "http://evil.example", "access-control-request-headers": TOKEN_HEADER}
    assert posted(server, "exclude", GIVEN, headers, method="OPTIONS")[0] == 405


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE"])
def test_no_other_method_decides(server: Server, folder: Path, method: str) -> None:
    for action in ACTIONS:
        assert posted(server, action, GIVEN, method=method)[0] in (404, 405)
    assert decisions.load(folder) == ()


def test_a_header_that_comes_twice_counts_for_nothing(server: Server, folder: Path) -> None:
    lines = [
        f"POST /{token(server)}/api/exclude HTTP/1.1",
        f"Host: 127.0.0.1:{server.port}",
        "Content-Length: 16",
    ]
    lines += [f"{name}: {value}" for name, value in own(server).items()]
    lines += ["Origin: http://evil.example", "", '{"article":"a1"}']
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall("\r\n".join(lines).encode())
        assert connection.recv(100).startswith(b"HTTP/1.1 403 ")
    assert decisions.load(folder) == ()


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b" " * (MOST_BYTES + 1)),
        ({"content-length": "99999999999"}, b"{}"),
        ({"content-length": "-1"}, b"{}"),
        ({"transfer-encoding": "chunked"}, b"2\r\n{}\r\n0\r\n\r\n"),
    ],
)
def test_what_is_long_or_of_no_known_length_is_not_read(
    server: Server, folder: Path, headers: dict[str, str], body: bytes
) -> None:
    assert posted(server, "exclude", None, own(server) | headers, body=body)[0] == 413
    assert decisions.load(folder) == ()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"\xff", 400),
        (b"[" * 7_000, 400),
        (b"[]", 409),
        (b'{"article":1}', 409),
        (b'{"article":""}', 409),
        (b'{"article":"a1","more":"x"}', 409),
        (b'{"article":"nosuch"}', 409),
        (b'{"article":"<script>"}', 409),
    ],
)
def test_what_means_nothing_is_refused_in_a_line(
    server: Server, folder: Path, body: bytes, status: int
) -> None:
    got, answer = posted(server, "exclude", None, body=body)
    assert (got, set(answer)) == (status, {"error"})
    assert decisions.load(folder) == ()


def test_a_path_of_this_machine_is_no_article(server: Server, tmp_path: Path) -> None:
    """A command takes files, the page does not: what is in them is told to nobody."""
    (tmp_path / "a1.txt").write_text("Secret.", encoding="utf-8")
    status, answer = posted(server, "exclude", {"article": str(tmp_path / "a1.txt")})
    assert (status, "Secret" in answer["error"]) == (409, False)


def test_nothing_is_decided_where_the_page_is_read_only(folder: Path) -> None:
    with serving(folder, read_only=True) as server:
        for action, names in ACTIONS.items():
            status, answer = posted(server, action, dict.fromkeys(names, "a1"))
            assert (status, "only reads" in answer["error"]) == (403, True)
        assert posted(server, "summary", None, method="GET")[1]["decides"] is False
    assert decisions.load(folder) == ()


def test_nothing_is_decided_of_a_file(folder: Path, tmp_path: Path) -> None:
    with graphbuild.open(folder) as opened:
        (file,) = export(opened.graph, tmp_path / "graph.json", None)
    with serving(file) as server:
        assert posted(server, "exclude", GIVEN)[0] == 403
        assert posted(server, "summary", None, method="GET")[1]["decides"] is False
        assert posted(server, "decisions", None, method="GET")[1] == {"decisions": [], "count": 0}
