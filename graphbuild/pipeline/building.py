"""Build a graph folder: read new articles into its ledger."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from types import FrameType

from graphbuild import decisions
from graphbuild.cluster import connected
from graphbuild.errors import InputError
from graphbuild.extractor import Extractor
from graphbuild.ledger import InputChanges, InputRead, Ledger, write_lock
from graphbuild.model import Article, Reading
from graphbuild.pipeline import kept
from graphbuild.pipeline.options import (
    DateFrom,
    GivenDay,
    Inputs,
    check_workers,
    columns_of,
    given_options,
    paths,
    strictly,
)
from graphbuild.pipeline.report import BuildReport, Position, Progress, Tally
from graphbuild.pipeline.run import (
    Excluded,
    InLedger,
    InputStart,
    Item,
    UnchangedArticle,
    UnchangedFile,
    absolute,
    items,
    open_in_order,
)
from graphbuild.read import Broken, Failure, Foreign, sources
from graphbuild.tables import aliases as dictionary
from graphbuild.workers import Workers, readings

_BATCH = 32
"""Readings per transaction."""
_MARKS = 4096
"""Skipped articles, failures and files per transaction."""


def build(
    inputs: Inputs,
    folder: Path | str,
    *,
    workers: Workers = 1,
    model: str | None = None,
    encoder: bool = True,
    aliases: Path | str | None = None,
    any_language: bool = False,
    collate: bool = True,
    columns: Mapping[str, str] | None = None,
    day_first: bool | None = None,
    date: GivenDay = None,
    date_from: DateFrom | None = None,
    source: str | None = None,
    strict: bool = False,
    prune: bool = False,
    ray: str | None = None,
    shards: Path | str | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> BuildReport:
    """Read articles into the graph folder, which is created if missing.

    ``inputs`` are files, folders and patterns, or ``-`` for standard input. What cannot be read is recorded
    as a failure; with ``strict`` the first one raises ``InputError``. What was read before an error or an
    interruption is kept.

    Articles in other languages than English are skipped and counted, unless ``any_language``. With
    ``collate``, articles are compared with each other for copies and boilerplate.

    With ``prune``, articles that were in the inputs before and are no longer are removed: those of deleted
    files, and those deleted from their file. Files and folders that could not be read completely are not
    pruned, and neither are runs that do not complete.

    Articles that the user excluded are not part of the graph; those of them that were removed are not read.

    ``aliases`` is a table of the user's own names, stored in the folder for later builds. ``columns`` maps
    fields to the columns of tables and keys of objects with unusual names (``{"text": "story"}``; an empty
    name ignores the field). ``day_first`` is whether 03/04/2021 is in April; None treats ambiguous days as
    unknown. For articles without them, ``date_from`` ``"name"`` takes the day from the names of the file and
    its folders, ``date`` is the default day, and ``source`` the default publisher. When the build is
    complete, the folder keeps these five for the inputs given, and uses them when one of these, or what is
    in it, is built again with None; an empty value takes back a kept one.

    ``ray`` is the address of a Ray cluster that reads the articles, or ``auto``; ``workers`` are then
    processes of the cluster. ``shards`` is a folder shared by its machines: readings are stored there in
    Parquet files, and existing ones are reused.

    Raises ``InputError``, ``ModelError`` and ``LedgerError``, the first two before anything is written; the
    last also at once if another process writes to the folder.
    """
    check_workers(workers)
    given = paths(inputs)
    if "://" in str(folder):
        raise InputError(f"{folder}: is an address; name a folder with --graph, and the address with --to")
    if prune and "-" in map(str, given):
        raise InputError("--prune needs files or folders: standard input does not show what was deleted")
    if shards is not None:
        _check_shards(shards, ray, given)
    entries = dictionary.kept(folder) if aliases is None else dictionary.load(aliases)
    extractor = Extractor(model, encoder=encoder, aliases=entries, any_language=any_language, collate=collate)
    asked = columns_of(columns, day_first, date, date_from, source)
    options = kept.Options(
        kept.load(folder), asked, given_options(columns, day_first, date, date_from, source)
    )
    options.tell(given)
    found = sources(given, options.of)
    with (
        connected(ray, extractor, workers, shards) if ray else nullcontext() as cluster,
        Ledger.create(folder) as ledger,
        write_lock(folder),
    ):
        if aliases is not None:
            dictionary.save(Path(folder), entries)
        position = Position(given) if progress else None
        tally = Tally(progress, position)
        excluded = decisions.excluded(decisions.load(Path(folder)))
        writer = _Writer(ledger, extractor, tally, strict, excluded)
        ledger.begin_run()
        opened = cluster.opened if cluster else open_in_order
        stream = items(found, extractor, InLedger(ledger, extractor, excluded), position, opened)
        read = cluster.readings(stream) if cluster else readings(stream, extractor, workers)
        with closing(read) as results:
            writer.take(results)
        roots = [absolute(str(path)) for path in given]
        tally.pruned = len(ledger.end_run(roots, writer.unsearched, prune=prune))
        kept.save(Path(folder), options.changes(given))
        ledger.keep_report(
            {name: getattr(tally, name) for name in ("read", "unchanged", "replaced", "pruned", "failed")}
            | {"skipped": tally.skipped.total()}
        )
        counts = ledger.counts(excluded)
        excluded_ids = tally.excluded | {id_ for id_ in excluded if ledger.stamp_of(id_) is not None}
        unread_dates, unread_date = ledger.unread_dates()
    return BuildReport(
        read=tally.read,
        unchanged=tally.unchanged,
        replaced=tally.replaced,
        pruned=tally.pruned,
        excluded=len(excluded_ids),
        skipped=dict(sorted(tally.skipped.items(), key=lambda item: (-item[1], item[0]))),
        failed=tally.failed,
        reasons=dict(tally.reasons.most_common()),
        failures=tuple(tally.failures),
        articles=counts["articles"],
        undated=counts["undated"],
        unread_dates=unread_dates,
        unread_date=unread_date,
        entities=counts["entities"],
        statements=counts["statements"],
        relations=counts["relations"],
        seconds=tally.seconds,
    )


def _check_shards(shards: Path | str, ray: str | None, given: Iterable[Path | str]) -> None:
    if not ray:
        raise InputError("--shards needs --ray: only the machines of a cluster leave what they read there")
    for path in given:
        if str(path) != "-" and Path(absolute(str(shards))).is_relative_to(absolute(str(path))):
            raise InputError(
                f"--shards {shards}: is in {path}, where it would be read as input; name another"
            )


@dataclass
class _Writer:
    """Writes the workers' results in order, in one transaction per batch."""

    ledger: Ledger
    extractor: Extractor
    tally: Tally
    strict: bool
    excluded: frozenset[str]
    """Ids of the articles that the user excluded; those in the ledger do not count as unchanged."""
    unsearched: list[str] = field(default_factory=list)
    """Folders that could not be searched, so that their files must not be pruned."""
    _batch: list[tuple[str, Reading]] = field(default_factory=list)
    _changes: InputChanges = field(default_factory=InputChanges)
    _marks: int = 0
    _path: str | None = None
    """The current input; None between inputs."""
    _broken: bool = False
    """Whether one of its articles could not be read, so that it is read again the next time."""

    def take(self, results: Generator[Item | Reading, None, None]) -> None:
        """Write all results; those before an error are written, too, and on an interruption those that were
        read ahead.
        """
        with _deferred_interrupts() as interrupts:
            try:
                self._take(results, interrupts)
            except KeyboardInterrupt as interruption:
                if interrupts.deferred:  # within a result, so that none after it may be noted
                    raise
                self._take(chain([results.throw(interruption)], results), interrupts)
            finally:
                interrupts.deferred = True
                self._flush()

    def _take(self, results: Iterable[Item | Reading], interrupts: _Interrupts) -> None:
        for result in results:
            interrupts.deferred = True
            self._note(result)
            self.tally.tell()
            if len(self._batch) == _BATCH or self._marks >= _MARKS:
                self._flush()
            interrupts.deferred = False
            if interrupts.waiting:
                interrupts.waiting = False
                raise KeyboardInterrupt

    def _note(self, result: Item | Reading) -> None:
        self._marks += 1
        match result:
            case Reading():
                self.tally.read += 1
                self.tally.replaced += self.ledger.stamp_of(result.article.id) is not None
                self._batch.append((self.extractor.stamp(result.article), result))
                self._origin(result.article.id)
            case Article():  # not read because of an interruption
                self._broken = True
            case UnchangedArticle(id_, repeat):
                self.tally.unchanged += not repeat and id_ not in self.excluded
                self._origin(id_)
            case Excluded(id_):
                self.tally.excluded.add(id_)
                self._origin(id_)
            case Foreign():
                self._changes.failures.append((self._path, result))
                self._count(result)
            case Broken():
                self._broken = True
                self._fail(result)
            case Failure():
                if self._path is None:
                    self.unsearched.append(absolute(result.where))
                self._fail(result)
            case InputStart(path):
                self._path, self._broken = path, False
                self._changes.begun.append(path)
            case InputRead():
                done = replace(result, look=None, whole=False) if self._broken else result
                self._changes.ended.append(done)
                self._path = None
            case UnchangedFile(articles, excluded, failures):
                self.tally.unchanged += articles
                self.tally.excluded.update(excluded)
                for failure in failures:
                    self._count(failure)

    def _origin(self, article: str) -> None:
        assert self._path is not None
        self._changes.origins.append((self._path, article))

    def _fail(self, failure: Failure) -> None:
        self._changes.failures.append((self._path, failure))
        self._count(failure)

    def _count(self, failure: Failure) -> None:
        if isinstance(failure, Foreign):
            self.tally.skipped[failure.language] += 1
            return
        self.tally.fail(failure)
        if self.strict:
            raise strictly(failure)

    def _flush(self) -> None:
        if self._marks:
            self.ledger.write(self._batch, self._changes)
            self._batch, self._changes, self._marks = [], InputChanges(), 0


@dataclass
class _Interrupts:
    """Ctrl-C; while it is deferred, the first one waits and the second interrupts at once."""

    deferred: bool = False
    waiting: bool = False

    def came(self, number: int, frame: FrameType | None) -> None:
        if not self.deferred or self.waiting:
            raise KeyboardInterrupt
        self.waiting = True


@contextmanager
def _deferred_interrupts() -> Iterator[_Interrupts]:
    """Let Ctrl-C be deferred, unless the program handles it in its own way."""
    interrupts = _Interrupts()
    main = threading.current_thread() is threading.main_thread()
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:
        yield interrupts
        return
    signal.signal(signal.SIGINT, interrupts.came)
    try:
        yield interrupts
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if interrupts.waiting:
        raise KeyboardInterrupt
