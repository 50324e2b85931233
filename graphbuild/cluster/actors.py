"""The actors that read on a cluster: job assignment, and reassignment when an actor is lost."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from typing import Any, Protocol

from graphbuild.cluster.joining import first_line
from graphbuild.errors import GraphbuildError
from graphbuild.model import Article
from graphbuild.read import Found, Source, read_source
from graphbuild.shards import write
from graphbuild.workers import Reader, Worker

AT_ONCE = 2
"""Batches assigned to an actor at a time, so that it does not wait for the next."""
_TRIES = 3
"""Attempts for a task whose machine was lost, and number of new actors that may be lost in succession."""


class VersionedReader(Reader, Protocol):
    """A reader that reports what its readings depend on."""

    version: str

    def stamp(self, article: Article) -> str: ...


@dataclass(eq=False, slots=True)
class Job:
    """A task for an actor."""

    task: str
    what: Any
    ref: Any = None
    actor: Any = None
    tries: int = 0


class Actors:
    """The actors of a cluster and their jobs.

    Only actors that have started get jobs: an actor waits for a free processor, possibly for ever if a
    machine was lost. Ray itself would give a lost actor's work only to the same actor after a restart; so
    lost jobs are given to another actor here.
    """

    def __init__(self, ray: Any, number: int, reader: VersionedReader) -> None:
        self._ray, self.number, self._reader = ray, number, reader
        self._losses: tuple[type[Exception], ...] = (
            ray.exceptions.RayActorError,
            ray.exceptions.ObjectLostError,
        )
        self._kind = ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Actor)
        self._jobs: dict[Any, set[Job]] = {}
        """The jobs of each actor that has started."""
        self._starting: dict[Any, Any] = {}
        """Actors that have not started, by the reference that reports their start."""
        self._failed = 0
        """New actors in succession that were lost before they had started."""
        for _ in range(number):
            self._start()

    def busy(self, job: Job | None) -> bool:
        """Whether the job is being done."""
        return job is not None and job in self._jobs.get(job.actor, ())

    def give_when_free(self, task: str, what: Any) -> Job:
        """Give a job to an actor, as soon as one has capacity."""
        self._join()
        while min(map(len, self._jobs.values())) >= AT_ONCE:
            under_way = {job.ref: job for jobs in self._jobs.values() for job in jobs}
            done, _ = self._ray.wait([*under_way, *self._starting], num_returns=1, fetch_local=False)
            for ref in done:
                if ref in under_way:
                    self._settle(under_way[ref])
            self._join()
        return self.give(task, what)

    def give(self, task: str, what: Any) -> Job:
        """Give a job to the actor with the fewest jobs."""
        job = Job(task, what)
        self._begin(job)
        return job

    def outcome(self, job: Job) -> Any:
        """Wait for the result of a job, and return it."""
        while True:
            try:
                done = self._ray.get(job.ref)
            except self._ray.exceptions.RayTaskError as error:  # its text is a traceback
                raise (error.cause if isinstance(error.cause, GraphbuildError) else error) from None
            except self._losses as error:
                self._settle(job)
                if isinstance(error, self._ray.exceptions.RayActorError) and job.actor in self._jobs:
                    del self._jobs[job.actor]
                    self._start()
                if job.tries == _TRIES:
                    raise _lost(error) from error
                self._begin(job)
            else:
                self._settle(job)
                job.what = None
                return done

    def _begin(self, job: Job) -> None:
        self._join()
        job.actor = min(self._jobs, key=lambda actor: len(self._jobs[actor]))
        job.ref = getattr(job.actor, job.task).remote(job.what, self._reader.version)
        job.tries += 1
        self._jobs[job.actor].add(job)

    def _settle(self, job: Job) -> None:
        self._jobs.get(job.actor, set()).discard(job)

    def _start(self) -> None:
        actor = self._kind.remote(self._reader)
        self._starting[actor.started.remote()] = actor

    def _join(self) -> None:
        """Register actors that have started; wait for one if there is none."""
        while self._starting:
            wait = {} if not self._jobs else {"timeout": 0}
            started, _ = self._ray.wait(list(self._starting), num_returns=1, **wait)
            if not started:
                return
            actor = self._starting.pop(started[0])
            try:
                self._ray.get(started[0])
            except self._losses as error:
                self._failed += 1
                if self._failed > _TRIES:
                    raise _lost(error) from error
                self._start()
            else:
                self._failed = 0
                self._jobs[actor] = set()


class _Actor:
    """Reads articles on a processor of the cluster; the model is loaded with the first article."""

    def __init__(self, reader: VersionedReader) -> None:
        self.reader = reader
        self.worker = Worker(reader)

    def started(self) -> None:
        """Do nothing; its completion shows that the actor has started."""

    def read(self, batch: list[Any], version: str) -> list[Any]:
        self._check(version)
        return self.worker.read(batch)

    def shard(self, task: tuple[list[Article], str, str], version: str) -> None:
        self._check(version)
        articles, folder, name = task
        outcomes: list[Any] = self.worker.read(articles)
        stamps = map(self.reader.stamp, articles)
        write(folder, name, zip(articles, stamps, outcomes, strict=True))

    def open(self, files: list[tuple[Source, bytes]], version: str) -> list[list[Found]]:
        self._check(version)
        return [list(read_source(source, data)) for source, data in files]

    def _check(self, version: str) -> None:
        if self.reader.version != version:
            raise GraphbuildError(
                f"{socket.gethostname()} has another version of graphbuild or its model than the machine"
                " that runs the build; install the same on all"
            )


def _lost(error: BaseException) -> GraphbuildError:
    return GraphbuildError(
        f"a machine of the Ray cluster was lost, or has no graphbuild ({first_line(error)});"
        " results written so far are kept: run again"
    )
