"""Name recognition: repair of spans, kinds of names, words that are no names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphbuild.extract.linking import link
from tests.extract.parsing import extracted, named, read

_NAMES: list[tuple[str, str, str]] = [
    ("Chile's Peter Shiu Ka-fai met Antonio Guterres.", "Peter Shiu Ka-fai", "person"),
    ("Magistrate Daniel Covington signed.", "Daniel Covington", "person"),
    ("The Bank of Ghana (BoG) cut rates. BoG acted fast.", "BoG", "organisation"),
    ("The German Football Association fined Bayern Munich.", "German Football Association", "organisation"),
    ("Claudio Tarlazzi of the UIL Trasporti union said so.", "UIL Trasporti", "organisation"),
    ("President Thabo Mbeki spoke. Both Mbeki and his aides left.", "Mbeki", "person"),
    ("Presidents Dilma Rousseff of Brazil and Vladimir Putin of Russia signed.", "Dilma Rousseff", "person"),
    ("Farmers National Insurance, LLC, offers insurance.", "Farmers National Insurance, LLC", "organisation"),
    ("Moscow said that it would answer.", "Moscow", "country"),
    ("Talks with Beijing failed.", "Beijing", "country"),
    ("The Australian foreign minister resigned.", "Australian", "country"),
    ("Maj. Paul Mensah, GOC 81 Div, spoke.", "81 Div", "organisation"),
    ("Maj. Paul Mensah is now at the Army Headquarters.", "Army Headquarters", "organisation"),
    ("Among them is Maj. M.D Abubakar, Commander Infantry Corp and Centre.", "Infantry Corp", "organisation"),
    ("Team USA coach Ann Otieno praised the squad.", "Team USA", "organisation"),
    ("The George W. Bush White House refused.", "George W. Bush", "person"),
    ("The George W. Bush White House refused.", "White House", "country"),
    ("Moscow Kamala Harris said on Tuesday that the vote matters.", "Kamala Harris", "person"),
    ("Prime Minister Theresa May left Britain. Mrs May cried.", "May", "person"),
]

_NO_NAMES: list[tuple[str, str]] = [
    ("He lives in Moscow.", "Moscow"),
    ("She travelled to Cairo on Monday.", "Cairo"),
    ("Michael Müller, the mayor of Berlin, left.", "Berlin"),
    ("They signed the Paris Agreement before the World Cup.", "Paris Agreement"),
    ("They signed the Paris Agreement before the World Cup.", "World Cup"),
    ("The Xi-Putin talks failed. Xi Jinping met Vladimir Putin.", "Xi-Putin"),
    ("EU Energy Commissioner Andris Piebalgs spoke.", "EU Energy"),
    ("Israel's new Defense Minister Moshe Yaalon spoke.", "Defense"),
    ("Moody's cut the Aa-3 debt of Siemens.", "Aa-3"),
    ("The FTC charged the Glenview, Ill., food company with fraud.", "Glenview, Ill."),
    ("US destroyers shelled the Rostam oil rig.", "Rostam"),
    ("Togolese diplomat Gilbert Houngbo ILO Director-General spoke.", "Gilbert Houngbo ILO"),
    ("HRH Crown Prince Hussein spoke.", "HRH"),
    ("Patients got psychosocial support (PSS). The PSS helped.", "PSS"),
    ("Peru signed the UN Convention on Refugees.", "UN Convention on Refugees"),
    ("Former goalkeeper José Luis Chilavert Thursday met Javier Milei.", "José Luis Chilavert Thursday"),
    ("The East Midlands MEP wants a new group.", "East Midlands MEP"),
    ("A group including Far Hills, N.J. attorney Ann Kern sold shares.", "N.J."),
    ("The African Growth and Opportunity Act (AGOA) was passed.", "AGOA"),
    ("The Obama White Houses signed the order.", "Obama White Houses"),
    ("The Minister of Foreign Affairs of Uganda, Sam Kutesa, left.", "Foreign Affairs"),
    ("The Congressional leaders met Nancy Pelosi.", "Congressional"),
    ("It was in April and May alone. May his soul rest in peace.", "May"),
    ("A wide lead over Cruz\n\nTrump needs half of the delegates.", "Cruz\n\nTrump"),
    ("Rob Partridge - Kern's former head of press - remembers him.", "Rob Partridge - Kern"),
]


@pytest.mark.parametrize(("text", "name", "kind"), _NAMES, ids=[name for _, name, _ in _NAMES])
def test_is_name(text: str, name: str, kind: str) -> None:
    assert (name, kind) in named(text)


@pytest.mark.parametrize(("text", "name"), _NO_NAMES, ids=[name for _, name in _NO_NAMES])
def test_is_no_name(text: str, name: str) -> None:
    assert name not in {found for found, _ in named(text)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Notes of Volvo 1986 Lease Finance Corp fell.", "Volvo 1986 Lease Finance Corp"),
        ("He is an analyst with Birr, Wilson and Co.", "Birr, Wilson and Co."),
        (
            "The National Transition Government of Liberia agreed.",
            "National Transition Government of Liberia",
        ),
        ("The Commonwealth Aluminium Corp unit was sold.", "Commonwealth Aluminium Corp"),
        ("The head of Lloyd's of London spoke.", "Lloyd's of London"),
        ("Cable and Wireless Chairman Eric Sharp spoke.", "Cable and Wireless"),
        ("Industrial Equity (Pacific) Ltd fell.", "Industrial Equity (Pacific) Ltd"),
        ("Figures of the Office of the Deputy Prime Minister fell.", "Office of the Deputy Prime Minister"),
    ],
)
def test_span_is_complete(text: str, expected: str) -> None:
    assert (expected, "organisation") in named(text)


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("Fujitsu is quitting the LCD panel market.", "LCD"),
        ("Monetary Affairs Commissioner Joaquin Almunia agreed.", "Monetary Affairs"),
        ("Labour Minister Ghazi al-Gosaibi agreed.", "Labour"),
    ],
)
def test_things_and_portfolios_are_no_organisations(text: str, excluded: str) -> None:
    assert excluded not in {name for name, _ in named(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Chidi Odinkalu of the Nigerian Human Rights Commission spoke.", "Nigerian Human Rights Commission"),
        ("Shares in Absena rose. Absena, which sells cars, fell.", "Absena"),
        ("The Voice of America said so.", "Voice of America"),
        ("Shares of Rover Plc <ROVR.L> rose.", "Rover Plc"),
        ("Zeta Party leader Ann Roe spoke.", "Zeta Party"),
    ],
)
def test_organisations(text: str, name: str) -> None:
    assert (name, "organisation") in named(text)


@pytest.mark.parametrize(
    ("text", "spans", "expected"),
    [
        ("The non-Nato states agreed.", [(1, 4, "ORG")], {"Nato"}),
        ("LG Telecom of South Korea grew.", [(0, 5, "ORG")], {"LG Telecom", "South Korea"}),
        ("The Rural Clinic of Kenya grew.", [(1, 5, "ORG")], {"Rural Clinic of Kenya"}),
        ("Naypyitaw Myanmar grew.", [(0, 2, "ORG")], {"Myanmar"}),
        ("Jordan Montgomery won.", [(0, 2, "PERSON")], {"Jordan Montgomery"}),
        ("Sens. Ann Otieno left.", [(0, 3, "PERSON")], {"Ann Otieno"}),
        ("BOR> Corp grew.", [(0, 3, "ORG")], set()),
        ("A man left ICE.“This again.", [(3, 4, "ORG")], {"ICE"}),
        ("Ann McDonald left.", [(0, 2, "PERSON")], {"Ann McDonald"}),
        ("Ann Otieno QC left.", [(0, 3, "PERSON")], {"Ann Otieno"}),
        ("The Minister of State for Culture left.", [(3, 6, "ORG")], set()),
        ("Ann Otieno Ann Otieno left.", [(0, 4, "PERSON")], {"Ann Otieno"}),
    ],
)
def test_span_is_trimmed(text: str, spans: list[tuple[int, int, str]], expected: set[str]) -> None:
    parse = replace(read(text).parse, names=spans)
    assert {n.text for n in link(parse, "article").names} == expected


def test_city_in_sports_report_is_its_club() -> None:
    text = (
        "Dortmund beat Schalke in the Bundesliga. The striker scored a late goal in the match, and the coach "
        "praised his team. The season ends with a cup match; the goalkeeper and the midfielder missed the "
        "league match before. Dortmund defender Mats Hummels left."
    )
    assert ("Dortmund", "organisation") in named(text)
    assert ("Dortmund", "organisation") not in named("Dortmund hosted a fair. The mayor of Dortmund spoke.")


@pytest.mark.parametrize(
    ("text", "state", "mentions"),
    [
        ("The New York-based Zeta Corp grew.", "USA", {"New York"}),
        ("Hackers hit sites in the United States, Canada and Australia.", "CAN", {"Canada"}),
        ("Kenya bombed Los Angeles on Monday.", "USA", {"Los Angeles"}),
    ],
)
def test_a_place_is_mentioned_by_its_whole_name(text: str, state: str, mentions: set[str]) -> None:
    found, _ = extracted(text)
    assert {m.text for e in found if e.iso3 == state for m in e.mentions} == mentions
