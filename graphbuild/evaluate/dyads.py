"""Compare hostile events between pairs of states with historical disputes and rivalries.

``events*.csv`` counts verbal and material cooperation and conflict by year, source and target (ICEWS, GDELT);
``truth*.csv`` lists disputes and rivalries (Militarised Interstate Disputes, Thompson and Dreyer). Both may
be ``.csv.gz``. ``docs/development/evaluation.md`` describes columns and measures.
"""

from __future__ import annotations

import csv
import gzip
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from math import inf, log1p
from pathlib import Path
from typing import NamedTuple

from graphbuild.errors import InputError, cannot_read, cannot_write
from graphbuild.evaluate.metrics import ranking
from graphbuild.stance import DEFAULT, Parameters, relative
from graphbuild.stance.intensity import Level

Pair = tuple[str, str]
"""Codes of two states (ISO 3166 alpha-3), the smaller first unless a direction is stated."""
PairYear = tuple[str, str, int]
Scores = dict[PairYear, float]
Figures = dict[str, float | None]

#: Events of a year have no days; with a half-life of half a year the previous year counts a quarter.
OF_YEARS = Parameters(half_life=180.0)
#: Fewest events of a pair in a scored year.
LEAST_EVENTS = 10
_COUNTS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_RIVALRIES = ("rivalry_td", "rivalry_tss")
#: The last year with known outcomes: disputes are coded up to 2014, rivalries up to 2010.
_LAST = {"dispute": 2014, "dispute_next": 2013, "rivalry": 2010}


@dataclass(frozen=True, slots=True)
class Files:
    """A data set: event counts, and the disputes and rivalries of the same pairs."""

    events: Path
    truth: Path

    @property
    def name(self) -> str:
        return self.events.name


class Act(NamedTuple):
    """A conflict event between a pair on a day."""

    day: int
    """Ordinal."""
    direction: int
    """1 from the first to the second, -1 back, 0 both."""
    worth: float
    """Weight, as returned by ``stance.weight``."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Disputes and rivalries; unlisted pairs and years have none."""

    disputes: frozenset[PairYear]
    rivalries: frozenset[PairYear]
    pairs: frozenset[Pair]
    """All listed pairs."""

    def outcome(self, name: str, at: PairYear) -> bool:
        a, b, year = at
        if name == "rivalry":
            return at in self.rivalries
        return (a, b, year + (name == "dispute_next")) in self.disputes


def find(paths: Iterable[Path]) -> list[Files]:
    """Find the data sets among files and folders.

    Events belong to the truth file with the same suffix in its name, or to the only one. Empty if there are
    no events. Other files in a folder are ignored. Raises ``InputError`` for events without truth, and for
    another file beside them.
    """
    paths = list(paths)
    given = [file for path in paths for file in (sorted(path.iterdir()) if path.is_dir() else [path])]
    truths = {_ending(file, "truth"): file for file in given if _ending(file, "truth") is not None}
    found = []
    for file in given:
        ending = _ending(file, "events")
        if ending is None:
            continue
        truth = truths.get(ending) or (next(iter(truths.values())) if len(truths) == 1 else None)
        if truth is None:
            raise InputError(f"{file}: no truth{ending}.csv or .csv.gz with it; give both, or their folder")
        found.append(Files(file, truth))
    for path in paths if found else ():
        if not path.is_dir() and _ending(path, "events") is None and _ending(path, "truth") is None:
            raise InputError(f"{path}: no events or truth of pairs of states; measure it by itself")
    return found


def _ending(file: Path, first: str) -> str | None:
    stem, _, suffix = file.name.removesuffix(".gz").rpartition(".")
    return stem.removeprefix(first) if suffix == "csv" and stem.startswith(first) else None


