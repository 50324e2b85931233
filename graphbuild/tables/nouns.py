"""Nouns for persons and bodies: roles and titles, those who act for a state or body, common nouns."""

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
    """A noun or title that says how a person stands to a country or body."""

    name: str
    plural: str
    relation: str
    """Empty for a mere form of address (Mr., Sir)."""
    of: str
    """What it is held of: ``country``, ``organisation`` or ``any``; empty where there is no relation.

    A role held of organisations alone says only the nationality when a country stands there
    ("German economist", "Venezuelan opposition leader").
    """
    title: bool
    """Whether it can stand directly before a name."""
    gender: str
    """``m``, ``f``, or empty for either."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A noun for those through whom a state or body acts, or who merely come from it."""

    noun: str
    plural: str
    role: str
    for_state: bool
    """Whether what they do counts as done by the state that they are of (troops yes, protesters no)."""
    for_body: bool
    """Whether it counts as done by the organisation that they are of (militants yes, protesters no)."""
    group: str
    """What they are called together where no name tells of which body they are; empty for no group."""


@cache
def roles() -> Mapping[str, Role]:
    """Roles and titles by lower-case singular and plural."""
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
    """What a word before or after a role makes of it: ``former``, ``acting``, ``designate`` or ``deputy``."""
    columns = ("role", "plural", "relation", "of", "title", "gender")
    return MappingProxyType(
        {r["role"]: r["relation"] for r in rows("roles", columns) if r["relation"] in MODIFIERS}
    )


@cache
def actors() -> Mapping[str, Actor]:
    """Nouns for those who act for a state or body, by lower-case singular and plural."""
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
    """The noun that a phrase ends with, the longest of the table: "rebel forces" are no state's."""
    words = phrase.lower().split()
    ends = (" ".join(words[k:]) for k in range(len(words)))
    return next((noun for end in ends if (noun := actors().get(end)) is not None), None)


@dataclass(frozen=True, slots=True)
class CommonNoun:
    """A noun by which somebody named elsewhere in the article is meant: "the company", "the woman"."""

    noun: str
    plural: str
    kind: Kind
    gender: str
    """``m``, ``f``, or empty for either."""
    types: tuple[str, ...]
    """Of which types of organisation a well-known body must be to be meant."""


@cache
def common_nouns() -> Mapping[str, CommonNoun]:
    """Common nouns for persons, countries and bodies by lower-case singular and plural."""
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
