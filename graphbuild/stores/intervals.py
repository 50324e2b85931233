"""When relations and entities are there, for tools with a time line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

from graphbuild.model import Graph, Statement
from graphbuild.tables import relations

Interval = tuple[str, str]
"""First and last day, ISO 8601, both included."""


def of_edges(graph: Graph) -> dict[str, tuple[Interval, ...]]:
    """The intervals of each relation and stance, by id, in order and apart; none where no day is known.

    An event is there on the days on which it happened, as each sentence that asserts it says; a relation
    that lasts from the first such day to the last, and a stance since its label has held. Where a sentence
    does not bound the time, the day of its article stands for it.
    """
    dated = {a.id: a.date for a in graph.articles}
    by_edge: dict[tuple[str, str, str], list[Interval]] = {}
    for s in graph.statements:
        if s.asserted and (found := _interval(s, dated)):
            by_edge.setdefault((s.relation, s.source, s.target), []).append(found)
    made: dict[str, tuple[Interval, ...]] = {}
    for r in graph.relations:
        intervals = by_edge.get((r.relation, r.source, r.target)) or [(r.first_seen, r.last_seen)]
        known = [i for i in intervals if all(i)]
        lasting = relations()[r.relation].family == "standing"
        made[r.id] = tuple([hull(known)] if lasting and known else _apart(known))
    for stance in graph.stances:
        made[stance.id] = ((stance.since, stance.as_of),) if stance.since and stance.as_of else ()
    return made


def of_entities(graph: Graph, edges: Mapping[str, tuple[Interval, ...]]) -> dict[str, Interval | None]:
    """The interval of each entity, by id, which holds those of its relations; None where no day is known."""
    found = {e.id: [(e.first_seen, e.last_seen)] if e.first_seen else [] for e in graph.entities}
    ends = chain(
        ((r.id, r.source, r.target) for r in graph.relations), ((s.id, s.a, s.b) for s in graph.stances)
    )
    for id_, *both in ends:
        for end in both:
            found[end] += edges[id_]
    return {id_: hull(some) if some else None for id_, some in found.items()}


def hull(intervals: Iterable[Interval]) -> Interval:
    """From the first day of all to the last."""
    first, last = zip(*intervals, strict=True)
    return min(first), max(last)


def _interval(s: Statement, dated: Mapping[str, str]) -> Interval | None:
    """When a statement says that it was; None where nothing says it."""
    if s.when_from and s.when_to:
        return s.when_from, s.when_to
    day = dated[s.article]
    if s.when_from and day >= s.when_from:
        return s.when_from, day
    return (day, day) if day else None


def _apart(intervals: Iterable[Interval]) -> list[Interval]:
    """The intervals in order, those that overlap together."""
    found: list[Interval] = []
    for first, last in sorted(intervals):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found
