"""Archives: yield their members one by one, in order. Nothing is unpacked to a path given by a name."""

from __future__ import annotations

import re
import stat
import struct
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import IO, Self, cast

from graphbuild.read.articles import Found, failure
from graphbuild.read.compression import translated
from graphbuild.read.items import DamagedError, Item, buffered
from graphbuild.read.limits import (
    MAX_DICTIONARY,
    MAX_DIRECTORY,
    MAX_MEMBER_HEADER,
    MAX_MEMBER_NAME,
    MEMBER_BYTES,
    megabytes,
)

_LINK = "a link, not followed"
_LEAVES = "its path leads out of the archive; not read"
_LONG_NAME = f"a name of more than {MAX_MEMBER_NAME:,} characters; not read"


def in_zip(item: Item, form: str) -> Iterator[Item | Found]:
    """Yield the members of a zip, and the failures in it."""
    with item.seekable() as stream:
        try:
            archive = zipfile.ZipFile(cast(IO[bytes], _Bounded(stream)))
        except DamagedError:
            raise
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedError(f"not {form}, or cut off: {error}") from error
        with archive:
            for info in archive.infolist():
                item.budget.spend(MEMBER_BYTES)
                where = _place(item, info.filename)
                if not info.filename:
                    yield failure(where, "a member without a name")
                elif info.is_dir():
                    continue
                elif len(info.filename) > MAX_MEMBER_NAME:
                    yield failure(where, _LONG_NAME)
                elif _is_hidden(info.filename):
                    continue
                elif _leaves(info.filename):
                    yield failure(where, _LEAVES)
                elif stat.S_ISLNK(info.external_attr >> 16):
                    yield failure(where, _LINK)
                elif info.flag_bits & 1:
                    yield failure(where, "encrypted; unpack it first")
                elif info.compress_type == zipfile.ZIP_LZMA and _dictionary(stream, info) > MAX_DICTIONARY:
                    yield failure(
                        where, f"needs more than {megabytes(MAX_DICTIONARY)} of memory to be unpacked"
                    )
                else:
                    try:
                        member = cast(zipfile.ZipExtFile, archive.open(info))
                    except Exception as error:  # zipfile raises exceptions of its components
                        yield failure(where, f"a damaged member: {error}")
                        continue
                    with member, buffered(translated(member.read1, form), item.budget.spend) as inside:
                        yield item.within(inside, name=info.filename, member=info.filename)


