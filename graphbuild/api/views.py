"""What is asked of a graph without Cypher: why two are related, who someone is, how much there is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any, ClassVar, Literal

from graphbuild.aggregation import seen_in
from graphbuild.api import tables
from graphbuild.api.apart import firsts_of
from graphbuild.api.filters import NONE, Filters, narrowed
from graphbuild.api.lookup import find, two
from graphbuild.api.times import UNKNOWN, times
from graphbuild.collate import earliest, independent
from graphbuild.errors import QueryError
from graphbuild.frames import Framed, Listed, html, text
from graphbuild.model import KINDS, Article, Entity, Graph, Identity, Relation, Span, Statement, relation_id
from graphbuild.read import Failure, Foreign
from graphbuild.tables import relations

RelationSort = Literal["reports", "weight", "name", "first", "last"]
#: Relations that tell where somebody belongs, which is seldom what is asked.
_HOMES = ("CITIZEN_OF", "BASED_IN")


@dataclass(frozen=True, slots=True, repr=False)
class Evidence:
    """A sentence that speaks of a relation, and where it stands."""

    statement: Statement
    articles: tuple[Article, ...]
    """The independent articles that print it, earliest first. Without text."""
    copies: tuple[Article, ...] = ()
    """Copies of these articles that say so, too, earliest first."""
    meant: tuple[str, ...] = field(default=(), compare=False)
    """Whom its pronouns and nouns mean, and why, in words; of a graph folder only."""
    id: str = ""
    """The id of the statement, by which it can be rejected and accepted."""

    def __repr__(self) -> str:
        s, first = self.statement, self.articles[0]
        return f"<Evidence {s.status}, {first.date or 'no date'} {first.id}: {shorten(s.sentence, 80)!r}>"


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """What is said of one relation between two entities."""

    relation: str
    source: Entity
    target: Entity
    edge: Relation | None
    """The relation of the graph; None where no statement asserts it."""
    asserted: tuple[Evidence, ...]
    denied: tuple[Evidence, ...]
    hypothetical: tuple[Evidence, ...]
    """Called possible, future, hypothetical or demanded."""
    left_out: tuple[Evidence, ...] = ()
    """In paragraphs that many articles of their source share, and so no part of the graph."""
    rejected: tuple[Evidence, ...] = ()
    """What the user rejected, and so no part of the graph; of a graph folder only."""

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
    """Relations with their sentences; as a table a row for each sentence and independent article."""

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
    """A relation of the graph with its two ends."""

    relation: Relation
    source: Entity
    target: Entity
    since: str = ""
    """First day on which it happened or held, by its sentences; empty where none says it, as the next."""
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
    """Who an entity is: its names, its relations, the articles that mention it."""

    entity: Entity
    ties: tuple[Tie, ...]
    """What is done first, then posts and memberships, homes last; the best reported and weightiest first."""
    appearances: tuple[Appearance, ...]
    """Latest article first."""
    identities: tuple[Identity, ...] = ()
    """Why its names are one, and with whom it may be one; of a graph folder only."""

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
    """Articles of one text."""

    original: Article
    """The earliest of them. Without text."""
    copies: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A paragraph that many articles of one source share, so that nothing in it is part of the graph."""

    source: str
    text: str
    articles: int
    mentions: int
    """Mentions in it, in all these articles, as the next."""
    statements: int


@dataclass(frozen=True, slots=True, repr=False)
class Stats:
    """How much a graph holds."""

    articles: int
    copies: int
    """Those of the articles that are copies of others."""
    clusters: tuple[Cluster, ...]
    """Articles that have copies, the most copied first."""
    sources: int
    """Named publishers."""
    first_date: str
    """Earliest date of an article; empty where none is dated."""
    last_date: str
    dated: Mapping[str, int]
    """Articles by where their day was found ("front matter", "page", "dateline"; "not read", "none")."""
    entities: Mapping[str, int]
    """By kind."""
    relations: Mapping[str, int]
    """By name, most frequent first."""
    asserted: int
    """Statements that assert something, as the next two kinds of statements."""
    denied: int
    hypothetical: int
    failures: Mapping[str, str] = field(default_factory=dict)
    """What could not be read of its inputs, and why, by place."""
    boilerplate: tuple[Shared, ...] = ()
    """Paragraphs that are left out, the most widely shared first; of a graph folder only."""
    skipped: Mapping[str, int] = field(default_factory=dict)
    """How many articles of its inputs were passed over for their language, the most frequent first."""
    extracted: Mapping[str, int] = field(default_factory=dict)
    """Entities, statements and relations as articles tell them apart, which ``build`` counts: before names of
    different articles are one, copies count once and shared paragraphs are left out. Of a graph folder."""
    rejected: int = 0
    """Statements that the user rejected, which nothing else counts; of a graph folder only, as the next."""
    excluded: int = 0
    """Articles that the user excluded."""

    def __repr__(self) -> str:
        entities, relations = sum(self.entities.values()), sum(self.relations.values())
        return f"<Stats: {self.articles:,} articles, {entities:,} entities, {relations:,} relations>"


