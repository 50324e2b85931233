"""HTML pages: the article without its surroundings, as extracted by trafilatura. Nothing is fetched."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from functools import cache
from types import ModuleType

from graphbuild.model import Article
from graphbuild.read.apart import in_other_process
from graphbuild.read.articles import Failure, Found, article
from graphbuild.read.columns import Columns
from graphbuild.read.decode import declared, decode
from graphbuild.read.items import DamagedError, Item
from graphbuild.read.limits import MAX_PAGE_BYTES, MAX_PAGE_TAGS, megabytes
from graphbuild.read.markup import check

_ROOT = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_CONTROL = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt figure figcaption h1 h2 h3 h4 h5 h6 hr li ol p pre section "
    "table td th tr ul".split()
)
#: Only use explicit dates of a page, not guesses; no date depends on today's.
_DATES = {
    "original_date": True,
    "extensive_search": False,
    "min_date": "1000-01-01",
    "max_date": "2999-12-31",
}


def read(item: Item) -> Iterator[Found]:
    """Yield the article of a page."""
    data = item.stream.read(MAX_PAGE_BYTES + 1)
    yield from in_other_process(from_page, data, item.where, item.columns, size=len(data))


def from_page(data: bytes, where: str, columns: Columns, url: str = "", charset: str = "") -> Iterator[Found]:
    """Yield the article of a page from ``url``, with the encoding that its server declared.

    Raises ``DamagedError`` and ``NotTextError``. May take long: see :mod:`graphbuild.read.apart`.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise DamagedError(f"a page of more than {megabytes(MAX_PAGE_BYTES)}; save its text as .txt")
    page = decode(data, charset or declared(data))
    check(page, MAX_PAGE_TAGS)
    yield where, _article(page, where, columns, url)


def _article(page: str, where: str, columns: Columns, url: str) -> Article | Failure:
    trafilatura = _library()
    found = trafilatura.bare_extraction(
        page if _ROOT.search(page) else f"<html><body>{page}</body></html>",
        url=url or None,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        date_extraction_params=dict(_DATES),
    )
    if not found or not (found.text or "").strip():
        return Failure(where, "a page in which no article was found; save its text as .txt")
    fields = {
        "text": (found.text or "").replace("\n", "\n\n"),
        "title": found.title,
        "date": found.date,
        "source": found.sitename or found.hostname,
        "url": url or found.url,
    }
    found_fields = {name: _whole(value) for name, value in fields.items() if value}
    return article(found_fields, where, columns, "page")


@cache
def _library() -> ModuleType:
    """Return trafilatura with its logging to stderr disabled, since we report failures ourselves."""
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return trafilatura


def _whole(value: str) -> str:
    """Return the text without surrogates and other non-characters."""
    return value.replace("\0", "").encode(errors="ignore").decode()


def text_of(markup: str, kind: str = "text/html") -> str:
    """Return the text of a piece of HTML, with a paragraph per block; other types of text are unchanged.

    Raises ``DamagedError`` if it is too large.
    """
    if ("<" not in markup and "&" not in markup) or kind == "text/plain":
        return _whole(markup).strip()
    from lxml import html

    check(markup, MAX_PAGE_TAGS)
    root = html.fragment_fromstring(_whole(_CONTROL.sub(" ", markup)), create_parent="div")
    for element in root.iter():
        if element.tag in _BLOCKS:
            element.tail = f"\n\n{element.tail or ''}"
            element.text = f"\n\n{element.text or ''}"
    blocks = (" ".join(block.split()) for block in root.text_content().split("\n\n"))
    return "\n\n".join(block for block in blocks if block)
