"""What statements report of two: dated, weighted, each article heard once.

A report is what one independent article says that one does to, or with, the other on one day. Copies of an
article, sentences that several articles print and repeats within an article add nothing. Statements that are
denied are counted as denials; what is possible, demanded or to come is not a report.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from operator import attrgetter
from typing import Literal

from graphbuild.collate import earliest, independent, same_words
from graphbuild.model import Article, Statement, year_told
from graphbuild.tables import RelationType, relations

Axis = Literal["cooperation", "conflict"]
AXES: tuple[Axis, ...] = ("cooperation", "conflict")
#: Day of what happened before its article, nobody says when; and where no day is known at all.
PAST, UNDATED = -1, 0
_YEAR, _MONTH = 366, 31
#: Days after which an article tells of something from memory, not as news.
_NEWS = 31
#: Who pulls out may end a fight, or leave an ally alone.
_NEITHER = frozenset(["WITHDRAWS_FROM"])


@dataclass(frozen=True, slots=True, order=True)
class Report:
    """What one article reports of two, ``a`` and ``b``. No two have the same first five values."""

    day: int
    """Proleptic Gregorian ordinal of the day; ``UNDATED`` or ``PAST`` where none is known."""
    article: str
    direction: int
    """1 from a to b, -1 from b to a, 0 for what both do with each other."""
    relation: str
    statement: str
    """Id of the statement."""
    axis: Axis
    material: bool
    """Whether it is a deed rather than words (PLOVER's quad classes)."""
    force: bool
    """Whether force was used (PLOVER root ASSAULT)."""
    publisher: str
    confidence: float
    denied: bool = False
    trigger: str = ""
    published: int = UNDATED
    """Ordinal of the day of the article, or of the first of the month or year that alone is known of it;
    ``UNDATED`` where nothing is."""
    retold: bool = False
    """Whether the article tells from memory what another report tells: that is surer then, not heavier."""


def axis_of(kind: RelationType) -> Axis | None:
    """The axis that a relation counts for; None for posts, memberships, requests and withdrawals."""
    if kind.name in _NEITHER:
        return None
    return "cooperation" if kind.score > 0 else "conflict" if kind.score < 0 else None


@cache
def axes() -> Mapping[str, Axis]:
    """The axis of every relation that counts for one, by name."""
    return {name: axis for name, kind in relations().items() if (axis := axis_of(kind))}


def day_of(s: Statement, article: Article) -> int:
    """The day that a statement is about, as an ordinal, ``PAST`` or ``UNDATED``.

    The middle of a span of days; what has gone on since some day, or for years until now, counts for the day
    of the article. Where of an article only the year or month is known, the beginning of that stands for its
    day, and where nothing is known the beginning of a span of months for its middle. Nothing that is reported
    as fact lies after its article.
    """
    return day_between(s.when_from, s.when_to, s.when_precision, article.date, article.date_from)


@lru_cache(maxsize=16_384)
def day_between(when_from: str, when_to: str, precision: str, published_on: str, date_from: str = "") -> int:
    """As ``day_of``, by the first and the last day that a statement gives, how exactly, and ``date`` and
    ``date_from`` of its article."""
    published, begin = ordinal(published_on), _beginning(published_on or year_told(date_from))
    first, last = ordinal(when_from), ordinal(when_to)
    if first and last:
        long = last - first > _YEAR
        if long and precision == "unknown":  # "after the war": some time since then
            return PAST
        over = last < begin
        if not published and not over and last - first > _MONTH:  # a year alone: its article may be as early
            return max(first, begin)
        ongoing = long and 0 <= published - last <= _MONTH
        found = published if ongoing else (first + last) // 2
        return min(found, published) if published else found
    if last:
        return PAST
    return published or max(first, begin)


def _beginning(time: str) -> int:
    """The ordinal of the first day of a day, month or year; ``UNDATED`` for none."""
    return ordinal(f"{time}-01-01"[:10] if time else "")


def ordinal(day: str) -> int:
    """The ordinal of a day in ISO 8601; ``UNDATED`` for none."""
    return date.fromisoformat(day).toordinal() if day else UNDATED


def reports(
    statements: Iterable[tuple[Statement, bool]],
    articles: Mapping[str, Article],
    original: Mapping[str, str],
) -> list[Report]:
    """The reports in the statements about a pair, each with whether its first one acts, in order of day.

    Of what one article says of a relation and day the surest statement speaks. ``original`` gives the
    original of every copy, by ids of articles.
    """
    edges: dict[tuple[str, str, str, bool, bool], list[Statement]] = {}
    for s, forward in statements:
        edges.setdefault((s.relation, s.source, s.target, s.negated, forward), []).append(s)
    said: dict[tuple[str, int, bool], list[tuple[Statement, str]]] = {}
    for (relation, _, _, negated, forward), some in edges.items():
        direction = 0 if relations()[relation].symmetric else 1 if forward else -1
        once = _each_once(independent(some, articles, original), articles)
        said.setdefault((relation, direction, negated), []).extend(once)
    surest: dict[tuple[int, str, int, str, bool], Report] = {}
    for (relation, direction, negated), once in said.items():
        kind, axis = relations()[relation], axes()[relation]
        days = _days([s for s, _ in once], articles)
        for (s, id_), day in zip(once, days, strict=True):
            article = articles[s.article]
            key = (day, s.article, direction, relation, negated)
            before = surest.get(key)
            if before is None or (-s.confidence, id_) < (-before.confidence, before.statement):
                surest[key] = Report(
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
                    trigger=s.trigger,
                    published=_beginning(article.time),
                )
    return _told_once(sorted(surest.values(), key=order))


def _days(said: Sequence[Statement], articles: Mapping[str, Article]) -> list[int]:
    """The day of each of several statements of the same: of one that tells no more than some days, weeks or
    months, the day of another in that time, the one nearest to its own. The first of the month or year that
    alone is known of an article is nobody's day.
    """
    days = [day_of(s, articles[s.article]) for s in said]
    if len(days) < 2:
        return days
    sure = ((s.when_from == s.when_to != "" or (articles[s.article].date and not span(s))) for s in said)
    exact = sorted({day for day, known in zip(days, sure, strict=True) if known and day > UNDATED})
    found = []
    for s, day in zip(said, days, strict=True):
        if day > UNDATED and 0 < span(s) <= _YEAR:
            first, last = ordinal(s.when_from), ordinal(s.when_to)
            within = exact[bisect_left(exact, first) : bisect_right(exact, last)]
            day = min(within, key=lambda one: (abs(one - day), one), default=day)
        found.append(day)
    return found


def span(s: Statement) -> int:
    """How many days lie between the first and the last on which a statement may have happened."""
    if not (s.when_from and s.when_to) or s.when_from == s.when_to:
        return 0
    return ordinal(s.when_to) - ordinal(s.when_from)


def _told_once(found: list[Report]) -> list[Report]:
    """The reports, of which those from memory are marked that tell again what was done on a day."""
    news = {_what(r) for r in found if not _remembered(r)}
    told: list[Report] = []
    for report in found:
        if _remembered(report):
            again = _what(report) in news
            news.add(_what(report))
            report = replace(report, retold=again)
        told.append(report)
    return told


def _remembered(report: Report) -> bool:
    return report.day > UNDATED and report.published - report.day > _NEWS


def _what(report: Report) -> tuple[int, int, str, bool]:
    return report.day, report.direction, report.relation, report.denied


def _each_once(
    statements: list[Statement], articles: Mapping[str, Article]
) -> Iterable[tuple[Statement, str]]:
    """The earliest of the statements that have the same words, each with its id."""
    if len(statements) == 1:
        return [(statements[0], statements[0].id)]
    printed: dict[str, tuple[Statement, str]] = {}
    ordered = ((earliest(articles[s.article]), s.id, s) for s in statements)
    for _, id_, s in sorted(ordered, key=lambda one: one[:2]):
        printed.setdefault(same_words(s.sentence), (s, id_))
    return printed.values()


#: What puts reports in order.
order = attrgetter("day", "article", "direction", "relation", "statement")
