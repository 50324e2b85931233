"""Read a graph back from a database that contains it, so that all queries of a folder work."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, TypeVar

from graphbuild.api.views import Cluster, Stats
from graphbuild.collate import earliest
from graphbuild.model import KINDS, Article, Copy, Entity, EntityMentions, Graph, Relation, Stance, Statement
from graphbuild.stores import layout
from graphbuild.stores.base import Store

#: Properties that nodes and edges of ours always have.
_ENTITY = "e.id e.kind e.name e.mentions e.articles"
_ARTICLE = "x.id x.title x.url"
_STATEMENT = "s.id s.relation s.sentence s.trigger_start"
_RELATION = "r.id r.statements r.articles r.negated r.hypothetical r.score r.confidence r.sentence"
_STANCE = "r.id r.level r.label r.cooperation r.conflict r.belief r.reports"
_ALL = 1_000_000_000
_PATIENCE = 600.0
_Record = TypeVar("_Record", Entity, Relation, Article, Statement, Stance)


def read_graph(store: Store, prefix: str = "", *, about: Collection[str] | None = None) -> Graph:
    """The graph in the store, without the articles' text; in Neo4j, under this prefix.

    With ``about``, ids of entities, all entities and only data related to these: their relations, statements
    and mentions, and the articles of those. Users may have added nodes and edges with the same labels: those
    that lack a property that ours always have are ignored.

    Raises ``StoreError`` if the store cannot be reached.
    """
    entity, article, statement = f"(e:{prefix}Entity)", f"(x:{prefix}Article)", f"(s:{prefix}Statement)"
    source, target = f"(a:{prefix}Entity)", f"(b:{prefix}Entity)"

    def rows(
        match: str, columns: str, *, ours: str, near: str, ids: Collection[str] | None = about
    ) -> list[tuple[Any, ...]]:
        """``near`` matches, from the entities ``n`` in ``about``, the first node of ``match``."""
        asked = f"{near if ids is not None else ''} MATCH {match} WHERE {_has(ours)} RETURN {columns}"
        found = store.query(asked, {"ids": sorted(ids or ())}, limit=_ALL, timeout=_PATIENCE, size=None)
        return list(found.rows)

    given = f"UNWIND $ids AS id MATCH (n:{prefix}Entity {{id: id}})"
    relations = rows(
        f"{source}-[r]->{target}",
        "r.id, type(r), a.id, b.id, r.statements, r.articles, r.copies, r.sources, r.negated,"
        " r.hypothetical, r.first_seen, r.last_seen, r.score, r.confidence, r.sentence, r.former,"
        " r.until",
        ours=_RELATION,
        near=f"{given} MATCH (n)-[r]-(:{prefix}Entity) WITH DISTINCT r",
    )
    stances = rows(
        f"{source}-[r:{layout.STANCE}]->{target}",
        "r.id, a.id, b.id, r.level, r.label, r.infers, r.cooperation, r.conflict, r.cooperation_forth,"
        " r.cooperation_back, r.conflict_forth, r.conflict_back, r.belief, r.reports, r.articles, r.sources,"
        " r.denied, r.undated, r.past, r.as_of, r.since, r.before, r.standing, r.months,"
        " r.cooperation_by_month, r.conflict_by_month, r.because",
        ours=_STANCE,
        near=f"{given} MATCH (n)-[r:{layout.STANCE}]-(:{prefix}Entity) WITH DISTINCT r",
    )
    statements = rows(
        f"{source}<-[:SOURCE]-{statement}-[:TARGET]->{target}, (s)-[:STATED_IN]->{article}",
        "x.id, s.relation, a.id, b.id, s.source_start, s.source_end, s.target_start, s.target_end,"
        " s.start, s.end, s.sentence, s.trigger, s.trigger_start, s.trigger_end, s.negated, s.modality,"
        " s.attribution, s.tense, s.confidence, s.rule, s.source_role, s.target_role, s.former, s.root,"
        " s.when_from, s.when_to, s.when_precision, s.when_source, s.when_text",
        ours=_STATEMENT,
        near=f"{given} MATCH (n)<-[:SOURCE|TARGET]-{statement} WITH DISTINCT s",
    )
    mentioned = rows(
        f"{entity}-[m:MENTIONED_IN]->{article}",
        "e.id, x.id, m.mentions",
        ours="m.mentions",
        near=f"{given} WITH n AS e",
    )
    printed = {row[0] for row in statements} | {row[1] for row in mentioned} if about is not None else None
    of_article = f"UNWIND $ids AS id MATCH (x:{prefix}Article {{id: id}}) WITH x"
    copies = rows(
        f"{article}-[:COPY_OF]->(y:{prefix}Article)",
        "x.id, y.id",
        ours="x.id y.id",
        near=of_article,
        ids=printed,
    )
    articles = rows(
        article,
        "x.id, x.title, x.published, x.source, x.url, x.date_from, x.given_id",
        ours=_ARTICLE,
        near=of_article,
        ids=printed and printed | {original for _, original in copies},
    )
    return Graph(
        entities=read_entities(store, prefix),
        relations=_by_id(
            Relation(*(*row[:10], _day(row[10]), _day(row[11]), *row[12:-1], _day(row[-1])))
            for row in relations
        ),
        articles=_by_id(map(_article, articles)),
        statements=_by_id(map(_statement, statements)),
        mentioned=tuple(
            sorted((EntityMentions(*row) for row in mentioned), key=lambda m: (m.entity, m.article))
        ),
        copies=tuple(sorted((Copy(*row) for row in copies), key=lambda c: (c.article, c.original))),
        stances=_by_id(map(_stance, stances)),
    )


def read_entities(store: Store, prefix: str = "") -> tuple[Entity, ...]:
    """The entities in the store.

    Raises ``StoreError`` if the store cannot be reached.
    """
    found = store.query(
        f"MATCH (e:{prefix}Entity) WHERE {_has(_ENTITY)}"
        " RETURN e.id, e.kind, e.name, e.aliases, e.iso3, e.mentions, e.articles, e.first_seen, e.last_seen",
        limit=_ALL,
        timeout=_PATIENCE,
        size=None,
    )
    return _by_id(
        Entity(*(*row[:3], tuple(row[3] or ()), row[4] or "", *row[5:7], _day(row[7]), _day(row[8])))
        for row in found.rows
    )


def read_stats(store: Store, prefix: str = "") -> Stats:
    """Counts of the store, computed there; values that only a graph folder has are left empty.

    Raises ``StoreError`` if the store cannot be reached.
    """

    def rows(match: str, columns: str, *, ours: str) -> list[tuple[Any, ...]]:
        asked = f"MATCH {match} WHERE {_has(ours)} {columns}"
        return list(store.query(asked, limit=_ALL, timeout=_PATIENCE, size=None).rows)

    article, entity = f"(x:{prefix}Article)", f"{prefix}Entity"
    ((articles, sources, first, last),) = rows(
        article,
        "RETURN count(x), count(DISTINCT CASE WHEN x.source <> '' THEN toLower(x.source) END),"
        " min(x.published), max(x.published)",
        ours=_ARTICLE,
    )
    dated = rows(
        article,
        "WITH x, split(coalesce(x.date_from, ''), ':')[0] AS found RETURN CASE WHEN found <> '' THEN found"
        " WHEN x.published IS NULL THEN 'none' ELSE 'elsewhere' END AS dated, count(*) AS n, min(x.id) AS id"
        " ORDER BY n DESC, id",
        ours=_ARTICLE,
    )
    copied = rows(
        f"{article}-[:COPY_OF]->(y:{prefix}Article)",
        "RETURN y.id, y.title, y.published, y.source, y.url, y.date_from, count(x)",
        ours="x.id y.id",
    )
    clusters = [Cluster(_article(row[:6]), row[6]) for row in copied]
    kinds = dict(rows(f"(e:{entity})", "RETURN e.kind, count(*)", ours=_ENTITY))
    relations = rows(
        f"(:{entity})-[r]->(:{entity})",
        "RETURN type(r) AS name, count(*) AS n ORDER BY n DESC, name",
        ours=_RELATION,
    )
    ((asserted, denied, hypothetical),) = rows(
        f"(s:{prefix}Statement)",
        "RETURN count(CASE WHEN NOT s.negated AND s.modality = 'asserted' THEN 1 END),"
        " count(CASE WHEN s.negated THEN 1 END),"
        " count(CASE WHEN NOT s.negated AND s.modality <> 'asserted' THEN 1 END)",
        ours=_STATEMENT,
    )
    return Stats(
        articles=articles,
        copies=sum(cluster.copies for cluster in clusters),
        clusters=tuple(sorted(clusters, key=lambda c: (-c.copies, earliest(c.original)))),
        sources=sources,
        first_date=_day(first),
        last_date=_day(last),
        dated={found: count for found, count, _ in dated},
        entities={kind: kinds.get(kind, 0) for kind in KINDS},
        relations=dict(relations),
        asserted=asserted,
        denied=denied,
        hypothetical=hypothetical,
    )


def _has(names: str) -> str:
    return " AND ".join(f"{name} IS NOT NULL" for name in names.split())


def _article(row: tuple[Any, ...]) -> Article:
    id_, title, published, *rest = row
    return Article(id_, "", title or "", _day(published), *(text or "" for text in rest))


def _by_id(records: Iterable[_Record]) -> tuple[_Record, ...]:
    return tuple(sorted(records, key=lambda record: record.id))


def _statement(row: tuple[Any, ...]) -> Statement:
    article, relation, source, target, *spans, sentence, trigger = row[:12]
    trigger_start, trigger_end, negated, modality, attribution, tense, confidence, rule, *rest = row[12:]
    return Statement(
        article=article,
        relation=relation,
        source=source,
        target=target,
        source_span=(spans[0], spans[1]),
        target_span=(spans[2], spans[3]),
        sentence_span=(spans[4], spans[5]),
        sentence=sentence,
        trigger=trigger,
        trigger_span=(trigger_start, trigger_end),
        negated=negated,
        modality=modality,
        attribution=attribution or "",
        tense=tense,
        confidence=confidence,
        rule=rule,
        source_role=rest[0] or "",
        target_role=rest[1] or "",
        former=bool(rest[2]),
        root=rest[3] or "",
        when_from=_day(rest[4]),
        when_to=_day(rest[5]),
        when_precision=rest[6] or "unknown",
        when_source=rest[7] or "",
        when_text=rest[8] or "",
    )


def _stance(row: tuple[Any, ...]) -> Stance:
    id_, a, b, level, label, infers, cooperation, conflict, *rest = row
    sums, (belief, reports, articles, sources, denied, undated, past) = rest[:4], rest[4:11]
    as_of, since, before, *lists = rest[11:]
    standing, months, cooperation_by_month, conflict_by_month, because = (tuple(of or ()) for of in lists)
    return Stance(
        id=id_,
        a=a,
        b=b,
        level=level,
        label=label,
        infers=infers or "",
        cooperation=cooperation,
        conflict=conflict,
        sums=tuple(sums),
        belief=belief,
        reports=reports,
        articles=articles,
        sources=sources,
        denied=denied,
        undated=undated,
        past=past,
        as_of=_day(as_of),
        since=_day(since),
        before=before or "",
        standing=standing,
        months=months,
        cooperation_by_month=cooperation_by_month,
        conflict_by_month=conflict_by_month,
        because=because,
    )


def _day(value: date | str | None) -> str:
    return str(value) if value else ""
