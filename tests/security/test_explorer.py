"""Nobody but who has its address gets anything from the explorer, and nothing is written through it."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

import graphbuild
from graphbuild.cli.app import app
from graphbuild.errors import StoreError
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server, is_loopback
from graphbuild.explore.site import HEADERS, POLICY, Site
from tests.example_graph import example_graph

HOSTS = frozenset({"127.0.0.1:4711", "localhost:4711"})


@pytest.fixture(scope="module")
def answers() -> Iterator[Answers]:
    with graphbuild.open(example_graph()) as opened:
        yield Answers(opened, "example")


@pytest.fixture(scope="module")
def site(answers: Answers) -> Site:
    return Site(answers)


@pytest.fixture
def server(answers: Answers) -> Iterator[Server]:
    with Server(answers) as served:
        yield served


def status(site: Site, target: str, *, method: str = "GET", host: str = "127.0.0.1:4711") -> int:
    return site.respond(method, target, host, HOSTS).status


def asked(
    server: Server, method: str, target: str, headers: dict[str, str] | None = None
) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request(method, target, headers=headers or {})
        response = connection.getresponse()
        response.read()
        return response


def raw(server: Server, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(request)
        with suppress(OSError):  # it may have hung up already
            connection.shutdown(socket.SHUT_WR)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts)


@pytest.mark.parametrize("rest", ["", "/", "/api/summary", "/app.js", "/../", "/nothing"])
@pytest.mark.parametrize("token", ["", "x", "{token}x", "{token:.10}", "%00", "%C3%A9", "api"])
def test_without_the_token_nothing_is_reported(site: Site, token: str, rest: str) -> None:
    response = site.respond("GET", f"/{token.format(token=site.token)}{rest}", "127.0.0.1:4711", HOSTS)
    assert response.status == 403
    assert set(json.loads(response.body)) == {"error"}


def test_tokens_are_long_and_differ(answers: Answers) -> None:
    tokens = {Site(answers).token for _ in range(20)}
    assert len(tokens) == 20
    assert min(map(len, tokens)) >= 32


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:4711",
        "127.0.0.1",
        "127.0.0.1:4712",
        "localhost.evil.example:4711",
        "127.0.0.1:4711.evil",
    ],
)
def test_under_another_name_nothing_is_served_even_with_the_token(site: Site, host: str) -> None:
    assert status(site, f"/{site.token}/", host=host) == 421
    assert status(site, f"/{site.token}/api/summary", host=host) == 421


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_can_be_written(site: Site, method: str) -> None:
    assert status(site, f"/{site.token}/api/summary", method=method) == 405


@pytest.mark.parametrize(
    "target",
    [
        "/../graph.json", "/..%2f..%2fetc/passwd", "/app.js/", "/page/package.json", "/index.html", "/api",
        "/api/", "/api/pair/x", "/api/entity/", "/api/entity/x/y", "/%2e%2e/site.py",
    ],
)  # fmt: skip
def test_only_what_belongs_to_the_page_is_served(site: Site, target: str) -> None:
    assert status(site, f"/{site.token}{target}") == 404


@pytest.mark.parametrize(
    "target", ["/%ff/", "http://[/", "/{token}/api/search?" + "&".join(f"a{n}=1" for n in range(50))]
)
def test_a_malformed_address_is_refused(site: Site, target: str) -> None:
    assert status(site, target.format(token=site.token)) == 400


def test_a_long_address_is_refused(site: Site) -> None:
    assert status(site, f"/{site.token}/api/search?q={'a' * 9000}") == 414


def test_a_page_may_load_its_own_parts_and_nothing_else() -> None:
    rules = dict(rule.split(" ", 1) for rule in POLICY.split("; ") if " " in rule)
    assert rules["default-src"] == "'none'"
    assert {
        name: value for name, value in rules.items() if "unsafe" in value or "*" in value or ":" in value
    } == {"img-src": "'self' blob:"}, "its own pictures, drawn to be saved"
    assert rules["script-src"] == "'self'"
    assert (rules["frame-ancestors"], rules["form-action"], rules["base-uri"]) == ("'none'",) * 3


@pytest.mark.parametrize(
    ("method", "target", "code"),
    [
        ("GET", "{token}/", 200),
        ("HEAD", "{token}/", 200),
        ("GET", "", 403),
        ("POST", "{token}/", 405),
        ("GET", "{token}", 308),
    ],
)
def test_every_answer_has_the_headers_that_guard_the_page(
    server: Server, method: str, target: str, code: int
) -> None:
    token = urlsplit(server.address).path.strip("/")
    response = asked(server, method, "/" + target.format(token=token))
    assert response.status == code
    assert {name: response.getheader(name) for name in HEADERS} == dict(HEADERS)
    assert response.getheader("Access-Control-Allow-Origin") is None
    assert response.getheader("Set-Cookie") is None


def test_the_page_of_the_scripts_has_no_script_in_it(server: Server) -> None:
    path = urlsplit(server.address).path
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)) as connection:
        connection.request("GET", path)
        page = connection.getresponse().read().decode()
    assert page.count("<script") == page.count("<script src=") == 1
    assert "style=" not in page
    assert "<style" not in page
    assert "http" not in page


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"BREW / HTTP/1.1\r\nHost: a\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n" + b"".join(b"A%d: b\r\n" % n for n in range(300)) + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: <script>\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\nGET / HTTP/1.1\r\n\r\n",
    ],
)  # fmt: skip
def test_a_malformed_request_is_refused_and_repeated_nowhere(server: Server, request_: bytes) -> None:
    answer = raw(server, request_)
    assert b"<" not in answer.partition(b"\r\n\r\n")[2]
    assert b"Content-Security-Policy" in answer
    assert answer.count(b"HTTP/1.1 ") == 1, "no second request is read out of the first"
    assert b" 200 " not in answer.split(b"\r\n")[0]
    assert asked(server, "GET", urlsplit(server.address).path).status == 200


def test_it_listens_on_loopback_at_a_free_port(answers: Answers) -> None:
    with Server(answers) as one, Server(answers) as other:
        assert one.port != other.port
        assert one.address.startswith(f"http://127.0.0.1:{one.port}/")
        with pytest.raises(StoreError, match=r"cannot be served .* another --port"):
            Server(answers, port=one.port)


@pytest.mark.parametrize(
    ("host", "alone"),
    [("127.0.0.1", True), ("127.8.9.1", True), ("::1", True), ("localhost", True), ("0.0.0.0", False),
     ("::", False), ("192.168.1.7", False), ("localhost.example", False), ("", False)],
)  # fmt: skip
def test_what_other_machines_cannot_reach_is_loopback(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


def test_other_machines_are_let_in_only_with_a_word_of_consent() -> None:
    done = CliRunner().invoke(app, ["explore", "-g", str(example_graph()), "--host", "0.0.0.0", "--no-open"])
    assert done.exit_code == 2
    assert "--allow-others" in done.output


def test_a_report_is_for_who_knows_the_token_and_never_shown_as_a_page_of_ours(server: Server) -> None:
    path = urlsplit(server.address).path
    response = asked(server, "GET", f"{path}report/")
    assert response.status == 200
    assert response.getheader("Content-Disposition") == "attachment"
    assert response.getheader("Content-Security-Policy") == POLICY, "its script would not run here"
    assert asked(server, "POST", f"{path}report/").status == 405
    assert asked(server, "GET", "/report/").status == 403


def test_a_machine_without_a_browser_is_told_so(
    monkeypatch: pytest.MonkeyPatch, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    from graphbuild.cli import exploring

    monkeypatch.setattr("webbrowser.open", lambda address: False)
    with exploring._opened(server.address, wanted=True):
        assert "no browser was found; open the address above" in " ".join(capsys.readouterr().err.split())


def test_the_command_line_of_the_browser_has_no_token(
    monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    from graphbuild.cli import exploring

    opened: list[str] = []

    def browse(address: str) -> bool:
        opened.append(address)
        file = Path(urlsplit(address).path)
        assert server.address in file.read_text(encoding="utf-8")
        assert file.parent.stat().st_mode & 0o077 == 0
        return True

    monkeypatch.setattr("webbrowser.open", browse)
    with exploring._opened(server.address, wanted=True):
        (address,) = opened
        assert address.startswith("file://")
        assert urlsplit(server.address).path.strip("/") not in address
    assert not Path(urlsplit(address).path).exists()
