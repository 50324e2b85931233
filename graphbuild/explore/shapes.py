"""Records as the page wants them: JSON objects, texts cut into pieces at every place that is marked.

Python counts characters and JavaScript UTF-16 units, so texts are cut here and no offset leaves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from graphbuild.explore.index import Index, Tie
from graphbuild.model import Article, Entity, Span, Stance, Statement
from graphbuild.tables import relations

Json = dict[str, Any]
Role = Literal["source", "target", "trigger"]


class Marked(NamedTuple):
    """A span of a text and what it is marked with."""

    start: int
    end: int
    mark: Any


def cut(text: str, marked: Iterable[Marked], first: int = 0) -> list[tuple[str, list[Any]]]:
    """The text in pieces, each with all the marks on it, in the order given; together they are the text.

    ``first`` is the place of the text's first character, from which spans are counted. Parts of spans
    outside the text are left out.
    """
    last = first + len(text)
    spans = [
        Marked(start, end, mark)
        for start, end, mark in ((max(m.start, first), min(m.end, last), m.mark) for m in marked)
        if start < end
    ]
    starting: dict[int, list[int]] = {}
    ending: dict[int, list[int]] = {}
    for i, span in enumerate(spans):
        starting.setdefault(span.start, []).append(i)
        ending.setdefault(span.end, []).append(i)
    pieces: list[tuple[str, list[Any]]] = []
    open_: set[int] = set()
    bounds = sorted({first, last, *starting, *ending})
    for start, end in pairwise(bounds):
        open_.difference_update(ending.get(start, ()))
        open_.update(starting.get(start, ()))
        pieces.append((text[start - first : end - first], [spans[i].mark for i in sorted(open_)]))
    return pieces


def entity(e: Entity) -> Json:
    return {"id": e.id, "name": e.name, "kind": e.kind, "iso3": e.iso3, "articles": e.articles}


def article(a: Article) -> Json:
    return {"id": a.id, "title": a.title, "date": a.date, "source": a.source, "url": address(a.url)}


def address(url: str) -> str:
    """The address of an article where it is one of the web; else empty, for it may run a script."""
    return url if url.lower().startswith(("http://", "https://")) else ""


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
    """An edge with its counts and the sentence that is shown for it."""
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
    }


def named(index: Index, ids: Iterable[str]) -> Mapping[str, Json]:
    """The entities of these ids, by id."""
    return {id_: entity(index.entities[id_]) for id_ in sorted({*ids})}


def ends(statements: Iterable[Statement]) -> set[str]:
    """Ids of the entities at either end."""
    return {id_ for s in statements for id_ in (s.source, s.target)}
