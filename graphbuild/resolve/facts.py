"""What an article says of each of its entities that can tell it from, or tie it to, those of others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graphbuild import tables
from graphbuild.model import Kind, LocalEntity, Reading, Statement

#: Relations that tell of which country, or body, their source is.
_TIES = ("CITIZEN_OF", "LEADER_OF", "REPRESENTS", "MEMBER_OF", "WORKS_FOR", "BASED_IN", "PART_OF")
_HOMES = ("CITIZEN_OF", "LEADER_OF", "REPRESENTS", "BASED_IN", "PART_OF")

Office = tuple[str, str]
"""A role and of what it is held: a country's code or a body's key."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entity as one article knows it, with what the article says of it."""

    article: str
    local: str
    """Its id in the reading."""
    kind: Kind
    key: str
    bound: bool
    """Whether the key is of this article alone: a bare surname, "the central bank"."""
    name: str
    forms: frozenset[str]
    """All names that the article calls it."""
    date: str
    source: str
    homes: frozenset[str]
    """Codes of the countries that it is of; territories by their state, former states by their one heir."""
    offices: frozenset[Office]
    bodies: frozenset[str]
    """Keys of the bodies that it belongs to."""
    beside: frozenset[str]
    """Codes of the countries that the article names."""


def sightings(reading: Reading) -> Iterator[Sighting]:
    """Each entity of the reading with what is asserted of it there."""
    article = reading.article
    entities = {e.id: e for e in reading.entities}
    stated: dict[str, list[Statement]] = {}
    for s in reading.statements:
        if s.relation in _TIES and s.asserted:
            stated.setdefault(s.source, []).append(s)
    beside = frozenset(_state(e) for e in reading.entities if e.kind == "country")
    for e in reading.entities:
        homes, offices, bodies = _ties(stated.get(e.id, ()), entities, article.id)
        forms = frozenset({e.name, *(m.text for m in e.mentions if m.form == "name")})
        yield Sighting(
            article.id, e.id, e.kind, e.key, e.key.startswith(f"{article.id}/"), e.name, forms,
            article.date, article.source, homes, offices, bodies, beside,
        )  # fmt: skip


def _ties(
    stated: tuple[Statement, ...] | list[Statement], entities: Mapping[str, LocalEntity], article: str
) -> tuple[frozenset[str], frozenset[Office], frozenset[str]]:
    homes, offices, bodies = set(), set(), set()
    for s in stated:
        target = entities[s.target]
        country = target.kind == "country"
        of = _state(target) if country else target.key
        if country and s.relation in _HOMES:
            homes.add(of)
        if of.startswith(f"{article}/"):
            continue
        if not country:
            bodies.add(of)
        if (role := _role(s.rule)) and s.relation != "CITIZEN_OF":
            offices.add((role, of))
    return frozenset(homes), frozenset(offices), frozenset(bodies)


def _role(rule: str) -> str:
    """The role that a rule's name tells: ``post:premier/title`` tells "prime minister"."""
    if not rule.startswith("post:"):
        return ""
    name, *how = rule.removeprefix("post:").split("/")
    role = _roles().get(name, name)
    return f"deputy {role}" if "deputy" in how else role


def _state(country: LocalEntity) -> str:
    return successor(country.iso3 or country.key)


@cache
def successor(code: str) -> str:
    """The state that stands today where the state of this code stood, or that a territory belongs to.

    A state with several heirs stays itself.
    """
    known = tables.countries()
    while code in known and known[code].successor and code not in _heirs():
        code = known[code].successor
    return code


def related(a: frozenset[str], b: frozenset[str]) -> frozenset[str]:
    """The countries of ``a`` that are, or may have become, one of ``b``."""
    return frozenset(x for x in a if any(_family(x) & _family(y) for y in b if x == y or _old(x) != _old(y)))


def _old(code: str) -> bool:
    return code in _heirs()


def _family(code: str) -> frozenset[str]:
    return _heirs().get(code, frozenset((code,)))


@cache
def _heirs() -> dict[str, frozenset[str]]:
    return {group[0]: frozenset(group) for group in tables.variants()["heirs"]}


@cache
def _roles() -> dict[str, str]:
    return {word: group[0] for group in tables.variants()["role"] for word in group}
