"""Where the labels of ``resources/stances.tsv`` begin and end."""

from __future__ import annotations

from datetime import date

import pytest

from graphbuild.stance import Report, infer
from graphbuild.tables import relations

NEW_YEAR = date(2001, 1, 1).toordinal()


def reports(*relations_: str, day: int = NEW_YEAR) -> list[Report]:
    """A report of each, in articles and papers of their own, by turns of either of the two."""
    return [
        Report(
            day=day,
            article=f"a{number}",
            direction=(-1) ** number,
            relation=name,
            statement=f"s{number}",
            axis="cooperation" if relations()[name].score > 0 else "conflict",
            material=relations()[name].quad in (2, 4),
            force=relations()[name].plover == "ASSAULT",
            publisher=f"p{number}",
            confidence=0.85,
        )
        for number, name in enumerate(relations_)
    ]


@pytest.mark.parametrize(
    ("said", "label"),
    [
        (["ACCUSES"], "unknown"),
        (["ACCUSES"] * 2, "tense"),
        (["SANCTIONS", "ACCUSES"], "tense"),
        (["SANCTIONS", "SANCTIONS"], "hostile"),
        (["ATTACKS", "ACCUSES"], "tense"),
        (["ATTACKS", "ACCUSES", "ACCUSES"], "hostile"),
        (["ATTACKS"] * 4, "hostile"),
        (["ATTACKS"] * 7, "at war"),
        (["SANCTIONS"] * 9, "hostile"),  # no force, no war
        (["ATTACKS"] * 7 + ["MET_WITH"] * 4, "at war"),  # those at war talk, too
        (["MET_WITH"] * 2, "cooperative"),
        (["AIDS"] * 2, "partner"),
        (["AIDS"] * 2 + ["ACCUSES"] * 2, "mixed"),
        (["ALLIED_WITH", "MET_WITH"], "allied"),
        (["MET_WITH", "MET_WITH", "ACCUSES", "ACCUSES"], "mixed"),
    ],
)
def test_the_label_of_fresh_reports(said: list[str], label: str) -> None:
    assert infer("a", "b", reports(*said)).label == label


def test_labels_fade() -> None:
    tense = reports("ACCUSES", "ACCUSES")
    assert infer("a", "b", tense, until=NEW_YEAR + 360).label == "tense"
    assert infer("a", "b", tense, until=NEW_YEAR + 400).label == "unknown"
    war = reports(*["ATTACKS"] * 7)
    assert infer("a", "b", war, until=NEW_YEAR + 365).label == "hostile"


def test_several_rows_of_a_label_are_no_change() -> None:
    """Hostile for force first, and for many deeds when that is long ago."""
    said = [*reports("ATTACKS", "ATTACKS"), *reports(*["SANCTIONS"] * 3, day=NEW_YEAR + 900)]
    found = infer("a", "b", said)
    assert (found.label, found.since, found.before) == ("hostile", "2001-01-01", "")
