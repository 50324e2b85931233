"""Whether an event is said to be so: negation, modality, who says it, tense. (Adapter; to be replaced.)"""

from __future__ import annotations

from graphbuild.extract.document import Candidate, Document
from graphbuild.link.linked import Post
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


def of_post(document: Document, candidate: Candidate, post: Post) -> Context | None:
    """How a post is said to be held; None where a verb only leaves open whether it is."""
    said = Context(tense="past" if candidate.former else "present")
    if post.verb >= 0 and post in document.linked.doubts:
        said = context.of_verb(document.parse, post.verb, lexicon(), document.sentence(post.verb))
        if not said.negated and said.modality == "asserted":
            return None
    if post.modifier == "designate" and candidate.relation != "CITIZEN_OF":
        said.weaken("future")
    return said