class _Bounded:
    """A stream for zipfile, which otherwise reads a central directory of any claimed size at once."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.seek, self.tell, self.seekable = stream.seek, stream.tell, stream.seekable

    def read(self, size: int = -1) -> bytes:
        if size > MAX_DIRECTORY:
            raise DamagedError(f"a list of members of more than {megabytes(MAX_DIRECTORY)}; split it")
        return self._stream.read(size)


def _dictionary(stream: IO[bytes], info: zipfile.ZipInfo) -> int:
    """Return the dictionary size that an LZMA member requests."""
    stream.seek(info.header_offset + 26)
    name, extra = struct.unpack("<HH", stream.read(4).ljust(4, b"\0"))
    stream.seek(info.header_offset + 30 + name + extra + 5)  # version, length, and a flag
    return int.from_bytes(stream.read(4), "little")


#: Headers with further data about the next member: a longer name, a larger size.
_EXTENDED_TYPES = (
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
)
_SAID = re.compile(rb"(\d{1,10}) (path(?==)|size(?==)|GNU\.sparse)?")
_SIZE = re.compile(r"\d{1,18}")
_BLOCK = 512
_NO_MEMBER = b"-"
_SHOWN = 100


class _Header(tarfile.TarInfo):
    """A tar header; records whether one of the archive was damaged.

    The library reads extended headers of any claimed size at once, nested in each other. This class reads
    only as much as a name may need, and no maps of sparse files.
    """

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        try:
            return cls._next(tarfile)
        except _InvalidHeaderError:
            tarfile.__dict__["damaged"] = True
            raise

    @classmethod
    def _next(cls, archive: tarfile.TarFile) -> Self:
        stream = cast(IO[bytes], archive.fileobj)
        extended: dict[str, str] = {}
        while True:
            block = stream.read(_BLOCK)
            if extended and not block:
                raise tarfile.ReadError("unexpected end of data")
            found = cls.frombuf(block, _ENCODING, "replace")
            if found.size < 0:
                raise _InvalidHeaderError("a negative size")
            if found.type not in _EXTENDED_TYPES or found.size > MAX_MEMBER_HEADER:
                break
            data = stream.read(_padded(found.size))[: found.size]
            if found.type == tarfile.GNUTYPE_LONGNAME:
                extended["path"] = data.partition(b"\0")[0].decode(_ENCODING, "replace")
            elif found.type in (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE):
                extended |= _extended_fields(data)
        if found.type == tarfile.GNUTYPE_SPARSE:
            more = block[482]
            while more:  # blocks with the positions of its parts
                more = (stream.read(_BLOCK) + bytes(_BLOCK))[504]
        sparse = found.type == tarfile.GNUTYPE_SPARSE or "GNU.sparse" in extended
        if sparse or found.type in _EXTENDED_TYPES:
            found.type = _NO_MEMBER
        if _SIZE.fullmatch(extended.get("size", "")):
            found.size = int(extended["size"])
        found.name = extended.get("path", found.name).rstrip("/")
        found.offset_data = stream.tell()
        has_data = found.isreg() or found.type not in tarfile.SUPPORTED_TYPES
        archive.offset = found.offset_data + (_padded(found.size) if has_data else 0)
        return found


def _padded(size: int) -> int:
    """Return the size rounded up to tar blocks."""
    return -(-size // _BLOCK) * _BLOCK


def _extended_fields(data: bytes) -> dict[str, str]:
    """Return the needed fields of an extended header, which consists of length, name and value."""
    fields: dict[str, str] = {}
    at = 0
    while record := _SAID.match(data, at):
        end = at + int(record[1])
        if end <= record.end():
            raise _InvalidHeaderError("a line shorter than its name")
        if record[2]:
            fields[record[2].decode()] = data[record.end() + 1 : end - 1].decode(_ENCODING, "replace")
        at = end
    return fields


_ENCODING = "utf-8"
_InvalidHeaderError = tarfile.InvalidHeaderError  # type: ignore[attr-defined]


def in_tar(item: Item, form: str) -> Iterator[Item | Found]:
    """Yield the members of a tar, in one sequential read; also those after a damaged one."""
    stream = cast(IO[bytes], SimpleNamespace(read=item.stream.read1))  # returns data before damage
    try:
        with tarfile.open(
            fileobj=stream, mode="r|", tarinfo=_Header, ignore_zeros=True, errors="replace"
        ) as archive:
            while info := archive.next():
                item.budget.spend(MEMBER_BYTES)
                archive.members.clear()  # type: ignore[attr-defined]  # of which it keeps a list
                yield from _member(item, archive, info, form)
            if "damaged" in archive.__dict__:
                yield failure(item.where, "damaged; the members before and after are read")
    except DamagedError:
        raise
    except (tarfile.TarError, ValueError, OverflowError) as error:
        raise DamagedError(f"not {form}, or cut off: {error}") from error


def _member(item: Item, archive: tarfile.TarFile, info: tarfile.TarInfo, form: str) -> Iterator[Item | Found]:
    where = _place(item, info.name)
    if info.isdir():
        return
    if len(info.name) > MAX_MEMBER_NAME:
        yield failure(where, _LONG_NAME)
    elif _is_hidden(info.name):
        return
    elif _leaves(info.name):
        yield failure(where, _LEAVES)
    elif info.issym() or info.islnk():
        yield failure(where, _LINK)
    elif not info.isreg() or info.issparse():
        yield failure(where, "not a plain file")
    elif member := archive.extractfile(info):
        with member, buffered(translated(member.read, form)) as inside:
            yield item.within(inside, name=info.name, member=info.name)


def _place(item: Item, name: str) -> str:
    """Return the place of a member, with a long name truncated."""
    return f"{item.where}!{name if len(name) <= MAX_MEMBER_NAME else f'{name[:_SHOWN]}…'}"


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def _leaves(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (path.parts[:1] != () and path.parts[0].endswith(":"))
