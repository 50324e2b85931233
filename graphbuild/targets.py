"""Targets of writing: files to be replaced atomically, or written in place, and paths that are protected."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from graphbuild.errors import StoreError

#: Last components of paths that cannot be files: of "." and "/", and of "..".
NO_FILES = ("", "..")
#: Marks a graph folder.
LEDGER_FILE = "ledger.sqlite"
#: Other files of graph folders; listed here, since importing the modules that define them takes a second.
_FILES = (
    *("decisions.tsv", ".decisions.tsv.partial", "aliases.tsv", ".aliases.tsv.partial"),
    *("inputs.json", ".inputs.json.partial"),
    *("aggregation.sum", "aggregation.new"),
)
#: SQLite databases, which have further files with longer names beside them.
_WITH_OTHERS_BESIDE = ("aggregation.sqlite", "fold.sqlite", ".writing", ".deciding")
_DATABASE = "cypher"
_DUMP = "graph.json"


def is_special_file(path: Path) -> bool:
    """Whether this is a pipe, a device or the like, which must not be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def resolve_link(path: Path) -> Path:
    """Resolve a symbolic link, even to a missing target; else return the path."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def graph_of(path: Path | str, asked: str | None = None) -> Path | None:
    """Return the folder of the graph that a path belongs to, or would belong to; None for the user's own
    files.

    ``asked`` is the path of the graph in use.
    """
    real = Path(os.path.realpath(path))
    for folder in real.parents:
        if _is_own(folder, real.relative_to(folder).parts[0], asked):
            return folder if Path(path).is_absolute() else Path(os.path.relpath(folder))
    return None


def check_graph(path: Path | str | None, asked: str | None = None, instead: str = "another file") -> None:
    """Refuse to write to a path that cannot be a file, or over a file of a graph folder (see
    :func:`graph_of`).

    ``path`` None is no file. ``asked`` is the path of the graph in use, ``instead`` the suggestion in the
    message. Raises ``StoreError``.
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
    """Whether the folder contains a graph that uses a file or folder of this name.

    A dumped graph has its database in it, or is the graph in use; otherwise the folder may only be the target
    of an export.
    """
    if (folder / LEDGER_FILE).exists():
        return name in (_DATABASE, *_FILES) or name.startswith((LEDGER_FILE, *_WITH_OTHERS_BESIDE))
    dumped = (folder / _DATABASE / "lock").exists() or (asked is not None and same(asked, folder))
    return dumped and name in (_DATABASE, _DUMP) and (folder / _DUMP).is_file()


def same(path: Path | str, other: Path) -> bool:
    """Whether two paths lead to the same existing file or folder."""
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


@contextmanager
def atomic_write(path: Path) -> Iterator[TextIO]:
    """Open a text file that replaces the path at the end of the ``with`` block; after an error nothing is
    changed.

    Pipes and devices are written in place, line by line. Raises ``OSError`` if the file cannot be written.
    """
    if is_special_file(path):
        with path.open("w", buffering=1, encoding="utf-8", errors="backslashreplace") as stream:
            yield stream
        return
    path = resolve_link(path)
    partial = path.with_name(f".{path.name}.partial")
    try:
        with partial.open("w", encoding="utf-8", errors="backslashreplace") as stream:
            yield stream
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def chosen_format(format: str | None, path: Path | None, known: Sequence[str], to: str = "") -> str:  # noqa: A002
    """Return the given format, else that of the path's suffix.

    ``to`` describes the target if there is no path. Raises ``StoreError`` for an unknown format, and if
    format and suffix contradict each other.
    """
    suffix = path.suffix.removeprefix(".").lower() if path else ""
    name = (format or suffix).lower()
    message = f"{path or to or 'an open file'}: "
    if not name:
        message += f"no file suffix to go by; give one of {', '.join(known)} as format"
    elif name not in known:
        message += f"{name!r} is none of {', '.join(known)}; give one of these as suffix, or as format"
    elif suffix in known and name != suffix:
        message += f"ends with .{suffix}, but format is {name}; let both say the same"
    else:
        return name
    raise StoreError(message, wrong=("format",))
