"""How the terminal shows what a statement rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.cli.evidence import time_of, write_stats
from tests.example_graph import example_graph
from tests.stores.sample import STATEMENTS


@pytest.mark.parametrize(
    ("when", "shown"),
    [
        ({}, ""),
        ({"when_from": "2020-03-02", "when_to": "2020-03-02", "when_precision": "day"}, ""),
        (
            {
                "when_from": "1979-01-01",
                "when_to": "1979-12-31",
                "when_precision": "year",
                "when_text": "in  1979",
            },
            "1979 (“in 1979”)",
        ),
        (
            {"when_from": "2020-02-01", "when_to": "2020-03-31", "when_precision": "month"},
            "2020-02 to 2020-03",
        ),
        (
            {"when_from": "2014-01-01", "when_precision": "year", "when_text": "since 2014"},
            "from 2014 (“since 2014”)",
        ),
        ({"when_to": "2020-03-02"}, "up to 2020-03-02"),
    ],
)
def test_explain_shows_the_time_where_it_is_not_the_day_of_the_article(
    when: dict[str, Any], shown: str
) -> None:
    statement = replace(STATEMENTS[0], **when)
    assert time_of(statement, "2020-03-02") == shown


@pytest.mark.parametrize(
    ("copies", "told"), [(1, "  1 of them a copy of 1 other\n"), (2, "  2 of them copies of 1 other\n")]
)
def test_copies_are_counted_in_words(copies: int, told: str, capsys: pytest.CaptureFixture[str]) -> None:
    with gb.open(example_graph()) as graph:
        stats = graph.stats()
    write_stats(replace(stats, copies=copies, clusters=stats.clusters[:1]))
    assert told in capsys.readouterr().out
