"""Compare the hostility of pairs of states in a graph with historical disputes and rivalries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graphbuild.errors import InputError
from graphbuild.evaluate.dyads import (
    Act,
    Figures,
    Files,
    Pair,
    PairYear,
    Scores,
    counts,
    figures,
    hostility,
    intensity,
    read_events,
    read_truth,
)
from graphbuild.model import LEVELS, Graph, Level
from graphbuild.stance import DEFAULT, Pairs, Parameters, Report, weight

#: Fewest reports of a scored pair in the scored years.
LEAST_REPORTS = 5


@dataclass(frozen=True, slots=True)
class Reported:
    """What a graph reports about pairs of states at one level."""

    conflict: dict[Pair, list[Act]]
    volume: Counter[PairYear]
    """Number of conflict and cooperation reports of each pair and year."""


def measure(graph: Graph, files: Files) -> tuple[dict[str, Figures], Scores]:
    """Measure how well reports rank the pairs and years with disputes, by level and score; return also the
    scores.

    Scored are the years that both the truth and the articles of the graph cover (not those that articles only
    recall), and the pairs of the data set with at least ``LEAST_REPORTS`` reports in these years. The
    returned scores are the relative ones at the level ``state``.

    Raises ``InputError`` if graph and truth have no year in common.
    """
    truth = read_truth(files.truth)
    listed = truth.pairs | {(min(a, b), max(a, b)) for a, b, _ in read_events(files.events)}
    last = max((year for *_, year in truth.disputes), default=0)
    first = min((year for *_, year in truth.disputes), default=0)
    written = {int(article.time[:4]) for article in graph.articles if article.time}
    found: dict[str, Figures] = {}
    scores: Scores = {}
    for level in reversed(LEVELS):
        measured = reported(graph, level)
        years = sorted({year for *_, year in measured.volume if first <= year <= last and year in written})
        if not years:
            raise InputError(
                f"{files.truth}: no report on two states is of a year with a dispute in this file"
            )
        reports: Counter[Pair] = Counter()
        for (a, b, year), number in measured.volume.items():
            reports[a, b] += number if year in years else 0
        pairs = [pair for pair in listed if reports[pair] >= LEAST_REPORTS]
        use = [(a, b, year) for a, b in pairs for year in years]
        ranked = {
            "relative": hostility(measured.conflict),
            "conflict": intensity(measured.conflict),
            "volume": {at: float(measured.volume[at]) for at in use},
        }
        scores = scores or ranked["relative"]
        found |= {f"{level} {name}": figures(score, truth, use) for name, score in ranked.items()}
        found[f"{level} scored"] = counts(truth, use)
    return found, scores


def reported(graph: Graph, level: Level, parameters: Parameters = DEFAULT) -> Reported:
    """Return what a graph reports about pairs of states, by their codes, without reports of unknown days."""
    code = {e.id: e.iso3 for e in graph.entities if e.kind == "country" and e.iso3}
    pairs = Pairs(
        graph.statements,
        {article.id: article for article in graph.articles},
        {copy.article: copy.original for copy in graph.copies},
        {entity.id: entity for entity in graph.entities},
    )
    conflict: dict[Pair, list[Act]] = {}
    volume: Counter[PairYear] = Counter()
    for (a, b), acted in pairs.statements_by_pair(level).items():
        if a in code and b in code and code[a] != code[b]:
            forth = code[a] < code[b]
            pair = (min(code[a], code[b]), max(code[a], code[b]))
            of_pair = conflict.setdefault(pair, [])
            for report in dated(pairs.reports(acted)):
                volume[*pair, date.fromordinal(report.day).year] += 1
                if report.axis == "conflict":
                    direction = report.direction if forth else -report.direction
                    act = Act(report.day, direction, weight(report, parameters))
                    of_pair.append(act)
    return Reported(conflict, volume)


def dated(reports: Iterable[Report]) -> list[Report]:
    """Return the reports of a known day that are not denials."""
    return [report for report in reports if report.day > 0 and not report.denied]
