"""From paths to articles: find the files, in a fixed order, and read the articles in each of them."""

from __future__ import annotations

import glob
import io
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from graphbuild import targets
from graphbuild.errors import InputError, similar_words
from graphbuild.model import Article
from graphbuild.read import contents
from graphbuild.read.articles import Failure, Found, failure, one_line
from graphbuild.read.columns import Columns
from graphbuild.read.failures import listed
from graphbuild.read.items import of_file, of_stream
from graphbuild.read.once import SeenIds
from graphbuild.read.sniff import formats, sniff

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Marks a graph folder, which holds no articles.
LEDGER_FILE = targets.LEDGER_FILE

_STDIN = "-"
#: Minimum similarity of a file's name to a missing one, to be suggested.
_ALIKE = 0.8
_SEEN = 2**12
_USUAL = Columns()
#: Returns the columns of a file.
_ColumnsOf = Callable[[str], Columns]


@dataclass(slots=True)
class Source:
    """An input file, or standard input."""

    name: str
    """The file as given or found; ``-`` for standard input."""
    root: str
    """The input in which it was found, as given: the file itself, or a folder."""
    columns: Columns = field(default_factory=Columns)
    stream: io.BufferedReader | None = field(default=None, repr=False, compare=False)
    """The file while its articles are read; its position shows the progress."""

    @property
    def where(self) -> str:
        """Its printable name."""
        return printable_path(self.name)

    @property
    def path(self) -> Path | None:
        """None for standard input."""
        return None if self.name == _STDIN else Path(self.name)


def printable_path(path: str) -> str:
    """Return a printable path, with undecodable bytes as ``\\xff``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def read(inputs: Sequence[Path | str], columns: Columns = _USUAL) -> Iterator[Article | Failure]:
    """Yield the articles of files, folders, patterns and, for ``-``, standard input.

    The format of a file is detected by its content and its suffix (``sniff.SUFFIXES``); archives and
    compressed files are opened recursively. Folders are searched recursively, sorted by name; hidden files
    and graph folders are skipped. A pattern (``news/**/*.html``) stands for the matching files, sorted by
    name. ``columns`` maps columns of tables and keys of objects to fields. Anything that is not a readable
    article is yielded as a ``Failure``; repeated articles are yielded once.

    Raises ``InputError`` before anything is read if an input does not exist or a folder has no file of these
    formats.
    """
    return _once(sources(inputs, columns))


def sources(
    inputs: Sequence[Path | str], columns: Columns | Callable[[str, str], Columns] = _USUAL
) -> Iterator[Source | Failure]:
    """Yield the files of the inputs in order, and a ``Failure`` for each folder that cannot be searched.

    ``columns`` are those of all files, or return those of an input and a file found in it.

    Raises ``InputError`` like :func:`read`.
    """
    items = [str(item) for item in inputs]
    if not items:
        raise InputError("no input: give files, folders, or - for standard input")
    if items.count(_STDIN) > 1:
        raise InputError("- is given twice; standard input can be read once")
    of = (lambda item, file: columns) if isinstance(columns, Columns) else columns
    paths = [
        (path, partial(of, item))
        for item in items
        for path in ([_STDIN] if item == _STDIN else _paths(item, partial(of, item)))
    ]
    return (source for path, its_columns in paths for source in _sources(path, its_columns))


def _paths(item: str, columns: _ColumnsOf) -> list[str]:
    """Return the path, or those that match a pattern."""
    if os.path.lexists(item):
        _check(Path(item), columns)
        return [item]
    paths = sorted(glob.glob(item, recursive=True)) if glob.has_magic(item) else []
    if not paths:
        reason = "nothing matches" if glob.has_magic(item) else "no such file or folder"
        raise InputError(f"{_shown(item)}: {reason}{_similar_names(item) or '; check the path'}")
    return paths


def _similar_names(path: str) -> str:
    """Return a suggestion of similar names in the same folder, as the end of a message; empty for none."""
    folder, name = os.path.split(path)
    try:
        names = similar_words(name, os.listdir(folder or "."), _ALIKE)
    except OSError:
        return ""
    return (
        f"; did you mean {' or '.join(_shown(os.path.join(folder, one)) for one in names)}?" if names else ""
    )


def _check(path: Path, columns: _ColumnsOf) -> None:
    if not path.exists():
        raise InputError(f"{_shown(path)}: a link to what is not there; check the path")
    if path.is_dir() and not any(_is_readable(file, columns(str(file))) for file in _walk(path)):
        raise InputError(f"{_shown(path)}: holds no article; graphbuild reads {formats()}")


def _shown(path: Path | str) -> str:
    return one_line(printable_path(str(path)))


def _is_readable(file: Path, columns: Columns) -> bool:
    """Whether the name or the first bytes identify a format; the file is only opened if the name does not."""
    if sniff(file.name, b"", columns, by_hand=False):
        return True
    try:
        with file.open("rb") as stream:
            return sniff(file.name, stream.read(_SEEN), columns, by_hand=False) is not None
    except OSError:
        return False


def _sources(item: str, columns: _ColumnsOf) -> Iterator[Source | Failure]:
    if item == _STDIN or not Path(item).is_dir():
        yield Source(item, item, columns(item))
        return
    unreadable: list[Failure] = []
    for file in _walk(
        Path(item), lambda where, reason: unreadable.append(Failure(printable_path(where), reason))
    ):
        yield Source(str(file), item, columns(str(file)))
    yield from unreadable


def _walk(folder: Path, on_failure: Callable[[str, str], None] | None = None) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders, sorted by name."""
    tell = on_failure or (lambda where, reason: None)

    def unreadable(error: OSError) -> None:
        tell(str(error.filename), f"cannot be opened: {error.strerror}")

    for place, folders, files in os.walk(folder, onerror=unreadable):
        if LEDGER_FILE in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if Path(place, name).is_symlink():
                tell(str(Path(place, name)), "a link to a folder, not followed; give that folder, too")
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(place, name)


