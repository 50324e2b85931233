"""Inputs into a ledger, or into JSON: what is new is read, in this process or several.

An article that the ledger holds with the same stamp (the same content, read by the same
version) is passed over before any model is loaded.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from graphbuild.errors import InputError
from graphbuild.extractor import Extractor
from graphbuild.ledger import Ledger
from graphbuild.model import Article, Reading, Span, Verdict
from graphbuild.read import Failure, read
from graphbuild.tables import aliases as dictionary
from graphbuild.workers import available, readings

Inputs = Sequence[Path | str] | Path | str
Workers = int | Literal["auto"]

_BATCH = 32
"""Readings a transaction."""
_FEW = 48
"""So few articles are read sooner by one process than by several, which each load the model."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is, told after each article that was read."""

    done: int
    total: int | None
    """Articles to read; None where that is not known beforehand (standard input)."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did, and what its graph holds now."""

    read: int
    """Articles read in this run, the replaced ones among them."""
    unchanged: int
    """Articles that were in the graph already, passed over."""
    replaced: int
    """Articles whose content, or whose reading by a newer version, took the place of an older."""
    failures: tuple[Failure, ...]
    articles: int
    """Articles in the graph now, as all that follows."""
    entities: int
    """Before names of different articles are joined or parted, as statements and relations, too."""
    statements: int
    relations: int
    seconds: float

    @property
    def failed(self) -> int:
        return len(self.failures)


