"""Named conditions of triggers on their two ends, written ``+name`` in the tables: the escape from paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from graphbuild import tables
from graphbuild.extract.actor_types import (
    ARMED,
    TRADING,
    armed,
    civic,
    leading,
    official,
    public,
    sort,
    under_arms,
)
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.lexicon import words
from graphbuild.extract.token_features import Features

_C = TypeVar("_C", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends that a trigger has filled, and where."""

    document: Document
    test: Features
    anchor: int
    sources: Sequence[Actor]
    targets: Sequence[Actor]
    slot: str

    @property
    def both(self) -> list[Actor]:
        return [*self.sources, *self.targets]


def meaning(text: str, condition: _C) -> _C:
    """The condition with what it asks as its docstring, as ``graphbuild rules`` shows it."""
    condition.__doc__ = text
    return condition


def _force(e: Ends) -> bool:
    """They can use or suffer force, and the fight is one with arms."""
    document, parse = e.document, e.document.parse
    hit = words("site") | words("holding")
    names = {"force" if under_arms(a) else sort(document, a) for a in e.both if a.role not in hit}
    if not names & ARMED or names - ARMED - {"person", "", "pact"}:
        return False
    if any(under_arms(a) for a in e.both):
        return True
    step = document.syntax.step
    where = [*step(e.anchor, "modifier"), *step(e.anchor, "in/at")]
    return not any(parse.lemmas[k].lower() in words("unarmed") for k in where)


def _peer(e: Ends) -> bool:
    """Both ends are persons, or none is."""
    return len({e.document.kind(a) == "person" for a in e.both if not a.role}) < 2


def _own(e: Ends) -> bool:
    """The clause in which the target stands, if it does, has the source as its subject."""
    for c in e.document.parse.children[e.anchor]:
        for k in e.document.parse.children[c] if e.document.parse.deps[c] == "ccomp" else ():
            if e.document.parse.deps[k] not in ("nsubj", "nsubjpass"):
                continue
            own = e.test(k, "third_person")
            meant = {a.entity for a in e.document.linked.actors(k)}
            if e.slot == "comp" and (not own or (meant and not meant & {a.entity for a in e.sources})):
                return False
    return True


def _whole(e: Ends) -> bool:
    """The seat is no regional one."""
    parse, v = e.document.parse, e.anchor
    for c in parse.children[v]:
        if parse.deps[c] == "dobj" and not e.test(c, "named"):
            before = [k for k in parse.children[c] if parse.deps[k] in ("amod", "compound", "nmod")]
            if any(parse.words[k][0].isupper() for k in before):
                return False
    return True


def _home(e: Ends) -> bool:
    """The table of bodies says that each source sits in a state of the targets."""
    states = {e.document.cluster(a).iso3 for a in e.targets} | {e.document.cluster(a).key for a in e.targets}
    known = [tables.organisations().get(e.document.cluster(a).name) for a in e.sources]
    return all(body is not None and body.country in states for body in known)


def _unheld(e: Ends) -> bool:
    """No post was read of a source in a target: who leads a body is not told as its member as well."""
    held = {p.of.entity for a in e.sources for p in e.document.held.get(a.entity, ()) if p.of is not None}
    return not any(b.entity in held for b in e.targets)


#: Each condition with what it asks.
CONDITIONS: dict[str, Callable[[Ends], bool]] = {
    "own": _own,
    "home": _home,
    "unheld": _unheld,
    "whole": _whole,
    "force": _force,
    "peer": _peer,
    "public": meaning(
        "They deal with each other as states do, not as firms do.", lambda e: public(e.document, e.both)
    ),
    "donor": meaning(
        "No firm gives it.", lambda e: not any(sort(e.document, a) in TRADING for a in e.sources)
    ),
    "body": meaning(
        "No private person does it.",
        lambda e: not any(sort(e.document, a) == "person" and not a.role for a in e.sources),
    ),
    "civic": meaning("One end is a public body or official.", lambda e: civic(e.document, e.both)),
    "firm": meaning(
        "The targets are firms.", lambda e: all(sort(e.document, a) in TRADING for a in e.targets)
    ),
    "hearer": meaning(
        "No target is a medium.", lambda e: not any(sort(e.document, a) == "medium" for a in e.targets)
    ),
    "speaker": meaning(
        "No source is a medium, which only reports.",
        lambda e: not any(sort(e.document, a) == "medium" for a in e.sources),
    ),
    "official": meaning(
        "The sources hold a public office or are states.",
        lambda e: all(official(e.document, a) or e.document.kind(a) == "country" for a in e.sources),
    ),
    "persons": meaning(
        "Both ends are persons, by themselves.",
        lambda e: all(e.document.kind(a) == "person" and not a.role for a in e.both),
    ),
    "statesman": meaning(
        "The sources lead or represent a state or public body.",
        lambda e: all(leading(e.document, a) for a in e.sources),
    ),
    "single": meaning(
        "One party does it: several who agree to do something agree with each other.",
        lambda e: len({a.entity for a in e.sources}) == 1,
    ),
    "armed": meaning("The sources have arms.", lambda e: all(armed(e.document, a) for a in e.sources)),
}
