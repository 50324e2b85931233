"""Articles through the extractor on a Ray cluster, always in the order they came.

This process finds the input and writes the ledger; an actor on each processor of the cluster loads the
model once, opens files and reads articles. What is in them travels through Ray's object store, so that no
file has to be seen by more than one machine, or, if there is a folder that all machines share, as shards
in it, of which only the names come back. One writer in order makes the ledger the same as on one machine.
"""

from __future__ import annotations

import logging
import os
import socket
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from graphbuild.errors import GraphbuildError, InputError
from graphbuild.model import Article, Reading
from graphbuild.read import Foreign, Found, Source, found
from graphbuild.shards import Shards, called, portions, write
from graphbuild.workers import Broken, Reader, Workers, batches, read_all

T = TypeVar("T")
E = TypeVar("E")

_BATCHES_AHEAD = 8
"""Batches for each actor that are being read, or were read and wait for their turn."""
_AT_ONCE = 2
"""Batches that an actor has, so that it need not wait for the next."""
_TRIES = 3
"""How often an actor that was lost is made anew, and its batch read again."""
_PATIENCE = 5.0
"""Seconds to wait for the cluster to answer."""
_PORTION = 2**20
"""Bytes of files that are sent together; larger ones are read here, as they stream."""
_FILES = 32
_STORE = 256 * 2**20
"""Bytes of the object store of a cluster that is started here."""


class VersionedReader(Reader, Protocol):
    """A reader that tells what its readings depend on."""

    version: str

    def stamp(self, article: Article) -> str: ...


@contextmanager
def connected(
    address: str, reader: VersionedReader, workers: Workers = "auto", shards: Path | str | None = None
) -> Iterator[Cluster]:
    """The Ray cluster at ``address`` with its actors, for the time of a ``with`` block.

    ``auto`` is the cluster that this machine belongs to, or else one that is started on it. ``workers``
    is the number of actors, by default one for each processor. ``shards`` is a folder that all machines see
    under this path: readings are left there as shards, and those that are there are not read again.
    Raises ``InputError`` where Ray is missing, no cluster can be reached, or the folder cannot be made.
    """
    kept = None if shards is None else Shards.at(shards)
    ray = _ray(address)
    try:
        number = int(ray.cluster_resources().get("CPU", 1)) if workers == "auto" else workers
        actor = ray.remote(num_cpus=1, max_restarts=_TRIES, max_task_retries=_TRIES)(_Actor)
        yield Cluster(ray, [actor.remote(reader) for _ in range(max(number, 1))], reader, kept)
    finally:
        ray.shutdown()


class Cluster:
    """A Ray cluster with actors that read articles, and files of them."""

    def __init__(self, ray: Any, actors: list[Any], reader: VersionedReader, shards: Shards | None) -> None:
        self._ray, self._actors, self._reader, self._shards = ray, actors, reader, shards
        self._load = [0] * len(actors)
        self._busy: dict[Any, int] = {}
        """What is being done, by whom."""

    def readings(self, items: Iterable[T]) -> Generator[Reading | Foreign | Broken | T, None, None]:
        """As :func:`graphbuild.workers.readings`.

        Raises ``GraphbuildError`` where a machine has another version of graphbuild, or is lost again
        and again.
        """
        waiting: deque[tuple[Any, Callable[[], list[Any]]]] = deque()
        most = len(self._actors) * _BATCHES_AHEAD
        for batch in portions(items, self._reader.stamp) if self._shards else batches(items):
            waiting.append(self._begun(batch, self._shards))
            while len(waiting) >= most or (waiting and waiting[0][0] not in self._busy):
                yield from waiting.popleft()[1]()
        while waiting:
            yield from waiting.popleft()[1]()

    def _begun(self, batch: list[Any], shards: Shards | None) -> tuple[Any, Callable[[], list[Any]]]:
        """What is being done of a batch, None where that is nothing; and how to get what came of it."""
        articles = [item for item in batch if isinstance(item, Article)]
        if not articles:
            return None, lambda: batch
        if shards is None:
            read = self._give_when_free("read", batch)
            return read, lambda: self._outcome(read)
        stamps = [self._reader.stamp(article) for article in articles]
        name = called(stamps)
        others = [None if isinstance(item, Article) else item for item in batch]
        written = None
        if not shards.has(name, stamps):
            written = self._give_when_free("shard", (articles, shards.folder, name))

        def merged() -> list[Any]:
            if written is not None:
                self._outcome(written)
            outcomes = iter(shards.outcomes(name))
            return [next(outcomes) if item is None else item for item in others]

        return written, merged

    def opened(
        self, entries: Iterable[E], wanted: Callable[[E], Source | None]
    ) -> Iterator[tuple[E, Iterable[Found]]]:
        """Each entry with the articles of its source, if it is wanted.

        Small files are read ahead on the cluster, which is sent what is in them; others here, in turn.
        """
        waiting: deque[tuple[E, Source | None, _Portion | None, int]] = deque()
        most = len(self._actors) * _AT_ONCE
        portion, sent = _Portion(), 0

        def send() -> None:
            nonlocal portion, sent
            if portion.files:
                portion.ref = self._give("open", portion.files)
                portion, sent = _Portion(), sent + 1

        def first() -> tuple[E, Iterable[Found]]:
            nonlocal sent
            entry, source, of, at = waiting.popleft()
            if of is None:
                return entry, (found(source) if source else ())
            if of.ref is None:
                send()
            if of.found is None:
                of.found = self._outcome(of.ref)
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

    def _give_when_free(self, task: str, what: Any) -> Any:
        """Have an actor do it, as soon as one has not enough to do."""
        while min(self._load) >= _AT_ONCE:
            done, _ = self._ray.wait(list(self._busy), num_returns=1, fetch_local=False)
            self._settle(done[0])
        return self._give(task, what)

    def _give(self, task: str, what: Any) -> Any:
        """Have the actor that has least to do do it."""
        free = self._load.index(min(self._load))
        ref = getattr(self._actors[free], task).remote(what, self._reader.version)
        self._load[free] += 1
        self._busy[ref] = free
        return ref

    def _settle(self, ref: Any) -> None:
        if ref in self._busy:
            self._load[self._busy.pop(ref)] -= 1

    def _outcome(self, one: Any) -> Any:
        """What came of it, when it has come."""
        try:
            done = self._ray.get(one)
        except self._ray.exceptions.RayTaskError as error:  # whose text is a traceback
            raise (error.cause if isinstance(error.cause, GraphbuildError) else error) from None
        except self._ray.exceptions.RayActorError as error:
            raise GraphbuildError(
                f"a machine of the Ray cluster was lost, or has no graphbuild ({_first_line(error)});"
                " what was written is kept: run again"
            ) from error
        self._settle(one)
        return done


