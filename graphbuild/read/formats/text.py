"""Plain text and Markdown: one article, with optional front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphbuild.model import Article
from graphbuild.read.articles import TOO_LONG, Failure, Found, article, failure
from graphbuild.read.columns import Columns
from graphbuild.read.decode import decode
from graphbuild.read.items import Item
from graphbuild.read.limits import MAX_TEXT_BYTES

_FRONT_MATTER_LINES = 100
_KEY = re.compile(r"([A-Za-z][\w-]*):(.*)$")
_LONGEST_TITLE = 150


def read(item: Item) -> Iterator[Found]:
    """Yield the article of a text."""
    data = item.stream.read(MAX_TEXT_BYTES + 1)
    if len(data) > MAX_TEXT_BYTES:
        yield failure(item.where, TOO_LONG)
    else:
        yield item.where, from_text(decode(data), item.where, item.columns)


def from_text(text: str, where: str, columns: Columns) -> Article | Failure:
    """Build the article of a text.

    Lines ``key: value`` between two ``---`` lines at the top give title, date, source, url and id; other keys
    are ignored and ``text`` is what follows. Without them the whole file is the text, and its first line is
    also the title if it looks like one: short, without a full stop, followed by an empty line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields = _front_matter(text, columns) or {"text": text, "title": _title(text)}
    return article(fields, where, columns, "front matter")


def _front_matter(text: str, columns: Columns) -> dict[str, str] | None:
    """Return the fields and the text after them; None if the text does not start with front matter."""
    lines = text.split("\n", _FRONT_MATTER_LINES)
    heads = [line.rstrip() for line in lines[:_FRONT_MATTER_LINES]]
    if heads[0] != "---" or "---" not in heads[1:]:
        return None
    end = heads.index("---", 1)
    keys: dict[str, str] = {}
    for head in heads[1:end]:
        if match := _KEY.match(head):
            keys.setdefault(match[1].lower(), _unquoted(match[2].strip()))
    fields = {name: value for name, (_, value) in columns.fields(keys).items() if name != "text"}
    if not fields:
        return None
    return {**fields, "text": "\n".join(lines[end + 1 :]).lstrip("\n")}


def _unquoted(value: str) -> str:
    quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def _title(text: str) -> str:
    first, _, rest = text.lstrip().partition("\n")
    following, _, body = rest.partition("\n")
    title = first.lstrip("#").strip()
    likely = len(title) <= _LONGEST_TITLE and not title.endswith((".", ",", ";", ":"))
    return title if likely and not following.strip() and body.strip() else ""
