"""Facts that one article states about its entities, used to link them to or separate them from those of
others.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from graphbuild import tables
from graphbuild.model import Kind, LocalEntity, Reading, Statement

#: Relations that state the country or organisation of their source.
_FACTS = ("CITIZEN_OF", "LEADER_OF", "REPRESENTS", "MEMBER_OF", "WORKS_FOR", "BASED_IN", "PART_OF")
_HOMES = ("CITIZEN_OF", "LEADER_OF", "REPRESENTS", "BASED_IN", "PART_OF")

Office = tuple[str, str]
"""A role and its institution: a country's code or an organisation's key."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """An entity of one article, with the facts the article states about it."""

    article: str
    local: str
    """Its id in the reading."""
    kind: Kind
    key: str
    bound: bool
    """Whether the key is specific to this article: a bare surname, "the central bank"."""
    name: str
    forms: frozenset[str]
    """All names that the article uses for it."""
    date: str
    source: str
    homes: frozenset[str]
    """Codes of its countries; a territory counts as its state, a former state as its only successor."""
    offices: frozenset[Office]
    bodies: frozenset[str]
    """Keys of the organisations that it belongs to."""
    beside: frozenset[str]
    """Codes of all countries that the article mentions."""


def sightings(reading: Reading) -> Iterator[Sighting]:
    """Yield each entity of the reading with the facts asserted about it."""
    article = reading.article
    entities = {e.id: e for e in reading.entities}
    stated: dict[str, list[Statement]] = {}
    for s in reading.statements:
        if s.relation in _FACTS and s.asserted:
            stated.setdefault(s.source, []).append(s)
    beside = frozenset(_state(e) for e in reading.entities if e.kind == "country")
    for e in reading.entities:
        homes, offices, bodies = _facts(stated.get(e.id, ()), entities, article.id)
        forms = frozenset({e.name, *(m.text for m in e.mentions if m.form == "name")})
        yield Sighting(
            article.id, e.id, e.kind, e.key, e.key.startswith(f"{article.id}/"), e.name, forms,
            article.date, article.source, homes, offices, bodies, beside,
        )  # fmt: skip


def _facts(
    stated: tuple[Statement, ...] | list[Statement], entities: Mapping[str, LocalEntity], article: str
) -> tuple[frozenset[str], frozenset[Office], frozenset[str]]:
    homes, offices, bodies = set(), set(), set()
    for s in stated:
        target = entities[s.target]
        country = target.kind == "country"
        institution = _state(target) if country else target.key
        if country and s.relation in _HOMES:
            homes.add(institution)
        if institution.startswith(f"{article}/"):
            continue
        if not country:
            bodies.add(institution)
        if (role := _role(s.rule)) and s.relation != "CITIZEN_OF":
            offices.add((role, institution))
    return frozenset(homes), frozenset(offices), frozenset(bodies)


def _role(rule: str) -> str:
    """Return the role in a rule's name: "prime minister" for ``post:premier/title``."""
    if not rule.startswith("post:"):
        return ""
    name, *how = rule.removeprefix("post:").split("/")
    role = _roles().get(name, name)
    return f"deputy {role}" if "deputy" in how else role


def _state(country: LocalEntity) -> str:
    return successor(country.iso3 or country.key)


@cache
def successor(code: str) -> str:
    """Return the current state that succeeded the state of this code, or that a territory belongs to.

    A state with several successors is returned itself.
    """
    known = tables.countries()
    while code in known and known[code].successor and code not in _successors():
        code = known[code].successor
    return code


def related(a: frozenset[str], b: frozenset[str]) -> frozenset[str]:
    """Return the countries of ``a`` that are the same as, or a possible successor of, one of ``b``."""
    return frozenset(
        x
        for x in a
        if any(
            _possible_successors(x) & _possible_successors(y)
            for y in b
            if x == y or _is_former(x) != _is_former(y)
        )
    )


def _is_former(code: str) -> bool:
    return code in _successors()


def _possible_successors(code: str) -> frozenset[str]:
    return _successors().get(code, frozenset((code,)))


@cache
def _successors() -> dict[str, frozenset[str]]:
    return {group[0]: frozenset(group) for group in tables.variants()["heirs"]}


@cache
def _roles() -> dict[str, str]:
    return {word: group[0] for group in tables.variants()["role"] for word in group}
