"""Compressed streams, uncompressed as they are read."""

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
"""So few that what they expand to is not much."""
_Opener = Callable[[IO[bytes]], Callable[[int], bytes]]
_SHORT = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_SUFFIXES = {".gz", ".bz2", ".xz", ".zst", *_SHORT}


def _zstd(stream: IO[bytes]) -> Callable[[int], bytes]:
    """What reads frame after frame; the library's own reader takes a frame cut off for a whole one."""
    from backports.zstd import DecompressionParameter, ZstdDecompressor

    options: dict[int, int] = {DecompressionParameter.window_log_max: MAX_DICTIONARY.bit_length() - 1}
    made, begun = ZstdDecompressor(options=options), False

    def read(size: int) -> bytes:
        nonlocal made, begun
        while True:
            packed = b""
            if made.eof:
                packed = made.unused_data
                made, begun = ZstdDecompressor(options=options), False
            if made.needs_input and not packed and not (packed := stream.read(_FEW_BYTES)):
                if begun:
                    raise EOFError("it ends before its end")
                return b""
            begun = True
            if data := made.decompress(packed, size):
                return data

    return read


def _xz(stream: IO[bytes]) -> Callable[[int], bytes]:
    """What reads stream after stream; the library's own reader lets a stream ask for all memory."""
    made = lzma.LZMADecompressor(memlimit=MAX_DICTIONARY)
    follows = False

    def read(size: int) -> bytes:
        nonlocal made, follows
        while True:
            packed = b""
            if made.eof:
                packed = made.unused_data.lstrip(b"\0")
                while not packed:
                    if not (more := stream.read(_FEW_BYTES)):
                        return b""
                    packed = more.lstrip(b"\0")
                made, follows = lzma.LZMADecompressor(memlimit=MAX_DICTIONARY), True
            elif made.needs_input and not (packed := stream.read(_FEW_BYTES)):
                raise EOFError("it ends before its end")
            try:
                data = made.decompress(packed, size)
            except lzma.LZMAError:
                if follows:  # no stream, but something else after the last
                    return b""
                raise
            if data:
                follows = False
                return data

    return read


def _brotli(stream: IO[bytes]) -> Callable[[int], bytes]:
    import brotli

    made = brotli.Decompressor()
    ready = io.BytesIO()

    def read(size: int) -> bytes:
        nonlocal ready
        while not (data := ready.read(size)) and not made.is_finished():
            packed = stream.read(_FEW_BYTES) if made.can_accept_more_data() else b""
            ready = io.BytesIO(made.process(packed, output_buffer_limit=size))  # or a little more
            if not packed and not ready.getbuffer() and made.can_accept_more_data():
                raise EOFError("it ends before its end")
        return data

    return read


def _deflate(stream: IO[bytes]) -> Callable[[int], bytes]:
    """What reads what servers call deflate: zlib, or what is in it."""
    packed = stream.read(_FEW_BYTES)
    is_zlib = packed[:1] == b"\x78" and int.from_bytes(packed[:2], "big") % 31 == 0
    made = zlib.decompressobj(zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS)

    def read(size: int) -> bytes:
        nonlocal packed
        while not made.eof:
            packed = packed or stream.read(_FEW_BYTES)
            if not packed:
                raise EOFError("it ends before its end")
            data = made.decompress(packed, size)
            packed = made.unconsumed_tail
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


#: What a server may have packed an answer with.
_CONTENT: dict[str, _Opener] = {
    "gzip": _OPENERS["gzip"],
    "x-gzip": _OPENERS["gzip"],
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}


def translated(read: Callable[[int], bytes], form: str) -> Callable[[int], bytes]:
    """The function that reads, its errors as ``DamagedError``: each library has errors of its own."""

    def reading(size: int) -> bytes:
        try:
            return read(size)
        except DamagedError:
            raise
        except Exception as error:
            raise DamagedError(f"not {form}, or cut off: {error}") from error

    return reading


def uncompressed(item: Item, form: str) -> Iterator[Item]:
    """The one item that is compressed."""
    read = translated(_OPENERS[form](item.stream), form)
    name = PurePath(item.name)
    stem = name.stem if name.suffix.lower() in _SUFFIXES else item.name
    short = _SHORT.get(name.suffix.lower(), "")
    with buffered(read, item.budget.spend) as stream:
        yield item.within(stream, name=stem + short)


def decoded(data: bytes, encoding: str, most: int) -> bytes:
    """An answer of a server as its ``Content-Encoding`` says to unpack it, at most so many bytes of it.

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
