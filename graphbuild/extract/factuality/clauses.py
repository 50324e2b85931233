"""Factuality of clauses: complements, adverbial clauses, clauses of nouns."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.factuality import event_nouns, forms, speakers
from graphbuild.extract.factuality.context import EventContext
from graphbuild.extract.factuality.embedding import adjective_effect, embedded, predicated_effect
from graphbuild.extract.factuality.predicate import has_negative_quantifier, is_perfect
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at, effects_at_position
from graphbuild.extract.syntax import predicates


def clause(
    context: EventContext, g: int, prep: str, c: int, outer: Factuality, inner: Factuality
) -> Factuality:
    """Return the factuality of the clause at ``c`` below ``g``."""
    parse, dep = context.parse, context.parse.deps[c]
    if forms.is_verb(parse, g):
        if dep in ("ccomp", "parataxis", "dep") and forms.is_independent(parse, g, c):
            return outer
        if dep == "advcl":
            return _adverbial(parse, g, c, inner)
        if dep == "relcl":
            return inner.under("fact")
        effect = predicated_effect(context.syntax, g, c) if parse.lemmas[g] in words("copula") else ""
        effect = effect or _verb_effect(parse, g, prep, c)
        absolute = prep == "with" and predicates.has_subject(parse, c)
        if prep and (absolute or not (effect and prep in words("clausal_complement"))):
            return _prepositional(parse, prep, c, c < g, inner)
        if (
            not effect
            and dep in ("ccomp", "parataxis", "dep")
            and forms.is_finite(parse, c)
            and not forms.conjunctions(parse, c)
        ):
            return outer  # a sentence of its own, after a comma or a dash
        return embedded(context.syntax, g, c, effect, inner)
    if parse.tags[g].startswith("NN"):
        return _noun_clause(context, g, prep, c, inner)
    effect = effect_at(parse, g, *(("inf",) if forms.is_infinitive(parse, c) else ()), "a")
    if effect == "future" and forms.is_past_perfect(parse, parse.head[g]):
        effect = "negate"  # "had been *due* to meet"
    if parse.lemmas[g] in words("achieving") and forms.is_past(parse, parse.head[g]):
        effect = "same"  # "was *able* to persuade Peru"
    return embedded(context.syntax, g, c, effect or ("fact" if forms.is_finite(parse, c) else ""), inner)


def _verb_effect(parse: Parse, g: int, prep: str, c: int) -> str:
    """Return the effect of a verb on a clause of this form; a past obligation counts as fulfilled."""
    gerund = "VBG" in (
        parse.tags[c],
        *(parse.tags[k] for k in parse.children[c] if parse.deps[k][:3] == "aux"),
    )
    if prep:
        return effect_at(parse, g, "ing", "that", "v")
    infinitive = parse.tags[c] == "VB" or any(parse.tags[k] == "TO" for k in parse.children[c])
    if forms.conjunctions(parse, c) & effects_at_position("mark").keys():
        return "fact"  # "could not say *whether*"
    if forms.is_finite(parse, c) or not (gerund or infinitive):
        return effect_at(parse, g, "that", "v")
    if predicates.is_passive(parse, g):  # "is *said* to have met"
        effect = effect_at(parse, g, "v", "inf")
        return "negate" if effect == "future" and forms.is_past_perfect(parse, g) else effect
    if _is_among(parse, g):
        return "same"
    if parse.lemmas[g] == "be" and forms.is_past(parse, g) and is_perfect(parse, c):
        return "negate"  # "was *to have met*"
    if parse.lemmas[g] in words("wanting") and predicates.has_subject(parse, c):
        return "demanded"  # "wants *Peru* to leave"
    effect = effect_at(parse, g, "ing" if gerund else "inf", "v")
    if parse.lemmas[g] in words("phoning") and parse.lemmas[c] in words("performative"):
        return "same"  # "called to thank Peru"
    obliged = (
        parse.lemmas[g] == "have" and parse.tags[g] != "VB" and forms.is_past(parse, g)
    )  # "had to leave"
    return "same" if obliged else effect


def _adverbial(parse: Parse, g: int, c: int, inner: Factuality) -> Factuality:
    """Return the factuality of an adverbial clause.

    A purpose or result depends on the governor and its verb; any other clause is presupposed.
    """
    if forms.is_infinitive(parse, c):
        objects = [k for k in parse.children[g] if parse.deps[k] in ("dobj", "nsubjpass", "oprd")]
        if parse.lemmas[g] in words("phoning") and (objects or parse.lemmas[c] in words("performative")):
            return inner  # "called him to thank him", "called to thank him"
        if _is_among(parse, g) or any(
            event_nouns.sent_to(parse, k, c) or event_nouns.is_cost(parse, k) for k in objects
        ):
            return inner
        object_effect = next((e for k in objects if (e := effect_at(parse, k, "n"))), "")
        effect = effect_at(parse, g, "inf", "v") or object_effect
        if effect and effect not in speakers.SAYING:
            return inner.under(effect)
        # "was *travelling* to visit"
        under_way = parse.tags[g] == "VBG" and parse.lemmas[g] in words("motion")
        attained = parse.lemmas[g] in words("attaining") or (forms.is_past(parse, g) and not effect)
        return inner if attained and not under_way else inner.under("sought")
    if forms.conjunctions(parse, c) & {"before", "until", "till"} and (effect := adjective_effect(parse, g)):
        return inner.under(effect)  # "it is *a matter of time* before Peru leaves"
    if parse.tags[c] == "VBG" and (effect := _pointed_to(parse, g, c)):
        return inner.under(effect)
    result = parse.tags[c] == "VBG" and c > g and not forms.conjunctions(parse, c) and not inner.negated
    return inner if result else inner.under("fact")  # "may flee, *leaving* Kyiv …"


def _pointed_to(parse: Parse, g: int, c: int) -> str:
    """Return the effect of a verb on a gerund that the parser does not attach to the preposition of the verb:
    "all signs *pointed to* Peru leaving"; empty for none.
    """
    return next(
        (
            effects_at_position("ing").get(f"{parse.lemmas[g]} {parse.words[p].lower()}", "")
            for p in parse.children[g]
            if parse.deps[p] == "prep" and g < p < c and parse.subtree(p)[-1] == parse.subtree(c)[0] - 1
        ),
        "",
    )


def _is_among(parse: Parse, g: int) -> bool:
    """Whether a copula identifies its subject as an agent: "is *among* the leaders to condemn Peru"."""
    copula = parse.lemmas[g] in words("copula")
    return copula and any(parse.words[k].lower() == "among" for k in parse.children[g])


def _prepositional(parse: Parse, prep: str, c: int, fronted: bool, inner: Factuality) -> Factuality:
    """Return the factuality of a gerund after a preposition: "*after*", "*without*", "*by* attacking"."""
    effect = effects_at_position("prep").get(prep, "same")
    completed = (prep == "before" and inner.tense == "past") or (prep == "in" and fronted)
    absolute = prep == "with" and predicates.has_subject(parse, c)  # "*with* both exchanging insults"
    if completed or absolute:
        return inner.under("fact")
    if prep == "after" and inner.modality != "asserted":
        return inner  # "may sell it *after* consulting Peru"
    return inner.under("fact").under(effect) if effect == "negate" else inner.under(effect)


def _noun_clause(context: EventContext, g: int, prep: str, c: int, inner: Factuality) -> Factuality:
    """Return the factuality of a clause of a noun: its content, its purpose, or a relative clause."""
    parse, syntax = context.parse, context.syntax
    effect = effect_at(parse, g, "n") or ("negate" if effect_at(parse, g, "a") == "deny" else "")
    infinitive = forms.is_infinitive(parse, c)
    if prep:
        if effect:
            return embedded(syntax, g, c, effect, inner)
        return _prepositional(parse, prep, c, c < g, inner)
    if (infinitive and not predicates.has_subject(parse, c)) or predicates.is_content_clause(parse, c):
        if not (effect or infinitive or predicates.has_subject(parse, c)):
            return inner.under("fact")
        if effect == "demanded" and forms.is_finite(parse, c) and "that" not in forms.conjunctions(parse, c):
            return inner.under("fact")  # "in the *call* he thanked Peru"
        if not infinitive and has_negative_quantifier(parse, g):
            certain = parse.lemmas[g] in words("doubt")
            return inner.under("fact").under("" if certain else "possible")  # "*no* evidence that"
        if infinitive and effect == "possible" and event_nouns.failed(parse, g):
            return embedded(syntax, g, c, "negate", inner)
        if infinitive and parse.deps[g] == "dobj" and event_nouns.is_cost(parse, g):
            return inner
        if not (effect or infinitive) and (verb := _reporting_verb(parse, g)) >= 0:
            return embedded(syntax, verb, c, "report", inner)
        if effect or not infinitive:
            return embedded(syntax, g, c, effect or "same", inner)
        return inner if _attained_purpose(parse, g, c) else inner.under("sought")
    indefinite = any(
        parse.deps[k] == "det" and effects_at_position("det").get(parse.words[k].lower())
        for k in parse.children[g]
    )
    if effect == "report" and effect_at(parse, c, "that", "v") == "report":
        return inner  # "disputed a *report* that *said*"
    if parse.deps[c] == "relcl" and forms.is_nonrestrictive(parse, c):  # a remark of the article itself
        return Factuality().attributed_to(*context.quotation)
    return inner.under("fact").under("possible" if indefinite else "")


def _attained_purpose(parse: Parse, noun: int, c: int) -> bool:
    """Whether an infinitive of a noun is as factual as the noun: "the *first* state to join"."""
    near = [parse.words[k].lower() for k in (noun, *parse.children[noun])]
    before = (parse.words[k].lower() for k in range(parse.subtree(noun)[0], noun))
    selected = any(w[0].isdigit() for w in near) or not words("chosen").isdisjoint((*near, *before))
    used = parse.deps[noun] == "dobj" and parse.lemmas[parse.head[noun]] in words("attaining")
    return selected or used or event_nouns.sent_to(parse, noun, c)


def _reporting_verb(parse: Parse, noun: int) -> int:
    """Return the reporting verb whose complement is attached to its addressee: "*told* colleagues that".

    -1 where there is none.
    """
    head = parse.head[noun]
    if forms.is_preposition(parse, head):
        head = parse.head[head]
    return head if forms.is_verb(parse, head) and effect_at(parse, head, "that", "v") == "report" else -1
