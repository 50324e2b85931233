"""Run readers with unbounded time and memory in a separate process that can be killed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from graphbuild.processes import Pool, Process, limit_memory
from graphbuild.read.limits import MAX_MEMORY, SECONDS, SECONDS_A_MEGABYTE

T = TypeVar("T")
_START_SECONDS = 300.0


def in_other_process(function: Callable[..., Iterator[T]], *args: Any, size: int) -> Iterator[T]:
    """Yield the function's items, computed in another process; ``size`` is the number of bytes it reads.

    Raises ``LostError`` if it takes too long or too much memory, or crashes.
    """
    limit = SECONDS + SECONDS_A_MEGABYTE * size / 2**20
    process = _POOL.take()
    try:
        yield from process.each(function, *args, seconds=lambda n: limit)
    finally:
        _POOL.give_back(process)


def _set_up(process: Process) -> None:
    for _ in process.each(_bounded, MAX_MEMORY, seconds=lambda n: _START_SECONDS):
        pass


def _bounded(most: int) -> Iterator[None]:
    limit_memory(most)
    yield None


_POOL = Pool(_set_up)
