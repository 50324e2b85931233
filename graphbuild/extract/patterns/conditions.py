"""Named conditions on the two arguments of a rule, ``+name`` in the tables: what paths cannot express."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from graphbuild import tables
from graphbuild.extract.actor_types import (
    ARMED,
    COMMERCIAL,
    actor_type,
    acts_by_force,
    any_public,
    is_armed,
    is_leader,
    is_movement,
    is_official,
    public_or_persons,
)
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.lexicon import words
from graphbuild.extract.token_features import Features

_C = TypeVar("_C", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class ArgumentPair:
    """The arguments of a rule's match, with its anchor and the slot of the target."""

    document: Document
    test: Features
    anchor: int
    sources: Sequence[Actor]
    targets: Sequence[Actor]
    slot: str

    @property
    def all_arguments(self) -> list[Actor]:
        """Sources and targets."""
        return [*self.sources, *self.targets]


def documented(text: str, condition: _C) -> _C:
    """The condition with a docstring, which ``graphbuild rules`` shows."""
    condition.__doc__ = text
    return condition


def _force(e: ArgumentPair) -> bool:
    """The arguments can use or suffer force, and the fight is armed."""
    document, parse = e.document, e.document.parse
    objects_hit = words("site") | words("holding")
    types = {
        "force" if acts_by_force(a) else actor_type(document, a)
        for a in e.all_arguments
        if a in e.sources or a.role not in objects_hit  # "a Peruvian *drone* struck a *depot*"
    }
    if not types & ARMED or types - ARMED - {"person", "", "pact"}:
        return False
    if any(acts_by_force(a) for a in e.all_arguments):
        return True
    step = document.syntax.step
    settings = [*step(e.anchor, "modifier"), *step(e.anchor, "in/at")]
    return not any(parse.lemmas[k].lower() in words("unarmed") for k in settings)


def _peer(e: ArgumentPair) -> bool:
    """Both arguments are persons, or neither is."""
    return len({e.document.kind(a) == "person" for a in e.all_arguments if not a.role}) < 2


def _own(e: ArgumentPair) -> bool:
    """If the target is in a content clause, the source is the subject of that clause."""
    parse = e.document.parse
    for c in parse.children[e.anchor]:
        for k in parse.children[c] if parse.deps[c] == "ccomp" else ():
            if parse.deps[k] not in ("nsubj", "nsubjpass"):
                continue
            pronoun = e.test(k, "third_person")
            subjects = {a.entity for a in e.document.linked.actors(k)}
            is_source = not subjects or subjects & {a.entity for a in e.sources}
            if e.slot == "comp" and not (pronoun and is_source):
                return False
    return True


def _whole(e: ArgumentPair) -> bool:
    """The headquarters is not a regional one."""
    parse, v = e.document.parse, e.anchor
    for c in parse.children[v]:
        if parse.deps[c] == "dobj" and not e.test(c, "named"):
            modifiers = [k for k in parse.children[c] if parse.deps[k] in ("amod", "compound", "nmod")]
            if any(parse.words[k][0].isupper() for k in modifiers):
                return False
    return True


def _home(e: ArgumentPair) -> bool:
    """organisations.tsv locates each source in a state of the targets."""
    states = {e.document.cluster(a).iso3 for a in e.targets} | {e.document.cluster(a).key for a in e.targets}
    rows = [tables.organisations().get(e.document.cluster(a).name) for a in e.sources]
    return all(row is not None and row.country in states for row in rows)


def _unheld(e: ArgumentPair) -> bool:
    """No source holds a post of a target: the leader of an organisation is not also stated as a member."""
    held = {
        p.organisation.entity
        for a in e.sources
        for p in e.document.posts_of.get(a.entity, ())
        if p.organisation is not None
    }
    return not any(b.entity in held for b in e.targets)


#: The conditions by name.
CONDITIONS: dict[str, Callable[[ArgumentPair], bool]] = {
    "own": _own,
    "home": _home,
    "unheld": _unheld,
    "whole": _whole,
    "force": _force,
    "peer": _peer,
    "public": documented(
        "An argument is a public body, or all are persons.",
        lambda e: public_or_persons(e.document, e.all_arguments),
    ),
    "donor": documented(
        "No source is a firm or news medium.",
        lambda e: not any(actor_type(e.document, a) in COMMERCIAL for a in e.sources),
    ),
    "body": documented(
        "No source is a private person.",
        lambda e: not any(actor_type(e.document, a) == "person" and not a.role for a in e.sources),
    ),
    "civic": documented(
        "An argument is a public body or official.", lambda e: any_public(e.document, e.all_arguments)
    ),
    "firm": documented(
        "The targets are firms or news media.",
        lambda e: all(actor_type(e.document, a) in COMMERCIAL for a in e.targets),
    ),
    "hearer": documented(
        "No target is a news medium.",
        lambda e: not any(actor_type(e.document, a) == "medium" for a in e.targets),
    ),
    "speaker": documented(
        "No source is a news medium, which only reports.",
        lambda e: not any(actor_type(e.document, a) == "medium" for a in e.sources),
    ),
    "official": documented(
        "The sources hold a public office or are states.",
        lambda e: all(is_official(e.document, a) or e.document.kind(a) == "country" for a in e.sources),
    ),
    "persons": documented(
        "Both arguments are persons, not reached through somebody of theirs.",
        lambda e: all(e.document.kind(a) == "person" and not a.role for a in e.all_arguments),
    ),
    "statesman": documented(
        "The sources lead or represent a state or public body.",
        lambda e: all(is_leader(e.document, a) for a in e.sources),
    ),
    "single": documented(
        "There is one source: several sources that agree to do something agree with each other.",
        lambda e: len({a.entity for a in e.sources}) == 1,
    ),
    "movement": documented(
        "The sources are parties, unions or societies.",
        lambda e: all(is_movement(e.document, a) for a in e.sources),
    ),
    "armed": documented(
        "The sources are states, armies or armed groups, or act through soldiers or police.",
        lambda e: all(is_armed(e.document, a) for a in e.sources),
    ),
}
