"""Operators at the predicate itself: negation, modals, adverbs, conditions, tense; determiners of nouns."""

from __future__ import annotations

from dataclasses import replace

from graphbuild.annotate import Parse
from graphbuild.extract.factuality.record import Factuality
from graphbuild.extract.lexicon import words
from graphbuild.extract.operators import effects_at_position
from graphbuild.extract.syntax import predicates, prepositions
from graphbuild.model import Tense

QUOTES = ('"', "“", "”", "``", "''")
_SUBJECTS = ("nsubj", "nsubjpass")


def with_verb_operators(parse: Parse, v: int, state: Factuality, below: int = -1) -> Factuality:
    """Apply the operators at the verb ``v`` to the factuality of its clause.

    ``below`` is the dependent of ``v`` that leads to the event; -1 for the event itself.
    """
    tense, modal = tense_of(parse, v), ""
    if predicates.is_verb(parse, v):
        state = replace(state, tense=tense)
    if parse.tags[v] == "MD":  # "Britain *ought* to recognise"
        state = state.under(effects_at_position("aux").get(parse.words[v].lower(), ""))
    for c in parse.children[v]:
        dep, word = parse.deps[c], parse.words[c].lower()
        if (
            dep == "aux"
            and not _is_contracted_had(parse, v, c)
            and (effect := effects_at_position("aux").get(word))
        ):
            if word in words("duty") and is_perfect(parse, v):
                effect = "negate"  # "*should have* told Peru"
            modal, state = word, state.under(effect)
        elif dep == "cc" and c > v:
            continue  # "nor" negates the conjunct, not this verb
        elif dep in ("neg", "preconj", "cc", "advmod") and (effect := _adverb_effect(parse, c)):
            state = state.attributed_to(word) if effect == "hearsay" else state.under(effect)
        elif dep in (*_SUBJECTS, "dobj") and c != below and has_negative_quantifier(parse, c):
            state = state.under("negate")
        elif dep == "prep":
            for k in prepositions.objects(parse, c):
                if parse.lemmas[k] in words("respect") and has_negative_quantifier(parse, k):  # "in no way"
                    state = state.under("negate")
                elif parse.lemmas[k] in words("fiction") and word == "in":
                    state = state.under("hypothetical")
        if dep in ("mark", "advmod"):
            state = state.under(_conjunction_effect(parse, v, word, state))
    if _is_imperative(parse, v):
        state = state.under("demanded")
    if _is_announced(parse, v) or (tense == "present" and _has_future_reference(parse, v)):
        state = state.under("future")
    if _is_inverted(parse, v):
        condition = parse.deps[v] == "advcl" and (not modal or modal in words("duty"))
        return state.under("hypothetical" if condition else "possible")
    if modal in words("conditional_modal") and _has_condition(parse, v):
        return state.under("hypothetical")
    return state.under("hypothetical") if is_counterfactual(parse, v) else state


def is_counterfactual(parse: Parse, v: int) -> bool:
    """Whether "would" is counterfactual or hypothetical: "would have met", "I think he would win".

    Below a verb in the past it is mostly a future in the past: "said that he would meet him".
    """
    auxiliaries = _auxiliaries(parse, v)
    if not any(
        parse.words[c].lower() in ("would", "'d") and not _is_contracted_had(parse, v, c) for c in auxiliaries
    ):
        return False
    if any(parse.words[c].lower() == "have" for c in auxiliaries):
        return True
    if parse.head[v] == v and any(
        parse.deps[c] == "nsubj" and parse.tags[c] in ("NNP", "PRP") for c in parse.children[v]
    ):
        return False  # free indirect speech: "France *would* continue"
    return not any(
        tense_of(parse, k) == "past" and not _one_is_quoted(parse, k, v) for k in parse.ancestors(v)[1:]
    )


def is_perfect(parse: Parse, v: int) -> bool:
    """Whether a verb has the auxiliary "have"."""
    return any(parse.lemmas[k] == "have" for k in _auxiliaries(parse, v))


