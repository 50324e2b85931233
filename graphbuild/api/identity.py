"""What a user decides about who is who: names into decisions, and decisions taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from graphbuild.api.lookup import listed, matches
from graphbuild.errors import QueryError
from graphbuild.ledger import Ledger
from graphbuild.model import Entity, Kind, entity_id
from graphbuild.resolve import Decision, Resolution, decisions, resolve
from graphbuild.resolve.decisions import Side, Verdict
from graphbuild.resolve.units import Unit
from graphbuild.tables import aliases


@dataclass(frozen=True, slots=True)
class _Meant:
    """A name that a decision is about, and the units that it may mean, the best first."""

    sides: tuple[Side, ...]
    kind: Kind


def decide(folder: Path, verdict: Verdict, a: str, b: str) -> Decision:
    """Write down that two names are one entity, or two; of what was decided of them the latest counts.

    Raises ``QueryError`` for a name that means nothing or several, or where the two cannot be decided.
    """
    with Ledger.open(folder) as ledger:
        found = resolve(ledger.readings(), decisions.load(folder), aliases.kept(folder))
    one, other = (_meant(found, name) for name in (a, b))
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
    sides = sorted((first, second))
    new = Decision(
        verdict, one.kind, sides[0], sides[1], datetime.now(UTC).isoformat(timespec="milliseconds")
    )
    decisions.save(folder, (*decisions.load(folder), new))
    return new


def undo(folder: Path, a: str | None = None, b: str | None = None) -> Decision:
    """Take back the decision about two names, by default the one that was made last.

    Raises ``QueryError`` where there is none.
    """
    made = decisions.load(folder)
    if not made:
        raise QueryError(f"{folder}: nothing has been decided; there is nothing to undo")
    if a is None or b is None:
        gone = decisions.latest(made)
    else:
        about = [d for d in made if _is(d, a, b)] or [d for d in made if _is(d, b, a)]
        if (number := len({d.pair for d in about})) > 1:
            raise QueryError(f"{a!r} and {b!r} are in {number} decisions; give the ids")
        gone = decisions.latest(about)
    if gone is None:
        raise QueryError(f"nothing has been decided about {a!r} and {b!r}; {_decided(made)}")
    decisions.save(folder, (d for d in made if d != gone))
    return gone


def _is(decision: Decision, a: str, b: str) -> bool:
    return _names(decision, decision.a, a) and _names(decision, decision.b, b)


def _names(decision: Decision, side: Side, name: str) -> bool:
    """Whether a user's word names a side of a decision: by name, name and article, key or id."""
    wanted = "@".join(part.strip() for part in " ".join(name.casefold().split()).split("@"))
    ways = (side.name, f"{side.name}@{side.article}", side.unit, entity_id(decision.kind, side.unit))
    return wanted in {way.casefold() for way in ways}


def _decided(made: Iterable[Decision]) -> str:
    told = [f"{d.a.name} and {d.b.name}" for d in made]
    more = f" and {len(told) - 5} more" if len(told) > 5 else ""
    return f"decided are {'; '.join(told[:5])}{more}"


def _meant(found: Resolution, name: str) -> _Meant:
    """The units that a user's word means, all of one entity."""
    bare, at, article = (part.strip() for part in name.rpartition("@"))
    if at and any(s.article == article for unit, _ in found.units for s in unit.sightings):
        return _in_article(found, bare, article)
    units = {unit.id: (unit, entity) for unit, entity in found.units}
    named = [unit for unit, entity in found.units if name.strip() in (unit.id, entity)]
    exact = [unit for unit in named if unit.id == name.strip()]
    entities = [_as_entity(unit) for unit, _ in found.units]
    chosen = [_as_entity(unit) for unit in exact or named] or matches(entities, name)
    if len({units[e.id][1] for e in chosen}) > 1:
        raise QueryError(f"{name!r} may be {listed(chosen)}; give the id, or 'NAME @ ARTICLE-ID'")
    ranked = sorted(chosen, key=lambda e: (units[e.id][0].bound, -e.articles, units[e.id][0].key))
    sides = tuple(_side(units[e.id][0]) for e in ranked)
    return _Meant(sides, chosen[0].kind)


def _in_article(found: Resolution, name: str, article: str) -> _Meant:
    there = [s for unit, _ in found.units for s in unit.sightings if s.article == article]
    entities = [
        Entity(s.local, s.kind, s.name, tuple(sorted(s.forms)), "", 1, 1, s.date, s.date) for s in there
    ]
    chosen = matches(entities, name)
    if len(chosen) > 1:
        raise QueryError(f"{name!r} may be {listed(chosen)} in article {article}; give the full name")
    s = next(s for s in there if s.local == chosen[0].id)
    return _Meant((Side(s.key, "" if s.bound else article, s.name),), s.kind)


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
