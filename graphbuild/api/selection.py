"""A part of a graph: some relations, kinds, publishers and days, and what enough is reported of."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Literal, TypedDict, get_args

from graphbuild.errors import QueryError
from graphbuild.fold import within
from graphbuild.model import KINDS, Graph, Relation
from graphbuild.tables import relation_groups

Words = str | Iterable[str] | None
Day = date | str | None
Order = Literal["reports", "last", "first", "confidence"]
ORDERS: tuple[Order, ...] = get_args(Order)
#: Names that an error lists where none is like the one given.
_MOST_NAMED = 20


class Selection(TypedDict, total=False):
    """Which part of a graph is meant; all of it where nothing is given. See :func:`select`."""

    relations: Words
    kinds: Words
    sources: Words
    since: Day
    until: Day
    min_reports: int
    isolates: bool
    sort: Order
    limit: int


def select(
    graph: Graph,
    *,
    relations: Words = None,
    kinds: Words = None,
    sources: Words = None,
    since: Day = None,
    until: Day = None,
    min_reports: int = 0,
    isolates: bool = True,
    sort: Order = "reports",
    limit: int = 0,
    keep: Collection[str] = (),
) -> Graph:
    """The part of the graph that is meant, with the evidence that belongs to it.

    ``relations`` are families, quad classes, roots of PLOVER or names: words of ``relation_groups``.
    Entities of the ``kinds`` stay, and those with an id in ``keep``, whether they have relations left or not;
    without ``isolates`` only those that have. With ``since`` or ``until`` (days, both included) or
    ``sources`` (publishers) only what such articles say counts. ``min_reports`` is the number of independent
    articles that must assert a relation, ``limit`` how many relations there are at most (0 for any number):
    those with the most reports, the ``last`` or ``first`` ones or the most certain, as ``sort`` says.

    Stances are inferred from all relations that are reported, so that a part of the relations has none.

    Raises ``QueryError`` for a word, a day or a number that means nothing, and for days or publishers of a
    graph that does not have its statements with it.
    """
    named = _meant("relation", relations, relation_groups())
    of_kind = _meant("kind", kinds, {kind: (kind,) for kind in KINDS})
    by = _meant("source", sources, {a.source: (a.source,) for a in graph.articles if a.source})
    first, last = period(since, until)
    for name, number in (("min_reports", min_reports), ("limit", limit)):
        if number < 0:
            raise QueryError(f"{name} is {number}; give a number from 0 up")
    if sort not in ORDERS:
        raise QueryError(f"sort is {sort!r}; give {', '.join(ORDERS)}")
    if (first or last or by is not None) and graph.relations and not graph.statements:
        raise QueryError(
            "this graph came without statements, so it cannot be cut by days or sources; open it elsewhere"
        )
    graph = within(graph, first, last, by)
    entities = [e for e in graph.entities if of_kind is None or e.kind in of_kind or e.id in keep]
    ids = {e.id for e in entities}
    asserted = [
        r
        for r in graph.relations
        if (named is None or r.relation in named)
        and r.source in ids
        and r.target in ids
        and r.articles >= min_reports
    ]
    if limit:
        asserted = sorted(sorted(asserted, key=_sooner), key=_ORDERS[sort])[:limit]
        asserted.sort(key=lambda r: r.id)
    edges = {(r.relation, r.source, r.target) for r in asserted}
    whole = named is None and not min_reports and not limit
    stances = [s for s in graph.stances if whole and s.a in ids and s.b in ids]
    if not isolates:
        ends = {end for r in asserted for end in (r.source, r.target)}
        ids &= ends.union(keep, *((s.a, s.b) for s in stances))
    return replace(
        graph,
        entities=tuple(e for e in entities if e.id in ids),
        relations=tuple(asserted),
        statements=tuple(
            s
            for s in graph.statements
            if s.source in ids
            and s.target in ids
            and (named is None or s.relation in named)
            and (not (min_reports or limit) or (s.relation, s.source, s.target) in edges)
        ),
        mentioned=tuple(m for m in graph.mentioned if m.entity in ids),
        stances=tuple(stances),
    )


def _sooner(r: Relation) -> tuple[int, int, str]:
    """What decides between equals: more reports, then the later one."""
    return -r.articles, -_number(r.last_seen), r.id


#: What puts a relation first, by the name of the order.
_ORDERS: Mapping[Order, Callable[[Relation], float]] = {
    "reports": lambda r: -r.articles,
    "last": lambda r: -_number(r.last_seen),
    "first": lambda r: _number(r.first_seen) or float("inf"),
    "confidence": lambda r: -r.confidence,
}


def _number(day: str) -> int:
    """The number of a day; 0 for none."""
    return date.fromisoformat(day).toordinal() if day else 0


def period(since: Day, until: Day) -> tuple[str, str]:
    """The two days in ISO 8601, empty where none is given.

    Raises ``QueryError`` for what is no day, and for a period that ends before it begins.
    """
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        raise QueryError(f"since {first} is after until {last}; give the earlier day first")
    return first, last


def _meant(what: str, given: Words, known: Mapping[str, Iterable[str]]) -> frozenset[str] | None:
    """What the words mean; None where none are given."""
    if given is None:
        return None
    words = [given] if isinstance(given, str) else list(given)
    for word in words:
        if word not in known:
            near = difflib.get_close_matches(word, known, n=3, cutoff=0.4) or sorted(known)[:_MOST_NAMED]
            raise QueryError(f"no {what} is called {word!r}; known are {', '.join(near) or 'none'}")
    return frozenset(chain.from_iterable(known[word] for word in words))


def _day(name: str, given: Day) -> str:
    """The day in ISO 8601; empty where none is given."""
    if not given:
        return ""
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise QueryError(f"{name} is {given!r}; give a day as in 1979-03-26") from None
