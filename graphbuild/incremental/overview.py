"""An overview of a graph in figures, from the stored aggregation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graphbuild.incremental.database import Database
from graphbuild.model import KINDS, Entity, partial_date


@dataclass(frozen=True, slots=True, repr=False)
class Overview:
    """The contents of a graph, or of a part of it, in figures."""

    articles: int
    copies: int
    publishers: Mapping[str, int]
    """Articles by publisher, most frequent first, each in its most frequent spelling."""
    months: Mapping[str, int]
    """Articles by month, ``YYYY-MM``, without undated ones."""
    undated_years: Mapping[str, int]
    """Articles without a day by year, if the year is known."""
    first: str
    """Earliest day of an article, ISO 8601; empty if none is dated. The same for ``last``."""
    last: str
    entities: Mapping[str, int]
    """Number by kind."""
    known: Mapping[str, tuple[Entity, ...]]
    """By kind, the entities mentioned by most articles, in descending order."""
    relations: Mapping[str, int]
    """Number by name, most frequent first."""
    asserted: int
    """Number of statements; the same for the next two."""
    denied: int
    unasserted: int
    """Possible, future, hypothetical or demanded."""

    def __repr__(self) -> str:
        entities = sum(self.entities.values())
        return (
            f"<Overview: {self.articles:,} articles of {len(self.publishers):,} publishers,"
            f" {entities:,} entities, {sum(self.relations.values()):,} relations>"
        )


def overview(db: Database, known: int) -> Overview:
    """Return the overview of the whole graph, with the ``known`` best-known entities of each kind."""
    said: Counter[tuple[bool, bool]] = Counter()
    for negated, modality, n in db.execute("SELECT negated, modality, count(*) FROM statement GROUP BY 1, 2"):
        said[bool(negated), modality == "asserted"] += n
    days = dict(db.execute("SELECT date, count(*) FROM article GROUP BY 1 ORDER BY 1"))
    articles = sum(days.values())
    days.pop("", None)
    months: Counter[str] = Counter()
    for day, n in days.items():
        months[day[:7]] += n
    (copies,) = db.execute("SELECT count(*) FROM copy").fetchone()
    kinds = dict(db.execute("SELECT kind, count(*) FROM entity GROUP BY kind"))
    return Overview(
        articles=articles,
        copies=copies,
        publishers=publishers(
            db.execute("SELECT source, count(*) FROM article WHERE source <> '' GROUP BY 1")
        ),
        months=dict(months),
        undated_years=undated_years(
            db.execute("SELECT date_from, count(*) FROM article WHERE date = '' GROUP BY 1")
        ),
        first=min(days, default=""),
        last=max(days, default=""),
        entities={kind: kinds.get(kind, 0) for kind in KINDS},
        known={kind: _known(db, kind, known) for kind in KINDS},
        relations=dict(db.execute("SELECT relation, count(*) FROM relation GROUP BY 1 ORDER BY 2 DESC, 1")),
        asserted=said[False, True],
        denied=said[True, True] + said[True, False],
        unasserted=said[False, False],
    )


def publishers(written: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Count articles by publisher, ignoring case, from the counts of each spelling."""
    known: dict[str, list[tuple[int, str]]] = {}
    for name, n in written:
        known.setdefault(name.casefold(), []).append((-n, name))
    found = sorted((sum(n for n, _ in of), min(of)[1]) for of in known.values())
    return {name: -n for n, name in found}


def undated_years(undated: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Count articles without a day by year, from the sources of their dates."""
    found: Counter[str] = Counter()
    for date_from, n in undated:
        if told := partial_date(date_from)[:4]:
            found[told] += n
    return dict(sorted(found.items()))


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
