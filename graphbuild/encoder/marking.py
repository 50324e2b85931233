"""Input formats of the relation encoder: a sentence with a marked pair, or a claim before its text.

A pair is marked as ``@ Kenya # has freed @ two miners #``. A claim stands before its text, in which its
trigger is marked too: ``Kenya concedes to two miners : fact [SEP] @ Kenya # has * freed * @ two miners #``.
Training and inference share these formats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphbuild.model import Span

#: Marks around an argument, and around a trigger.
_ARGUMENT, _TRIGGER = ("@", "#"), ("*", "*")
_UNNAMED = "someone"
#: Characters kept on each side of the pair in a long sentence, and before the sentence of a claim.
_MARGIN, _BEFORE = 260, 240
#: Sentence boundaries, at which the text before a sentence may be cut.
_BOUNDARY = re.compile(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])")


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked text with the positions of its marks."""

    text: str
    source: Span
    """Characters of the opening and the closing mark of the source."""
    target: Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement to score against its text."""

    text: str
    """The sentence, with the context before it from :func:`context_start` on."""
    source: Span | None
    target: Span | None
    trigger: Span | None
    """Characters of ``text``; ``None`` if it does not name or does not contain them."""
    relation: str
    factuality: str
    """``fact``, ``denied``, or the modality; after ``former`` if it no longer holds."""

    def words(self) -> str:
        """The statement as text."""
        source, target = (
            _UNNAMED if span is None else self.text[span[0] : span[1]] for span in (self.source, self.target)
        )
        return f"{source} {self.relation.lower().replace('_', ' ')} {target} : {self.factuality}"


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
    """The claim that a sentence of a text states a relation.

    ``spans`` are those of source, target and trigger. All spans are characters of ``text``; one outside of
    the sentence and its context becomes ``None``.
    """
    first, end = context_start(text, sentence[0]), sentence[1]
    source, target, trigger = (
        (span[0] - first, span[1] - first) if span and first <= span[0] and span[1] <= end else None
        for span in spans
    )
    factuality = "denied" if negated else "fact" if modality == "asserted" else modality
    if former:
        factuality = f"former {factuality}"
    return Claim(text[first:end], source, target, trigger, relation, factuality)


def context_start(text: str, start: int) -> int:
    """First character of the context that is shown with the sentence from ``start`` on: whole sentences."""
    first = max(0, start - _BEFORE)
    if not first:
        return 0
    boundary = _BOUNDARY.search(text, first, start)
    return boundary.end() if boundary is not None else start


def mark(text: str, source: Span | None, target: Span | None) -> Marked:
    """The text with its pair marked; an argument that it does not name (``None``) is put at its start."""
    named = [span for span in (source, target) if span is not None]
    first = max(0, min((start for start, _ in named), default=0) - _MARGIN)
    last = min(len(text), max((end for _, end in named), default=len(text)) + _MARGIN)
    a, b = (None if span is None else (span[0] - first, span[1] - first) for span in (source, target))
    return _marked(text[first:last], a, b, None)


def mark_claim(claim: Claim) -> Marked:
    """The words of a claim, then its text with arguments and trigger marked."""
    head = f"{claim.words()} [SEP] "
    inner = _marked(claim.text, claim.source, claim.target, claim.trigger)
    positions = ((a + len(head), b + len(head)) for a, b in (inner.source, inner.target))
    return Marked(head + inner.text, *positions)


def _marked(text: str, source: Span | None, target: Span | None, trigger: Span | None) -> Marked:
    marked = ""
    positions: list[list[int]] = [[0, 0], [0, 0], [0, 0]]
    marks: list[tuple[int, bool, int, int, str]] = []
    for k, (span, (opening, closing)) in enumerate(
        ((source, _ARGUMENT), (target, _ARGUMENT), (trigger, _TRIGGER))
    ):
        if span is not None:
            marks += [(span[0], True, -span[1], k, opening), (span[1], False, -span[0], k, closing)]
        elif k < 2:
            positions[k] = [len(marked), len(marked) + len(f"{opening} {_UNNAMED} ")]
            marked += f"{opening} {_UNNAMED} {closing} "
    done = 0
    for position, opens, _, k, sign in sorted(marks):
        marked += text[done:position]
        done = position
        positions[k][not opens] = len(marked) + (not opens)
        marked += f"{sign} " if opens else f" {sign}"
    source_marks, target_marks = ((first, last) for first, last in positions[:2])
    return Marked(marked + text[done:], source_marks, target_marks)
