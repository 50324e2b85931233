"""Two days compared: what turned, appeared and fell silent in between."""

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

#: Of each sort that are listed, unless more are asked for; all are counted.
MOST = 25


def changes(
    index: Index,
    first: Day,
    second: Day,
    filters: Filters,
    of: str = "",
    start: int = 0,
    most: int = MOST,
) -> Json:
    """Stances that turned, relations that appeared or fell silent from the end of one day to that of another.

    A relation appeared where nothing before asserts it; it fell silent where the time of the same length
    before the first day asserts it, and nothing after. Of each sort ``most`` are listed, from ``start`` on.
    With the id of an entity in ``of``, what concerns it alone. Raises ``QueryError`` for a day that is none
    or missing, and an entity that the graph does not hold.
    """
    since, until = period(first, second)
    if not since or not until:
        raise QueryError("give both days, since and until")
    last = date.fromisoformat(since)
    length = date.fromisoformat(until).toordinal() - last.toordinal()
    before = date.fromordinal(max(1, last.toordinal() - length)).isoformat()
    concerned = index.entity(of) if of else None
    stances = index.stances(filters)
    known = stances.changes(since, until) if stances else ()
    turned = tuple(
        c
        for c in known
        if (filters.lets_kind(c.a.kind, c.b.kind) if concerned is None else concerned in (c.a, c.b))
        and c.after.reports >= filters.min_reports
    )
    # The days of the filters are those that are compared.
    whenever = replace(filters, since="", until="", min_reports=0)
    at: dict[str, list[Statement]] = {"long before": [], "before": [], "after": []}
    for s in index.about(concerned.id, whenever) if concerned else index.among_all(whenever):
        day = index.articles[s.article].date
        if s.asserted and day and day <= until:
            at["after" if day > since else "before" if day > before else "long before"].append(s)
    after, earlier = index.ties(at["after"]), index.ties(at["before"])
    old = {t.edge for t in earlier} | {t.edge for t in index.ties(at["long before"])}
    new = {t.edge for t in after}
    appeared = [t for t in after if t.edge not in old and t.reports >= filters.min_reports]
    silent = [t for t in earlier if t.edge not in new and t.reports >= filters.min_reports]
    part = slice(start, start + most)
    ends = {id_ for t in (*appeared[part], *silent[part]) for id_ in t.edge[1:]}
    ends |= {e.id for c in turned[part] for e in (c.a, c.b)}
    ends |= shapes.ends(cited.statement for c in turned[part] for cited in c.cited)
    return {
        "of": shapes.entity(concerned) if concerned else None,
        "since": since,
        "until": until,
        "before": before,
        "turned": [
            {
                "a": c.a.id,
                "b": c.b.id,
                "before": shapes.stance(c.before),
                "after": shapes.stance(c.after),
                "strength": c.strength,
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
