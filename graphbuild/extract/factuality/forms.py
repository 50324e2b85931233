"""Forms of verbs and clauses on which the propagation of factuality depends."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.predicate import QUOTES, tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effects_at_position
from graphbuild.extract.syntax import predicates


def is_preposition(parse: Parse, i: int) -> bool:
    """Whether a token only links its object to its head."""
    links = parse.tags[i] in ("IN", "TO") and parse.deps[i] != "mark"
    return links or parse.deps[i] in ("prep", "agent", "dative")


def is_phrasal(parse: Parse, verb: int, i: int) -> bool:
    """Whether a token forms a phrasal operator with its verb: "stopped *short* of", "came *close* to"."""
    phrase = f"{parse.lemmas[verb]} {parse.words[i].lower()}"
    return predicates.is_verb(parse, verb) and phrase in effects_at_position("v")


def is_verb(parse: Parse, i: int) -> bool:
    """Whether a token heads a clause, including a verb tagged as a noun: "…, activists *allege*"."""
    return predicates.is_verb(parse, i) or predicates.has_subject(parse, i)


def is_past(parse: Parse, v: int) -> bool:
    """Whether a verb is in a past tense."""
    return tense_of(parse, v) == "past"


def is_nonrestrictive(parse: Parse, v: int) -> bool:
    """Whether a relative clause is non-restrictive: "NATO, *which* the Finns joined"."""
    first = parse.subtree(v)[0]
    return first > 0 and parse.words[first - 1] in (",", "(", "-", "–", "—")


def is_finite(parse: Parse, c: int) -> bool:
    """Whether a clause has a tensed verb."""
    auxiliary_tags = {parse.tags[k] for k in parse.children[c] if parse.deps[k] in ("aux", "auxpass")}
    return bool({parse.tags[c], *auxiliary_tags} & {"VBD", "VBZ", "VBP", "MD"}) or not predicates.is_verb(
        parse, c
    )


def is_infinitive(parse: Parse, c: int) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return parse.tags[c] == "VB" and any(parse.tags[k] == "TO" for k in parse.children[c])


def is_past_perfect(parse: Parse, v: int) -> bool:
    """Whether a verb has the auxiliary "had"."""
    return any(parse.deps[k] == "aux" and parse.words[k].lower() in ("had", "'d") for k in parse.children[v])


def conjunctions(parse: Parse, c: int) -> set[str]:
    """Return the conjunctions that introduce a clause."""
    return {parse.words[k].lower() for k in parse.children[c] if parse.deps[k] == "mark"}


def precedes_final_quotation(parse: Parse, i: int, first: int, stop: int) -> bool:
    """Whether the sentence from ``first`` to ``stop`` ends in a quotation that starts after token ``i``."""
    marks = [k for k in range(first, stop) if parse.words[k] in QUOTES]
    return len(marks) > 1 and marks[-1] >= stop - 2 and i < marks[-2]


def is_independent(parse: Parse, v: int, c: int) -> bool:
    """Whether a clause below ``v`` is an independent sentence: "Chad *accuses* Mali; Mali denies it".

    A clause before a colon or a dash is one where the verb after it has a subject.
    """
    if not is_finite(parse, c) or conjunctions(parse, c):
        return False
    first, last = parse.subtree(c)[0], parse.subtree(c)[-1]
    before = last < v
    between = range(last + 1, v) if before else range(v + 1, first)
    separators = (";", ":", "–", "—", "--") if before and predicates.has_subject(parse, v) else (";",)
    quoted = False
    for k in between:
        quoted ^= parse.words[k] in QUOTES
        if parse.words[k] in separators and not quoted:
            return True
    return False


def is_performative(parse: Parse, v: int) -> bool:
    """Whether a verb is a hedged performative: "I *want to thank* Japan", "we *must condemn* it".

    Fraser (1975): first person, present tense, no condition and no negation.
    """
    if parse.lemmas[v] not in words("performative") | words("assuring") or parse.tags[v] not in ("VB", "VBP"):
        return False
    top = v
    if parse.deps[v] == "xcomp" and parse.lemmas[parse.head[v]] in words("hedge"):
        top = parse.head[v]
    auxiliaries = [parse.words[c].lower() for c in parse.children[top] if parse.deps[c] == "aux"]
    hedged = top != v or "must" in auxiliaries
    hedged = hedged or ("can" in auxiliaries and parse.lemmas[v] in words("assuring"))
    first_person = any(
        parse.deps[c] == "nsubj" and parse.words[c].lower() in words("speaking_self")
        for c in parse.children[top]
    )
    negated_or_conditional = any(
        parse.deps[c] in ("neg", "mark", "preconj") for k in {top, v} for c in parse.children[k]
    )
    embedded = parse.deps[top] in ("advcl", "relcl", "acl", "pcomp", "csubj")
    return hedged and first_person and not negated_or_conditional and not embedded and not is_past(parse, top)
