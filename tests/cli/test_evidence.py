"""How the terminal shows what a statement rests on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from graphbuild.cli.evidence import time_of
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
