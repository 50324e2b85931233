"""Clusters: names of one article that denote the same entity, and those that do not."""

from __future__ import annotations

import pytest

from graphbuild.extract.entities.short_forms import longer_forms
from graphbuild.extract.linking import entities
from tests.extract.parsing import extracted, read, same

_SAME: list[tuple[str, str, str]] = [
    ("Angela Merkel spoke. Merkel left.", "Angela Merkel", "Merkel"),
    ("Mohammad Javad Zarif spoke. Javad Zarif left.", "Mohammad Javad Zarif", "Javad Zarif"),
    ("François Hollande spoke. Francois Hollande left.", "François Hollande", "Francois Hollande"),
    ("Franklin D. Roosevelt spoke. Franklin Roosevelt left.", "Franklin D. Roosevelt", "Franklin Roosevelt"),
    ("Her brother Mohammad Javad Zarif spoke. Javad Zarif left.", "Mohammad Javad Zarif", "Javad Zarif"),
    ("DONALD Trump spoke in Ohio. Mr Trump left.", "DONALD Trump", "Trump"),
    ("Omar Khadr Jr. died. Omar Khadr left. Khadr wept.", "Omar Khadr", "Khadr"),
    ("Mohammad Javad Zarif met Mohammad J. Zarif.", "Mohammad Javad Zarif", "Mohammad J. Zarif"),
    ("The Bank of Ghana (BoG) cut rates. BoG acted.", "Bank of Ghana", "BoG"),
    ("The London Stock Exchange rose. The LSE closed.", "London Stock Exchange", "LSE"),
    ("Germany agreed. The German parliament voted.", "Germany", "German"),
    (
        "He told the Asia Pacific Economic Co-operation (Apec) summit so.",
        "Asia Pacific Economic Co-operation",
        "Apec",
    ),
    ("Manchester United won. Fans of United sang.", "Manchester United", "United"),
    ("Analysts of Merrill Lynch and Co spoke. Merrill Lynch fell.", "Merrill Lynch and Co", "Merrill Lynch"),
    ("Qualcomm wooed NXP Semiconductor. A bid for NXP failed.", "NXP Semiconductor", "NXP"),
    (
        "The Jamaica Cancer Society met. He thanked the Cancer Society.",
        "Jamaica Cancer Society",
        "Cancer Society",
    ),
    (
        "The Traders Association met. Ann Otieno leads the Nairobi Traders' Association.",
        "Nairobi Traders' Association",
        "Traders Association",
    ),
    (
        "A U.N. General Assembly session began. Ann Otieno, General Assembly president, spoke.",
        "U.N. General Assembly",
        "General Assembly",
    ),
    (
        "He told APEC (Asian-Pacific Economic Cooperation) leaders so.",
        "APEC",
        "Asian-Pacific Economic Cooperation",
    ),
    ("President James Millership spoke. Sales fell, said Millership.", "James Millership", "Millership"),
    ("Bashar al-Assad spoke. Assad left.", "Bashar al-Assad", "Assad"),
    ("Ann Otieno met Donald Trump. TRUMP: They left.", "Donald Trump", "TRUMP"),
    (
        "Omar Khadr spoke. Omar Khadr left. Omar Khadr slept. Ahmed Khadr died. Khadr wept.",
        "Omar Khadr",
        "Khadr",
    ),
    (  # a surname keeps its first referent
        "Omar Khadr spoke. Khadr left. Ahmed Khadr died. All thought of Khadr.",
        "Omar Khadr",
        "Khadr",
    ),
]

