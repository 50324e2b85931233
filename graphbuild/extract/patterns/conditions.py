"""Named conditions on the two arguments of a rule, ``+name`` in the tables: what paths cannot express."""

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
    """The arguments of a rule's match, with its anchor and the slot of the target."""

    document: Document
    test: Features
    anchor: int
    sources: Sequence[Actor]
    targets: Sequence[Actor]
    slot: str

    @property
    def both(self) -> list[Actor]:
        """Sources and targets."""
        return [*self.sources, *self.targets]


def meaning(text: str, condition: _C) -> _C:
    """The condition with a docstring, which ``graphbuild rules`` shows."""
    condition.__doc__ = text
    return condition


def _force(e: Ends) -> bool:
    """The arguments can use or suffer force, and the fight is armed."""
    document, parse = e.document, e.document.parse
    objects_hit = words("site") | words("holding")
    types = {"force" if under_arms(a) else sort(document, a) for a in e.both if a.role not in objects_hit}
    if not types & ARMED or types - ARMED - {"person", "", "pact"}:
        return False
    if any(under_arms(a) for a in e.both):
        return True
    step = document.syntax.step
    settings = [*step(e.anchor, "modifier"), *step(e.anchor, "in/at")]
    return not any(parse.lemmas[k].lower() in words("unarmed") for k in settings)


def _peer(e: Ends) -> bool:
    """Both arguments are persons, or neither is."""
    return len({e.document.kind(a) == "person" for a in e.both if not a.role}) < 2


def _own(e: Ends) -> bool:
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


def _whole(e: Ends) -> bool:
    """The headquarters is not a regional one."""
    parse, v = e.document.parse, e.anchor
    for c in parse.children[v]:
        if parse.deps[c] == "dobj" and not e.test(c, "named"):
            modifiers = [k for k in parse.children[c] if parse.deps[k] in ("amod", "compound", "nmod")]
            if any(parse.words[k][0].isupper() for k in modifiers):
                return False
    return True


def _home(e: Ends) -> bool:
    """organisations.tsv locates each source in a state of the targets."""
    states = {e.document.cluster(a).iso3 for a in e.targets} | {e.document.cluster(a).key for a in e.targets}
    rows = [tables.organisations().get(e.document.cluster(a).name) for a in e.sources]
    return all(row is not None and row.country in states for row in rows)


def _unheld(e: Ends) -> bool:
    """No source holds a post of a target: the leader of an organisation is not also stated as a member."""
    held = {p.of.entity for a in e.sources for p in e.document.held.get(a.entity, ()) if p.of is not None}
    return not any(b.entity in held for b in e.targets)


#: The conditions by name.
CONDITIONS: dict[str, Callable[[Ends], bool]] = {
    "own": _own,
    "home": _home,
    "unheld": _unheld,
    "whole": _whole,
    "force": _force,
    "peer": _peer,
    "public": meaning(
        "An argument is a public body, or all are persons.", lambda e: public(e.document, e.both)
    ),
    "donor": meaning(
        "No source is a firm or news medium.",
        lambda e: not any(sort(e.document, a) in TRADING for a in e.sources),
    ),
    "body": meaning(
        "No source is a private person.",
        lambda e: not any(sort(e.document, a) == "person" and not a.role for a in e.sources),
    ),
    "civic": meaning("An argument is a public body or official.", lambda e: civic(e.document, e.both)),
    "firm": meaning(
        "The targets are firms or news media.",
        lambda e: all(sort(e.document, a) in TRADING for a in e.targets),
    ),
    "hearer": meaning(
        "No target is a news medium.", lambda e: not any(sort(e.document, a) == "medium" for a in e.targets)
    ),
    "speaker": meaning(
        "No source is a news medium, which only reports.",
        lambda e: not any(sort(e.document, a) == "medium" for a in e.sources),
    ),
    "official": meaning(
        "The sources hold a public office or are states.",
        lambda e: all(official(e.document, a) or e.document.kind(a) == "country" for a in e.sources),
    ),
    "persons": meaning(
        "Both arguments are persons, not reached through somebody of theirs.",
        lambda e: all(e.document.kind(a) == "person" and not a.role for a in e.both),
    ),
    "statesman": meaning(
        "The sources lead or represent a state or public body.",
        lambda e: all(leading(e.document, a) for a in e.sources),
    ),
    "single": meaning(
        "There is one source: several sources that agree to do something agree with each other.",
        lambda e: len({a.entity for a in e.sources}) == 1,
    ),
    "armed": meaning(
        "The sources are states, armies or armed groups, or act through soldiers or police.",
        lambda e: all(armed(e.document, a) for a in e.sources),
    ),
}
