"""Organisations that every state has: their canonical form and state."""

from __future__ import annotations

import pytest

from graphbuild.extract.entities.state_bodies import parse_office
from tests.extract.parsing import keys, read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the Japanese Ministry of Finance", ("JPN", "finance ministry")),
        ("Finance Ministry", ("", "finance ministry")),
        ("Ministry of Foreign Affairs of South Korea", ("KOR", "foreign ministry")),
        ("Department of Defense", ("", "defence department")),
        ("Supreme Court of India", ("IND", "supreme court")),
        ("82 Division of the Nigerian Army", ("NGA", "82 division")),
        ("3 Armoured Division, Kenya Army", ("KEN", "3 armoured division")),
        ("Defense Headquarters", ("", "defence headquarters")),
        ("Second Division", None),
        ("New York Police Department", None),
        ("Bank of England", None),
        ("Chinese National Art Museum", None),
    ],
)
def test_canonical_form(text: str, expected: tuple[str, str] | None) -> None:
    assert parse_office(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Japan's Finance Ministry met Italy's Finance Ministry.",
            {"japan/finance ministry", "italy/finance ministry"},
        ),
        (
            "The Finance Ministry of Japan met. Beijing's Finance Ministry agreed.",
            {"japan/finance ministry", "china/finance ministry"},
        ),
        ("The Finance Ministry of Japan met. The Finance Ministry left.", {"japan/finance ministry"}),
        (
            "Ontario's Finance Ministry met Canada's Finance Ministry.",
            {"ontario/finance ministry", "canada/finance ministry"},
        ),
        ("The Philippine Senate met. The Senate agreed.", {"philippines/senate"}),
        ("The Nigerian Army left. 3 Division stayed.", {"nigerian army", "nigeria/3 division"}),
        ("The 3rd Division attacked.", {"3rd division"}),
        (
            "The Multinational Joint Task Force left Nigeria. JTF stayed.",
            {"multinational joint task force", "joint task force (nigeria)"},
        ),
        ("Kenya praised the Joint Task Force.", {"kenya/joint task force"}),
        ("The Agriculture Department spoke.", {"article/agriculture department"}),
        ("The Agriculture Department said U.S. farmers would be paid.", {"agriculture department"}),
        ("Lisa Maher, a Democrat, spoke in the Senate.", {"democratic party", "united states senate"}),
        ("Germany and France quarrel. The Supreme Court spoke.", {"article/supreme court"}),
        (
            "China's Foreign Ministry and the Russian Foreign Ministry met.",
            {"chinese foreign ministry", "russian foreign ministry"},
        ),
        ("The Conservative Party of Norway lost.", {"norway/conservative party"}),
        ("Labour won in Norway. Sweden and Denmark watched.", {"article/labour party"}),
        ("Labour won in Norway. Labour left.", {"norway/labour party"}),
        ("Labour won in Britain.", {"labour party"}),
        ("Labour won.", {"labour party"}),
        ("Norway spoke of British Labour, the Labour Party and New Labour.", {"labour party"}),
        ("Labour won in Wales.", {"labour party"}),
        ("Indonesia fined PT and AFP.", {"article/pt", "agence france presse"}),
        ("The New York Times said so. The Times told Nigeria more.", {"new york times"}),
        ("The Times told Nigeria and Kenya more.", {"article/times"}),
    ],
)
def test_key_contains_the_state(text: str, expected: set[str]) -> None:
    assert keys(text, "organisation") == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ukraine's Ministry of Defense spoke.", "Ukrainian Defence Ministry"),
        ("The US Transportation Department spoke.", "US Transportation Department"),
        ("Congo's Defence Ministry spoke.", "Defence Ministry (Democratic Republic of the Congo)"),
        ("The 82 Division of the Nigerian Army spoke.", "82 Division (Nigeria)"),
    ],
)
def test_display_name(text: str, name: str) -> None:
    linked = read(text)
    assert name in {c.name for c in linked.clusters if c.kind == "organisation"}
