"""A surname alone joins who mainly bears it across articles, with reasons, and unless decided otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.decisions import NameDecision, Side
from graphbuild.model import Identity, Reading
from graphbuild.resolve import resolve
from tests.incremental.held import Held
from tests.resolve.articles import reading

FULL = "Peter Acland [1951-03-01; +NZL]"


def articles(*texts: str) -> list[Reading]:
    return [reading(f"a{k}", text) for k, text in enumerate(texts)]


def joined(readings: list[Reading], decisions: tuple[NameDecision, ...] = ()) -> bool:
    """Whether the persons of the first and the last article are one."""
    found = resolve(readings, decisions).entities
    first, last = readings[0], readings[-1]
    return found[first.article.id, first.entities[0].id] == found[last.article.id, last.entities[0].id]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([FULL] * 4 + ["Acland [1951-05-01; +NZL]"], True),
        ([FULL] * 4 + ["Acland [+NZL]"], True),
        ([FULL] * 3 + ["Acland [1951-05-01; +NZL]"], False),  # too few
        ([FULL] * 4 + ["Acland [1951-05-01; +AUS]"], False),  # of another country
        ([FULL] * 4 + ["Acland [1951-05-01]"], False),  # of none
        ([FULL] * 4 + ["Acland [1961-05-01; +NZL]"], False),  # ten years later
        ([FULL] * 4 + ["Jane Acland [1951-05-01]", "Acland [1951-05-01; +NZL]"], False),  # one of five
        ([FULL] * 5 + ["Jane Acland [1951-05-01]", "Acland [1951-05-01; +NZL]"], True),  # one of six
        ([FULL] * 4 + ["Acland [1951-05-01; of AUS; +NZL]"], False),
        (["Angela Merkel [2011-05-01]"] * 4 + ["Merkel []"], True),  # by the table of leaders
        (["Angela Merkel [2011-05-01]"] * 4 + ["Merkel [1961-05-01]"], False),
    ],
)
def test_whom_a_surname_means(texts: list[str], expected: bool) -> None:
    assert joined(articles(*texts)) is expected


def test_the_reasons_are_kept() -> None:
    (found,) = (i for i in resolve(articles(*[FULL] * 4, "Acland [1951-05-01; +NZL]")).identities if i.joined)
    assert isinstance(found, Identity)
    assert found.speaks_for == (
        "Acland is the surname of Peter Acland",
        "nearly all who are called Acland in full are Peter Acland",
        "both are named beside New Zealand",
    )


def test_a_decision_parts_them() -> None:
    readings = articles(*[FULL] * 4, "Acland [1951-05-01; +NZL]")
    sides = Side("a4/acland"), Side("peter acland")
    assert not joined(readings, (NameDecision("different", "person", *sides),))


def test_a_kept_aggregation_follows_who_mainly_bears_a_surname(tmp_path: Path) -> None:
    held = Held(tmp_path / "graph")
    alone, other = "Acland [1951-05-01; +NZL]", "Jane Acland [1951-05-01]"
    for k, text in enumerate((alone, FULL, FULL, FULL, FULL, other, FULL, other)):
        held.change([reading(f"a{k}", text)])
        held.check()
    held.change([], ["a5", "a7"])
    held.check()
    held.change([], ["a1", "a2", "a3"])
    held.check()
