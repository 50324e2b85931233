"""Answers of an open graph without Cypher: explaining, showing, finding, listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Unpack

from graphbuild.api import lists, places, tables, views
from graphbuild.api.answering import answers, answers_kept
from graphbuild.api.filters import Choice, Filters, Narrowing, narrowed
from graphbuild.api.lists import ArticleSort, EntitySort, ListedArticle, Listing, TypeCount
from graphbuild.api.lookup import find
from graphbuild.api.namesakes import Mark, firsts_of, marks, twins
from graphbuild.api.searching import Search, pieces
from graphbuild.api.selection import Day, Words, most
from graphbuild.api.times import UNKNOWN, times
from graphbuild.api.views import RelationSort, Tie
from graphbuild.checking import checked
from graphbuild.errors import QueryError
from graphbuild.frames import Framed
from graphbuild.model import Article, Entity, Relation

#: Default maximum number of entities and of articles that a search returns.
MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class Passage:
    """An article that matches a search."""

    article: Article
    """The article, without its text."""
    pieces: tuple[tuple[str, bool], ...]
    """The text around the first match, cut where matched words (true) begin and end; empty if only the title
    matches.
    """


@dataclass(frozen=True, slots=True, repr=False)
class Found(Framed):
    """The result of a search; as a table, a row for each entity and article."""

    entities: tuple[Entity, ...]
    """Entities with these words in a name, the likeliest first; if there are none, those with a similar
    spelling.
    """
    pair: tuple[Entity, Entity] | None
    """The entities of two names with a comma, a dash or "and" between them."""
    articles: tuple[Passage, ...]
    """Articles with these words in title or text, the most relevant first."""

    TYPES: ClassVar = tables.FOUND

    def dicts(self) -> list[dict[str, Any]]:
        """The entities, then the articles, as rows of a table."""
        articles = (tables.passage(found) for found in self.articles)
        return [*map(tables.found, self.entities), *articles]

    def __repr__(self) -> str:
        return f"<Found: {len(self.entities):,} entities, {len(self.articles):,} articles>"


class Finding:
    """Queries of an open graph without Cypher.

    Days refer to articles, ``since`` and ``until`` are both included; an article of which only the month or
    year is known counts if all of that is within the period. ``source`` is one or several publishers,
    ``kind`` and ``relation`` are as in :meth:`OpenGraph.networkx`. ``limit`` None or 0 is no limit.
    """

    @property
    def _place(self) -> places.Place:
        raise NotImplementedError

    @answers
    @checked
    def explain(
        self,
        a: str,
        b: str | None = None,
        *,
        sort: RelationSort = "reports",
        limit: int | None = None,
        **choice: Unpack[Choice],
    ) -> views.Explanations:
        """All relations between two entities (or of one), each with its sentences, the most important first.

        ``kind`` is that of the other entity, ``min_reports`` the number of independent articles that must
        assert a relation. All counts are computed from the statements that pass the filters.

        Raises ``QueryError`` for a name that matches no entity or several, and an unknown filter value.
        """
        names = (a,) if b is None else (a, b)
        return views.explain(self._place.about(*names), a, b, Filters.of(**choice), sort).first(most(limit))

    @answers
    @checked
    def show(
        self,
        name: str,
        *,
        sort: RelationSort = "reports",
        limit: int | None = None,
        **choice: Unpack[Choice],
    ) -> views.Profile:
        """Show an entity: names, relations, articles. The filters are those of :meth:`explain`, ``limit``
        applies to the relations.

        Raises ``QueryError`` for a name that matches no entity or several, and an unknown filter value.
        """
        profile = views.show(self._place.about(name), name, Filters.of(**choice), sort)
        return replace(profile, ties=profile.ties[: most(limit)])

    @answers_kept
    @checked
    def search(
        self,
        words: str,
        *,
        kind: Words = None,
        since: Day = None,
        until: Day = None,
        source: Words = None,
        limit: int = MOST_FOUND,
    ) -> Found:
        """Search entities by any part of a name, also misspelt, and articles by words of title and text.

        All words must occur, in any order and letter case; the last may be a prefix. ``kind`` filters
        entities, the other filters articles; only a graph folder has texts. ``limit`` applies to entities and
        articles each. Raises ``QueryError`` for an empty search, and for an unknown filter value.
        """
        if not words.strip():
            message = "WORDS is empty; give any part of a name, or words of articles"
            raise QueryError(message, wrong=("WORDS",), named=False)
        filters = Filters.of(since=since, until=until, kind=kind, source=source)
        known = {one.article.id: one.article for one in self._place.articles()}
        filters.check(known.values())
        entities = [e for e in self._place.entities() if filters.lets_kind(e.kind)]
        search = Search(entities, (a for a in known.values() if filters.lets_article(a)))
        search.read_texts(self._place.texts(), words)
        return Found(
            tuple(search.entities(words)[: most(limit)]),
            search.pair(words),
            tuple(
                Passage(known[id_], tuple((text, bool(marks)) for text, marks in pieces(snippet)))
                for id_, snippet in search.articles(words, most=limit or -1)[1]
            ),
        )

    @answers_kept
    @checked
    def entities(
        self,
        words: str | None = None,
        *,
        kind: Words = None,
        since: Day = None,
        until: Day = None,
        source: Words = None,
        sort: EntitySort | None = None,
        limit: int | None = None,
    ) -> Listing[Entity]:
        """The entities, the most reported first; or those with all these words in a name, the best match
        first.

        With days or a publisher, those that the articles selected mention, counted in these alone. Raises
        ``QueryError`` for an unknown filter value.
        """
        filters = Filters.of(since=since, until=until, kind=kind, source=source)
        if filters.of_articles:
            found = lists.entities_in(self._place.graph(), filters)
        else:
            found = iter(self._place.entities())
        if words is not None:
            found = iter(Search(found, ()).entities(words))
        elif sort is None:
            sort = "articles"
        return lists.entities(found, filters, sort, limit)

    @answers
    def apart(self, found: Iterable[Entity]) -> dict[str, Mark]:
        """For entities that share name and kind, what distinguishes them, by id: the entity they are part of
        or based in, else the first article that mentions them.
        """
        given: Any = found
        given = [*given] if isinstance(given, Iterable) else [given]
        for e in given:
            if not isinstance(e, Entity):
                raise QueryError(f"{e!r} is no entity; give some of entities() or search()", wrong=("found",))
        alike = twins(given)
        if not alike:
            return {}
        graph = self._place.about(*(e.id for e in alike))
        return marks(alike, graph.entities, graph.relations, firsts_of(graph))

    @answers_kept
    @checked
    def relations(
        self,
        relation: Words = None,
        *,
        sort: RelationSort = "reports",
        limit: int | None = None,
        **others: Unpack[Narrowing],
    ) -> Listing[Tie]:
        """The relations with their entities, the most important first: events before posts and seats, then by
        independent reports and weight.

        ``kind`` is that of either entity; ``since`` and ``until`` of a row are the first and the last day on
        which it happened or held, by its sentences. With days or a publisher, counts are computed from the
        articles selected. Raises ``QueryError`` for an unknown filter value.
        """
        filters = Filters.of(relation=relation, **others)
        of = {e.id: e for e in self._place.entities()}
        if not filters.of_articles:
            return lists.ties(self._place.relations(), of, filters, sort, limit, self._place.times)
        part = narrowed(self._place.graph(), filters)
        known = times(part.statements, part.articles)
        return lists.ties(
            part.relations,
            of,
            filters,
            sort,
            limit,
            lambda edges: [known.get(edge, UNKNOWN) for edge in edges],
        )

    @answers_kept
    @checked
    def relation_types(
        self,
        relation: Words = None,
        **others: Unpack[Narrowing],
    ) -> tuple[TypeCount, ...]:
        """The relation types and the number of relations of each; filters as in :meth:`relations`."""
        filters = Filters.of(relation=relation, **others)
        of = {e.id: e for e in self._place.entities()}
        return lists.types(self._relations(filters), of, filters)

    @answers_kept
    @checked
    def articles(
        self,
        *,
        about: str | None = None,
        undated: bool = False,
        since: Day = None,
        until: Day = None,
        source: Words = None,
        sort: ArticleSort = "date",
        limit: int | None = None,
    ) -> Listing[ListedArticle]:
        """The articles without their texts, the latest first; with ``about`` those that mention an entity,
        with ``undated`` those without a date.

        Raises ``QueryError`` for an unknown filter value, and a name that matches no entity or several.
        """
        filters = Filters.of(since=since, until=until, source=source)
        if undated and (filters.since or filters.until):
            raise QueryError(
                "undated asks for articles of any time; leave out undated, or since and until",
                wrong=("undated", "since", "until"),
            )
        if filters.sources is not None:
            filters.check(one.article for one in self._place.articles())
        found = self._place.articles()
        if about is not None:
            among = self._mentioning(about)
            found = (one for one in found if one.article.id in among)
        return lists.articles(found, filters, sort, limit, undated=undated)

    @answers_kept
    @checked
    def undated(
        self, *names: str, since: Day = None, until: Day = None, source: Words = None
    ) -> tuple[int, int]:
        """The number of articles without a date, and the number of all articles.

        With entities or publishers, only articles that mention all these entities and are by these publishers
        count. With days, the first number is that of articles outside of the period that may belong to it:
        those without a date, and those with a month or year that is only partly within it.

        Raises ``QueryError`` for a name that matches no entity or several, and an unknown filter value.
        """
        ids, filters = [self._mentioning(name) for name in names], Filters.of(source=source)
        asked = Filters.of(since=since, until=until, source=source)
        found = [
            asked.may_let_article(one.article)
            for one in self._place.articles()
            if filters.lets_article(one.article) and all(one.article.id in some for some in ids)
        ]
        return sum(found), len(found)

    @answers
    def failed(self) -> int:
        """The number of unreadable inputs, which :meth:`OpenGraph.failures` lists; 0 if unknown."""
        return self._place.failed()

    def _mentioning(self, name: str) -> set[str]:
        """Ids of the articles that mention an entity."""
        graph = self._place.about(name)
        id_ = find(graph.entities, name, graph.relations, firsts_of(graph)).id
        return {m.article for m in graph.mentioned if m.entity == id_}

    def _relations(self, filters: Filters) -> Iterator[Relation]:
        if filters.of_articles:
            return iter(narrowed(self._place.graph(), filters).relations)
        return self._place.relations()
