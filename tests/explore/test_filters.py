"""Filters as the address tells them."""

from __future__ import annotations

import pytest

from graphbuild.api.filters import Filters
from graphbuild.errors import QueryError
from graphbuild.explore.filters import filters_of
from graphbuild.model import Statement
from tests.factories import make_article, make_entity, make_statement

A, B = make_entity("person", "ann"), make_entity("country", "BEL")
SAID = make_statement(A, "ATTACKS", B)
DENIED = make_statement(A, "ATTACKS", B, negated=True)
ARTICLE = make_article(date="1979-03-26", source="Harbour News")


@pytest.mark.parametrize(
    ("given", "statement", "through"),
    [
        ({}, SAID, True),
        ({"since": "1979-03-26", "until": "1979-03-26"}, SAID, True),
        ({"since": "1979-03-27"}, SAID, False),
        ({"until": "1979-03-25"}, SAID, False),
        ({"relation": "conflict"}, SAID, True),
        ({"relation": "ATTACKS"}, SAID, True),
        ({"relation": "cooperation"}, SAID, False),
        ({"kind": "country"}, SAID, True),
        ({"kind": "person"}, SAID, False),
        ({"publisher": "Harbour News"}, SAID, True),
        ({"publisher": "Meridian Wire"}, SAID, False),
        ({"asserted": "1"}, SAID, True),
        ({"asserted": "1"}, DENIED, False),
        ({"asserted": ""}, DENIED, True),
        ({"status": "denied"}, DENIED, True),
        ({"status": "denied"}, SAID, False),
        ({"status": "asserted"}, DENIED, False),
        ({"utm_source": "unknown names are passed over"}, SAID, True),
    ],
)
def test_a_statement_is_let_through_or_not(
    given: dict[str, str], statement: Statement, through: bool
) -> None:
    assert filters_of(given).lets(statement, ARTICLE, ["country"]) is through


@pytest.mark.parametrize(
    ("direction", "relation", "of_source", "of_target"),
    [
        ("", "ATTACKS", True, True),
        ("out", "ATTACKS", True, False),
        ("in", "ATTACKS", False, True),
        ("out", "MET_WITH", True, True),
        ("in", "MET_WITH", True, True),
    ],
)
def test_what_one_does_and_what_is_done_to_it_are_told_apart(
    direction: str, relation: str, of_source: bool, of_target: bool
) -> None:
    filters = filters_of({"direction": direction})
    said = make_statement(A, relation, B)
    assert filters.lets_direction(said, said.source) is of_source
    assert filters.lets_direction(said, said.target) is of_target
    assert filters.of_statements is bool(direction)


def test_articles_without_a_date_count_only_where_no_days_are_asked_for() -> None:
    undated = make_article()
    assert Filters().lets(SAID, undated, ["country"])
    assert not filters_of({"until": "2030-01-01"}).lets(SAID, undated, ["country"])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"since": "soon"}, "give a day"),
        ({"since": "1980-01-01", "until": "1979-01-01"}, "earlier day first"),
        ({"relation": "ATTAKS"}, "ATTACKS"),
        ({"kind": "planet"}, "give person, country or organisation"),
        ({"status": "whispered"}, "give asserted, denied, possible"),
        ({"direction": "up"}, "direction is 'up'; give out or in"),
        ({"reports": "-1"}, "from 0 up"),
        ({"reports": "٣"}, "from 0 up"),
        ({"reports": "9" * 50}, "from 0 up"),
    ],
)
def test_a_value_that_means_nothing_is_reported(given: dict[str, str], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        filters_of(given)
