"""JSON Lines, and JSON: an object or a list of objects. Read in pieces, so the size is not limited.

A piece may have so many values that Python needs 60 times its size for them, so large ones are parsed in a
separate process.
"""

from __future__ import annotations

import codecs
import gc
import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from graphbuild.model import Article
from graphbuild.processes import LostError
from graphbuild.read.apart import in_other_process
from graphbuild.read.articles import Broken, Failure, Found, failure, from_row
from graphbuild.read.columns import Columns
from graphbuild.read.decode import NotTextError, decode, encoding_of, lines
from graphbuild.read.items import Item
from graphbuild.read.limits import MAX_ROW_BYTES, megabytes

T = TypeVar("T")
_CHUNK = 2**16
_SMALL = 2**20
"""Most characters of a piece that is parsed in this process."""
_OPENING = re.compile(r"\s*\[")
_CLOSING = re.compile(r"\]\s*")
_BETWEEN = re.compile(r"[\s,]*")
_NEXT = re.compile(r",\s*(?=\{)")
_LONGEST_GAP = 1000
_MOST_BROKEN = 100
_JSON = json.JSONDecoder()
_UNREADABLE = "not JSON that can be read"


def read_lines(item: Item) -> Iterator[Found]:
    """Yield the articles of JSON Lines."""
    encoding, _ = encoding_of(item.head())
    declared = "" if encoding.startswith("utf") else encoding
    for number, line in enumerate(lines(item.stream), start=1):
        place = f"{item.where}:{number}"
        if len(line) > MAX_ROW_BYTES:
            yield failure(place, f"a line of more than {megabytes(MAX_ROW_BYTES)}")
        elif number == 1 and b"\0" in line:
            raise NotTextError("a binary file, not JSON Lines")
        elif line.strip():
            try:
                text = decode(line, declared)
            except NotTextError as error:
                yield failure(place, str(error))
            else:
                yield place, _bounded(text.strip(), place, item.columns)


def read(item: Item) -> Iterator[Found]:
    """Yield the articles of a JSON document: one object, or a list of them."""
    if not item.head().lstrip(codecs.BOM_UTF8 + b"\xff\xfe\0 \t\r\n").startswith(b"["):
        data = item.stream.read(MAX_ROW_BYTES + 1)
        if not data.strip():
            yield failure(item.where, "is empty")
        elif len(data) > MAX_ROW_BYTES:
            yield failure(
                item.where, f"an object of more than {megabytes(MAX_ROW_BYTES)}; write one for each article"
            )
        else:
            yield item.where, _bounded(decode(data), item.where, item.columns)
        return
    yield from _items(item)


def _bounded(text: str, where: str, columns: Columns) -> Article | Failure:
    """Return the article of one JSON object, parsed in a separate process if it is large."""
    if len(text) <= _SMALL:
        return from_json(text, where, columns)
    found: Article | Failure
    try:
        (found,) = in_other_process(_without_collection, from_json, text, where, columns, size=len(text))
    except LostError as error:
        return Broken(where, str(error))
    return found


def _without_collection(function: Callable[..., T], *args: object) -> Iterator[T]:
    """Yield the function's result with garbage collection disabled, which would traverse all values each
    time.
    """
    gc.disable()
    try:
        yield function(*args)
    finally:
        gc.enable()


def from_json(text: str, where: str, columns: Columns) -> Article | Failure:
    """Return the article of one JSON object. May take long: see :mod:`graphbuild.read.apart`."""
    try:
        row = json.loads(text)
    except RecursionError:
        return Failure(where, "not JSON that can be read: nested too deeply")
    except json.JSONDecodeError as error:
        line_number = f"line {error.lineno}, " if error.lineno > 1 else ""
        return Failure(where, f"not JSON: {error.msg} ({line_number}column {error.colno})")
    except ValueError as error:
        return Failure(where, f"not JSON that can be read: {error}")
    return from_row(row, where, columns)


def _items(item: Item) -> Iterator[Found]:
    """Yield the articles of a list; after a broken item, continue with the next one that looks like an
    item.
    """
    window = _Window(item)
    window.skip(_OPENING)
    number = broken = 0
    while following := window.skip(_BETWEEN):
        if following == "]" and not window.skip(_CLOSING):
            return
        number += 1
        place = f"{item.where}:item {number}"
        if following == '"':  # the quoted text may be the next items
            yield failure(place, 'a string, not an object with "text"; the next object is read')
            if not window.skip_past(_NEXT):
                return
            continue
        try:
            result = window.article(place, item.columns)
        except (ValueError, LostError) as error:
            broken += 1
            lost = isinstance(error, LostError)
            yield place, Broken(place, str(error)) if lost else Failure(place, f"{_UNREADABLE}: {error}")
            if broken == _MOST_BROKEN:
                yield failure(item.where, f"{_MOST_BROKEN} broken items; the rest of it is not read")
                return
            if not window.skip_past(_NEXT):
                return
        else:
            yield place, result
    yield failure(f"{item.where}:item {number + 1}", "the list is cut off before it")


class _First(NamedTuple):
    """The result of parsing the first value of a text."""

    found: Article | Failure | None = None
    end: int = 0
    """Where it ends in the text."""
    broken: str = ""
    """Error message if it could not be parsed."""
    cut: bool = False
    """Whether the text may just be truncated."""


def _first(text: str, at: int, where: str, columns: Columns) -> _First:
    """Parse the article of the value at this position. May take long, too."""
    try:
        value, end = _JSON.raw_decode(text, at)
    except RecursionError:
        return _First(broken="nested too deeply")
    except json.JSONDecodeError as error:
        cut = error.pos >= len(text) - 10 or error.msg.startswith("Unterminated string")
        return _First(broken=f"{error.msg} ({error.pos - at} characters into it)", cut=cut)
    except ValueError as error:
        return _First(broken=str(error))
    return _First(from_row(value, where, columns), end)


class _Window:
    """The part of a document in memory."""

    def __init__(self, item: Item) -> None:
        self._stream = item.stream
        encoding, length = encoding_of(item.head())
        self._stream.read(length)
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._text = ""
        self._at = 0

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Skip the match, which may be empty; return the next character, empty at the end."""
        while True:
            found = pattern.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def article(self, where: str, columns: Columns) -> Article | Failure:
        """Return the article of the next value.

        Raises ``ValueError`` if it is broken or too large, ``LostError`` if it crashes the parser.
        """
        while True:
            size = len(self._text) - self._at
            if size <= _SMALL:
                first = _first(self._text, self._at, where, columns)
            else:
                self._text, self._at = self._text[self._at :], 0
                (first,) = in_other_process(
                    _without_collection, _first, self._text, 0, where, columns, size=size
                )
            if first.found is None:
                if not first.cut or size > MAX_ROW_BYTES or not self._more():
                    raise ValueError(first.broken)
            elif first.end < len(self._text) or not self._more():  # a number at the end may continue
                self._at = first.end
                return first.found

    def skip_past(self, pattern: re.Pattern[str]) -> bool:
        """Skip everything up to the end of the match; return whether there was one."""
        while True:
            if found := pattern.search(self._text, self._at):
                self._at = found.end()
                return True
            self._at = max(self._at, len(self._text) - _LONGEST_GAP)
            if not self._more():
                return False

    def _more(self) -> bool:
        """Read more; return whether there was more."""
        rest = self._text[self._at :]
        data = self._stream.read1(max(_CHUNK, min(len(rest), MAX_ROW_BYTES + 1 - len(rest))))
        self._text = rest + self._decoder.decode(data, not data)
        self._at = 0
        return bool(data)
