"""From paths to articles: which files there are, and the articles in each of them."""

from __future__ import annotations

import gzip
import json
import os
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from graphbuild.errors import InputError
from graphbuild.model import Article
from graphbuild.read.articles import MAX_CHARACTERS, Failure, from_json, from_row, from_text
from graphbuild.read.decode import NotTextError, decode, is_wide
from graphbuild.read.once import Once

#: Its presence marks a graph folder, which holds no articles.
LEDGER_FILE = "ledger.sqlite"

_STDIN = "-"
_MAX_TEXT_BYTES = 4 * MAX_CHARACTERS + 4  # a character has at most four bytes, a byte-order mark too
_MAX_JSON_BYTES = 256 * 2**20
_MAX_LINE_BYTES = 16 * 2**20
_MARKUP = "not read as it is; save its text as .txt (trafilatura < page.html > page.txt does it)"
_FOREIGN = {
    ".html": f"HTML is {_MARKUP}",
    ".htm": f"HTML is {_MARKUP}",
    ".pdf": "PDF is not read; save its text as .txt",
}


@dataclass(slots=True)
class Source:
    """A file of the input, or standard input: what articles come from."""

    name: str
    """The file as it was given or found; ``-`` for standard input."""
    root: str
    """The input that it was found in, as given: the file itself, or a folder."""
    stream: BinaryIO | None = field(default=None, repr=False, compare=False)
    """The raw file while its articles are read: where it stands tells how far they are."""

    @property
    def path(self) -> Path | None:
        """None for standard input."""
        return None if self.name == _STDIN else Path(self.name)


def read(inputs: Sequence[Path | str]) -> Iterator[Article | Failure]:
    """The articles of files, folders and, for ``-``, of standard input, one by one as they are asked for.

    Reads ``.txt``, ``.md`` and ``.text`` (one article each), ``.json`` (an object or a list of
    them) and ``.jsonl`` (an object a line, as on standard input), each also with ``.gz``.
    Folders are searched with their subfolders in order of name; hidden files and graph folders
    are passed over. What gives no article comes as a ``Failure`` and the rest goes on; an
    article that comes twice is given once.

    Raises ``InputError`` before anything is read when an input does not exist or a folder holds
    no file of these formats.
    """
    return _once(sources(inputs))


def sources(inputs: Sequence[Path | str]) -> Iterator[Source | Failure]:
    """The files of the inputs in order; a ``Failure`` for a folder that cannot be searched.

    Raises ``InputError`` as :func:`read`.
    """
    items = [str(item) for item in inputs]
    if not items:
        raise InputError("no input: give files, folders, or - for JSON Lines on standard input")
    if items.count(_STDIN) > 1:
        raise InputError("- is given twice; standard input can be read once")
    for item in items:
        if item != _STDIN:
            _check(Path(item))
    return (source for item in items for source in _sources(item))


def _check(path: Path) -> None:
    if not path.exists():
        raise InputError(f"{path}: no such file or folder; check the path")
    if path.is_dir() and not any(_reader(file) for file in _walk(path)):
        raise InputError(f"{path}: holds no article; graphbuild reads {_formats()}")


def _sources(item: str) -> Iterator[Source | Failure]:
    path = Path(item)
    if item == _STDIN or not path.is_dir():
        yield Source(item, item)
        return
    unreadable: list[OSError] = []
    for file in _walk(path, unreadable.append):
        yield Source(str(file), item)
    for error in unreadable:
        yield Failure(str(error.filename), f"cannot be opened: {error.strerror}")


def found(source: Source) -> Iterator[Found]:
    """The articles of one source, each with its place: repeats and all."""
    path = source.path
    if path is None:
        yield from _guarded(_json_lines, sys.stdin.buffer, "stdin")
    elif source.name == source.root:
        yield from _file(source, path, _reader(path) or _text)
    else:
        yield from _file(source, path, _reader(path))


def _walk(folder: Path, on_error: Callable[[OSError], None] | None = None) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=on_error):
        if LEDGER_FILE in files:
            folders.clear()
            continue
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(place, name)


