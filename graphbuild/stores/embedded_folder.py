"""A folder of embedded databases shared by several processes: one may change them, any number may read.

Readers use a view: a folder of their own with hard links to the files of a database, which the engine opens.
The database may be replaced or deleted meanwhile; the files remain as long as a view links to them, and are
copied before they are changed. A view left by a killed process is deleted by the next process.

All locks are byte ranges of one file, managed by the operating system, so they end with the process. A
process opens this file only once, because closing any handle of it would release all its locks.
"""

from __future__ import annotations

import logging
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graphbuild.errors import StoreError
from graphbuild.stores import engine

_LOG = logging.getLogger(__name__)
#: Prefix of a view's name; the rest is the locked byte of the lock file, in hexadecimal.
_VIEW = "open-"
#: Seconds of waiting after which a message is shown.
_QUIET_SECONDS = 2.0


class _LockFile:
    """The lock file of one folder, opened once by this process."""

    def __init__(self, file: Path) -> None:
        options = engine.java_class("java.nio.file.StandardOpenOption")
        path = engine.java_class("java.nio.file.Paths").get(str(file))
        channels = engine.java_class("java.nio.channels.FileChannel")
        self.channel = channels.open(path, options.CREATE, options.READ, options.WRITE)
        self.users = 0
        self.changing = threading.Lock()

    def take(self, byte: int) -> Any:
        """Lock one byte; return None if another process, or this one, holds it."""
        try:
            return self.channel.tryLock(engine.java_long(byte), engine.java_long(1), False)
        except engine.java_class("java.nio.channels.OverlappingFileLockException"):
            return None


class UnwritableError(StoreError):
    """The folder of the databases cannot be created or written to."""


_files: dict[str, _LockFile] = {}
_guard = threading.Lock()


class DatabaseFolder:
    """The folder, as one store uses it. ``root`` is created if missing.

    Raises:
        UnwritableError: it cannot be created or written to.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._key = os.path.realpath(root)
        self._view_locks: dict[Path, Any] = {}
        """The views of this store with their locks."""
        try:
            root.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise UnwritableError(
                f"{root}: cannot be made ({error.strerror}); make its place writable"
            ) from error
        with _guard:
            try:
                self._file: _LockFile | None = _files.get(self._key) or _LockFile(root / "lock")
            except engine.java_class("java.io.IOException") as error:
                raise UnwritableError(f"{root}: cannot be written to") from error
            _files[self._key] = self._file
            self._file.users += 1

    @contextmanager
    def changing(self, wait: float) -> Iterator[None]:
        """Keep other processes, and other stores of this one, from changing the folder meanwhile.

        Raises:
            StoreError: the lock is not available within ``wait`` seconds.
        """
        file = self._open()
        started, reported = time.monotonic(), False
        busy = StoreError(
            f"The database {self.root} is being changed by another process: try again when that has ended."
        )
        if not file.changing.acquire(timeout=max(wait, 0)):
            raise busy
        try:
            while (lock := file.take(0)) is None:
                waited = time.monotonic() - started
                if waited >= wait:
                    raise busy
                if waited > _QUIET_SECONDS and not reported:
                    _LOG.warning("waiting for another process that changes the database %s", self.root)
                    reported = True
                time.sleep(0.05)
            try:
                yield
            finally:
                if lock.isValid():
                    lock.release()
        finally:
            file.changing.release()

    def view(self, path: Path) -> Path:
        """Create a view of the database at this path, while nobody changes it."""
        byte = 1 + secrets.randbits(60)
        view = self.root / f"{_VIEW}{byte:x}"
        self._view_locks[view] = self._open().take(byte)
        try:
            view.mkdir(mode=0o700)
            for file in path.iterdir():
                _link(file, view / file.name)
        except OSError as error:
            self.leave(view)
            raise unwritable(self.root, error) from None
        except BaseException:
            self.leave(view)
            raise
        return view

    def leave(self, view: Path) -> None:
        """Delete a view of this store after the engine closed it."""
        shutil.rmtree(view, ignore_errors=True)
        lock = self._view_locks.pop(view)
        if lock.isValid():
            lock.release()

    def claim(self, path: Path, to: Path) -> None:
        """Move a database to another path to change it there; copy it if views link to it."""
        if any(file.stat().st_nlink > 1 for file in path.iterdir()):
            shutil.copytree(path, to)
            shutil.rmtree(path)
        else:
            path.rename(to)

    def tidy(self, keep: str) -> None:
        """Delete databases of other content and leftovers of killed processes, unless somebody changes
        one.
        """
        for other in self.root.iterdir():
            if not other.is_dir() or other.name == keep:
                continue
            if other.name.startswith(("db-", "new-")) or self._is_abandoned(other):
                shutil.rmtree(other, ignore_errors=True)

    def close(self) -> None:
        """Release the folder and all views of this store."""
        for view in list(self._view_locks):
            self.leave(view)
        with _guard:
            file, self._file = self._file, None
            if file is not None:
                file.users -= 1
                if not file.users:
                    _files.pop(self._key, None)
                    file.channel.close()

    def _open(self) -> _LockFile:
        if self._file is None:
            raise StoreError("The store is closed: open it first.")
        return self._file

    def _is_abandoned(self, view: Path) -> bool:
        """Whether this is a view of a process that has ended."""
        try:
            byte = int(view.name.removeprefix(_VIEW), 16) if view.name.startswith(_VIEW) else 0
        except ValueError:
            return False
        lock = self._open().take(byte) if byte > 0 else None
        if lock is None:
            return False
        lock.release()
        return True


def unwritable(root: Path, error: OSError) -> StoreError:
    """Return the error for a full disk or an unwritable folder."""
    return StoreError(f"Cannot write the database {root} ({error.strerror or error}): make room for it.")


def _link(file: Path, to: Path) -> None:
    """Link a file under another name; copy it if the engine rewrites it even when reading."""
    if file.suffix == ".json" or file.stat().st_size < 4096:
        shutil.copyfile(file, to)
        return
    try:
        os.link(file, to)
    except OSError:  # the file system has no links
        shutil.copyfile(file, to)
