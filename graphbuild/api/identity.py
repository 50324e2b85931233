"""A user's decisions on which names are one entity."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graphbuild import decisions
from graphbuild.api.deciding import add, now
from graphbuild.api.lookup import check_name, choice, matches
from graphbuild.api.places import Place
from graphbuild.decisions import NameDecision, NameVerdict, Side
from graphbuild.errors import QueryError
from graphbuild.ledger import Ledger
from graphbuild.model import Entity, Kind
from graphbuild.resolve import Resolution, resolve
from graphbuild.resolve.facts import related, successor
from graphbuild.resolve.units import Unit
from graphbuild.tables import aliases, countries
from graphbuild.wording import few

#: Maximum number of names of an article in a message.
_MOST_LISTED = 10


@dataclass(frozen=True, slots=True)
class _Matches:
    """A name in a decision, and the units that it may refer to, the best match first."""

    sides: tuple[Side, ...]
    kind: Kind


def decide(place: Place, verdict: NameVerdict, a: str, b: str) -> NameDecision:
    """Record that two names are one entity, or two; the latest decision on a pair counts.

    A decision that already exists is not recorded again, as it would stay valid after one of the two is
    revoked. Raises ``QueryError`` for a name that matches no entity or several, and if no decision on the two
    is possible.
    """
    folder = place.folder(verdict)
    for name in (a, b):
        check_name(name)
    with place.kept() as aggregation:
        assert aggregation is not None  # a graph folder has one
        one, other = (aggregation.unit(name.strip()) for name in (a, b))
    if one is None or other is None or one[0] != other[0] or one == other:
        kind, first, second = _of_names(folder, a, b)
    else:
        kind, first, second = one[0], one[1], other[1]
    first, second = sorted((first, second))
    if verdict == "same" and kind == "country":
        _check_states(first, second)
    new = NameDecision(verdict, kind, first, second, now())
    for d in decisions.effective(decisions.load(folder)):
        if d.about == new.about and d.verdict == verdict:
            return d
    add(folder, [new])
    return new


def _check_states(one: Side, other: Side) -> None:
    """Raise ``QueryError`` for two states of which neither is a successor or a part of the other."""
    known = countries()
    if one.article or other.article or one.key not in known or other.key not in known:
        return  # names within one article may be decided freely
    if successor(one.key) != successor(other.key) and not related(
        frozenset((successor(one.key),)), frozenset((successor(other.key),))
    ):
        a, b = (f"{known[side.key].name} ({side.key})" for side in (one, other))
        raise QueryError(
            f"{a} and {b} are two states, which cannot be merged; if an article refers to another state"
            " by a name, give 'NAME @ ARTICLE-ID'"
        )


def _of_names(folder: Path, a: str, b: str) -> tuple[Kind, Side, Side]:
    """Kind and sides of two names as users give them, by the resolution of all articles."""
    with Ledger.open(folder) as ledger:
        recorded = decisions.load(folder)
        without = decisions.excluded(recorded)
        readings = (r for r in ledger.readings() if r.article.id not in without)
        found = resolve(readings, recorded, aliases.kept(folder))
    one, other = (_matches(found, name) for name in (a, b))
    if one.kind != other.kind:
        raise QueryError(
            f"{a!r} and {b!r} are of two kinds, {one.kind} and {other.kind}; only names of one can be decided"
        )
    if {side.unit for side in one.sides} == {side.unit for side in other.sides}:
        raise QueryError(f"{a!r} and {b!r} mean the same; give two names, ids, or 'NAME @ ARTICLE-ID'")
    first = one.sides[0]
    second = next((side for side in other.sides if side.unit != first.unit), None)
    if second is None:
        first, second = next((x for x in one.sides if x.unit != other.sides[0].unit), first), other.sides[0]
    return one.kind, first, second


def _matches(found: Resolution, name: str) -> _Matches:
    """The units that a user's word refers to, all of one entity."""
    bare, at, article = (part.strip() for part in name.rpartition("@"))
    if at and any(s.article == article for unit, _ in found.units for s in unit.sightings):
        return _in_article(found, bare, article)
    units = {unit.id: (unit, entity) for unit, entity in found.units}
    named = [unit for unit, entity in found.units if name.strip() in (unit.id, entity)]
    exact = [unit for unit in named if unit.id == name.strip()]
    entities = [_as_entity(unit) for unit, _ in found.units]
    try:
        chosen = [_as_entity(unit) for unit in exact or named] or matches(entities, name)
    except QueryError:
        if not (bare and at and article):
            raise
        raise QueryError(
            f"the graph holds no article {article!r} with names; `graphbuild articles` lists their ids"
        ) from None
    if len({units[e.id][1] for e in chosen}) > 1:
        message = f"{name!r} may be one of {len(chosen)}; give the id, or 'NAME @ ARTICLE-ID':"
        raise QueryError(f"{message}{choice(chosen)}")
    ranked = sorted(chosen, key=lambda e: (units[e.id][0].bound, -e.articles, units[e.id][0].key))
    sides = tuple(_side(units[e.id][0]) for e in ranked)
    return _Matches(sides, chosen[0].kind)


def _in_article(found: Resolution, name: str, article: str) -> _Matches:
    there = [s for unit, _ in found.units for s in unit.sightings if s.article == article]
    entities = [
        Entity(s.local, s.kind, s.name, tuple(sorted(s.forms)), "", 1, 1, s.date, s.date) for s in there
    ]
    try:
        chosen = matches(entities, name)
    except QueryError:
        some = few(sorted(e.name for e in entities), _MOST_LISTED)
        raise QueryError(f"no entity of article {article} is called {name!r}; it names {some}") from None
    if len(chosen) > 1:
        message = f"{name!r} may be one of {len(chosen)} in article {article}; give the full name:"
        raise QueryError(f"{message}{choice(chosen)}")
    s = next(s for s in there if s.local == chosen[0].id)
    return _Matches((Side(s.key, "" if s.bound else article, s.name),), s.kind)


def _side(unit: Unit) -> Side:
    key, at, article = unit.key.rpartition("@")
    if at and article == unit.sightings[0].article and key == unit.sightings[0].key:
        return Side(key, article, unit.title)
    return Side(unit.key, "", unit.title)


def _as_entity(unit: Unit) -> Entity:
    first, last = unit.dates
    forms = {f for s in unit.sightings for f in s.forms}
    iso3 = unit.key if unit.kind == "country" else ""
    return Entity(
        unit.id, unit.kind, unit.title, tuple(sorted(forms)), iso3, 0, len(unit.articles), first, last
    )
