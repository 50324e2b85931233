"""Forms of words and clauses on which it depends what a word hands down."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.predicate import QUOTES, tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effects
from graphbuild.extract.syntax import predicates


def is_preposition(parse: Parse, i: int) -> bool:
    """Whether a word only joins another to what is above it."""
    joins = parse.tags[i] in ("IN", "TO") and parse.deps[i] != "mark"
    return joins or parse.deps[i] in ("prep", "agent", "dative")


def completes(parse: Parse, verb: int, i: int) -> bool:
    """Whether a word belongs to the verb above it: "stopped *short* of", "came *close* to"."""
    joined = f"{parse.lemmas[verb]} {parse.words[i].lower()}"
    return predicates.is_verb(parse, verb) and joined in effects("v")


def is_verb(parse: Parse, i: int) -> bool:
    """Whether a word heads a clause, also a verb that the tagger took for a noun: "…, activists *allege*"."""
    return predicates.is_verb(parse, i) or predicates.has_subject(parse, i)


def past(parse: Parse, v: int) -> bool:
    """Whether a verb stands in a past tense."""
    return tense_of(parse, v) == "past"


def set_off(parse: Parse, v: int) -> bool:
    """Whether a relative clause is only an aside: "NATO, *which* the Finns joined"."""
    first = parse.subtree(v)[0]
    return first > 0 and parse.words[first - 1] in (",", "(", "-", "–", "—")


def finite(parse: Parse, c: int) -> bool:
    """Whether a clause has a verb with a tense."""
    helped = {parse.tags[k] for k in parse.children[c] if parse.deps[k] in ("aux", "auxpass")}
    return bool({parse.tags[c], *helped} & {"VBD", "VBZ", "VBP", "MD"}) or not predicates.is_verb(parse, c)


def infinitive(parse: Parse, c: int) -> bool:
    """Whether a verb stands with "to"."""
    return parse.tags[c] == "VB" and any(parse.tags[k] == "TO" for k in parse.children[c])


def past_perfect(parse: Parse, v: int) -> bool:
    """Whether a verb stands with "had"."""
    return any(parse.deps[k] == "aux" and parse.words[k].lower() in ("had", "'d") for k in parse.children[v])


def marked(parse: Parse, c: int) -> set[str]:
    """The conjunctions that open a clause."""
    return {parse.words[k].lower() for k in parse.children[c] if parse.deps[k] == "mark"}


def outside(parse: Parse, i: int, first: int, stop: int) -> bool:
    """Whether the sentence from ``first`` to ``stop`` ends in a quotation and token ``i`` is before it."""
    marks = [k for k in range(first, stop) if parse.words[k] in QUOTES]
    return len(marks) > 1 and marks[-1] >= stop - 2 and i < marks[-2]


def apart(parse: Parse, v: int, c: int) -> bool:
    """Whether a clause below ``v`` is a sentence of its own: "Chad *accuses* Mali; Mali denies it".

    What stands before a colon or a dash is one where the verb after it has a subject.
    """
    if not finite(parse, c) or marked(parse, c):
        return False
    first, last = parse.subtree(c)[0], parse.subtree(c)[-1]
    before = last < v
    between = range(last + 1, v) if before else range(v + 1, first)
    signs = (";", ":", "–", "—", "--") if before and predicates.has_subject(parse, v) else (";",)
    quoted = False
    for k in between:
        quoted ^= parse.words[k] in QUOTES
        if parse.words[k] in signs and not quoted:
            return True
    return False


def performed(parse: Parse, v: int) -> bool:
    """Whether a verb does what it says by being said: "I *want to thank* Japan", "we *must condemn* it".

    Hedged performatives (Fraser 1975): the speaker, in the present, without a condition or a denial.
    """
    if parse.lemmas[v] not in words("performative") | words("assuring") or parse.tags[v] not in ("VB", "VBP"):
        return False
    top = v
    if parse.deps[v] == "xcomp" and parse.lemmas[parse.head[v]] in words("hedge"):
        top = parse.head[v]
    auxiliaries = [parse.words[c].lower() for c in parse.children[top] if parse.deps[c] == "aux"]
    hedged = top != v or "must" in auxiliaries
    hedged = hedged or ("can" in auxiliaries and parse.lemmas[v] in words("assuring"))
    first = any(
        parse.deps[c] == "nsubj" and parse.words[c].lower() in words("speaking_self")
        for c in parse.children[top]
    )
    barred = any(parse.deps[c] in ("neg", "mark", "preconj") for k in {top, v} for c in parse.children[k])
    embedded = parse.deps[top] in ("advcl", "relcl", "acl", "pcomp", "csubj")
    return hedged and first and not barred and not embedded and not past(parse, top)
