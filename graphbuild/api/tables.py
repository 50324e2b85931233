"""Columns and rows of answers as tables: sentences, relations, pairs, changes, lists."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from graphbuild.stores.layout import day

if TYPE_CHECKING:
    from graphbuild.api.finding import Passage
    from graphbuild.api.lists import ListedArticle
    from graphbuild.api.stances import Change, PairStance, Period
    from graphbuild.api.views import Evidence, Explanation, Tie
    from graphbuild.model import Article, Entity

Columns = Mapping[str, type]


def _of(kind: type, names: str) -> dict[str, type]:
    return dict.fromkeys(names.split(), kind)


#: A sentence of a relation, as one independent article prints it.
SENTENCES: Columns = {
    **_of(str, "source relation target status sentence said_by trigger"),
    "happened_from": date,
    "happened_to": date,
    "confidence": float,
    "date": date,
    **_of(str, "publisher title url article"),
    "copies": int,
    **_of(str, "statement source_id target_id"),
}
#: A relation with its entities.
RELATIONS: Columns = {
    **_of(str, "source relation target"),
    **_of(int, "reports publishers"),
    **_of(date, "first_seen last_seen since until"),
    **_of(float, "score confidence"),
    "former": bool,
    "sentence": str,
    "id": str,
}
#: An entity, and an article, in a list.
ENTITIES: Columns = {
    **_of(str, "name kind iso3"),
    **_of(int, "articles mentions"),
    **_of(date, "first_seen last_seen"),
    **_of(str, "aliases id"),
}
ARTICLES: Columns = {
    "date": date,
    **_of(str, "publisher title"),
    **_of(int, "entities statements"),
    **_of(str, "url copy_of id"),
}
#: An entity or an article of a search.
FOUND: Columns = {
    **_of(str, "found name kind"),
    "articles": int,
    "date": date,
    **_of(str, "publisher excerpt id"),
}
#: A month, quarter or year of a pair.
PERIODS: Columns = {
    **_of(str, "a b level period"),
    "start": date,
    "label": str,
    **_of(float, "cooperation conflict cooperation_reported conflict_reported"),
    "reports": int,
}
#: A pair.
PAIRS: Columns = {
    **_of(str, "a b level label"),
    "since": date,
    "before": str,
    "as_of": date,
    **_of(float, "cooperation conflict belief"),
    **_of(int, "reports articles publishers denied"),
    **_of(str, "infers a_id b_id"),
}
#: The change of a pair.
CHANGES: Columns = {
    **_of(str, "a b level before after"),
    **_of(float, "strength cooperation_before cooperation_after conflict_before conflict_after"),
    "reports": int,
    "sentence": str,
    "date": date,
    **_of(str, "a_id b_id"),
}


def sentence(explained: Explanation, status: str, evidence: Evidence, article: Article) -> dict[str, Any]:
    """A row of ``SENTENCES``."""
    s = evidence.statement
    return {
        "source": explained.source.name,
        "relation": explained.relation,
        "target": explained.target.name,
        "status": status.replace("_", " "),
        "sentence": s.sentence,
        "said_by": s.attribution,
        "trigger": s.trigger,
        "happened_from": day(s.when_from),
        "happened_to": day(s.when_to),
        "confidence": s.confidence,
        "date": day(article.date),
        "publisher": article.source,
        "title": article.title,
        "url": article.url,
        "article": article.id,
        "copies": len(evidence.copies),
        "statement": s.id,
        "source_id": explained.source.id,
        "target_id": explained.target.id,
    }


def relation(tie: Tie) -> dict[str, Any]:
    """A row of ``RELATIONS``."""
    r = tie.relation
    return {
        "source": tie.source.name,
        "relation": r.relation,
        "target": tie.target.name,
        "reports": r.articles,
        "publishers": r.sources,
        "first_seen": day(r.first_seen),
        "last_seen": day(r.last_seen),
        "since": day(tie.since),
        "until": day(tie.until),
        "score": r.score,
        "confidence": r.confidence,
        "former": r.former,
        "sentence": r.sentence,
        "id": r.id,
    }


def entity(e: Entity) -> dict[str, Any]:
    """A row of ``ENTITIES``."""
    return {
        "name": e.name,
        "kind": e.kind,
        "iso3": e.iso3 or None,
        "articles": e.articles,
        "mentions": e.mentions,
        "first_seen": day(e.first_seen),
        "last_seen": day(e.last_seen),
        "aliases": "; ".join(e.aliases),
        "id": e.id,
    }


def article(found: ListedArticle) -> dict[str, Any]:
    """A row of ``ARTICLES``."""
    a = found.article
    return {
        "date": day(a.date),
        "publisher": a.source,
        "title": a.title,
        "entities": found.entities,
        "statements": found.statements,
        "url": a.url,
        "copy_of": found.copy_of or None,
        "id": a.id,
    }


def found(e: Entity) -> dict[str, Any]:
    """A row of ``FOUND`` for an entity."""
    made = {"found": "entity", "name": e.name, "kind": e.kind, "articles": e.articles, "id": e.id}
    return {name: made.get(name) for name in FOUND}


def passage(found: Passage) -> dict[str, Any]:
    """A row of ``FOUND`` for an article."""
    a = found.article
    excerpt = "".join(text for text, _ in found.pieces)
    made = {"found": "article", "name": a.title, "date": day(a.date), "publisher": a.source}
    return {name: made.get(name) for name in FOUND} | {"excerpt": excerpt, "id": a.id}


def period(pair: PairStance, p: Period) -> dict[str, Any]:
    """A row of ``PERIODS``."""
    made: dict[str, Any] = {"a": pair.a.name, "b": pair.b.name, "level": pair.stance.level}
    made |= {name: getattr(p, name) for name in PERIODS if name not in made and name != "start"}
    year, _, part = p.period.partition("-")
    month = (int(part[1:]) * 3 - 2 if part.startswith("Q") else int(part)) if part else 1
    return made | {"start": date(int(year), month, 1)}


def pair(found: PairStance) -> dict[str, Any]:
    """A row of ``PAIRS``."""
    s = found.stance
    return {
        "a": found.a.name,
        "b": found.b.name,
        "level": s.level,
        "label": s.label,
        "since": day(s.since),
        "before": s.before or None,
        "as_of": day(s.as_of),
        "cooperation": s.cooperation,
        "conflict": s.conflict,
        "belief": s.belief,
        "reports": s.reports,
        "articles": s.articles,
        "publishers": s.sources,
        "denied": s.denied,
        "infers": s.infers or None,
        "a_id": found.a.id,
        "b_id": found.b.id,
    }


def change(found: Change) -> dict[str, Any]:
    """A row of ``CHANGES``, with the sentence of highest weight in between."""
    before, after, cited = found.before, found.after, found.cited[:1]
    return {
        "a": found.a.name,
        "b": found.b.name,
        "level": after.level,
        "before": before.label,
        "after": after.label,
        "strength": found.strength,
        "cooperation_before": before.cooperation,
        "cooperation_after": after.cooperation,
        "conflict_before": before.conflict,
        "conflict_after": after.conflict,
        "reports": after.reports,
        "sentence": cited[0].statement.sentence if cited else None,
        "date": day(cited[0].article.date) if cited else None,
        "a_id": found.a.id,
        "b_id": found.b.id,
    }