def _auxiliaries(parse: Parse, v: int) -> list[int]:
    return [c for c in parse.children[v] if parse.deps[c] == "aux"]


def _one_is_quoted(parse: Parse, i: int, k: int) -> bool:
    """Whether exactly one of two tokens is inside a quotation."""
    return sum(parse.words[at] in QUOTES for at in range(min(i, k), max(i, k))) % 2 == 1


def with_noun_operators(parse: Parse, n: int, state: Factuality) -> Factuality:
    """Apply the determiners and adjectives of the noun ``n`` to the factuality of its position."""
    for c in parse.children[n]:
        word = parse.words[c].lower()
        if parse.deps[c] in ("det", "neg", "preconj") and not is_focus_negation(parse, c):
            state = state.under(effects_at_position("det").get(word, ""))
        elif parse.deps[c] == "amod":
            state = state.under(effects_at_position("mod").get(word, ""))
    return state


def tense_of(parse: Parse, v: int) -> Tense:
    """Return the tense of the verb at ``v``, from its auxiliaries or its form."""
    tag = parse.tags[v]
    tense: Tense = "past" if tag in ("VBD", "VBN") else "present" if tag in ("VBZ", "VBP", "VBG") else "none"
    for c in parse.children[v]:
        if parse.deps[c] == "aux":
            if _is_contracted_had(parse, v, c):
                tense = "past"
            elif effects_at_position("aux").get(parse.words[c].lower()) == "future":
                tense = "future"
            elif parse.lemmas[c] == "have" or parse.tags[c] == "VBD":
                tense = "past"
            elif parse.tags[c] in ("VBZ", "VBP") and not predicates.is_passive(parse, v):
                tense = "present"
    return tense


def _is_contracted_had(parse: Parse, v: int, auxiliary: int) -> bool:
    """Whether "'d" is short for "had": "he*'d* met"."""
    return parse.words[auxiliary].lower() in ("'d", "’d") and parse.tags[v] == "VBN"


def has_negative_quantifier(parse: Parse, i: int) -> bool:
    """Whether a noun phrase has a negative quantifier: "*no* ship", "*none* of the ships", "*nobody*"."""
    return parse.words[i].lower() in words("nobody") or any(
        effects_at_position("det").get(parse.words[k].lower()) == "negate"
        and not is_focus_negation(parse, k)
        and k < i
        for k in parse.children[i]
    )


def is_focus_negation(parse: Parse, negator: int) -> bool:
    """Whether a negator does not negate its head: before a focus word ("not *just* any president"), in a
    compound, or after "or" ("whether *or not*").
    """
    after = negator + 1
    if negator and parse.words[negator - 1].lower() == "or":
        return True
    return after < len(parse.words) and (
        parse.words[after].lower() in words("focus") or parse.words[after] == "-"
    )


def _adverb_effect(parse: Parse, c: int) -> str:
    """Return the effect of the adverb at ``c``, alone or with a dependent ("*no* longer")."""
    if is_focus_negation(parse, c):
        return ""
    operators, word = effects_at_position("adv"), parse.words[c].lower()
    phrases = (f"{parse.words[k].lower()} {word}" for k in parse.children[c])
    return next((operators[phrase] for phrase in phrases if phrase in operators), operators.get(word, ""))


def _conjunction_effect(parse: Parse, v: int, word: str, state: Factuality) -> str:
    """Return the effect of a conjunction on its clause: a condition, or an event still to come."""
    effect = effects_at_position("mark").get(word, "")
    if (
        word == "if"
        and parse.deps[v] in ("ccomp", "advcl")
        and parse.lemmas[parse.head[v]] in words("of_whether")
    ):
        return "possible"  # "asked *if* he had met him"
    if effect == "pending":  # "*before* Belgium hands …", "*when* he is sentenced"
        clause, meanwhile = parse.deps[v] == "advcl", word in words("while_mark")
        plain_passive = clause and meanwhile and _is_plain_passive(parse, parse.head[v])
        headline = clause and word == "after" and _simple_present(parse, parse.head[v])
        if not _simple_present(parse, v) or plain_passive or headline:
            return ""
        return "possible" if meanwhile else "future"
    if (
        word == "for" and parse.tags[v] == "VB" and state.modality == "asserted"
    ):  # "campaigned *for* Iran to leave"
        return "possible"
    return effect


