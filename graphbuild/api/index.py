"""A graph arranged to be looked at: what is said of an entity, of a pair, in an article, without a search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from graphbuild.aggregation import is_over
from graphbuild.api.filters import NONE, Filters
from graphbuild.api.stances import Stances
from graphbuild.collate import independent
from graphbuild.errors import QueryError
from graphbuild.model import Article, Entity, EntityMentions, Graph, Identity, Span, Stance, Statement
from graphbuild.stance import UNKNOWN
from graphbuild.tables import relations

#: Choices of relations and publishers whose stances are kept.
_KEPT_STANCES = 2
#: Pages whose statements are kept, for whoever looks at their lists part by part.
_KEPT = 16


class Edge(NamedTuple):
    """Who is said to stand in which relation to whom."""

    relation: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Tie:
    """What some statements say of one edge. Copies of an article say nothing of their own."""

    edge: Edge
    reports: int
    """Independent articles that assert it."""
    publishers: int
    """Of these articles; an unnamed publisher counts once."""
    denied: int
    """Statements that deny it."""
    unasserted: int
    """Statements that call it possible, future, hypothetical or demanded."""
    first: str
    """Earliest day of an article that says any of it; empty where none is dated, as the next."""
    last: str
    former: bool
    """Whether it is over: see ``is_over``."""
    best: Statement
    """The one that is shown for all: asserted where one is, then the surest, then the latest."""

    @property
    def family(self) -> str:
        return relations()[self.edge.relation].family

    @property
    def score(self) -> float:
        return relations()[self.edge.relation].score


@dataclass(frozen=True, slots=True)
class Said:
    """Statements that filters let through, and the edges that they make."""

    statements: Sequence[Statement]
    """In order of id where they are about one entity, by time where they are about two."""
    ties: Sequence[Tie]
    """What matters most first."""


class Index:
    """A graph with what is looked up in it again and again. Nothing in it changes once it is made."""

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
        self.about_one = lru_cache(_KEPT)(self._about_one)
        self.about_two = lru_cache(_KEPT)(self._about_two)
        self.about_all = lru_cache(1)(self._about_all)
        self._stances_among = lru_cache(_KEPT_STANCES)(self._made_stances)

    def stances(self, filters: Filters = NONE) -> Stances | None:
        """How pairs stand to each other by the relations and publishers of the filters, as far as the graph
        tells; None for a graph without statements."""
        return self._stances_among(
            Filters(relations=filters.relations, sources=filters.sources, as_given=filters.as_given)
        )

    def _made_stances(self, filters: Filters) -> Stances | None:
        if self.graph.relations and not self.graph.statements:
            return None
        return Stances(self.graph, filters=filters)

    def entity(self, id_: str) -> Entity:
        """The entity of this id, or to which what had it was joined. Raises ``QueryError`` for none."""
        found = self.entities.get(id_) or self.entities.get(self._joined.get(id_, ""))
        if found is None:
            raise QueryError(f"the graph holds no entity {id_!r}; search for its name")
        return found

    @cached_property
    def _joined(self) -> Mapping[str, str]:
        """The entity of each id that a name had by itself before it was joined to others."""
        joined = [i for i in self.graph.identities if i.joined]
        return {id_: i.entity_a for i in joined for id_ in (i.a, i.b)}

    @cached_property
    def best_known(self) -> tuple[Entity, ...]:
        """The entities, those that most articles mention first."""
        return tuple(sorted(self.entities.values(), key=lambda e: (-e.articles, e.name, e.id)))

    def stances_of(self, entity: str | None, filters: Filters = NONE) -> list[Stance]:
        """With whom an entity stands how, what changed last first; without one those with the most reports.

        They are of two states as states, of all others as actors. Of the filters, relations and publishers
        choose what they are inferred from, ``since`` and ``until`` the period that is counted and at whose
        end they are told, the others which are listed: with ``since`` those of which something is reported on
        that day or after.
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
        """Whether the filters let a stance into a list of all, or of those of an entity."""
        kinds = (self.entities[id_].kind for id_ in (s.a, s.b) if id_ != entity)
        return s.reports >= filters.min_reports and s.as_of >= filters.since and filters.lets_kind(*kinds)

    @cached_property
    def _stances(self) -> tuple[Stance, ...]:
        def level(s: Stance) -> str:
            states = self.entities[s.a].kind == self.entities[s.b].kind == "country"
            return "state" if states else "actor"

        return tuple(s for s in self.graph.stances if s.label != UNKNOWN and s.level == level(s))

    def about(self, entity: str, filters: Filters) -> list[Statement]:
        """The statements about an entity that the filters let through."""
        said = [s for s in self._of_entity.get(entity, ()) if filters.lets_direction(s, entity)]
        return self._through(said, filters, entity)

    def between(self, a: str, b: str, filters: Filters) -> list[Statement]:
        """The statements about two entities that the filters let through, either way unless these choose what
        the first does or what is done to it."""
        fewer, other = sorted((a, b), key=lambda e: len(self._of_entity.get(e, ())))
        both = [
            s
            for s in self._of_entity.get(fewer, ())
            if other in (s.source, s.target) and filters.lets_direction(s, a)
        ]
        return self._through(both, filters)

    def _about_all(self, filters: Filters) -> Said:
        """What is said at all, as far as the filters let it through; the last is kept."""
        return self._said(self.among_all(filters), filters.min_reports)

    def among_all(self, filters: Filters) -> list[Statement]:
        """All statements that the filters let through."""
        return self._through(self.graph.statements, filters)

    def _through(
        self, statements: Iterable[Statement], filters: Filters, entity: str = ""
    ) -> list[Statement]:
        """Those that the filters let through; ``entity`` is the one whose page it is."""
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
        """What is said of an entity, as far as the filters let it through; kept for a while."""
        return self._said(self.about(entity, filters), filters.min_reports)

    def _about_two(self, a: str, b: str, filters: Filters) -> Said:
        """What is said of two entities, the earliest first, each sentence once; kept for a while."""
        return self._said(self.by_time(self.between(a, b, filters)), filters.min_reports)

    def _said(self, statements: Sequence[Statement], least: int) -> Said:
        ties = self.ties(statements, least)
        if least:
            kept = {t.edge for t in ties}
            statements = [s for s in statements if (s.relation, s.source, s.target) in kept]
        return Said(statements, ties)

    def passes(self, s: Statement, filters: Filters, entity: str = "") -> bool:
        """Whether the filters let a statement through; ``entity`` is the one whose page it is."""
        article = self.articles[s.article]
        others = [self.entities[e].kind for e in (s.source, s.target) if e != entity]
        return filters.lets(s, article, others)

    def mentioned(self, entity: str) -> Sequence[EntityMentions]:
        """In which articles an entity is mentioned, the latest first."""
        return sorted(
            self._mentioned.get(entity, ()),
            key=lambda m: (self.articles[m.article].time, m.mentions, m.article),
            reverse=True,
        )

    def identities(self, entity: str) -> tuple[Identity, ...]:
        """Why the entity's names are one, and with whom it may be one."""
        return tuple(i for i in self.graph.identities if entity in (i.entity_a, i.entity_b))

    def ties(self, statements: Iterable[Statement], least: int = 0) -> list[Tie]:
        """What the statements say, edge by edge, what matters most first.

        What is asserted comes before what is not, events before posts and seats, then by independent
        reports and recency. ``least`` is the number of reports below which an edge is left out.
        """
        said: defaultdict[Edge, list[Statement]] = defaultdict(list)
        for s in statements:
            said[Edge(s.relation, s.source, s.target)].append(s)
        found = [self._tie(edge, some) for edge, some in said.items()]
        found.sort(key=lambda t: (t.family == "standing", -t.reports, t.edge))
        found.sort(key=lambda t: t.last, reverse=True)
        found.sort(key=lambda t: (t.family == "standing", -t.reports))
        return [t for t in found if t.reports >= least]

    def reports(self, statements: Iterable[Statement]) -> set[str]:
        """The independent articles that assert any of the statements."""
        return {self.original.get(s.article, s.article) for s in statements if s.asserted}

    def by_time(self, statements: Iterable[Statement]) -> list[Statement]:
        """Each sentence once, the earliest article first; those without a date last, those of which only the
        month or year is known at its beginning.

        The statements are given in the graph's order, by id, which tells apart what is equal otherwise.
        """

        def when(s: Statement) -> tuple[bool, str, str, Span]:
            article = self.articles[s.article]
            return not article.time, article.time, article.id, s.sentence_span

        kept: dict[tuple[str, ...], Statement] = {}
        for s in sorted(statements, key=when):
            kept.setdefault(s.key, s)
        return list(kept.values())

    def _tie(self, edge: Edge, said: Sequence[Statement]) -> Tie:
        asserted = [s for s in said if s.asserted]
        others = self.by_time(s for s in said if not s.asserted)
        days = sorted(day for s in said if (day := self.articles[s.article].date))
        original = self.reports(asserted)
        return Tie(
            edge=edge,
            reports=len(original),
            publishers=len({self.articles[id_].publisher for id_ in original}),
            denied=sum(s.negated for s in others),
            unasserted=sum(not s.negated for s in others),
            first=days[0] if days else "",
            last=days[-1] if days else "",
            former=is_over(independent(asserted, self.articles, self.original), self.articles),
            # In the graph's order, so that the last of equals has the greatest id.
            best=max(reversed(asserted or said), key=lambda s: (s.confidence, self.articles[s.article].date)),
        )
