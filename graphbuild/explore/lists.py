"""Lists of which a page shows the first: all of their items, part by part."""

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
from graphbuild.explore.sorting import Column, greatest, ordered, words
from graphbuild.model import KINDS, LEVELS, Article, Level, Stance, Statement

#: Items of a part, and at most.
PER, MOST = 50, 1000
#: A number of items above any list's, so that a part may begin anywhere.
ANYWHERE = 10**8
FAMILIES = ("conflict", "cooperation", "standing")
Params = Mapping[str, str]
#: An article, and how much of what is asked for it has.
Counted = tuple[Article, int]

#: What tables can be sorted by, called as by ``--sort`` of the commands where these sort by it, too.
_OF_ARTICLES: Mapping[str, Column[Counted]] = {
    "date": greatest(lambda one: one[0].time),
    "title": words(lambda one: one[0].title),
    "source": words(lambda one: one[0].source),
}
_OF_STANCES: Mapping[str, Column[Stance]] = {
    "stance": words(lambda s: s.label),
    "since": greatest(lambda s: s.since),
    "before": words(lambda s: s.before),
    "cooperation": greatest(lambda s: s.cooperation),
    "conflict": greatest(lambda s: s.conflict),
    "reports": greatest(lambda s: s.reports),
    "last": greatest(lambda s: s.as_of),
}
_OF_NEIGHBOURS: Mapping[str, Column[Neighbour]] = {
    "name": words(lambda n: n.entity.name),
    "side": words(lambda n: n.side),
    "reports": greatest(lambda n: n.reports),
    "denied": greatest(lambda n: n.denied),
    "unasserted": greatest(lambda n: n.unasserted),
    "last": greatest(lambda n: n.last),
}


def of_ties(index: Index) -> Mapping[str, Column[Tie]]:
    """What relations can be sorted by; of an article without a day year and month are its date."""
    return {
        "reports": greatest(lambda t: t.reports),
        "last": greatest(lambda t: t.last or index.articles[t.best.article].time),
    }


def listed(index: Index, path: Sequence[str], params: Params) -> Json | None:
    """The part of a list from item ``from`` on, ``per`` items; None for a path that names no list.

    ``relations``, ``relations/ID``, ``statements/ID/ID``, ``through/ID/ID``, ``entities``,
    ``entities/KIND`` and ``doubts``; and those of which a page makes a table, by a column where ``sort``
    names one: ``stances``, ``stances/ID``, ``neighbours/ID``, ``articles``, ``articles/ID`` and
    ``sources/ID/ID``. Raises ``QueryError`` for an entity that the graph does not hold and
    parameters that mean nothing.
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
        case ["entities"]:  # here kind is that of the entities
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
    """A part of all items in the page's shape, and the entities that it names."""
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
    """Relations, of one entity or all, what matters most first unless ``sort`` names another order; of one
    ``family`` where it is given."""
    filters = filters_of(params)
    said = index.about_all(filters) if id_ is None else index.about_one(index.entity(id_).id, filters)
    family = params.get("family", "")
    if family and family not in FAMILIES:
        raise QueryError(f"no family is called {family!r}; known are {', '.join(FAMILIES)}")
    always = {id_} if id_ else set()
    return _part(
        ordered([t for t in said.ties if not family or t.family == family], params, of_ties(index)),
        params,
        lambda t: shapes.tie(index, t),
        lambda some: shapes.named(index, always | {end for t in some for end in t.edge[1:]}),
    )


def _statements(index: Index, a: str, b: str, params: Params) -> Json:
    """Statements about two entities, the earliest first."""
    a, b = index.entity(a).id, index.entity(b).id
    said = index.about_two(a, b, filters_of(params)).statements
    return _part(said, params, lambda s: shapes.statement(index, s), lambda some: shapes.named(index, {a, b}))


def _through(index: Index, a: str, b: str, params: Params) -> Json:
    """What counts for the stance of two states although it is said of persons in office or bodies of theirs,
    the earliest first."""
    a, b = index.entity(a).id, index.entity(b).id
    return _part(
        through(index, a, b, level_of(params), filters_of(params)),
        params,
        lambda s: shapes.statement(index, s),
        lambda some: shapes.named(index, {a, b} | shapes.ends(some)),
    )


