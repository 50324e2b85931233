"""What sort of actor an end is, by the tables or by the words of its name: state, force, firm, party …"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor, Post

_UNDER_ARMS = frozenset(["military", "police"])
#: Sorts of ends that can use or suffer force between each other.
ARMED = frozenset(["state", "force", "pact"])
#: Sorts of ends that deal with each other as states do; what is of no known sort is none of them.
PUBLIC = frozenset(["state", "force", "pact", "bloc", "organ", "party", "society", "union"])
TRADING = frozenset(["firm", "medium"])
_PUBLIC_POSTS = tables.words("public post")


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of ends, and what such an end never does."""

    name: str
    words: frozenset[str]
    never: frozenset[str]


@cache
def _sorts() -> tuple[Mapping[str, Sort], tuple[Sort, ...]]:
    """The sorts by type of body, and all of them in table order."""
    by_type: dict[str, Sort] = {}
    found: list[Sort] = []
    known = tables.relations()
    for row in tables.rows("parties", ("sort", "types", "words", "never")):
        for relation in row.words("never"):
            if relation not in known:
                raise row.error("never", f"unknown relation {relation!r}; see relations.tsv")
        sort = Sort(row.required("sort"), frozenset(row.words("words")), frozenset(row.words("never")))
        found.append(sort)
        by_type.update(dict.fromkeys(row.words("types"), sort))
    return MappingProxyType(by_type), tuple(found)


@cache
def of_body(name: str) -> Sort | None:
    """The sort of the organisation of this name; None where nothing says it."""
    by_type, sorts = _sorts()
    bloc, body = tables.blocs().get(name), tables.organisations().get(name)
    if bloc is not None:
        return by_type.get(bloc.kind)
    if body is not None:
        return by_type.get(body.type)
    head, _, field = name.lower().partition(" of ")
    said = [*re.findall(r"[a-z]+", head)[::-1], *re.findall(r"[a-z]+", field)]
    return next((s for w in said for s in sorts if w in s.words), None)  # the last word says what it is


def sort(document: Document, a: Actor) -> str:
    """The sort of an end: ``state``, ``person``, one of the table, or empty."""
    kind = document.kind(a)
    if kind == "country":
        return "state"
    if kind == "person":
        return "person"
    found = of_body(document.cluster(a).name)
    return found.name if found else ""


def under_arms(a: Actor) -> bool:
    """Whether an end acts through soldiers or police ("NATO *troops*")."""
    noun = tables.acting(a.role)
    return noun is not None and noun.role in _UNDER_ARMS


def armed(document: Document, a: Actor) -> bool:
    """Whether an end is a state, an army or an armed group, or acts through soldiers or police."""
    return under_arms(a) or sort(document, a) in ARMED


def may(document: Document, a: Actor, relation: str) -> bool:
    """Whether an end of this sort ever does such a thing."""
    s = of_body(document.cluster(a).name) if document.kind(a) == "organisation" else None
    return s is None or relation not in s.never


def official(document: Document, a: Actor) -> bool:
    """Whether an end is a person who holds a public post by this article."""
    return any(_of_public(document, p) for p in document.held.get(a.entity, ()))


def leading(document: Document, a: Actor) -> bool:
    """Whether an end is a person who by this article leads or represents a state or public body."""
    return any(
        p.role.relation in ("LEADER_OF", "REPRESENTS") and p.modifier != "former" and _of_public(document, p)
        for p in document.held.get(a.entity, ())
    )


def dealing(document: Document, a: Actor) -> bool:
    """Whether an end is a state or one who leads or represents one or a public body."""
    return document.kind(a) == "country" or leading(document, a)


def _of_public(document: Document, post: Post) -> bool:
    if post.role.of == "country" or post.role.name == "president" or post.role.name in _PUBLIC_POSTS:
        return True
    if post.of is None:
        return False
    name = sort(document, post.of)
    return name in PUBLIC and (name != "state" or post.role.of != "organisation")


def civic(document: Document, ends: Iterable[Actor]) -> bool:
    """Whether what passes between ends is a public affair: one is a public body or official."""
    known = [(sort(document, a), a) for a in ends]
    return any(name in PUBLIC or (name == "person" and official(document, a)) for name, a in known)


def public(document: Document, ends: Iterable[Actor]) -> bool:
    """Whether ends deal with each other in public affairs: persons among themselves, or a public body."""
    names = {sort(document, a) for a in ends}
    return names <= {"person"} or bool(names & PUBLIC)


def trading(document: Document, ends: Iterable[Actor]) -> bool:
    """Whether one of the ends is a firm or a medium, which often have customers and readers only."""
    return any(sort(document, a) in TRADING for a in ends)
