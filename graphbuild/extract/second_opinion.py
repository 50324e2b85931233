"""The pass in which the encoder says which events are told as facts that the rules take for none.

What a word makes of the event below it is often not what it means: "*decided* to press Peru", "the
*attempts* to persuade her failed". So the encoder is shown such an event twice, as a fact and as the rules
put it. It is not asked where negation, a modal or a condition stands at the word of a rule: what the encoder
itself proposes may lie beyond that ("Russia *should* not act like a victim" accuses). Nor is it asked of what
somebody is only accused of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from graphbuild import tables
from graphbuild.encoder.marking import Claim, claim
from graphbuild.encoder.relations import Encoder
from graphbuild.extract import verifier
from graphbuild.extract.constraints import pairs
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.factuality.predicate import at_verb
from graphbuild.extract.factuality.speakers import ACCUSERS
from graphbuild.extract.speech_acts import Event
from graphbuild.link.linked import Actor

#: Probability from which an event is taken for a fact that a rule found, and one that the encoder proposed.
#: At .75 the modality of 16 of 20 such events of rules was right in modern news, and of 34 of 36 proposals.
RULES, PROPOSALS = 0.85, 0.75


#: Gives an event as it is put by a second opinion.
Opinion = Callable[[Document, Encoder, Event], Event]


def heard(document: Document, encoder: Encoder, event: Event) -> Event:
    """An event, as a fact where the encoder takes it for one."""
    return decided(event, features(document, encoder, event))


def decided(event: Event, found: Mapping[str, float] | None) -> Event:
    """An event, as a fact where the features ``found`` make that likely enough."""
    least = PROPOSALS if verifier.proposed(event.candidate) else RULES
    if found is None or verifier.probability(found, verifier.weights("fact")) < least:
        return event
    return replace(event, factuality=replace(event.factuality, negated=False, modality="asserted"))


def features(document: Document, encoder: Encoder, event: Event) -> dict[str, float] | None:
    """What tells whether an event is a fact all the same; None where the rules are not in doubt."""
    c, said = event.candidate, event.factuality
    if verifier.plain(event) or said.ended or tables.relations()[c.relation].quad is None:
        return None
    ends = next(iter(pairs(document, c)), None)
    proposed = verifier.proposed(c)
    if said.attribution == ACCUSERS or ends is None or (not proposed and _at_itself(document, c)):
        return None
    fact, put = encoder.judge([shown(document, c, ends, Factuality()), shown(document, c, ends, said)])
    return {
        "as a fact": fact,
        "as it is put": put,
        "denied": float(said.negated),
        "proposed": float(proposed),
    }


def _at_itself(document: Document, c: Candidate) -> bool:
    """Whether the words that say an event deny or limit it themselves: "*could* meet", "did *not* meet"."""
    verbs = (i for i in (c.anchor, c.carrier) if i >= 0 and document.parse.tags[i][:2] in ("VB", "MD"))
    own = [at_verb(document.parse, i, Factuality()) for i in verbs]
    return any(said.negated or said.modality != "asserted" for said in own)


def shown(document: Document, c: Candidate, ends: tuple[Actor, Actor], said: Factuality) -> Claim:
    """A candidate between two of its ends, put in this way, as the encoder is shown it."""
    parse = document.parse
    start, stop = document.sentence(c.anchor)
    source, target = ends
    return claim(
        parse.text,
        parse.span(start, stop - 1),
        (source.span, target.span, document.trigger(c)),
        c.relation,
        negated=said.negated,
        modality=said.modality,
        former=c.former,
    )