def read_events(file: Path) -> dict[PairYear, tuple[int, ...]]:
    """Read the counts by source, target and year. Raises ``InputError`` for any other file."""
    found: dict[PairYear, tuple[int, ...]] = {}
    for row in _rows(file, ("year", "source", "target", *_COUNTS)):
        key = (row.state("source"), row.state("target"), row.year())
        before = found.get(key, (0,) * len(_COUNTS))
        found[key] = tuple(x + row.number(name) for x, name in zip(before, _COUNTS, strict=True))
    return found


def read_truth(file: Path) -> Truth:
    """Read disputes and rivalries. Raises ``InputError`` for any other file."""
    disputes, rivalries, pairs = set(), set(), set()
    for row in _rows(file, ("a", "b", "year", "mid_hostility", *_RIVALRIES)):
        a, b = sorted((row.state("a"), row.state("b")))
        at = (a, b, row.year())
        pairs.add((a, b))
        if row.number("mid_hostility"):
            disputes.add(at)
        if sum(row.number(name) for name in _RIVALRIES):
            rivalries.add(at)
    return Truth(frozenset(disputes), frozenset(rivalries), frozenset(pairs))


def measure(files: Files) -> tuple[dict[str, Figures], Scores]:
    """Measure how well hostility ranks the pairs and years with disputes and rivalries; return also the
    scores.

    The scores are ``relative`` (see ``stance.relative``), which is returned, ``conflict`` (its intensity),
    and ``volume``, the number of events, as a baseline for both; ``scored`` has the number of scored items.
    """
    events, truth = read_events(files.events), read_truth(files.truth)
    happened = undirected(events)
    use = [at for at, count in happened.items() if sum(count) >= LEAST_EVENTS]
    acts = event_acts(events)
    scores = {
        "relative": hostility(acts, OF_YEARS),
        "conflict": intensity(acts, OF_YEARS),
        "volume": {at: float(sum(count)) for at, count in happened.items()},
    }
    found = {name: figures(score, truth, use) for name, score in scores.items()}
    return found | {"scored": counts(truth, use)}, scores["relative"]


def figures(score: Mapping[PairYear, float], truth: Truth, use: Collection[PairYear]) -> Figures:
    """Return area under the ROC curve and average precision for each outcome, over these pairs and years."""
    found: Figures = {}
    for name, last in _LAST.items():
        curve = ranking((score.get(at, -inf), truth.outcome(name, at)) for at in use if at[2] <= last)
        found[f"{name}_auc"], found[f"{name}_ap"] = curve or (None, None)
    return found


def counts(truth: Truth, use: Collection[PairYear]) -> Figures:
    """Count the scored pairs, pairs and years, and those with a dispute or rivalry."""
    return {
        "pairs": len({at[:2] for at in use}),
        "pair_years": len(use),
        "disputes": sum(at in truth.disputes for at in use),
        "rivalries": sum(at in truth.rivalries for at in use),
    }


def undirected(events: Mapping[PairYear, Sequence[int]]) -> dict[PairYear, tuple[int, ...]]:
    """Add up the counts of both directions."""
    found: dict[PairYear, tuple[int, ...]] = {}
    for (source, target, year), count in events.items():
        at = (min(source, target), max(source, target), year)
        found[at] = tuple(x + y for x, y in zip(found.get(at, (0,) * len(_COUNTS)), count, strict=True))
    return found


def event_acts(
    events: Mapping[PairYear, Sequence[int]], parameters: Parameters = OF_YEARS
) -> dict[Pair, list[Act]]:
    """Return the conflict events by pair; those of a year are placed in its middle."""
    found: dict[Pair, list[Act]] = {}
    for (source, target, year), (*_, verbal, material) in events.items():
        pair = (min(source, target), max(source, target))
        worth = parameters.verbal * verbal + parameters.material * material
        act = Act(date(year, 7, 1).toordinal(), 1 if source == pair[0] else -1, worth)
        found.setdefault(pair, []).append(act)
    return found


