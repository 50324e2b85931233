"""Types of actors, by the tables or by the words of the name: state, force, firm, party …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor, Post
from graphbuild.extract.lexicon import words

_UNDER_ARMS = frozenset(["military", "police"])
#: Types of actors that can use force against each other.
ARMED = frozenset(["state", "force", "pact"])
#: Types of actors in public affairs.
PUBLIC = frozenset(["state", "force", "pact", "bloc", "organ", "party", "society", "union"])
#: Types of actors that often deal only with customers and readers.
COMMERCIAL = frozenset(["firm", "medium"])
#: Types of bodies that protest as such, not by their power.
MOVEMENTS = frozenset(["party", "society", "union"])
#: Types of bodies in whose name followers protest; a club's or firm's do not.
_FOLLOWED = MOVEMENTS | {"force", ""}
_PUBLIC_POSTS = tables.words("public post")


@dataclass(frozen=True, slots=True)
class ActorType:
    """A type of organisation (a row of ``parties.tsv``)."""

    name: str
    words: frozenset[str]
    """Words of a name that indicate the type."""
    never: frozenset[str]
    """Relations of which it is never an argument."""


@cache
def _sorts() -> tuple[Mapping[str, ActorType], tuple[ActorType, ...]]:
    """The types by type in organisations.tsv and blocs.tsv, and all of them in table order."""
    by_type: dict[str, ActorType] = {}
    sorts: list[ActorType] = []
    for row in tables.rows("parties", ("sort", "types", "words", "never")):
        for relation in row.words("never"):
            if relation not in tables.relations():
                raise row.error("never", f"unknown relation {relation!r}; see relations.tsv")
        sort = ActorType(row.required("sort"), frozenset(row.words("words")), frozenset(row.words("never")))
        sorts.append(sort)
        by_type.update(dict.fromkeys(row.words("types"), sort))
    return MappingProxyType(by_type), tuple(sorts)


@cache
def type_of_organisation(name: str) -> ActorType | None:
    """The type of the organisation of this name; None where unknown."""
    by_type, sorts = _sorts()
    bloc, organisation = tables.blocs().get(name), tables.organisations().get(name)
    if bloc is not None:
        return by_type.get(bloc.kind)
    if organisation is not None:
        return by_type.get(organisation.type)
    # The head noun indicates the type: the last word before "of".
    head, _, complement = name.lower().partition(" of ")
    name_words = [*re.findall(r"[a-z]+", head)[::-1], *re.findall(r"[a-z]+", complement)]
    return next((s for w in name_words for s in sorts if w in s.words), None)


def actor_type(document: Document, a: Actor) -> str:
    """The type of an actor: ``state``, ``person``, one of ``parties.tsv``, or empty where unknown."""
    kind = document.kind(a)
    if kind == "country":
        return "state"
    if kind == "person":
        return "person"
    known = type_of_organisation(document.cluster(a).name)
    return known.name if known else ""


def acts_by_force(a: Actor) -> bool:
    """Whether an actor acts through soldiers or police ("NATO *troops*")."""
    noun = tables.acting(a.role)
    return noun is not None and noun.role in _UNDER_ARMS


def is_armed(document: Document, a: Actor) -> bool:
    """Whether an actor is a state, army or armed group, or acts through soldiers or police."""
    return acts_by_force(a) or actor_type(document, a) in ARMED


def protests_for_body(document: Document, a: Actor) -> bool:
    """Whether people protest in the name of their body: "*Greenpeace* activists", a *union's* drivers."""
    noun, name = tables.acting(a.role), actor_type(document, a)
    if noun is None or document.kind(a) != "organisation":
        return False
    if name == "party" and noun.noun in words("party_worker"):
        return True
    return name == "union" or (name in _FOLLOWED and noun.noun in words("partisan"))


def is_movement(document: Document, a: Actor) -> bool:
    """Whether an actor is a party, union or society, not a body of a state, firm or armed group."""
    return actor_type(document, a) in MOVEMENTS


def can_be_argument(document: Document, a: Actor, relation: str) -> bool:
    """Whether an actor of this type can be an argument of a relation."""
    known = type_of_organisation(document.cluster(a).name) if document.kind(a) == "organisation" else None
    return known is None or relation not in known.never


def is_official(document: Document, a: Actor) -> bool:
    """Whether an actor is a person with a public post, in this article or by the table of leaders."""
    posts = document.posts_of.get(a.entity, ())
    return any(_is_public(document, p) for p in posts) or _is_in_office(document, a)


def is_leader(document: Document, a: Actor) -> bool:
    """Whether an actor is a person who leads or represents a state or public body: in this article, or by
    the table of leaders on its day.
    """
    return _is_in_office(document, a) or any(
        p.role.relation in ("LEADER_OF", "REPRESENTS") and p.modifier != "former" and _is_public(document, p)
        for p in document.posts_of.get(a.entity, ())
    )


def _is_in_office(document: Document, a: Actor) -> bool:
    """Whether an actor is named in full as one who led a state on the article's day."""
    cluster, date = document.cluster(a), document.linked.date
    if not date or cluster.kind != "person" or cluster.is_article_scoped:
        return False
    day = tables.last_known(date)
    return any(term.held(day) for term in tables.terms_by_person().get(tables.spelt(cluster.key), ()))


def is_state_or_leader(document: Document, a: Actor) -> bool:
    """Whether an actor is a state, or a person who leads or represents a state or public body."""
    return document.kind(a) == "country" or is_leader(document, a)


def _is_public(document: Document, post: Post) -> bool:
    """Whether a post is a public one, by its role or by the type of what it is of."""
    if post.role.of == "country" or post.role.name == "president" or post.role.name in _PUBLIC_POSTS:
        return True
    if post.organisation is None:
        return False
    name = actor_type(document, post.organisation)
    return name in PUBLIC and (name != "state" or post.role.of != "organisation")


def any_public(document: Document, ends: Iterable[Actor]) -> bool:
    """Whether one of the actors is a public body or official."""
    types = [(actor_type(document, a), a) for a in ends]
    return any(name in PUBLIC or (name == "person" and is_official(document, a)) for name, a in types)


def public_or_persons(document: Document, ends: Iterable[Actor]) -> bool:
    """Whether one of the actors is a public body, or all are persons."""
    names = {actor_type(document, a) for a in ends}
    return names <= {"person"} or bool(names & PUBLIC)


def any_commercial(document: Document, ends: Iterable[Actor]) -> bool:
    """Whether one of the actors is a firm or a news medium."""
    return any(actor_type(document, a) in COMMERCIAL for a in ends)
