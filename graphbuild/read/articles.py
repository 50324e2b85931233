"""One article out of a text with front matter, or out of a JSON object."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from graphbuild.model import Article, digest
from graphbuild.read.dates import iso_day

MAX_CHARACTERS = 1_000_000
"""Longest text of an article, in characters."""

_FIELDS = ("id", "text", "title", "date", "source", "url")
_FRONT_MATTER_LINES = 100
_KEY = re.compile(r"([A-Za-z][\w-]*):(.*)$")
_LONGEST_TITLE = 150


@dataclass(frozen=True, slots=True)
class Failure:
    """Something in the input that gave no article."""

    where: str
    """The file as it was given or found, with ``:line`` for a line of it."""
    reason: str


def from_text(text: str, where: str) -> Article | Failure:
    """The article of a text file.

    Lines ``key: value`` between two ``---`` lines at its top give title, date, source, url and
    id; other keys are ignored and ``text`` is what follows. Without them the whole file is the
    text, and its first line is also the title if it looks like one: short, without a full
    stop, with an empty line after it.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    fields = _front_matter(text) or {"text": text, "title": _title(text)}
    return _article(fields, where)


def from_json(text: str, where: str) -> Article | Failure:
    """The article of one JSON object."""
    try:
        row = json.loads(text)
    except RecursionError:
        return Failure(where, "not JSON that can be read: nested too deeply")
    except json.JSONDecodeError as error:
        hint = "; name it .jsonl if it has one object a line" if error.msg == "Extra data" else ""
        line_number = f"line {error.lineno}, " if error.lineno > 1 else ""
        return Failure(where, f"not JSON: {error.msg} ({line_number}column {error.colno}){hint}")
    except ValueError as error:
        return Failure(where, f"not JSON that can be read: {error}")
    return from_row(row, where)


def from_row(row: object, where: str) -> Article | Failure:
    """The article of a decoded JSON object ``{"id"?, "text", "title"?, "date"?, "source"?, "url"?}``.

    null counts as absent, a whole number as an id is taken as its digits, other keys are ignored.
    """
    if not isinstance(row, dict):
        return Failure(where, f'{_json_type(row)}, not an object with "text"')
    fields: dict[str, str] = {}
    for name in _FIELDS:
        value = row.get(name)
        if isinstance(value, str):
            fields[name] = value
        elif name == "id" and type(value) is int:
            fields[name] = str(value)
        elif value is not None:
            return Failure(where, f'"{name}" is {_json_type(value)}, not a string')
    return _article(fields, where)


def _article(fields: Mapping[str, str], where: str) -> Article | Failure:
    text = fields.get("text", "")
    if not text.strip():
        return Failure(where, "has no text")
    if len(text) > MAX_CHARACTERS:
        return Failure(where, f"longer than {MAX_CHARACTERS:,} characters; split it into articles")
    title, source, url = (" ".join(fields.get(name, "").split()) for name in ("title", "source", "url"))
    given_id = fields.get("id", "").strip()
    for name, value in {**fields, "id": given_id}.items():
        if "\0" in value or not _is_unicode(value):
            return Failure(
                where, f'"{name}" holds a character that is none (NUL or half of a surrogate pair)'
            )
    return Article(
        id=given_id or digest("article", title, text, source),
        text=text,
        title=title,
        date=iso_day(fields.get("date", "")),
        source=source,
        url=url,
    )


def _front_matter(text: str) -> dict[str, str] | None:
    """Its fields and the text after it; None where the text does not begin with front matter."""
    lines = text.split("\n", _FRONT_MATTER_LINES)
    heads = [line.rstrip() for line in lines[:_FRONT_MATTER_LINES]]
    if heads[0] != "---" or "---" not in heads[1:]:
        return None
    end = heads.index("---", 1)
    found: dict[str, str] = {}
    for head in heads[1:end]:
        if match := _KEY.match(head):
            found.setdefault(match[1].lower(), _unquoted(match[2].strip()))
    fields = {name: found[name] for name in _FIELDS if name in found and name != "text"}
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


def _is_unicode(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _json_type(value: object) -> str:
    names = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")
