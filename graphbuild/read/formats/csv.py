"""Tables with a header, separated by tabs, commas, semicolons or bars: an article per row."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from graphbuild.read.articles import Found, failure, from_row
from graphbuild.read.columns import Columns
from graphbuild.read.decode import NotTextError, decode, encoding_of, lines
from graphbuild.read.items import Item
from graphbuild.read.limits import MAX_HEAD, MAX_ROW_BYTES, MAX_SEPARATORS, megabytes

_DELIMITERS = "\t,;|"
_MOST_LINES = 20_000
_MEANS = {
    "unexpected end of da": "a quotation mark that is never closed",
    "new-line character s": "a line end (CR) within it",
}
_Line = tuple[int, str]


class _BrokenRowError(ValueError):
    """A row with misplaced quotation marks."""


def read(item: Item) -> Iterator[Found]:
    """Yield the articles of a table.

    A row with wrong quotation marks or number of columns is a failure; after wrong quotation marks reading
    continues in the line after the row's first.
    """
    csv.field_size_limit(MAX_ROW_BYTES)
    numbered = enumerate(_texts(item), start=1)
    header_at, line = next(((n, text) for n, text in numbered if text.strip()), (1, ""))
    if len(line) > MAX_HEAD:
        yield failure(f"{item.where}:{header_at}", f"a header of more than {megabytes(MAX_HEAD)}")
        return
    try:
        header, delimiter = _header(line, item.columns)
    except _BrokenRowError as error:
        yield failure(f"{item.where}:{header_at}", str(error))
        return
    if not item.columns.has_text(header):
        yield failure(f"{item.where}:{header_at}", item.columns.text_is_missing(header))
        return
    for number, row in _rows(numbered, delimiter, len(header)):
        place = f"{item.where}:{number}"
        if isinstance(row, _BrokenRowError):
            yield failure(place, str(row))
        elif len(row) != len(header):
            columns = f"{len(row)} column{'' if len(row) == 1 else 's'}"
            yield failure(place, f"{columns} where the header has {len(header)}")
        else:
            yield place, from_row(dict(zip(header, row, strict=True)), place, item.columns)


def _texts(item: Item) -> Iterator[str]:
    encoding, _ = encoding_of(item.head())
    declared = "" if encoding.startswith("utf") else encoding
    for line in lines(item.stream):
        try:
            yield decode(line, declared)
        except NotTextError:
            yield line.decode("utf-8", errors="replace")


def _header(line: str, columns: Columns) -> tuple[list[str], str]:
    """Return the column names and the delimiter: one that gives a column of text, else the most columns."""
    heads = [([name.strip() for name in _parsed([line], d, strict=False)], d) for d in _DELIMITERS]
    return max(heads, key=lambda head: (columns.has_text(head[0]), len(head[0])))


def _rows(
    numbered: Iterable[_Line], delimiter: str, width: int
) -> Iterator[tuple[int, list[str] | _BrokenRowError]]:
    """Yield the rows with the number of their first line. A row may contain quoted line breaks."""
    source = iter(numbered)
    ahead: list[_Line] = []
    while line := ahead.pop(0) if ahead else next(source, None):
        number, text = line
        if not text.strip():
            continue
        try:
            row = _single(text, delimiter, width)
            if row is None:
                taken, ahead = _to_close(line, ahead, source)
                try:
                    row = _parsed([text for _, text in taken], delimiter, strict=True)
                except _BrokenRowError:
                    ahead = taken[1:] + ahead
                    raise
        except _BrokenRowError as error:
            yield number, error
        else:
            yield number, row


def _single(line: str, delimiter: str, width: int) -> list[str] | None:
    """Return the row in a line; None if it continues in the next line."""
    try:
        return _parsed([line], delimiter, strict=True)
    except _BrokenRowError:
        if line.count('"') % 2:
            return None
    row = _parsed([line], delimiter, strict=False)
    if len(row) != width:
        raise _BrokenRowError("its quotation marks do not match")
    return row


def _to_close(first: _Line, ahead: list[_Line], source: Iterator[_Line]) -> tuple[list[_Line], list[_Line]]:
    """Return the lines of a row up to its closing quotation mark, and the lines read ahead."""
    taken = [first]
    size = len(first[1])
    waiting = iter(ahead)
    while len(taken) < _MOST_LINES and size < MAX_ROW_BYTES:
        line = next(waiting, None) or next(source, None)
        if line is None:
            break
        taken.append(line)
        size += len(line[1])
        if line[1].count('"') % 2:
            return taken, list(waiting)
    return taken, list(waiting)


def _parsed(lines: list[str], delimiter: str, *, strict: bool) -> list[str]:
    if sum(line.count(delimiter) for line in lines) > MAX_SEPARATORS:
        raise _BrokenRowError(f"more than {MAX_SEPARATORS:,} separators of columns")
    try:
        rows = list(csv.reader(lines, delimiter=delimiter, strict=strict))
    except csv.Error as error:
        raise _BrokenRowError(_MEANS.get(str(error)[:20], f"not CSV: {error}")) from None
    if len(rows) > 1:
        raise _BrokenRowError("its quotation marks do not match")
    return rows[0] if rows else []
