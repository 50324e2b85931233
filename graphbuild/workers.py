"""Run the extractor on articles in one or several worker processes, with results in input order.

The main process kills a worker that takes too long, and starts another for the remaining articles. So an
article that cannot be read, because of its time, its memory or a fault in a library, affects no other.
"""

from __future__ import annotations

import os
import pickle
import queue
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from itertools import chain, islice
from typing import Any, Literal, Protocol, TypeVar

from graphbuild.closing import Closing
from graphbuild.errors import GraphbuildError
from graphbuild.model import Article, Reading
from graphbuild.processes import LateError, LostError, Pool, Process, limit_memory
from graphbuild.read import Broken, Foreign
from graphbuild.read.articles import display_name

_BATCH_ARTICLES = 8
"""Few enough that no worker waits long for the last batch of another."""
_BATCH_CHARACTERS = 60_000
_BATCH_ITEMS = 1024
"""Articles and other items between them."""
_BATCHES_AHEAD = 4
"""Batches in flight per worker: enough to keep it busy, few enough to bound memory."""
_MOST_FOR_ONE = 48
"""Up to so many articles are read faster by one process than by several, which each load the model."""
_AHEAD = 4096
"""Items inspected to decide this."""


_MEMORY = 2**30 - 2**26
"""Memory of reading in bytes, beyond that of the model."""
_START_SECONDS = 300.0
"""Time limit for starting a process and loading its model."""
_SECONDS = 60.0
"""Time limit for an article …"""
_SECONDS_A_CHARACTER = 0.0003
"""… plus this for each of its characters: 5 minutes for the longest."""
_WARM = Article("warm", "France met Italy on Monday.")


Workers = int | Literal["auto"]
T = TypeVar("T")
R = TypeVar("R")


class Reader(Protocol):
    """Reads one article; must be picklable to be sent to a worker."""

    def passed_over(self, article: Article) -> Foreign | None: ...

    def read(self, article: Article) -> Reading: ...


