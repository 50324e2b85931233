"""WARC files from crawlers and Common Crawl: an article per page. Reading continues after damage."""

from __future__ import annotations

import io
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from graphbuild.processes import LostError
from graphbuild.read.apart import in_other_process
from graphbuild.read.articles import TOO_LONG, Broken, Found, article, failure
from graphbuild.read.columns import Columns
from graphbuild.read.compression import decoded
from graphbuild.read.decode import NotTextError, decode
from graphbuild.read.formats.feeds import from_feed
from graphbuild.read.formats.html import from_page
from graphbuild.read.items import AHEAD, DamagedError, Item, buffered
from graphbuild.read.limits import MAX_FEED_BYTES, MAX_PAGE_BYTES, MAX_ROW_BYTES, MAX_TEXT_BYTES, megabytes

_GZIP = b"\x1f\x8b\x08"
_VERSION = b"WARC/"
_LENGTH = re.compile(rb"^content-length:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/1\.\d\r?\n)")
_BEFORE = b"\r\n\r\n"
_LOOKAHEAD = 16
"""Number of bytes that contain the start of a record and what precedes it."""
_MAX_HEADER = 2**16
#: Records without articles, detected before they are parsed.
_SKIPPED_RECORDS = re.compile(
    rb"(?:[^\r\n]+\r?\n)*?warc-type:[ \t]*(?:warcinfo|request|metadata|revisit|continuation)[ \t]*\r?\n",
    re.IGNORECASE,
)
_DAMAGED = "a damaged record"


def read(item: Item) -> Iterator[Found]:
    """Yield the articles of the pages, texts and feeds in a WARC; other records are counted."""
    passed: Counter[str] = Counter()
    number = 0
    for member in _members(item):
        for record in _records(member):
            number += 1
            place = f"{item.where}:record {number}"
            if isinstance(record, str):
                yield failure(place, record)
                continue
            if _SKIPPED_RECORDS.match(record, 0, _MAX_HEADER):
                continue
            try:
                for found in in_other_process(_articles, record, place, item.columns, size=len(record)):
                    if isinstance(found, str):
                        passed[found] += 1
                    else:
                        yield found
            except LostError as error:
                yield place, Broken(place, str(error))
            except (NotTextError, DamagedError) as error:
                yield failure(place, str(error))
            except Exception as error:  # raised by libraries for this record: continue with the next one
                yield failure(place, f"{_DAMAGED}: {error}")
    if passed:
        kinds = ", ".join(f"{count:,} × {kind}" for kind, count in sorted(passed.items()))
        yield failure(item.where, f"responses that are no page, text or feed: {kinds}")
    if not number:
        yield failure(item.where, "holds no record")


