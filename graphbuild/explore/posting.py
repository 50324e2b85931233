"""Check that a request to change something comes from the page itself, and parse its body."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Maximum size of a request body.
MOST_BYTES = 8_000
#: The header with the token. Another site cannot make a browser send it: forms cannot set it, and scripts of
#: other origins need the permission of this server, which it never gives.
TOKEN_HEADER = "x-graphbuild-token"
#: The content type of JSON, which forms cannot send.
CONTENT_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class RequestBody:
    """Headers and body of a request."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """By lower-case name; headers given twice are dropped."""
    body: bytes | None = b""
    """None if it is longer than ``MOST_BYTES``, or its length is not given."""


def refusal_of(sent: RequestBody, host: str, token: str) -> tuple[int, str] | None:
    """Status and reason if a request is not accepted as one of the page; else None."""
    headers = sent.headers
    if not hmac.compare_digest(headers.get(TOKEN_HEADER, "").encode(), token.encode()):
        return 403, f"the header {TOKEN_HEADER} with the token is missing or wrong"
    if headers.get("origin", "").lower() != f"http://{host.lower()}":
        return 403, "the request comes from another page"
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return 403, "the request comes from another site"
    if headers.get("content-type", "").partition(";")[0].strip().lower() != CONTENT_TYPE:
        return 415, f"the request body must be {CONTENT_TYPE}"
    if sent.body is None:
        return 413, f"the request body is longer than {MOST_BYTES:,} bytes, or its length is unknown"
    return None


def parsed(body: bytes) -> Any:
    """The value of a JSON body. Raises ``ValueError`` if it is invalid."""
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deep") from None
