"""A part of a graph as a graph: for export, other tools and figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Unpack

from graphbuild.aggregation import within
from graphbuild.api import lists
from graphbuild.api.filters import NONE, Choice, Filters
from graphbuild.api.selection import most
from graphbuild.api.views import RelationSort
from graphbuild.errors import QueryError
from graphbuild.model import Graph


class Part(Choice, total=False):
    """Options that select a part of a graph; by default all of it. See :func:`select`."""

    isolates: bool
    sort: RelationSort
    limit: int


def select(
    graph: Graph,
    *,
    isolates: bool = True,
    sort: RelationSort = "reports",
    limit: int = 0,
    keep: Collection[str] = (),
    **choice: Unpack[Choice],
) -> Graph:
    """The selected part of the graph, with its evidence.

    ``relation`` is one or several families, quad classes, PLOVER roots or names: words of
    ``relation_groups``. Entities of the ``kind`` stay, and those with an id in ``keep``, with or without
    relations; without ``isolates`` only those with relations. With ``since`` or ``until`` (days, both
    included) or ``source`` (publishers) all counts are computed from the articles selected. ``min_reports``
    is the number of independent articles that must assert a relation, ``limit`` the maximum number of
    relations (0 for no limit), the first in the order ``sort``.

    Stances are inferred from all reported relations, so a selection by relation has none.

    Raises ``QueryError`` for an unknown word, an invalid day or number, and for days or publishers if the
    graph does not have its statements.
    """
    filters = Filters.of(**choice)
    filters.check(graph.articles)
    most(limit)
    if filters.of_articles:
        if graph.relations and not graph.statements:
            raise QueryError(
                "this graph came without statements, so it cannot be cut by days or publishers; open it"
                " elsewhere"
            )
        graph = within(graph, {a.id: a for a in graph.articles if filters.lets_article(a)})
    entities = {e.id: e for e in graph.entities if filters.lets_kind(e.kind) or e.id in keep}
    edges = [
        r
        for r in graph.relations
        if filters.lets_relation(r.relation)
        and r.source in entities
        and r.target in entities
        and r.articles >= filters.min_reports
    ]
    listed = lists.ties(edges, entities, NONE, sort, limit)
    chosen = {tie.relation.id for tie in listed}
    edges = [r for r in edges if r.id in chosen]
    whole = filters.relations is None and not filters.min_reports and not limit
    stances = [s for s in graph.stances if whole and s.a in entities and s.b in entities]
    ids = {*entities}
    if not isolates:
        ids = {end for r in edges for end in (r.source, r.target)}
        ids |= entities.keys() & {*keep, *(end for s in stances for end in (s.a, s.b))}
    left = {(r.relation, r.source, r.target) for r in edges}
    return replace(
        graph,
        entities=tuple(e for e in graph.entities if e.id in ids),
        relations=tuple(edges),
        statements=tuple(
            s
            for s in graph.statements
            if s.source in ids
            and s.target in ids
            and filters.lets_relation(s.relation)
            and (not (filters.min_reports or limit) or (s.relation, s.source, s.target) in left)
        ),
        mentioned=tuple(m for m in graph.mentioned if m.entity in ids),
        stances=tuple(stances),
    )
