"""Posts: holder, role, organisation or state, modifier; and sentences that state none."""

from __future__ import annotations

import pytest

from tests.extract.parsing import extracted, read

_POSTS: list[tuple[str, set[tuple[str, str, str, str]]]] = [
    # titles
    (
        "French Foreign Minister Laurent Fabius met US Secretary of State John Kerry.",
        {
            ("Laurent Fabius", "foreign minister", "France", ""),
            ("John Kerry", "secretary of state", "United States", ""),
        },
    ),
    (
        "Volkswagen's founder and chief executive Ferdinand Porsche retired.",
        {
            ("Ferdinand Porsche", "founder", "Volkswagen", ""),
            ("Ferdinand Porsche", "chief executive", "Volkswagen", "former"),
        },
    ),
    (
        "EU Energy Commissioner Andris Piebalgs met Israel's new Defense Minister Moshe Yaalon.",
        {
            ("Andris Piebalgs", "commissioner", "European Union", ""),
            ("Moshe Yaalon", "defense minister", "Israel", ""),
        },
    ),
    (
        "Presidents Dilma Rousseff of Brazil and Vladimir Putin of Russia signed.",
        {("Dilma Rousseff", "president", "Brazil", ""), ("Vladimir Putin", "president", "Russia", "")},
    ),
    # appositions on either side
    (
        "The former president of FIFA, Sepp Blatter, and acting Siemens chairman Gerhard Cromme left.",
        {
            ("Sepp Blatter", "president", "FIFA", "former"),
            ("Gerhard Cromme", "chairman", "Siemens", "acting"),
        },
    ),
    (
        "Luka Modric, a former Tottenham Hotspur midfielder, spoke.",
        {("Luka Modric", "midfielder", "Tottenham Hotspur", "former")},
    ),
    # copulas, appointments and their end
    (
        "Kofi Annan was appointed secretary-general of the United Nations.",
        {("Kofi Annan", "secretary-general", "United Nations", "")},
    ),
    (
        "Ali Holm, governor of Balkh province, spoke.",
        {("Ali Holm", "governor", "Balkh government", "")},
    ),
    (
        "Jane Holm was announced as the new president of Ireland.",
        {("Jane Holm", "president", "Ireland", "")},
    ),
    (
        "Jane Holm has been appointed to be president of Ireland.",
        {("Jane Holm", "president", "Ireland", "")},
    ),
    (
        "In 2007 the board named Robert Zoellick president of the World Bank.",
        {("Robert Zoellick", "president", "World Bank", "")},
    ),
    (
        "Jane Holm, former vice president and chief executive of Siemens, spoke.",
        {
            ("Jane Holm", "vice president", "Siemens", "former"),
            ("Jane Holm", "chief executive", "Siemens", "former"),
        },
    ),
    ("Jane Holm had been head of Siemens.", {("Jane Holm", "head", "Siemens", "former")}),
    ("Jane Holm said she had been head of Siemens since May.", {("Jane Holm", "head", "Siemens", "")}),
    (
        "Jane Holm, finance minister of Ghana under John Mahama, spoke.",
        {
            ("Jane Holm", "finance minister", "Ghana", "former"),
            ("Jane Holm", "finance minister", "John Mahama", "former"),
        },
    ),
    (
        "Jane Holm is finance minister of Ghana under John Mahama.",
        {
            ("Jane Holm", "finance minister", "Ghana", ""),
            ("Jane Holm", "finance minister", "John Mahama", ""),
        },
    ),
    ("Jane Holm, founding director of Siemens, spoke.", {("Jane Holm", "director", "Siemens", "")}),
    (
        "Satya Nadella, chief executive officer of Microsoft, resigned as a director of Starbucks.",
        {
            ("Satya Nadella", "chief executive officer", "Microsoft", ""),
            ("Satya Nadella", "director", "Starbucks", "former"),
        },
    ),
    (
        "Chinese President Xi Jinping received his South African counterpart Jacob Zuma.",
        {("Xi Jinping", "president", "China", ""), ("Jacob Zuma", "president", "South Africa", "")},
    ),
    # the place is not what the role is of
    ("Michael Müller, the bishop of Berlin, left.", {("Michael Müller", "bishop", "", "")}),
    (
        "Michael Müller, the mayor of Berlin, left.",
        {("Michael Müller", "mayor", "Berlin city government", "")},
    ),
    (
        "The US ambassador to Germany, John Emerson, left.",
        {("John Emerson", "ambassador", "United States", "")},
    ),
    ("On a visit to Israel President Barack Obama met students.", {("Barack Obama", "president", "", "")}),
    # negated, possible, desired, conditional
    ("John Smith is not the chairman of Siemens.", set()),
    ("John Smith may become chairman of Siemens.", set()),
    ("John Smith wants to become chairman of Siemens.", set()),
    ("If John Smith became chairman of Siemens, shares would fall.", set()),
    ("John Smith is expected to be named chairman of Siemens.", set()),
    ("John Smith is suspected of being a member of Hamas.", set()),
    # who only will or should leave holds the post
    ("John Smith will step down as chairman of Siemens.", {("John Smith", "chairman", "Siemens", "")}),
    ("John Smith refused to resign as chairman of Siemens.", {("John Smith", "chairman", "Siemens", "")}),
    ("The pick for mayor of London, Ann Otieno, spoke.", set()),
    ("The favourite for president of Kenya, Ann Otieno, spoke.", set()),
]


@pytest.mark.parametrize(("text", "expected"), _POSTS, ids=[text[:40] for text, _ in _POSTS])
def test_posts(text: str, expected: set[tuple[str, str, str, str]]) -> None:
    linked = read(text)
    name = {k: c.name for k, c in enumerate(linked.clusters)}
    found = {
        (
            name[p.person.entity],
            p.role.name,
            name[p.organisation.entity] if p.organisation else "",
            p.modifier,
        )
        for p in linked.posts
    }
    assert found == expected


def test_a_part_of_a_body_is_not_the_body() -> None:
    (post,) = read("The head of the Siemens works council, Birgit Steinborn, agreed.").posts
    assert post.intermediate == "council"


def test_a_pronoun_holds_a_post_once_it_is_resolved() -> None:
    linked = read("Mary Robinson won. She became president of Ireland.")
    assert {(p.person.form, p.role.name) for p in linked.posts} == {("pronoun", "president")}


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        ("President Barack Obama spoke. The United States is at peace.", {"United States"}),
        ("President Barack Obama spoke on Monday.", {"President"}),
        ("President Barack Obama spoke. On Monday President Obama left.", {"President"}),
    ],
)
def test_a_title_mentions_the_state_that_it_implies_only_for_want_of_another(
    text: str, mentions: set[str]
) -> None:
    found, statements = extracted(text, "2013-05-05")
    (state,) = (e for e in found if e.iso3 == "USA")
    assert ("LEADER_OF", (0, 9)) in {(s.relation, s.target_span) for s in statements if s.target == state.id}
    assert {m.text for m in state.mentions} == mentions
    assert mentions == {"United States"} or len(state.mentions) == 1