def through(index: Index, a: str, b: str, level: Level | None, filters: Filters) -> list[Statement]:
    """The same as statements; none of a graph without statements."""
    stances = index.stances(filters)
    if stances is None:
        return []
    first, last = filters.since or None, filters.until or None
    found = stances.through_others(a, b, since=first, until=last, level=level, direction=filters.direction)
    return [c.statement for c in found]


def level_of(params: Params) -> Level | None:
    """The level at which two are asked about; None where it is not told.

    Raises ``QueryError`` for a word that is no level.
    """
    level = params.get("level", "")
    if not level:
        return None
    if level not in LEVELS:
        raise QueryError(f"level is {level!r}; give state or actor")
    return level


def _stances(index: Index, id_: str | None, params: Params) -> Json:
    """With whom an entity stands how, or all pairs: those with the most reports first."""
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
        told = stances.since_told(s) if stances else s.since
        return {"a": a, "b": b, "stance": shapes.stance(s), "since_told": told}

    filters = filters_of(params)
    found = sorted(index.stances_of(id_, filters), key=lambda s: -s.reports)
    return _part(
        ordered(found, params, {"name": words(name), **_OF_STANCES}),
        params,
        shape,
        lambda some: shapes.named(index, {end for s in some for end in (s.a, s.b)}),
    )


def _neighbours(index: Index, id_: str, params: Params) -> Json:
    """Who is related to an entity, what matters most first."""
    id_ = index.entity(id_).id
    said = index.about_one(id_, filters_of(params))
    return _part(
        ordered(neighbours(index, id_, said.statements, said.ties), params, _OF_NEIGHBOURS),
        params,
        shapes.neighbour,
        lambda some: shapes.named(index, {id_}),
    )


def _articles(found: Sequence[Counted], counts: str, params: Params, named: Mapping[str, Json]) -> Json:
    """Articles, each with how much it has of what ``counts`` names, if it names anything."""
    columns = {**_OF_ARTICLES, **({counts: greatest(_number)} if counts else {})}
    return _part(
        ordered(found, params, columns), params, lambda one: counted(one, counts), lambda some: named
    )


def _number(one: Counted) -> int:
    return one[1]


def counted(one: Counted, counts: str) -> Json:
    """An article in the page's shape, with how much it has of what ``counts`` names."""
    article, number = one
    return shapes.article(article) | ({counts: number} if counts else {})


def sources(index: Index, statements: Iterable[Statement]) -> list[Counted]:
    """The articles that make statements, in their order, each with how many it makes."""
    made = Counter(s.article for s in statements)
    return [(index.articles[id_], n) for id_, n in made.items()]


def _sources(index: Index, a: str, b: str, params: Params) -> Json:
    """The articles that say something of two, or what counts for them, the earliest first."""
    a, b = index.entity(a).id, index.entity(b).id
    filters = filters_of(params)
    said = index.about_two(a, b, filters).statements
    others = through(index, a, b, level_of(params), filters)
    found = sources(index, index.by_time([*said, *others]))
    return _articles(found, "statements", params, shapes.named(index, {a, b}))


def _mentioned(index: Index, id_: str, params: Params) -> Json:
    """Articles that mention an entity, the latest first."""
    id_ = index.entity(id_).id
    found = mentioning(index, id_, filters_of(params))
    return _articles(found, "mentions", params, shapes.named(index, {id_}))


def mentioning(index: Index, id_: str, filters: Filters) -> list[Counted]:
    """The articles that mention an entity and say something of it that the filters let through, or anything
    where these choose days and publishers alone; the latest first, each with how often it mentions it."""
    saying = {s.article for s in index.about_one(id_, filters).statements} if filters.of_statements else None
    return [
        (article, m.mentions)
        for m in index.mentioned(id_)
        if filters.lets_article(article := index.articles[m.article])
        and (saying is None or m.article in saying)
    ]


def _entities(index: Index, kind: str, filters: Filters, params: Params) -> Json:
    """Entities, of one ``kind`` where it is given, those that most articles mention first; as far as the
    filters let anything of them through where the kind is told apart from these."""
    if kind and kind not in KINDS:
        raise no_kind(kind)
    known = figures.best_known(index, filters)
    return _part([e for e in known if not kind or e.kind == kind], params, shapes.entity)
