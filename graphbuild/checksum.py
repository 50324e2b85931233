"""Checksums of files, by which damage is detected."""

from __future__ import annotations

import zlib
from pathlib import Path

_PIECE = 1 << 20


def of_file(path: Path) -> str:
    """Size and CRC-32 of a file: what a torn write or a flipped bit changes.

    Whoever changes files on purpose can change a checksum beside them, too: it is no signature. Raises
    ``OSError`` where the file cannot be read.
    """
    size = check = 0
    with path.open("rb") as stream:
        while piece := stream.read(_PIECE):
            size += len(piece)
            check = zlib.crc32(piece, check)
    return f"{size} {check:08x}"
