"""Lists of a graph's entities, relations, relation types and articles: filtered, sorted, limited."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar, overload

from graphbuild.aggregation import seen_in
from graphbuild.api import tables
from graphbuild.api.filters import Filters
from graphbuild.api.selection import most
from graphbuild.api.times import UNKNOWN, Times, in_office
from graphbuild.api.views import RelationSort, Tie, latest, ranking
from graphbuild.corrections import Edge
from graphbuild.errors import QueryError
from graphbuild.frames import Framed
from graphbuild.model import Article, Entity, EntityMentions, Graph, Relation
from graphbuild.tables import RelationType, relations

EntitySort = Literal["articles", "mentions", "name", "first", "last"]
ArticleSort = Literal["date", "statements", "source", "title", "id"]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class Listing(Framed, Generic[T]):
    """The first rows of a sorted list, and the number of all."""

    rows: tuple[T, ...]
    total: int
    of: type[T] = field(compare=False)
    """The type of the rows, also if there are none."""

    def dicts(self) -> list[dict[str, Any]]:
        """The rows as dictionaries by column."""
        _, row = self._table()
        return [row(record) for record in self.rows]

    def _types(self) -> tables.Columns:
        columns, _ = self._table()
        return columns

    def _table(self) -> tuple[tables.Columns, Callable[[Any], dict[str, Any]]]:
        """Columns and row function of these records."""
        return _TABLES[self.of]

    def __repr__(self) -> str:
        return f"<Listing: {len(self.rows):,} of {self.total:,}>"

    def __iter__(self) -> Iterator[T]:
        return iter(self.rows)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...

    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article in a list."""

    article: Article
    """The article, without its text."""
    copy_of: str
    """Id of the article of which it is a copy; empty for none."""
    entities: int
    """Number of entities that it mentions."""
    statements: int
    """Number of statements in it."""


#: Columns and row function for each type of record.
_TABLES: Mapping[type, tuple[tables.Columns, Callable[[Any], dict[str, Any]]]] = {
    Tie: (tables.RELATIONS, tables.relation),
    Entity: (tables.ENTITIES, tables.entity),
    ListedArticle: (tables.ARTICLES, tables.article),
}


@dataclass(frozen=True, slots=True)
class TypeCount:
    """A relation type and its counts."""

    type: RelationType
    relations: int
    """Relations between two entities, each counted once, however many articles report it."""
    reports: int
    """Independent articles that assert such a relation, summed over the relations."""
    first: str
    """Date of the earliest such article; empty if no article has a date. ``last`` likewise."""
    last: str


def entities(
    found: Iterable[Entity], filters: Filters, sort: EntitySort | None, limit: int | None
) -> Listing[Entity]:
    """The entities of a kind that passes the filters, in the given order unless ``sort`` is set.

    Filters on articles are applied before, in :func:`entities_in`.
    """
    keys: Mapping[str, Callable[[Entity], tuple[Any, ...]]] = {
        "articles": lambda e: (-e.articles, -e.mentions),
        "mentions": lambda e: (-e.mentions, -e.articles),
        "name": lambda e: (e.name.casefold(),),
        "first": lambda e: (not e.first_seen, e.first_seen),
        "last": lambda e: (latest(e.last_seen),),
    }
    let = (e for e in found if filters.lets_kind(e.kind))
    if sort is None:
        rows = tuple(let)
        return Listing(rows[: most(limit)], len(rows), Entity)
    key = _by(sort, keys)
    return _first(let, Entity, lambda e: (*key(e), e.name, e.id), limit)


def entities_in(graph: Graph, filters: Filters) -> Iterator[Entity]:
    """The entities mentioned in articles that pass the filters, counted in these alone.

    Raises ``QueryError`` for a publisher without articles.
    """
    filters.check(graph.articles)
    articles = {a.id: a for a in graph.articles if filters.lets_article(a)}
    mentions: dict[str, list[EntityMentions]] = {}
    for m in graph.mentioned:
        if m.article in articles:
            mentions.setdefault(m.entity, []).append(m)
    for e in graph.entities:
        if e.id in mentions:
            yield seen_in(e, mentions[e.id], articles)


