"""The pass that turns events into statements with their evidence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphbuild import tables
from graphbuild.extract import actor_types
from graphbuild.extract.constraints import argument_pairs, kinds_allowed
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.lexicon import words
from graphbuild.extract.time import EventTime, EventTimes
from graphbuild.model import Statement, entity_id

#: Relations to citizens of a state that also hold to the state.
_REACH_PEOPLE = frozenset(
    ["ATTACKS", "COERCES", "AIDS", "CONCEDES_TO", "SANCTIONS", "THREATENS", "AGREED_WITH", "REJECTS"]
)
#: Relations to firms and organisations of a state that also hold to the state.
_REACH_BODIES = frozenset(["ATTACKS", "COERCES", "SANCTIONS"])
#: Relations to all people of a state that also hold to the state ("stood with *the people of Peru*").
_REACH_NATION = frozenset(["SUPPORTS", "HOSTILITY_TOWARD"])
#: Roles of ``actors.tsv`` of those who fight or oppose their state.
_OPPOSED = ("insurgents", "fighters", "rebels")
#: Relations of persons to the state for which they act.
_OF_OWN_STATE = frozenset(["LEADER_OF", "REPRESENTS"])
#: Roles of those through whom its own leaders do nothing to a state: "fired *Iraq's security chief*".
_SUBORDINATES = ("official", "police", "military", "civilians")


def statements(document: Document, event: Event, times: EventTimes) -> Iterator[Statement]:
    """A statement for each pair of source and target of an event."""
    c, factuality, parse = event.candidate, event.factuality, document.parse
    when: EventTime | None = None
    taxonomy = tables.relations()[c.relation]
    sentence = document.sentence(c.anchor)
    start, end = parse.start[sentence[0]], parse.end[sentence[1] - 1]
    trigger = document.trigger_span(c)
    for source, target in argument_pairs(document, c):
        probability = event.probabilities.get((source, target))
        if probability is None or not kinds_allowed(document, c.relation, source, target):
            continue
        nation = c.relation in _REACH_NATION and _is_nation(document, target)
        if target.unofficial and not nation:
            private = actor_types.actor_type(document, source) in actor_types.COMMERCIAL
            if private or not _reaches_state(c.relation, target):
                continue  # what a firm does to a "*French* woman" is not done to France
        if taxonomy.quad is None and target.role and c.rule.startswith(("verb:", "noun:")):
            continue
        attribution = factuality.attribution
        has_speaker = attribution and factuality.speaker >= 0
        speakers = document.linked.actors(factuality.speaker) if has_speaker else ()
        if source.entity in {x.entity for x in speakers}:
            attribution = ""
        when = times.of_candidate(c, factuality) if when is None else when
        yield Statement(
            article=document.article.id,
            relation=c.relation,
            source=_id(document, source),
            target=_id(document, target),
            source_span=source.span,
            target_span=target.span,
            sentence_span=(start, end),
            sentence=parse.text[start:end],
            trigger=" ".join(parse.words[t] for t in c.trigger_tokens),
            trigger_span=trigger,
            negated=factuality.negated,
            modality=factuality.modality,
            attribution=attribution,
            tense=factuality.tense,
            confidence=round(probability, 3),
            rule=c.rule,
            source_role=source.role,
            target_role=target.role,
            former=c.former,
            root=c.root or taxonomy.plover or "",
            when_from=when.first,
            when_to=when.last,
            when_precision=when.precision,
            when_source=when.source,
            when_text=when.text,
        )


def without_domestic(made: Sequence[Statement]) -> Iterator[Statement]:
    """The statements without events in which somebody deals with officials, forces or citizens of the state
    that he leads or represents: what a president does to his country's diplomats is not done to his country.
    """
    own = {(s.source, s.target) for s in made if s.relation in _OF_OWN_STATE and not s.former}
    for s in made:
        noun = tables.acting(s.target_role) if (s.source, s.target) in own else None
        if noun is None or noun.role not in _SUBORDINATES or tables.relations()[s.relation].quad is None:
            yield s


def _reaches_state(relation: str, a: Actor) -> bool:
    """Whether a relation to people or organisations of a state also holds to the state."""
    noun = tables.acting(a.role)
    if noun is None or (noun.role == "civilians" and noun.noun not in words("firm")):
        return relation in _REACH_PEOPLE
    return relation in _REACH_BODIES and noun.role not in _OPPOSED


def _is_nation(document: Document, a: Actor) -> bool:
    """Whether an actor is all the people of a state: "the Peruvian *people*", not "Peruvian people"."""
    parse, head = document.parse, document.parse.head[a.token]
    if parse.words[head].lower() == "of":
        head = parse.head[head]
    definite = any(parse.words[c].lower() == "the" for c in parse.children[head])
    return definite and parse.lemmas[head] in words("whole_people")


def _id(document: Document, a: Actor) -> str:
    c = document.cluster(a)
    return entity_id(c.kind, c.key)
