"""Predicates on the entity that a token denotes: its kind, its type, what the article says of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from graphbuild import tables
from graphbuild.extract import actor_types
from graphbuild.extract.features.names import has_word, name_at

if TYPE_CHECKING:
    from graphbuild.extract.token_features import Features

#: Types of organisations that people join as members, and of those that are part of their state.
_JOINED = frozenset(["party", "club", "armed_group", "union"])
_OF_STATE = frozenset(["agency", "ministry", "court", "central_bank", "parliament", "police", "army"])


def _kind(test: Features, i: int) -> str:
    actor = test.document.entity_at(i)
    return test.document.kind(actor) if actor is not None else ""


def entity(test: Features, i: int) -> bool:
    """A token that denotes an entity of the article."""
    return i in test.linked.actor_by_head or i in test.linked.nominals


def person(test: Features, i: int) -> bool:
    """A token that denotes a person of the article."""
    return _kind(test, i) == "person"


def country(test: Features, i: int) -> bool:
    """A token that denotes a state."""
    return _kind(test, i) == "country"


def organisation(test: Features, i: int) -> bool:
    """A token that denotes an organisation."""
    return _kind(test, i) == "organisation"


def body(test: Features, i: int) -> bool:
    """A token that denotes a state or organisation."""
    return _kind(test, i) in ("country", "organisation")


def role(test: Features, i: int) -> bool:
    """A token of a role phrase."""
    return i in test.role_tokens


def place(test: Features, i: int) -> bool:
    """A city or region whose state is known."""
    return i not in test.linked.actor_by_head and test.document.state_of_place(i)[0] != ""


def nation(test: Features, i: int) -> bool:
    """A word in an organisation's name that denotes a state of the article."""
    return i in test.document.states_in_names


def inner_body(test: Features, i: int) -> bool:
    """A known organisation at either end of another's name: "*UN* Human Rights Council"."""
    return i in test.document.enclosing_organisations


def _table_type(test: Features, i: int) -> str:
    """The type in organisations.tsv of the organisation at ``i``; empty for none."""
    actor = test.document.entity_at(i)
    row = tables.organisations().get(test.document.cluster(actor).name) if actor is not None else None
    return row.type if row is not None else ""


def joined(test: Features, i: int) -> bool:
    """An organisation that people join as members: a party, club, union or armed group."""
    known = _table_type(test, i)
    return known in _JOINED if known else has_word(test, i, "joined_word")


def of_state(test: Features, i: int) -> bool:
    """An organisation that is part of its state: a ministry, court, parliament or army."""
    known = _table_type(test, i)
    if known:
        return known in _OF_STATE
    return has_word(test, i, "state_word") and not has_word(test, i, "society_word")


def attested(test: Features, i: int) -> bool:
    """An organisation with evidence beyond the recogniser: its words, the tables, or a second mention."""
    name, actor = name_at(test, i), test.document.entity_at(i)
    if name is None or actor is None or any(ch.isdigit() for ch in name.text.split()[-1]):
        return False
    several_words = len(name.text.split()) > 1 and "," not in name.text and "/" not in name.text
    abbreviation = (
        name.text.isupper()
        and 2 < len(name.text) < 6
        and name.first > 0
        and test.parse.words[name.first - 1].lower() == "the"
    )
    repeated = len(test.document.cluster(actor).names) > 1
    return name.entry is not None or several_words or abbreviation or repeated


def human(test: Features, i: int) -> bool:
    """A person with evidence beyond the recogniser: a first name, a title, a post."""
    name, actor = name_at(test, i), test.document.entity_at(i)
    if name is None or actor is None:
        return False
    first_name = name.last > name.first and test.parse.words[name.first] in tables.first_names()
    return first_name or actor.entity in test.document.posts_of or test.document.cluster(actor).gender != ""


# -- predicates with a value -----------------------------------------------------------------


def has_type(test: Features, i: int, wanted: str) -> bool:
    """Whether a token denotes an organisation of a type (organisations.tsv, blocs.tsv or parties.tsv)."""
    actor = test.document.entity_at(i)
    if actor is None or test.document.kind(actor) != "organisation":
        return False
    name = test.document.cluster(actor).name
    row, bloc = tables.organisations().get(name), tables.blocs().get(name)
    known = row.type if row is not None else bloc.kind if bloc is not None else ""
    return wanted == (known or actor_types.actor_type(test.document, actor))


def has_table_type(test: Features, i: int, wanted: str) -> bool:
    """Whether organisations.tsv gives the organisation at ``i`` a type."""
    return _table_type(test, i) == wanted


def has_actor_type(test: Features, i: int, wanted: str) -> bool:
    """Whether a token denotes an actor of a type of parties.tsv."""
    actor = test.document.entity_at(i)
    return actor is not None and actor_types.actor_type(test.document, actor) == wanted


def has_state(test: Features, i: int, iso3: str) -> bool:
    """Whether a token denotes an entity of the state of this code."""
    actor = test.document.entity_at(i)
    return actor is not None and test.document.cluster(actor).iso3 == iso3


PREDICATES: dict[str, Callable[[Features, int], bool]] = {
    f.__name__: f
    for f in (
        *(entity, person, country, organisation, body, role, place, nation, inner_body),
        *(joined, of_state, attested, human),
    )
}