def build(
    inputs: Inputs,
    folder: Path | str,
    *,
    workers: Workers = 1,
    model: str | None = None,
    encoder: bool = True,
    aliases: Path | str | None = None,
    strict: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> BuildReport:
    """Read articles into the graph folder, which is made where there is none.

    ``inputs`` are files and folders, or ``-`` for JSON Lines on standard input. What cannot be
    read is recorded and passed over; with ``strict`` the first such thing raises ``InputError``.
    What was read before an error or an interruption is kept.

    ``aliases`` is a table of names of the user's own, kept in the folder for later builds.

    Raises ``InputError``, ``ModelError`` and ``LedgerError``, the first two before anything is written.
    """
    started = time.perf_counter()
    _check_workers(workers)
    paths = _paths(inputs)
    own = dictionary.kept(folder) if aliases is None else dictionary.load(aliases)
    extractor = Extractor(model, encoder=encoder, aliases=own)
    found = read(paths)
    with Ledger.create(folder) as ledger:
        if aliases is not None:
            dictionary.save(Path(folder), own)
        run = _Run(extractor, ledger.known(), strict)
        total = run.survey(paths) if progress or workers == "auto" else None
        if ledger.failures():
            ledger.clear_failures()
        batch: list[tuple[str, Reading]] = []
        try:
            for reading in run.readings(found, _number(workers, total)):
                batch.append((extractor.stamp(reading.article), reading))
                if len(batch) == _BATCH:
                    ledger.write(batch)
                    batch.clear()
                if progress:
                    progress(Progress(run.read, total))
        finally:
            if batch or run.failures:
                ledger.write(batch, run.failures)
        counts = ledger.counts()
    return BuildReport(
        read=run.read,
        unchanged=run.unchanged,
        replaced=run.replaced,
        failures=tuple(run.failures),
        articles=counts["articles"],
        entities=counts["entities"],
        statements=counts["statements"],
        relations=counts["relations"],
        seconds=time.perf_counter() - started,
    )


def extract(
    inputs: Inputs,
    *,
    workers: Workers = 1,
    model: str | None = None,
    encoder: bool = True,
    aliases: Path | str | None = None,
    strict: bool = False,
    on_failure: Callable[[Failure], None] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """What each article says, as JSON-ready dictionaries in the order of the input; no graph is made.

    Raises ``InputError`` and ``ModelError`` before anything is read; what cannot be read goes to
    ``on_failure`` and is passed over, with ``strict`` it raises ``InputError``.
    """
    _check_workers(workers)
    paths = _paths(inputs)
    own = dictionary.load(aliases) if aliases is not None else ()
    run = _Run(Extractor(model, encoder=encoder, aliases=own), {}, strict, on_failure)
    found = read(paths)
    total = run.survey(paths) if progress or workers == "auto" else None

    def results() -> Iterator[dict[str, Any]]:
        for reading in run.readings(found, _number(workers, total)):
            yield as_json(reading)
            if progress:
                progress(Progress(run.read, total))

    return results()


def as_json(reading: Reading) -> dict[str, Any]:
    """A reading as ``extract`` writes it; offsets are characters of the article's text."""
    return {
        "id": reading.article.id,
        "entities": [
            {
                "id": e.id,
                "kind": e.kind,
                "name": e.name,
                **({"iso3": e.iso3} if e.iso3 else {}),
                "mentions": [
                    {"start": m.start, "end": m.end, "text": m.text, "form": m.form} for m in e.mentions
                ],
            }
            for e in reading.entities
        ],
        "statements": [
            {
                "relation": s.relation,
                "source": s.source,
                "target": s.target,
                "source_span": list(s.source_span),
                "target_span": list(s.target_span),
                "sentence": s.sentence,
                "trigger": s.trigger,
                "negated": s.negated,
                "modality": s.modality,
                "attribution": s.attribution,
                "confidence": s.confidence,
                "rule": s.rule,
            }
            for s in reading.statements
        ],
    }


def classify(
    rows: Iterable[Mapping[str, Any]], *, model: str | None = None, encoder: bool = True
) -> Iterator[dict[str, Any]]:
    """What the source does to the target of each row, and the reverse, both ends given.

    A row is ``{"id", "text", "source": [start, end] | None, "target": [start, end] | None}``.
    Raises ``InputError`` for a row that is not of this form, ``ModelError`` at once.
    """
    extractor = Extractor(model, encoder=encoder)

    def verdicts() -> Iterator[dict[str, Any]]:
        for number, row in enumerate(rows, start=1):
            text, source, target = _pair(row, number)
            forward, backward = extractor.judge(text, source, target)
            yield {"id": row["id"], "forward": _verdict(forward), "backward": _verdict(backward)}

    return verdicts()


def _pair(row: Mapping[str, Any], number: int) -> tuple[str, Span | None, Span | None]:
    text = row.get("text")
    if not isinstance(text, str) or "id" not in row:
        raise InputError(f'row {number}: needs "id" and "text", with "source" and "target" as [start, end]')

    def span(name: str) -> Span | None:
        match row.get(name):
            case None:
                return None
            case [int(start), int(end)] if 0 <= start < end <= len(text):
                return start, end
            case other:
                raise InputError(
                    f'row {number}: "{name}" is {other!r}, not [start, end] within its {len(text)} characters'
                )

    return text, span("source"), span("target")


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "relation": verdict.relation,
        "plover": verdict.plover,
        "sentiment": verdict.sentiment,
        "confidence": verdict.confidence,
    }


@dataclass
class _Run:
    """One pass over the input: what is wanted of it, and how it went."""

    extractor: Extractor
    known: Mapping[str, str]
    """Stamps of what need not be read again, by article id."""
    strict: bool
    on_failure: Callable[[Failure], None] | None = None
    read: int = 0
    unchanged: int = 0
    replaced: int = 0
    failures: list[Failure] = field(default_factory=list)

    def survey(self, paths: Sequence[Path | str]) -> int | None:
        """How many articles are to be read; None for standard input, which comes but once."""
        if "-" in paths:
            return None
        return sum(isinstance(item, Article) and not self._is_known(item) for item in read(paths))

    def readings(self, found: Iterable[Article | Failure], workers: int) -> Iterator[Reading]:
        """The readings of what is new, in order; failures are kept, or raised if strict."""
        with closing(readings(self._wanted(found), self.extractor, workers)) as results:
            for result in results:
                if isinstance(result, Failure):
                    self._fail(result)
                    continue
                self.read += 1
                self.replaced += result.article.id in self.known
                yield result

    def _wanted(self, found: Iterable[Article | Failure]) -> Iterator[Article]:
        for item in found:
            if isinstance(item, Failure):
                self._fail(item)
            elif self._is_known(item):
                self.unchanged += 1
            else:
                yield item

    def _is_known(self, article: Article) -> bool:
        return article.id in self.known and self.known[article.id] == self.extractor.stamp(article)

    def _fail(self, failure: Failure) -> None:
        self.failures.append(failure)
        if self.on_failure:
            self.on_failure(failure)
        if self.strict:
            raise InputError(f"{failure.where}: {failure.reason} (--strict stops at the first)")


def _paths(inputs: Inputs) -> list[Path | str]:
    return [inputs] if isinstance(inputs, str | Path) else list(inputs)


def _check_workers(workers: Workers) -> None:
    if workers != "auto" and workers < 1:
        raise InputError(f"workers: {workers} is not a number from 1 up, or auto")


def _number(workers: Workers, total: int | None) -> int:
    """How many processes: as told, or as many as there are processors unless there is little to read."""
    if workers == "auto":
        return 1 if total is not None and total < _FEW else available()
    return workers
