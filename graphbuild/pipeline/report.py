"""Progress and result of a run."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graphbuild.ledger import file_state
from graphbuild.read import Failure, Source, sources

_MOST_LISTED = 1000
"""Failures listed in a report, at most; the ledger has all of them."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a run, reported after every article, skipped article and failure."""

    read: int
    """Articles read so far."""
    unchanged: int
    """Articles skipped as unchanged."""
    failed: int
    seconds: float
    """Since the start of the run."""
    share: float | None
    """Processed share of the input, by bytes, 0 to 1; None if unknown."""

    @property
    def per_second(self) -> float:
        """Articles read per second."""
        return self.read / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the current speed; None if unknown."""
        return self.seconds * (1 - self.share) / self.share if self.share else None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of a build, and the size of its graph."""

    read: int
    """Articles read in this run, including replaced ones."""
    unchanged: int
    """Articles that were in the graph already, and were skipped."""
    replaced: int
    """Articles that replaced an older version, because of a new content or a new reader."""
    pruned: int
    """Articles removed because they are no longer in the input."""
    excluded: int
    """Articles that the user excluded, in the inputs or in the folder; they are not part of the graph."""
    skipped: Mapping[str, int]
    """Number of articles skipped because of their language, the most frequent first."""
    failed: int
    reasons: Mapping[str, int]
    """Number of failures by reason, the most frequent first."""
    failures: tuple[Failure, ...]
    """The first 1,000; the ledger has all of them."""
    articles: int
    """Articles in the graph now; the following fields also describe the graph."""
    undated: int
    """Articles without a date, which questions about time ignore."""
    unread_dates: int
    """Articles with a date that is unreadable or ambiguous."""
    unread_date: str
    """An example of such a date; empty if there is none."""
    entities: int
    """Before entity resolution; the same for statements and relations."""
    statements: int
    relations: int
    seconds: float


@dataclass
class Tally:
    """The counts of a run."""

    progress: Callable[[Progress], None] | None = None
    position: Position | None = None
    read: int = 0
    unchanged: int = 0
    replaced: int = 0
    pruned: int = 0
    excluded: set[str] = field(default_factory=set)
    skipped: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    started: float = field(default_factory=time.perf_counter)

    @property
    def failed(self) -> int:
        return self.reasons.total()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.started

    def fail(self, failure: Failure) -> None:
        """Count a failure."""
        self.reasons[failure.kind] += 1
        if len(self.failures) < _MOST_LISTED:
            self.failures.append(failure)

    def tell(self) -> None:
        """Report the progress to the callback, if any."""
        if self.progress:
            share = self.position.taken() if self.position else None
            self.progress(Progress(self.read, self.unchanged, self.failed, self.seconds, share))


class Position:
    """The processed share of the input, by the sizes of its files.

    The input is found ahead of what is read from it: the share is remembered when an item is found, and
    counts once its result is taken.
    """

    def __init__(self, inputs: Sequence[Path | str]) -> None:
        found = [s for s in inputs if str(s) != "-"]
        self._known = len(found) == len(inputs)
        self._total = sum(_size(s) for s in sources(found) if isinstance(s, Source)) if self._known else 0
        self._before = 0
        self._source: Source | None = None
        self._found: deque[float | None] = deque()

    def found(self) -> None:
        """Remember the share before an item is passed on to be read."""
        self._found.append(self._share())

    def taken(self) -> float | None:
        """Return the share, 0 to 1, with the result of the next item; None if unknown."""
        return self._found.popleft()

    def at(self, source: Source) -> None:
        """Start processing this source."""
        self._source = source

    def past(self, source: Source) -> None:
        """Finish processing this source."""
        self._before += _size(source)
        self._source = None

    def _share(self) -> float | None:
        if not self._total:
            return None
        stream = self._source and self._source.stream
        within = stream.tell() if stream and not stream.closed and stream.seekable() else 0
        return min((self._before + within) / self._total, 1.0)


def _size(source: Source) -> int:
    seen = file_state(source.name)
    return seen.size if seen else 0
