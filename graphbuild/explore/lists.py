"""Lists of which a page shows the first: all of their items, part by part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from graphbuild.api.filters import Filters
from graphbuild.api.index import Index
from graphbuild.api.selection import no_kind
from graphbuild.errors import QueryError
from graphbuild.explore import shapes
from graphbuild.explore.filters import filters_of, number
from graphbuild.explore.shapes import Json
from graphbuild.model import KINDS, LEVELS, Entity, Level, Statement

#: Items of a part, and at most.
PER, MOST = 50, 1000
#: A number of items above any list's, so that a part may begin anywhere.
ANYWHERE = 10**8
FAMILIES = ("conflict", "cooperation", "standing")
Params = Mapping[str, str]


def listed(index: Index, path: Sequence[str], params: Params) -> Json | None:
    """The part of a list from item ``from`` on, ``per`` items; None for a path that names no list.

    ``relations``, ``relations/ID``, ``statements/ID/ID``, ``through/ID/ID``, ``stances``, ``stances/ID``,
    ``articles``, ``articles/ID``, ``entities`` and ``doubts``. Raises ``QueryError`` for an entity
    that the graph does not hold and parameters that mean nothing.
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
        case ["articles"]:
            latest = sorted(index.articles.values(), key=lambda a: (a.date, a.id), reverse=True)
            passed = filters_of(params)
            return _part([a for a in latest if passed.lets_article(a)], params, shapes.article)
        case ["articles", id_]:
            return _mentioned(index, id_, params)
        case ["entities"]:
            return _entities(index, params)
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
    """Relations, of one entity or all, what matters most first; of one ``family`` where it is given."""
    filters = filters_of(params)
    said = index.about_all(filters) if id_ is None else index.about_one(index.entity(id_).id, filters)
    family = params.get("family", "")
    if family and family not in FAMILIES:
        raise QueryError(f"no family is called {family!r}; known are {', '.join(FAMILIES)}")
    always = {id_} if id_ else set()
    return _part(
        [t for t in said.ties if not family or t.family == family],
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
    return [c.statement for c in stances.through_others(a, b, since=first, until=last, level=level)]


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

    def shape(s: Any) -> Json:
        a, b = (s.b, s.a) if id_ == s.b else (s.a, s.b)
        return {"a": a, "b": b, "stance": shapes.stance(s)}

    return _part(
        sorted(index.stances_of(id_, filters_of(params)), key=lambda s: -s.reports),
        params,
        shape,
        lambda some: shapes.named(index, {end for s in some for end in (s.a, s.b)}),
    )


def sources(index: Index, statements: Sequence[Statement]) -> list[Json]:
    """The articles that make statements, in their order, each with how many it makes."""
    made = Counter(s.article for s in statements)
    return [shapes.article(index.articles[id_]) | {"statements": n} for id_, n in made.items()]


def _mentioned(index: Index, id_: str, params: Params) -> Json:
    """Articles that mention an entity, the latest first."""
    id_ = index.entity(id_).id
    passed = filters_of(params)
    return _part(
        [m for m in index.mentioned(id_) if passed.lets_article(index.articles[m.article])],
        params,
        lambda m: shapes.article(index.articles[m.article]) | {"mentions": m.mentions},
        lambda some: shapes.named(index, {id_}),
    )


def _entities(index: Index, params: Params) -> Json:
    """Entities, of one ``kind`` where it is given, those that most articles mention first."""
    kind = params.get("kind", "")
    if kind and kind not in KINDS:
        raise no_kind(kind)
    known: list[Entity] = [e for e in index.best_known if not kind or e.kind == kind]
    return _part(known, params, shapes.entity)
