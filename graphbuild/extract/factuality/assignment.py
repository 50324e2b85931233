"""Factuality of candidates: events, standing relations and posts."""

from __future__ import annotations

from dataclasses import replace

from graphbuild import tables
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Post
from graphbuild.extract.factuality.propagation import at_token
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.patterns.rules import rule_by_id
from graphbuild.extract.patterns.triggers import denotes_holder

#: Relations that a vote itself carries out, and verbs of voting.
_VOTED = frozenset(["SUPPORTS", "REQUESTS", "ACCUSES", "REJECTS", "SANCTIONS", "COERCES", "CONCEDES_TO"])
_VOTING = tables.words("voting verb")


def of_candidate(document: Document, candidate: Candidate) -> Factuality:
    """Return the factuality of a candidate's event or role."""
    standing = tables.relations()[candidate.relation].quad is None or (
        candidate.rule.startswith("noun:") and denotes_holder(document.parse.lemmas[candidate.anchor])
    )
    anchor, carrier = _factuality_anchor(document, candidate)
    result = at_token(document.parse, document.syntax, anchor, carrier, standing=standing)
    if candidate.relation == "THREATENS" and result.modality == "future" and not result.negated:
        future_threat = (
            effect_at(document.parse, candidate.anchor, "v") == "future"
        )  # "will *threaten* Israel"
        if not future_threat:  # "will retaliate" is a threat now
            result = replace(result, modality="asserted")
    if candidate.relation == "AIDS" and effect_at(document.parse, anchor, "v") == "future":
        result = result.under("future")  # "*pledged* $5 million to Peru"
    return replace(result, tense="past") if candidate.former else result


def _factuality_anchor(document: Document, candidate: Candidate) -> tuple[int, int]:
    """Return the token whose factuality a candidate has, and its carrier: "*voted* to condemn"."""
    parse, i = document.parse, candidate.anchor
    by_vote = candidate.relation in _VOTED and candidate.light_verb < 0
    if by_vote and parse.deps[i] == "xcomp" and parse.lemmas[parse.head[i]] in _VOTING:
        return parse.head[i], -1
    complement = candidate.relation == "REQUESTS" and parse.deps[i] in ("xcomp", "acl")
    if complement and parse.lemmas[parse.head[i]] in words("attempting"):
        return parse.head[i], -1  # an attempt to press is pressure: "*tries* to press Peru"
    return i, candidate.light_verb


def of_standing(document: Document, candidate: Candidate) -> Factuality:
    """Return the factuality of a standing relation.

    It is that of the verb where the rule has the flag ``context``, else a present fact.
    """
    by_context = "context" in rule_by_id(candidate.rule).flags
    result = of_candidate(document, candidate) if by_context else Factuality(tense="present")
    return replace(result, tense="past") if candidate.former else result


def goes_on(document: Document, candidate: Candidate) -> bool:
    """Whether a relation that a rule takes for ended goes on: "will *leave* the party", "has not *left*"."""
    if "leaving" not in rule_by_id(candidate.rule).flags:
        return False
    said = of_candidate(document, candidate)
    return said.negated or said.modality != "asserted"


def of_post(document: Document, candidate: Candidate, post: Post) -> Factuality | None:
    """Return the factuality of a post; None where its verb does not settle whether it is held."""
    result = Factuality(tense="past" if candidate.former else "present")
    if post in document.linked.uncertain_posts:
        result = at_token(document.parse, document.syntax, post.verb, standing=True)
        if not result.negated and result.modality == "asserted":
            return None
    designate = post.modifier == "designate" and candidate.relation != "CITIZEN_OF"
    return result.under("future") if designate else result