def _file(source: Source, path: Path, reader: _Reader | None) -> Iterator[Found]:
    suffix = path.suffix.lower()
    if suffix in _FOREIGN or reader is None:
        yield _failure(str(path), _FOREIGN.get(suffix, f"not of a format that is read ({_formats()})"))
        return
    try:
        with path.open("rb") as raw:
            source.stream = raw
            stream = gzip.GzipFile(fileobj=raw) if suffix == ".gz" else raw
            yield from _guarded(reader, cast(BinaryIO, stream), str(path))
    except OSError as error:
        yield _failure(str(path), f"cannot be opened: {error.strerror or error}")
    finally:
        source.stream = None


def _guarded(reader: _Reader, stream: BinaryIO, where: str) -> Iterator[Found]:
    try:
        yield from reader(stream, where)
    except NotTextError as error:
        yield _failure(where, str(error))
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        yield _failure(where, f"not gzip, or cut off: {error}")
    except OSError as error:
        yield _failure(where, f"cannot be read: {error.strerror or error}")


def _text(stream: BinaryIO, where: str) -> Iterator[Found]:
    data = stream.read(_MAX_TEXT_BYTES + 1)
    if not data:
        yield _failure(where, "is empty")
    elif len(data) > _MAX_TEXT_BYTES:
        yield _failure(where, f"longer than {MAX_CHARACTERS:,} characters; split it into articles")
    else:
        yield where, from_text(decode(data), where)


def _json(stream: BinaryIO, where: str) -> Iterator[Found]:
    data = stream.read(_MAX_JSON_BYTES + 1)
    if not data.strip():
        yield _failure(where, "is empty")
        return
    if len(data) > _MAX_JSON_BYTES:
        yield _failure(
            where, f"larger than {_MAX_JSON_BYTES // 2**20} MB; write it as .jsonl, an object a line"
        )
        return
    text = decode(data)
    if not text.lstrip().startswith("["):
        yield where, from_json(text, where)
        return
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield _failure(where, f"not JSON: {error}")
        return
    for number, row in enumerate(rows, start=1):
        place = f"{where}:item {number}"
        yield place, from_row(row, place)


def _json_lines(stream: BinaryIO, where: str) -> Iterator[Found]:
    number = 0
    for number, line in enumerate(_lines(stream), start=1):
        place = f"{where}:{number}"
        if len(line) > _MAX_LINE_BYTES:
            yield _failure(place, f"a line of more than {_MAX_LINE_BYTES // 2**20} MB")
        elif number == 1 and b"\0" in line:
            raise NotTextError("a binary file, not JSON Lines")
        elif line.strip():
            try:
                text = decode(line)
            except NotTextError as error:
                yield _failure(place, str(error))
            else:
                yield place, from_json(text.strip(), place)
    if not number:
        yield _failure(where, "is empty")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Its lines in UTF-8; of a line beyond the limit, only the beginning."""
    line = stream.readline(_MAX_LINE_BYTES + 1)
    if is_wide(line):
        yield from decode(line + stream.read()).encode().splitlines()
        return
    while line:
        yield line
        while len(line) > _MAX_LINE_BYTES and not line.endswith(b"\n"):
            line = stream.readline(_MAX_LINE_BYTES + 1)
        line = stream.readline(_MAX_LINE_BYTES + 1)


def _failure(where: str, reason: str) -> Found:
    return where, Failure(where, reason)


def _once(items: Iterable[Source | Failure]) -> Iterator[Article | Failure]:
    """Each article id once: a repeat is left out, another content under the same id is a failure."""
    with Once() as seen:
        for source in items:
            if isinstance(source, Failure):
                yield source
                continue
            for where, result in found(source):
                if isinstance(result, Failure):
                    yield result
                    continue
                match seen.take(result.id, result.hash):
                    case "first":
                        yield result
                    case "other":
                        yield clash(where, result.id)


def clash(where: str, id_: str) -> Failure:
    """The failure of an article whose id another article of the run has."""
    return Failure(where, f"another article of this run has the same id, {id_}; the first is kept")


#: What was found, with where it was found.
Found = tuple[str, Article | Failure]
_Reader = Callable[[BinaryIO, str], Iterator[Found]]
_READERS: dict[str, _Reader] = {
    ".txt": _text,
    ".md": _text,
    ".text": _text,
    ".json": _json,
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
}


def _reader(path: Path) -> _Reader | None:
    """What reads files of this name; None where nothing does."""
    name = path.name.lower().removesuffix(".gz")
    return _READERS.get(Path(name).suffix)


def _formats() -> str:
    return f"{', '.join(_READERS)}, each also with .gz"
