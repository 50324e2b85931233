"""Filters of a graph: days, relations, kinds, publishers, minimum support."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Never, TypedDict

from graphbuild.aggregation import originals_among, relations_of
from graphbuild.api.selection import Day, Words, each, extent, meant, no_kind, period, whole
from graphbuild.checking import no_option
from graphbuild.errors import QueryError, similar_words
from graphbuild.model import KINDS, STATUSES, Article, Copy, Graph, Statement, publisher_key
from graphbuild.tables import no_relation, relation_groups, relations

#: Maximum number of publishers suggested for a part of their name.
_MOST_NEAR = 3


class Narrowing(TypedDict, total=False):
    """The filters of a function that does not filter by relation; see :meth:`Filters.of`."""

    kind: Words
    source: Words
    since: Day
    until: Day
    min_reports: int


class Choice(Narrowing, total=False):
    """The filters as keyword arguments."""

    relation: Words


#: Names of the filters as keyword arguments.
_NAMES = ("relation", *Narrowing.__annotations__)
#: Whether an entity is the source of a relation or its target.
DIRECTIONS = ("out", "in")
#: Options accepted with the filters.
_OPTIONS = ("sort", "limit")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements count. The default lets everything pass."""

    since: str = ""
    """First and last day of the articles, ISO 8601, both included. An article of which only the month or year
    is known counts if all of that is within the period; an article without a date does not count.
    """
    until: str = ""
    relations: frozenset[str] | None = None
    """Names of relations."""
    kinds: frozenset[str] | None = None
    """Allowed kinds of the other entity; of either entity if the query is not about one."""
    sources: frozenset[str] | None = None
    """Keys of publishers."""
    asserted: bool = False
    """Whether only statements reported as fact count."""
    statuses: frozenset[str] | None = None
    """Factuality of the statements that count: asserted, denied, possible …"""
    alone: bool = False
    """Whether only relations count that no publisher other than ``sources`` reports as fact, or, without
    ``sources``, only one does; used by ``Index`` only.
    """
    direction: str = ""
    """``out`` for relations of which the entity queried is the source, ``in`` for those of which it is the
    target, empty for both; for a pair, this refers to the first. Used by ``Index`` only.
    """
    min_reports: int = 0
    """Minimum number of independent reports of a relation."""
    as_given: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The publishers as the user wrote them, by their keys in ``sources``."""

    @classmethod
    def of(
        cls,
        *,
        since: Day = None,
        until: Day = None,
        relation: Words = None,
        kind: Words = None,
        source: Words = None,
        asserted: bool = False,
        status: Words = None,
        alone: bool = False,
        direction: str | None = None,
        min_reports: int = 0,
        **other: Never,
    ) -> Filters:
        """Parse filters; ``relation`` is one or several families, quad classes, PLOVER roots or names.

        Raises ``QueryError`` for an unknown value, and for an unknown filter.
        """
        for name in other:
            raise no_option(name, (*_NAMES, *_OPTIONS), f"the filters are {', '.join(_NAMES)}")
        if direction and direction not in DIRECTIONS:
            raise QueryError(f"direction is {direction!r}; give {' or '.join(DIRECTIONS)}")
        first, last = period(since, until)
        min_reports = whole("min-reports", min_reports)
        publishers = None
        if source is not None:
            publishers = {publisher_key(word): word for word in each("source", source)}
        return cls(
            first,
            last,
            meant("relation", relation, relation_groups(), no_relation),
            meant("kind", kind, {name: (name,) for name in KINDS}, no_kind),
            None if publishers is None else frozenset(publishers),
            asserted,
            meant("status", status, {name: (name,) for name in STATUSES}, _no_status),
            alone,
            direction or "",
            min_reports,
            publishers or {},
        )

    @property
    def of_articles(self) -> bool:
        """Whether they select articles, so that all counts have to be computed again."""
        return bool(self.since or self.until) or self.sources is not None

    @property
    def of_statements(self) -> bool:
        """Whether they select statements within articles."""
        chosen = self.relations, self.kinds, self.statuses
        others = self.asserted, self.alone, self.direction, self.min_reports
        return any(others) or any(c is not None for c in chosen)

    def lets_kind(self, *kinds: str) -> bool:
        """Whether entities of these kinds pass: one of the kinds is enough."""
        return self.kinds is None or not self.kinds.isdisjoint(kinds)

    def lets_direction(self, s: Statement, one: str) -> bool:
        """Whether a statement passes by the role of entity ``one``; a symmetric relation passes in both
        directions.
        """
        if not self.direction or relations()[s.relation].symmetric:
            return True
        return one == (s.source if self.direction == "out" else s.target)

    def lets_relation(self, name: str) -> bool:
        """Whether a relation of this name passes."""
        return self.relations is None or name in self.relations

    def lets(self, s: Statement, article: Article, kinds: Collection[str]) -> bool:
        """Whether a statement of an article passes; ``kinds`` are those of the other entities."""
        if self.asserted and not s.asserted:
            return False
        if self.statuses is not None and s.status not in self.statuses:
            return False
        return self.lets_relation(s.relation) and self.lets_kind(*kinds) and self.lets_article(article)

    def lets_article(self, article: Article) -> bool:
        """Whether the statements of an article pass."""
        if self.sources is not None and article.publisher not in self.sources:
            return False
        if not (self.since or self.until):
            return True
        first, last = extent(article.time)
        return first != "" and first >= self.since and (not self.until or last <= self.until)

    def may_let_article(self, article: Article) -> bool:
        """Whether the filters exclude an article that may belong to the period: it has no date, or a month or
        year that is only partly within the period. Without days, every article without an exact day.
        """
        if article.date or (self.sources is not None and article.publisher not in self.sources):
            return False
        first, last = extent(article.time)
        if not first or not (self.since or self.until):
            return True
        apart = last < self.since or (self.until != "" and first > self.until)
        return not apart and not self.lets_article(article)

    def check(self, articles: Iterable[Article]) -> None:
        """Raise ``QueryError`` if none of these articles is by a requested publisher."""
        if self.sources is None:
            return
        known = {article.publisher: article.source for article in articles if article.source}
        for name in sorted(self.sources - known.keys()):
            given = self.as_given.get(name, name)
            if not known:
                raise QueryError(
                    f"no article is published by {given!r}; no article of this graph names its publisher"
                )
            parts = [known[word] for word in sorted(known) if name in word][:_MOST_NEAR]
            meant = dict.fromkeys((*similar_words(name, known), *parts))
            hint = f" (did you mean {' or '.join(meant)}?)" if meant else ""
            raise QueryError(
                f"no article is published by {given!r}{hint}: `graphbuild articles` shows the publishers"
            )


def _no_status(word: str) -> QueryError:
    return QueryError(f"no statement is reported as {word!r}; give {', '.join(STATUSES)}")


#: No filter: everything passes.
NONE = Filters()


def narrowed(graph: Graph, filters: Filters, about: Collection[str] = ()) -> Graph:
    """The part of the graph that passes the filters, with relations counted again, without stances.

    With ``about``, ids of entities, only statements and relations that have each of these as an end;
    ``kinds`` then apply to the other end. Entities keep their counts over all articles. Raises ``QueryError``
    for a publisher without articles.
    """
    filters.check(graph.articles)
    articles = {a.id: a for a in graph.articles if filters.lets_article(a)}
    kind = {e.id: e.kind for e in graph.entities}
    wanted = {*about}

    def through(statements: Iterable[Statement]) -> Iterator[Statement]:
        for s in statements:
            ends = {s.source, s.target}
            if s.article in articles and wanted <= ends <= kind.keys():
                others = (ends - wanted if len(wanted) == 1 else ends) or ends
                if filters.lets(s, articles[s.article], [kind[id_] for id_ in others]):
                    yield s

    by_edge: dict[tuple[str, str, str], list[Statement]] = {}
    for s in through(graph.statements):
        by_edge.setdefault((s.relation, s.source, s.target), []).append(s)
    original = originals_among(graph.copies, articles)
    edges = [r for r in relations_of(by_edge, articles, original) if r.articles >= filters.min_reports]
    if filters.min_reports:
        kept = {(r.relation, r.source, r.target) for r in edges}
        by_edge = {edge: some for edge, some in by_edge.items() if edge in kept}
    return replace(
        graph,
        relations=tuple(sorted(edges, key=lambda r: r.id)),
        articles=tuple(articles.values()),
        statements=tuple(s for some in by_edge.values() for s in some),
        mentioned=tuple(m for m in graph.mentioned if m.article in articles),
        copies=tuple(Copy(*pair) for pair in sorted(original.items())),
        boilerplate=tuple(replace(f, statements=tuple(through(f.statements))) for f in graph.boilerplate),
        stances=(),
    )
