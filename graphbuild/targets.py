"""Where a file is written: what may be replaced by a finished one, and what has to be written in place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from graphbuild.errors import StoreError

#: Last parts of paths that no file can have: of "." and "/", and of "..".
NO_FILES = ("", "..")
#: What makes a folder one of a graph.
LEDGER_FILE = "ledger.sqlite"
#: What graph folders hold beside the ledger; named here, as importing what knows them takes a second.
_FILES = (
    *("decisions.tsv", ".decisions.tsv.partial", "aliases.tsv", ".aliases.tsv.partial"),
    *("aggregation.sum", "aggregation.new"),
)
#: Databases of SQLite, which has files with longer names beside them.
_WITH_OTHERS_BESIDE = ("aggregation.sqlite", "fold.sqlite", ".writing", ".deciding")
_DATABASE = "cypher"
_DUMP = "graph.json"


def in_place(path: Path) -> bool:
    """Whether this is a pipe, a device or the like, which another file must not take the place of."""
    return path.exists() and not path.is_file() and not path.is_dir()


def followed(path: Path) -> Path:
    """The path, or where it leads if it is a symbolic link, also to what is not there yet."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def graph_of(path: Path | str, asked: str | None = None) -> Path | None:
    """The folder of the graph that a path is a file of, or would be; None for what a user put beside it.

    ``asked`` is the graph that is asked.
    """
    real = Path(os.path.realpath(path))
    for folder in real.parents:
        if _is_own(folder, real.relative_to(folder).parts[0], asked):
            return folder if Path(path).is_absolute() else Path(os.path.relpath(folder))
    return None


def check_graph(path: Path | str | None, asked: str | None = None, instead: str = "another file") -> None:
    """Refuse to write to a path that no file can have, or over a file of a graph folder (see
    :func:`graph_of`); None is no file.

    ``asked`` is the graph that is asked, ``instead`` what to give instead. Raises ``StoreError``.
    """
    if path is None:
        return
    if not str(path):
        raise StoreError(f"the name of the file is empty; give {instead}", wrong=("out",), named=False)
    if Path(path).name in NO_FILES:
        raise StoreError(f"{path}: is a folder; give {instead}")
    if (folder := graph_of(path, asked)) is not None:
        raise StoreError(f"{path}: belongs to the graph {folder}; give {instead}")


def _is_own(folder: Path, name: str, asked: str | None) -> bool:
    """Whether the folder holds a graph that has a file or folder of this name for itself.

    One that was dumped has its database in it, or is the graph that is asked; else it may only be where
    somebody exported to.
    """
    if (folder / LEDGER_FILE).exists():
        return name in (_DATABASE, *_FILES) or name.startswith((LEDGER_FILE, *_WITH_OTHERS_BESIDE))
    dumped = (folder / _DATABASE / "lock").exists() or (asked is not None and same(asked, folder))
    return dumped and name in (_DATABASE, _DUMP) and (folder / _DUMP).is_file()


def same(path: Path | str, other: Path) -> bool:
    """Whether two paths lead to one file or folder that is there."""
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


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


def chosen_format(format: str | None, path: Path | None, known: Sequence[str], to: str = "") -> str:  # noqa: A002
    """The format that is asked for, else that of the path's suffix.

    ``to`` is what is written to where there is no path. Raises ``StoreError`` where that is none of the
    known, and where one says what the other does not.
    """
    suffix = path.suffix.removeprefix(".").lower() if path else ""
    name = (format or suffix).lower()
    told = f"{path or to or 'an open file'}: "
    if not name:
        told += f"no suffix tells how to write it; give one of {', '.join(known)} as format"
    elif name not in known:
        told += f"{name!r} is none of {', '.join(known)}; give one of these as suffix, or as format"
    elif suffix in known and name != suffix:
        told += f"ends with .{suffix}, but format is {name}; let both say the same"
    else:
        return name
    raise StoreError(told, wrong=("format",))
