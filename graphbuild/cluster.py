"""Articles through the extractor on a Ray cluster, always in the order they came.

This process reads the input and writes the ledger; an actor on each processor of the cluster loads the
model once and reads articles. They travel through Ray's object store, so that no file has to be seen by
more than one machine, and one writer in order makes the ledger the same as on one machine.
"""

from __future__ import annotations

import logging
import os
import socket
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from graphbuild.errors import GraphbuildError, InputError
from graphbuild.model import Article, Reading
from graphbuild.read import Foreign
from graphbuild.workers import Broken, Reader, Workers, batches, read_all

T = TypeVar("T")

_BATCHES_AHEAD = 8
"""Batches for each actor that are being read, or were read and wait for their turn."""
_AT_ONCE = 2
"""Batches that an actor has, so that it need not wait for the next."""
_TRIES = 3
"""How often an actor that was lost is made anew, and its batch read again."""
_PATIENCE = 5.0
"""Seconds to wait for the cluster to answer."""
_STORE = 256 * 2**20
"""Bytes of the object store of a cluster that is started here."""


class VersionedReader(Reader, Protocol):
    """A reader that tells what its readings depend on."""

    version: str


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Ray cluster that this process is connected to."""

    ray: Any

    def readings(
        self, items: Iterable[T], reader: VersionedReader, workers: Workers = "auto"
    ) -> Generator[Reading | Foreign | Broken | T, None, None]:
        """As :func:`graphbuild.workers.readings`; ``auto`` is an actor for each processor of the cluster.

        Raises ``GraphbuildError`` where a machine has another version of graphbuild, or is lost again
        and again.
        """
        ray = self.ray
        number = int(ray.cluster_resources().get("CPU", 1)) if workers == "auto" else workers
        actor = ray.remote(num_cpus=1, max_restarts=_TRIES, max_task_retries=_TRIES)(_Actor)
        actors = [actor.remote(reader) for _ in range(max(number, 1))]
        try:
            yield from _in_order(ray, actors, items, reader.version)
        except ray.exceptions.RayActorError as error:
            raise GraphbuildError(
                f"a machine of the Ray cluster was lost, or has no graphbuild ({_first_line(error)});"
                " what was written is kept: run again"
            ) from error
        finally:
            for one in actors:
                ray.kill(one)


def _in_order(
    ray: Any, actors: list[Any], items: Iterable[T], version: str
) -> Iterator[Reading | Foreign | Broken | T]:
    """Give each actor its next batch as soon as it can have it; give what they read in order."""
    waiting: deque[Any] = deque()
    busy: dict[Any, int] = {}
    load = [0] * len(actors)

    def settle(count: int) -> None:
        done, _ = ray.wait(list(busy), num_returns=count, fetch_local=False)
        for ref in done:
            load[busy.pop(ref)] -= 1

    for batch in batches(items):
        if not any(isinstance(item, Article) for item in batch):
            waiting.append(batch)
        else:
            while min(load) >= _AT_ONCE:
                settle(1)
            free = load.index(min(load))
            ref = actors[free].read.remote(batch, version)
            load[free] += 1
            busy[ref] = free
            waiting.append(ref)
        while len(waiting) >= len(actors) * _BATCHES_AHEAD or (waiting and waiting[0] not in busy):
            yield from _outcome(ray, waiting.popleft(), busy, load)
    while waiting:
        yield from _outcome(ray, waiting.popleft(), busy, load)


def _outcome(ray: Any, one: Any, busy: dict[Any, int], load: list[int]) -> list[Any]:
    """What came of a batch, when it has come."""
    if isinstance(one, list):
        return one
    found: list[Any] = ray.get(one)
    if one in busy:
        load[busy.pop(one)] -= 1
    return found


class _Actor:
    """What reads on a processor of the cluster; the model is loaded with the first article."""

    def __init__(self, reader: VersionedReader) -> None:
        self.reader = reader

    def read(self, batch: list[Any], version: str) -> list[Any]:
        if self.reader.version != version:
            raise GraphbuildError(
                f"{socket.gethostname()} has another version of graphbuild or of its model than the machine"
                " that builds; install the same on all"
            )
        return read_all(batch, self.reader)


@contextmanager
def connected(address: str) -> Iterator[Cluster]:
    """The Ray cluster at ``address``, for the time of a ``with`` block.

    ``auto`` is the cluster that this machine belongs to, or else one that is started on it.
    Raises ``InputError`` where Ray is missing or no cluster can be reached.
    """
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
    try:
        yield Cluster(ray)
    finally:
        ray.shutdown()


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
