"""What the rewrites of a sentence look like; ``tests/test_quality.py`` holds what is read in them."""

import pytest

from tests import metamorphic
from tests.metamorphic import REWRITES, Seed

SEED = Seed("The World Bank", "helped", "help", "helped", "Zambia", "in May", "AIDS")
TRADE = Seed("Peru", "traded with", "trade with", "", "Chile", "in tin", "TRADES_WITH")


@pytest.mark.parametrize(
    ("name", "text", "fact"),
    [
        ("as it stands", "The World Bank helped Zambia in May.", "World Bank AIDS Zambia (asserted)"),
        ("passive", "Zambia was helped by the World Bank in May.", "World Bank AIDS Zambia (asserted)"),
        ("names exchanged", "Zambia helped the World Bank in May.", "Zambia AIDS World Bank (asserted)"),
        (
            "bystander added",
            "The World Bank helped Zambia in May, while Luxembourg was counting its votes.",
            "World Bank AIDS Zambia (asserted)",
        ),
        (
            "date in front",
            "On 14 March 2019, the World Bank helped Zambia in May.",
            "World Bank AIDS Zambia (asserted)",
        ),
        ("negated", "The World Bank did not help Zambia in May.", "World Bank AIDS Zambia (negated)"),
        ("possible", "The World Bank may help Zambia in May.", "World Bank AIDS Zambia (possible)"),
        (
            "urged to",
            "A diplomat urged the World Bank to help Zambia in May.",
            "World Bank AIDS Zambia (demanded)",
        ),
        (
            "quoted",
            '"The World Bank helped Zambia in May," a diplomat said.',
            "World Bank AIDS Zambia (reported)",
        ),
        (
            "said that",
            "A diplomat said that the World Bank helped Zambia in May.",
            "World Bank AIDS Zambia (reported)",
        ),
    ],
)
def test_a_rewrite_says_what_becomes_of_the_fact(name: str, text: str, fact: str) -> None:
    example = REWRITES[name](SEED)
    assert example is not None
    assert (example.text, str(example.fact)) == (text, fact)


def test_what_has_no_direction_or_passive_is_left_out() -> None:
    assert REWRITES["names exchanged"](TRADE) is None
    assert REWRITES["passive"](TRADE) is None


def test_the_seeds_reach_every_rewrite() -> None:
    found = metamorphic.cases()
    assert len(metamorphic.seeds()) >= 60
    assert {case.phenomenon for case in found} == set(REWRITES)
    assert len({case.text for case in found}) == len(found)
    for case in found:
        assert all(end in case.text for fact in case.expected for end in (fact.source, fact.target)), case.id
