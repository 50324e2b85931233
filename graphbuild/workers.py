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
from multiprocessing.synchronize import Event
from typing import Protocol

from graphbuild.errors import GraphbuildError
from graphbuild.model import Article, Reading
from graphbuild.read import Failure

_BATCH_ARTICLES = 16
_BATCH_CHARACTERS = 60_000
_BATCHES_AHEAD = 3
"""Batches in flight for each worker: enough to keep it busy, few enough to bound memory."""


class Reader(Protocol):
    """What reads one article; must be picklable to be sent to a worker."""

    def read(self, article: Article) -> Reading: ...


def available() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def readings(
    articles: Iterable[Article], reader: Reader, workers: int = 1
) -> Generator[Reading | Failure, None, None]:
    """The reading of each article, in order; a ``Failure`` for one that cannot be read.

    Takes articles only as fast as readings are asked for. Close the generator to end early.
    Raises ``GraphbuildError`` when the model cannot be loaded or a worker process dies.
    """
    if workers == 1:
        return (_read(reader, article) for article in articles)
    return _in_processes(articles, reader, workers)


def _read(reader: Reader, article: Article) -> Reading | Failure:
    try:
        return reader.read(article)
    except GraphbuildError:  # of the model or the tables: no article would fare better
        raise
    except Exception as error:
        title = f" ({article.title})" if article.title else ""
        return Failure(f"article {article.id}{title}", f"broke the reader: {type(error).__name__}: {error}")


def _in_processes(
    articles: Iterable[Article], reader: Reader, workers: int
) -> Generator[Reading | Failure, None, None]:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_start, initargs=(reader, stop))
    waiting: deque[Future[list[Reading | Failure]]] = deque()
    try:
        for batch in _batches(articles):
            waiting.append(pool.submit(_read_batch, batch))
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


def _batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    batch: list[Article] = []
    characters = 0
    for article in articles:
        batch.append(article)
        characters += len(article.text)
        if len(batch) == _BATCH_ARTICLES or characters >= _BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
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


def _read_batch(batch: list[Article]) -> list[Reading | Failure]:
    done: list[Reading | Failure] = []
    for article in batch:
        if _Worker.stop.is_set():
            break
        done.append(_read(_Worker.reader, article))
    return done
