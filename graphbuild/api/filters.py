"""What of a graph is looked at: days, relations, kinds, publishers, how well it is supported."""

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

#: Publishers that are proposed for a part of their name.
_MOST_NEAR = 3


class Narrowing(TypedDict, total=False):
    """The filters of a function that is told the relations apart; see :meth:`Filters.of`."""

    kind: Words
    source: Words
    since: Day
    until: Day
    min_reports: int


class Choice(Narrowing, total=False):
    """The filters as functions take them by keyword."""

    relation: Words


#: What filters are called where functions take them by keyword.
_NAMES = ("relation", *Narrowing.__annotations__)
#: What may be asked for of what an entity does, and of what is done to it.
DIRECTIONS = ("out", "in")
#: What stands beside them.
_BESIDE = ("sort", "limit")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements count. Empty lets everything through."""

    since: str = ""
    """First and last day of the articles, ISO 8601, both included. An article of which only the month or year
    is known counts where all of that lies between them; one without a date does not count."""
    until: str = ""
    relations: frozenset[str] | None = None
    """Names of relations."""
    kinds: frozenset[str] | None = None
    """Kinds that the entity at the other end may have; at either end where none is asked about."""
    sources: frozenset[str] | None = None
    """Keys of publishers."""
    asserted: bool = False
    """Whether only what is reported as fact counts."""
    statuses: frozenset[str] | None = None
    """How what counts is reported: asserted, denied, possible …"""
    alone: bool = False
    """Whether only relations count that no other publisher than ``sources`` reports as a fact, or, without
    these, no second one; ``Index`` alone heeds it."""
    direction: str = ""
    """``out`` for what the one who is asked about does, ``in`` for what is done to it, empty for both; of two
    the first is that one. ``Index`` alone heeds it."""
    min_reports: int = 0
    """Independent reports that a relation of two must have."""
    as_given: Mapping[str, str] = field(default_factory=dict, compare=False, repr=False)
    """The publishers as they were written, by how they stand in ``sources``."""

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
        """The filters that are meant; ``relation`` is one or several families, quad classes,
        roots of PLOVER or names.

        Raises ``QueryError`` for a value that means nothing, and for a filter that there is not.
        """
        for name in other:
            raise no_option(name, (*_NAMES, *_BESIDE), f"the filters are {', '.join(_NAMES)}")
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
        """Whether they choose articles, so that all is counted anew."""
        return bool(self.since or self.until) or self.sources is not None

    @property
    def of_statements(self) -> bool:
        """Whether they choose among what articles say, so that not all of an article counts."""
        chosen = self.relations, self.kinds, self.statuses
        others = self.asserted, self.alone, self.direction, self.min_reports
        return any(others) or any(c is not None for c in chosen)

    def lets_kind(self, *kinds: str) -> bool:
        """Whether entities of these kinds count: one of them is enough."""
        return self.kinds is None or not self.kinds.isdisjoint(kinds)

    def lets_direction(self, s: Statement, one: str) -> bool:
        """Whether a statement about an entity counts by who does it; what two do together, both do."""
        if not self.direction or relations()[s.relation].symmetric:
            return True
        return one == (s.source if self.direction == "out" else s.target)

    def lets_relation(self, name: str) -> bool:
        """Whether a relation of this name counts."""
        return self.relations is None or name in self.relations

    def lets(self, s: Statement, article: Article, kinds: Collection[str]) -> bool:
        """Whether a statement of an article counts; ``kinds`` are those of the entities at its other ends."""
        if self.asserted and not s.asserted:
            return False
        if self.statuses is not None and s.status not in self.statuses:
            return False
        return self.lets_relation(s.relation) and self.lets_kind(*kinds) and self.lets_article(article)

    def lets_article(self, article: Article) -> bool:
        """Whether what an article says counts."""
        if self.sources is not None and article.publisher not in self.sources:
            return False
        if not (self.since or self.until):
            return True
        first, last = extent(article.time)
        return first != "" and first >= self.since and (not self.until or last <= self.until)

    def may_let_article(self, article: Article) -> bool:
        """Whether the filters leave out an article that may be of these days: it has no date, or a month or
        year that lies only in part between them. Without days every article of which no day is known.
        """
        if article.date or (self.sources is not None and article.publisher not in self.sources):
            return False
        first, last = extent(article.time)
        if not first or not (self.since or self.until):
            return True
        apart = last < self.since or (self.until != "" and first > self.until)
        return not apart and not self.lets_article(article)

    def check(self, articles: Iterable[Article]) -> None:
        """Raise ``QueryError`` where none of these articles is of a publisher that is asked for."""
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


#: Lets everything through.
NONE = Filters()


def narrowed(graph: Graph, filters: Filters, about: Collection[str] = ()) -> Graph:
    """The part of the graph that the filters let through, its relations counted anew, without stances.

    With ``about``, ids of entities, of the statements and relations only those of which each of these is an
    end; ``kinds`` are then those of the other end. Entities stay as all articles tell them. Raises
    ``QueryError`` for a publisher of whom there is no article.
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

    said: dict[tuple[str, str, str], list[Statement]] = {}
    for s in through(graph.statements):
        said.setdefault((s.relation, s.source, s.target), []).append(s)
    original = originals_among(graph.copies, articles)
    edges = [r for r in relations_of(said, articles, original) if r.articles >= filters.min_reports]
    if filters.min_reports:
        kept = {(r.relation, r.source, r.target) for r in edges}
        said = {edge: some for edge, some in said.items() if edge in kept}
    return replace(
        graph,
        relations=tuple(sorted(edges, key=lambda r: r.id)),
        articles=tuple(articles.values()),
        statements=tuple(s for some in said.values() for s in some),
        mentioned=tuple(m for m in graph.mentioned if m.article in articles),
        copies=tuple(Copy(*pair) for pair in sorted(original.items())),
        boilerplate=tuple(replace(f, statements=tuple(through(f.statements))) for f in graph.boilerplate),
        stances=(),
    )
