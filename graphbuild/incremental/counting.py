"""Resolve the statements of touched articles, and recount the touched relations and entities."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import astuple
from operator import attrgetter
from typing import Any

from graphbuild.aggregation import EntityEvidence, relations_of, resolved_statements
from graphbuild.corrections import Corrections
from graphbuild.incremental.database import Database, packed
from graphbuild.incremental.sync import effective
from graphbuild.ledger import Ledger
from graphbuild.model import Article, Relation, Statement, relation_id

_relation: Callable[[Relation], tuple[Any, ...]] = attrgetter(*Relation.__slots__)
STATEMENT = (
    "a.id, s.relation, s.source, s.target, s.source_start, s.source_end, s.target_start, s.target_end,"
    ' s.sentence_start, s.sentence_end, s.sentence, s."trigger", s.trigger_start, s.trigger_end, s.negated,'
    " s.modality, s.attribution, s.tense, s.confidence, s.rule, s.source_role, s.target_role,"
    " s.former, s.root, s.when_from, s.when_to, s.when_precision, s.when_source, s.when_text"
)


def touch_corrected(db: Database, corrections: Corrections) -> None:
    """Touch the articles with statements of an edge for which the decisions changed."""
    before = {(*edge,): judged for *edge, judged in db.execute("SELECT * FROM judged").fetchall()}
    now = {edge: packed(sorted(judged.items())) for edge, judged in corrections.edges.items()}
    for edge in sorted(edge for edge in before.keys() | now.keys() if before.get(edge) != now.get(edge)):
        for table in ("statement", "rejected"):
            db.touch_rows(
                f"SELECT 'article', article, '', '' FROM {table}"
                " WHERE relation = ? AND source = ? AND target = ?",
                edge,
            )
    db.execute("DELETE FROM judged")
    db.insert("judged", ((*edge, judged) for edge, judged in sorted(now.items())))


def update_statements(db: Database, ledger: Ledger, corrections: Corrections) -> None:
    """Rewrite the statements and mentions of touched articles; touch the edges whose statements change."""
    for number, _, _ in db.touched("article"):
        present = db.execute("SELECT id FROM article WHERE number = ?", (number,)).fetchone()
        (id_,) = (
            present or db.execute("SELECT b FROM touched WHERE sort = 'gone' AND a = ?", (number,)).fetchone()
        )
        entities: dict[str, str] = {}
        mentions = Counter[str]()
        for local, entity, count in db.execute(
            "SELECT local, entity, mentions FROM sighting WHERE article = ?", (number,)
        ):
            entities[local] = entity
            mentions[entity] += count
        statements: dict[str, tuple[Any, ...]] = {}
        rejected: list[tuple[Any, ...]] = []
        if present and entities:
            reading, _ = effective(db, number, ledger.reading(id_))
            for s, referents in resolved_statements(reading, entities):
                if corrections.rejects(s):
                    edge = s.relation, s.source, s.target
                    rejected.append((s.id, number, *edge, packed(astuple(s)), packed(referents)))
                else:
                    statements[s.id] = (s.id, number, *_values(s), packed(referents))
        if not db.fresh:
            _delete_obsolete(db, number, id_, statements.keys(), mentions.keys())
            db.execute("DELETE FROM rejected WHERE article = ?", (number,))
        db.insert("rejected", rejected)
        for statement_id, row in statements.items():
            db.touch("edge", *row[2:5])
            db.put("statement", row, (id_, statement_id))
        for entity, count in mentions.items():
            db.put("mentioned", (entity, number, count), (entity, id_), ("entity", "article"))


def _delete_obsolete(
    db: Database, number: int, id_: str, statements: Collection[str], entities: Collection[str]
) -> None:
    """Delete statements that an article no longer makes and mentions that it no longer has."""
    for statement_id, *edge in db.execute(
        "SELECT id, relation, source, target FROM statement WHERE article = ?", (number,)
    ).fetchall():
        db.touch("edge", *edge)
        if statement_id not in statements:
            db.execute("DELETE FROM statement WHERE id = ?", (statement_id,))
            db.record_deletion("statement", (id_, statement_id))
            db.touch("unsaid", statement_id)
    for (entity,) in db.execute("SELECT entity FROM mentioned WHERE article = ?", (number,)).fetchall():
        if entity not in entities:
            db.execute("DELETE FROM mentioned WHERE entity = ? AND article = ?", (entity, number))
            db.record_deletion("mentioned", (entity, id_))


def _values(s: Statement) -> Sequence[Any]:
    """Return the column values from ``relation`` to ``when_text``."""
    return (
        s.relation, s.source, s.target, *s.source_span, *s.target_span, *s.sentence_span, s.sentence,
        s.trigger, *s.trigger_span, s.negated, s.modality, s.attribution, s.tense, s.confidence, s.rule,
        s.source_role, s.target_role, s.former, s.root,
        s.when_from, s.when_to, s.when_precision, s.when_source, s.when_text,
    )  # fmt: skip


def statement(row: Sequence[Any]) -> Statement:
    """Build a statement from the columns ``STATEMENT``."""
    spans = (row[4:6], row[6:8], row[8:10])
    values: list[Any] = [
        *row[:4],
        *spans,
        row[10],
        row[11],
        row[12:14],
        bool(row[14]),
        *row[15:22],
        bool(row[22]),
        *row[23:29],
    ]
    return Statement(*values)


def recount_relations(db: Database) -> None:
    """Recount the relations of touched edges, and those of articles with changed copy status."""
    for number, _, _ in db.touched("copy"):
        for edge in db.execute(
            "SELECT relation, source, target FROM statement WHERE article = ?", (number,)
        ).fetchall():
            db.touch("edge", *edge)
    today = _today(db)
    for (relation, source, target), rows in db.rows_of(
        "edge",
        f"a.original, a.date, a.source, {STATEMENT}",
        "statement s ON s.source = t.b AND s.target = t.c AND s.relation = t.a"
        " LEFT JOIN article a ON a.number = s.article",
    ):
        statements = [statement(row[3:]) for row in rows]
        articles = {row[3]: Article(row[3], "", date=row[1], source=row[2]) for row in rows}
        original = {row[3]: row[0] for row in rows if row[0]}
        id_ = relation_id(relation, source, target)
        found = (
            list(relations_of({(relation, source, target): statements}, articles, original, today))
            if statements
            else []
        )
        for one in found:
            db.put("relation", _relation(one), (relation, source, target, id_))
        if not found and db.execute("DELETE FROM relation WHERE id = ?", (id_,)).rowcount:
            db.record_deletion("relation", (relation, source, target, id_))


def _today(db: Database) -> str:
    """Return the day of the latest article; touch the edges of terms that ended between the last one and
    it.
    """
    (today,) = db.execute("SELECT coalesce(max(date), '') FROM article").fetchone()
    before = db.value_of("today")
    if today != before:
        db.touch_rows(
            "SELECT 'edge', relation, source, target FROM relation"
            " WHERE until <> '' AND until >= ? AND until < ?",
            sorted((before, today)),
        )
        db.set_values(today=today)
    return str(today)


def recompute_entities(db: Database) -> None:
    """Recompute the touched entities."""
    for id_, _, _ in db.touched("entity"):
        evidence = _evidence(db, id_)
        if evidence:
            e = evidence.entity(id_)
            row = (
                e.id, e.kind, e.name, packed(e.aliases), e.iso3, e.mentions, e.articles, e.first_seen,
                e.last_seen,
            )  # fmt: skip
            db.put("entity", row, (id_,))
        elif db.execute("DELETE FROM entity WHERE id = ?", (id_,)).rowcount:
            db.record_deletion("entity", (id_,))


def _evidence(db: Database, entity: str) -> EntityEvidence | None:
    """Return the sum of the sightings of an entity, added up by the database; None if there are none."""
    kind, iso3, mentions, articles = db.execute(
        "SELECT min(kind), max(iso3), sum(mentions), count(DISTINCT article) FROM sighting WHERE entity = ?",
        (entity,),
    ).fetchone()
    if not articles:
        return None
    found = EntityEvidence(kind, iso3=iso3, mentions=mentions, articles=articles)
    for name, bound, number in db.execute(
        "SELECT name, bound, count(*) FROM sighting WHERE entity = ? GROUP BY name, bound", (entity,)
    ):
        found.names[name] += number
        if not bound:
            found.full.add(name)
    for (names,) in db.execute(
        "SELECT aliases FROM sighting WHERE entity = ?1 UNION SELECT ids FROM known_as WHERE entity = ?1",
        (entity,),
    ):
        found.aliases.update(json.loads(names))
    found.dates.update(
        db.execute(
            "SELECT coalesce(min(a.date), ''), coalesce(max(a.date), '') FROM sighting s JOIN article a"
            " ON a.number = s.article WHERE s.entity = ? AND a.date <> ''",
            (entity,),
        ).fetchone()
    )
    return found
