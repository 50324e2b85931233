"""Decoding of bytes to text."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from graphbuild.read.limits import MAX_ROW_BYTES

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, since its mark starts with that one
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROL = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_DECLARED = re.compile(
    rb"<meta[^>]{1,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{1,200}?encoding\s*=\s*[\"']([\w.:-]+)",
    re.IGNORECASE,
)
_SAMPLE = 2**16
_WEB = ("iso", "cp", "koi8", "gb", "big5", "shift", "euc", "mac", "tis", "hz", "johab")
_FEW_BYTES = 64
"""Number of bytes too small to detect an encoding."""
_Line = TypeVar("_Line", str, bytes)


class NotTextError(ValueError):
    """The bytes are not text, or have an unknown encoding."""


def byte_order_mark(data: bytes) -> tuple[str, int] | None:
    """Return the encoding of a byte-order mark, and its length; None without one."""
    return next(((encoding, len(mark)) for mark, encoding in _MARKS if data.startswith(mark)), None)


def decode(data: bytes, declared: str = "") -> str:
    """Decode the bytes.

    The encoding is given by the byte-order mark, else it is UTF-8, the declared one, Windows-1252 if
    plausible, or the result of charset-normalizer. Windows-1252 is plausible if at most 15 % of the bytes are
    not ASCII (Western European prose) and they do not look like damaged UTF-8. Raises ``NotTextError``.
    """
    if mark := byte_order_mark(data):
        encoding, length = mark
        try:
            return _plain(data[length:].decode(encoding))
        except UnicodeDecodeError as error:
            raise NotTextError(f"marked as {encoding} but broken at byte {error.start + length}") from None
    if b"\0" in data:
        raise NotTextError("a binary file, not text")
    known = _known(declared)
    if known and data.isascii():
        return _plain(data.decode(known, errors="replace"))  # seven-bit, but not ASCII: ISO-2022-JP
    try:
        return _plain(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        position = error.start
    if known:
        return _plain(data.decode(known, errors="replace"))  # as browsers do
    high = len(_HIGH.findall(data))
    in_sequences = sum(len(found) for found in _MULTIBYTE.findall(data))
    if in_sequences <= high / 2 and (encoding := _guessed(data, high)):
        try:
            return _plain(data.decode(encoding))
        except UnicodeDecodeError:
            pass
    raise NotTextError(f"not UTF-8 (byte {position}) and no other encoding is plausible; save it as UTF-8")


def declared(data: bytes) -> str:
    """Return the encoding declared in the head of an HTML or XML document; empty without one."""
    found = _DECLARED.search(data[:4096])
    return (found[1] or found[2]).decode("ascii") if found else ""


def encoding_of(head: bytes) -> tuple[str, int]:
    """Return the encoding of a long stream by its first bytes, and the length of its byte-order mark."""
    if mark := byte_order_mark(head):
        return mark
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return _guessed(head, len(_HIGH.findall(head))) or "utf-8", 0
    return "utf-8", 0


def lines(stream: io.BufferedReader) -> Iterator[bytes]:
    """Yield the lines of a stream, converted to UTF-8 if a byte-order mark gives their encoding.

    A line above the limit is truncated to one byte more than the limit.
    """
    mark = byte_order_mark(stream.peek(4)[:4])
    if not mark or mark[0] == "utf-8":
        yield from _bounded(stream.readline)
        return
    stream.read(mark[1])
    text = io.TextIOWrapper(stream, encoding=mark[0], newline="\n")
    try:
        for line in _bounded(text.readline):
            yield line.encode()
    except UnicodeError as error:
        raise NotTextError(f"marked as {mark[0]} but broken ({getattr(error, 'reason', error)})") from None
    finally:
        text.detach()


def _bounded(readline: Callable[[int], _Line]) -> Iterator[_Line]:
    while line := readline(MAX_ROW_BYTES + 1):
        yield line
        while len(line) > MAX_ROW_BYTES and line[-1:] not in ("\n", b"\n"):
            line = readline(MAX_ROW_BYTES + 1)


def _known(encoding: str) -> str:
    """Return Python's name of the encoding; empty if it is unknown."""
    try:
        name = codecs.lookup(encoding).name if encoding else ""
    except (LookupError, ValueError):
        return ""
    if name.startswith("utf"):
        return "utf-8"  # the only possibility in what is read byte by byte
    if name in ("iso8859-1", "ascii"):
        return "cp1252"  # what it means on the web
    return name if name.startswith(_WEB) else ""


def _guessed(data: bytes, high: int) -> str:
    """Return the most likely encoding; empty if none is likely."""
    if high <= 0.15 * len(data):
        return "cp1252"
    if len(data) < _FEW_BYTES:
        return ""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else ""


def _plain(text: str) -> str:
    if "\0" in text or len(_CONTROL.findall(text)) > 0.02 * len(text):
        raise NotTextError("a binary file, not text")
    return text
