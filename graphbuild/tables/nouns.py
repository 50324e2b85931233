"""Nouns for persons and organisations: roles and titles, representatives of a state or organisation, common
nouns.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild.model import KINDS, Kind
from graphbuild.tables.reader import rows

MODIFIERS = ("former", "acting", "designate", "deputy")
ROLE_RELATIONS = ("", "LEADER_OF", "MEMBER_OF", "WORKS_FOR", "REPRESENTS", "CITIZEN_OF")


@dataclass(frozen=True, slots=True)
class Role:
    """A noun or title for the relation of a person to a country or organisation."""

    name: str
    plural: str
    relation: str
    """Empty for a form of address (Mr., Sir)."""
    of: str
    """Kind of the institution: ``country``, ``organisation`` or ``any``; empty if there is no relation.

    A role held only of organisations expresses merely the nationality if a country is in its place ("German
    economist", "Venezuelan opposition leader").
    """
    title: bool
    """Whether it can directly precede a name."""
    gender: str
    """``m``, ``f``, or empty for either."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A noun for people through whom a state or organisation acts, or who merely come from it."""

    noun: str
    plural: str
    role: str
    for_state: bool
    """Whether their actions count as those of their state (troops yes, protesters no)."""
    for_body: bool
    """Whether they count as those of their organisation (militants yes, protesters no)."""
    group: str
    """The name of the group if no named organisation is given; empty for no group."""


@cache
def roles() -> Mapping[str, Role]:
    """Return roles and titles by lower-case singular and plural."""
    found: dict[str, Role] = {}
    for row in rows("roles", ("role", "plural", "relation", "of", "title", "gender")):
        if row["relation"] in MODIFIERS:
            continue
        relation = row.choice("relation", ROLE_RELATIONS)
        of = row.choice("of", ("country", "organisation", "any") if relation else ("",))
        role = Role(
            row.required("role"),
            row["plural"],
            relation,
            of,
            row.flag("title"),
            row.choice("gender", ("m", "f", "")),
        )
        for form in {role.name, role.plural} - {""}:
            if form.lower() in found:
                raise row.error("role", f"{form!r} is there twice")
            found[form.lower()] = role
    return MappingProxyType(found)


@cache
def modifiers() -> Mapping[str, str]:
    """Return the meaning of a word before or after a role: ``former``, ``acting``, ``designate`` or
    ``deputy``.
    """
    columns = ("role", "plural", "relation", "of", "title", "gender")
    return MappingProxyType(
        {r["role"]: r["relation"] for r in rows("roles", columns) if r["relation"] in MODIFIERS}
    )


@cache
def actors() -> Mapping[str, Actor]:
    """Return nouns for representatives of a state or organisation, by lower-case singular and plural."""
    found: dict[str, Actor] = {}
    for row in rows("actors", ("noun", "plural", "role", "for_state", "for_body", "group")):
        actor = Actor(
            row.required("noun"),
            row["plural"],
            row.required("role"),
            row.flag("for_state"),
            row.flag("for_body"),
            row["group"],
        )
        for form in {actor.noun, actor.plural} - {""}:
            if form.lower() in found:
                raise row.error("noun", f"{form!r} is there twice")
            found[form.lower()] = actor
    return MappingProxyType(found)


def acting(phrase: str) -> Actor | None:
    """Return the longest noun of the table at the end of a phrase: "rebel forces" belong to no state."""
    words = phrase.lower().split()
    ends = (" ".join(words[k:]) for k in range(len(words)))
    return next((noun for end in ends if (noun := actors().get(end)) is not None), None)


@dataclass(frozen=True, slots=True)
class CommonNoun:
    """A noun that can refer to an entity named elsewhere in the article: "the company", "the woman"."""

    noun: str
    plural: str
    kind: Kind
    gender: str
    """``m``, ``f``, or empty for either."""
    types: tuple[str, ...]
    """Types of organisation that a well-known organisation must have to be a referent."""


@cache
def common_nouns() -> Mapping[str, CommonNoun]:
    """Return common nouns for persons, countries and organisations by lower-case singular and plural."""
    found: dict[str, CommonNoun] = {}
    for row in rows("common_nouns", ("noun", "plural", "kind", "gender", "types")):
        kind: Kind = "person"
        for option in KINDS:
            if option == row.choice("kind", KINDS):
                kind = option
        noun = CommonNoun(
            row.required("noun"),
            row.required("plural"),
            kind,
            row.choice("gender", ("m", "f", "")),
            row.words("types"),
        )
        for form in (noun.noun, noun.plural):
            if form in found:
                raise row.error("noun", f"{form!r} is there twice")
            found[form] = noun
    return MappingProxyType(found)
