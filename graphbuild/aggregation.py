"""Aggregate readings to a graph: a pure function of the set of readings.

The result does not depend on the order of articles: everything is counted in sets, chosen by a total order,
and sorted before floating-point products.

Entity resolution across articles is done by :mod:`graphbuild.resolve`; here the ends of statements are
replaced by the resolved entities.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from graphbuild.collate import earliest, independent, originals, same_words, without_boilerplate
from graphbuild.corrections import Corrections, Edge
from graphbuild.decisions import Decision, Side, excluded
from graphbuild.errors import TableError
from graphbuild.model import (
    Article,
    Copy,
    Entity,
    EntityMentions,
    Graph,
    Kind,
    LocalEntity,
    Reading,
    Relation,
    Statement,
    distinct,
    entity_id,
    relation_id,
)
from graphbuild.read.cleanup import cleaned
from graphbuild.referents import Referents
from graphbuild.resolve import Resolution, resolve
from graphbuild.stance import Pairs, stances
from graphbuild.tables import RelationType, relations
from graphbuild.tables.aliases import Alias
from graphbuild.tables.keys import BRACKETS
from graphbuild.terms import is_over, last_day_in_office, latest_day

_MOST_CONFIDENCE = 0.999
_ROUND = str.maketrans("", "", "()")


@dataclass(slots=True)
class EntityEvidence:
    """The evidence for an entity in articles."""

    kind: Kind
    names: Counter[str] = field(default_factory=Counter)
    full: set[str] = field(default_factory=set)
    """Names other than bare surnames."""
    aliases: set[str] = field(default_factory=set)
    iso3: str = ""
    mentions: int = 0
    articles: int = 0
    dates: set[str] = field(default_factory=set)

    def entity(self, id_: str) -> Entity:
        """Build the entity."""
        names = self.names
        name = min(self.full or names, key=lambda name: (-names[name], -len(name), name))
        first, last = _period(self.dates)
        return Entity(
            id=id_,
            kind=self.kind,
            name=name,
            aliases=tuple(sorted(self.aliases - {name})),
            iso3=self.iso3,
            mentions=self.mentions,
            articles=self.articles,
            first_seen=first,
            last_seen=last,
        )


def aggregate(
    readings: Iterable[Reading], decisions: Sequence[Decision] = (), aliases: Sequence[Alias] = ()
) -> Graph:
    """Aggregate readings of different articles, with the user's decisions and dictionary of names.

    A relation exists if a statement asserts it. Its counts are of distinct sentences: one that is repeated in
    an article, or printed by several articles, counts once. Copies of an article only count as ``copies``,
    and boilerplate does not count. Excluded articles are not part of the graph, and rejected statements are
    only listed in ``rejected``. A denied statement counts as negated whatever its modality. Symmetric
    relations are stored from the smaller id to the larger; relations of an entity to itself are dropped.

    Raises ``TableError`` for a statement of an unknown relation.
    """
    read: dict[str, Reading] = {}
    without = excluded(decisions)
    for reading in readings:
        if reading.article.id not in without:
            read.setdefault(reading.article.id, reading)
    original = originals(read.values())
    read, boilerplate = without_boilerplate(read, original)
    resolution = resolve(read.values(), decisions, aliases)
    who = resolution.entities
    corrections = Corrections(decisions, _entity_of(resolution))
    articles: dict[str, Article] = {}
    entities: dict[str, EntityEvidence] = {}
    edges: dict[Edge, list[Statement]] = {}
    mentioned: Counter[tuple[str, str]] = Counter()
    referents: dict[str, tuple[str, ...]] = {}
    rejected: list[Statement] = []
    for id_, reading in read.items():
        articles[id_] = replace(reading.article, text="")
        for local in reading.entities:
            entity = who[id_, local.id]
            if entity not in entities:
                entities[entity] = EntityEvidence(local.kind)
            _add(entities[entity], local, reading.article)
            entities[entity].aliases.update(resolution.known_as.get(entity, ()))
            entities[entity].articles += (entity, id_) not in mentioned
            mentioned[entity, id_] += len(local.mentions)
        for s, reasons in resolved_statements(
            reading, {local.id: who[id_, local.id] for local in reading.entities}
        ):
            if corrections.rejects(s):
                rejected.append(s)
            else:
                edges.setdefault((s.relation, s.source, s.target), []).append(s)
            if reasons:
                referents[s.id] = reasons
    entities_by_id = {key: entities[key].entity(key) for key in sorted(entities)}
    statements = tuple(sorted(chain.from_iterable(edges.values()), key=lambda s: s.id))
    return Graph(
        entities=tuple(entities_by_id.values()),
        relations=tuple(sorted(relations_of(edges, articles, original), key=lambda r: r.id)),
        articles=tuple(articles[key] for key in sorted(articles)),
        statements=statements,
        mentioned=tuple(EntityMentions(*at, mentioned[at]) for at in sorted(mentioned)),
        copies=tuple(Copy(*pair) for pair in sorted(original.items())),
        stances=stances(Pairs(statements, articles, original, entities_by_id)),
        identities=resolution.identities,
        unresolved=(*resolution.unresolved, *corrections.without_effect),
        boilerplate=tuple(replace(f, statements=with_graph_entities(f.statements, who)) for f in boilerplate),
        meant=referents,
        rejected=tuple(sorted(rejected, key=lambda s: s.id)),
    )


def _entity_of(resolution: Resolution) -> Callable[[Kind, Side], str | None]:
    """Return a function from a side of a decision to its entity."""
    units = {(unit.kind, unit.key): entity for unit, entity in resolution.units}

    def entity(kind: Kind, side: Side) -> str | None:
        if side.article:
            return resolution.entities.get((side.article, entity_id(kind, side.key)))
        return units.get((kind, side.key))

    return entity


def within(graph: Graph, articles: Mapping[str, Article]) -> Graph:
    """Return the part of the graph from these articles, by id; entities are resolved as in the whole
    graph.
    """
    original = originals_among(graph.copies, articles)
    statements = [s for s in graph.statements if s.article in articles]
    edges: dict[Edge, list[Statement]] = {}
    for s in statements:
        edges.setdefault((s.relation, s.source, s.target), []).append(s)
    mentioned = [m for m in graph.mentioned if m.article in articles]
    entities = {e.id: e for e in graph.entities}
    seen: dict[str, list[EntityMentions]] = {}
    for m in mentioned:
        seen.setdefault(m.entity, []).append(m)
    return replace(
        graph,
        entities=tuple(seen_in(e, seen[e.id], articles) for e in graph.entities if e.id in seen),
        relations=tuple(sorted(relations_of(edges, articles, original), key=lambda r: r.id)),
        articles=tuple(articles.values()),
        statements=tuple(statements),
        mentioned=tuple(mentioned),
        copies=tuple(Copy(*pair) for pair in sorted(original.items())),
        stances=stances(Pairs(statements, articles, original, entities)),
        rejected=tuple(s for s in graph.rejected if s.article in articles),
    )


def originals_among(copies: Iterable[Copy], articles: Mapping[str, Article]) -> dict[str, str]:
    """Return the original of each copy among these articles: the earliest of them."""
    clusters: dict[str, list[str]] = {}
    for copy in copies:
        clusters.setdefault(copy.original, [copy.original]).append(copy.article)
    original: dict[str, str] = {}
    for cluster in clusters.values():
        first, *others = sorted(
            (i for i in cluster if i in articles), key=lambda i: earliest(articles[i])
        ) or [""]
        original.update(dict.fromkeys(others, first))
    return original


def seen_in(entity: Entity, mentions: Sequence[EntityMentions], articles: Mapping[str, Article]) -> Entity:
    """Return the entity with the counts of these mentions in these articles."""
    first, last = _period({articles[m.article].date for m in mentions})
    return replace(
        entity,
        mentions=sum(m.mentions for m in mentions),
        articles=len(mentions),
        first_seen=first,
        last_seen=last,
    )


def resolved_statements(
    reading: Reading, who: Mapping[str, str]
) -> Iterator[tuple[Statement, tuple[str, ...]]]:
    """Yield the statements of an article with resolved entities, each with explanations of its referents.

    ``who`` maps local ids to entities.
    """
    referents = Referents(reading, who)
    resolved = (replace(s, source=who[s.source], target=who[s.target]) for s in reading.statements)
    for s in distinct(_directed(s) for s in resolved if s.source != s.target):
        yield s, referents.of(s)


def with_graph_entities(
    statements: Iterable[Statement], who: Mapping[tuple[str, str], str]
) -> tuple[Statement, ...]:
    """Return the statements with the entities of the graph, unless these are missing in ``who``.

    ``who`` maps (article, local id) to entities.
    """
    return tuple(
        _directed(
            replace(
                s,
                source=who.get((s.article, s.source), s.source),
                target=who.get((s.article, s.target), s.target),
            )
        )
        for s in statements
    )


def _add(evidence: EntityEvidence, local: LocalEntity, article: Article) -> None:
    evidence.names[local.name] += 1
    if not local.key.startswith(f"{article.id}/"):
        evidence.full.add(local.name)
    evidence.aliases |= names_in_article(local)
    evidence.iso3 = max(evidence.iso3, local.iso3)
    evidence.mentions += len(local.mentions)
    evidence.dates.add(article.date)


def names_in_article(local: LocalEntity) -> set[str]:
    """Return all normalised names that an article uses for an entity."""
    return {local.name, *(_one_form(m.text) for m in local.mentions if m.form == "name")}


def _one_form(name: str) -> str:
    """Normalise a name from a text: single spaces, no surrogates, no editor's brackets ("[Barack] Obama")
    and no unbalanced brackets.
    """
    text = cleaned(name).text.translate(BRACKETS)
    if text.count("(") != text.count(")"):
        text = text.translate(_ROUND)
    return " ".join(unicodedata.normalize("NFC", text).split())


def _directed(s: Statement) -> Statement:
    """Return the statement with the ends of a symmetric relation in order of id."""
    if not _type(s.relation, s.article).symmetric or s.source < s.target:
        return s
    return replace(
        s,
        source=s.target,
        target=s.source,
        source_span=s.target_span,
        target_span=s.source_span,
        source_role=s.target_role,
        target_role=s.source_role,
    )


def relations_of(
    edges: Mapping[Edge, Sequence[Statement]],
    articles: Mapping[str, Article],
    original: Mapping[str, str],
    today: str | None = None,
) -> Iterator[Relation]:
    """Yield the relation of each edge that a statement asserts, from all statements about it.

    ``original`` maps each copy among the articles to its original, by id. ``today`` is the day on which
    terms of office count as ended; by default, that of the latest of these articles.
    """
    if today is None:
        today = latest_day(articles.values())
    for (relation, source, target), edge_statements in edges.items():
        printing = {s.article for s in edge_statements if s.asserted}
        if not printing:
            continue
        asserted, denied, hypothetical = (
            independent(same_polarity, articles, original)
            for same_polarity in (
                [s for s in edge_statements if s.asserted],
                [s for s in edge_statements if s.negated],
                [s for s in edge_statements if not s.negated and not s.asserted],
            )
        )
        confidence: dict[str, float] = {}
        for s in asserted:
            words = same_words(s.sentence)
            confidence[words] = max(s.confidence, confidence.get(words, 0.0))
        printed = {s.article: articles[s.article] for s in asserted}
        first, last = _period({article.date for article in printed.values()})
        until = last_day_in_office(relation, source, target, asserted)
        yield Relation(
            id=relation_id(relation, source, target),
            relation=relation,
            source=source,
            target=target,
            statements=len(confidence),
            articles=len(printed),
            copies=len(printing) - len(printed),
            sources=len({article.publisher for article in printed.values()}),
            negated=len({same_words(s.sentence) for s in denied}),
            hypothetical=len({same_words(s.sentence) for s in hypothetical}),
            first_seen=first,
            last_seen=last,
            score=_type(relation, edge_statements[0].article).score,
            confidence=_joint_confidence(confidence.values()),
            sentence=min(asserted, key=lambda s: _rank(s, printed[s.article].date)).sentence,
            former=is_over(asserted, articles, until, today),
            until=until,
        )


def _rank(s: Statement, date: str) -> tuple[float, bool, str, int, str]:
    """Sort key for the best statement of a relation: most confident, then earliest, then shortest."""
    return (-s.confidence, not date, date, len(s.sentence), s.sentence)


def _joint_confidence(confidences: Iterable[float]) -> float:
    """Return the probability that at least one of independent statements is right; always below 1."""
    doubt = 1.0
    for confidence in sorted(confidences):
        doubt *= 1.0 - confidence
    return round(min(1.0 - doubt, _MOST_CONFIDENCE), 4)


def _period(dates: set[str]) -> tuple[str, str]:
    known = dates - {""}
    return (min(known), max(known)) if known else ("", "")


def _type(relation: str, article: str) -> RelationType:
    try:
        return relations()[relation]
    except KeyError:
        raise TableError(
            f"article {article}: states {relation}, which relations.tsv does not know; build the graph again"
        ) from None
