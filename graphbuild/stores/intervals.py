"""Time intervals of relations and entities, for tools with a timeline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from graphbuild.model import Graph, Statement
from graphbuild.tables import relations

Interval = tuple[str, str]
"""First and last day, ISO 8601, both inclusive."""


def of_edges(graph: Graph) -> dict[str, tuple[Interval, ...]]:
    """Return the disjoint intervals of each relation and stance, by id, sorted; none if no day is known.

    An event has the days on which it happened, according to each asserting sentence. A lasting relation has
    the time from the first to the last such day, and a stance the time since its label applies. If a sentence
    has no date, the day of its article is used.
    """
    dated = {a.id: a.date for a in graph.articles}
    by_edge: dict[tuple[str, str, str], list[Interval]] = {}
    for s in graph.statements:
        if s.asserted and (found := _interval(s, dated)):
            by_edge.setdefault((s.relation, s.source, s.target), []).append(found)
    result: dict[str, tuple[Interval, ...]] = {}
    for r in graph.relations:
        intervals = by_edge.get((r.relation, r.source, r.target)) or [(r.first_seen, r.last_seen)]
        known = [i for i in intervals if all(i)]
        lasting = relations()[r.relation].family == "standing"
        result[r.id] = tuple([hull(known)] if lasting and known else _merged(known))
    for stance in graph.stances:
        result[stance.id] = ((stance.since, stance.as_of),) if stance.since and stance.as_of else ()
    return result


def of_entities(graph: Graph, edges: Mapping[str, tuple[Interval, ...]]) -> dict[str, Interval | None]:
    """Return the interval of each entity, by id, which covers those of its relations; None if no day is
    known.
    """
    found = {e.id: [(e.first_seen, e.last_seen)] if e.first_seen else [] for e in graph.entities}
    ends = chain(
        ((r.id, r.source, r.target) for r in graph.relations), ((s.id, s.a, s.b) for s in graph.stances)
    )
    for id_, *both in ends:
        for end in both:
            found[end] += edges[id_]
    return {id_: hull(known) if known else None for id_, known in found.items()}


def hull(intervals: Iterable[Interval]) -> Interval:
    """Return the interval from the earliest to the latest day."""
    first, last = zip(*intervals, strict=True)
    return min(first), max(last)


def _interval(s: Statement, dated: Mapping[str, str]) -> Interval | None:
    """Return the time of a statement; None if unknown."""
    if s.when_from and s.when_to:
        return s.when_from, s.when_to
    day = dated[s.article]
    if s.when_from and day >= s.when_from:
        return s.when_from, day
    return (day, day) if day else None


def _merged(intervals: Iterable[Interval]) -> list[Interval]:
    """Sort the intervals and merge overlapping ones."""
    found: list[Interval] = []
    for first, last in sorted(intervals):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
