"""Statements by month, quarter or year."""

from __future__ import annotations

import pytest

from graphbuild.api.timeline import timeline
from tests.factories import make_article, make_entity, make_statement

A, B = make_entity("person", "ann"), make_entity("person", "ben")


@pytest.mark.parametrize(
    ("days", "unit", "bars", "first", "last"),
    [
        (["2023-12-31", "2024-02-29"], "month", 3, ("2023-12", "2023-12-31"), ("2024-02", "2024-02-29")),
        (["2010-01-01", "2016-05-05"], "quarter", 26, ("2010-Q1", "2010-03-31"), ("2016-Q2", "2016-06-30")),
        (["1949-01-01", "2016-05-05"], "year", 68, ("1949", "1949-12-31"), ("2016", "2016-12-31")),
    ],
)
def test_the_unit_fits_the_time_and_no_period_is_left_out(
    days: list[str], unit: str, bars: int, first: tuple[str, str], last: tuple[str, str]
) -> None:
    articles = {day: make_article(day, date=day) for day in days}
    found = timeline([make_statement(A, "ATTACKS", B, article=day) for day in days], articles)
    assert found["unit"] == unit
    assert len(found["bars"]) == bars
    assert [(bar["period"], bar["last"]) for bar in (found["bars"][0], found["bars"][-1])] == [first, last]
    assert sum(bar["conflict"] for bar in found["bars"]) == len(days)


def test_only_what_is_reported_as_fact_of_a_known_day_counts() -> None:
    articles = {"a": make_article("a", date="2024-02-01"), "b": make_article("b")}
    said = [
        make_statement(A, "MET_WITH", B, article="a"),
        make_statement(A, "ATTACKS", B, article="a", negated=True),
        make_statement(A, "LEADER_OF", B, article="b"),
    ]
    (bar,) = timeline(said, articles)["bars"]
    assert (bar["cooperation"], bar["conflict"], bar["standing"]) == (1, 0, 0)


def test_nothing_dated_has_no_bars_and_the_last_year_an_end() -> None:
    assert timeline([], {})["bars"] == []
    far = make_article("a", date="9999-12-31")
    (bar,) = timeline([make_statement(A, "ATTACKS", B)], {"a": far})["bars"]
    assert bar["last"] == "9999-12-31"