def ties(
    found: Iterable[Relation],
    of: Mapping[str, Entity],
    filters: Filters,
    sort: RelationSort,
    limit: int | None,
    when: Callable[[Sequence[Edge]], Iterable[Times]] | None = None,
) -> Listing[Tie]:
    """Relations with their entities that pass the filters; the most important first.

    ``when`` returns the first and the last day of several relations; without it they are empty.
    """
    listed = _first(_through(found, of, filters), Relation, ranking(sort, of), limit)
    days = when([(r.relation, r.source, r.target) for r in listed]) if when else [UNKNOWN] * len(listed)
    rows = (
        Tie(r, of[r.source], of[r.target], *in_office(r, both)) for r, both in zip(listed, days, strict=True)
    )
    return Listing(tuple(rows), listed.total, Tie)


def types(found: Iterable[Relation], of: Mapping[str, Entity], filters: Filters) -> tuple[TypeCount, ...]:
    """The types of the relations that pass the filters, most relations first."""
    count: Counter[str] = Counter()
    reports: Counter[str] = Counter()
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for r in _through(found, of, filters):
        count[r.relation] += 1
        reports[r.relation] += r.articles
        if r.first_seen:
            first[r.relation] = min(r.first_seen, first.get(r.relation, r.first_seen))
            last[r.relation] = max(r.last_seen, last.get(r.relation, r.last_seen))
    known = relations()
    return tuple(
        TypeCount(known[name], number, reports[name], first.get(name, ""), last.get(name, ""))
        for name, number in sorted(count.items(), key=lambda item: (-item[1], -reports[item[0]], item[0]))
        if name in known
    )


def articles(
    found: Iterable[ListedArticle],
    filters: Filters,
    sort: ArticleSort,
    limit: int | None,
    *,
    undated: bool = False,
) -> Listing[ListedArticle]:
    """The articles that pass the filters, or those of them without a date; the latest first."""
    keys: Mapping[str, Callable[[ListedArticle], tuple[Any, ...]]] = {
        "date": lambda a: (latest(a.article.time),),
        "statements": lambda a: (-a.statements, -a.entities),
        "source": lambda a: (not a.article.source, a.article.source.casefold(), latest(a.article.time)),
        "title": lambda a: (not a.article.title, a.article.title.casefold()),
        "id": lambda a: (),
    }
    key = _by(sort, keys)
    let = (a for a in found if filters.lets_article(a.article) and not (undated and a.article.date))
    return _first(let, ListedArticle, lambda a: (*key(a), a.article.id), limit)


def articles_of(graph: Graph) -> Iterator[ListedArticle]:
    """The articles of a graph as list records, in order of id."""
    original = {c.article: c.original for c in graph.copies}
    mentioned = Counter(m.article for m in graph.mentioned)
    statements = Counter(s.article for s in graph.statements)
    for a in graph.articles:
        yield ListedArticle(a, original.get(a.id, ""), mentioned[a.id], statements[a.id])


def _through(found: Iterable[Relation], of: Mapping[str, Entity], filters: Filters) -> Iterator[Relation]:
    for r in found:
        if (
            filters.lets_relation(r.relation)
            and r.articles >= filters.min_reports
            and filters.lets_kind(of[r.source].kind, of[r.target].kind)
        ):
            yield r


def _by(sort: str, keys: Mapping[str, T]) -> T:
    if sort not in keys:
        raise QueryError(f"sort is {sort!r}; give one of {', '.join(keys)}")
    return keys[sort]


def _first(
    found: Iterable[T], of: type[T], key: Callable[[T], tuple[Any, ...]], limit: int | None
) -> Listing[T]:
    """The first ``most`` of these records in order, with few more than these in memory."""
    limit = most(limit)
    if limit is None:
        rows = sorted(found, key=key)
        return Listing(tuple(rows), len(rows), of)
    counted = _Counted(found)
    first = heapq.nsmallest(limit, counted, key=key)
    return Listing(tuple(first), counted.number, of)


class _Counted(Generic[T]):
    """An iterable that counts the items taken from it."""

    def __init__(self, found: Iterable[T]) -> None:
        self._found = found
        self.number = 0

    def __iter__(self) -> Iterator[T]:
        for one in self._found:
            self.number += 1
            yield one