@dataclass(frozen=True, slots=True)
class Failures:
    """What of its inputs a graph folder lacks, and why."""

    last_build: Mapping[str, int]
    """How many articles it read, found unchanged, replaced, took out, and how many failed."""
    reasons: Mapping[str, int]
    """How many failed for which reason, the most frequent first."""
    failures: Mapping[str, str]
    """Why each failed, by place."""
    skipped: Mapping[str, str]
    """Language of each article that was passed over for it, by place."""


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
    """Every relation between the two entities, either way, with its sentences; of one, all of its relations.

    What is only denied or hypothetical comes last. With filters all is counted anew from what they let
    through. Names as :func:`graphbuild.api.lookup.find` takes them; raises ``QueryError`` for one that means
    none or several, for two that mean one entity where nothing tells why, and for a sort or a filter that
    means nothing.
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

    said, rejected = of_these(graph.statements), of_these(graph.rejected)
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
        for relation, source, target in said | left_out | rejected
        for statements in (said.get((relation, source, target), []),)
    ]
    key = ranking(sort, entities)

    def order(e: Explanation) -> tuple[Any, ...]:
        said = -len(e.denied) - len(e.hypothetical)
        last = said, e.relation, e.source.name, e.target.name, e.source.id
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

    def evidence(said: Sequence[Statement]) -> Evidence:
        reports = dict.fromkeys(s.article for s in said)
        copies = set().union(*(clusters[original.get(id_, id_)] for id_ in reports)) - reports.keys()
        return Evidence(
            said[0],
            tuple(articles[id_] for id_ in reports),
            tuple(sorted((articles[id_] for id_ in copies), key=earliest)),
            meant.get(said[0].id, ()),
            said[0].id,
        )

    return tuple(evidence(said) for said in printed.values())


def show(graph: Graph, name: str, filters: Filters = NONE, sort: RelationSort = "reports") -> Profile:
    """Who an entity is; with filters, all is counted anew from what they let through.

    Raises ``QueryError`` for a name that means none or several, and for a sort or filter that means nothing.
    """
    entity = _entity(graph, name)
    if filters != NONE:
        graph = narrowed(graph, filters, {entity.id})
        mentions = [m for m in graph.mentioned if m.entity == entity.id]
        entity = seen_in(entity, mentions, {article.id: article for article in graph.articles})
    entities = {e.id: e for e in graph.entities}
    articles = {article.id: article for article in graph.articles}
    when = times(s for s in graph.statements if entity.id in (s.source, s.target))
    ties = [
        Tie(
            r,
            entities[r.source],
            entities[r.target],
            *when.get((r.relation, r.source, r.target), UNKNOWN),
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
    """What puts relations in order: what matters most first where ``sort`` does not tell otherwise.

    Raises ``QueryError`` for a sort that is none.
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
    """What sorts later days first, months and years behind the days in them, and no day last."""
    return -int(day.replace("-", "").ljust(8, "0"))


def rank(r: Relation) -> tuple[int, int, float, int, str, str]:
    """What puts the relation first that matters most: what is done before posts and seats, homes last; then
    by independent reports, weight and sentences.
    """
    known = relations().get(r.relation)
    kind = 2 if r.relation in _HOMES else 0 if known and known.quad else 1
    return kind, -r.articles, -abs(r.score), -r.statements, r.relation, r.id


def identities(graph: Graph, a: str, b: str) -> tuple[Identity, ...]:
    """Why two names are one entity, or what speaks for and against it; nothing where nobody would ask.

    Raises ``QueryError`` for a name that means none or several.
    """
    ends = {_entity(graph, a).id, _entity(graph, b).id}
    return tuple(i for i in graph.identities if {i.entity_a, i.entity_b} == ends)


def _entity(graph: Graph, name: str) -> Entity:
    """The entity that a name means, or the id that one of its names has by itself."""
    joined = {id_: of for i in graph.identities for id_, of in ((i.a, i.entity_a), (i.b, i.entity_b))}
    return find(graph.entities, joined.get(str(name).strip(), name), graph.relations, firsts_of(graph))


def _dated(article: Article) -> str:
    """Where its day was found, in a word or two."""
    return article.date_from.partition(":")[0] or ("elsewhere" if article.date else "none")


def stats(
    graph: Graph,
    failures: Sequence[Failure] = (),
    text: Callable[[str, Span], str] = lambda article, span: "",
    extracted: Mapping[str, int] | None = None,
    excluded: int = 0,
) -> Stats:
    """Count articles, entities, relations and statements.

    ``text`` gives the words of an article in a span of it, ``extracted`` is what ``build`` counts.
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
