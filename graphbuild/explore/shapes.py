"""Records as page data: JSON objects, texts cut into pieces at every mark.

Python counts characters and JavaScript UTF-16 units, so texts are cut here and no offsets are sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from graphbuild.api.index import Index, Tie
from graphbuild.api.neighbours import Neighbour
from graphbuild.api.reader import Marked, cut
from graphbuild.model import Article, Entity, Identity, Span, Stance, Statement
from graphbuild.stance import DEFAULT, UNKNOWN
from graphbuild.tables import relations

Json = dict[str, Any]
Role = Literal["source", "target", "trigger"]


def entity(e: Entity) -> Json:
    return {"id": e.id, "name": e.name, "kind": e.kind, "iso3": e.iso3, "articles": e.articles}


def neighbour(n: Neighbour) -> Json:
    """A neighbour of an entity, with the reports of the pair."""
    counts = ("cooperation", "conflict", "standing", "reports", "denied", "unasserted", "last", "side")
    return entity(n.entity) | {name: getattr(n, name) for name in counts} | {"relations": list(n.relations)}


def article(a: Article) -> Json:
    return {
        "id": a.id,
        "title": a.title,
        "date": a.date,
        "year": "" if a.date else a.time,
        "source": a.source,
        "url": a.web_address,
    }


def statement(index: Index, s: Statement) -> Json:
    """A statement with its sentence and article."""
    roles: Sequence[tuple[Span, Role]] = (
        (s.source_span, "source"),
        (s.target_span, "target"),
        (s.trigger_span, "trigger"),
    )
    cluster = index.original.get(s.article, s.article)
    return {
        "id": s.id,
        "relation": s.relation,
        "family": relations()[s.relation].family,
        "meaning": relations()[s.relation].meaning,
        "source": s.source,
        "target": s.target,
        "pieces": cut(s.sentence, (Marked(*span, role) for span, role in roles), s.sentence_span[0]),
        "status": s.status,
        "negated": s.negated,
        "modality": s.modality,
        "attribution": s.attribution,
        "tense": s.tense,
        "trigger": s.trigger,
        "confidence": s.confidence,
        "rule": s.rule,
        "source_role": s.source_role,
        "target_role": s.target_role,
        "former": s.former,
        "when": {"from": s.when_from, "to": s.when_to, "by": s.when_source, "text": s.when_text},
        "meant": list(index.graph.meant.get(s.id, ())),
        "article": article(index.articles[s.article]),
        "copy_of": cluster if cluster != s.article else "",
    }


def tie(index: Index, t: Tie) -> Json:
    """An edge with its counts and its representative sentence."""
    return {
        "relation": t.edge.relation,
        "family": t.family,
        "score": t.score,
        "source": t.edge.source,
        "target": t.edge.target,
        "reports": t.reports,
        "publishers": t.publishers,
        "denied": t.denied,
        "unasserted": t.unasserted,
        "first": t.first,
        "last": t.last,
        "former": t.former,
        "best": statement(index, t.best),
    }


def stance(s: Stance) -> Json:
    """A stance, with the reason if it is unknown."""
    return {
        "label": s.label,
        "infers": s.infers,
        "level": s.level,
        "cooperation": s.cooperation,
        "conflict": s.conflict,
        "belief": s.belief,
        "reports": s.reports,
        "articles": s.articles,
        "publishers": s.sources,
        "denied": s.denied,
        "undated": s.undated,
        "past": s.past,
        "as_of": s.as_of,
        "since": s.since,
        "before": s.before,
        "standing": list(s.standing),
        "lacks": _lacking(s) if s.label == UNKNOWN else "",
    }


def _lacking(s: Stance) -> str:
    """What an unknown stance lacks: reports, as no label fits those there are; belief; or articles that
    report something that fits a label.
    """
    if not s.belief:
        return "reports"
    return "belief" if s.belief < DEFAULT.least_belief else "articles"


def identity(i: Identity) -> Json:
    """Two names that are merged, or a merge candidate."""
    return {
        "a": i.name_a,
        "b": i.name_b,
        "ids": [i.a, i.b],
        "articles": [i.articles_a, i.articles_b],
        "when": [i.when_a, i.when_b],
        "entities": [i.entity_a, i.entity_b],
        "joined": i.joined,
        "decided": i.decided,
        "score": i.score,
        "for": list(i.speaks_for),
        "against": list(i.speaks_against),
    }


def named(index: Index, ids: Iterable[str]) -> Mapping[str, Json]:
    """The entities of these ids, by id."""
    return {id_: entity(index.entities[id_]) for id_ in sorted({*ids})}


def ends(statements: Iterable[Statement]) -> set[str]:
    """Ids of the entities in the statements."""
    return {id_ for s in statements for id_ in (s.source, s.target)}
