"""Statements by month, quarter or year."""

from __future__ import annotations

import pytest

from graphbuild.api.timeline import timeline
from graphbuild.model import NOT_READ
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


#: Times of articles, as far as they tell them: a day, a month or year, nothing.
TIMES = ["{0}-02-01", "2024-06-30", "2025", "2025-03", ""]


@pytest.mark.parametrize(
    ("first", "unit", "of_2025", "left_out"), [("2024", "month", 0, 3), ("1949", "year", 2, 1)]
)
def test_of_a_known_year_is_what_stands_in_a_bar_of_a_year_alone(
    first: str, unit: str, of_2025: int, left_out: int
) -> None:
    times = [time.format(first) for time in TIMES]
    articles = {
        time: make_article(time, date=time if len(time) == 10 else "", date_from=time and NOT_READ + time)
        for time in times
    }
    said = [make_statement(A, "ATTACKS", B, article=time) for time in times]
    found = timeline([*said, make_statement(A, "ATTACKS", B, article="", negated=True)], articles)
    assert (found["unit"], found["left_out"]) == (unit, left_out)
    assert sum(bar["conflict"] for bar in found["bars"]) == len(said) - left_out
    assert sum(bar["conflict"] for bar in found["bars"] if bar["period"].startswith("2025")) == of_2025


def test_where_years_alone_are_known_bars_are_years() -> None:
    found = timeline(
        [make_statement(A, "ATTACKS", B)], {"a": make_article("a", date_from=f"{NOT_READ}2024-05")}
    )
    assert [(bar["period"], bar["conflict"]) for bar in found["bars"]] == [("2024", 1)]
