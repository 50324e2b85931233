"""The graph from the stored aggregation: all of it, or the changes since an earlier state."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from sys import intern
from typing import Any

from graphbuild.aggregation import with_graph_entities
from graphbuild.collate import shared
from graphbuild.corrections import Edge
from graphbuild.decisions import Decision, NameDecision, Side, about_names
from graphbuild.incremental.counting import STATEMENT, statement
from graphbuild.incremental.database import Database
from graphbuild.incremental.inferring import stance
from graphbuild.incremental.joining import corrections, links_of, unit_of
from graphbuild.model import (
    Article,
    Boilerplate,
    Copy,
    Entity,
    EntityMentions,
    Graph,
    Identity,
    Relation,
    Span,
    Statement,
    known_end,
)
from graphbuild.resolve import unresolved
from graphbuild.resolve.settling import NameSummary, identities

_ARTICLE = "JOIN article a ON a.number = s.article"


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes from an earlier state of the graph to the current one."""

    written: Graph
    """New and changed records."""
    gone: Mapping[str, tuple[tuple[str, ...], ...]]
    """Keys of deleted records, by type: ``Entity`` and ``Article`` (id), ``Statement`` (article, id),
    ``MENTIONED_IN`` (entity, article), ``COPY_OF`` (article, original), ``RELATION`` (relation, source,
    target, id), ``STANCE`` (a, b, id). Some may never have been in the earlier graph.
    """
    records: int
    """Number of records of the current graph."""


@dataclass(frozen=True, slots=True)
class Within:
    """The part of the graph that comes from one article."""

    entities: Mapping[str, str]
    """Ids of graph entities by ids of the article's local entities, without those excluded from the graph."""
    boilerplate: tuple[Span, ...]
    """Spans of boilerplate paragraphs, in text order."""


def within(db: Database, article: str) -> Within:
    """Return the part of the graph from the article with this id."""
    seen = "SELECT s.local, s.entity FROM sighting s JOIN article a ON a.number = s.article WHERE a.id = ?"
    row = db.execute("SELECT boilerplate FROM article WHERE id = ?", (article,)).fetchone()
    places = [(start, end) for start, end, *_ in json.loads(row[0])] if row else []
    return Within(dict(db.execute(seen, (article,))), tuple(sorted(places)))


def graph(db: Database, decisions: Sequence[Decision]) -> Graph:
    """Return the whole graph."""
    whole = _records(db, 0, *_names(db, decisions), _boilerplate(db), _meant(db))
    rejected = db.execute("SELECT statement FROM rejected ORDER BY id")
    return replace(whole, rejected=tuple(_statement(json.loads(values)) for (values,) in rejected))


def changes(db: Database, since: int) -> Changes:
    """Return the changes after this change."""
    gone: dict[str, list[tuple[str, ...]]] = {}
    for table, key in db.execute('SELECT "table", key FROM gone WHERE changed > ? ORDER BY 1, 2', (since,)):
        gone.setdefault(table, []).append(tuple(json.loads(key)))
    records = sum(
        db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("entity", "article", "statement", "mentioned", "copy", "relation", "stance")
    )
    return Changes(_records(db, since), {table: tuple(keys) for table, keys in gone.items()}, records)


def entities(db: Database, since: int = 0) -> Iterator[Entity]:
    """Yield the entities changed after this change, sorted by id."""
    for row in db.execute(f"SELECT * FROM {_after('entity', since)} ORDER BY id", (since,)):
        id_, kind, name, aliases, *rest, _ = row
        yield Entity(id_, kind, name, tuple(json.loads(aliases)), *rest)


def relations(db: Database, since: int = 0) -> Iterator[Relation]:
    """Yield the relations changed after this change, sorted by id."""
    for row in db.execute(f"SELECT * FROM {_after('relation', since)} ORDER BY id", (since,)):
        id_, relation, source, target, *rest, former, until, _ = row
        yield Relation(id_, intern(relation), intern(source), intern(target), *(*rest, bool(former), until))


def times(db: Database, edges: Iterable[Edge]) -> Iterator[tuple[str, str]]:
    """First and last day of each of these relations by the statements that assert it: see
    ``graphbuild.api.times``.
    """
    for relation, source, target in edges:
        found = db.execute(
            "SELECT s.when_from, s.when_to, s.when_precision, a.date, a.date_from FROM statement s"
            " JOIN article a ON a.number = s.article WHERE s.source = ? AND s.target = ? AND s.relation = ?"
            " AND NOT s.negated AND s.modality = 'asserted' AND s.when_from <> ''"
            " AND s.when_precision <> 'unknown' AND s.when_source <> 'article'",
            (source, target, relation),
        ).fetchall()
        first, last = [row[0] for row in found], [known_end(*row[1:]) for row in found]
        yield min(first, default=""), max(last, default="")


def articles(db: Database) -> Iterator[tuple[Article, str, int, int]]:
    """Yield every article without its text, sorted by id.

    Each comes with the id of its original (empty if it is not a copy), the number of entities it mentions and
    the number of its statements.
    """
    for row in db.execute(
        "SELECT a.original, (SELECT count(*) FROM mentioned m WHERE m.article = a.number),"
        " (SELECT count(*) FROM statement s WHERE s.article = a.number),"
        " a.id, '', a.title, a.date, a.source, a.url, a.date_from, a.given_id FROM article a ORDER BY a.id"
    ):
        yield Article(*row[3:]), *row[:3]


def _after(table: str, since: int, joined: str = "") -> str:
    """Return the SQL for the rows of a table changed after a change, its only parameter."""
    if not since:
        return f"{table} s {joined} WHERE s.changed > ?"
    return f"{table} s INDEXED BY {table}_changed {joined} WHERE s.changed > 1 AND s.changed > ?"


