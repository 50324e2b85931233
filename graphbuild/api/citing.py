"""Answers of a graph as plain data, each with its sentences and the articles that print them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from graphbuild.api.reader import ArticleView
from graphbuild.api.stances import Cited, PairStance
from graphbuild.api.views import Evidence, Explanation
from graphbuild.model import Article, Entity, Stance, Statement

Json = dict[str, Any]


def entity(e: Entity) -> Json:
    return {
        "id": e.id,
        "name": e.name,
        "kind": e.kind,
        "also_called": list(e.aliases),
        "articles": e.articles,
        "first_seen": e.first_seen,
        "last_seen": e.last_seen,
    }


def article(a: Article) -> Json:
    """The bibliographic fields of an article; unknown ones are omitted."""
    fields = {"id": a.id, "date": a.time, "publisher": a.source, "title": a.title, "url": a.url}
    return {name: value for name, value in fields.items() if value}


def relation(one: Explanation, sentences: int) -> Json:
    """A relation of a pair with up to ``sentences`` sentences of each factuality; counts are complete."""
    edge = one.edge
    sorts = {"asserted": one.asserted, "denied": one.denied, "only_possible": one.hypothetical}
    return {
        "source": one.source.name,
        "relation": one.relation,
        "target": one.target.name,
        "independent_articles": edge.articles if edge else 0,
        "publishers": edge.sources if edge else 0,
        "first_seen": edge.first_seen if edge else "",
        "last_seen": edge.last_seen if edge else "",
        "former": edge.former if edge else False,
        **({"in_office_until": edge.until} if edge and edge.former and edge.until else {}),
        "sentences": {sort: len(evidence) for sort, evidence in sorts.items() if evidence},
        **{
            sort: [_evidence(e) for e in evidence[:sentences]] for sort, evidence in sorts.items() if evidence
        },
    }


def stance(one: PairStance) -> Json:
    """The stance of a pair, with the sentences that decide it."""
    return {
        "a": one.a.name,
        "b": one.b.name,
        **_figures(one.stance),
        "since": one.since_date or one.stance.since,
        "as_of": one.as_of_date or one.stance.as_of,
        "periods": [{"period": p.period, "label": p.label, "reports": p.reports} for p in one.periods],
        **({"reports_in_no_period": one.imprecise} if one.imprecise else {}),
        "turning_points": [
            {"day": t.date, "before": t.before, "after": t.after, "because": [_cited(c) for c in t.cited]}
            for t in one.turning_points
        ],
        "because": [_cited(c) for c in one.because],
        "standing": list(one.stance.standing),
        "standing_because": [_cited(c) for c in one.standing_because],
    }


def reading(view: ArticleView, named: dict[str, str]) -> Json:
    """An article with its text and its statements; ``named`` are names of entities by id."""
    return {
        **article(view.article),
        "text": view.article.text,
        "statements": [
            {"source": named.get(s.source, s.source), "target": named.get(s.target, s.target), **_said(s)}
            for s in view.statements
        ],
        **({"copy_of": article(view.original)} if view.original else {}),
        "copies": [article(a) for a in view.copies],
    }


def _figures(s: Stance) -> Json:
    return {
        "label": s.label,
        "level": s.level,
        "since": s.since,
        "before": s.before,
        "as_of": s.as_of,
        "cooperation": s.cooperation,
        "conflict": s.conflict,
        "belief": s.belief,
        "reports": s.reports,
        "articles": s.articles,
        "publishers": s.sources,
        "undated_reports": s.undated,
        "inferred": True,
    }


def _evidence(e: Evidence) -> Json:
    return {
        **_said(e.statement),
        "articles": [article(a) for a in e.articles],
        **({"copies": len(e.copies)} if e.copies else {}),
    }


def _cited(c: Cited) -> Json:
    return {**_said(c.statement), "articles": [article(c.article)]}


def _said(s: Statement) -> Json:
    """A statement and its factuality; unknown fields are omitted."""
    fields: Sequence[tuple[str, Any]] = (
        ("said_by", s.attribution),
        ("happened_from", s.when_from),
        ("happened_to", s.when_to),
        ("former", s.former),
    )
    return {
        "sentence": " ".join(s.sentence.split()),
        "relation": s.relation,
        "status": s.status,
        "trigger": s.trigger,
        "confidence": round(s.confidence, 2),
        **{name: value for name, value in fields if value},
    }
