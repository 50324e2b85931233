"""Unnamed groups are organisations of their own, never the country that they come from."""

from __future__ import annotations

import pytest

from graphbuild.extract.linking import entities
from tests.extract.parsing import read

SYRIA = "The Syrian city of Aleppo is in Syria. Syria said so on Monday. "


def _groups(text: str) -> dict[str, list[str]]:
    """The unnamed groups of a text, by name, with their mentions."""
    return {
        e.name: [m.text for m in e.mentions]
        for e in entities(read(text))
        if e.kind == "organisation" and all(m.form == "nominal" for m in e.mentions)
    }


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (
            "Syrian rebels took the town. France armed the rebels.",
            {"rebels (Syria)": ["Syrian rebels", "the rebels"]},
        ),
        (f"{SYRIA}Insurgents shelled the base.", {"rebels (Syria)": ["Insurgents"]}),
        (f"{SYRIA}Rebels met in Libya. The rebels left.", {"rebels": ["Rebels", "The rebels"]}),
        ("Russia bombed rebels in Syria on Monday.", {"rebels (Syria)": ["rebels"]}),
        ("Protesters near the Iranian embassy denounced Iran.", {}),
        (
            "Thousands of protesters took to the streets of Lima.",
            {"protesters (Peru)": ["protesters"]},
        ),
        ("Protesters rallied against the war in Syria.", {}),
        (
            "Police fired at protesters. The protesters fled.",
            {"protesters": ["protesters", "The protesters"]},
        ),
        (
            "The opposition rejected the vote. The opposition will sue.",
            {"opposition": ["The opposition", "The opposition"]},
        ),
        (
            "Venezuela's opposition marched in Caracas. Opposition parties want a vote.",
            {"opposition (Venezuela)": ["Venezuela's opposition", "Opposition parties"]},
        ),
        (
            "Maoist rebels attacked a camp in Nepal. Nepal said so. Maoist rebels fled.",
            {"Maoist rebels (Nepal)": ["Maoist rebels", "Maoist rebels"]},
        ),
    ],
)
def test_a_group_is_of_the_country_that_the_article_states(text: str, groups: dict[str, list[str]]) -> None:
    assert _groups(text) == groups


def test_a_day_before_a_group_is_not_of_its_name() -> None:
    assert list(_groups("On Friday rebels took the town. The rebels said so on Monday.")) == ["rebels"]


@pytest.mark.parametrize(
    "text",
    [
        "Protesters gathered in the square.",  # once, of unknown country
        "Two rebels were shot. Some rebels fled.",  # a part of the group
        "Hamas militants fired rockets. Hamas militants fled.",  # of a named organisation
        "There was opposition to the plan. Their opposition to it grew.",  # a feeling
    ],
)
def test_other_nouns_make_no_group(text: str) -> None:
    assert _groups(text) == {}


def test_a_noun_that_fits_two_groups_is_linked_to_neither() -> None:
    groups = _groups("Syrian rebels met Libyan rebels in Qatar. The rebels left.")
    assert groups == {"rebels (Syria)": ["Syrian rebels"], "rebels (Libya)": ["Libyan rebels"]}


def test_a_stance_on_a_country_is_no_origin() -> None:
    groups = _groups(
        "Pro-Russian separatists shelled a town in Ukraine. Ukraine says so. Ukraine fired back."
    )
    assert list(groups) == ["separatists (Ukraine)"]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("Boko Haram fights Nigeria. Troops killed 20 insurgents.", ["20 insurgents"]),
        ("Boko Haram fights Nigeria. The ruthless Muslim militants fled.", ["The ruthless Muslim militants"]),
        ("Boko Haram fights Nigeria. Unknown militants took a bus.", []),
        ("Boko Haram fights Nigeria. Rebels and militants fled.", []),
        ("Boko Haram and ISWAP fight Nigeria. Troops killed 20 insurgents.", []),
    ],
)
def test_militants_are_those_of_the_only_armed_group(text: str, mentions: list[str]) -> None:
    (group,) = [e for e in entities(read(text)) if e.name == "Boko Haram"]
    assert [m.text for m in group.mentions if m.form == "nominal"] == mentions
