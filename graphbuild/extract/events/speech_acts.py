"""The pass that resolves speech acts and ended events.

A promise of help is AGREED_WITH, a refusal REJECTS, a threat THREATENS: an event in the complement of such a
speech act, between the same actors, is dropped in its favour. An announced event keeps its relation with
future modality. An event that its agent ends becomes its opposite.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from graphbuild import tables
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.factuality.predicate import with_verb_operators
from graphbuild.extract.syntax import predicates

_ACTS = frozenset(
    ["AGREED_WITH", "REJECTS", "THREATENS", "REQUESTS", "ACCUSES", "CONCEDES_TO", "WITHDRAWS_FROM"]
)
#: Speech acts whose target is that of the promised, refused or threatened event.
COMMISSIVE = frozenset(["AGREED_WITH", "REJECTS", "THREATENS"])
#: Prepositions of clauses about another time.
_OTHER_TIME = ("after", "before", "since", "following")
#: Rules for verbs that commit the speaker, to help or to harm.
_COMMITMENTS = ("verb:vow/", "verb:swear/", "verb:pledge/", "verb:promise/")
#: The relation of an ended event (PLOVER: RETREAT, YIELD, SANCTION).
RELATION_IF_ENDED = {
    "ATTACKS": "WITHDRAWS_FROM", "MOBILIZES_AGAINST": "WITHDRAWS_FROM",
    "SANCTIONS": "CONCEDES_TO", "COERCES": "CONCEDES_TO", "PROTESTS_AGAINST": "CONCEDES_TO",
    "THREATENS": "CONCEDES_TO",
    "AIDS": "SANCTIONS", "TRADES_WITH": "SANCTIONS", "PARTNERSHIP": "SANCTIONS", "SUPPORTS": "SANCTIONS",
    "ALLIED_WITH": "SANCTIONS", "MET_WITH": "SANCTIONS",
}  # fmt: skip


@dataclass(slots=True)
class Event:
    """A candidate with its factuality."""

    candidate: Candidate
    factuality: Factuality
    probabilities: Mapping[tuple[Actor, Actor], float] = field(default_factory=dict)
    """The probability for each pair of arguments, without the dropped pairs."""


def resolve_speech_acts(document: Document, found: Sequence[Event]) -> list[Event]:
    """The events of a sentence with speech acts and ended events resolved."""
    dropped: set[int] = set()
    for act in (e for e in found if e.candidate.relation in _ACTS):
        embedded = [e for e in found if e is not act and id(e) not in dropped and _embeds(document, act, e)]
        same = [e for e in embedded if _share_target(e, act)]
        refused = act.candidate.relation == "REJECTS" and act.candidate.slot == "comp"
        if refused and any(_hostile(e) for e in same):
            dropped.add(id(act))  # who refuses to blame an actor does not reject it
            continue
        if act.candidate.slot == "comp" and act.candidate.relation in COMMISSIVE:
            bare = not embedded and (
                act.candidate.relation == "THREATENS" or act.candidate.rule.startswith(_COMMITMENTS[:2])
            )
            if bare or not _take_targets(act, embedded):
                dropped.add(id(act))
                continue
            same = [e for e in embedded if _share_target(e, act)]
        noun = act.candidate.rule.startswith("noun:") and act.candidate.slot == "comp"
        if not (noun and act.candidate.relation == "THREATENS"):  # "*threat* to attack Peru" tells of both
            dropped.update(id(e) for e in same)
    remaining = []
    for event in found:
        if id(event) in dropped or (event.factuality.ended and not _reverse(document, event)):
            continue
        _resolve_announcement(document, event)
        remaining.append(event)
    return remaining


def _embeds(document: Document, act: Event, event: Event) -> bool:
    """Whether ``event`` is in the complement of the verb of ``act`` and has the same source."""
    a, e = act.candidate, event.candidate
    if a.anchor == e.anchor or not {x.entity for x in e.sources} & {x.entity for x in a.sources}:
        return False
    node = e.anchor
    for _ in range(8):
        head = document.parse.head[node]
        if head == node or document.parse.deps[node] in ("relcl", "conj"):
            return False
        if document.parse.words[node].lower() in _OTHER_TIME:
            return False  # "lifted the ban *after* meeting him"
        if document.parse.deps[node] == "advcl" and document.parse.tags[node] == "VBG":
            return False  # "rejected the offer, *accusing* Peru of fraud"
        if head == a.anchor:
            return True
        node = head
    return False


def _hostile(event: Event) -> bool:
    relation = event.candidate.relation
    return tables.relations()[relation].quad in (3, 4) and relation not in ("REQUESTS", "REJECTS")


def _share_target(a: Event, b: Event) -> bool:
    return bool({x.entity for x in a.candidate.targets} & {x.entity for x in b.candidate.targets})


def _take_targets(act: Event, embedded: Sequence[Event]) -> bool:
    """Give a promise or threat the targets of the first event in its complement; set its relation by sign.

    False if it is neither a promise nor a threat to them.
    """
    taxonomy = tables.relations()
    for event in sorted(embedded, key=lambda e: e.candidate.anchor):
        if event.candidate.mutual or taxonomy[event.candidate.relation].quad is None:
            continue
        quad, relation = taxonomy[event.candidate.relation].quad, act.candidate.relation
        if relation == "REJECTS" and _hostile(event) and not event.factuality.ended:
            continue  # "refused to join the EU's sanctions on Peru"
        if relation == "AGREED_WITH" and event.candidate.relation == "WITHDRAWS_FROM":
            return False  # who agrees to leave somebody agrees on nothing with him
        if relation == "AGREED_WITH" and quad in (1, 2) and event.factuality.negated:
            relation = "REJECTS"  # "vowed *never* to meet him"
        hostile = quad == 4 and not event.factuality.negated
        if hostile and relation == "AGREED_WITH" and act.candidate.rule.startswith(_COMMITMENTS):
            relation = "THREATENS"
        elif quad in (3, 4) and relation == "AGREED_WITH":
            return False  # who agrees to sue an actor agrees on nothing with it
        act.candidate = replace(act.candidate, targets=event.candidate.targets, relation=relation)
        return True
    return True


def _reverse(document: Document, event: Event) -> bool:
    """Turn an event that its agent ends into its opposite; False if there is none."""
    event.factuality = replace(event.factuality, ended=False)
    c = event.candidate
    opposite = RELATION_IF_ENDED.get(c.relation)
    if c.rule.endswith(("/nominal", "/between")) or opposite is None or event.factuality.negated:
        return False
    if c.light_verb >= 0 and not {a.token for a in c.sources} & set(
        predicates.agents(document.parse, c.light_verb)
    ):
        return False  # "mediators tried to end the Russian war"
    if c.relation in ("ATTACKS", "MOBILIZES_AGAINST") and all(
        document.parse.head[a.token] == c.anchor and document.parse.tags[a.token] == "JJ" for a in c.targets
    ):
        return False  # "sent troops to stop possible *Russian* military action"
    event.candidate = replace(
        c, relation=opposite, rule=f"{c.rule}/ended", confidence=round(c.confidence * 0.9, 3)
    )
    return True


def _resolve_announcement(document: Document, event: Event) -> None:
    """Turn a cooperative event that its agent will not do into REJECTS.

    Other future events keep their relation; their PLOVER root becomes that of the promise or threat.
    """
    c, factuality = event.candidate, event.factuality
    quad = tables.relations()[c.relation].quad
    if factuality.modality != "future" or quad is None or c.relation in COMMISSIVE:
        return
    if c.rule.endswith(("/nominal", "/between")):
        return
    if quad in (1, 2) and factuality.negated:
        refused = with_verb_operators(
            document.parse, c.anchor, Factuality()
        ).negated  # not "is *not expected* to meet"
        event.factuality = replace(factuality, negated=False, modality="asserted" if refused else "future")
        event.candidate = replace(
            c, relation="REJECTS", rule=f"{c.rule}/will", confidence=round(c.confidence * 0.75, 3)
        )
    elif quad in (1, 2):
        event.candidate = replace(c, root="AGREE")
    elif quad == 4 and not factuality.negated:
        event.candidate = replace(c, root="THREATEN")
