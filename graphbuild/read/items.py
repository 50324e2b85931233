"""Items of the input: bounded, buffered streams of bytes with their place."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import IO, TYPE_CHECKING, cast

from graphbuild.read.columns import Columns
from graphbuild.read.limits import FREE_EXPANSION, MAX_RATIO, MAX_SPOOL, megabytes

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

AHEAD = 2**16
"""Number of bytes of a stream that can be inspected before reading."""
_IN_MEMORY = 16 * 2**20


class DamagedError(ValueError):
    """The bytes are not valid, or there are too many."""


class Budget:
    """The limit of a file's expansion, including everything packed in it."""

    def __init__(self, size: Callable[[], int]) -> None:
        self._size = size
        self._spent = 0

    def spend(self, size: int) -> None:
        """Count decompressed bytes. Raises ``DamagedError`` above the limit."""
        self._spent += size
        if self._spent > FREE_EXPANSION and self._spent > MAX_RATIO * self._size():
            raise DamagedError(
                f"expands to more than {MAX_RATIO} times its size, as a bomb does; not read further "
                "(if you trust it, unpack it first)"
            )


@dataclass(frozen=True, slots=True)
class Item:
    """A file, a member of an archive, or standard input."""

    where: str
    """The file as given or found, with ``!member`` for each archive that contains it."""
    name: str
    """The name used to detect its format besides the content; empty for standard input."""
    stream: io.BufferedReader
    columns: Columns
    budget: Budget
    by_hand: bool = False
    """Whether the user named it: then it is read as text if no format is detected."""
    depth: int = 0
    """Number of layers of compression and archives around it."""

    def head(self) -> bytes:
        """Return its first bytes without consuming them."""
        return self.stream.peek(AHEAD)[:AHEAD]

    def within(self, stream: io.BufferedReader, *, name: str, member: str = "") -> Item:
        """Return an item inside it: a member of an archive, or without ``member`` the uncompressed file."""
        return replace(
            self,
            where=f"{self.where}!{member}" if member else self.where,
            name=name,
            stream=stream,
            by_hand=self.by_hand and not member,
            depth=self.depth + 1,
        )

    @contextmanager
    def file(self) -> Iterator[str]:
        """Provide the path of a file with its content: its own, or that of a temporary copy."""
        name = getattr(self.stream.raw, "name", None)
        if self.stream.seekable() and isinstance(name, str):
            yield os.path.abspath(name)
            return
        with tempfile.TemporaryDirectory(prefix="graphbuild-") as folder:
            path = os.path.join(folder, "copy")
            with open(path, "wb") as copy:
                self._copy_to(copy)
            yield path

    def seekable(self) -> IO[bytes]:
        """Provide a seekable stream of its content: itself, or a temporary copy."""
        if self.stream.seekable():
            return self.stream
        copy = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- the caller closes it
        try:
            self._copy_to(cast(IO[bytes], copy))
        except BaseException:
            copy.close()
            raise
        copy.seek(0)
        return copy

    def _copy_to(self, copy: IO[bytes]) -> None:
        while data := self.stream.read(2**20):
            copy.write(data)
            if copy.tell() > MAX_SPOOL:
                raise DamagedError(f"larger than {megabytes(MAX_SPOOL)} inside another; unpack it first")


class _Raw(io.RawIOBase):
    """A raw stream over a read function, with each read filled up unless ``eager``."""

    def __init__(self, read: Callable[[int], bytes], taken: Callable[[int], None], eager: bool) -> None:
        self._read, self._taken, self._eager = read, taken, eager
        self._error: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and not (self._eager and filled):
            if self._error:
                if filled:
                    break
                raise self._error
            try:
                data = self._read(len(view) - filled)
                self._taken(len(data))
            except Exception as error:  # return the data before the error first
                self._error = error
                continue
            if not data:
                break
            view[filled : filled + len(data)] = data
            filled += len(data)
        return filled


def buffered(
    read: Callable[[int], bytes], taken: Callable[[int], None] = lambda size: None, *, eager: bool = False
) -> io.BufferedReader:
    """Return a buffered stream over a read function; ``taken`` is called with the sizes.

    ``eager`` returns available data at once, for sources that may be slow.
    """
    return io.BufferedReader(_Raw(read, taken, eager), AHEAD)


def of_file(raw: io.RawIOBase, path: str, columns: Columns, *, by_hand: bool) -> Item:
    """Return the item of an opened file. Raises ``OSError``."""
    name = os.path.basename(path)
    if raw.seekable():
        size = raw.seek(0, io.SEEK_END)
        raw.seek(0)
        return Item(path, name, io.BufferedReader(raw, AHEAD), columns, Budget(lambda: size), by_hand)
    return of_stream(lambda size: raw.read(size) or b"", path, name, columns)


def of_stream(read: Callable[[int], bytes], where: str, name: str, columns: Columns) -> Item:
    """Return the item of a pipe, or of standard input."""
    taken = [0]

    def take(size: int) -> None:
        taken[0] += size

    stream = buffered(read, take, eager=True)
    return Item(where, name, stream, columns, Budget(lambda: taken[0]), by_hand=True)
