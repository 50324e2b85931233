"""Articles through the extractor on a Ray cluster, always in the order they came.

This process finds the input and writes the ledger; an actor on each processor of the cluster loads the
model once, opens files and reads articles. What is in them travels through Ray's object store, so that no
file has to be seen by more than one machine, and one writer in order makes the ledger the same as on one.
"""

from __future__ import annotations

import logging
import os
import socket
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from graphbuild.errors import GraphbuildError, InputError
from graphbuild.model import Article, Reading
from graphbuild.read import Foreign, Found, Source, found
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


@contextmanager
def connected(address: str, reader: VersionedReader, workers: Workers = "auto") -> Iterator[Cluster]:
    """The Ray cluster at ``address`` with its actors, for the time of a ``with`` block.

    ``auto`` is the cluster that this machine belongs to, or else one that is started on it. ``workers``
    is the number of actors, by default one for each processor.
    Raises ``InputError`` where Ray is missing or no cluster can be reached.
    """
    ray = _ray(address)
    try:
        number = int(ray.cluster_resources().get("CPU", 1)) if workers == "auto" else workers
        actor = ray.remote(num_cpus=1, max_restarts=_TRIES, max_task_retries=_TRIES)(_Actor)
        yield Cluster(ray, [actor.remote(reader) for _ in range(max(number, 1))], reader.version)
    finally:
        ray.shutdown()


class Cluster:
    """A Ray cluster with actors that read articles, and files of them."""

    def __init__(self, ray: Any, actors: list[Any], version: str) -> None:
        self._ray, self._actors, self._version = ray, actors, version
        self._load = [0] * len(actors)
        self._busy: dict[Any, int] = {}
        """What is being done, by whom."""

    def readings(self, items: Iterable[T]) -> Generator[Reading | Foreign | Broken | T, None, None]:
        """As :func:`graphbuild.workers.readings`.

        Raises ``GraphbuildError`` where a machine has another version of graphbuild, or is lost again
        and again.
        """
        waiting: deque[Any] = deque()
        most = len(self._actors) * _BATCHES_AHEAD
        for batch in batches(items):
            if any(isinstance(item, Article) for item in batch):
                while min(self._load) >= _AT_ONCE:
                    done, _ = self._ray.wait(list(self._busy), num_returns=1, fetch_local=False)
                    self._settle(done[0])
                waiting.append(self._give("read", batch))
            else:
                waiting.append(batch)
            while len(waiting) >= most or (waiting and waiting[0] not in self._busy):
                yield from self._outcome(waiting.popleft())
        while waiting:
            yield from self._outcome(waiting.popleft())

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

    def _give(self, task: str, what: Any) -> Any:
        """Have the actor that has least to do do it."""
        free = self._load.index(min(self._load))
        ref = getattr(self._actors[free], task).remote(what, self._version)
        self._load[free] += 1
        self._busy[ref] = free
        return ref

    def _settle(self, ref: Any) -> None:
        if ref in self._busy:
            self._load[self._busy.pop(ref)] -= 1

    def _outcome(self, one: Any) -> list[Any]:
        """What came of it, when it has come."""
        if isinstance(one, list):
            return one
        try:
            done: list[Any] = self._ray.get(one)
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
