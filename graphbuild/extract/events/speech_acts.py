"""The pass that takes promises, refusals and threats for what they are, and what is stopped for its contrary.

A promise of help is an agreement, a refusal a rejection, a threat a threat: where the speaker's own act was
found, the deed on the same two is part of it. What one only will do stays still to come.
A deed that its doer stops is turned into what that amounts to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphbuild import tables
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.factuality.predicate import at_verb
from graphbuild.extract.syntax import predicates

_ACTS = frozenset(
    ["AGREED_WITH", "REJECTS", "THREATENS", "REQUESTS", "ACCUSES", "CONCEDES_TO", "WITHDRAWS_FROM"]
)
#: Acts whose other end is who the promised, refused or threatened deed is done to.
COMMISSIVE = frozenset(["AGREED_WITH", "REJECTS", "THREATENS"])
#: Prepositions of what was done at another time.
_AFTER = ("after", "before", "since", "following")
#: Rules by which one binds oneself to help or to harm.
_VOWS = ("verb:vow/", "verb:swear/", "verb:pledge/", "verb:promise/")
#: What stopping a deed amounts to (PLOVER: RETREAT, YIELD, SANCTION).
STOPPED = {
    "ATTACKS": "WITHDRAWS_FROM", "MOBILIZES_AGAINST": "WITHDRAWS_FROM",
    "SANCTIONS": "CONCEDES_TO", "COERCES": "CONCEDES_TO", "PROTESTS_AGAINST": "CONCEDES_TO",
    "THREATENS": "CONCEDES_TO",
    "AIDS": "SANCTIONS", "TRADES_WITH": "SANCTIONS", "PARTNERSHIP": "SANCTIONS", "SUPPORTS": "SANCTIONS",
    "ALLIED_WITH": "SANCTIONS", "MET_WITH": "SANCTIONS",
}  # fmt: skip


@dataclass(slots=True)
class Event:
    """A candidate and how it is put."""

    candidate: Candidate
    factuality: Factuality
    sure: Mapping[tuple[Actor, Actor], float] = field(default_factory=dict)
    """How likely it is right between each two of its ends; without those for which that is not enough."""


def settle(document: Document, found: Sequence[Event]) -> list[Event]:
    """The events of a sentence after promises, refusals and threats have been taken for what they are."""
    subsumed: set[int] = set()
    for act in (e for e in found if e.candidate.relation in _ACTS):
        deeds = [e for e in found if e is not act and id(e) not in subsumed and _embeds(document, act, e)]
        same = [e for e in deeds if _meet(e, act)]
        refused = act.candidate.relation == "REJECTS" and act.candidate.slot == "comp"
        if refused and any(_hostile(e) for e in same):
            subsumed.add(id(act))  # who refuses to blame somebody rejects nothing of theirs
            continue
        if act.candidate.slot == "comp" and act.candidate.relation in COMMISSIVE:
            bare = not deeds and (
                act.candidate.relation == "THREATENS" or act.candidate.rule.startswith(_VOWS[:2])
            )
            if bare or not _take_over(act, deeds):
                subsumed.add(id(act))
                continue
            same = [e for e in deeds if _meet(e, act)]
        subsumed.update(id(e) for e in same)
    out = []
    for event in found:
        if id(event) in subsumed or (event.factuality.ended and not _stop(document, event)):
            continue
        _own_word(document, event)
        out.append(event)
    return out


def _embeds(document: Document, act: Event, deed: Event) -> bool:
    """Whether ``deed`` lies in the complement of the verb of ``act``, by the same doer."""
    a, d = act.candidate, deed.candidate
    if a.anchor == d.anchor or not {x.entity for x in d.sources} & {x.entity for x in a.sources}:
        return False
    node = d.anchor
    for _ in range(8):
        head = document.parse.head[node]
        if head == node or document.parse.deps[node] in ("relcl", "conj"):
            return False
        if document.parse.words[node].lower() in _AFTER:
            return False  # "lifted the ban *after* meeting him"
        if head == a.anchor:
            return True
        node = head
    return False


def _hostile(event: Event) -> bool:
    relation = event.candidate.relation
    return tables.relations()[relation].quad in (3, 4) and relation not in ("REQUESTS", "REJECTS")


def _meet(deed: Event, act: Event) -> bool:
    return bool({a.entity for a in deed.candidate.targets} & {a.entity for a in act.candidate.targets})


def _take_over(act: Event, deeds: Sequence[Event]) -> bool:
    """Give a promise or threat the ends of the first deed in it, and its sign.

    False where it is neither to them.
    """
    taxonomy = tables.relations()
    for deed in sorted(deeds, key=lambda e: e.candidate.anchor):
        if deed.candidate.mutual or taxonomy[deed.candidate.relation].quad is None:
            continue
        quad, relation = taxonomy[deed.candidate.relation].quad, act.candidate.relation
        if relation == "AGREED_WITH" and quad in (1, 2) and deed.factuality.negated:
            relation = "REJECTS"  # "vowed *never* to meet him"
        hostile = quad == 4 and not deed.factuality.negated
        if hostile and relation == "AGREED_WITH" and act.candidate.rule.startswith(_VOWS):
            relation = "THREATENS"
        elif quad in (3, 4) and relation == "AGREED_WITH":
            return False  # who agrees to sue somebody agrees on nothing with him
        act.candidate = replace(act.candidate, targets=deed.candidate.targets, relation=relation)
        return True
    return True


def _stop(document: Document, event: Event) -> bool:
    """Turn a deed that its doer stops into what that amounts to; False where nothing can be said."""
    event.factuality = replace(event.factuality, ended=False)
    c = event.candidate
    contrary = STOPPED.get(c.relation)
    if c.rule.endswith(("/nominal", "/between")) or contrary is None or event.factuality.negated:
        return False
    if c.carrier >= 0 and not {a.token for a in c.sources} & set(
        predicates.agents(document.parse, c.carrier)
    ):
        return False  # "mediators tried to end the Russian war"
    event.candidate = replace(
        c, relation=contrary, rule=f"{c.rule}/ended", confidence=round(c.confidence * 0.9, 3)
    )
    return True


def _own_word(document: Document, event: Event) -> None:
    """Take a good deed that its doer will not do for a refusal.

    What one only will do stays what it is, to come: its PLOVER root tells of the promise or threat.
    """
    c, said = event.candidate, event.factuality
    quad = tables.relations()[c.relation].quad
    if said.modality != "future" or quad is None or c.relation in COMMISSIVE:
        return
    if c.rule.endswith(("/nominal", "/between")):
        return
    if quad in (1, 2) and said.negated:
        refused = at_verb(document.parse, c.anchor, Factuality()).negated  # not "is *not expected* to meet"
        event.factuality = replace(said, negated=False, modality="asserted" if refused else "future")
        event.candidate = replace(
            c, relation="REJECTS", rule=f"{c.rule}/will", confidence=round(c.confidence * 0.75, 3)
        )
    elif quad in (1, 2):
        event.candidate = replace(c, root="AGREE")
    elif quad == 4 and not said.negated:
        event.candidate = replace(c, root="THREATEN")
