"""Paged lists of which a page shows the beginning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graphbuild.api.filters import NONE, Filters
from graphbuild.api.index import Index, Tie
from graphbuild.api.neighbours import Neighbour, neighbours
from graphbuild.api.selection import no_kind
from graphbuild.errors import QueryError
from graphbuild.explore import figures, shapes
from graphbuild.explore.filters import filters_of, number
from graphbuild.explore.shapes import Json
from graphbuild.explore.sorting import Column, descending_column, ordered, words
from graphbuild.model import KINDS, LEVELS, Article, Level, Stance, Statement

#: Default and maximum number of items per part.
PER, MOST = 50, 1000
#: Upper limit of the first item's position, above the length of any list.
ANYWHERE = 10**8
FAMILIES = ("conflict", "cooperation", "standing")
Params = Mapping[str, str]
#: An article, and the count shown with it.
Counted = tuple[Article, int]

#: Columns by which tables can be sorted, with the names of ``--sort`` in the commands where these have them.
_OF_ARTICLES: Mapping[str, Column[Counted]] = {
    "date": descending_column(lambda one: one[0].time),
    "title": words(lambda one: one[0].title),
    "source": words(lambda one: one[0].source),
}
_OF_STANCES: Mapping[str, Column[Stance]] = {
    "stance": words(lambda s: s.label),
    "since": descending_column(lambda s: s.since),
    "before": words(lambda s: s.before),
    "cooperation": descending_column(lambda s: s.cooperation),
    "conflict": descending_column(lambda s: s.conflict),
    "reports": descending_column(lambda s: s.reports),
    "last": descending_column(lambda s: s.as_of),
}
_OF_NEIGHBOURS: Mapping[str, Column[Neighbour]] = {
    "name": words(lambda n: n.entity.name),
    "side": words(lambda n: n.side),
    "reports": descending_column(lambda n: n.reports),
    "denied": descending_column(lambda n: n.denied),
    "unasserted": descending_column(lambda n: n.unasserted),
    "last": descending_column(lambda n: n.last),
}


def relation_columns(index: Index) -> Mapping[str, Column[Tie]]:
    """Sort columns of relations; for an article without a day, its year and month are its date."""
    return {
        "reports": descending_column(lambda t: t.reports),
        "last": descending_column(lambda t: t.last or index.articles[t.best.article].time),
    }


def listed(index: Index, path: Sequence[str], params: Params) -> Json | None:
    """The part of a list from item ``from`` on, ``per`` items; None for a path without a list.

    ``relations``, ``relations/ID``, ``statements/ID/ID``, ``through/ID/ID``, ``entities``, ``entities/KIND``
    and ``doubts``; and those shown as a table, sorted by the column ``sort`` if given: ``stances``,
    ``stances/ID``, ``neighbours/ID``, ``articles``, ``articles/ID`` and ``sources/ID/ID``. Raises
    ``QueryError`` for an unknown entity and invalid parameters.
    """
    match path:
        case ["relations"]:
            return _relations(index, None, params)
        case ["relations", id_]:
            return _relations(index, id_, params)
        case ["statements", a, b]:
            return _statements(index, a, b, params)
        case ["through", a, b]:
            return _through(index, a, b, params)
        case ["stances"]:
            return _stances(index, None, params)
        case ["stances", id_]:
            return _stances(index, id_, params)
        case ["neighbours", id_]:
            return _neighbours(index, id_, params)
        case ["articles"]:
            latest = sorted(index.articles.values(), key=lambda a: (a.time, a.id), reverse=True)
            passed = filters_of(params)
            return _articles([(a, 0) for a in latest if passed.lets_article(a)], "", params, {})
        case ["articles", id_]:
            return _mentioned(index, id_, params)
        case ["sources", a, b]:
            return _sources(index, a, b, params)
        case ["entities"]:  # here the filter ``kind`` applies to the entities listed
            return _entities(index, params.get("kind", ""), NONE, params)
        case ["entities", kind]:
            return _entities(index, kind, filters_of(params), params)
        case ["doubts"]:
            return _part([i for i in index.graph.identities if not i.joined], params, shapes.identity)
    return None


def _part(
    items: Sequence[Any],
    params: Params,
    shape: Callable[[Any], Json],
    named: Callable[[Iterable[Any]], Mapping[str, Json]] = lambda some: {},
) -> Json:
    """A part of all items as page data, and the entities that they refer to."""
    first = number(params, "from", 0, ANYWHERE)
    per = number(params, "per", PER, MOST)
    some = items[first : first + per]
    return {
        "items": [shape(item) for item in some],
        "count": len(items),
        "first": first,
        "per": per,
        "named": named(some),
    }


def _relations(index: Index, id_: str | None, params: Params) -> Json:
    """Relations, of one entity or all, the most important first unless ``sort`` is given; of one ``family``
    if given.
    """
    filters = filters_of(params)
    found = index.about_all(filters) if id_ is None else index.about_one(index.entity(id_).id, filters)
    family = params.get("family", "")
    if family and family not in FAMILIES:
        raise QueryError(f"no family is called {family!r}; known are {', '.join(FAMILIES)}")
    always = {id_} if id_ else set()
    return _part(
        ordered([t for t in found.ties if not family or t.family == family], params, relation_columns(index)),
        params,
        lambda t: shapes.tie(index, t),
        lambda some: shapes.named(index, always | {end for t in some for end in t.edge[1:]}),
    )


def _statements(index: Index, a: str, b: str, params: Params) -> Json:
    """Statements about a pair, the earliest first."""
    a, b = index.entity(a).id, index.entity(b).id
    statements = index.about_two(a, b, filters_of(params)).statements
    return _part(
        statements, params, lambda s: shapes.statement(index, s), lambda some: shapes.named(index, {a, b})
    )


def _through(index: Index, a: str, b: str, params: Params) -> Json:
    """Statements about office holders and organisations that count for the stance of their states, earliest
    first.
    """
    a, b = index.entity(a).id, index.entity(b).id
    return _part(
        statements_through_others(index, a, b, level_of(params), filters_of(params)),
        params,
        lambda s: shapes.statement(index, s),
        lambda some: shapes.named(index, {a, b} | shapes.ends(some)),
    )


def statements_through_others(
    index: Index, a: str, b: str, level: Level | None, filters: Filters
) -> list[Statement]:
    """The same as statements; empty for a graph without statements."""
    stances = index.stances(filters)
    if stances is None:
        return []
    first, last = filters.since or None, filters.until or None
    found = stances.through_others(a, b, since=first, until=last, level=level, direction=filters.direction)
    return [c.statement for c in found]


def level_of(params: Params) -> Level | None:
    """The level at which a pair is compared; None if not given.

    Raises ``QueryError`` for an unknown level.
    """
    level = params.get("level", "")
    if not level:
        return None
    if level not in LEVELS:
        raise QueryError(f"level is {level!r}; give state or actor")
    return level


def _stances(index: Index, id_: str | None, params: Params) -> Json:
    """Stances of an entity, or of all pairs: those with the most reports first."""
    if id_ is not None:
        id_ = index.entity(id_).id

    def ends(s: Stance) -> tuple[str, str]:
        return (s.b, s.a) if id_ == s.b else (s.a, s.b)

    def name(s: Stance) -> str:
        a, b = (index.entities[end].name for end in ends(s))
        return b if id_ else f"{a} – {b}"

    def shape(s: Stance) -> Json:
        a, b = ends(s)
        stances = index.stances(filters)
        since, as_of = (stances.since_date(s), stances.as_of_date(s)) if stances else (s.since, s.as_of)
        return {"a": a, "b": b, "stance": shapes.stance(s), "since_told": since, "as_of_told": as_of}

    filters = filters_of(params)
    found = sorted(index.stances_of(id_, filters), key=lambda s: -s.reports)
    return _part(
        ordered(found, params, {"name": words(name), **_OF_STANCES}),
        params,
        shape,
        lambda some: shapes.named(index, {end for s in some for end in (s.a, s.b)}),
    )


def _neighbours(index: Index, id_: str, params: Params) -> Json:
    """Neighbours of an entity, the most important first."""
    id_ = index.entity(id_).id
    found = index.about_one(id_, filters_of(params))
    return _part(
        ordered(neighbours(index, id_, found.statements, found.ties), params, _OF_NEIGHBOURS),
        params,
        shapes.neighbour,
        lambda some: shapes.named(index, {id_}),
    )


def _articles(found: Sequence[Counted], counts: str, params: Params, named: Mapping[str, Json]) -> Json:
    """Articles, each with its count under the name ``counts``, if that is not empty."""
    columns = {**_OF_ARTICLES, **({counts: descending_column(_number)} if counts else {})}
    return _part(
        ordered(found, params, columns), params, lambda one: counted(one, counts), lambda some: named
    )


def _number(one: Counted) -> int:
    return one[1]


def counted(one: Counted, counts: str) -> Json:
    """An article as page data, with its count under the name ``counts``."""
    article, number = one
    return shapes.article(article) | ({counts: number} if counts else {})


def sources(index: Index, statements: Iterable[Statement]) -> list[Counted]:
    """The articles of the statements, in their order, each with the number of its statements."""
    made = Counter(s.article for s in statements)
    return [(index.articles[id_], n) for id_, n in made.items()]


def _sources(index: Index, a: str, b: str, params: Params) -> Json:
    """The articles with statements about a pair, or that count for it, the earliest first."""
    a, b = index.entity(a).id, index.entity(b).id
    filters = filters_of(params)
    statements = index.about_two(a, b, filters).statements
    others = statements_through_others(index, a, b, level_of(params), filters)
    found = sources(index, index.by_time([*statements, *others]))
    return _articles(found, "statements", params, shapes.named(index, {a, b}))


def _mentioned(index: Index, id_: str, params: Params) -> Json:
    """Articles that mention an entity, the latest first."""
    id_ = index.entity(id_).id
    found = mentioning(index, id_, filters_of(params))
    return _articles(found, "mentions", params, shapes.named(index, {id_}))


def mentioning(index: Index, id_: str, filters: Filters) -> list[Counted]:
    """The articles that mention an entity and have a statement about it that passes the filters; all that
    mention it if the filters select only days and publishers. The latest first, each with the number of
    mentions.
    """
    saying = {s.article for s in index.about_one(id_, filters).statements} if filters.of_statements else None
    return [
        (article, m.mentions)
        for m in index.mentioned(id_)
        if filters.lets_article(article := index.articles[m.article])
        and (saying is None or m.article in saying)
    ]


def _entities(index: Index, kind: str, filters: Filters, params: Params) -> Json:
    """Entities, of one ``kind`` if given, those that most articles mention first; only those with statements
    that pass the filters, if these filter by more than the kind.
    """
    if kind and kind not in KINDS:
        raise no_kind(kind)
    known = figures.best_known(index, filters)
    return _part([e for e in known if not kind or e.kind == kind], params, shapes.entity)
