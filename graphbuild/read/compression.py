"""Compressed streams, uncompressed as they are read."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import IO

from graphbuild.read.items import DamagedError, Item, buffered

_ZSTD_BYTES = 2**10
"""Few enough that what they expand to is not much."""
_Opener = Callable[[IO[bytes]], Callable[[int], bytes]]
_SHORT = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_SUFFIXES = {".gz", ".bz2", ".xz", ".zst", *_SHORT}


def _zstd(stream: IO[bytes]) -> Callable[[int], bytes]:
    """What reads frame after frame; the library's own reader takes a frame cut off for a whole one."""
    import zstandard

    decompressor = zstandard.ZstdDecompressor()
    frame = decompressor.decompressobj()
    begun = False
    ready = io.BytesIO()

    def read(size: int) -> bytes:
        nonlocal frame, begun, ready
        while not (data := ready.read(size)):
            packed = frame.unused_data if frame.eof else b""
            if frame.eof:
                frame, begun = decompressor.decompressobj(), False
            packed = packed or stream.read(_ZSTD_BYTES)
            if not packed:
                if begun:
                    raise EOFError("it ends before its end")
                return b""
            begun = True
            ready = io.BytesIO(frame.decompress(packed))
        return data

    return read


_OPENERS: dict[str, _Opener] = {
    "gzip": lambda stream: gzip.GzipFile(fileobj=stream).read1,
    "bzip2": lambda stream: bz2.BZ2File(stream).read1,
    "xz": lambda stream: lzma.LZMAFile(stream).read1,  # noqa: SIM115
    "zstd": _zstd,
}


def told(read: Callable[[int], bytes], form: str) -> Callable[[int], bytes]:
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
    read = told(_OPENERS[form](item.stream), form)
    name = PurePath(item.name)
    stem = name.stem if name.suffix.lower() in _SUFFIXES else item.name
    short = _SHORT.get(name.suffix.lower(), "")
    with buffered(read, item.budget.spend) as stream:
        yield item.within(stream, name=stem + short)
