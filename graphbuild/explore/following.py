"""Detect changes of a graph folder by other processes while its page is served."""

from __future__ import annotations

import time
from pathlib import Path

from graphbuild.api import OpenGraph
from graphbuild.api.states import Looks, look
from graphbuild.errors import LedgerError

#: Minimum time between two reloads as a multiple of the time that a reload takes, so that the page responds
#: during a build, which writes continuously.
_REST = 5.0


class Following:
    """Tracks the state of a graph folder since the last reload; other graphs do not change."""

    def __init__(self, opened: OpenGraph) -> None:
        self._place = opened._place
        self._place.follows = False  # reloaded here instead, less often during a build
        try:
            self._folder: Path | None = self._place.folder("following")
        except LedgerError:
            self._folder = None
        self._state, self._stamp = self._now(), ""
        self._rests_until = 0.0

    def changed(self) -> bool:
        """Whether the folder has changed since the last reload. This usually only checks three files.

        False if the folder is gone: the next request that needs its data gets the error. Raises
        ``LedgerError`` if it cannot be read.
        """
        state = self._now()
        if state == self._state or not state[0] or time.monotonic() < self._rests_until:
            return False
        stamp = self._place.stamp()
        if stamp == self._stamp:  # written, but with the same content
            self._state = state
            return False
        return True

    def forget(self) -> None:
        """Make the next request reload the graph."""
        self._place.changed()

    def mark_read(self) -> None:
        """Remember the state of the folder; called before the graph is read."""
        if self._folder:
            self._state, self._stamp = self._now(), self._place.stamp()

    def pause(self, took: float) -> None:
        """Ignore changes for a while, after a reload that took ``took`` seconds."""
        self._rests_until = time.monotonic() + _REST * took

    def _now(self) -> Looks:
        return look(self._folder) if self._folder else (None,)
