"""Propagation of factuality from the root of a sentence down to one event.

In this package ``g`` is the token of a governor and ``c`` that of its dependent. ``outer`` is the factuality
of the governor's position, ``inner`` the same after the governor's own negation, modals and adverbs.
"""

from __future__ import annotations

from dataclasses import replace

from graphbuild.annotate import Parse
from graphbuild.extract.factuality import forms, speakers
from graphbuild.extract.factuality.arguments import argument
from graphbuild.extract.factuality.clauses import clause
from graphbuild.extract.factuality.context import EventContext
from graphbuild.extract.factuality.predicate import is_perfect, with_noun_operators, with_verb_operators
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.syntax import Syntax, predicates


def at_token(
    parse: Parse, syntax: Syntax, i: int, carrier: int = -1, *, standing: bool = False
) -> Factuality:
    """Return the factuality of the event at token ``i``, a noun in the scope of its verb ``carrier`` if any.

    With ``standing`` a noun denotes a lasting relation, which operators over the noun do not affect.
    """
    if carrier >= 0 and i in parse.ancestors(carrier):  # "sanctions it *imposed*"
        return with_noun_operators(parse, i, at_token(parse, syntax, carrier))
    context = EventContext(syntax, i, carrier, standing, speakers.of_quotation(syntax, i))
    path = parse.ancestors(i)
    governor, prep = path[-1], ""
    outer = _of_sentence(context, governor)
    if forms.is_performative(parse, i):
        return replace(outer, tense="present")
    inner = _with_own_operators(context, governor, outer, path[-2] if len(path) > 1 else -1)
    for k in range(len(path) - 2, -1, -1):
        node = path[k]
        if k and forms.is_preposition(parse, node):
            prep = prep or parse.words[node].lower()
            continue
        if k and not prep and forms.is_phrasal(parse, governor, node):
            continue  # "stopped *short* of", "came *close* to"
        outer = _propagated(context, governor, prep, node, outer, inner)
        governor, prep = node, ""
        inner = _with_own_operators(context, node, outer, path[k - 1] if k else -1)
    return inner


def _of_sentence(context: EventContext, root: int) -> Factuality:
    """Return the factuality of the sentence as a whole: a question, a quotation."""
    parse = context.parse
    state = Factuality().attributed_to(*context.quotation)
    first, stop = parse.sentence(root)
    question = "?" in parse.words[max(first, stop - 2) : stop] and not forms.precedes_final_quotation(
        parse, context.event, first, stop
    )
    asks = any(parse.lemmas[c] in words("asking") for c in parse.children[root])
    return state.under("possible") if question and not (asks and forms.is_past(parse, root)) else state


def _with_own_operators(context: EventContext, i: int, outer: Factuality, below: int) -> Factuality:
    """Apply the operators of token ``i`` to its position; ``below`` is the next token of the path."""
    if context.parse.tags[i].startswith("NN"):
        return with_noun_operators(context.parse, i, outer)
    return with_verb_operators(context.parse, i, outer, below).attributed_to(
        *speakers.beside(context.syntax, i)
    )


def _propagated(
    context: EventContext, g: int, prep: str, c: int, outer: Factuality, inner: Factuality
) -> Factuality:
    """Return the factuality that ``g`` passes to ``c``, its dependent directly or through ``prep``."""
    parse, dep = context.parse, context.parse.deps[c]
    if dep == "conj":
        if forms.is_finite(parse, c) and forms.is_infinitive(parse, g):  # "has to go *and is helping* Peru"
            return outer.under("fact")
        shared = inner if _shares_auxiliaries(parse, g, c) else _attributed_as(outer, inner)
        nor = any(parse.words[k].lower() == "nor" and g < k < c for k in parse.children[g])
        return shared.under("negate") if nor and shared.negated == outer.negated else shared
    if dep in ("appos", "amod"):
        return inner.under("fact")
    if forms.is_verb(parse, c) and dep not in ("pobj", "dobj", "nsubj", "nsubjpass", "poss", "compound"):
        return clause(context, g, prep, c, outer, inner)
    if parse.tags[c].startswith("NN") or dep in ("pobj", "dobj", "nsubj", "nsubjpass"):
        return argument(context, g, prep, c, inner)
    return inner


def _attributed_as(outer: Factuality, inner: Factuality) -> Factuality:
    return outer.attributed_to(inner.attribution, inner.speaker)


def _shares_auxiliaries(parse: Parse, g: int, c: int) -> bool:
    """Whether a coordinated verb shares the auxiliaries of the first: "will meet and *sign*"."""
    if not (predicates.is_verb(parse, g) and predicates.is_verb(parse, c)) or predicates.has_subject(
        parse, c
    ):
        return False
    bare = not any(parse.deps[k] in ("aux", "auxpass") for k in parse.children[c])
    contrast = any(parse.words[k].lower() == "but" and k < c for k in parse.children[g])
    same = parse.tags[c] == parse.tags[g] != "VBD" or _is_second_participle(parse, g, c)
    return not contrast and (parse.tags[c] == "VB" or (bare and same))


def _is_second_participle(parse: Parse, g: int, c: int) -> bool:
    """Whether a verb that the parser takes for a past tense is a participle of the perfect before it: "has
    not bowed out and *endorsed* him". With a comma or a time of its own it is a past tense.
    """
    perfect = parse.tags[g] == "VBN" and is_perfect(parse, g)
    if not perfect or parse.tags[c] != "VBD" or not parse.words[c].endswith("ed"):
        return False
    times = [k for d in parse.children[c] if parse.deps[d] == "prep" for k in parse.children[d]]
    dated = any(parse.deps[d] == "npadvmod" for d in parse.children[c]) or any(
        parse.lemmas[k].lower() in words("time") or parse.words[k].isdigit() for k in times
    )
    return not dated and "," not in parse.words[g:c]
