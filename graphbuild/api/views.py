"""Answers of a graph without Cypher: evidence of relations, entity profiles, statistics."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any, ClassVar, Literal

from graphbuild.aggregation import seen_in
from graphbuild.api import tables
from graphbuild.api.filters import NONE, Filters, narrowed
from graphbuild.api.lookup import find, two
from graphbuild.api.namesakes import firsts_of
from graphbuild.api.times import UNKNOWN, in_office, times
from graphbuild.collate import earliest, independent
from graphbuild.errors import QueryError
from graphbuild.frames import Framed, Listed, html, text
from graphbuild.model import KINDS, Article, Entity, Graph, Identity, Relation, Span, Statement, relation_id
from graphbuild.read import Failure, Foreign
from graphbuild.tables import relations

RelationSort = Literal["reports", "weight", "name", "first", "last"]
#: Relations that state where an entity belongs, which is rarely the answer sought.
_HOMES = ("CITIZEN_OF", "BASED_IN")


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """A sentence that states a relation, and the articles that print it."""

    statement: Statement
    articles: tuple[Article, ...]
    """The independent articles that print it, earliest first. Without text."""
    copies: tuple[Article, ...] = ()
    """Near-duplicates of these articles with the same sentence, earliest first."""
    meant: tuple[str, ...] = field(default=(), compare=False)
    """The antecedents of its pronouns and nouns, with reasons, in words; only in a graph folder."""
    id: str = ""
    """The id of the statement, by which it can be rejected and accepted."""

    def __repr__(self) -> str:
        s, first = self.statement, self.articles[0]
        return f"<Evidence {s.status}, {first.date or 'no date'} {first.id}: {shorten(s.sentence, 80)!r}>"


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """The statements of one relation between two entities."""

    relation: str
    source: Entity
    target: Entity
    edge: Relation | None
    """The relation of the graph; None if no statement asserts it."""
    asserted: tuple[Evidence, ...]
    denied: tuple[Evidence, ...]
    hypothetical: tuple[Evidence, ...]
    """Statements with factuality possible, future, hypothetical or demanded."""
    left_out: tuple[Evidence, ...] = ()
    """In paragraphs that many articles of their source share (boilerplate), and so not part of the graph."""
    rejected: tuple[Evidence, ...] = ()
    """Rejected by the user, and so not part of the graph; only in a graph folder."""

    def __repr__(self) -> str:
        counts = ", ".join(
            f"{len(some)} {name}"
            for name, some in (
                ("asserted", self.asserted),
                ("denied", self.denied),
                ("hypothetical", self.hypothetical),
                ("left out", self.left_out),
            )
            if some
        )
        return f"<Explanation {self.source.name} {self.relation} {self.target.name}: {counts}>"


class Explanations(Listed[Explanation]):
    """Relations with their sentences; as a table, a row for each sentence and independent article."""

    __slots__ = ()
    TYPES = tables.SENTENCES

    def dicts(self) -> list[dict[str, Any]]:
        return [
            tables.sentence(explained, status, evidence, article)
            for explained in self
            for status in ("asserted", "denied", "hypothetical", "left_out")
            for evidence in getattr(explained, status)
            for article in evidence.articles
        ]


@dataclass(frozen=True, slots=True, repr=False)
class Tie:
    """A relation of the graph with its two entities."""

    relation: Relation
    source: Entity
    target: Entity
    since: str = ""
    """First day on which it happened or held, by its sentences; empty if unknown, like ``until``."""
    until: str = ""

    def __repr__(self) -> str:
        r = self.relation
        return f"<Tie {self.source.name} {r.relation} {self.target.name}: {r.articles:,} reports>"


@dataclass(frozen=True, slots=True)
class Appearance:
    """An article that mentions an entity, and how often."""

    article: Article
    mentions: int


@dataclass(frozen=True, slots=True, repr=False)
class Profile(Framed):
    """An entity: its names, its relations, the articles that mention it."""

    entity: Entity
    ties: tuple[Tie, ...]
    """Events first, then posts and memberships, then homes; within these by number of reports and weight."""
    appearances: tuple[Appearance, ...]
    """Latest article first."""
    identities: tuple[Identity, ...] = ()
    """The merges of its names, and its merge candidates; only in a graph folder."""

    TYPES: ClassVar = tables.RELATIONS

    def dicts(self) -> list[dict[str, Any]]:
        """A row for each relation."""
        return [tables.relation(tie) for tie in self.ties]

    def __repr__(self) -> str:
        counts = f"{len(self.ties):,} relations, {len(self.appearances):,} articles"
        return f"<Profile {self.entity.name} ({self.entity.kind}): {counts}>"

    def _repr_html_(self) -> str:
        e = self.entity
        head = [f"{e.name} · {e.kind} · {e.articles:,} articles", "; ".join(e.aliases)]
        shown = list(self.TYPES)[:-2]
        rows = ([row[name] for name in shown] for row in self.dicts())
        return (
            f"{''.join(f'<p>{text(line)}</p>' for line in head if line)}{html(shown, rows, len(self.ties))}"
        )


@dataclass(frozen=True, slots=True)
class Cluster:
    """Near-duplicate articles."""

    original: Article
    """The earliest of them, without text."""
    copies: int


@dataclass(frozen=True, slots=True)
class Shared:
    """Boilerplate: a paragraph that many articles of one source share, and so not part of the graph."""

    source: str
    text: str
    articles: int
    mentions: int
    """Mentions in it, over all these articles; ``statements`` likewise."""
    statements: int


@dataclass(frozen=True, slots=True, repr=False)
class Stats:
    """Counts of a graph."""

    articles: int
    copies: int
    """Articles that are copies of others."""
    clusters: tuple[Cluster, ...]
    """Articles that have copies, the most copied first."""
    sources: int
    """Named publishers."""
    first_date: str
    """Earliest date of an article; empty if no article has a date."""
    last_date: str
    dated: Mapping[str, int]
    """Articles by origin of their date ("front matter", "page", "dateline"; "not read", "none")."""
    entities: Mapping[str, int]
    """By kind."""
    relations: Mapping[str, int]
    """By name, most frequent first."""
    asserted: int
    """Statements with factuality asserted; the next two count those denied and all others."""
    denied: int
    hypothetical: int
    failures: Mapping[str, str] = field(default_factory=dict)
    """Inputs that could not be read, with the reason, by location."""
    boilerplate: tuple[Shared, ...] = ()
    """Boilerplate paragraphs, the most widely shared first; only in a graph folder."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """Number of input articles skipped because of their language, by language, the most frequent first."""
    extracted: Mapping[str, int] = field(default_factory=dict)
    """Entities, statements and relations as ``build`` counts them: article by article, before entities are
    merged, near-duplicates counted once and boilerplate dropped. Only in a graph folder.
    """
    rejected: int = 0
    """Statements that the user rejected, which no other count includes; only in a graph folder."""
    excluded: int = 0
    """Articles that the user excluded; only in a graph folder."""

    def __repr__(self) -> str:
        entities, relations = sum(self.entities.values()), sum(self.relations.values())
        return f"<Stats: {self.articles:,} articles, {entities:,} entities, {relations:,} relations>"


@dataclass(frozen=True, slots=True)
class Failures:
    """Inputs missing from a graph folder, with reasons."""

    last_build: Mapping[str, int]
    """Number of articles read, unchanged, replaced, removed and failed in the last build."""
    reasons: Mapping[str, int]
    """Number of failures for each reason, the most frequent first."""
    failures: Mapping[str, str]
    """The reason of each failure, by location."""
    skipped: Mapping[str, str]
    """The language of each article that was skipped because of it, by location."""


def _most_frequent(found: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(found).items(), key=lambda item: (-item[1], item[0])))


def failures(found: Sequence[Failure], last_build: Mapping[str, int]) -> Failures:
    """The failures with their reasons counted."""
    failed = {f.where: f for f in found if not isinstance(f, Foreign)}
    return Failures(
        last_build,
        _most_frequent(f.kind for f in failed.values()),
        {place: f.reason for place, f in failed.items()},
        {f.where: f.language for f in found if isinstance(f, Foreign)},
    )


def explain(
    graph: Graph,
    a: str,
    b: str | None = None,
    filters: Filters = NONE,
    sort: RelationSort = "reports",
) -> Explanations:
    """All relations between two entities, in either direction, with their sentences; or all relations of one.

    Relations that are only denied or hypothetical come last. With filters, all counts are computed from the
    statements that pass. Names are resolved as in :func:`graphbuild.api.lookup.find`. Raises ``QueryError``
    for a name that matches no entity or several, for two names of one entity without recorded reasons, and
    for an unknown sort or filter value.
    """
    one = _entity(graph, a)
    first, second = one.id, None
    if b is not None:
        other = _entity(graph, b)
        second = other.id
        if not identities(graph, a, b):
            two(a, b, one, other)
    if filters != NONE:
        graph = narrowed(graph, filters, {first} if second is None else {first, second})
    entities = {e.id: e for e in graph.entities}
    articles = {article.id: article for article in graph.articles}
    edges = {r.id: r for r in graph.relations}
    original = {c.article: c.original for c in graph.copies}

    def of_these(statements: Iterable[Statement]) -> dict[tuple[str, str, str], list[Statement]]:
        found: dict[tuple[str, str, str], list[Statement]] = {}
        for s in statements:
            if first in (s.source, s.target) and (second is None or {first, second} == {s.source, s.target}):
                found.setdefault((s.relation, s.source, s.target), []).append(s)
        return found

    stated, rejected = of_these(graph.statements), of_these(graph.rejected)
    left_out = of_these(
        s
        for shared in graph.boilerplate
        for s in shared.statements
        if {s.source, s.target} <= entities.keys()
    )
    found = [
        Explanation(
            relation=relation,
            source=entities[source],
            target=entities[target],
            edge=edges.get(relation_id(relation, source, target)),
            asserted=_evidence([s for s in statements if s.asserted], articles, original, graph.meant),
            denied=_evidence([s for s in statements if s.negated], articles, original, graph.meant),
            hypothetical=_evidence(
                [s for s in statements if not s.negated and not s.asserted], articles, original, graph.meant
            ),
            left_out=_evidence(left_out.get((relation, source, target), ()), articles, original, graph.meant),
            rejected=_evidence(rejected.get((relation, source, target), ()), articles, original, graph.meant),
        )
        for relation, source, target in stated | left_out | rejected
        for statements in (stated.get((relation, source, target), []),)
    ]
    key = ranking(sort, entities)

    def order(e: Explanation) -> tuple[Any, ...]:
        unasserted = -len(e.denied) - len(e.hypothetical)
        last = unasserted, e.relation, e.source.name, e.target.name, e.source.id
        return e.edge is None, key(e.edge) if e.edge else (), last

    return Explanations(sorted(found, key=order))


def _evidence(
    statements: Sequence[Statement],
    articles: Mapping[str, Article],
    original: Mapping[str, str],
    meant: Mapping[str, tuple[str, ...]],
) -> tuple[Evidence, ...]:
    """The statements by date, each sentence once with the articles that print it."""
    clusters: dict[str, set[str]] = {}
    for s in statements:
        clusters.setdefault(original.get(s.article, s.article), set()).add(s.article)
    printed: dict[tuple[str, ...], list[Statement]] = {}
    for s in sorted(
        independent(statements, articles, original),
        key=lambda s: (earliest(articles[s.article]), s.sentence_span),
    ):
        printed.setdefault(s.key, []).append(s)

    def evidence(repeats: Sequence[Statement]) -> Evidence:
        reports = dict.fromkeys(s.article for s in repeats)
        copies = set().union(*(clusters[original.get(id_, id_)] for id_ in reports)) - reports.keys()
        return Evidence(
            repeats[0],
            tuple(articles[id_] for id_ in reports),
            tuple(sorted((articles[id_] for id_ in copies), key=earliest)),
            meant.get(repeats[0].id, ()),
            repeats[0].id,
        )

    return tuple(evidence(repeats) for repeats in printed.values())


def show(graph: Graph, name: str, filters: Filters = NONE, sort: RelationSort = "reports") -> Profile:
    """The profile of an entity; with filters, all counts are computed from what passes them.

    Raises ``QueryError`` for a name that matches no entity or several, and for an unknown sort or filter
    value.
    """
    entity = _entity(graph, name)
    if filters != NONE:
        graph = narrowed(graph, filters, {entity.id})
        mentions = [m for m in graph.mentioned if m.entity == entity.id]
        entity = seen_in(entity, mentions, {article.id: article for article in graph.articles})
    entities = {e.id: e for e in graph.entities}
    articles = {article.id: article for article in graph.articles}
    when = times((s for s in graph.statements if entity.id in (s.source, s.target)), graph.articles)
    ties = [
        Tie(
            r,
            entities[r.source],
            entities[r.target],
            *in_office(r, when.get((r.relation, r.source, r.target), UNKNOWN)),
        )
        for r in graph.relations
        if entity.id in (r.source, r.target)
    ]
    appearances = [
        Appearance(articles[m.article], m.mentions) for m in graph.mentioned if m.entity == entity.id
    ]
    appearances.sort(key=lambda x: (x.article.title, x.article.id))
    key = ranking(sort, entities)
    return Profile(
        entity,
        tuple(sorted(ties, key=lambda tie: key(tie.relation))),
        tuple(sorted(appearances, key=lambda x: x.article.time, reverse=True)),
        tuple(i for i in graph.identities if entity.id in (i.entity_a, i.entity_b)),
    )


def ranking(sort: RelationSort, of: Mapping[str, Entity]) -> Callable[[Relation], tuple[Any, ...]]:
    """The sort key of relations for ``sort``; ties are broken by :func:`rank`.

    Raises ``QueryError`` for an unknown sort.
    """
    keys: Mapping[str, Callable[[Relation], tuple[Any, ...]]] = {
        "reports": lambda r: (),
        "weight": lambda r: (-abs(r.score * r.articles),),
        "name": lambda r: (of[r.source].name.casefold(), of[r.target].name.casefold()),
        "first": lambda r: (not r.first_seen, r.first_seen),
        "last": lambda r: (latest(r.last_seen),),
    }
    if sort not in keys:
        raise QueryError(f"sort is {sort!r}; give one of {', '.join(keys)}")
    return lambda r: (*keys[sort](r), *rank(r))


def latest(day: str) -> int:
    """A sort key for days, latest first: months and years after the days in them, unknown days last."""
    return -int(day.replace("-", "").ljust(8, "0"))


def rank(r: Relation) -> tuple[int, int, float, int, str, str]:
    """The sort key that puts the most important relation first: events before posts and seats, homes last;
    then by independent reports, weight and sentences.
    """
    known = relations().get(r.relation)
    kind = 2 if r.relation in _HOMES else 0 if known and known.quad else 1
    return kind, -r.articles, -abs(r.score), -r.statements, r.relation, r.id


def identities(graph: Graph, a: str, b: str) -> tuple[Identity, ...]:
    """Why two names are one entity, or the evidence for and against a merge; empty if there is none.

    Raises ``QueryError`` for a name that matches no entity or several.
    """
    ends = {_entity(graph, a).id, _entity(graph, b).id}
    return tuple(i for i in graph.identities if {i.entity_a, i.entity_b} == ends)


def _entity(graph: Graph, name: str) -> Entity:
    """The entity that a name refers to, or the id that one of its names had before the merge."""
    joined = {id_: of for i in graph.identities for id_, of in ((i.a, i.entity_a), (i.b, i.entity_b))}
    return find(graph.entities, joined.get(str(name).strip(), name), graph.relations, firsts_of(graph))


def _dated(article: Article) -> str:
    """The origin of the date of an article, in a word or two."""
    return article.date_from.partition(":")[0] or ("elsewhere" if article.date else "none")


def stats(
    graph: Graph,
    failures: Sequence[Failure] = (),
    text: Callable[[str, Span], str] = lambda article, span: "",
    extracted: Mapping[str, int] | None = None,
    excluded: int = 0,
) -> Stats:
    """Count articles, entities, relations and statements.

    ``text`` returns the text of an article in a span, ``extracted`` is what ``build`` counts.
    """
    dates = [article.date for article in graph.articles if article.date]
    kinds = Counter(e.kind for e in graph.entities)
    relations = Counter(r.relation for r in graph.relations)
    articles = {article.id: article for article in graph.articles}
    copied = Counter(c.original for c in graph.copies)
    return Stats(
        articles=len(graph.articles),
        copies=len(graph.copies),
        clusters=tuple(
            Cluster(articles[id_], copies)
            for id_, copies in sorted(
                copied.items(), key=lambda item: (-item[1], earliest(articles[item[0]]))
            )
        ),
        sources=len({article.publisher for article in graph.articles if article.source}),
        first_date=min(dates, default=""),
        last_date=max(dates, default=""),
        dated=dict(Counter(_dated(article) for article in graph.articles).most_common()),
        entities={kind: kinds[kind] for kind in KINDS},
        relations=dict(sorted(relations.items(), key=lambda item: (-item[1], item[0]))),
        asserted=sum(s.asserted for s in graph.statements),
        denied=sum(s.negated for s in graph.statements),
        hypothetical=sum(not s.negated and not s.asserted for s in graph.statements),
        boilerplate=tuple(
            Shared(f.source, text(f.article, f.span), f.articles, f.mentions, len(f.statements))
            for f in graph.boilerplate
        ),
        failures={f.where: f.reason for f in failures if not isinstance(f, Foreign)},
        skipped=_most_frequent(f.language for f in failures if isinstance(f, Foreign)),
        extracted=dict(extracted or {}),
        rejected=len(graph.rejected),
        excluded=excluded,
    )
