"""Factuality of content that an operator embeds: "*denied* that", "*reports* of", "it is *untrue* that"."""

from __future__ import annotations

from graphbuild.annotate import Parse
from graphbuild.extract.factuality import forms, speakers
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effect_at
from graphbuild.extract.syntax import Syntax, predicates

#: Dependencies of predicate complements of a copula.
PREDICATIVE = ("acomp", "attr", "oprd")


def embedded(syntax: Syntax, g: int, c: int, effect: str, inner: Factuality) -> Factuality:
    """Return the factuality of the clause or noun ``c`` that the operator ``g`` embeds with ``effect``."""
    parse = syntax.parse
    if effect == "doubt" and parse.lemmas[g] in words("copula"):
        return inner.under("fact").under("possible")  # "it is not certain that"
    if effect in speakers.SAYING:
        return _reported(syntax, g, c, effect, inner)
    if effect == "true":
        return inner
    if effect == "end" and _stops_another(parse, g, c):
        effect = "negate"
    return inner.under(effect)


def _reported(syntax: Syntax, g: int, c: int, effect: str, inner: Factuality) -> Factuality:
    """Return the factuality of the content of a verb or noun of saying."""
    parse, verb = syntax.parse, predicates.is_verb(syntax.parse, g)
    speaker = speakers.of_verb(syntax, g) if verb else speakers.of_noun(syntax, g)
    content = inner.under("fact").attributed_to(*speaker)
    passive = verb and predicates.is_passive(parse, g)
    if effect == "accuse" and predicates.is_passive(parse, g) and content.speaker < 0:
        content = content.under("possible")  # no speaker: "who is accused of attacking Peru"
    elif passive and parse.deps[c] == "xcomp" and effect != "accuse":  # "is not said to have met"
        content = inner.attributed_to(content.attribution)
        if parse.lemmas[g] in words("believing"):
            content = content.under("possible")  # "is *believed* to have met"
    elif effect == "report" and inner.negated:
        content = content.under("possible")
    elif effect == "deny" and inner.negated:
        return content.under("possible")  # "did not deny" is no assertion
    if parse.tags[g].startswith("NN") and inner.negated:  # "*dismissed* reports that"
        content = content.under("negate")
    return content.under("possible" if effect == "doubt" else effect)


def _stops_another(parse: Parse, g: int, c: int) -> bool:
    """Whether a verb of ending prevents the action of another actor: "stopped *Chad* buying maize"."""
    subject = any(parse.deps[k] in ("nsubj", "nsubjpass", "poss") for k in parse.children[c])
    return subject or any(parse.deps[k] in ("dobj", "nsubjpass") and k != c for k in parse.children[g])


def predicated_effect(syntax: Syntax, g: int, c: int) -> str:
    """Return the effect that a copula predicates of a clause; empty for none.

    "It is *untrue* that", "the *rumour* was that".
    """
    parse, dep = syntax.parse, syntax.parse.deps[c]
    subjects = [k for k in parse.children[g] if parse.deps[k] == "nsubj"]
    for k in parse.children[g]:
        if parse.deps[k] in PREDICATIVE and k != c and dep in ("ccomp", "csubj", "xcomp"):
            negated = any(parse.deps[j] == "neg" for j in parse.children[g])
            if negated and parse.lemmas[k] in words("certain"):
                return "doubt"  # "is not *certain* that"
            impersonal = any(parse.lemmas[j] == "it" for j in subjects)
            effect = effect_at(parse, k, "a", *(("n",) if impersonal else ()))
            return effect or ("fact" if forms.is_finite(parse, c) else "same")
    if subjects and dep == "ccomp":
        subject = subjects[0]
        partitive = syntax.step(subject, "of") if not parse.tags[subject].startswith("NN") else ()
        return effect_at(parse, next(iter(partitive), subject), "n") or "same"  # "some of the *rumours* were"
    return ""


def adjective_effect(parse: Parse, g: int) -> str:
    """Return the effect of the predicate adjective of a copula: "is *possible*", "is *conditional* on"."""
    if parse.lemmas[g] not in words("copula"):
        return ""
    adjective_effects = [effect_at(parse, k, "a") for k in parse.children[g] if parse.deps[k] in PREDICATIVE]
    return next((effect for effect in adjective_effects if effect and effect != "true"), "")