def _records(
    db: Database,
    since: int,
    found: tuple[Identity, ...] = (),
    unresolved_: tuple[str, ...] = (),
    boilerplate: tuple[Boilerplate, ...] = (),
    meant: Mapping[str, tuple[str, ...]] | None = None,
) -> Graph:
    after = (since,)
    return Graph(
        entities=tuple(entities(db, since)),
        relations=tuple(relations(db, since)),
        articles=tuple(
            Article(row[0], "", *row[1:])
            for row in db.execute(
                "SELECT id, title, date, source, url, date_from, given_id"
                f" FROM {_after('article', since)} ORDER BY id",
                after,
            )
        ),
        statements=tuple(_statements(db, since)),
        mentioned=tuple(
            EntityMentions(intern(entity), intern(id_), mentions)
            for entity, id_, mentions in db.execute(
                "SELECT s.entity, a.id, s.mentions"
                f" FROM {_after('mentioned', since, _ARTICLE)} ORDER BY 1, 2",
                after,
            )
        ),
        copies=tuple(
            Copy(*row)
            for row in db.execute(f"SELECT article, original FROM {_after('copy', since)} ORDER BY 1", after)
        ),
        stances=tuple(
            stance(row) for row in db.execute(f"SELECT * FROM {_after('stance', since)} ORDER BY id", after)
        ),
        identities=found,
        unresolved=unresolved_,
        boilerplate=boilerplate,
        meant=meant or {},
    )


def _statements(db: Database, since: int) -> Iterator[Statement]:
    for row in db.execute(
        f"SELECT {STATEMENT} FROM {_after('statement', since, _ARTICLE)} ORDER BY s.id",
        (since,),
    ):
        yield statement(
            (
                *map(intern, row[:4]),
                *row[4:15],
                *map(intern, row[15:18]),
                row[18],
                *map(intern, row[19:22]),
                row[22],
                intern(row[23]),
                *map(intern, row[24:28]),
                row[28],
            )
        )


def _meant(db: Database) -> dict[str, tuple[str, ...]]:
    rows = [
        row
        for table in ("statement", "rejected")
        for row in db.execute(f"SELECT id, meant FROM {table} WHERE meant <> '[]'")
    ]
    return {id_: tuple(json.loads(reasons)) for id_, reasons in rows}


def _names(db: Database, decisions: Sequence[Decision]) -> tuple[tuple[Identity, ...], tuple[str, ...]]:
    """Return the merges and merge candidates, and messages about what could not be compared or decided."""

    @cache
    def unit(number: int) -> tuple[tuple[str, str, int], NameSummary]:
        kind, place, position, id_, title, articles, when, entity = db.execute(
            "SELECT kind, place, position, id, title, articles, period, entity FROM unit WHERE number = ?",
            (number,),
        ).fetchone()
        return (kind, place, position), NameSummary(kind, id_, title, articles, when, entity)

    def links(sort: str) -> Iterator[Any]:
        return links_of(db.execute("SELECT a, b, how, reasons FROM outcome WHERE sort = ?", (sort,)))

    doubts = [
        *links("doubt"),
        *links_of(db.execute("SELECT a, b, how, reasons FROM link WHERE weight = 'doubt'")),
    ]
    made = {
        frozenset((a, b)): how
        for a, b, how in db.execute("SELECT a, b, how FROM outcome WHERE sort = 'made'")
    }
    found = identities(links("joined"), doubts, made, lambda n: unit(n)[1], lambda n: unit(n)[0])
    unused = [
        d for d in about_names(decisions) if None in (unit_of(db, d.kind, d.a), unit_of(db, d.kind, d.b))
    ]
    for (decision,) in db.execute("SELECT reasons FROM outcome WHERE sort = 'unused'"):
        verdict, kind, a, b, decided = json.loads(decision)
        unused.append(NameDecision(verdict, kind, Side(*a), Side(*b), decided))
    (too_large,) = db.execute("SELECT coalesce(sum(parts), 0) FROM too_large").fetchone()
    without_effect = unresolved(sorted(unused, key=lambda d: (d.verdict, d)), too_large)
    return found, (*without_effect, *corrections(db, decisions).without_effect)


def _boilerplate(db: Database) -> tuple[Boilerplate, ...]:
    parts = []
    for id_, date, start, end, paragraph, source, mentions, statements in db.execute(
        'SELECT a.id, a.date, f."start", f."end", f.paragraph, f.source, f.mentions, f.statements'
        " FROM boilerplate f JOIN article a ON a.number = f.article"
    ):
        said = tuple(_statement(values) for values in json.loads(statements))
        place = shared.Place(start, end, paragraph, source)
        parts.append(shared.Part(Article(id_, "", date=date), place, mentions, said))
    found = []
    for one in shared.boilerplate_of(parts):
        who = {}
        for article in {s.article for s in one.statements}:
            for local, entity in db.execute(
                "SELECT s.local, s.entity FROM sighting s JOIN article a ON a.number = s.article"
                " WHERE a.id = ?",
                (article,),
            ):
                who[article, local] = entity
        found.append(
            Boilerplate(
                one.source,
                one.article,
                one.span,
                one.articles,
                one.mentions,
                with_graph_entities(one.statements, who),
            )
        )
    return tuple(found)


def _statement(values: list[Any]) -> Statement:
    """Build a statement from its values."""
    fields: list[Any] = [tuple(value) if isinstance(value, list) else value for value in values]
    return Statement(*fields)
