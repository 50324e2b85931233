"""The pass in which the encoder checks the factuality of events that the rules do not take for facts.

What a governing word implies about an embedded event depends on its sense: "*decided* to press Peru", "the
*attempts* to persuade her failed". So the encoder is shown such an event as a fact and predicts its
factuality: fact, negated, future, possible, hypothetical, demanded, or not expressed at all. It is not asked
where the words of the event itself negate or limit it, nor about accusations. An event is dropped where it
may well be a fact, where it is probably not expressed, and where rules and encoder disagree, unless the
encoder is confident.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from graphbuild import tables
from graphbuild.encoder.marking import Claim, claim
from graphbuild.encoder.relations import FACTUALITY_LABELS, Encoder
from graphbuild.extract.constraints import argument_pairs
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.factuality import Factuality, event_nouns
from graphbuild.extract.factuality.embedding import adjective_effect
from graphbuild.extract.factuality.predicate import with_verb_operators
from graphbuild.extract.factuality.speakers import ACCUSERS
from graphbuild.extract.lexicon import words
from graphbuild.extract.verification import verifier
from graphbuild.model import Modality

#: Probability from which an event is taken for a fact, from which the encoder agrees with the rules, and from
#: which it overrules them.
FACT, AGREEMENT, CONFIDENT = 0.97, 0.3, 0.95
#: Ratio of "not expressed" to the factuality of the rules above which an event is dropped.
NOT_EXPRESSED = 8.0

_NOT_ONLY = tables.patterns()["not only"]

#: Corrects the factuality of an event; None drops the event.
FactualityCheck = Callable[[Document, Encoder, Event], Event | None]


def checked(document: Document, encoder: Encoder, event: Event) -> Event | None:
    """An event with the factuality by rules and encoder; None if it is dropped."""
    c = event.candidate
    arguments = next(iter(argument_pairs(document, c)), None)
    if verifier.is_fact(event) or tables.relations()[c.relation].quad is None or arguments is None:
        return event
    if event.factuality.attribution == ACCUSERS or _limited_by_own_words(document, c):
        return event
    if _is_decided(document, c):
        return event
    scores = encoder.score_claim(claim_of(document, c, arguments, Factuality()))
    return combined(event, scores.factuality)


def combined(event: Event, predicted: Mapping[str, float]) -> Event | None:
    """An event with its factuality by rules and ``predicted`` probabilities.

    None where the two disagree and the encoder is not confident.
    """
    by_rule = event.factuality
    agreed = predicted["negated"] if by_rule.negated else 0.0
    if by_rule.modality != "asserted":  # "an *attempt* to meet *failed*"
        agreed += predicted[by_rule.modality]
    best = max(FACTUALITY_LABELS[:-1], key=lambda label: predicted[label])
    if best != "asserted" or predicted[best] < FACT:
        possibly_fact = predicted["asserted"] > agreed
        if predicted["none"] > NOT_EXPRESSED * agreed or (possibly_fact and not by_rule.negated):
            return None
        if agreed >= min(AGREEMENT, predicted[best]) or possibly_fact:
            return event
        if predicted[best] < CONFIDENT:
            return None
    modality = "asserted" if best == "negated" else cast(Modality, best)
    return replace(event, factuality=replace(by_rule, negated=best == "negated", modality=modality))


def _limited_by_own_words(document: Document, c: Candidate) -> bool:
    """Whether the words of an event negate or limit it themselves: "*could* meet", "did *not* meet", "a
    meeting *tomorrow*", "a meeting is *a matter of time*".
    """
    parse, i = document.parse, c.anchor
    if parse.tags[i].startswith("NN") and (
        event_nouns.is_still_to_come(parse, i)
        or (parse.deps[i] == "nsubj" and adjective_effect(parse, parse.head[i]))
    ):
        return True
    verbs = (i for i in (c.anchor, c.light_verb) if i >= 0 and parse.tags[i][:2] in ("VB", "MD"))
    factualities = [with_verb_operators(parse, i, Factuality()) for i in verbs]
    return any(f.negated or f.modality != "asserted" for f in factualities)


def _is_decided(document: Document, c: Candidate) -> bool:
    """Whether somebody decides on the event, which may be told as done: "decided to *lift* the ban"."""
    parse = document.parse
    verb = c.light_verb if c.light_verb >= 0 else c.anchor
    above = parse.lemmas[parse.head[verb]]
    by_vote = parse.deps[verb] == "acl" and above in words("ballot")  # "a *vote* to leave"
    return by_vote or (parse.deps[verb] == "xcomp" and above in words("deciding"))


def without_not_only(text: str) -> str:
    """A text with blanks in place of "not only", which the encoder takes for a negation."""
    return _NOT_ONLY.sub(lambda match: " " * len(match[0]), text)


def claim_of(
    document: Document, c: Candidate, arguments: tuple[Actor, Actor], factuality: Factuality
) -> Claim:
    """A candidate between two of its arguments as a claim for the encoder."""
    parse = document.parse
    start, stop = document.sentence(c.anchor)
    source, target = arguments
    shown = claim(
        parse.text,
        parse.span(start, stop - 1),
        (source.span, target.span, document.trigger_span(c)),
        c.relation,
        negated=factuality.negated,
        modality=factuality.modality,
        former=c.former,
    )
    return replace(shown, text=without_not_only(shown.text))