def _is_plain_passive(parse: Parse, v: int) -> bool:
    """Whether a verb is a passive without modal: "are hurt when troops clash", not "shuts when it rains"."""
    modal = any(parse.tags[c] in ("MD", "TO") for c in parse.children[v])
    return not modal and predicates.is_verb(parse, v) and predicates.is_passive(parse, v)


def _simple_present(parse: Parse, v: int) -> bool:
    """Whether a verb is in the simple present."""
    verbs = [v, *(c for c in parse.children[v] if parse.deps[c] in ("aux", "auxpass"))]
    tensed = [k for k in verbs if parse.tags[k] in ("VBD", "VBZ", "VBP", "MD")]
    perfect = any(parse.lemmas[k] == "have" and parse.deps[k] == "aux" for k in tensed)
    simple = not perfect and parse.tags[v] != "VBG"
    return bool(tensed) and simple and all(parse.tags[k] in ("VBZ", "VBP") for k in tensed)


def _has_future_reference(parse: Parse, v: int) -> bool:
    """Whether the present tense has future reference: "meets him tomorrow", "is visiting Oslo next week"."""
    times = [c for c in parse.children[v] if parse.deps[c] in ("npadvmod", "advmod")]
    return any(
        parse.words[k].lower() == "tomorrow"
        or (parse.words[k].lower() == "next" and parse.deps[c] == "npadvmod")
        for c in times
        for k in (c, *parse.children[c])
    )


def _is_announced(parse: Parse, v: int) -> bool:
    """Whether an infinitive is the verb of a headline: "Ann Otieno *to visit* Peru next month"."""
    if parse.head[v] != v or parse.tags[v] != "VB":
        return False
    to = [c for c in parse.children[v] if parse.deps[c] == "aux" and parse.tags[c] == "TO"]
    return any(parse.deps[c] in _SUBJECTS and c < t for t in to for c in parse.children[v])


def _is_imperative(parse: Parse, v: int) -> bool:
    """Whether the sentence is an imperative: "*Attack* Peru!", "Please do not *attack* Peru"."""
    if parse.tags[v] != "VB" or parse.head[v] != v or predicates.has_subject(parse, v):
        return False
    return all(parse.lemmas[c] == "do" for c in parse.children[v] if parse.deps[c] in ("aux", "auxpass"))


def _is_inverted(parse: Parse, v: int) -> bool:
    """Whether an auxiliary, or a form of "be", precedes its subject: a question or a condition."""
    subject = next((c for c in parse.children[v] if parse.deps[c] in _SUBJECTS), None)
    if subject is None or (parse.lemmas[v] != "be" and subject > v):
        return False
    first = v
    if parse.lemmas[v] != "be":
        fronted = [c for c in parse.children[v] if parse.deps[c] in ("aux", "auxpass") and c < subject]
        if not fronted:
            return False
        first = fronted[0]
    before = [c for c in parse.children[v] if c < first and parse.deps[c] not in ("punct", "cc")]
    return first < subject and not before


def _has_condition(parse: Parse, v: int) -> bool:
    """Whether a conditional clause or phrase depends on ``v``: "if", "had it …", "in case of"."""
    for c in parse.children[v]:
        if parse.deps[c] == "advcl":
            marks = [parse.words[k].lower() for k in parse.children[c] if parse.deps[k] == "mark"]
            if _is_inverted(parse, c) or any(
                effects_at_position("mark").get(m) == "hypothetical" for m in marks
            ):
                return True
        elif parse.words[c].lower() == "in" and any(
            parse.lemmas[k] in ("case", "event") for k in parse.children[c]
        ):
            return True
    return False
