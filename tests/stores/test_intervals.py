"""When relations and entities are there: on the days that sentences tell, else on those of their articles."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphbuild.aggregation import aggregate
from graphbuild.model import Graph, Reading
from graphbuild.stores.intervals import Interval, of_edges, of_entities
from tests.factories import make_article, make_entity, make_statement
from tests.stores.sample import GRAPH

ANN, BEL = make_entity("person", "ann", "Ann"), make_entity("country", "BEL", "Bel")
Told = tuple[str, str, str]
"""Day of the article, first and last day that the sentence tells."""


def _graph(relation: str, *told: Told) -> Graph:
    readings = []
    for n, (day, first, last) in enumerate(told):
        article = make_article(f"a{n}", f"No {n}.", date=day)
        said = make_statement(ANN, relation, BEL, f"No {n}.", article=article.id)
        readings.append(Reading(article, (ANN, BEL), (replace(said, when_from=first, when_to=last),)))
    return aggregate(readings)


@pytest.mark.parametrize(
    ("told", "found"),
    [
        ([("1979-03-26", "", "")], [("1979-03-26", "1979-03-26")]),
        ([("1979-03-26", "1979-03-20", "1979-03-21")], [("1979-03-20", "1979-03-21")]),
        ([("1979-03-26", "1978-01-01", "")], [("1978-01-01", "1979-03-26")]),
        ([("1979-03-26", "", "1970-12-31")], [("1979-03-26", "1979-03-26")]),
        ([("1979-03-26", "1980-01-01", "")], [("1979-03-26", "1979-03-26")]),
        ([("", "1979-01-01", "1979-12-31")], [("1979-01-01", "1979-12-31")]),
        ([("", "", "")], []),
        (
            [("1979-03-26", "", ""), ("1981-01-01", "", "")],
            [("1979-03-26", "1979-03-26"), ("1981-01-01", "1981-01-01")],
        ),
        (
            [("1980-01-01", "1979-01-01", "1979-12-31"), ("1979-05-01", "", ""), ("1979-05-01", "", "")],
            [("1979-01-01", "1979-12-31")],
        ),
    ],
)
def test_an_event_is_there_when_it_happened(told: list[Told], found: list[Interval]) -> None:
    graph = _graph("ATTACKS", *told)
    assert list(of_edges(graph)[graph.relations[0].id]) == found


def test_what_lasts_is_there_from_the_first_day_to_the_last() -> None:
    graph = _graph("LEADER_OF", ("1979-03-26", "", ""), ("1981-01-01", "1975-01-01", ""), ("", "", ""))
    assert of_edges(graph)[graph.relations[0].id] == (("1975-01-01", "1981-01-01"),)


def test_without_statements_the_days_of_reports_stand_for_it() -> None:
    graph = replace(_graph("ATTACKS", ("1979-03-26", "1979-03-20", "1979-03-21")), statements=())
    assert of_edges(graph)[graph.relations[0].id] == (("1979-03-26", "1979-03-26"),)


def test_an_entity_is_there_whenever_a_relation_of_it_is() -> None:
    edges = of_edges(GRAPH)
    lives = of_entities(GRAPH, edges)
    ends = [(r.id, r.source) for r in GRAPH.relations] + [(r.id, r.target) for r in GRAPH.relations]
    for edge, end in [*ends, *((s.id, s.a) for s in GRAPH.stances)]:
        life = lives[end]
        for first, last in edges[edge]:
            assert life is not None
            assert life[0] <= first <= last <= life[1]
    for e in GRAPH.entities:
        life = lives[e.id]
        if e.first_seen:
            assert life is not None
            assert life[0] <= e.first_seen <= e.last_seen <= life[1]