def _articles(record: bytes, place: str, columns: Columns) -> Iterator[Found | str]:
    """Yield the articles of a record; for a response of another content type, that type."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    found = next(iter(ArchiveIterator(io.BytesIO(record), strict_mode=False, auto_decode="transfer")), None)
    if found is None:
        yield failure(place, _DAMAGED)
        return
    if found.record_type not in (
        WarcRecordType.response,
        WarcRecordType.resource,
        WarcRecordType.conversion,
    ):
        return
    status = found.http_headers.status_code if found.is_http and found.http_headers else None
    kind = found.http_content_type if found.is_http else found.headers.get("Content-Type")
    kind = (kind or "").partition(";")[0].strip().lower()
    if status not in (None, 200, "200"):
        yield f"status {status}"
        return
    url = found.headers.get("WARC-Target-URI") or ""
    charset = found.http_charset or ""
    encoding = found.http_headers.get("Content-Encoding") if found.is_http and found.http_headers else ""
    body = partial(decoded, found.reader.read(), encoding or "")
    if "html" in kind:
        yield from from_page(body(MAX_PAGE_BYTES + 1), place, columns, url, charset)
    elif "xml" in kind:
        yield from from_feed(body(MAX_FEED_BYTES + 1), place, columns, charset)
    elif kind == "text/plain":
        text = body(MAX_TEXT_BYTES + 1)
        if len(text) > MAX_TEXT_BYTES:
            yield failure(place, TOO_LONG)
            return
        fields = {"text": decode(text, charset), "url": url, "source": urlsplit(url).hostname or ""}
        yield place, article(fields, place, columns, "")
    else:
        yield kind or "no type"


def _members(item: Item) -> Iterator[io.BufferedReader]:
    """Yield the streams of separately packed records, to recover after a damaged one; else the whole
    stream.
    """
    if not item.head().startswith(_GZIP):
        yield item.stream
        return
    packed = b""
    while True:
        start = packed.find(_GZIP)
        while start < 0:
            more = item.stream.read1(AHEAD)
            if not more:
                return
            packed = packed[-2:] + more
            start = packed.find(_GZIP)
        member = _Member(item.stream, packed[start:])
        with buffered(member.read, item.budget.spend) as stream:
            yield stream
        packed = member.left


class _Member:
    """A member of a gzip file."""

    def __init__(self, stream: io.BufferedReader, packed: bytes) -> None:
        self._stream = stream
        self._packed = packed
        self._inflate = zlib.decompressobj(31)
        self._chunk = packed[len(_GZIP) :]

    @property
    def left(self) -> bytes:
        """Return the data after it; after a damaged one, the last data read, in which the next may start."""
        return self._inflate.unused_data if self._inflate.eof else self._chunk

    def read(self, size: int) -> bytes:
        """Return its next bytes. Raises ``DamagedError``."""
        while not self._inflate.eof:
            if not self._packed:
                self._packed = self._stream.read1(AHEAD)
                if not self._packed:
                    raise DamagedError("cut off")
                self._chunk = self._packed
            try:
                data = self._inflate.decompress(self._packed, size)
            except zlib.error as error:
                raise DamagedError(f"not gzip, or damaged: {error}") from None
            self._packed = self._inflate.unconsumed_tail
            if data:
                return data
        return b""


class _Ahead:
    """A stream with pushback."""

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._back = io.BytesIO()

    def give_back(self, data: bytes) -> None:
        """Push back bytes, to be read next."""
        self._back = io.BytesIO(data + self._back.read())

    def readline(self) -> bytes:
        """Return the next line, or as much of it as a header may have."""
        line = self._back.readline(_MAX_HEADER)
        return line if line.endswith(b"\n") else line + self._stream.readline(_MAX_HEADER)

    def read(self, size: int) -> bytes:
        data = self._back.read(size)
        return data + self._stream.read(size - len(data)) if len(data) < size else data


def _records(stream: io.BufferedReader) -> Iterator[bytes | str]:
    """Yield the records of a stream, each with its header; for a damaged one, an error message."""
    ahead = _Ahead(stream)
    lost = False
    try:
        while line := ahead.readline():
            if not line.strip():
                continue
            if not line.startswith(_VERSION):
                if not lost:
                    yield f"{_DAMAGED}: bytes that belong to no record"
                lost = True
                continue
            lost = False
            header = line + _header(ahead)
            length = _LENGTH.search(header)
            if length is None:
                yield f"{_DAMAGED}: without its length"
                lost = True
            elif int(length[1]) > MAX_ROW_BYTES:
                yield f"a record of more than {megabytes(MAX_ROW_BYTES)}"
                lost = not _skip(ahead, int(length[1]))
            else:
                size = int(length[1])
                body = ahead.read(size + _LOOKAHEAD)
                next_ = _NEXT.search(_BEFORE + body)
                if next_ and next_.end() - len(_BEFORE) <= size:
                    ahead.give_back((_BEFORE + body)[next_.end() :])
                    yield f"{_DAMAGED}: shorter than it says"
                elif len(body) < size:
                    yield f"{_DAMAGED}: cut off"
                else:
                    ahead.give_back(body[size:])
                    yield header + body[:size] + _BEFORE
    except DamagedError as error:
        yield f"{_DAMAGED}: {error}"


def _header(ahead: _Ahead) -> bytes:
    """Return the lines up to an empty one."""
    header = b""
    while len(header) < _MAX_HEADER:
        line = ahead.readline()
        header += line
        if not line.strip():
            break
    return header


def _skip(ahead: _Ahead, size: int) -> bool:
    """Skip so many bytes, or fewer if another record starts before; return whether all were skipped."""
    tail = b""
    while size > 0 and (data := ahead.read(min(size, AHEAD))):
        size -= len(data)
        if next_ := _NEXT.search(tail + data):
            ahead.give_back((tail + data)[next_.end() :])
            return True
        tail = data[-_LOOKAHEAD:]
    return size <= 0
