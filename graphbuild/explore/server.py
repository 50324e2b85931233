"""The explorer on a port of this machine: an HTTP server of the standard library around ``site``."""

from __future__ import annotations

import ipaddress
import os
import socket
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from graphbuild.closing import Closing
from graphbuild.errors import StoreError
from graphbuild.explore.answers import Answers
from graphbuild.explore.posting import MOST_BYTES, RequestBody
from graphbuild.explore.site import HEADERS, Response, Site

#: Seconds after which an idle connection is closed.
_PATIENCE = 30.0


def is_loopback(host: str) -> bool:
    """Whether an address or name of this machine can be reached from this machine only."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Server(Closing):
    """A running server. Closing it stops it."""

    def __init__(
        self, answers: Answers, *, host: str = "127.0.0.1", port: int = 0, read_only: bool = False
    ) -> None:
        """Start serving, at a free port by default; ``read_only`` disables decisions.

        Raises ``StoreError`` if the host or the port is not available.
        """
        self._site = Site(answers, read_only=read_only)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self._http = _listening(host, port, family, self._site)
        except OSError as error:
            advice = "give another --port, or none for a free one" if port else "give another --host"
            raise StoreError(
                f"{_at(host, port)}: cannot be served at ({error.strerror or error}); {advice}"
            ) from error
        self.host, self.port = host, int(self._http.server_address[1])
        self._http.hosts = _hosts(host, self.port)
        self._thread = threading.Thread(
            target=self._http.serve_forever, args=(0.1,), name="explore", daemon=True
        )
        self._thread.start()

    @property
    def address(self) -> str:
        """The URL of the page, with its token."""
        host = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(self.host, self.host)
        return f"http://{_at(host, self.port)}/{self._site.token}/"

    def wait(self) -> None:
        """Serve until the process is interrupted."""
        while self._thread.is_alive():
            self._thread.join(3600)

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._http.hang_up()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    # On other systems this would let another program listen on the same port.
    allow_reuse_address = os.name == "posix"

    def __init__(self, address: tuple[str, int], site: Site) -> None:
        self.site = site
        self.hosts: frozenset[str] = frozenset()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(address, _Handler)

    def finish_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        try:
            super().finish_request(request, client_address)
        finally:
            with self._lock:
                self._open.discard(request)

    def hang_up(self) -> None:
        """Close the connections that browsers keep open for their next request."""
        with self._lock:
            for connection in self._open:
                with suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)


class _Http6(_Http):
    address_family = socket.AF_INET6


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "graphbuild", ""
    timeout = _PATIENCE
    server: _Http

    def _respond(self) -> None:
        # After a request that may have a body, read or not, the connection is closed.
        if self.command not in ("GET", "HEAD") or {"content-length", "transfer-encoding"} & {
            name.lower() for name in self.headers
        }:
            self.close_connection = True
        hosts = self.headers.get_all("Host") or [""]
        host = hosts[0] if len(hosts) == 1 else ""
        sent = self._sent() if self.command == "POST" else RequestBody(self._headers())
        self._send(self.server.site.respond(self.command, self.path, host, self.server.hosts, sent))

    def _headers(self) -> dict[str, str]:
        """The headers by lower-case name, without those given twice."""
        names = [name.lower() for name in self.headers]
        return {name: self.headers[name] for name in names if names.count(name) == 1}

    def _sent(self) -> RequestBody:
        """The headers of a request, and its body if that is short."""
        headers = self._headers()
        length = headers.get("content-length", "")
        known = length.isascii() and length.isdecimal() and "transfer-encoding" not in self.headers
        if not known or len(length) > 8 or int(length) > MOST_BYTES:
            return RequestBody(headers, None)
        body = self.rfile.read(int(length))
        return RequestBody(headers, body if len(body) == int(length) else None)

    do_GET = do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = _respond  # noqa: N815

    def _send(self, response: Response) -> None:
        if self.request_version == "HTTP/0.9":  # or invalid HTTP: headers are sent anyway
            self.request_version = "HTTP/1.0"
        self.send_response(response.status)
        headers = {"Content-Type": response.type, "Content-Length": str(len(response.body))}
        for name, value in {**HEADERS, **headers, **response.headers}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Errors of the library itself, without echoing the request."""
        self.close_connection = True
        self.command = getattr(self, "command", None) or "GET"
        self._send(Response(code, b'{"error":"the request is malformed"}'))

    def handle(self) -> None:
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's name
        """Do not log: URLs contain the token."""


def _listening(host: str, port: int, family: socket.AddressFamily, site: Site) -> _Http:
    return (_Http6 if family == socket.AF_INET6 else _Http)((host, port), site)


def _hosts(host: str, port: int) -> frozenset[str]:
    """The allowed Host headers: names of loopback, the given host, and for a wildcard address all of this
    machine.
    """
    names = {host, "127.0.0.1", "localhost", "::1"} if is_loopback(host) else {host}
    if host in ("0.0.0.0", "::"):
        names |= {"127.0.0.1", "localhost", "::1", socket.gethostname(), socket.getfqdn()}
        names |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    found = {_at(name, port).lower() for name in names}
    return frozenset(found | {name.rpartition(":")[0] for name in found} if port == 80 else found)


def _at(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
