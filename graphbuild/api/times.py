"""When relations held: first and last day by their sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from graphbuild.corrections import Edge
from graphbuild.model import Article, Relation, Statement, known_end

#: First and last day, ISO 8601, empty where unknown.
Times = tuple[str, str]
UNKNOWN: Times = ("", "")


def in_office(r: Relation, stated: Times) -> Times:
    """The time of a relation: until the end of the term where this is known and over, else as stated."""
    since, until = stated
    return since, r.until if r.former and r.until else until


def times(statements: Iterable[Statement], articles: Iterable[Article]) -> Mapping[Edge, Times]:
    """The first and the last day of each relation by the statements that assert it.

    The time of the article, used as a default for a missing time, does not count; neither does a last day
    without a first ("had attacked"), which only states that it was before, nor the end of the year or month
    of an article of which the day is unknown. A first day without a last ("since 2014") counts as a first
    day.
    """
    found: dict[Edge, Times] = {}
    by_id = {article.id: article for article in articles}
    for s in statements:
        if s.asserted and s.when_from and s.when_precision != "unknown" and s.when_source != "article":
            edge, article = (s.relation, s.source, s.target), by_id[s.article]
            since, until = found.get(edge, (s.when_from, ""))
            end = known_end(s.when_to, s.when_precision, article.date, article.date_from)
            found[edge] = min(since, s.when_from), max(until, end)
    return found
