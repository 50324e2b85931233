"""The governors that share the time of an event, and the expressions that date a token."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.predicate import tense_of
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import predicates
from graphbuild.extract.time import tense
from graphbuild.extract.time.attached import AttachedExpression
from graphbuild.extract.time.expressions import classes

#: How a governor's time relates to the event: it is the ``same``; that of a verb over an infinitive
#: (``governed``); of an action with the event as its ``purpose``; of the ``speech`` that reports it.
Link = Literal["same", "governed", "purpose", "speech"]
#: Effects of verbs whose time is not that of their content.
REPORTING = ("report", "accuse", "doubt", "deny", "demanded", "hearsay")
SUBJECTS = ("nsubj", "nsubjpass")
#: Most governors above an event or its carrier.
_GOVERNORS = 6


def governing_path(
    parse: Parse, i: int, carrier: int, expressions: list[AttachedExpression]
) -> Iterator[tuple[int, Link]]:
    """Yield the tokens that date the event at ``i``, nearest first, each with its link to the event.

    ``expressions`` are those of the sentence.
    """
    yield i, "same"
    node = i
    link: Link = "same"
    if carrier >= 0 and carrier != i:
        node = carrier
        yield node, "same"
    for _ in range(_GOVERNORS):
        governor = _governor(parse, node, expressions)
        if governor is None:
            return
        node, step = governor
        link = step if link == "same" or step == "speech" else link
        yield node, link


def expressions_of(parse: Parse, n: int, expressions: list[AttachedExpression]) -> list[AttachedExpression]:
    """Return those expressions that date the token ``n``: its own, else those of its dependents."""
    named = [e for e in expressions if e.parts[0].reading == "known" and e.first <= n <= e.last]
    own = [replace(e, bound="") if e in named else e for e in expressions if e.governor == n or e in named]
    return own or [e for e in expressions if e.governor >= 0 and _dates_verb(parse, n, e)]


def _dates_verb(parse: Parse, n: int, e: AttachedExpression) -> bool:
    """Whether an expression on a dependent of a verb dates the verb: "met *at a summit in 2014*"."""
    g = e.governor
    if not predicates.is_verb(parse, n) or e.bound:
        return False
    if predicates.is_verb(parse, g):  # "*when* it attacked Peru *in 1979*, Chile …"
        if parse.tags[g] == "VB" and parse.deps[g] == "xcomp" and parse.head[g] == n:
            no_object = all(parse.deps[c] != "dobj" for c in parse.children[n])
            past = e.past and tense.simple_past(parse, n)
            return past and no_object  # "threatened to attack it *last month*"
        opening = {parse.words[c].lower() for c in parse.children[g] if parse.deps[c] in ("mark", "advmod")}
        return parse.deps[g] == "advcl" and parse.head[g] == n and bool(opening & words("while_mark"))
    prep = parse.head[g]
    if parse.deps[g] == "pobj" and parse.head[prep] == n:
        topic = parse.words[prep].lower() == "on" and e.first < g  # "a deal *on the 2030 agenda*"
        return parse.words[prep].lower() in words("during") and not topic
    after = e.first > g and parse.words[e.first - 1].lower() != "of"
    after = after or parse.lemmas[n] in words("contesting")  # "lost his *1980* bid"
    return parse.deps[g] in ("dobj", "attr") and prep == n and after


def _governor(parse: Parse, n: int, expressions: list[AttachedExpression]) -> tuple[int, Link] | None:
    """Return the governor with which ``n`` shares its time, and the link; None where it does not."""
    dep, head = parse.deps[n], parse.head[n]
    if head == n:
        return None
    if predicates.is_verb(parse, n):
        return _governor_of_verb(parse, n, expressions)
    if dep == "conj" and parse.tags[head].startswith("NN"):
        return head, "same"
    if dep in SUBJECTS:
        happens = effect_at(parse, head, "s") == "same" or parse.lemmas[head] in words("casualty")
        return (head, "same") if happens else None
    if dep == "dobj":
        return (head, "same") if parse.lemmas[head] in words("onward") else None
    if dep in ("attr", "acomp"):
        return head, "same"
    if dep == "pobj" and predicates.is_verb(parse, parse.head[head]) and not _is_charge(parse, n):
        prep = parse.words[head].lower()
        return (parse.head[head], "same") if prep in words("during") | words("by_doing") else None
    return None


def _governor_of_verb(parse: Parse, n: int, expressions: list[AttachedExpression]) -> tuple[int, Link] | None:
    dep, head = parse.deps[n], parse.head[n]
    marked = any(parse.deps[c] == "mark" for c in parse.children[n])
    if dep == "conj" and predicates.is_verb(parse, head):
        fronted = any(e.governor == head and e.last < head for e in expressions)
        return (head, "same") if fronted or not predicates.has_subject(parse, n) else None
    if dep == "xcomp":
        return head, "governed"
    if dep == "advcl" and parse.tags[n] == "VB" and not marked:  # "travelled *to meet*"
        return head, "governed" if parse.lemmas[head] in words("motion") else "purpose"
    if dep == "advcl" and all(
        tense.simple_past(parse, v) and not tense.pluperfect(parse, v) for v in (n, head)
    ):
        opening = {parse.words[c].lower() for c in parse.children[n] if parse.deps[c] == "advmod" and c < n}
        return (head, "same") if opening & words("when_mark") else None  # "came up when it *attacked*"
    if dep == "advcl" and parse.tags[n] in ("VBG", "VBN") and not marked:
        return (head, "same") if not predicates.has_subject(parse, n) else None
    if dep == "pcomp":
        return parse.head[head], "same" if parse.words[head].lower() in words("by_doing") else "speech"
    if dep == "relcl" and parse.lemmas[head] in words("time") and parse.deps[head] in SUBJECTS:
        return parse.head[head], "same"  # "the last time it *attacked* was in 1979"
    if dep == "ccomp" and parse.lemmas[head] == "be" and not predicates.is_passive(parse, head):
        return head, "same"  # "it was in 1979 that it *attacked*"
    if dep == "ccomp" and predicates.is_verb(parse, head):
        finite = tense_of(parse, n) != "none" and parse.tags[n] != "VBG"
        reporting = effect_at(parse, head, "that", "v") in REPORTING
        return head, "speech" if finite or reporting else "governed"
    return None


def _is_charge(parse: Parse, n: int) -> bool:
    """Whether an event is what someone is charged with: "was charged on Monday in *the attacks* on Peru"."""
    prep = parse.head[n]
    if parse.deps[n] != "pobj" or parse.lemmas[parse.head[prep]] not in words("trying"):
        return False
    determiners = {parse.words[c].lower() for c in parse.children[n] if parse.tags[c] in ("DT", "PRP$")}
    return parse.words[prep].lower() in words("during") and bool(determiners - words("indefinite_determiner"))


def is_background(parse: Parse, i: int, verb: int) -> bool:
    """Whether an event is only mentioned as background: in a clause of a noun, "*after the attack*"."""
    node, prep = verb, parse.head[i]
    if verb == i and parse.deps[i] == "pobj" and parse.words[prep].lower() in words("anterior"):
        return True
    if verb == i and _is_charge(parse, i):
        return True
    while not predicates.is_verb(parse, node) or parse.deps[node] in ("conj", "xcomp"):
        if parse.head[node] == node or parse.deps[node] in (*SUBJECTS, "dobj"):
            return False
        node = parse.head[node]
    relative = parse.deps[node] == "relcl" and tense.simple_past(parse, node)
    return relative or (parse.deps[node] == "acl" and parse.tags[node] == "VBN")


def is_after_clause(parse: Parse, clause: int) -> bool:
    """Whether a clause states what its governor happened after: "left *after it attacked*"."""
    marks = (parse.words[c].lower() for c in parse.children[clause] if parse.deps[c] == "mark")
    after = any(classes()["bound"].get(mark) == "after" for mark in marks)
    if not after or parse.deps[clause] != "advcl" or not predicates.is_verb(parse, parse.head[clause]):
        return False
    v = parse.head[clause]
    above, opens = parse.head[v], min(parse.subtree(clause))
    # "claimed *after he was sworn in* that it had bombed Peru": it dates the claim, not the bombing
    of_speech = parse.deps[v] == "ccomp" and all(parse.tags[c] == "," for c in range(above + 1, opens))
    return not (of_speech and above < opens < v)
