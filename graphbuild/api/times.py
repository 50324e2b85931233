"""When relations held: first and last day by their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphbuild.corrections import Edge
from graphbuild.model import Relation, Statement

#: First and last day, ISO 8601, empty where unknown.
Times = tuple[str, str]
UNKNOWN: Times = ("", "")


def in_office(r: Relation, stated: Times) -> Times:
    """The time of a relation: until the end of the term where this is known and over, else as stated."""
    since, until = stated
    return since, r.until if r.former and r.until else until


def times(statements: Iterable[Statement]) -> Mapping[Edge, Times]:
    """The first and the last day of each relation by the statements that assert it.

    The day of the article, used as a default for a missing time, does not count; neither does a last day
    without a first ("had attacked"), which only states that it was before. A first day without a last ("since
    2014") counts as a first day.
    """
    found: dict[Edge, Times] = {}
    for s in statements:
        if s.asserted and s.when_from and s.when_precision != "unknown":
            edge = (s.relation, s.source, s.target)
            since, until = found.get(edge, (s.when_from, ""))
            found[edge] = min(since, s.when_from), max(until, s.when_to)
    return found
