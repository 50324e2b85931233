"""Where a file is written: what may be replaced by a finished one, and what has to be written in place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


def in_place(path: Path) -> bool:
    """Whether this is a pipe, a device or the like, which another file must not take the place of."""
    return path.exists() and not path.is_file() and not path.is_dir()


def followed(path: Path) -> Path:
    """The path, or where it leads if it is a symbolic link, also to what is not there yet."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


@contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """A text file that takes its name at the end of the ``with`` block; after an error all is as it was.

    What has to be written in place is, line by line. Raises ``OSError`` where it cannot be written.
    """
    if in_place(path):
        with path.open("w", buffering=1, encoding="utf-8", errors="backslashreplace") as stream:
            yield stream
        return
    path = followed(path)
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", errors="backslashreplace") as stream:
            yield stream
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
