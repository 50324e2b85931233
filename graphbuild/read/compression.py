"""Compressed streams, uncompressed as they are read."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable, Iterator
from pathlib import PurePath
from typing import IO

from graphbuild.read.items import DamagedError, Item, buffered

_Opener = Callable[[IO[bytes]], Callable[[int], bytes]]
_SHORT = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar"}
_SUFFIXES = {".gz", ".bz2", ".xz", ".zst", *_SHORT}


def _zstd(stream: IO[bytes]) -> Callable[[int], bytes]:
    import zstandard

    return zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True).read1


_OPENERS: dict[str, _Opener] = {
    "gzip": lambda stream: gzip.GzipFile(fileobj=stream).read1,
    "bzip2": lambda stream: bz2.BZ2File(stream).read1,
    "xz": lambda stream: lzma.LZMAFile(stream).read1,  # noqa: SIM115
    "zstd": _zstd,
}


def uncompressed(item: Item, form: str) -> Iterator[Item]:
    """The one item that is compressed."""
    read = _OPENERS[form](item.stream)

    def told(size: int) -> bytes:
        try:
            return read(size)
        except DamagedError:
            raise
        except Exception as error:  # each library has errors of its own
            raise DamagedError(f"not {form}, or cut off: {error}") from error

    name = PurePath(item.name)
    stem = name.stem if name.suffix.lower() in _SUFFIXES else item.name
    short = _SHORT.get(name.suffix.lower(), "")
    with buffered(told, item.budget.spend) as stream:
        yield item.within(stream, name=stem + short)
