"""A graph in figures: how much there is of what, from when and from whom."""

from __future__ import annotations

from collections import Counter
from itertools import islice

from graphbuild.explore import shapes
from graphbuild.explore.filters import Filters
from graphbuild.explore.index import Index
from graphbuild.explore.shapes import Json
from graphbuild.explore.timeline import coverage
from graphbuild.model import KINDS
from graphbuild.tables import relations

#: Entities of a kind, and publishers.
_MOST_LISTED = 20


def figures(index: Index, filters: Filters) -> Json:
    """What the filters let through: articles over time, relations, and who is mentioned most."""
    whole = filters == Filters()
    articles = [a for a in index.articles.values() if filters.lets_article(a)]
    statements = [s for s in index.graph.statements if whole or index.passes(s, filters)]
    publishers = Counter(a.source for a in articles if a.source)
    dates = [a.date for a in articles if a.date]
    ids = {a.id for a in articles}
    if whole:
        told = Counter({e.id: e.articles for e in index.best_known})
        edges = Counter(r.relation for r in index.graph.relations)
    else:
        told = Counter(m.entity for m in index.graph.mentioned if m.article in ids)
        ties = index.ties((s for s in statements if s.asserted), filters.least)
        edges = Counter(t.edge.relation for t in ties)
    known = [e for e in index.best_known if told[e.id]]
    if not whole:
        known.sort(key=lambda e: -told[e.id])
    kinds = Counter(e.kind for e in known)
    return {
        "articles": len(articles),
        "copies": sum(id_ in ids for id_ in index.original),
        "publishers": publishers.most_common(_MOST_LISTED),
        "publisher_count": len(publishers),
        "first": min(dates, default=""),
        "last": max(dates, default=""),
        "undated": len(articles) - len(dates),
        "entities": {kind: kinds[kind] for kind in KINDS},
        "relations": [
            [name, n, relations()[name].family]
            for name, n in sorted(edges.items(), key=lambda item: (-item[1], item[0]))
        ],
        "asserted": sum(s.asserted for s in statements),
        "denied": sum(s.negated for s in statements),
        "unasserted": sum(not s.negated and not s.asserted for s in statements),
        "coverage": coverage(articles),
        "known": {
            kind: [
                shapes.entity(e) | {"articles": told[e.id]}
                for e in islice((e for e in known if e.kind == kind), _MOST_LISTED)
            ]
            for kind in KINDS
        },
    }
