"""Whether a graph folder was changed by somebody else while its page is served."""

from __future__ import annotations

import time
from pathlib import Path

from graphbuild import decisions
from graphbuild.api import OpenGraph
from graphbuild.errors import LedgerError
from graphbuild.read.files import LEDGER_FILE
from graphbuild.tables import aliases

#: Files of a graph folder from which its graph is made.
_FILES = (LEDGER_FILE, f"{LEDGER_FILE}-wal", decisions.FILE, aliases.FILE)
#: How many times as long as it took to read the graph it is not read anew, so that a page answers during a
#: build, which writes again and again.
_REST = 5.0

#: Of each file when it was written, how long it is, and which file it is; None where nothing is in it.
State = tuple[tuple[int, int, int] | None, ...]


class Following:
    """What a graph folder held when it was read last; of other graphs nothing is known to change."""

    def __init__(self, opened: OpenGraph) -> None:
        self._place = opened._place
        try:
            self._folder: Path | None = self._place.folder("following")
        except LedgerError:
            self._folder = None
        self._state, self._stamp = self._now(), ""
        self._rests_until = 0.0

    def changed(self) -> bool:
        """Whether the folder holds something else than when it was read. Usually a look at three files.

        Not where the folder is gone: whoever asks for what is read from it gets the error. Raises
        ``LedgerError`` where it cannot be read.
        """
        state = self._now()
        if state == self._state or not state[0] or time.monotonic() < self._rests_until:
            return False
        stamp = self._place.stamp()
        if stamp == self._stamp:  # written without a change of the content
            self._state = state
            return False
        return True

    def forget(self) -> None:
        """Have the graph read anew by whoever asks for it."""
        self._place.changed()

    def note(self) -> None:
        """Remember what the folder holds; the graph is read after this."""
        if self._folder:
            self._state, self._stamp = self._now(), self._place.stamp()

    def rest(self, took: float) -> None:
        """Notice nothing for a while, after the graph was read in so many seconds."""
        self._rests_until = time.monotonic() + _REST * took

    def _now(self) -> State:
        return tuple(map(_state, (self._folder / name for name in _FILES))) if self._folder else (None,)


def _state(file: Path) -> tuple[int, int, int] | None:
    """None for an empty file, too: SQLite makes one beside the ledger when that is merely read."""
    try:
        found = file.stat()
    except OSError:
        return None
    if not found.st_size:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
