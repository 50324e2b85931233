"""An in-memory index of a graph: statements by entity, by pair and by article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from graphbuild.api.filters import NONE, Filters
from graphbuild.api.stances import Stances
from graphbuild.collate import independent
from graphbuild.errors import QueryError
from graphbuild.model import Article, Entity, EntityMentions, Graph, Identity, Span, Stance, Statement
from graphbuild.stance import UNKNOWN
from graphbuild.tables import relations
from graphbuild.terms import is_over, last_day_in_office, latest_day

#: Number of choices of relations and publishers for which stances are cached.
_CACHED_CHOICES = 2
#: Number of pages for which statements are cached, for users who page through their lists.
_CACHED_PAGES = 16


class Edge(NamedTuple):
    """A relation between two entities, by ids."""

    relation: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Tie:
    """The statements of one edge, summarised. Copies of an article do not count."""

    edge: Edge
    reports: int
    """Independent articles that assert it."""
    publishers: int
    """Publishers of these articles; unnamed publishers count as one."""
    denied: int
    """Number of statements that deny it."""
    unasserted: int
    """Number of statements with factuality possible, future, hypothetical or demanded."""
    first: str
    """Earliest date of an article with such a statement; empty if unknown. ``last`` likewise."""
    last: str
    former: bool
    """Whether the relation is over: see ``is_over``."""
    best: Statement
    """The statement shown for all: asserted if there is one, then the most probable, then the latest."""

    @property
    def family(self) -> str:
        return relations()[self.edge.relation].family

    @property
    def score(self) -> float:
        return relations()[self.edge.relation].score


@dataclass(frozen=True, slots=True)
class Said:
    """Statements that pass the filters, and the edges that they form."""

    statements: Sequence[Statement]
    """In order of id if they are about one entity, by time if they are about two."""
    ties: Sequence[Tie]
    """Most important first."""


class Index:
    """A graph with indexes for repeated look-ups; immutable after creation."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.entities: Mapping[str, Entity] = {e.id: e for e in graph.entities}
        self.articles: Mapping[str, Article] = {a.id: a for a in graph.articles}
        self.original: Mapping[str, str] = {c.article: c.original for c in graph.copies}
        of_entity: defaultdict[str, list[Statement]] = defaultdict(list)
        for s in graph.statements:
            of_entity[s.source].append(s)
            if s.target != s.source:
                of_entity[s.target].append(s)
        self._of_entity = of_entity
        self._mentioned: defaultdict[str, list[EntityMentions]] = defaultdict(list)
        for m in graph.mentioned:
            self._mentioned[m.entity].append(m)
        self.about_one = lru_cache(_CACHED_PAGES)(self._about_one)
        self.about_two = lru_cache(_CACHED_PAGES)(self._about_two)
        self.about_all = lru_cache(1)(self._about_all)
        self._stances_among = lru_cache(_CACHED_CHOICES)(self._infer_stances)

    def stances(self, filters: Filters = NONE) -> Stances | None:
        """The stances of pairs for the relations and publishers of the filters; None for a graph without
        statements.
        """
        return self._stances_among(
            Filters(relations=filters.relations, sources=filters.sources, as_given=filters.as_given)
        )

    def _infer_stances(self, filters: Filters) -> Stances | None:
        if self.graph.relations and not self.graph.statements:
            return None
        return Stances(self.graph, filters=filters)

    def entity(self, id_: str) -> Entity:
        """The entity with this id, or into which the name with this id was merged. Raises ``QueryError`` for
        none.
        """
        found = self.entities.get(id_) or self.entities.get(self._joined.get(id_, ""))
        if found is None:
            raise QueryError(f"the graph holds no entity {id_!r}; search for its name")
        return found

    @cached_property
    def _today(self) -> str:
        return latest_day(self.articles.values())

    @cached_property
    def _joined(self) -> Mapping[str, str]:
        """The entity into which each name was merged, by the id that the name had before."""
        joined = [i for i in self.graph.identities if i.joined]
        return {id_: i.entity_a for i in joined for id_ in (i.a, i.b)}

    @cached_property
    def best_known(self) -> tuple[Entity, ...]:
        """The entities, those that most articles mention first."""
        return tuple(sorted(self.entities.values(), key=lambda e: (-e.articles, e.name, e.id)))

    def stances_of(self, entity: str | None, filters: Filters = NONE) -> list[Stance]:
        """The stances of an entity, the latest change first; without an entity those of all, the most
        reported first.

        They are at state level for two states, at actor level for all others. Of the filters, relations and
        publishers choose the statements from which stances are inferred, ``since`` and ``until`` the period
        in which reports are counted and at the end of which stances hold, the others which stances are
        listed: with ``since`` those with a report on that day or later.
        """
        known: Iterable[Stance] = self._stances
        if filters.relations is not None or filters.sources is not None or filters.since or filters.until:
            inferred = self.stances(filters)
            known = inferred.held(entity, filters.until, filters.since) if inferred else ()
        found = [s for s in known if entity in (None, s.a, s.b) and self._lists(s, entity, filters)]
        if entity is None:
            return sorted(found, key=lambda s: (-s.reports, s.id))
        other = {s.id: self.entities[s.b if s.a == entity else s.a] for s in found}
        found.sort(key=lambda s: (-s.reports, other[s.id].name, other[s.id].id))
        return sorted(found, key=lambda s: s.since, reverse=True)

    def _lists(self, s: Stance, entity: str | None, filters: Filters) -> bool:
        """Whether a stance passes the filters, in a list of all or of those of an entity."""
        kinds = (self.entities[id_].kind for id_ in (s.a, s.b) if id_ != entity)
        return s.reports >= filters.min_reports and s.as_of >= filters.since and filters.lets_kind(*kinds)

    @cached_property
    def _stances(self) -> tuple[Stance, ...]:
        def level(s: Stance) -> str:
            states = self.entities[s.a].kind == self.entities[s.b].kind == "country"
            return "state" if states else "actor"

        return tuple(s for s in self.graph.stances if s.label != UNKNOWN and s.level == level(s))

    def about(self, entity: str, filters: Filters) -> list[Statement]:
        """The statements about an entity that pass the filters."""
        statements = [s for s in self._of_entity.get(entity, ()) if filters.lets_direction(s, entity)]
        return self._through(statements, filters, entity)

    def between(self, a: str, b: str, filters: Filters) -> list[Statement]:
        """The statements about a pair that pass the filters, in both directions unless the filters choose
        one.
        """
        fewer, other = sorted((a, b), key=lambda e: len(self._of_entity.get(e, ())))
        both = [
            s
            for s in self._of_entity.get(fewer, ())
            if other in (s.source, s.target) and filters.lets_direction(s, a)
        ]
        return self._through(both, filters)

    def _about_all(self, filters: Filters) -> Said:
        """All statements that pass the filters; the last result is cached."""
        return self._said(self.among_all(filters), filters.min_reports)

    def among_all(self, filters: Filters) -> list[Statement]:
        """All statements that pass the filters."""
        return self._through(self.graph.statements, filters)

    def _through(
        self, statements: Iterable[Statement], filters: Filters, entity: str = ""
    ) -> list[Statement]:
        """The statements that pass the filters; ``entity`` is the entity whose page is shown."""
        found = [s for s in statements if self.passes(s, filters, entity)]
        if not filters.alone:
            return found
        whoever = replace(filters, sources=None)
        reporting: dict[Edge, set[str]] = {}
        for s in statements:
            if s.asserted and self.passes(s, whoever, entity):
                edge = Edge(s.relation, s.source, s.target)
                reporting.setdefault(edge, set()).add(self.articles[s.article].publisher)
        several = {
            edge
            for edge, publishers in reporting.items()
            if (len(publishers) > 1 if filters.sources is None else not publishers <= filters.sources)
        }
        return [s for s in found if Edge(s.relation, s.source, s.target) not in several]

    def _about_one(self, entity: str, filters: Filters) -> Said:
        """The statements about an entity that pass the filters; cached."""
        return self._said(self.about(entity, filters), filters.min_reports)

    def _about_two(self, a: str, b: str, filters: Filters) -> Said:
        """The statements about a pair, the earliest first, each sentence once; cached."""
        return self._said(self.by_time(self.between(a, b, filters)), filters.min_reports)

    def _said(self, statements: Sequence[Statement], least: int) -> Said:
        ties = self.ties(statements, least)
        if least:
            kept = {t.edge for t in ties}
            statements = [s for s in statements if (s.relation, s.source, s.target) in kept]
        return Said(statements, ties)

    def passes(self, s: Statement, filters: Filters, entity: str = "") -> bool:
        """Whether a statement passes the filters; ``entity`` is the entity whose page is shown."""
        article = self.articles[s.article]
        others = [self.entities[e].kind for e in (s.source, s.target) if e != entity]
        return filters.lets(s, article, others)

    def mentioned(self, entity: str) -> Sequence[EntityMentions]:
        """The articles that mention an entity, the latest first."""
        return sorted(
            self._mentioned.get(entity, ()),
            key=lambda m: (self.articles[m.article].time, m.mentions, m.article),
            reverse=True,
        )

    def identities(self, entity: str) -> tuple[Identity, ...]:
        """The merges of the entity's names, and its merge candidates."""
        return tuple(i for i in self.graph.identities if entity in (i.entity_a, i.entity_b))

    def ties(self, statements: Iterable[Statement], least: int = 0) -> list[Tie]:
        """Summarise statements by edge, the most important first.

        Asserted edges come before others, events before posts and seats, then by independent reports and
        recency. Edges with fewer than ``least`` reports are dropped.
        """
        by_edge: defaultdict[Edge, list[Statement]] = defaultdict(list)
        for s in statements:
            by_edge[Edge(s.relation, s.source, s.target)].append(s)
        found = [self._tie(edge, some) for edge, some in by_edge.items()]
        found.sort(key=lambda t: (t.family == "standing", -t.reports, t.edge))
        found.sort(key=lambda t: t.last, reverse=True)
        found.sort(key=lambda t: (t.family == "standing", -t.reports))
        return [t for t in found if t.reports >= least]

    def reports(self, statements: Iterable[Statement]) -> set[str]:
        """The independent articles that assert any of the statements."""
        return {self.original.get(s.article, s.article) for s in statements if s.asserted}

    def by_time(self, statements: Iterable[Statement]) -> list[Statement]:
        """Each sentence once, the earliest article first; articles of which only the month or year is known
        at its beginning, articles without a date last.

        The statements are given in the graph's order, by id, which breaks ties.
        """

        def when(s: Statement) -> tuple[bool, str, str, Span]:
            article = self.articles[s.article]
            return not article.time, article.time, article.id, s.sentence_span

        kept: dict[tuple[str, ...], Statement] = {}
        for s in sorted(statements, key=when):
            kept.setdefault(s.key, s)
        return list(kept.values())

    def _tie(self, edge: Edge, statements: Sequence[Statement]) -> Tie:
        asserted = [s for s in statements if s.asserted]
        others = self.by_time(s for s in statements if not s.asserted)
        days = sorted(day for s in statements if (day := self.articles[s.article].date))
        original = self.reports(asserted)
        reports = independent(asserted, self.articles, self.original)
        until = last_day_in_office(*edge, reports)
        return Tie(
            edge=edge,
            reports=len(original),
            publishers=len({self.articles[id_].publisher for id_ in original}),
            denied=sum(s.negated for s in others),
            unasserted=sum(not s.negated for s in others),
            first=days[0] if days else "",
            last=days[-1] if days else "",
            former=is_over(reports, self.articles, until, self._today),
            # In the graph's order, so that of equal statements the last has the greatest id.
            best=max(
                reversed(asserted or statements), key=lambda s: (s.confidence, self.articles[s.article].date)
            ),
        )