def hostility(acts: Mapping[Pair, Iterable[Act]], parameters: Parameters = DEFAULT) -> Scores:
    """Return the relative hostility of each pair at the end of each year."""
    by_year: dict[int, dict[Pair, float]] = {}
    for (a, b), year, level in _levels(acts, parameters):
        directed = by_year.setdefault(year, {})
        directed[a, b] = level.sums.get("conflict>", 0.0)
        directed[b, a] = level.sums.get("conflict<", 0.0)
    return {
        (a, b, year): score
        for year, directed in by_year.items()
        for (a, b), score in relative(directed).items()
    }


def intensity(acts: Mapping[Pair, Iterable[Act]], parameters: Parameters = DEFAULT) -> Scores:
    """Return the intensity of conflict of each pair at the end of each year."""
    return {
        (a, b, year): log1p(level.sums.get("conflict", 0.0))
        for (a, b), year, level in _levels(acts, parameters)
    }


def _levels(acts: Mapping[Pair, Iterable[Act]], parameters: Parameters) -> Iterator[tuple[Pair, int, Level]]:
    """Yield the decayed sums of each pair at the end of each year, as the same mutable object."""
    days = [act.day for of_pair in acts.values() for act in of_pair]
    if not days:
        return
    years = range(date.fromordinal(min(days)).year, date.fromordinal(max(days)).year + 1)
    for pair, of_pair in acts.items():
        level = Level(parameters)
        left = sorted(of_pair, reverse=True)
        for year in years:
            end = date(year, 12, 31).toordinal()
            while left and left[-1].day <= end:
                act = left.pop()
                level.to(act.day)
                for name, ways in (("conflict", (-1, 0, 1)), ("conflict>", (0, 1)), ("conflict<", (-1, 0))):
                    if act.direction in ways:
                        level.sums[name] = level.sums.get(name, 0.0) + act.worth
            level.to(end)
            yield pair, year, level


def write(scores: Mapping[PairYear, float], file: Path) -> None:
    """Write scores as CSV: a, b, year, hostility. Raises ``StoreError`` if it cannot be written."""
    try:
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            writer.writerow(("a", "b", "year", "hostility"))
            writer.writerows((*at, f"{score:.6f}") for at, score in sorted(scores.items()))
    except OSError as error:
        raise cannot_write(file, error) from error


@dataclass(frozen=True, slots=True)
class _Row:
    file: Path
    line: int
    cells: Mapping[str, str | None]

    def number(self, column: str) -> int:
        cell = self.cells[column] or ""
        with suppress(ValueError):
            if (number := int(cell)) >= 0:
                return number
        raise self._error(column, cell, "a whole number, 0 or more")

    def year(self) -> int:
        number = self.number("year")
        if not MINYEAR <= number <= MAXYEAR:
            raise self._error("year", str(number), "a year")
        return number

    def state(self, column: str) -> str:
        cell = (self.cells[column] or "").strip()
        if not cell:
            raise self._error(column, cell, "the code of a state")
        return cell

    def _error(self, column: str, cell: str, wanted: str) -> InputError:
        return InputError(
            f"{self.file}:{self.line}: {column} {cell!r} is not {wanted}; see docs/development/evaluation.md"
        )


def _rows(file: Path, columns: Sequence[str]) -> Iterator[_Row]:
    try:
        with (
            gzip.open(file, "rt", encoding="utf-8-sig", newline="")
            if file.suffix == ".gz"
            else file.open(encoding="utf-8-sig", newline="") as lines
        ):
            reader = csv.DictReader(lines)
            if lacking := [name for name in columns if name not in (reader.fieldnames or ())]:
                raise InputError(
                    f"{file}: no column {', '.join(lacking)}; see docs/development/evaluation.md"
                )
            for cells in reader:
                yield _Row(file, reader.line_num, cells)
    except (EOFError, zlib.error, UnicodeDecodeError, csv.Error, gzip.BadGzipFile) as error:
        raise InputError(f"{file}: cannot be read as CSV: {error}; check the file") from error
    except OSError as error:
        raise cannot_read(file, error) from error
