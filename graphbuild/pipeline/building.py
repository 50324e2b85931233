"""Articles into the ledger of a graph folder, as far as they are not there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from graphbuild import decisions
from graphbuild.cluster import connected
from graphbuild.errors import InputError
from graphbuild.extractor import Extractor
from graphbuild.ledger import Ended, InputChanges, Ledger, writing
from graphbuild.model import Reading
from graphbuild.pipeline.options import DateFrom, GivenDay, Inputs, check_workers, columns_of, paths, strictly
from graphbuild.pipeline.report import BuildReport, Position, Progress, Tally
from graphbuild.pipeline.run import Begun, Excluded, InLedger, Item, Passed, Same, absolute, in_turn, items
from graphbuild.read import Broken, Failure, Foreign, sources
from graphbuild.tables import aliases as dictionary
from graphbuild.workers import Workers, readings

_BATCH = 32
"""Readings a transaction."""
_MARKS = 4096
"""Articles passed over, failures and files a transaction."""


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
    """Read articles into the graph folder, which is made where there is none.

    ``inputs`` are files, folders and patterns, or ``-`` for standard input. What cannot be
    read is recorded and passed over; with ``strict`` the first such thing raises ``InputError``.
    What was read before an error or an interruption is kept.

    Articles in other languages than English are passed over and counted, unless ``any_language``.
    With ``collate``, articles are compared with each other for copies and shared paragraphs.

    With ``prune``, what the inputs gave to the graph before and give no more is taken out: articles
    of files that are gone, or that are no longer in their file. A file or folder that cannot be
    wholly read takes nothing out, nor does a run that does not come to its end.

    Articles that the user excluded are no part of the graph; those of them that were removed are not read.

    ``aliases`` is a table of names of the user's own, kept in the folder for later builds. ``columns``
    names, by field, the columns of tables and keys of objects that are not called as usual
    (``{"text": "story"}``; an empty name leaves a field out). ``day_first`` says whether 03/04/2021
    is in April; None leaves out days that may be two. For articles that tell none, ``date_from``
    ``"name"`` takes the day from the names of their file and folders, ``date`` is the day of all others,
    and ``source`` the publisher.

    ``ray`` is the address of a Ray cluster that reads the articles, or ``auto``; ``workers`` are then
    processes of the cluster. ``shards`` is a folder that all its machines share: what they read is left
    there in Parquet files, and what is there is not read again.

    Raises ``InputError``, ``ModelError`` and ``LedgerError``, the first two before anything is written;
    the last also at once where another process writes to the folder.
    """
    check_workers(workers)
    given = paths(inputs)
    if "://" in str(folder):
        raise InputError(f"{folder}: is an address; name a folder with --graph, and the address with --to")
    if prune and "-" in map(str, given):
        raise InputError("--prune needs files or folders: standard input does not tell what is gone")
    if shards is not None:
        _check_shards(shards, ray, given)
    own = dictionary.kept(folder) if aliases is None else dictionary.load(aliases)
    extractor = Extractor(model, encoder=encoder, aliases=own, any_language=any_language, collate=collate)
    found = sources(given, columns_of(columns, day_first, date, date_from, source))
    with (
        connected(ray, extractor, workers, shards) if ray else nullcontext() as cluster,
        Ledger.create(folder) as ledger,
        writing(folder),
    ):
        if aliases is not None:
            dictionary.save(Path(folder), own)
        position = Position(given) if progress else None
        tally = Tally(progress, position)
        excluded = decisions.excluded(decisions.load(Path(folder)))
        writer = _Writer(ledger, extractor, tally, strict, excluded)
        ledger.begin_run()
        opened = cluster.opened if cluster else in_turn
        stream = items(found, extractor, InLedger(ledger, extractor, excluded), position, opened)
        read = cluster.readings(stream) if cluster else readings(stream, extractor, workers)
        with closing(read) as results:
            writer.take(results)
        roots = [absolute(str(path)) for path in given]
        tally.pruned = len(ledger.end_run(roots, writer.unsearched, prune=prune))
        ledger.keep_report(
            {name: getattr(tally, name) for name in ("read", "unchanged", "replaced", "pruned", "failed")}
            | {"skipped": tally.skipped.total()}
        )
        counts = ledger.counts(excluded)
        left_out = tally.excluded | {id_ for id_ in excluded if ledger.stamp_of(id_) is not None}
        unread_dates, unread_date = ledger.unread_dates()
    return BuildReport(
        read=tally.read,
        unchanged=tally.unchanged,
        replaced=tally.replaced,
        pruned=tally.pruned,
        excluded=len(left_out),
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
    """Writes what comes out of the workers, in its order, a batch a transaction."""

    ledger: Ledger
    extractor: Extractor
    tally: Tally
    strict: bool
    excluded: frozenset[str]
    """Ids of the articles that the user excluded: kept in the folder they are no unchanged ones."""
    unsearched: list[str] = field(default_factory=list)
    """Folders that could not be searched, of which nothing is known to be gone."""
    _batch: list[tuple[str, Reading]] = field(default_factory=list)
    _changes: InputChanges = field(default_factory=InputChanges)
    _marks: int = 0
    _path: str | None = None
    """The input that is being read; None between inputs."""
    _broken: bool = False
    """Whether the extractor failed on an article of it: it is read again the next time."""

    def take(self, results: Iterable[Item | Reading]) -> None:
        """Write everything; what came before an error or an interruption is written, too."""
        try:
            for result in results:
                self._note(result)
                self.tally.tell()
                if len(self._batch) == _BATCH or self._marks >= _MARKS:
                    self._flush()
        finally:
            self._flush()

    def _note(self, result: Item | Reading) -> None:
        self._marks += 1
        match result:
            case Reading():
                self.tally.read += 1
                self.tally.replaced += self.ledger.stamp_of(result.article.id) is not None
                self._batch.append((self.extractor.stamp(result.article), result))
                self._origin(result.article.id)
            case Same(id_, repeat):
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
            case Begun(path):
                self._path, self._broken = path, False
                self._changes.begun.append(path)
            case Ended():
                done = replace(result, look=None, whole=False) if self._broken else result
                self._changes.ended.append(done)
                self._path = None
            case Passed(articles, excluded, failures):
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
            batch, changes = self._batch, self._changes
            self._batch, self._changes, self._marks = [], InputChanges(), 0
            self.ledger.write(batch, changes)
