"""Factuality of event nouns: subjects, objects and complements of verbs, nouns and adjectives."""

from __future__ import annotations

from graphbuild.extract.factuality import event_nouns, speakers
from graphbuild.extract.factuality.context import EventContext
from graphbuild.extract.factuality.embedding import PREDICATIVE, adjective_effect, embedded
from graphbuild.extract.factuality.predicate import is_counterfactual
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at, effects_at_position
from graphbuild.extract.syntax import predicates


def argument(context: EventContext, g: int, prep: str, c: int, inner: Factuality) -> Factuality:
    """Return the factuality of the noun at ``c``, an argument of ``g``."""
    parse, dep = context.parse, context.parse.deps[c]
    if c == context.event and not context.standing and event_nouns.is_still_to_come(parse, c):
        return inner.under("fact").under("future")
    if dep in PREDICATIVE:
        return inner
    if c == context.event and context.standing:
        return inner.under("fact")
    if not predicates.is_verb(parse, g):
        return _noun_complement(context, g, prep, c, inner)
    if dep == "nsubj":
        return _subject(context, g, c, inner)
    if prep in words("complement") and (effect := adjective_effect(parse, g)):
        return inner.under(effect)
    effect = effect_at(parse, g, "o", "v")
    phrasal = f"{parse.lemmas[g]} {prep}" in effects_at_position("v")
    if prep in words("aim") and parse.lemmas[g] in words("visiting") and parse.lemmas[c] in words("talking"):
        return inner  # "will travel *for talks*"
    if prep and not (effect and (phrasal or prep in words("complement"))):
        if prep_effect := effects_at_position("prep").get(prep, ""):
            return inner if prep_effect == "same" else inner.under("fact").under(prep_effect)
        effect = ""
    return _governed(context, g, c, effect, inner)


def _governed(context: EventContext, g: int, c: int, effect: str, inner: Factuality) -> Factuality:
    """Return the factuality of a noun governed with ``effect``; empty where ``g`` is no operator."""
    parse, syntax = context.parse, context.syntax
    unsettled = inner.negated or inner.modality == "hypothetical"
    ongoing = event_nouns.is_ongoing(syntax, c)
    presupposed = event_nouns.is_presupposed(syntax, c, inner) or (unsettled and ongoing)
    owned = event_nouns.has_named_owner(syntax, c)
    light = effect_at(parse, g, "light")
    if parse.lemmas[g] in words("arranging") and parse.tags[g] == "VBG":
        return inner.under("future")  # "is *arranging* calls"
    carried = g == context.carrier and not owned
    if context.event == c and event_nouns.is_furthered(parse, g, c):
        return inner.under("fact")
    if carried and light:
        return inner
    light = light if parse.deps[c] in ("dobj", "nsubjpass") and not owned else ""
    speech = effect_at(parse, c, "n") in ("report", "demanded", "hypothetical")
    if effect == "topic":
        effect = "fact" if presupposed or ongoing else "possible"
    if effect in ("negate", "deny") and speech and c == context.event:
        return inner.under("fact")  # "rejects criticism" presupposes the criticism
    if effect in ("report", "doubt", "accuse"):
        if presupposed or effect == "accuse":
            return inner.under("fact")
        return embedded(syntax, g, c, effect, inner)
    if effect:
        return inner.under(effect)
    if _concurrent(context, c):
        return inner.under("fact")
    return inner.under("fact") if presupposed and not light else inner


def _concurrent(context: EventContext, n: int) -> bool:
    """Whether a noun is mentioned only as the setting: "what is next *in the standoff*"."""
    parse = context.parse
    inside = parse.deps[n] == "pobj" and parse.words[parse.head[n]].lower() == "in"
    return inside and context.carrier < 0 and n == context.event and parse.lemmas[n] in words("ongoing")


def _subject(context: EventContext, g: int, c: int, inner: Factuality) -> Factuality:
    """Return the factuality of a subject: "a *war* would rock the Union"."""
    if effect := effect_at(context.parse, g, "s"):
        held = effect == "negate" and context.parse.lemmas[c] in words("talking")
        return inner.under("fact") if held else inner.under(effect)  # "*talks* collapsed" after they began
    presupposed = event_nouns.is_presupposed(context.syntax, c, inner)
    if (effect := adjective_effect(context.parse, g)) and not (presupposed and _has_outcome(context, g)):
        return inner.under(effect)
    if presupposed:
        return inner.under("fact")
    return inner.under("fact").under(
        "hypothetical" if is_counterfactual(context.parse, g) else inner.modality
    )


def _has_outcome(context: EventContext, g: int) -> bool:
    """Whether a predicate adjective tells what an event may bring about: "is unlikely to *please* Peru",
    not "is unlikely to *happen*".
    """
    parse = context.parse
    outcomes = [
        v
        for c in parse.children[g]
        if parse.deps[c] in PREDICATIVE
        for v in parse.children[c]
        if parse.deps[v] == "xcomp" and parse.tags[v] == "VB"
    ]
    return any(
        not effect_at(parse, v, "s") and not predicates.is_passive(parse, v) and parse.lemmas[v] != "be"
        for v in outcomes
    )


def _noun_complement(context: EventContext, g: int, prep: str, c: int, inner: Factuality) -> Factuality:
    """Return the factuality of a noun below a noun or adjective: "*threat* of", "capable of an attack"."""
    parse, syntax = context.parse, context.syntax
    if prep != "for" and (effect := effects_at_position("prep").get(prep, "")):
        return inner.under("fact").under(effect)
    effect = effect_at(parse, g, "n" if parse.tags[g].startswith("NN") else "a")
    if prep == "of" and parse.lemmas[g] in words("time_span"):
        return inner.under("fact")  # "at a *time* of tension", unlike "time to leave"
    hoped = parse.lemmas[g] in words("hoping")  # "*hopes* for his visit"
    if effect in ("possible", "report", "doubt") and syntax.step(c, "owner") and not hoped:
        return inner.under("fact")
    if effect in ("report", "doubt") and prep != "of" and event_nouns.is_presupposed(syntax, c, inner):
        return inner.under("fact")  # "made no statement *on the attacks*"
    if effect in (*speakers.SAYING, "end"):
        return embedded(syntax, g, c, effect, inner)
    return _governed(context, g, c, effect, inner)
