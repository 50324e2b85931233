"""One command in a process of its own: its seconds, its output, its memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_SAMPLE_EVERY = 0.05  # seconds


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took."""

    seconds: float
    stdout: str
    processors: float
    """How many processors it and its children kept busy, on average."""
    peak: float | None
    """Most resident memory of the process and its children together, in MB; None where /proc is missing."""


def run(command: Sequence[str], *, env: Mapping[str, str] | None = None) -> Run:
    """Run ``command`` to its end; a failing one ends the benchmark with its messages."""
    started, before = time.perf_counter(), _processor_seconds()
    process = subprocess.Popen(
        command,
        env={**os.environ, **(env or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    watch = _Peak(process.pid)
    watch.start()
    out, err = process.communicate()
    seconds = time.perf_counter() - started
    watch.stop()
    if process.returncode:
        raise SystemExit(f"`{' '.join(command)}` ended with {process.returncode}:\n{err}")
    return Run(seconds, out, (_processor_seconds() - before) / seconds, watch.megabytes)


def _processor_seconds() -> float:
    """What all processes took that this one has started and seen end."""
    taken = os.times()
    return taken.children_user + taken.children_system


def python(*arguments: str) -> list[str]:
    """A command line for this interpreter."""
    return [sys.executable, *arguments]


def graphbuild(*arguments: str) -> list[str]:
    """A command line for the graphbuild that is installed beside this interpreter."""
    return [str(Path(sys.executable).with_name("graphbuild")), *arguments]


class _Peak(threading.Thread):
    """Watches the memory of all processes of a session, which a worker cannot leave by being forked."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self._session = session
        self._over = threading.Event()
        self._bytes = 0

    def run(self) -> None:
        while not self._over.wait(_SAMPLE_EVERY):
            self._bytes = max(self._bytes, _resident(self._session))

    def stop(self) -> None:
        self._over.set()
        self.join()

    @property
    def megabytes(self) -> float | None:
        return self._bytes / 1e6 if self._bytes else None


def _resident(session: int) -> int:
    """Bytes resident in all processes of ``session``; 0 without /proc."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        if int(fields[3]) == session:
            total += int(fields[21]) * os.sysconf("SC_PAGE_SIZE")
    return total
