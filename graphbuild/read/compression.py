"""Streaming decompression."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import IO

from graphbuild.read.items import DamagedError, Item, buffered
from graphbuild.read.limits import MAX_DEPTH, MAX_DICTIONARY

_FEW_BYTES = 2**10
"""Sizes that are too small to be worth a check of the ratio."""
_Opener = Callable[[IO[bytes]], Callable[[int], bytes]]
_SHORT = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_SUFFIXES = {".gz", ".bz2", ".xz", ".zst", *_SHORT}


def _zstd(stream: IO[bytes]) -> Callable[[int], bytes]:
    """Return a reader of consecutive frames; the library's own reader accepts a truncated frame."""
    from backports.zstd import DecompressionParameter, ZstdDecompressor

    options: dict[int, int] = {DecompressionParameter.window_log_max: MAX_DICTIONARY.bit_length() - 1}
    decompressor, begun = ZstdDecompressor(options=options), False

    def read(size: int) -> bytes:
        nonlocal decompressor, begun
        while True:
            packed = b""
            if decompressor.eof:
                packed = decompressor.unused_data
                decompressor, begun = ZstdDecompressor(options=options), False
            if decompressor.needs_input and not packed and not (packed := stream.read(_FEW_BYTES)):
                if begun:
                    raise EOFError("it is truncated")
                return b""
            begun = True
            if data := decompressor.decompress(packed, size):
                return data

    return read


def _xz(stream: IO[bytes]) -> Callable[[int], bytes]:
    """Return a reader of consecutive streams; the library's own reader does not limit memory."""
    decompressor = lzma.LZMADecompressor(memlimit=MAX_DICTIONARY)
    follows = False

    def read(size: int) -> bytes:
        nonlocal decompressor, follows
        while True:
            packed = b""
            if decompressor.eof:
                packed = decompressor.unused_data.lstrip(b"\0")
                while not packed:
                    if not (more := stream.read(_FEW_BYTES)):
                        return b""
                    packed = more.lstrip(b"\0")
                decompressor, follows = lzma.LZMADecompressor(memlimit=MAX_DICTIONARY), True
            elif decompressor.needs_input and not (packed := stream.read(_FEW_BYTES)):
                raise EOFError("it is truncated")
            try:
                data = decompressor.decompress(packed, size)
            except lzma.LZMAError:
                if follows:  # not a stream, but something else after the last one
                    return b""
                raise
            if data:
                follows = False
                return data

    return read


def _brotli(stream: IO[bytes]) -> Callable[[int], bytes]:
    import brotli

    decompressor = brotli.Decompressor()
    ready = io.BytesIO()

    def read(size: int) -> bytes:
        nonlocal ready
        while not (data := ready.read(size)) and not decompressor.is_finished():
            packed = stream.read(_FEW_BYTES) if decompressor.can_accept_more_data() else b""
            ready = io.BytesIO(decompressor.process(packed, output_buffer_limit=size))  # or slightly more
            if not packed and not ready.getbuffer() and decompressor.can_accept_more_data():
                raise EOFError("it is truncated")
        return data

    return read


def _deflate(stream: IO[bytes]) -> Callable[[int], bytes]:
    """Return a reader of HTTP's "deflate": zlib or raw deflate."""
    packed = stream.read(_FEW_BYTES)
    is_zlib = packed[:1] == b"\x78" and int.from_bytes(packed[:2], "big") % 31 == 0
    decompressor = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)

    def read(size: int) -> bytes:
        nonlocal packed
        while not decompressor.eof:
            packed = packed or stream.read(_FEW_BYTES)
            if not packed:
                raise EOFError("it is truncated")
            data = decompressor.decompress(packed, size)
            packed = decompressor.unconsumed_tail
            if data:
                return data
        return b""

    return read


_OPENERS: dict[str, _Opener] = {
    "gzip": lambda stream: gzip.GzipFile(fileobj=stream).read1,
    "bzip2": lambda stream: bz2.BZ2File(stream).read1,
    "xz": _xz,
    "zstd": _zstd,
}


#: Content encodings of HTTP servers.
_CONTENT: dict[str, _Opener] = {
    "gzip": _OPENERS["gzip"],
    "x-gzip": _OPENERS["gzip"],
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def translated(read: Callable[[int], bytes], form: str) -> Callable[[int], bytes]:
    """Wrap a read function, and convert its library's errors to ``DamagedError``."""

    def reading(size: int) -> bytes:
        try:
            return read(size)
        except DamagedError:
            raise
        except Exception as error:
            raise DamagedError(f"not {form}, or cut off: {error}") from error

    return reading


def uncompressed(item: Item, form: str) -> Iterator[Item]:
    """Yield the single uncompressed item."""
    read = translated(_OPENERS[form](item.stream), form)
    name = PurePath(item.name)
    stem = name.stem if name.suffix.lower() in _SUFFIXES else item.name
    short = _SHORT.get(name.suffix.lower(), "")
    with buffered(read, item.budget.spend) as stream:
        yield item.within(stream, name=stem + short)


def decoded(data: bytes, encoding: str, most: int) -> bytes:
    """Decompress the body of an HTTP response by its ``Content-Encoding``, at most ``most`` bytes.

    Raises ``DamagedError``.
    """
    names = [name.strip().lower() for name in encoding.split(",")]
    if len(names) > MAX_DEPTH:
        raise DamagedError(f"packed more than {MAX_DEPTH} times")
    for name in reversed(names):
        if name in ("", "identity"):
            continue
        if name not in _CONTENT:
            raise DamagedError(f"packed as {name[:20]!r}, which is not read")
        with buffered(translated(_CONTENT[name](io.BytesIO(data)), name)) as stream:
            data = stream.read(most)
    return data[:most]