_DIFFERENT: list[tuple[str, str, str]] = [
    ("Hillary Clinton met Bill Clinton.", "Hillary Clinton", "Bill Clinton"),
    ("North Korea met South Korea.", "North Korea", "South Korea"),
    # the president has no generation mark
    ("Mr. Trump left. Donald Trump Jr. wrote. President Trump spoke.", "Donald Trump Jr.", "Trump"),
    ("Deutsche Bank bought the Bank of Ghana.", "Deutsche Bank", "Bank of Ghana"),
    (
        "Manchester United beat Newcastle United. Fans of United sang.",
        "Manchester United",
        "United",
    ),
    ("Omar Khadr spoke. Ahmed Khadr died.", "Omar Khadr", "Ahmed Khadr"),
    (
        "The Jamaica Cancer Society met. He thanked Canada's Cancer Society.",
        "Jamaica Cancer Society",
        "Cancer Society",
    ),
    (
        "The Jamaica Cancer Society met the Kenya Cancer Society. The Cancer Society said so.",
        "Jamaica Cancer Society",
        "Cancer Society",
    ),
    (
        "The Iowa Justice Department sued. The Justice Department said so.",
        "Iowa Justice Department",
        "Justice Department",
    ),
    ("Fox News called. In an interview with Fox he left.", "Fox News", "Fox"),
    ("The court fined IAB Europe. The IAB in New York said so.", "IAB Europe", "IAB"),
    ("The Trump Organization sued. Donald Trump left. Trump wept.", "Trump Organization", "Trump"),
    ("Bill Ford spoke. Ford sells cars.", "Bill Ford", "Ford"),
    ("Donald Trump praised Donald Trump Jr.", "Donald Trump", "Donald Trump Jr."),
    ("George W. Bush praised George H.W. Bush.", "George W. Bush", "George H.W. Bush"),
    (
        "She loved President Peter Acland. Their son Peter Michael Acland said that he wept.",
        "Peter Acland",
        "Peter Michael Acland",
    ),
    (
        "He met Raúl Guillermo Rodríguez Castro, the grandson of Cuba's leader Raúl Castro.",
        "Raúl Guillermo Rodríguez Castro",
        "Raúl Castro",
    ),
    ("Soleimani led a branch of the IRGC known as the Quds Force.", "IRGC", "Quds Force"),
    (  # his father
        "Sheikh Hamdan bin Rashid Al Otieno met Sheikh Rashid Al Otieno.",
        "Hamdan bin Rashid Al Otieno",
        "Rashid Al Otieno",
    ),
    ("Michael Howard spoke. Mrs Howard was there.", "Michael Howard", "Howard"),
    ("Michelle Obama spoke. President Obama was there.", "Michelle Obama", "Obama"),
    ("Jeb Bush left. He defended President Bush.", "Jeb Bush", "Bush"),
]


@pytest.mark.parametrize(("text", "one", "other"), _SAME, ids=[f"{a}={b}" for _, a, b in _SAME])
def test_same(text: str, one: str, other: str) -> None:
    assert same(text, one, other)


@pytest.mark.parametrize(("text", "one", "other"), _DIFFERENT, ids=[f"{a}/{b}" for _, a, b in _DIFFERENT])
def test_different(text: str, one: str, other: str) -> None:
    assert not same(text, one, other)


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (
            ["avid life media", "avid life", "avid"],
            {"avid life": "avid life media", "avid": "avid life media"},
        ),
        (
            ["syrian observatory for human rights", "observatory"],
            {"observatory": "syrian observatory for human rights"},
        ),
        (["nbc news mach", "mach"], {"mach": "nbc news mach"}),
        (["nbc news", "nbc news mach", "mach"], {}),  # a body of the news service
        (["mach", "nbc news mach"], {}),
        (["harrow lind", "harrow", "lind"], {"harrow": "harrow lind"}),  # a joint name of two firms
        (["court society", "lagos court society"], {"court society": "lagos court society"}),
        (["iowa green party", "green party"], {}),
        (["texas senate", "senate"], {}),
        (["garrison of the lagos brigade", "brigade"], {}),
        (["westfold college london", "westfold college"], {"westfold college": "westfold college london"}),
        (["delta university fund", "delta foods", "delta"], {}),
    ],
)
def test_longer_forms(keys: list[str], expected: dict[str, str]) -> None:
    assert longer_forms(keys, frozenset()) == expected


def test_party_abbreviation_and_name_are_one_entity() -> None:
    text = "The Republican party met. Sen. Ann Otieno, R-Ky., voted no. Republican senator Mary Keter left."
    found = entities(read(text))
    assert len({(e.kind, e.key) for e in found}) == len(found)


def test_party_letter_before_a_town_is_the_party() -> None:
    found, _ = extracted("Sen. Ann Otieno, R-Provo, voted no. Plan B-Provo failed.")
    assert [e.name for e in found if e.kind == "organisation"] == ["Republican Party"]


def test_capital_is_nominal_mention_of_its_state() -> None:
    (state,) = entities(read("Moscow criticised Russia's neighbours."))
    assert [(m.text, m.form) for m in state.mentions] == [("Moscow", "nominal"), ("Russia", "name")]


def test_place_mentions_its_state_only_in_a_statement() -> None:
    found, statements = extracted("Russia shelled Kharkiv. A conference was held in Munich. Germans left.")
    assert [s.relation for s in statements] == ["ATTACKS"]
    mentioned = {e.name: [m.text for m in e.mentions] for e in found}
    assert mentioned == {"Russia": ["Russia"], "Ukraine": ["Kharkiv"], "Germany": ["Germans"]}


def test_surname_of_a_titled_leader_is_no_first_name() -> None:
    linked = read("Trump Rx will be cheap. President Trump left.", date="2026-01-15")
    names = {e.name: [m.text for m in e.mentions] for e in entities(linked) if e.kind == "person"}
    assert names["Donald Trump"] == ["Trump"]


def test_lone_surname_has_a_key_of_its_article() -> None:
    (person,) = entities(read("Mr Schmidt left."))
    assert person.key == "article/schmidt"
