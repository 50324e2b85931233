"""A graph in figures, out of a kept aggregation: what is known of it before it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from graphbuild.incremental.database import Database
from graphbuild.model import KINDS, Entity


@dataclass(frozen=True, slots=True)
class Overview:
    """How much a graph, or a part of it, holds of what."""

    articles: int
    copies: int
    publishers: Mapping[str, int]
    """Articles by publisher, the most frequent first."""
    months: Mapping[str, int]
    """Articles by month, ``YYYY-MM``; those without a date are left out."""
    first: str
    """Earliest day of an article, ISO 8601; empty where none is dated, as the next."""
    last: str
    entities: Mapping[str, int]
    """Number by kind."""
    known: Mapping[str, tuple[Entity, ...]]
    """By kind, the entities that most articles mention, the best known first."""
    relations: Mapping[str, int]
    """Number by name, the most frequent first."""
    asserted: int
    """Statements, as the next two."""
    denied: int
    unasserted: int
    """Possible, future, hypothetical or demanded."""


def overview(db: Database, known: int) -> Overview:
    """The whole graph in figures, with so many entities of each kind."""
    said = {
        (bool(negated), bool(asserted)): n
        for negated, asserted, n in db.execute(
            "SELECT negated, modality = 'asserted', count(*) FROM statement GROUP BY 1, 2"
        )
    }
    (articles, first, last), (copies,) = (
        db.execute(query).fetchone()
        for query in (
            "SELECT count(*), coalesce(min(nullif(date, '')), ''), coalesce(max(date), '') FROM article",
            "SELECT count(*) FROM copy",
        )
    )
    kinds = dict(db.execute("SELECT kind, count(*) FROM entity GROUP BY kind"))
    return Overview(
        articles=articles,
        copies=copies,
        publishers=dict(
            db.execute(
                "SELECT source, count(*) FROM article WHERE source <> '' GROUP BY 1 ORDER BY 2 DESC, 1"
            )
        ),
        months=dict(
            db.execute(
                "SELECT substr(date, 1, 7), count(*) FROM article WHERE date <> '' GROUP BY 1 ORDER BY 1"
            )
        ),
        first=first,
        last=last,
        entities={kind: kinds.get(kind, 0) for kind in KINDS},
        known={kind: _known(db, kind, known) for kind in KINDS},
        relations=dict(db.execute("SELECT relation, count(*) FROM relation GROUP BY 1 ORDER BY 2 DESC, 1")),
        asserted=said.get((False, True), 0),
        denied=said.get((True, True), 0) + said.get((True, False), 0),
        unasserted=said.get((False, False), 0),
    )


def _known(db: Database, kind: str, most: int) -> tuple[Entity, ...]:
    rows = db.execute(
        "SELECT id, kind, name, aliases, iso3, mentions, articles, first_seen, last_seen FROM entity"
        " WHERE kind = ? ORDER BY articles DESC, name, id LIMIT ?",
        (kind, most),
    )
    return tuple(
        Entity(id_, kind_, name, tuple(json.loads(aliases)), *rest)
        for id_, kind_, name, aliases, *rest in rows
    )
