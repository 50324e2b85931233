"""Speech acts: what a governing verb makes of the deed that it embeds.

A promise of help is an agreement, a refusal a rejection, a threat a threat: where the
speaker's own act was found, the deed on the same two is subsumed by it. A deed that its
doer stops is turned into its contrary.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.linked import Linked
from graphbuild.relate import parties
from graphbuild.relate.frame import Frame
from graphbuild.relate.lexicon import Lexicon

_ACTS = frozenset(
    ["AGREED_WITH", "REJECTS", "THREATENS", "REQUESTS", "ACCUSES", "CONCEDES_TO", "WITHDRAWS_FROM"]
)
#: Acts whose other end is who the promised, refused or threatened deed is done to.
_COMMISSIVE = frozenset(["AGREED_WITH", "REJECTS", "THREATENS"])
#: Verbs by which one binds oneself to help or to harm.
_VOWS = ("verb:vow/", "verb:swear/", "verb:pledge/", "verb:promise/")
#: What stopping a deed amounts to (PLOVER: RETREAT, YIELD, SANCTION).
_STOPPED = {
    "ATTACKS": "WITHDRAWS_FROM", "MOBILIZES_AGAINST": "WITHDRAWS_FROM",
    "SANCTIONS": "CONCEDES_TO", "COERCES": "CONCEDES_TO", "PROTESTS_AGAINST": "CONCEDES_TO",
    "THREATENS": "CONCEDES_TO",
    "AIDS": "SANCTIONS", "TRADES_WITH": "SANCTIONS", "PARTNERSHIP": "SANCTIONS", "SUPPORTS": "SANCTIONS",
    "ALLIED_WITH": "SANCTIONS", "MET_WITH": "SANCTIONS",
}  # fmt: skip


def settle(linked: Linked, found: list[Frame]) -> list[Frame]:
    """The frames of a sentence after promises, refusals and threats have been taken for what they are."""
    acts = [f for f in found if f.relation in _ACTS]
    subsumed: set[int] = set()
    for act in acts:
        deeds = [f for f in found if f is not act and id(f) not in subsumed and _embeds(linked, act, f)]
        same = [f for f in deeds if _meet(f, act)]
        if act.relation == "REJECTS" and act.place == "comp" and any(_hostile(f) for f in same):
            subsumed.add(id(act))  # who refuses to blame somebody rejects nothing of theirs
            continue
        if act.place == "comp" and act.relation in _COMMISSIVE:
            _take_over(act, deeds)
            same = [f for f in deeds if _meet(f, act)]
        subsumed.update(id(f) for f in same)
    out: list[Frame] = []
    for frame in found:
        if id(frame) in subsumed:
            continue
        if frame.context.ended and not _stop(linked, frame):
            continue
        _own_word(frame)
        out.append(frame)
    return out


def _embeds(linked: Linked, act: Frame, deed: Frame) -> bool:
    """Whether ``deed`` lies in the complement of the verb of ``act``, by the same doer."""
    if act.event == deed.event or not {a.entity for a in deed.sources} & {a.entity for a in act.sources}:
        return False
    node = deed.event
    for _ in range(8):
        head = linked.parse.head[node]
        if head == act.event:
            return True
        if head == node or linked.parse.deps[node] in ("relcl", "conj"):
            return False
        node = head
    return False


def _hostile(deed: Frame) -> bool:
    return tables.relations()[deed.relation].quad in (3, 4) and deed.relation not in ("REQUESTS", "REJECTS")


def _meet(deed: Frame, act: Frame) -> bool:
    return bool({a.entity for a in deed.targets} & {a.entity for a in act.targets})


def _take_over(act: Frame, deeds: list[Frame]) -> None:
    """Give a promise or threat the ends of the first deed in it, and its sign."""
    taxonomy = tables.relations()
    for deed in sorted(deeds, key=lambda f: f.event):
        if deed.mutual or taxonomy[deed.relation].quad is None:
            continue
        act.targets = deed.targets
        if act.relation == "AGREED_WITH" and taxonomy[deed.relation].quad in (1, 2) and deed.context.negated:
            act.relation = "REJECTS"  # "vowed *never* to meet him"
        hostile = taxonomy[deed.relation].quad == 4 and not deed.context.negated
        if hostile and act.relation == "AGREED_WITH" and act.rule.startswith(_VOWS):
            act.relation = "THREATENS"
        return


def forced(linked: Linked, lex: Lexicon, frame: Frame) -> bool:
    """Whether a plague or a fire is what stops goods, and nobody's will: "halted beef after an outbreak"."""
    if frame.relation not in ("SANCTIONS", "COERCES"):
        return False
    parse, v = linked.parse, frame.event
    verbs = [v, parse.head[v]] if parse.deps[v] in ("xcomp", "dobj", "nsubjpass") else [v]
    reasons = [c for w in verbs for c in parse.children[w] if parse.deps[c] in ("prep", "advcl") and c > w]
    return any(parse.lemmas[k] in lex.groups["hazard"] for c in reasons for k in parse.subtree(c))


def _stop(linked: Linked, frame: Frame) -> bool:
    """Turn a deed that its doer stops into what that amounts to; False where nothing can be said."""
    frame.context.ended = False
    if frame.rule.endswith(("/nominal", "/between")):
        return False  # who stops it may be another
    contrary = _STOPPED.get(frame.relation)
    if contrary is None or frame.context.negated:
        return False
    if contrary == "SANCTIONS" and not parties.civic(linked, (*frame.sources, *frame.targets)):
        return False  # firms that end a venture or a talk do each other no harm
    frame.relation = contrary
    frame.rule += "/ended"
    frame.confidence = round(frame.confidence * 0.9, 3)
    return True


def _own_word(frame: Frame) -> None:
    """A subject's own "will" is a promise, a refusal or a threat (PLOVER: AGREE, REJECT, THREATEN)."""
    quad = tables.relations()[frame.relation].quad
    if frame.context.modality != "future" or quad is None or frame.relation in _COMMISSIVE:
        return
    if frame.rule.endswith(("/nominal", "/between")):
        return
    relation = ""
    if quad in (1, 2):
        relation = "REJECTS" if frame.context.negated else "AGREED_WITH"
    elif not frame.context.negated and quad == 4:
        relation = "THREATENS"
    if relation:
        frame.relation = relation
        frame.rule += "/will"
        frame.confidence = round(frame.confidence * 0.75, 3)
        frame.context.negated = False
