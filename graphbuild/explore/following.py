"""Whether a graph folder was changed by somebody else while its page is served."""

from __future__ import annotations

import time
from pathlib import Path

from graphbuild.api import OpenGraph
from graphbuild.api.states import Looks, look
from graphbuild.errors import LedgerError

#: How many times as long as it took to read the graph it is not read anew, so that a page answers during a
#: build, which writes again and again.
_REST = 5.0


class Following:
    """What a graph folder held when it was read last; of other graphs nothing is known to change."""

    def __init__(self, opened: OpenGraph) -> None:
        self._place = opened._place
        self._place.follows = False  # it is read anew here, less often during a build
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

    def _now(self) -> Looks:
        return look(self._folder) if self._folder else (None,)
