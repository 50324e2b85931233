"""The pass in which the encoder says how an event is put that the rules take for no fact.

What a word makes of the event below it is often not what it means: "*decided* to press Peru", "the
*attempts* to persuade her failed". So the encoder is shown such an event as a fact, and tells how likely it
is one, or negated, to come, possible, imagined, asked for, or not told of at all. It is not asked where the
words that say the event deny or limit it themselves, nor of what somebody is only accused of. What may well
be a fact, what is likely not told of, and what rules and encoder put differently is left out, unless the
encoder is sure.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import cast

from graphbuild import tables
from graphbuild.encoder.marking import Claim, claim
from graphbuild.encoder.relations import WAYS, Encoder
from graphbuild.extract.constraints import pairs
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.factuality.predicate import at_verb
from graphbuild.extract.factuality.speakers import ACCUSERS
from graphbuild.extract.verification import verifier
from graphbuild.model import Modality

#: Probability from which an event is taken for a fact, from which the encoder agrees with the rules, and from
#: which it overrules them.
FACT, AGREED, SURE = 0.97, 0.3, 0.95
#: How many times as likely as the way of the rules it is that an event is not told of, which is left out.
UNTOLD = 8.0

_NOT_ONLY = tables.patterns()["not only"]

#: Gives an event as it is put by a second opinion; None where it is left out.
Opinion = Callable[[Document, Encoder, Event], Event | None]


def heard(document: Document, encoder: Encoder, event: Event) -> Event | None:
    """An event as it is put by what the encoder says of it, too; None where it is left out."""
    c = event.candidate
    ends = next(iter(pairs(document, c)), None)
    if verifier.plain(event) or tables.relations()[c.relation].quad is None or ends is None:
        return event
    if event.factuality.attribution == ACCUSERS or _at_itself(document, c):
        return event
    return decided(event, encoder.judge(shown(document, c, ends, Factuality())).ways)


def decided(event: Event, ways: Mapping[str, float]) -> Event | None:
    """An event as rules and encoder together put it; None where they differ and the encoder is not sure."""
    said = event.factuality
    agreed = ways["negated"] if said.negated else 0.0
    agreed += ways[said.modality] if said.modality != "asserted" else 0.0  # "an *attempt* to meet *failed*"
    best = max(WAYS[:-1], key=lambda way: ways[way])
    if best != "asserted" or ways[best] < FACT:
        if ways["none"] > UNTOLD * agreed or (ways["asserted"] > agreed and not said.negated):
            return None
        if agreed >= min(AGREED, ways[best]) or ways["asserted"] > agreed:
            return event
        if ways[best] < SURE:
            return None
    modality = "asserted" if best == "negated" else cast(Modality, best)
    return replace(event, factuality=replace(said, negated=best == "negated", modality=modality))


def _at_itself(document: Document, c: Candidate) -> bool:
    """Whether the words that say an event deny or limit it themselves: "*could* meet", "did *not* meet"."""
    verbs = (i for i in (c.anchor, c.carrier) if i >= 0 and document.parse.tags[i][:2] in ("VB", "MD"))
    own = [at_verb(document.parse, i, Factuality()) for i in verbs]
    return any(said.negated or said.modality != "asserted" for said in own)


def unfocused(text: str) -> str:
    """A text with blanks for "not only", which the encoder takes for a denial."""
    return _NOT_ONLY.sub(lambda found: " " * len(found[0]), text)


def shown(document: Document, c: Candidate, ends: tuple[Actor, Actor], said: Factuality) -> Claim:
    """A candidate between two of its ends, put in this way, as the encoder is shown it."""
    parse = document.parse
    start, stop = document.sentence(c.anchor)
    source, target = ends
    made = claim(
        parse.text,
        parse.span(start, stop - 1),
        (source.span, target.span, document.trigger(c)),
        c.relation,
        negated=said.negated,
        modality=said.modality,
        former=c.former,
    )
    return replace(made, text=unfocused(made.text))
