"""One pass over the input, as one stream in the order of the input: articles, and what happens between.

What is no article (a failure, an article passed over, the begin and the end of a file) goes through
the workers beside the articles, so that whoever writes sees everything in order.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from graphbuild.extractor import Extractor
from graphbuild.ledger import Ended, Ledger, Look, look
from graphbuild.model import Article, digest
from graphbuild.pipeline.report import Position
from graphbuild.read import Failure, Foreign, Found, Once, Source, clash, found, listed, written


@dataclass(frozen=True, slots=True)
class Begun:
    """An input is read from its beginning."""

    path: str


@dataclass(frozen=True, slots=True)
class Same:
    """An article that need not be read: the ledger holds it, or it came before in this run."""

    id: str
    repeat: bool


@dataclass(frozen=True, slots=True)
class Excluded:
    """An article that is not read, since the user excluded it and the ledger does not hold it."""

    id: str


@dataclass(frozen=True, slots=True)
class Passed:
    """A whole file that need not be read, and what it gave when it was."""

    articles: int
    excluded: tuple[str, ...]
    """Ids of articles that the user excluded and the ledger does not hold."""
    failures: tuple[Failure, ...]


Item = Article | Failure | Begun | Same | Excluded | Passed | Ended


class Known(Protocol):
    """What need not be read again."""

    def has(self, article: Article) -> bool:
        """Whether the article was read as it is now."""

    def excludes(self, article: Article) -> bool:
        """Whether the user excluded the article, and there is nothing of it to keep as it is now."""

    def is_same(self, path: str, seen: Look, version: str) -> bool:
        """Whether a file looks as it did when this version read it."""

    def passes(self, path: str, seen: Look, version: str, once: Once) -> Passed | None:
        """What a file gave that looks as it did when this version read it; None for others."""


class Nothing:
    """Nothing is known: everything is read."""

    def has(self, article: Article) -> bool:
        return False

    def excludes(self, article: Article) -> bool:
        return False

    def is_same(self, path: str, seen: Look, version: str) -> bool:
        return False

    def passes(self, path: str, seen: Look, version: str, once: Once) -> Passed | None:
        return None


@dataclass(frozen=True, slots=True)
class InLedger:
    """What a ledger holds, read by this extractor."""

    ledger: Ledger
    extractor: Extractor
    excluded: frozenset[str]
    """Ids of the articles that the user excluded."""

    def excludes(self, article: Article) -> bool:
        return article.id in self.excluded and self.ledger.stamp_of(article.id) is None

    def has(self, article: Article) -> bool:
        return self.ledger.stamp_of(article.id) == self.extractor.stamp(article)

    def is_same(self, path: str, seen: Look, version: str) -> bool:
        passed = self.ledger.inputs.passed(path, seen, version)
        return passed is not None and self._left_out(passed.number) is not None

    def _left_out(self, number: int) -> tuple[str, ...] | None:
        """The articles of an input that are excluded and not in the ledger.

        None where one is excluded no more, so that the input has to be read again.
        """
        missing = self.ledger.inputs.missing(number)
        return tuple(missing) if self.excluded.issuperset(missing) else None

    def passes(self, path: str, seen: Look, version: str, once: Once) -> Passed | None:
        inputs = self.ledger.inputs
        passed = inputs.passed(path, seen, version)
        left_out = self._left_out(passed.number) if passed else None
        if passed is None or left_out is None:
            return None
        kept = 0  # in the ledger, though excluded
        for id_, stamp in inputs.articles(passed.number):
            once.take(id_, stamp)
            kept += id_ in self.excluded
        unread = tuple(inputs.failures(passed.number))
        foreign = sum(isinstance(failure, Foreign) for failure in unread)
        return Passed(passed.articles - foreign - kept, left_out, unread)


@dataclass(frozen=True, slots=True)
class Seen:
    """An input, as it looked before it was read."""

    source: Source
    path: str
    look: Look | None
    settled: bool
    version: str


#: Gives each input with its articles, if it is wanted.
Opener = Callable[
    [Iterable[Seen | Failure], Callable[[Seen | Failure], Source | None]],
    Iterator[tuple[Seen | Failure, Iterable[Found]]],
]


def in_turn(
    inputs: Iterable[Seen | Failure], wanted: Callable[[Seen | Failure], Source | None]
) -> Iterator[tuple[Seen | Failure, Iterable[Found]]]:
    """Opens one input after the other in this process."""
    for one in inputs:
        source = wanted(one)
        yield one, (found(source) if source else ())


def items(
    inputs: Iterable[Source | Failure],
    extractor: Extractor,
    known: Known,
    position: Position | None = None,
    opened: Opener = in_turn,
) -> Iterator[Item]:
    """Everything in the inputs, in order: articles to be read, each once, and what is said of the rest."""

    def wanted(one: Seen | Failure) -> Source | None:
        is_wanted = isinstance(one, Seen) and not (
            one.look and known.is_same(one.path, one.look, one.version)
        )
        return one.source if isinstance(one, Seen) and is_wanted else None

    with Once() as once:
        for one, read in opened((_see(source, extractor) for source in inputs), wanted):
            if isinstance(one, Failure):
                yield one
                continue
            if position:
                position.at(one.source)
            for item in _source(one, read, extractor, known, once):
                if position and isinstance(item, Passed | Ended):
                    position.past(one.source)
                yield item


def _see(source: Source | Failure, extractor: Extractor) -> Seen | Failure:
    if isinstance(source, Failure):
        return source
    path = absolute(source.name)
    before = look(source.name) if source.path else None
    settled = before is not None and before.settled
    return Seen(source, path, before, settled, digest(extractor.version, source.columns.version))


def _source(
    one: Seen, read: Iterable[Found], extractor: Extractor, known: Known, once: Once
) -> Iterator[Item]:
    passed = known.passes(one.path, one.look, one.version, once) if one.look else None
    if passed:
        yield passed
        return
    yield Begun(one.path)
    articles, whole, failed = 0, True, False

    def new() -> Iterator[Article | Same | Excluded | Failure]:
        nonlocal articles, whole, failed
        for where, result in read:
            if isinstance(result, Failure):
                whole, failed = False, failed or result.where == one.source.where
                yield result
                continue
            match once.take(result.id, extractor.stamp(result)):
                case "other":
                    whole = False
                    yield clash(where, result.id)
                case "repeat":
                    yield Same(result.id, repeat=True)
                case "first" if known.excludes(result):
                    yield Excluded(result.id)
                case "first":
                    articles += 1
                    yield Same(result.id, repeat=False) if known.has(result) else result

    yield from listed(new())
    sure = one.look if one.settled and one.look == look(one.source.name) and not failed else None
    yield Ended(one.path, sure, articles, one.version, whole)


def absolute(name: str) -> str:
    """The name of an input as the ledger keeps it."""
    return name if name == "-" else written(os.path.abspath(name))
