"""Which words share the time of an event, and so the expressions that hang on them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.predicate import tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import predicates
from graphbuild.extract.time import tense
from graphbuild.extract.time.attached import Attached

#: Effects of verbs whose own day is not that of what they tell.
TELLING = ("report", "accuse", "doubt", "deny", "demanded", "hearsay")
SUBJECTS = ("nsubj", "nsubjpass")


def path(parse: Parse, i: int, carrier: int, found: list[Attached]) -> Iterator[tuple[int, str]]:
    """The words whose time is that of the event at ``i``, nearest first, and how each leads to it.

    ``own``: it is the same; ``governed``: it is that of a verb over an infinitive; ``meant``: of one that is
    done for it; ``said``: it is that
    of a verb of speech. ``found`` are the expressions of the sentence.
    """
    yield i, "own"
    node, way = i, "own"
    if carrier >= 0 and carrier != i:
        node = carrier
        yield node, "own"
    for _ in range(6):
        above = _above(parse, node, found)
        if above is None:
            return
        node, step = above
        way = step if way == "own" or step == "said" else way
        yield node, way


def here(parse: Parse, n: int, found: list[Attached]) -> list[Attached]:
    """The expressions that tell the time of the word at ``n``, its own before those of its objects."""
    known = [e for e in found if e.parts[0].reading == "known" and e.first <= n <= e.last]
    own = [replace(e, bound="") if e in known else e for e in found if e.governor == n or e in known]
    return own or [e for e in found if e.governor >= 0 and _lends(parse, n, e)]


def _lends(parse: Parse, n: int, e: Attached) -> bool:
    """Whether the time of what hangs on a verb is also the verb's: "met *at a summit in 2014*"."""
    g = e.governor
    if not predicates.is_verb(parse, n) or e.bound:
        return False
    if predicates.is_verb(parse, g):  # "*when* it attacked Peru *in 1979*, Chile …"
        if parse.tags[g] == "VB" and parse.deps[g] == "xcomp" and parse.head[g] == n:
            alone = all(parse.deps[c] != "dobj" for c in parse.children[n])
            return e.past and alone and tense.simple_past(parse, n)  # "threatened to attack it *last month*"
        opening = {parse.words[c].lower() for c in parse.children[g] if parse.deps[c] in ("mark", "advmod")}
        return parse.deps[g] == "advcl" and parse.head[g] == n and bool(opening & words("while_mark"))
    prep = parse.head[g]
    if parse.deps[g] == "pobj" and parse.head[prep] == n:
        about = parse.words[prep].lower() == "on" and e.first < g  # "a deal *on the 2030 agenda*"
        return parse.words[prep].lower() in words("during") and not about
    after = e.first > g and parse.words[e.first - 1].lower() != "of"
    after = after or parse.lemmas[n] in words("contesting")  # "lost his *1980* bid"
    return parse.deps[g] in ("dobj", "attr") and prep == n and after


def _above(parse: Parse, n: int, found: list[Attached]) -> tuple[int, str] | None:
    """The word whose time the one at ``n`` shares, and how; None where it has a time of its own."""
    dep, head = parse.deps[n], parse.head[n]
    if head == n:
        return None
    if predicates.is_verb(parse, n):
        return _above_verb(parse, n, found)
    if dep == "conj" and parse.tags[head].startswith("NN"):
        return head, "own"
    if dep in SUBJECTS:
        happens = effect_at(parse, head, "s") == "same" or parse.lemmas[head] in words("casualty")
        return (head, "own") if happens else None
    if dep == "dobj":
        return (head, "own") if parse.lemmas[head] in words("onward") else None
    if dep in ("attr", "acomp"):
        return head, "own"
    if dep == "pobj" and predicates.is_verb(parse, parse.head[head]) and not tried_for(parse, n):
        prep = parse.words[head].lower()
        return (parse.head[head], "own") if prep in words("during") | words("by_doing") else None
    return None


def tried_for(parse: Parse, n: int) -> bool:
    """Whether somebody is held or tried for an event: "was charged on Monday in *the attacks* on Peru"."""
    prep = parse.head[n]
    if parse.deps[n] != "pobj" or parse.lemmas[parse.head[prep]] not in words("trying"):
        return False
    told = {parse.words[c].lower() for c in parse.children[n] if parse.tags[c] in ("DT", "PRP$")}
    return parse.words[prep].lower() in words("during") and bool(told - words("indefinite_determiner"))


def _above_verb(parse: Parse, n: int, found: list[Attached]) -> tuple[int, str] | None:
    dep, head = parse.deps[n], parse.head[n]
    marked = any(parse.deps[c] == "mark" for c in parse.children[n])
    if dep == "conj" and predicates.is_verb(parse, head):
        fronted = any(e.governor == head and e.last < head for e in found)
        return (head, "own") if fronted or not predicates.has_subject(parse, n) else None
    if dep == "xcomp":
        return head, "governed"
    if dep == "advcl" and parse.tags[n] == "VB" and not marked:  # "travelled *to meet*"
        return head, "governed" if parse.lemmas[head] in words("motion") else "meant"
    if dep == "advcl" and all(
        tense.simple_past(parse, v) and not tense.pluperfect(parse, v) for v in (n, head)
    ):
        opening = {parse.words[c].lower() for c in parse.children[n] if parse.deps[c] == "advmod" and c < n}
        return (head, "own") if opening & words("when_mark") else None  # "came up when it *attacked*"
    if dep == "advcl" and parse.tags[n] in ("VBG", "VBN") and not marked:
        return (head, "own") if not predicates.has_subject(parse, n) else None
    if dep == "pcomp":
        verb = parse.head[head]
        return (verb, "own" if parse.words[head].lower() in words("by_doing") else "said")
    if dep == "relcl" and parse.lemmas[head] in words("time") and parse.deps[head] in SUBJECTS:
        return parse.head[head], "own"  # "the last time it *attacked* was in 1979"
    if dep == "ccomp" and parse.lemmas[head] == "be" and not predicates.is_passive(parse, head):
        return head, "own"  # "it was in 1979 that it *attacked*"
    if dep == "ccomp" and predicates.is_verb(parse, head):
        finite = tense_of(parse, n) != "none" and parse.tags[n] != "VBG"
        telling = effect_at(parse, head, "that", "v") in TELLING
        return head, "said" if finite or telling else "governed"
    return None
