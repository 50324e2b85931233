"""One pass over the input as a single ordered stream of articles and events.

Everything except articles (failures, skipped articles, the start and end of a file) passes through the
workers as well, so that the writer receives everything in order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from graphbuild.extractor import Extractor
from graphbuild.ledger import FileState, InputRead, Ledger, file_state
from graphbuild.model import Article, digest
from graphbuild.pipeline.report import Position
from graphbuild.read import (
    Failure,
    Foreign,
    Found,
    SeenIds,
    Source,
    clash,
    listed,
    printable_path,
    read_source,
)


@dataclass(frozen=True, slots=True)
class InputStart:
    """An input is read from its start."""

    path: str


@dataclass(frozen=True, slots=True)
class UnchangedArticle:
    """An article that need not be read: it is in the ledger, or occurred before in this run."""

    id: str
    repeat: bool


@dataclass(frozen=True, slots=True)
class Excluded:
    """An article that is not read because the user excluded it and the ledger does not contain it."""

    id: str


@dataclass(frozen=True, slots=True)
class UnchangedFile:
    """A file that need not be read again, with its articles."""

    articles: int
    excluded: tuple[str, ...]
    """Ids of articles that the user excluded and the ledger does not contain."""
    failures: tuple[Failure, ...]


Item = Article | Failure | InputStart | UnchangedArticle | Excluded | UnchangedFile | InputRead


class Known(Protocol):
    """Knows what need not be read again."""

    def has(self, article: Article) -> bool:
        """Whether the article was read with this content."""

    def excludes(self, article: Article) -> bool:
        """Whether the user excluded the article and the ledger does not contain it in this form."""

    def is_same(self, path: str, seen: FileState, version: str) -> bool:
        """Whether the state of a file is the same as when this version read it."""

    def passes(self, path: str, seen: FileState, version: str, once: SeenIds) -> UnchangedFile | None:
        """Return the articles of an unchanged file; None for others."""


class NothingKnown:
    """Nothing is known: everything is read."""

    def has(self, article: Article) -> bool:
        return False

    def excludes(self, article: Article) -> bool:
        return False

    def is_same(self, path: str, seen: FileState, version: str) -> bool:
        return False

    def passes(self, path: str, seen: FileState, version: str, once: SeenIds) -> UnchangedFile | None:
        return None


@dataclass(frozen=True, slots=True)
class InLedger:
    """The content of a ledger, for this extractor."""

    ledger: Ledger
    extractor: Extractor
    excluded: frozenset[str]
    """Ids of the articles that the user excluded."""

    def excludes(self, article: Article) -> bool:
        return article.id in self.excluded and self.ledger.stamp_of(article.id) is None

    def has(self, article: Article) -> bool:
        return self.ledger.stamp_of(article.id) == self.extractor.stamp(article)

    def is_same(self, path: str, seen: FileState, version: str) -> bool:
        passed = self.ledger.inputs.passed(path, seen, version)
        return passed is not None and self._excluded_articles(passed.number) is not None

    def _excluded_articles(self, number: int) -> tuple[str, ...] | None:
        """Return the articles of an input that are excluded and not in the ledger.

        None if one of them is no longer excluded, so that the input has to be read again.
        """
        missing = self.ledger.inputs.missing(number)
        return tuple(missing) if self.excluded.issuperset(missing) else None

    def passes(self, path: str, seen: FileState, version: str, once: SeenIds) -> UnchangedFile | None:
        inputs = self.ledger.inputs
        passed = inputs.passed(path, seen, version)
        left_out = self._excluded_articles(passed.number) if passed else None
        if passed is None or left_out is None:
            return None
        kept = 0  # in the ledger, though excluded
        for id_, stamp in inputs.articles(passed.number):
            once.take(id_, stamp)
            kept += id_ in self.excluded
        unread = tuple(inputs.failures(passed.number))
        foreign = sum(isinstance(failure, Foreign) for failure in unread)
        return UnchangedFile(passed.articles - foreign - kept, left_out, unread)


@dataclass(frozen=True, slots=True)
class InputState:
    """An input with its state before it was read."""

    source: Source
    path: str
    look: FileState | None
    settled: bool
    version: str


#: Yields each input with its articles, if it is wanted.
Opener = Callable[
    [Iterable[InputState | Failure], Callable[[InputState | Failure], Source | None]],
    Iterator[tuple[InputState | Failure, Iterable[Found]]],
]


def open_in_order(
    inputs: Iterable[InputState | Failure], wanted: Callable[[InputState | Failure], Source | None]
) -> Iterator[tuple[InputState | Failure, Iterable[Found]]]:
    """Open one input after the other in this process."""
    for item in inputs:
        source = wanted(item)
        yield item, (read_source(source) if source else ())


def items(
    inputs: Iterable[Source | Failure],
    extractor: Extractor,
    known: Known,
    position: Position | None = None,
    opened: Opener = open_in_order,
) -> Iterator[Item]:
    """Yield everything in the inputs in order: articles to read, each once, and events."""

    def wanted(opened_input: InputState | Failure) -> Source | None:
        is_wanted = isinstance(opened_input, InputState) and not (
            opened_input.look and known.is_same(opened_input.path, opened_input.look, opened_input.version)
        )
        return opened_input.source if isinstance(opened_input, InputState) and is_wanted else None

    with SeenIds() as once:
        for opened_input, read in opened((_see(source, extractor) for source in inputs), wanted):
            if isinstance(opened_input, Failure):
                if position:
                    position.found()
                yield opened_input
                continue
            if position:
                position.at(opened_input.source)
            for item in _source(opened_input, read, extractor, known, once):
                if position and isinstance(item, UnchangedFile | InputRead):
                    position.past(opened_input.source)
                if position:
                    position.found()
                yield item


def _see(source: Source | Failure, extractor: Extractor) -> InputState | Failure:
    if isinstance(source, Failure):
        return source
    path = absolute(source.name)
    before = file_state(source.name) if source.path else None
    settled = before is not None and before.settled
    return InputState(source, path, before, settled, digest(extractor.version, source.columns.version))


def _source(
    opened_input: InputState, read: Iterable[Found], extractor: Extractor, known: Known, once: SeenIds
) -> Iterator[Item]:
    passed = (
        known.passes(opened_input.path, opened_input.look, opened_input.version, once)
        if opened_input.look
        else None
    )
    if passed:
        yield passed
        return
    yield InputStart(opened_input.path)
    articles, whole, failed = 0, True, False

    def new() -> Iterator[Article | UnchangedArticle | Excluded | Failure]:
        nonlocal articles, whole, failed
        for where, result in read:
            if isinstance(result, Failure):
                whole, failed = False, failed or result.where == opened_input.source.where
                yield result
                continue
            match once.take(result.id, extractor.stamp(result)):
                case "other":
                    whole = False
                    yield clash(where, result.id)
                case "repeat":
                    yield UnchangedArticle(result.id, repeat=True)
                case "first" if known.excludes(result):
                    yield Excluded(result.id)
                case "first":
                    articles += 1
                    yield UnchangedArticle(result.id, repeat=False) if known.has(result) else result

    yield from listed(new())
    sure = (
        opened_input.look
        if opened_input.settled and opened_input.look == file_state(opened_input.source.name) and not failed
        else None
    )
    yield InputRead(opened_input.path, sure, articles, opened_input.version, whole)


def absolute(name: str) -> str:
    """Return the name under which the ledger stores an input."""
    return name if name == "-" else printable_path(os.path.abspath(name))
