"""How the encoder is shown a sentence, with its pair marked: ``@ Kenya # has freed @ two miners #``.

Where a statement is to be judged, what it says stands before the text, and its trigger is marked as well:
``Kenya concedes to two miners : fact [SEP] @ Kenya # has * freed * @ two miners #``. Training and inference
share these forms.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphbuild.model import Span

#: What stands around an end, and around a trigger.
_END, _TRIGGER = ("@", "#"), ("*", "*")
_UNNAMED = "someone"
#: Characters of text kept on each side of the pair when a sentence is long, and before a sentence in which a
#: statement is judged.
_MARGIN, _BEFORE = 260, 240
#: Where what precedes a sentence may be cut.
_CUT = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked text, and where in it the marks of source and target stand."""

    text: str
    source: Span
    """The characters of the opening and the closing mark."""
    target: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement as it is to be judged by its words: what ``text`` says between two of its places."""

    text: str
    """The sentence, with what :func:`beginning` keeps of the text before it."""
    source: Span | None
    target: Span | None
    trigger: Span | None
    """``None`` for what the text does not name or does not show."""
    relation: str
    put: str
    """How it is put: ``fact``, ``denied``, or the modality; with ``former`` before it where it is over."""

    def words(self) -> str:
        """The statement in words."""
        source, target = (
            _UNNAMED if span is None else self.text[span[0] : span[1]] for span in (self.source, self.target)
        )
        return f"{source} {self.relation.lower().replace('_', ' ')} {target} : {self.put}"


def claim(
    text: str,
    sentence: Span,
    spans: tuple[Span, Span, Span | None],
    relation: str,
    *,
    negated: bool,
    modality: str,
    former: bool,
) -> Claim:
    """What a sentence of a text is said to state; ``spans`` are those of source, target and trigger.

    All places are characters of the text. What lies outside of what is shown of it is left out.
    """
    first, end = beginning(text, sentence[0]), sentence[1]
    source, target, trigger = (
        (span[0] - first, span[1] - first) if span and first <= span[0] and span[1] <= end else None
        for span in spans
    )
    put = "denied" if negated else "fact" if modality == "asserted" else modality
    return Claim(text[first:end], source, target, trigger, relation, f"former {put}" if former else put)


def beginning(text: str, start: int) -> int:
    """Where a text is shown from, of which the sentence from ``start`` on is asked about."""
    first = max(0, start - _BEFORE)
    if not first:
        return 0
    cut = _CUT.search(text, first, start)
    return cut.end() if cut is not None else start


def mark(text: str, source: Span | None, target: Span | None) -> Marked:
    """The text with its pair marked; an end that it does not name (``None``) stands at its beginning."""
    named = [span for span in (source, target) if span is not None]
    first = max(0, min((start for start, _ in named), default=0) - _MARGIN)
    last = min(len(text), max((end for _, end in named), default=len(text)) + _MARGIN)
    ends = [None if span is None else (span[0] - first, span[1] - first) for span in (source, target)]
    return _marked(text[first:last], ends[0], ends[1], None)


def mark_claim(claim: Claim) -> Marked:
    """The text of a claim with its ends and its trigger marked, behind what it says."""
    head = f"{claim.words()} [SEP] "
    inner = _marked(claim.text, claim.source, claim.target, claim.trigger)
    ends = ((a + len(head), b + len(head)) for a, b in (inner.source, inner.target))
    return Marked(head + inner.text, *ends)


def _marked(text: str, source: Span | None, target: Span | None, trigger: Span | None) -> Marked:
    out = ""
    places: list[list[int]] = [[0, 0], [0, 0], [0, 0]]
    marks: list[tuple[int, bool, int, int, str]] = []
    for k, (span, (opening, closing)) in enumerate(((source, _END), (target, _END), (trigger, _TRIGGER))):
        if span is not None:
            marks += [(span[0], True, -span[1], k, opening), (span[1], False, -span[0], k, closing)]
        elif k < 2:
            places[k] = [len(out), len(out) + len(f"{_END[0]} {_UNNAMED} ")]
            out += f"{_END[0]} {_UNNAMED} {_END[1]} "
    at = 0
    for place, opens, _, k, sign in sorted(marks):
        out += text[at:place]
        at = place
        places[k][not opens] = len(out) + (not opens)
        out += f"{sign} " if opens else f" {sign}"
    return Marked(out + text[at:], (places[0][0], places[0][1]), (places[1][0], places[1][1]))
