"""Archives: their members one by one, as they lie in it. Nothing is unpacked to a place that a name tells."""

from __future__ import annotations

import stat
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from types import SimpleNamespace
from typing import IO, Self, cast

from graphbuild.read.articles import Found, failure
from graphbuild.read.compression import told
from graphbuild.read.items import DamagedError, Item, buffered

_LINK = "a link, not followed"
_LEAVES = "its path leads out of the archive; not read"


def in_zip(item: Item, form: str) -> Iterator[Item | Found]:
    """The members of a zip, and what of it cannot be read."""
    with item.seekable() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DamagedError(f"not {form}, or cut off: {error}") from error
        with archive:
            for info in archive.infolist():
                where = f"{item.where}!{info.filename}"
                if not info.filename:
                    yield failure(where, "a member without a name")
                elif info.is_dir() or _is_hidden(info.filename):
                    continue
                elif _leaves(info.filename):
                    yield failure(where, _LEAVES)
                elif stat.S_ISLNK(info.external_attr >> 16):
                    yield failure(where, _LINK)
                elif info.flag_bits & 1:
                    yield failure(where, "encrypted; unpack it first")
                else:
                    try:
                        member = cast(zipfile.ZipExtFile, archive.open(info))
                    except Exception as error:  # zipfile raises what its parts do
                        yield failure(where, f"a damaged member: {error}")
                        continue
                    with member, buffered(told(member.read1, form), item.budget.spend) as inside:
                        yield item.within(inside, name=info.filename, member=info.filename)


class _Header(tarfile.TarInfo):
    """A header of a tar; remembers of an archive that one was damaged."""

    damaged: frozenset[int] = frozenset()

    @classmethod
    def fromtarfile(cls, tarfile: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile)
        except _InvalidHeaderError:
            tarfile.__dict__["damaged"] = True
            raise


_InvalidHeaderError = tarfile.InvalidHeaderError  # type: ignore[attr-defined]


def in_tar(item: Item, form: str) -> Iterator[Item | Found]:
    """The members of a tar, read in one go; those after a damaged place, too."""
    stream = cast(IO[bytes], SimpleNamespace(read=item.stream.read1))  # so that what precedes damage comes
    try:
        with tarfile.open(
            fileobj=stream, mode="r|", tarinfo=_Header, ignore_zeros=True, errors="replace"
        ) as archive:
            while info := archive.next():
                yield from _member(item, archive, info, form)
            if "damaged" in archive.__dict__:
                yield failure(item.where, "damaged; the members before and after are read")
    except DamagedError:
        raise
    except (tarfile.TarError, ValueError, OverflowError) as error:
        raise DamagedError(f"not {form}, or cut off: {error}") from error


def _member(item: Item, archive: tarfile.TarFile, info: tarfile.TarInfo, form: str) -> Iterator[Item | Found]:
    where = f"{item.where}!{info.name}"
    if info.isdir() or _is_hidden(info.name):
        return
    if _leaves(info.name):
        yield failure(where, _LEAVES)
    elif info.issym() or info.islnk():
        yield failure(where, _LINK)
    elif not info.isreg() or info.issparse():
        yield failure(where, "not a plain file")
    elif member := archive.extractfile(info):
        with member, buffered(told(member.read, form)) as inside:
            yield item.within(inside, name=info.name, member=info.name)


def _is_hidden(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in parts)


def _leaves(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts or (path.parts[:1] != () and path.parts[0].endswith(":"))
