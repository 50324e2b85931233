"""Tense and aspect of verbs, which place an event before, at or after the document time."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.predicate import tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import predicates


def present(parse: Parse, n: int) -> bool:
    """Whether a verb is in the present tense, not the perfect."""
    helpers = auxiliaries(parse, n)
    if any(parse.lemmas[c] == "have" for c in helpers if parse.deps[c] == "aux"):
        return False
    return any(parse.tags[c] in ("VBZ", "VBP") for c in (n, *helpers))


def nowadays(parse: Parse, n: int) -> bool:
    """Whether a verb in the present tense has an adverb of the present: "*currently* controls"."""
    present_adverb = any(parse.words[c].lower() in words("nowadays") for c in parse.children[n])
    return present_adverb and predicates.is_verb(parse, n) and present(parse, n)


def simple_past(parse: Parse, n: int) -> bool:
    """Whether a verb is in the simple past, active or passive."""
    helpers = [parse.tags[c] for c in parse.children[n] if parse.deps[c] in ("aux", "auxpass")]
    if not helpers:
        return parse.tags[n] == "VBD"
    return helpers == ["VBD"] and parse.tags[n] in ("VBN", "VB", "VBG")


def pluperfect(parse: Parse, n: int) -> bool:
    """Whether a verb is in the past perfect."""
    return any(parse.lemmas[c] == "have" and parse.tags[c] == "VBD" for c in auxiliaries(parse, n))


def lasting(parse: Parse, n: int) -> bool:
    """Whether a verb denotes what lasts until now: a present perfect or progressive."""
    tags = {parse.tags[c]: c for c in auxiliaries(parse, n)}
    return bool(tags.keys() & {"VBZ", "VBP"}) and (
        parse.tags[n] == "VBG" or any(parse.lemmas[c] == "have" for c in tags.values())
    )


def under_past(parse: Parse, n: int) -> bool:
    """Whether an infinitive depends on a verb in the past: "tried *to attack*", not "hoped *to meet*"."""
    node = n
    while parse.tags[node] in ("VB", "VBG") and parse.deps[node] in ("xcomp", "ccomp"):
        if any(parse.tags[c] == "MD" for c in parse.children[node]):
            return False
        node = parse.head[node]
        if parse.lemmas[node] in words("looking_ahead"):
            return False
    return node != n and predicates.is_verb(parse, node) and tense_of(parse, node) == "past"


def auxiliaries(parse: Parse, n: int) -> list[int]:
    """Return the auxiliaries of a verb, including shared ones: "has met and *signed*"."""
    own = [c for c in parse.children[n] if parse.deps[c] in ("aux", "auxpass")]
    if not own and parse.deps[n] == "conj" and parse.tags[n] == parse.tags[parse.head[n]] != "VBD":
        return auxiliaries(parse, parse.head[n])
    return own
