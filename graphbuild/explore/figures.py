"""Figures of a graph: counts of its parts, time range and publishers."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import islice

from graphbuild.api.filters import NONE, Filters
from graphbuild.api.index import Index
from graphbuild.api.timeline import by_month
from graphbuild.explore import shapes
from graphbuild.explore.shapes import Json
from graphbuild.incremental import Overview
from graphbuild.incremental.overview import publishers, undated_years
from graphbuild.model import KINDS, Entity
from graphbuild.tables import relations

#: Maximum number of entities of a kind, and of publishers, that are shown.
MOST = 20


def overview(index: Index, filters: Filters) -> Overview:
    """Counts of the part of the graph that passes the filters."""
    whole = filters == NONE
    articles = [a for a in index.articles.values() if filters.lets_article(a)]
    statements = index.graph.statements if whole else index.about_all(filters).statements
    dates = [a.date for a in articles if a.date]
    known = best_known(index, filters)
    kinds = Counter(e.kind for e in known)
    edges = (
        Counter(r.relation for r in index.graph.relations)
        if whole
        else Counter(t.edge.relation for t in index.about_all(filters).ties if t.reports or filters.statuses)
    )
    return Overview(
        articles=len(articles),
        copies=sum(a.id in index.original for a in articles),
        publishers=publishers(Counter(a.source for a in articles if a.source).items()),
        months=dict(sorted(Counter(day[:7] for day in dates).items())),
        undated_years=undated_years((a.date_from, 1) for a in articles if not a.date),
        first=min(dates, default=""),
        last=max(dates, default=""),
        entities={kind: kinds[kind] for kind in KINDS},
        known={kind: tuple(islice((e for e in known if e.kind == kind), MOST)) for kind in KINDS},
        relations=_most_first(edges),
        asserted=sum(s.asserted for s in statements),
        denied=sum(s.negated for s in statements),
        unasserted=sum(not s.negated and not s.asserted for s in statements),
    )


def best_known(index: Index, filters: Filters) -> tuple[Entity, ...]:
    """The entities with statements that pass the filters, those of the most articles first.

    Each has the number of articles that mention it and have a statement about it that passes the filters; if
    the filters select only days and publishers, of all articles that mention it: as many as its page lists.
    """
    if filters == NONE:
        return index.best_known
    if filters.of_statements:
        by_entity: defaultdict[str, set[str]] = defaultdict(set)
        for s in index.about_all(filters).statements:
            for end, other in ((s.source, s.target), (s.target, s.source)):
                if filters.lets_kind(index.entities[other].kind) and filters.lets_direction(s, end):
                    by_entity[end].add(s.article)
        number = Counter(m.entity for m in index.graph.mentioned if m.article in by_entity.get(m.entity, ()))
    else:
        passed = {a.id for a in index.articles.values() if filters.lets_article(a)}
        number = Counter(m.entity for m in index.graph.mentioned if m.article in passed)
    known = (replace(e, articles=number[e.id]) for e in index.best_known if e.id in number)
    return tuple(sorted(known, key=lambda e: (-e.articles, e.name, e.id)))


def figures(found: Overview) -> Json:
    """The figures as page data."""
    dated = sum(found.months.values())
    coverage = by_month(
        {(month, "articles"): n for month, n in found.months.items()},
        {(year, "articles"): n for year, n in found.undated_years.items()},
        ("articles",),
    )
    shown = sum(bar["articles"] for bar in coverage["bars"])
    return {
        "articles": found.articles,
        "copies": found.copies,
        "publishers": list(islice(found.publishers.items(), MOST)),
        "publisher_count": len(found.publishers),
        "first": found.first,
        "last": found.last,
        "years": dict(found.undated_years),
        "undated": found.articles - dated,
        "entities": dict(found.entities),
        "relations": [[name, n, relations()[name].family] for name, n in found.relations.items()],
        "asserted": found.asserted,
        "denied": found.denied,
        "unasserted": found.unasserted,
        "coverage": coverage | {"left_out": found.articles - shown},
        "known": {kind: [shapes.entity(e) for e in some] for kind, some in found.known.items()},
    }


def _most_first(count: Counter[str]) -> dict[str, int]:
    return dict(sorted(count.items(), key=lambda item: (-item[1], item[0])))
