"""Worker processes, so that a task with excessive time or memory only affects its own process.

Each is a new Python interpreter. It does not import the main program, so that a script needs no ``if __name__
== "__main__"``, and it ends when that program ends in any way.
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
"""Of 1,000: if the machine runs out of memory, Linux kills these processes before the main one."""


class LostError(Exception):
    """A task is lost together with its process. The message gives the reason, as in a failure."""


class LateError(LostError):
    """The task took too long."""


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
        """Whether it is idle."""
        _running.add(self)
        with suppress(OSError):  # if it could not even start, the first call reports it
            pickle.dump(sys.path, self._to)
            self._to.flush()

    def each(
        self, function: Callable[..., Iterator[T]], *args: Any, seconds: Callable[[int], float]
    ) -> Iterator[T]:
        """Yield the items of a function called there; ``seconds`` returns the time limit of the first, the
        second … item.

        The function must be defined in a module. Raises its exceptions, and ``LostError``, after which the
        process is unusable.
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
        """Kill the process if the block takes longer. Raises ``LostError`` if it has ended."""
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
        """Kill it, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._to, self._from):
            with suppress(OSError, ValueError):
                stream.close()

    def forget(self) -> None:
        """Leave it to the process from which this one was forked."""
        self._process.returncode = 0  # not a child of this process
        for stream in (self._to, self._from):
            with suppress(OSError, ValueError):
                stream.close()


_running: WeakSet[Process] = WeakSet()


class Pool:
    """A pool of processes with the same setup. One that has finished its task is kept for the next."""

    def __init__(self, set_up: Callable[[Process], None]) -> None:
        self._set_up = set_up
        self._idle: list[Process] = []
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)

    def take(self) -> Process:
        """Return an idle process, or a new one; give it back later. Raises ``LostError`` if the setup
        fails.
        """
        while self._idle:
            process = self._idle.pop()
            if process.is_alive:
                return process
            process.close()
        process = Process()
        self._set_up(process)
        return process

    def give_back(self, process: Process) -> None:
        """Keep it for the next task, or kill it if it is busy or another one is idle."""
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
    """The main loop of a worker process: call the functions that it receives, until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the main process
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text(_LIKELY_VICTIM)
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # output of libraries must not mix with the answers
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
        except (pickle.PicklingError, TypeError, AttributeError):  # an exception that cannot be pickled
            _write(answers, ("error", RuntimeError(f"{type(answer[1]).__name__}: {answer[1]}")))


def _write(answers: Any, answer: tuple[str, Any]) -> None:
    answers.write(pickle.dumps(answer))  # completely or not at all
    answers.flush()


def _follow(tasks: queue.SimpleQueue[bytes]) -> None:
    """Receive tasks, and end with the process that sends them."""
    try:
        while True:
            tasks.put(pickle.load(sys.stdin.buffer))
    finally:
        os._exit(0)


def limit_memory(most: int | None, *, beyond: bool = False) -> None:
    """Limit the memory of this process, in total or ``beyond`` what it uses; None is no limit.

    Only supported on Linux; elsewhere there is no limit.
    """
    if not _STATUS.exists():
        return
    import resource

    if most is None:
        most = resource.RLIM_INFINITY
    elif beyond:
        most += 1024 * int(_STATUS.read_text().partition("VmData:")[2].split()[0])
    resource.setrlimit(resource.RLIMIT_DATA, (most, resource.RLIM_INFINITY))
