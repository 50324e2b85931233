"""A graph read back from a database that holds it, so that everything can be asked of it as of a folder."""

from __future__ import annotations

from datetime import date
from typing import Any

from graphbuild.model import Article, Copy, Entity, EntityMentions, Graph, Relation, Statement
from graphbuild.stores.base import Rows, Store

_ALL = 1_000_000_000
_PATIENCE = 600.0

_ENTITIES = (
    "MATCH (e:Entity) RETURN e.id, e.kind, e.name, e.aliases, e.iso3, e.mentions, e.articles,"
    " e.first_seen, e.last_seen ORDER BY e.id"
)
_RELATIONS = (
    "MATCH (a:Entity)-[r]->(b:Entity) RETURN r.id, type(r), a.id, b.id, r.statements, r.articles, r.copies,"
    " r.sources, r.negated, r.hypothetical, r.first_seen, r.last_seen, r.score, r.confidence,"
    " r.sentence ORDER BY r.id"
)
_ARTICLES = "MATCH (x:Article) RETURN x.id, x.title, x.published, x.source, x.url ORDER BY x.id"
_STATEMENTS = (
    "MATCH (a:Entity)<-[:SOURCE]-(s:Statement)-[:TARGET]->(b:Entity), (s)-[:STATED_IN]->(x:Article)"
    " RETURN x.id, s.relation, a.id, b.id, s.start, s.end, s.sentence, s.trigger, s.negated, s.modality,"
    " s.attribution, s.tense, s.confidence, s.rule, s.source_role, s.target_role ORDER BY s.id"
)
_MENTIONED = (
    "MATCH (e:Entity)-[m:MENTIONED_IN]->(x:Article) RETURN e.id, x.id, m.mentions ORDER BY e.id, x.id"
)
_COPIES = "MATCH (x:Article)-[:COPY_OF]->(y:Article) RETURN x.id, y.id ORDER BY x.id"


def read_graph(store: Store) -> Graph:
    """The graph that the store holds, without the articles' text.

    A store keeps the places of sentences but not of the words in them: a trigger is looked for
    in its sentence, the ends' spans are empty.

    Raises ``StoreError`` where the store cannot be reached.
    """

    def rows(cypher: str) -> Rows:
        return store.query(cypher, limit=_ALL, timeout=_PATIENCE)

    return Graph(
        entities=tuple(
            Entity(
                id_, kind, name, tuple(aliases or ()), iso3 or "", mentions, articles, _day(first), _day(last)
            )
            for id_, kind, name, aliases, iso3, mentions, articles, first, last in rows(_ENTITIES).rows
        ),
        relations=tuple(
            Relation(*(*row[:10], _day(row[10]), _day(row[11]), *row[12:])) for row in rows(_RELATIONS).rows
        ),
        articles=tuple(
            Article(id_, "", title or "", _day(published), source or "", url or "")
            for id_, title, published, source, url in rows(_ARTICLES).rows
        ),
        statements=tuple(_statement(row) for row in rows(_STATEMENTS).rows),
        mentioned=tuple(EntityMentions(*row) for row in rows(_MENTIONED).rows),
        copies=tuple(Copy(*row) for row in rows(_COPIES).rows),
    )


def _statement(row: tuple[Any, ...]) -> Statement:
    article, relation, source, target, start, end, sentence, trigger, *rest = row
    negated, modality, attribution, tense, confidence, rule, source_role, target_role = rest
    at = max(sentence.find(trigger), 0)
    found = trigger in sentence
    return Statement(
        article=article,
        relation=relation,
        source=source,
        target=target,
        source_span=(start, start),
        target_span=(start, start),
        sentence_span=(start, end),
        sentence=sentence,
        trigger=trigger,
        trigger_span=(start + at, start + at + len(trigger)) if found else (start, start),
        negated=negated,
        modality=modality,
        attribution=attribution or "",
        tense=tense,
        confidence=confidence,
        rule=rule,
        source_role=source_role or "",
        target_role=target_role or "",
    )


def _day(value: date | str | None) -> str:
    return str(value) if value else ""