def processor_count() -> int:
    """Return the number of processors available to this process."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def readings(
    items: Iterable[T], reader: Reader, workers: Workers = 1
) -> Generator[Reading | Foreign | Broken | T, None, None]:
    """Yield the reading of each article, in order; ``Foreign`` and ``Broken`` for one that is not read.

    Other items are passed through in order. Articles are only consumed as fast as readings are requested.
    With ``"auto"`` there is a worker per processor, or a single one for few articles. Close the generator to
    stop early. When interrupted it first yields what was read ahead, with unread articles as they are.

    Raises ``GraphbuildError`` if the model cannot be loaded.
    """
    if workers == "auto":
        return _as_many_as_needed(items, reader)
    return _in_one(items, reader) if workers == 1 else _in_several(items, reader, workers)


def _as_many_as_needed(
    items: Iterable[T], reader: Reader
) -> Generator[Reading | Foreign | Broken | T, None, None]:
    """Look ahead from the first article whether there are more than a few."""
    rest = iter(items)
    ahead: list[T] = []
    for item in rest:
        if isinstance(item, Article):
            ahead.append(item)
            break
        yield item
    articles = len(ahead)
    while articles < _MOST_FOR_ONE and len(ahead) < _AHEAD and (more := list(islice(rest, 1))):
        ahead += more
        articles += isinstance(more[0], Article)
    few = articles < _MOST_FOR_ONE and len(ahead) < _AHEAD
    with closing(readings(chain(ahead, rest), reader, 1 if few else processor_count())) as found:
        yield from found


def _in_one(items: Iterable[T], reader: Reader) -> Generator[Reading | Foreign | Broken | T, None, None]:
    with Worker(reader) as worker:
        for item in items:
            yield from worker.read([item])


def _in_several(
    items: Iterable[T], reader: Reader, workers: int
) -> Generator[Reading | Foreign | Broken | T, None, None]:
    crew = [Worker(reader) for _ in range(workers)]
    free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in crew:
        free.put(worker)

    def read(batch: list[T]) -> Iterator[Reading | Foreign | Broken | T]:
        worker = free.get()
        try:
            return iter(worker.read(batch))
        finally:
            free.put(worker)

    def stop() -> None:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in crew:
            worker.close()
        pool.shutdown(wait=True)

    # A batch stays until all its results are yielded, so that an interruption drops none of them.
    waiting: deque[tuple[list[T], Future[Iterator[Reading | Foreign | Broken | T]]]] = deque()
    pool = ThreadPoolExecutor(workers)
    try:
        for batch in batches(items):
            if any(isinstance(item, Article) for item in batch):
                waiting.append((batch, pool.submit(read, batch)))
            else:
                waiting.append((batch, _completed(batch)))
            if len(waiting) >= workers * _BATCHES_AHEAD:
                yield from waiting[0][1].result()
                waiting.popleft()
        while waiting:
            yield from waiting[0][1].result()
            waiting.popleft()
    except KeyboardInterrupt:
        stop()
        for batch, future in waiting:
            yield from batch if future.cancelled() or future.exception() else future.result()
        raise
    finally:
        stop()


def _completed(batch: list[T]) -> Future[Iterator[Reading | Foreign | Broken | T]]:
    """Return a completed future for a batch without articles."""
    future: Future[Iterator[Reading | Foreign | Broken | T]] = Future()
    future.set_result(iter(batch))
    return future


def batches(items: Iterable[T]) -> Iterator[list[T]]:
    """Yield the items in order, in batches that are worth sending to a worker."""
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


class Worker(Closing):
    """A process with a reader; it is replaced if it is lost."""

    def __init__(self, reader: Any) -> None:
        self._reader = pickle.dumps(reader)
        self._process: Process | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._fresh = False
        """Whether the current or next process has read nothing yet."""

    def read(self, batch: Sequence[T]) -> list[Reading | Foreign | Broken | T]:
        """Return the reading of each article of a batch, and other items unchanged; so are articles that are
        not read because it was closed.

        Raises ``GraphbuildError`` if the model cannot be loaded.
        """
        articles = [item for item in batch if isinstance(item, Article)]
        found = iter(self.results(read_article, articles, lambda article: time_limit(article.text)))
        done: list[Reading | Foreign | Broken | T] = []
        for item in batch:
            if isinstance(item, Article):
                result = next(found, item)
                done.append(Broken(display_name(item), result) if isinstance(result, str) else result)
            else:
                done.append(item)
        return done

    def results(
        self, function: Callable[[Any, T], R], items: Sequence[T], seconds: Callable[[T], float]
    ) -> list[R | str]:
        """Call a function for each item with the reader in the process; for failed items return the
        reason. If closed meanwhile, return the results so far.
        """
        done: list[R | str] = []
        while len(done) < len(items):
            rest = items[len(done) :]
            before, process = len(done), self._ready()
            try:
                limits = [*map(seconds, rest), _SECONDS]
                for result in process.each(_results, function, rest, seconds=limits.__getitem__):
                    done.append(result)
            except LostError as error:
                if self._closed:
                    break
                self._process = None
                alone = self._fresh and len(done) == before
                if alone or isinstance(error, LateError):  # else earlier items may be the cause: retry alone
                    done.append(str(error))
                self._fresh = True
            else:
                self._fresh = False
        return done

    def _ready(self) -> Process:
        """Return the process, with the reader loaded."""
        if self._process is not None:
            return self._process
        try:
            process = _POOL.take()
            with self._lock:
                self._process = process
                if self._closed:
                    raise LostError("closed")
            for _ in process.each(_use, self._reader, seconds=lambda n: _START_SECONDS):
                pass
        except (LostError, OSError) as error:
            raise GraphbuildError(
                f"a process that reads articles cannot be started: it {error}; what was written is kept: "
                "run again with fewer --workers"
            ) from error
        return process

    def close(self) -> None:
        """Kill the process, or keep it for the next worker if it is idle."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                _POOL.give_back(self._process)
                self._process = None


_POOL = Pool(lambda process: None)


def time_limit(text: str) -> float:
    """Return the time limit for reading a text."""
    return _SECONDS + _SECONDS_A_CHARACTER * len(text)


class _State:
    """State of a worker process."""

    pickled = b""
    reader: Any = None


def _use(pickled: bytes) -> Iterator[None]:
    """Install a reader in this process, and load its model before time and memory are measured."""
    if pickled != _State.pickled:
        limit_memory(None)
        _State.reader, _State.pickled = pickle.loads(pickled), pickled
        _State.reader.read(_WARM)
        limit_memory(_MEMORY, beyond=True)
    yield None


def _results(function: Callable[[Any, T], R], items: Sequence[T]) -> Iterator[R | str]:
    return map(partial(_tried, function, _State.reader), items)


def _tried(function: Callable[[Any, T], R], reader: Any, item: T) -> R | str:
    try:
        return function(reader, item)
    except (GraphbuildError, MemoryError):  # caused by the model or the tables, so every item would fail
        raise
    except Exception as error:
        return f"broke the reader: {type(error).__name__}: {error}"


def read_article(reader: Reader, article: Article) -> Reading | Foreign | Broken:
    """Read an article in this process, or return why it was not read."""
    return reader.passed_over(article) or reader.read(article)
