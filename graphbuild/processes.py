"""Python processes that work for this one: what takes too long or too much memory takes only itself along.

Each is this Python, started anew. It imports nothing of the program that it works for, so that a script
needs no ``if __name__ == "__main__"``, and it ends when that program does, however that ends.
"""

from __future__ import annotations

import atexit
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar
from weakref import WeakSet

T = TypeVar("T")

_START = (
    "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); "
    "from graphbuild.processes import serve; serve()"
)
_STATUS = Path("/proc/self/status")
_LIKELY_VICTIM = "500"
"""Of 1,000: where the machine runs out of memory, Linux ends these processes before the one that writes."""


class LostError(Exception):
    """What a process was to do is lost, and so is the process. The message says why, as a failure does."""


class LateError(LostError):
    """It took too long."""


class Process:
    """A Python process that calls functions for this one."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", _START],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if os.environ.get("GRAPHBUILD_DEBUG") else subprocess.DEVNULL,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self._late = False
        self.free = True
        """Whether it has nothing to do."""
        _running.add(self)
        with suppress(OSError):  # where it could not even start, the first call tells
            pickle.dump(sys.path, self._to)
            self._to.flush()

    def each(
        self, function: Callable[..., Iterator[T]], *args: Any, seconds: Callable[[int], float]
    ) -> Iterator[T]:
        """What the function yields there; ``seconds`` says how long it may take to the first, the second …

        The function is one of a module. Raises what it raises, and ``LostError``, after which the process
        is of no use.
        """
        task = pickle.dumps((function, args))
        self.free = False
        number = 0
        with self._within(seconds(0)):
            pickle.dump(task, self._to)
            self._to.flush()
        while True:
            with self._within(seconds(number)):
                kind, value = pickle.load(self._from)
            if kind == "value":
                yield value
                number += 1
                continue
            if kind == "memory":
                self.close()
                raise LostError("needs more memory than an input may take")
            self.free = True
            if kind == "error":
                raise value
            return

    @contextmanager
    def _within(self, seconds: float) -> Iterator[None]:
        """End the process where this takes longer. Raises ``LostError`` where it has ended."""
        timer = threading.Timer(seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            yield
        except (
            EOFError,
            OSError,
            ValueError,
            pickle.UnpicklingError,
        ) as error:
            self.close()
            if self._late:
                raise LateError(f"took too long (more than {seconds:.0f} seconds)") from error
            code = self._process.returncode
            how = f"signal {-code}" if code < 0 else f"exit code {code}"
            raise LostError(f"ended the process that read it ({how}), mostly for want of memory") from error
        finally:
            timer.cancel()

    def _end_late(self) -> None:
        self._late = True
        self._process.kill()

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._to, self._from):
            with suppress(OSError, ValueError):
                stream.close()

    def forget(self) -> None:
        """Leave it to the process that this one was forked from."""
        self._process.returncode = 0  # which is not for this one to ask
        for stream in (self._to, self._from):
            with suppress(OSError, ValueError):
                stream.close()


_running: WeakSet[Process] = WeakSet()


class Pool:
    """Processes that are set up alike. One that has done its work waits for the next."""

    def __init__(self, set_up: Callable[[Process], None]) -> None:
        self._set_up = set_up
        self._idle: list[Process] = []
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def take(self) -> Process:
        """One that waits, or a new one, to be given back. Raises ``LostError`` where none can be set up."""
        while self._idle:
            process = self._idle.pop()
            if process.is_alive:
                return process
            process.close()
        process = Process()
        self._set_up(process)
        return process

    def give_back(self, process: Process) -> None:
        """Have it wait, or end it where it is at work or another waits."""
        if process.free and not self._idle:
            self._idle.append(process)
        else:
            process.close()

    def _forget(self) -> None:
        self._idle.clear()


def _forget_all() -> None:
    for process in list(_running):
        process.forget()
    _running.clear()


def _close_all() -> None:
    for process in list(_running):
        process.close()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_all)


def serve() -> None:
    """What such a process does: calls functions that it is sent, until nobody sends any."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the other process
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_LIKELY_VICTIM)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not stand between the answers
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_follow, args=(tasks,), daemon=True).start()
    while True:
        task = tasks.get()
        answer: tuple[str, Any] = ("done", None)
        try:
            function, args = pickle.loads(task)
            for value in function(*args):
                _write(answers, ("value", value))
        except MemoryError:
            answer = ("memory", None)
        except Exception as error:
            answer = ("error", error)
        try:
            _write(answers, answer)
        except (pickle.PicklingError, TypeError, AttributeError):  # an error that cannot be sent
            _write(answers, ("error", RuntimeError(f"{type(answer[1]).__name__}: {answer[1]}")))


def _write(answers: Any, answer: tuple[str, Any]) -> None:
    answers.write(pickle.dumps(answer))  # whole or not at all
    answers.flush()


def _follow(tasks: queue.SimpleQueue[bytes]) -> None:
    """Take the tasks, and end with the process that gives them."""
    try:
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))
    finally:
        os._exit(0)


def limit_memory(most: int | None, *, beyond: bool = False) -> None:
    """Let this process take so much memory in all, or so much ``beyond`` what it has; None is no limit.

    Only Linux counts what a process takes; elsewhere there is no limit.
    """
    if not _STATUS.exists():
        return
    import resource

    if most is None:
        most = resource.RLIM_INFINITY
    elif beyond:
        most += 1024 * int(_STATUS.read_text().partition("VmData:")[2].split()[0])
    resource.setrlimit(resource.RLIMIT_DATA, (most, resource.RLIM_INFINITY))
