"""Locks that a fork of the process can take, too."""

from __future__ import annotations

import os
import threading


class ForkLock:
    """A lock for the threads of one process. A fork of the process has another one, which is free: the thread
    that held it was not forked, and would never release it.
    """

    def __init__(self) -> None:
        self._renew()

    def _renew(self) -> None:
        self._process, self._lock = os.getpid(), threading.Lock()

    def __enter__(self) -> None:
        if self._process != os.getpid():
            self._renew()
        self._lock.acquire()

    def __exit__(self, *_: object) -> None:
        self._lock.release()
