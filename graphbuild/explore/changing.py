"""Compare two periods: stances that changed, relations that appeared and that are no longer reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from graphbuild.api.filters import Filters
from graphbuild.api.index import Index
from graphbuild.api.selection import Day, period
from graphbuild.errors import QueryError
from graphbuild.explore import shapes
from graphbuild.explore.shapes import Json
from graphbuild.model import Statement

#: Default number of changes listed of each type; all are counted.
MOST = 25


def changes(
    index: Index,
    first: Day,
    second: Day,
    filters: Filters,
    of: str = "",
    start: int = 0,
    most: int = MOST,
    earlier: tuple[Day, Day] = (None, None),
) -> Json:
    """Stances that changed, relations that appeared or are no longer reported, from one period to another.

    The later period begins after the day ``first`` and ends on ``second``; the ``earlier`` one is the time of
    the same length up to ``first``, or has its own first and last day. Then all four days are included. A
    relation appeared if nothing up to the end of the earlier period asserts it; it is no longer reported if
    the earlier period asserts it, and the later does not. Stances are those at the ends of the periods. Of
    each type ``most`` are listed, from ``start`` on. With the id of an entity in ``of``, only changes about
    it. Raises ``QueryError`` for an invalid or missing day, periods that overlap, and an unknown entity.
    """
    since, until = period(first, second)
    if not since or not until:
        raise QueryError("give both days, since and until")
    before, end, begun = _earlier(since, until, *earlier)
    concerned = index.entity(of) if of else None
    stances = index.stances(filters)
    known = stances.changes(end, until, cited_after=begun) if stances else ()
    turned = tuple(
        c
        for c in known
        if (filters.lets_kind(c.a.kind, c.b.kind) if concerned is None else concerned in (c.a, c.b))
        and c.after.reports >= filters.min_reports
    )
    # The compared days replace the days of the filters.
    whenever = replace(filters, since="", until="", min_reports=0)
    at: dict[str, list[Statement]] = {"long before": [], "before": [], "after": []}
    for s in index.about(concerned.id, whenever) if concerned else index.among_all(whenever):
        day = index.articles[s.article].date
        if s.asserted and day and (day <= end or begun < day <= until):
            at["after" if day > end else "before" if day > before else "long before"].append(s)
    after, ties = index.ties(at["after"]), index.ties(at["before"])
    old = {t.edge for t in ties} | {t.edge for t in index.ties(at["long before"])}
    new = {t.edge for t in after}
    appeared = [t for t in after if t.edge not in old and t.reports >= filters.min_reports]
    silent = [t for t in ties if t.edge not in new and t.reports >= filters.min_reports]
    part = slice(start, start + most)
    ends = {id_ for t in (*appeared[part], *silent[part]) for id_ in t.edge[1:]}
    ends |= {e.id for c in turned[part] for e in (c.a, c.b)}
    ends |= shapes.ends(cited.statement for c in turned[part] for cited in c.cited)
    return {
        "of": shapes.entity(concerned) if concerned else None,
        "since": since,
        "until": until,
        "earlier": [before, end],
        "turned": [
            {
                "a": c.a.id,
                "b": c.b.id,
                "before": shapes.stance(c.before),
                "after": shapes.stance(c.after),
                "last": max(c.before.months, default=""),
                "strength": c.strength,
                "faded": c.faded,
                "cited": [shapes.statement(index, cited.statement) for cited in c.cited],
            }
            for c in turned[part]
        ],
        "turned_count": len(turned),
        "appeared": [shapes.tie(index, t) for t in appeared[part]],
        "appeared_count": len(appeared),
        "silent": [shapes.tie(index, t) for t in silent[part]],
        "silent_count": len(silent),
        "first": start,
        "per": most,
        "reports": [len(index.reports(at["before"])), len(index.reports(at["after"]))],
        "named": shapes.named(index, ends),
    }


def _earlier(since: str, until: str, first: Day, last: Day) -> tuple[str, str, str]:
    """The day before the earlier period, its last day, and the day before the later period."""
    began, ended = period(first, last)
    if not (began or ended):
        start = date.fromisoformat(since).toordinal()
        length = date.fromisoformat(until).toordinal() - start
        return date.fromordinal(max(1, start - length)).isoformat(), since, since
    if not (began and ended):
        raise QueryError("give both days of the earlier period, or neither")
    if ended >= since:
        raise QueryError(f"the earlier period ends on {ended}, not before {since}; give one that does")
    return _day_before(began), ended, _day_before(since)


def _day_before(day: str) -> str:
    return date.fromordinal(max(1, date.fromisoformat(day).toordinal() - 1)).isoformat()