def read_source(source: Source, data: bytes | None = None) -> Iterator[Found]:
    """Yield the articles of one source, each with its place, including repeated ones.

    ``data`` is the content of the file, if it was read already.
    """
    if source.path is None:
        stdin = sys.stdin.buffer
        yield from contents.read_item(
            of_stream(getattr(stdin, "read1", stdin.read), "stdin", "", source.columns)
        )
        return
    by_hand = source.name == source.root
    try:
        if data is None and not by_hand and not stat.S_ISREG(source.path.stat().st_mode):
            yield failure(source.where, "neither a file nor a folder (a pipe, a socket, a device)")
            return
        raw = io.FileIO(source.name) if data is None else _InMemory(data)
        item = of_file(raw, source.where, source.columns, by_hand=by_hand)
    except OSError as error:
        yield failure(source.where, f"cannot be opened: {error.strerror or error}")
        return
    source.stream = item.stream
    try:
        with raw, item.stream:
            yield from contents.read_item(item)
    finally:
        source.stream = None


class _InMemory(io.RawIOBase):
    """Bytes as a raw file."""

    def __init__(self, data: bytes) -> None:
        self._stream = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        return self._stream.readinto(buffer)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._stream.seek(offset, whence)


def _once(items: Iterable[Source | Failure]) -> Iterator[Article | Failure]:
    """Yield each article id once: repetitions are skipped, different content with the same id is a
    failure.
    """
    with SeenIds() as seen:
        for source in items:
            if isinstance(source, Failure):
                yield source
            else:
                yield from listed(_new(source, seen))


def _new(source: Source, seen: SeenIds) -> Iterator[Article | Failure]:
    for where, result in read_source(source):
        if isinstance(result, Failure):
            yield result
            continue
        match seen.take(result.id, result.hash):
            case "first":
                yield result
            case "other":
                yield clash(where, result.id)


def clash(where: str, id_: str) -> Failure:
    """Return the failure of an article with the id of another article of the run."""
    return Failure(
        where,
        f"another article of this run has the same id ({id_}); the first is kept "
        "(with --map id= each has an id of its own)",
    )
