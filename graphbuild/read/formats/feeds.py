"""RSS and Atom feeds: an article an entry, as far as the feed holds it. Nothing is fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from graphbuild.read.articles import Found, article, failure
from graphbuild.read.columns import Columns
from graphbuild.read.decode import declared, decode
from graphbuild.read.formats.html import text_of
from graphbuild.read.items import Item
from graphbuild.read.limits import MAX_FEED_BYTES, megabytes

_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_GLOBAL = re.compile(r"(?:https?://|urn:|tag:)\S+$")


def read(item: Item) -> Iterator[Found]:
    """The articles of a feed."""
    data = item.stream.read(MAX_FEED_BYTES + 1)
    if len(data) > MAX_FEED_BYTES:
        yield failure(item.where, f"a feed of more than {megabytes(MAX_FEED_BYTES)}; split it")
    else:
        yield from from_feed(data, item.where, item.columns)


def from_feed(data: bytes, where: str, columns: Columns, *, charset: str = "") -> Iterator[Found]:
    """The articles of a feed's bytes.

    An entry's own id is the article's where it is one everywhere: an address, ``urn:`` or ``tag:``.
    """
    import feedparser

    text = decode(data, charset or declared(data))
    if _ENTITY.search(text):
        yield failure(where, "XML that declares entities, which may expand without end; not read")
        return
    # As a stream: what is given as text, feedparser may take for an address and fetch it.
    parsed = feedparser.parse(io.BytesIO(_DECLARATION.sub("", text, count=1).encode()))
    if not parsed.version and not parsed.entries:
        yield failure(where, "XML, but neither RSS nor Atom; save its text as .txt")
        return
    publisher = parsed.feed.get("title", "")
    for number, entry in enumerate(parsed.entries, start=1):
        place = f"{where}:entry {number}"
        yield place, article(_fields(entry, publisher), place, columns, "feed")
    if not parsed.entries:
        yield failure(where, "a feed without entries")
    elif isinstance(parsed.get("bozo_exception"), _sax_error()):
        line = parsed.bozo_exception.getLineNumber() - 1  # feedparser has put one before
        yield failure(f"{where}:{line}", "damaged here; entries may be missing")


def _fields(entry: dict[str, Any], publisher: str) -> dict[str, str]:
    """The fields of an entry, asked for as a plain dictionary's: others are guessed from each other."""

    def get(name: str) -> Any:
        return dict.get(entry, name) or ""

    contents = [*(get("content") or ()), get("summary_detail") or {}]
    values = [text_of(content.get("value") or "", content.get("type") or "") for content in contents]
    source = get("source") or {}
    fields = {
        "id": get("id") if _GLOBAL.match(str(get("id"))) else "",
        "text": max(values, key=len),
        "title": text_of(get("title"), "text/html"),
        "date": get("published") or get("updated") or get("created"),
        "source": dict.get(source, "title") or publisher,
        "url": get("link"),
    }
    return {name: value for name, value in fields.items() if isinstance(value, str) and value}


def _sax_error() -> type[Exception]:
    from xml.sax import SAXParseException

    return SAXParseException
