"""Run the extractor on a Ray cluster; results keep the order of the input.

This process finds the input and writes the ledger; an actor on each processor of the cluster loads the model
once, opens files and reads articles. Data travels through Ray's object store, so that a file only needs to be
visible on one machine; or, if all machines share a folder, as shards in it, of which only the names are sent
back. A single writer keeps the order, so that the ledger is the same as on one machine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from graphbuild.cluster.actors import AT_ONCE, Actors, Job, VersionedReader
from graphbuild.cluster.joining import join
from graphbuild.model import Article, Reading
from graphbuild.read import Broken, Foreign, Found, Source, read_source
from graphbuild.shards import Shards, portions, shard_name
from graphbuild.workers import Workers, batches

T = TypeVar("T")
E = TypeVar("E")

_BATCHES_AHEAD = 8
"""Batches per actor that are being read, or were read and wait for their turn."""
_PORTION = 2**20
"""Maximum bytes of files that are sent together; larger files are read here as a stream."""
_FILES = 32


@contextmanager
def connected(
    address: str, reader: VersionedReader, workers: Workers = "auto", shards: Path | str | None = None
) -> Iterator[Cluster]:
    """A context manager for the Ray cluster at ``address`` with its actors.

    ``auto`` is the cluster that this machine belongs to, or else one that is started on it. ``workers`` is
    the number of actors, by default one per processor. ``shards`` is a folder that all machines see under
    this path: readings are written there as shards, and existing ones are not read again. Raises
    ``InputError`` if Ray is missing, no cluster can be reached, or the folder cannot be created.
    """
    kept = None if shards is None else Shards.at(shards)
    ray = join(address)
    try:
        number = int(ray.cluster_resources().get("CPU", 1)) if workers == "auto" else workers
        yield Cluster(Actors(ray, max(number, 1), reader), reader, kept)
    finally:
        ray.shutdown()


class Cluster:
    """A Ray cluster with actors that read articles, and files of them."""

    def __init__(self, actors: Actors, reader: VersionedReader, shards: Shards | None) -> None:
        self._actors, self._reader, self._shards = actors, reader, shards

    def readings(self, items: Iterable[T]) -> Generator[Reading | Foreign | Broken | T, None, None]:
        """Like :func:`graphbuild.workers.readings`.

        Raises ``GraphbuildError`` if a machine has another version of graphbuild, or is lost repeatedly.
        """
        waiting: deque[tuple[Job | None, Callable[[], list[Any]]]] = deque()
        most = self._actors.number * _BATCHES_AHEAD
        for batch in portions(items, self._reader.stamp) if self._shards else batches(items):
            waiting.append(self._begun(batch, self._shards))
            while len(waiting) >= most or (waiting and not self._actors.busy(waiting[0][0])):
                yield from waiting.popleft()[1]()
        while waiting:
            yield from waiting.popleft()[1]()

    def _begun(self, batch: list[Any], shards: Shards | None) -> tuple[Job | None, Callable[[], list[Any]]]:
        """The job for a batch, None if there is nothing to do; and a function that returns its results."""
        articles = [item for item in batch if isinstance(item, Article)]
        if not articles:
            return None, lambda: batch
        if shards is None:
            read = self._actors.give_when_free("read", batch)
            return read, lambda: self._actors.outcome(read)
        stamps = [self._reader.stamp(article) for article in articles]
        name = shard_name(stamps)
        others = [None if isinstance(item, Article) else item for item in batch]
        written = None
        if not shards.has(name, stamps):
            written = self._actors.give_when_free("shard", (articles, shards.folder, name))

        def merged() -> list[Any]:
            if written is not None:
                self._actors.outcome(written)
            outcomes = iter(shards.outcomes(name))
            return [next(outcomes) if item is None else item for item in others]

        return written, merged

    def opened(
        self, entries: Iterable[E], wanted: Callable[[E], Source | None]
    ) -> Iterator[tuple[E, Iterable[Found]]]:
        """Each entry with the articles of its source, if it is wanted.

        Small files are read ahead on the cluster, which receives their contents; others are read here, in
        turn.
        """
        waiting: deque[tuple[E, Source | None, _Portion | None, int]] = deque()
        most = self._actors.number * AT_ONCE
        portion, sent = _Portion(), 0

        def send() -> None:
            nonlocal portion, sent
            if portion.files:
                portion.job = self._actors.give("open", portion.files)
                portion, sent = _Portion(), sent + 1

        def first() -> tuple[E, Iterable[Found]]:
            nonlocal sent
            entry, source, of, at = waiting.popleft()
            if of is None:
                return entry, (read_source(source) if source else ())
            if of.job is None:
                send()
            if of.found is None:
                assert of.job is not None
                of.found = self._actors.outcome(of.job)
                sent -= 1
            return entry, of.found[at]

        for entry in entries:
            source = wanted(entry)
            data = _small(source) if source else None
            if source is None or data is None:
                waiting.append((entry, source, None, 0))
            else:
                waiting.append((entry, source, portion, len(portion.files)))
                portion.files.append((source, data))
                portion.size += len(data)
            if portion.size >= _PORTION or len(portion.files) == _FILES:
                send()
            while sent > most or len(waiting) > most * _FILES:
                yield first()
        while waiting:
            yield first()


@dataclass(slots=True)
class _Portion:
    """Files that are read together."""

    files: list[tuple[Source, bytes]] = field(default_factory=list)
    size: int = 0
    job: Job | None = None
    found: list[list[Found]] | None = None


def _small(source: Source) -> bytes | None:
    """The contents of a file, if it is small and readable."""
    try:
        if source.path is None or not source.path.is_file() or source.path.stat().st_size > _PORTION:
            return None
        return source.path.read_bytes()
    except OSError:
        return None
