"""The explorer's answer to one request: the page, its assets, JSON. Independent of sockets.

It is read-only except for decisions, which are accepted only from the page itself: see ``posting``.
"""

from __future__ import annotations

import hmac
import html
import json
import re
import secrets
import sys
import traceback
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from graphbuild.errors import GraphbuildError, QueryError
from graphbuild.explore.answers import Answers
from graphbuild.explore.deciding import ACTIONS, Deciding
from graphbuild.explore.filters import number
from graphbuild.explore.lists import ANYWHERE
from graphbuild.explore.posting import RequestBody, parsed, refusal_of

#: Only parts of the page are loaded or run, and nothing is sent elsewhere. Images may come from the page
#: itself (blob:), which renders its pictures this way before it saves them as PNG.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' blob:;"
    " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_ASSETS = {
    "": ("index.html", "text/html; charset=utf-8"),
    "app.js": ("app.js", "text/javascript; charset=utf-8"),
    "app.css": ("app.css", "text/css; charset=utf-8"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
}
_PLAIN = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>graphbuild</title>
<h1>This cannot be shown</h1>
<p>{}.</p>
<p>The address stands in the terminal in which <code>graphbuild explore</code> runs; it is another each time
that it is started.</p>
</html>
"""
_COMMAND = re.compile(r"\s*[;:,] `graphbuild [^`]*`[^;,]*")
#: Lowest status of an error response.
_WRONG = 400
_LONGEST_TARGET = 8_000
_MOST_PARAMETERS = 30


@dataclass(frozen=True, slots=True)
class Response:
    """An HTTP response. ``HEADERS`` are sent with every one."""

    status: int
    body: bytes
    type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


def asset(name: str) -> bytes:
    """A built file of the page."""
    return files("graphbuild.explore").joinpath("assets", name).read_bytes()


class Site:
    """The page of one graph, behind a token that is the first part of every path."""

    def __init__(self, answers: Answers, *, token: str | None = None, read_only: bool = False) -> None:
        """``read_only`` disables decisions."""
        self._answers = answers
        self._deciding = Deciding(answers, read_only=read_only)
        self.token = token or secrets.token_urlsafe(24)

    def respond(
        self, method: str, target: str, host: str, hosts: Collection[str], sent: RequestBody | None = None
    ) -> Response:
        """The response to a request for ``target``, with its headers and body in ``sent``.

        ``hosts`` are the accepted values of the Host header; any other may be a DNS rebinding attack.
        Requests without the token get no data. Errors are a small HTML page for a URL opened in a browser,
        else JSON.
        """
        found = self._response(method, target, host, hosts, sent or RequestBody())
        opened = found.status >= _WRONG and "text/html" in (sent or RequestBody()).headers.get("accept", "")
        return _in_a_page(found) if opened else found

    def _response(
        self, method: str, target: str, host: str, hosts: Collection[str], sent: RequestBody
    ) -> Response:
        if host.lower() not in hosts:
            return _failed(
                421, "this address is not served here; use the one that graphbuild explore printed"
            )
        if method != "POST" and method not in ("GET", "HEAD"):
            return _failed(405, "the page can only be read", {"Allow": "GET, HEAD"})
        if len(target) > _LONGEST_TARGET:
            return _failed(414, "the address is too long")
        try:
            parts = urlsplit(target)
            token, *path = [unquote(part, errors="strict") for part in parts.path.lstrip("/").split("/")]
        except ValueError:
            return _failed(400, "the address is malformed")
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return _failed(
                403, "the token in the address is missing or wrong; use what graphbuild explore printed"
            )
        if method == "POST":
            return self._decide(path, host, sent)
        if not path:
            return Response(308, b"", "text/plain", {"Location": f"/{self.token}/"})
        if path[0] in ("api", "report"):
            return self._asked(path[0], [part for part in path[1:] if part], parts.query)
        if len(path) == 1 and path[0] in _ASSETS:
            name, kind = _ASSETS[path[0]]
            return Response(200, asset(name), kind)
        return _failed(404, "there is nothing at this address")

    def _decide(self, path: list[str], host: str, sent: RequestBody) -> Response:
        """The response to a decision of the page."""
        if path[:1] != ["api"] or len(path) != 2 or path[1] not in ACTIONS:
            return _failed(405, "only GET requests are allowed here", {"Allow": "GET, HEAD"})
        if not self._deciding.allowed:
            return _failed(403, "nothing can be decided here: the page only reads this graph")
        if refusal := refusal_of(sent, host, self.token):
            return _failed(*refusal)
        try:
            given = parsed(sent.body or b"")
        except ValueError:
            return _failed(400, "the request body is not JSON")
        return self._safely(lambda: self._act(path[1], given), unknown=409)

    def _act(self, action: str, given: Any) -> dict[str, Any]:
        self._answers.follow()
        return self._deciding.act(action, given)

    def _asked(self, sort: str, path: list[str], query: str) -> Response:
        try:
            params = dict(parse_qsl(query, max_num_fields=_MOST_PARAMETERS, errors="strict"))
        except ValueError:
            return _failed(400, "the address is malformed")
        if sort == "report":
            return self._safely(lambda: self._report(path, params), unknown=404)
        return self._safely(lambda: self._answer(path, params), unknown=404)

    def _safely(self, answer: Callable[[], Response | dict[str, Any] | None], *, unknown: int) -> Response:
        """A response, or the error; ``unknown`` is the status for a ``QueryError``."""
        try:
            found = answer()
        except QueryError as error:
            return _failed(unknown, _for_the_page(error))
        except GraphbuildError as error:
            return _failed(503, str(error))
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            return _failed(500, f"graphbuild broke: {type(error).__name__}; see the terminal for details")
        if found is None:
            return _failed(404, "there is nothing at this address")
        return found if isinstance(found, Response) else Response(200, encoded(found))

    def _report(self, path: list[str], params: Mapping[str, str]) -> Response:
        """The report of a page as one file for download."""
        from graphbuild.explore import report  # it imports this module for the built page

        self._answers.follow()
        made = report.of_page(self._answers, path, params)
        return Response(200, made.encode(), "text/html; charset=utf-8", {"Content-Disposition": "attachment"})

    def _answer(self, path: list[str], params: Mapping[str, str]) -> dict[str, Any] | None:
        self._answers.follow()
        match path:
            case ["summary"]:
                return self._answers.summary(params) | {"decides": self._deciding.allowed}
            case ["list", *what]:
                return self._answers.listed(what, params)
            case ["decisions"]:
                return self._deciding.decisions()
            case ["candidates"]:
                return self._deciding.candidates(number(params, "from", 0, ANYWHERE))
            case ["contexts", a, b]:
                return self._deciding.contexts(a, b)
            case ["search"]:
                return self._answers.search(params)
            case ["changes"]:
                return self._answers.changes(params)
            case ["entity", id_]:
                return self._answers.entity(id_, params)
            case ["pair", a, b]:
                return self._answers.pair(a, b, params)
            case ["article", id_]:
                return self._deciding.excluded(id_) or self._answers.article(id_, params)
        return None


def encoded(value: Any) -> bytes:
    """The value as JSON; lone surrogates, which UTF-8 cannot encode, are replaced."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _for_the_page(error: QueryError) -> str:
    """The error message without hints to commands: the page has lists and a search of its own."""
    return _COMMAND.sub("", str(error))


def _in_a_page(failed: Response) -> Response:
    """The same as HTML for a browser."""
    message = json.loads(failed.body)["error"]
    text = html.escape(f"{message[:1].upper()}{message[1:]}")
    return replace(failed, body=_PLAIN.format(text).encode(), type="text/html; charset=utf-8")


def _failed(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    return Response(status, encoded({"error": message}), headers=headers or {})
