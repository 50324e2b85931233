"""Whether a request that would change something comes from the page itself, and what it sends."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: Bytes that the page may send at once.
MOST_BYTES = 8_000
#: The header with the token. Another site cannot have a browser send it: it is no header that forms send, and
#: scripts of other origins may add none unless this server agreed, which it never does.
TOKEN_HEADER = "x-graphbuild-token"
#: What says that a body is JSON, which no form can say.
CONTENT_TYPE = "application/json"


@dataclass(frozen=True, slots=True)
class Sent:
    """What came with a request beside its address."""

    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in small letters; those that came twice are left out."""
    body: bytes | None = b""
    """None where it is longer than ``MOST_BYTES``, or its length is not given."""


def refused(sent: Sent, host: str, token: str) -> tuple[int, str] | None:
    """Why a request is not taken for one of the page, with the status; None where it is."""
    headers = sent.headers
    if not hmac.compare_digest(headers.get(TOKEN_HEADER, "").encode(), token.encode()):
        return 403, f"the header {TOKEN_HEADER} with the token is missing or wrong"
    if headers.get("origin", "").lower() != f"http://{host.lower()}":
        return 403, "the request comes from another page"
    if headers.get("sec-fetch-site", "same-origin") != "same-origin":
        return 403, "the request comes from another site"
    if headers.get("content-type", "").partition(";")[0].strip().lower() != CONTENT_TYPE:
        return 415, f"what is sent must be {CONTENT_TYPE}"
    if sent.body is None:
        return 413, f"what is sent is longer than {MOST_BYTES:,} bytes, or of no known length"
    return None


def parsed(body: bytes) -> Any:
    """The value that a body is. Raises ``ValueError`` for none."""
    try:
        return json.loads(body)
    except RecursionError:
        raise ValueError("nested too deep") from None
