"""Checksums of files, to detect damage."""

from __future__ import annotations

import zlib
from pathlib import Path

_PIECE = 1 << 20


def of_file(path: Path) -> str:
    """Return size and CRC-32 of a file, which detect incomplete writes and flipped bits.

    It is not a signature: whoever changes files on purpose can also change the stored checksum. Raises
    ``OSError`` if the file cannot be read.
    """
    size = check = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            check = zlib.crc32(piece, check)
    return f"{size} {check:08x}"
