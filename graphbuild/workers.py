"""Articles through the extractor: in this process, or in several, always in the order they came.

Worker processes are spawned, not forked: a fork of a process that holds threads (a progress bar,
a JVM) can hang, and a spawned one loads the model while its neighbours do, so it costs no time.
"""

from __future__ import annotations

import multiprocessing
import multiprocessing.connection
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing.synchronize import Event
from typing import Literal, Protocol, TypeVar

from graphbuild.errors import GraphbuildError
from graphbuild.model import Article, Reading
from graphbuild.read import Failure, Foreign
from graphbuild.read.articles import named

_BATCH_ARTICLES = 8
"""So few that no worker waits long for the last batch of another."""
_BATCH_CHARACTERS = 60_000
_BATCH_ITEMS = 1024
"""Articles and what stands between them."""
_BATCHES_AHEAD = 4
"""Batches in flight for each worker: enough to keep it busy, few enough to bound memory."""
_FEW = 48
"""So few articles are read sooner by one process than by several, which each load the model."""
_AHEAD = 4096
"""Items looked at, to tell."""


Workers = int | Literal["auto"]
T = TypeVar("T")


class Reader(Protocol):
    """What reads one article; must be picklable to be sent to a worker."""

    def passed_over(self, article: Article) -> Foreign | None: ...

    def read(self, article: Article) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Broken(Failure):
    """An article that was there, but broke the reader."""


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def readings(
    items: Iterable[T], reader: Reader, workers: Workers = 1
) -> Generator[Reading | Foreign | Broken | T, None, None]:
    """The reading of each article, in order; ``Foreign`` and ``Broken`` for one that is not read.

    What is no article goes through as it is, in its place. Takes articles only as fast as readings
    are asked for. With ``"auto"`` there is a worker for each processor, or none beside this process
    where there is little to read. Close the generator to end early.

    Raises ``GraphbuildError`` when the model cannot be loaded or a worker process dies.
    """
    if workers == "auto":
        return _as_many_as_needed(items, reader)
    if workers == 1:
        return (_read(reader, item) for item in items)
    return _in_processes(items, reader, workers)


def _as_many_as_needed(
    items: Iterable[T], reader: Reader
) -> Generator[Reading | Foreign | Broken | T, None, None]:
    """Looks ahead, from the first article on, whether there are more than a few."""
    rest = iter(items)
    ahead: list[T] = []
    for item in rest:
        if isinstance(item, Article):
            ahead.append(item)
            break
        yield item
    articles = len(ahead)
    while articles < _FEW and len(ahead) < _AHEAD and (more := list(islice(rest, 1))):
        ahead += more
        articles += isinstance(more[0], Article)
    few = articles < _FEW and len(ahead) < _AHEAD
    with closing(readings(chain(ahead, rest), reader, 1 if few else available())) as found:
        yield from found


def _read(reader: Reader, item: T) -> Reading | Foreign | Broken | T:
    if not isinstance(item, Article):
        return item
    try:
        return reader.passed_over(item) or reader.read(item)
    except GraphbuildError:  # of the model or the tables: no article would fare better
        raise
    except Exception as error:
        return Broken(named(item), f"broke the reader: {type(error).__name__}: {error}")


def _in_processes(
    items: Iterable[T], reader: Reader, workers: int
) -> Generator[Reading | Foreign | Broken | T, None, None]:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(reader, stop))
    waiting: deque[Future[list[Reading | Foreign | Broken | T]]] = deque()
    try:
        for batch in batches(items):
            if any(isinstance(item, Article) for item in batch):
                waiting.append(pool.submit(_read_batch, batch))
            else:
                waiting.append(_done(batch))
            if len(waiting) >= workers * _BATCHES_AHEAD:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise GraphbuildError(
            "a worker process ended unexpectedly, mostly for want of memory; what was written is kept: "
            "run again with fewer --workers. (In a script of your own, call build with several workers "
            "only under `if __name__ == '__main__':`.)"
        ) from error
    finally:
        stop.set()
        pool.shutdown(wait=True, cancel_futures=True)


def _done(batch: list[T]) -> Future[list[Reading | Foreign | Broken | T]]:
    """A batch in which there is nothing to read, as if it had been."""
    future: Future[list[Reading | Foreign | Broken | T]] = Future()
    future.set_result([*batch])
    return future


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """The items in order, in portions that are worth sending to a worker."""
    batch: list[T] = []
    articles = characters = 0
    for item in items:
        batch.append(item)
        if isinstance(item, Article):
            articles += 1
            characters += len(item.text)
        if articles == _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS or len(batch) == _BATCH_ITEMS:
            yield batch
            batch, articles, characters = [], 0, 0
    if batch:
        yield batch


class _Worker:
    """What a worker process holds."""

    reader: Reader
    stop: Event


def _start(reader: Reader, stop: Event) -> None:
    """Set up a worker: Ctrl-C is its parent's matter, and it must not outlive its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _Worker.reader, _Worker.stop = reader, stop
    parent = multiprocessing.parent_process()
    assert parent is not None

    def follow() -> None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=follow, daemon=True).start()


def _read_batch(batch: list[T]) -> list[Reading | Foreign | Broken | T]:
    return read_all(batch, _Worker.reader, _Worker.stop)


def read_all(
    batch: list[T], reader: Reader, stop: Event | None = None
) -> list[Reading | Foreign | Broken | T]:
    """What comes of the items of a batch, until ``stop`` is set."""
    done: list[Reading | Foreign | Broken | T] = []
    for item in batch:
        if stop and stop.is_set():
            break
        done.append(_read(reader, item))
    return done
