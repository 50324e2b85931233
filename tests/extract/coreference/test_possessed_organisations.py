"""Organisations named after their possessor: governments of provinces, campaigns of candidates."""

from __future__ import annotations

import pytest

from graphbuild.extract.linking import entities
from tests.extract.parsing import read


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        (
            "The Manitoba government praised Peru. The government met the mayor.",
            "Manitoba government",
            ["Manitoba government", "government"],
        ),
        ("Ann Otieno sued the B.C. government.", "British Columbia government", ["B.C. government"]),
        ("The government of Bavaria praised Peru.", "Bavaria government", ["government of Bavaria"]),
        ("Texas sued Google.", "Texas government", ["Texas"]),
        ("Texas and Ohio sued Google.", "Ohio government", ["Ohio"]),
        ("Google sued Texas and Ohio.", "Texas government", ["Texas"]),
        ("The state of Texas sued Google.", "Texas government", ["state of Texas"]),
        (
            "Manitoba Premier Ann Otieno left. The provincial government praised Peru.",
            "Manitoba government",
            ["Manitoba", "government"],
        ),
        ("London Mayor Ann Otieno praised Peru.", "London city government", ["London"]),
        ("The mayor of New York City, Ann Otieno, left.", "New York City government", ["New York City"]),
        ("Texas Governor Ann Otieno praised Peru.", "Texas government", ["Texas"]),
        ("Gov. Ann Otieno of Ohio praised Peru.", "Ohio government", ["Ohio"]),
        ("A request by Texas was denied.", "Texas government", ["Texas"]),
        ("Gov. Ann Otieno left. The governors of Utah and Ohio met.", "Ohio government", ["Ohio"]),
        ("Ohio Republican Governor Ann Otieno left.", "Ohio government", ["Ohio"]),
        ("Ann Otieno thanked the Njoroge campaign.", "Njoroge campaign", ["Njoroge campaign"]),
        (
            "Grace Njoroge left. Peru accused the Njoroge campaign of fraud.",
            "Grace Njoroge campaign",
            ["Njoroge campaign"],
        ),
    ],
)
def test_an_organisation_named_after_its_possessor(text: str, name: str, mentions: list[str]) -> None:
    found = {e.name: e for e in entities(read(text)) if e.kind == "organisation"}
    assert [m.text for m in found[name].mentions] == mentions
    assert all(m.reason for m in found[name].mentions)


@pytest.mark.parametrize(
    ("text", "day", "state", "mentions"),
    [
        ("The Obama administration praised Peru.", "2013-05-01", "United States", ["Obama administration"]),
        (
            "A senior Biden administration official left.",
            "2022-05-01",
            "United States",
            ["Biden administration"],
        ),
        ("Angela Merkel left. Merkel's cabinet met.", "2013-05-01", "Germany", ["Merkel's cabinet"]),
        (
            "Justin Trudeau left. Peru thanked the government of Justin Trudeau.",
            "2019-05-01",
            "Canada",
            ["government of Justin Trudeau"],
        ),
        # the president, not the namesake with a full name
        (
            "Jeb Bush met Ann Otieno. The Bush administration praised Peru.",
            "2015-05-01",
            "United States",
            ["Bush administration"],
        ),
    ],
)
def test_a_government_named_after_its_head_is_the_state(
    text: str, day: str, state: str, mentions: list[str]
) -> None:
    found = {e.name: e for e in entities(read(text, date=day))}
    assert [m.text for m in found[state].mentions] == mentions


def test_the_actor_is_the_government_and_not_its_head() -> None:
    linked = read("Obama left. The Obama administration praised Peru.", date="2013-05-01")
    verb = linked.parse.words.index("praised")
    (actor,) = linked.actors(next(c for c in linked.parse.children[verb] if linked.parse.deps[c] == "nsubj"))
    assert (linked.clusters[actor.entity].name, actor.role) == ("United States", "government")


@pytest.mark.parametrize(
    ("text", "noun", "name"),
    [
        ("Vladimir Putin left. Putin's troops shelled Georgia.", "troops", "Russia"),
        ("David Cameron said his country left.", "country", "United Kingdom"),
        ("Ann Otieno, prime minister of Kenya, left. Her government shelled Uganda.", "government", "Kenya"),
        ("Jan Novak, foreign minister of Poland, said his country left.", "country", "Poland"),
        # he leads no state
        ("Warlord Omar Haddad left. Haddad's troops shelled Georgia.", "troops", "Omar Haddad"),
    ],
)
def test_the_troops_of_a_head_of_state_are_the_state(text: str, noun: str, name: str) -> None:
    linked = read(text, date="2015-05-01")
    (actor,) = linked.actors(linked.parse.words.index(noun))
    assert (linked.clusters[actor.entity].name, actor.role) == (name, noun)


@pytest.mark.parametrize(
    ("text", "states"),
    [
        ("A US state sued Google.", set()),
        ("Several Indian states sued Google.", set()),
        ("The Indian state of Kerala sued Google.", set()),
        ("The Russian state sued Google.", {"Russia"}),
    ],
)
def test_a_state_of_a_federation_is_not_the_federation(text: str, states: set[str]) -> None:
    linked = read(text)
    nouns = [i for i, lemma in enumerate(linked.parse.lemmas) if lemma == "state"]
    assert {linked.clusters[a.entity].name for i in nouns for a in linked.actors(i)} == states


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The Otieno administration praised Peru.", "2013-05-01"),
        ("Vice President Harris left. The Harris administration praised Peru.", "2024-08-01"),
        ("The Obama administration praised Peru.", "2003-05-01"),  # not yet
        ("Jerry Brown left. The Brown administration praised Peru.", "2008-05-01"),
        ("Obama's administration of the oath was brief.", "2003-05-01"),
    ],
)
def test_no_government_of_a_person_who_leads_no_state(text: str, day: str) -> None:
    states = {e.name for e in entities(read(text, date=day)) if e.kind == "country"}
    assert states <= {"Peru"}


@pytest.mark.parametrize(
    "text",
    [
        "Ann Otieno visited Texas.",
        "Texas grew by a tenth.",
        "The Washington government praised Peru.",
        "Grace Njoroge left. Njoroge's campaign against Peru failed.",
        "The Manitoba company sued Peru.",
    ],
)
def test_no_organisation_of_a_province_or_person_alone(text: str) -> None:
    assert not [e.name for e in entities(read(text)) if e.name.endswith(("government", "campaign"))]


def test_the_government_of_a_province_is_not_that_of_its_country() -> None:
    text = "The Manitoba government sued Canada. The Canadian government replied. The government left."
    found = {e.name: [m.text for m in e.mentions] for e in entities(read(text))}
    assert found["Manitoba government"] == ["Manitoba government"]
