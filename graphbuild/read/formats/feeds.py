"""RSS and Atom feeds: an article per entry, with the text in the feed. Nothing is fetched."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from typing import Any

from graphbuild.read.apart import in_other_process
from graphbuild.read.articles import Found, article, failure
from graphbuild.read.columns import Columns
from graphbuild.read.decode import declared, decode
from graphbuild.read.formats.html import text_of
from graphbuild.read.items import DamagedError, Item
from graphbuild.read.limits import MAX_FEED_BYTES, MAX_FEED_TAGS, megabytes
from graphbuild.read.markup import check

_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_NUMBERED = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
_GLOBAL = re.compile(r"(?:https?://|urn:|tag:)\S+$")


def read(item: Item) -> Iterator[Found]:
    """Yield the articles of a feed."""
    data = item.stream.read(MAX_FEED_BYTES + 1)
    yield from in_other_process(from_feed, data, item.where, item.columns, size=len(data))


def from_feed(data: bytes, where: str, columns: Columns, charset: str = "") -> Iterator[Found]:
    """Yield the articles of a feed from its bytes.

    An entry's own id is used if it is globally unique: a URL, ``urn:`` or ``tag:``. Raises ``DamagedError``
    and ``NotTextError``. May take long: see :mod:`graphbuild.read.apart`.
    """
    import feedparser

    if len(data) > MAX_FEED_BYTES:
        raise DamagedError(f"a feed of more than {megabytes(MAX_FEED_BYTES)}; split it")
    text = decode(data, charset or declared(data))
    check(text, MAX_FEED_TAGS)
    if _ENTITY.search(text):
        yield failure(where, "XML that declares entities, which may expand without end; not read")
        return
    declaration = _DECLARATION.match(text)
    document = _NUMBERED.sub(_character, text[declaration.end() :] if declaration else text)
    # As a stream, because feedparser may take text for a URL and fetch it.
    parsed = feedparser.parse(io.BytesIO(document.encode()))
    if not parsed.version and not parsed.entries:
        yield failure(where, "XML, but neither RSS nor Atom; save its text as .txt")
        return
    publisher = parsed.feed.get("title", "")
    for number, entry in enumerate(parsed.entries, start=1):
        place = f"{where}:entry {number}"
        try:
            yield place, article(_fields(entry, publisher), place, columns, "feed")
        except DamagedError as error:
            yield failure(place, str(error))
    if not parsed.entries:
        yield failure(where, "a feed without entries")
    elif isinstance(parsed.get("bozo_exception"), _sax_error()):
        line = parsed.bozo_exception.getLineNumber() - 1  # feedparser has inserted one before
        yield failure(f"{where}:{line}", "damaged here; entries may be missing")


def _character(found: re.Match[str]) -> str:
    """Return the character with this number; the replacement character if there is none."""
    digits, base = (found[1], 16) if found[1] else (found[2], 10)
    number = int(digits.lstrip("0")[:8] or "0", base)
    return "\ufffd" if number > sys.maxunicode or 0xD800 <= number < 0xE000 else found[0]


def _fields(entry: dict[str, Any], publisher: str) -> dict[str, str]:
    """Return the fields of an entry from a plain dictionary, since feedparser's own derives missing fields
    from others.
    """

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
