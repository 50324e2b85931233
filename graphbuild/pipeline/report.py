"""How far a run is, and what it did in the end."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graphbuild.ledger import look
from graphbuild.read import Failure, Source, sources

_MOST_LISTED = 1000
"""Failures that a report holds by themselves; the ledger has them all."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, reported whenever something was read, passed over or failed."""

    read: int
    """Articles read so far."""
    unchanged: int
    """Articles passed over."""
    failed: int
    seconds: float
    """Since the run began."""
    share: float | None
    """How much of the input was gone through, in bytes, 0 to 1; None where that is not known."""

    @property
    def per_second(self) -> float:
        """Articles read a second."""
        return self.read / self.seconds if self.seconds else 0.0

    @property
    def seconds_left(self) -> float | None:
        """At the speed so far; None where that is unknown yet."""
        return self.seconds * (1 - self.share) / self.share if self.share else None


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, and what its graph holds now."""

    read: int
    """Articles read in this run, the replaced ones among them."""
    unchanged: int
    """Articles that were in the graph already, passed over."""
    replaced: int
    """Articles whose content, or whose reading by a newer version, took the place of an older."""
    pruned: int
    """Articles taken out since they are gone from the input."""
    excluded: int
    """Articles that the user excluded: in the inputs, or kept in the folder, but no part of the graph."""
    skipped: Mapping[str, int]
    """How many articles were passed over for their language, the most frequent first."""
    failed: int
    reasons: Mapping[str, int]
    """How many failed for which reason, the most frequent first."""
    failures: tuple[Failure, ...]
    """The first 1,000; the ledger has them all."""
    articles: int
    """Articles in the graph now, as all that follows."""
    undated: int
    """Those of them without a date, which no question about time can count."""
    unread_dates: int
    """Those of them that came with a date that could not be read, or may be two."""
    unread_date: str
    """Such a date as it was written; empty where there is none."""
    entities: int
    """Before names of different articles are joined or parted, as statements and relations, too."""
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
        """Tell how far the run is, where somebody wants to know."""
        if self.progress:
            share = self.position.share if self.position else None
            self.progress(Progress(self.read, self.unchanged, self.failed, self.seconds, share))


class Position:
    """How much of the input has been gone through, by the sizes of its files."""

    def __init__(self, inputs: Sequence[Path | str]) -> None:
        found = [s for s in inputs if str(s) != "-"]
        self._known = len(found) == len(inputs)
        self._total = sum(_size(s) for s in sources(found) if isinstance(s, Source)) if self._known else 0
        self._before = 0
        self._source: Source | None = None

    def at(self, source: Source) -> None:
        """This source is now gone through."""
        self._source = source

    def past(self, source: Source) -> None:
        """This source has been gone through."""
        self._before += _size(source)
        self._source = None

    @property
    def share(self) -> float | None:
        """0 to 1; None where it is not known."""
        if not self._total:
            return None
        stream = self._source and self._source.stream
        within = stream.tell() if stream and not stream.closed else 0
        return min((self._before + within) / self._total, 1.0)


def _size(source: Source) -> int:
    seen = look(source.name)
    return seen.size if seen else 0
