"""JSON Lines, and JSON: an object or a list of objects. Read piece by piece, however large.

A piece may hold so many values that Python needs 60 times its size for them, so large ones are read apart.
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
from graphbuild.read.apart import apart
from graphbuild.read.articles import Broken, Failure, Found, failure, from_row
from graphbuild.read.columns import Columns
from graphbuild.read.decode import NotTextError, decode, encoding_of, lines
from graphbuild.read.items import Item
from graphbuild.read.limits import MAX_ROW_BYTES, megabytes

T = TypeVar("T")
_CHUNK = 2**16
_SMALL = 2**20
"""Characters that are read in this process, whatever they are."""
_OPENING = re.compile(r"\s*\[")
_CLOSING = re.compile(r"\]\s*")
_BETWEEN = re.compile(r"[\s,]*")
_NEXT = re.compile(r",\s*(?=\{)")
_LONGEST_GAP = 1000
_MOST_BROKEN = 100
_JSON = json.JSONDecoder()
_UNREADABLE = "not JSON that can be read"


def read_lines(item: Item) -> Iterator[Found]:
    """The articles of JSON Lines."""
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
    """The articles of a JSON document: one object, or a list of them."""
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
    """The article of one JSON object, read apart where it is large."""
    if len(text) <= _SMALL:
        return from_json(text, where, columns)
    found: Article | Failure
    try:
        (found,) = apart(_uncollected, from_json, text, where, columns, size=len(text))
    except LostError as error:
        return Broken(where, str(error))
    return found


def _uncollected(function: Callable[..., T], *args: object) -> Iterator[T]:
    """What a function gives, with no search for what is unused, which goes through all values each time."""
    gc.disable()
    try:
        yield function(*args)
    finally:
        gc.enable()


def from_json(text: str, where: str, columns: Columns) -> Article | Failure:
    """The article of one JSON object. May take long: see :mod:`graphbuild.read.apart`."""
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
    """The articles of a list; after a broken item, those from the next that looks like one."""
    window = _Window(item)
    window.skip(_OPENING)
    number = broken = 0
    while following := window.skip(_BETWEEN):
        if following == "]" and not window.skip(_CLOSING):
            return
        number += 1
        place = f"{item.where}:item {number}"
        if following == '"':  # what is within the marks may be the next items
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
    """What was found of a value in the text that begins with it."""

    found: Article | Failure | None = None
    end: int = 0
    """Where it ends in the text."""
    broken: str = ""
    """What is wrong with it where nothing was found."""
    cut: bool = False
    """Whether nothing may be wrong but that the text does not go on."""


def _first(text: str, at: int, where: str, columns: Columns) -> _First:
    """The article of the value that begins at this place. May take long, too."""
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
    """The part of a document that is being read."""

    def __init__(self, item: Item) -> None:
        self._stream = item.stream
        encoding, length = encoding_of(item.head())
        self._stream.read(length)
        self._decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._text = ""
        self._at = 0

    def skip(self, pattern: re.Pattern[str]) -> str:
        """Leave out what matches, which may be nothing; the character after it, empty at the end."""
        while True:
            found = pattern.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def article(self, where: str, columns: Columns) -> Article | Failure:
        """The article of the value that comes next.

        Raises ``ValueError`` where it is broken or too large, ``LostError`` where it breaks what reads it.
        """
        while True:
            size = len(self._text) - self._at
            if size <= _SMALL:
                first = _first(self._text, self._at, where, columns)
            else:
                self._text, self._at = self._text[self._at :], 0
                (first,) = apart(_uncollected, _first, self._text, 0, where, columns, size=size)
            if first.found is None:
                if not first.cut or size > MAX_ROW_BYTES or not self._more():
                    raise ValueError(first.broken)
            elif first.end < len(self._text) or not self._more():  # a number at the end may go on
                self._at = first.end
                return first.found

    def skip_past(self, pattern: re.Pattern[str]) -> bool:
        """Leave out everything up to the end of what is found; whether it is."""
        while True:
            if found := pattern.search(self._text, self._at):
                self._at = found.end()
                return True
            self._at = max(self._at, len(self._text) - _LONGEST_GAP)
            if not self._more():
                return False

    def _more(self) -> bool:
        """Read on; whether there was more."""
        left = self._text[self._at :]
        data = self._stream.read1(max(_CHUNK, min(len(left), MAX_ROW_BYTES + 1 - len(left))))
        self._text = left + self._decoder.decode(data, not data)
        self._at = 0
        return bool(data)
