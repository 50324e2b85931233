"""Event statements of a text, for the tests of events and how they are put."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.evaluate.suite import polarity
from graphbuild.model import Statement
from tests.extract.parsing import extracted

Event = tuple[str, str, str]


def statements(text: str) -> list[tuple[Event, Statement]]:
    """The event statements of the text, each with its source, relation and target by name."""
    entities, told = extracted(text)
    names = {e.id: e.name for e in entities}
    found = []
    for s in told:
        relation = tables.relations()[s.relation]
        if relation.quad is None and s.relation not in ("HOSTILITY_TOWARD", "RIVAL_OF"):
            continue
        ends = names[s.source], names[s.target]
        source, target = sorted(ends) if relation.symmetric else ends
        found.append(((source, s.relation, target), s))
    return found


def events(text: str) -> set[Event]:
    """Who does what to whom, whatever the polarity."""
    return {event for event, _ in statements(text)}


def said(text: str) -> set[tuple[Event, str]]:
    """The same with its polarity, as the evaluation suite names it."""
    return {(event, polarity(s)) for event, s in statements(text)}
