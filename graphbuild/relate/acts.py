"""Speech acts: what a governing verb makes of the deed that it embeds.

A promise of help is an agreement, a refusal a rejection, a threat a threat: where the
speaker's own act was found, the deed on the same two is subsumed by it.
"""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.linked import Linked
from graphbuild.relate.frames import Frame

_ACTS = frozenset("AGREED_WITH REJECTS THREATENS REQUESTS ACCUSES CONCEDES_TO WITHDRAWS_FROM".split())


def settle(linked: Linked, found: list[Frame]) -> list[Frame]:
    """The frames of a sentence after promises, refusals and threats have been taken for what they are."""
    out: list[Frame] = []
    for frame in found:
        if any(_subsumes(linked, other, frame) for other in found if other is not frame):
            continue
        out.append(_own_word(frame))
    return out


def _subsumes(linked: Linked, act: Frame, deed: Frame) -> bool:
    """Whether ``deed`` lies in the complement of the verb of ``act``, by and on the same two."""
    if act.relation not in _ACTS or act.event == deed.event:
        return False
    sources = {a.entity for a in act.sources}
    if not {a.entity for a in deed.sources} & sources:
        return False
    if not {a.entity for a in deed.targets} & {a.entity for a in act.targets}:
        return False
    node = deed.event
    for _ in range(8):
        head = linked.parse.head[node]
        if head == act.event:
            return True
        if head == node:
            return False
        node = head
    return False


def _own_word(frame: Frame) -> Frame:
    """A subject's own "will" is a promise, a refusal or a threat (PLOVER: AGREE, REJECT, THREATEN)."""
    taxonomy = tables.relations()[frame.relation]
    if frame.context.modality != "future" or taxonomy.quad is None:
        return frame
    if frame.rule.endswith(("/nominal", "/between")) or frame.relation in ("AGREED_WITH", "REJECTS", "THREATENS"):
        return frame
    relation = ""
    if taxonomy.quad in (1, 2):
        relation = "REJECTS" if frame.context.negated else "AGREED_WITH"
    elif not frame.context.negated and taxonomy.quad == 4:
        relation = "THREATENS"
    if not relation:
        return frame
    frame.relation = relation
    frame.rule += "/will"
    frame.confidence = round(frame.confidence * 0.75, 3)
    frame.context.negated = False
    return frame
