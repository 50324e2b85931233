"""Whether an event is said to be so: negation, modality, who says it, tense. (Adapter; to be replaced.)"""

from __future__ import annotations

from graphbuild.extract.document import Candidate, Document
from graphbuild.relate import context
from graphbuild.relate.lexicon import lexicon
from graphbuild.relate.mood import Context


def of(document: Document, candidate: Candidate) -> Context:
    parse, sentence = document.parse, document.sentence(candidate.anchor)
    lex = lexicon()
    if candidate.rule.startswith("noun:"):
        return context.of_noun(parse, candidate.anchor, candidate.carrier if candidate.carrier >= 0 else None, lex, sentence)
    anchor = candidate.anchor
    if candidate.rule.startswith("adjective:"):
        head = parse.head[anchor]
        if parse.tags[head].startswith("VB"):
            anchor = head
    return context.of_verb(parse, anchor, lex, sentence)


def standing(document: Document, candidate: Candidate) -> Context:
    """How a standing relation is put: as its verb is, else as a plain fact of today or of the past."""
    from graphbuild.extract.patterns.rules import rule_of

    if "context" in rule_of(candidate.rule).flags:
        found = of(document, candidate)
    else:
        found = Context(tense="present")
    if candidate.former:
        found.tense = "past"
    return found
