"""Reports about a pair, derived from statements: dated, weighted, one per article.

A report is the claim of one independent article that one side does something to, or with, the other on one
day. Copies of an article, sentences printed by several articles and repetitions within an article add
nothing. Negated statements count as denials; possible, demanded and future events are not reports.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Literal

from graphbuild.collate import earliest, independent, same_words
from graphbuild.model import Article, Statement, partial_date
from graphbuild.stance.standing_table import standing_rows
from graphbuild.tables import RelationType, relations

Axis = Literal["cooperation", "conflict"]
AXES: tuple[Axis, ...] = ("cooperation", "conflict")
#: Day of an event that happened at an unknown time before its article; and day of an event with no known day
#: at all.
PAST, UNDATED = -1, 0
_YEAR, _MONTH = 366, 31
#: What ends the clause of a trigger.
_CLAUSE_END = re.compile(r"[,;.]")
#: Days after which an article counts as recalling an event rather than reporting news.
_NEWS_DAYS = 31
#: Relations on neither axis: a withdrawal may end a fight or abandon an ally.
_WITHOUT_AXIS = frozenset(["WITHDRAWS_FROM"])


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """What one article reports about the pair ``a`` and ``b``. The first five values are unique."""

    day: int
    """Proleptic Gregorian ordinal of the day; ``UNDATED`` or ``PAST`` if unknown."""
    article: str
    direction: int
    """1 from a to b, -1 from b to a, 0 for a symmetric relation."""
    relation: str
    statement: str
    """Id of the statement."""
    axis: Axis
    material: bool
    """Whether it is a material rather than a verbal event (PLOVER's quad classes)."""
    force: bool
    """Whether force was used (PLOVER root ASSAULT)."""
    publisher: str
    confidence: float
    denied: bool = False
    wording: str = ""
    """The clause of the sentence from the trigger on; empty if no standing depends on the relation."""
    published: int = UNDATED
    """Ordinal of the article's day; the first day of its month or year if only that is known; else
    ``UNDATED``.
    """
    retold: bool = False
    """Whether the article recalls an event that another report covers. It adds to belief, but not to the
    weight.
    """


def _wording(s: Statement) -> str:
    """The clause from the trigger on: "agreed on Friday to restore relations"."""
    start = max(0, s.trigger_span[0] - s.sentence_span[0])
    return _CLAUSE_END.split(s.sentence[start:], maxsplit=1)[0] or s.trigger


def axis_of(kind: RelationType) -> Axis | None:
    """Return the axis of a relation; None for posts, memberships, requests and withdrawals."""
    if kind.name in _WITHOUT_AXIS:
        return None
    return "cooperation" if kind.score > 0 else "conflict" if kind.score < 0 else None


@cache
def axes() -> Mapping[str, Axis]:
    """Return the axis of every relation that has one, by name."""
    return {name: axis for name, kind in relations().items() if (axis := axis_of(kind))}


def day_of(s: Statement, article: Article) -> int:
    """Return the day that a statement is about, as an ordinal, ``PAST`` or ``UNDATED``.

    For a span of days it is the middle. For something ongoing, or lasting for years until now, it is the day
    of the article. If only the year or month of the article is known, its first day stands for the article's
    day; if nothing is known, a span of months is represented by its first day instead of its middle. The
    result is never after the article's day.
    """
    return day_between(s.when_from, s.when_to, s.when_precision, article.date, article.date_from)


@lru_cache(maxsize=16_384)
def day_between(when_from: str, when_to: str, precision: str, published_on: str, date_from: str = "") -> int:
    """Like ``day_of``, from the first and last day and the precision of a statement, and ``date`` and
    ``date_from`` of its article.
    """
    published, begin = ordinal(published_on), _beginning(published_on or partial_date(date_from))
    first, last = ordinal(when_from), ordinal(when_to)
    if first and last:
        is_long = last - first > _YEAR
        if is_long and precision == "unknown":  # "after the war": some time since then
            return PAST
        ended = last < begin
        if not published and not ended and last - first > _MONTH:  # only a year: the article may be as early
            return max(first, begin)
        ongoing = is_long and 0 <= published - last <= _MONTH
        middle = published if ongoing else (first + last) // 2
        return min(middle, published) if published else middle
    if last:
        return PAST
    return published or max(first, begin)


def _beginning(time: str) -> int:
    """Return the ordinal of the first day of a day, month or year; ``UNDATED`` for none."""
    return ordinal(f"{time}-01-01"[:10] if time else "")


def ordinal(day: str) -> int:
    """Return the ordinal of an ISO 8601 date; ``UNDATED`` for none."""
    return date.fromisoformat(day).toordinal() if day else UNDATED


def reports(
    statements: Iterable[tuple[Statement, bool]],
    articles: Mapping[str, Article],
    original: Mapping[str, str],
) -> list[Report]:
    """Return the reports in the statements about a pair, sorted by day.

    Each statement comes with whether the first entity of the pair is its actor. Of the statements of one
    article on the same relation and day the most confident one is used. ``original`` maps each copy to its
    original, by article id.
    """
    edges: dict[tuple[str, str, str, bool, bool], list[Statement]] = {}
    for s, forward in statements:
        edges.setdefault((s.relation, s.source, s.target, s.negated, forward), []).append(s)
    by_direction: dict[tuple[str, int, bool], list[tuple[Statement, str]]] = {}
    for (relation, _, _, negated, forward), same_edge in edges.items():
        direction = 0 if relations()[relation].symmetric else 1 if forward else -1
        distinct = _distinct(independent(same_edge, articles, original), articles)
        by_direction.setdefault((relation, direction, negated), []).extend(distinct)
    best: dict[tuple[int, str, int, str, bool], Report] = {}
    for (relation, direction, negated), distinct in by_direction.items():
        kind, axis = relations()[relation], axes()[relation]
        days = _days([s for s, _ in distinct], articles)
        for (s, id_), day in zip(distinct, days, strict=True):
            article = articles[s.article]
            key = (day, s.article, direction, relation, negated)
            before = best.get(key)
            if before is None or (-s.confidence, id_) < (-before.confidence, before.statement):
                best[key] = Report(
                    day=day,
                    article=s.article,
                    direction=direction,
                    relation=relation,
                    statement=id_,
                    axis=axis,
                    material=kind.quad in (2, 4),
                    force=kind.plover == "ASSAULT",
                    publisher=article.publisher,
                    confidence=s.confidence,
                    denied=negated,
                    wording=_wording(s) if relation in standing_rows() else "",
                    published=_beginning(article.time),
                )
    return _mark_retold(sorted(best.values(), key=order))


def _days(statements: Sequence[Statement], articles: Mapping[str, Article]) -> list[int]:
    """Return the days of several statements of the same relation.

    A statement dated only to some days, weeks or months gets the nearest exact day of another statement
    within that span. The first day that stands for the month or year of an article is not an exact day.
    """
    days = [day_of(s, articles[s.article]) for s in statements]
    if len(days) < 2:
        return days
    is_exact = (
        (s.when_from == s.when_to != "" or (articles[s.article].date and not span(s))) for s in statements
    )
    exact = sorted({day for day, known in zip(days, is_exact, strict=True) if known and day > UNDATED})
    result = []
    for s, day in zip(statements, days, strict=True):
        if day > UNDATED and 0 < span(s) <= _YEAR:
            first, last = ordinal(s.when_from), ordinal(s.when_to)
            within = exact[bisect_left(exact, first) : bisect_right(exact, last)]
            day = min(within, key=lambda other: (abs(other - day), other), default=day)
        result.append(day)
    return result


def span(s: Statement) -> int:
    """Return the number of days between the first and the last possible day of a statement."""
    if not (s.when_from and s.when_to) or s.when_from == s.when_to:
        return 0
    return ordinal(s.when_to) - ordinal(s.when_from)


def _mark_retold(reports: list[Report]) -> list[Report]:
    """Mark the recalled reports of an event that another report covers."""
    known = {_event_key(r) for r in reports if not _recalled(r)}
    result: list[Report] = []
    for report in reports:
        if _recalled(report):
            retold = _event_key(report) in known
            known.add(_event_key(report))
            report = replace(report, retold=retold)
        result.append(report)
    return result


def _recalled(report: Report) -> bool:
    return report.day > UNDATED and report.published - report.day > _NEWS_DAYS


def _event_key(report: Report) -> tuple[int, int, str, bool]:
    return report.day, report.direction, report.relation, report.denied


def _distinct(
    statements: list[Statement], articles: Mapping[str, Article]
) -> Iterable[tuple[Statement, str]]:
    """Return the earliest of the statements with the same words, each with its id."""
    if len(statements) == 1:
        return [(statements[0], statements[0].id)]
    earliest_by_words: dict[str, tuple[Statement, str]] = {}
    ordered = ((earliest(articles[s.article]), s.id, s) for s in statements)
    for _, id_, s in sorted(ordered, key=lambda item: item[:2]):
        earliest_by_words.setdefault(same_words(s.sentence), (s, id_))
    return earliest_by_words.values()


#: Sort key of reports.
order = attrgetter("day", "article", "direction", "relation", "statement")