@dataclass(slots=True)
class _Portion:
    """Files that are read together."""

    files: list[tuple[Source, bytes]] = field(default_factory=list)
    size: int = 0
    ref: Any = None
    found: list[list[Found]] | None = None


def _small(source: Source) -> bytes | None:
    """What is in a file, if that is little and can be read."""
    try:
        if source.path is None or not source.path.is_file() or source.path.stat().st_size > _PORTION:
            return None
        return source.path.read_bytes()
    except OSError:
        return None


class _Actor:
    """What reads on a processor of the cluster; the model is loaded with the first article."""

    def __init__(self, reader: VersionedReader) -> None:
        self.reader = reader

    def read(self, batch: list[Any], version: str) -> list[Any]:
        self._check(version)
        return read_all(batch, self.reader)

    def shard(self, task: tuple[list[Article], str, str], version: str) -> None:
        self._check(version)
        articles, folder, name = task
        outcomes: list[Any] = read_all(articles, self.reader)
        stamps = map(self.reader.stamp, articles)
        write(folder, name, zip(articles, stamps, outcomes, strict=True))

    def open(self, files: list[tuple[Source, bytes]], version: str) -> list[list[Found]]:
        self._check(version)
        return [list(found(source, data)) for source, data in files]

    def _check(self, version: str) -> None:
        if self.reader.version != version:
            raise GraphbuildError(
                f"{socket.gethostname()} has another version of graphbuild or of its model than the machine"
                " that builds; install the same on all"
            )


def _ray(address: str) -> Any:
    """Ray, connected to the cluster."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # it would phone home
    os.environ.setdefault("RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO", "0")  # and warn of graphics cards
    try:
        import ray
    except ImportError as error:
        raise InputError(
            "--ray needs Ray, which is not installed here; pip install 'graphbuild[ray]' on every machine"
        ) from error
    if address != "auto":
        _check(address)
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR}
    try:
        try:
            ray.init(address=address, **quiet)
        except ConnectionError:
            if address != "auto":
                raise
            ray.init(include_dashboard=False, object_store_memory=_STORE, **quiet)
    except Exception as error:
        raise _unreachable(address, error) from error
    return ray


def _check(address: str) -> None:
    """Say at once where nobody answers: Ray itself tries for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not (host and port.isdecimal()):
        raise InputError(f"--ray {address}: not auto or an address host:port; `ray status` tells it")
    try:
        socket.create_connection((host, int(port)), timeout=_PATIENCE).close()
    except (OSError, OverflowError) as error:
        raise _unreachable(address, error) from error


def _unreachable(address: str, error: BaseException) -> InputError:
    return InputError(
        f"--ray {address}: no Ray cluster can be reached ({_first_line(error)}); start one with:"
        " ray start --head"
    )


def _first_line(error: BaseException) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__
