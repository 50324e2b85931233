"""Whose deed a reason or an adjunct tells of, where two actors could have done it."""

from __future__ import annotations

import pytest

from graphbuild.extractor import Extractor
from graphbuild.model import Article

SUPPORT = ("Turkey", "SUPPORTS", "Hamas")
ATTACK = ("Turkey", "ATTACKS", "Syria")


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def _stated(extractor: Extractor, text: str) -> set[tuple[str, str, str]]:
    reading = extractor.read(Article("a", text))
    name = {e.id: e.name for e in reading.entities}
    return {(name[s.source], s.relation, name[s.target]) for s in reading.statements}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Canada imposed sanctions on Turkey over its support for Hamas.", SUPPORT),
        ("Canada bombed Turkey over its support for Hamas.", SUPPORT),
        ("Canada warned Turkey over its support for Hamas.", SUPPORT),
        ("Canada cut ties with Turkey over its support for Hamas.", SUPPORT),
        ("Canada is furious with Turkey because of its support for Hamas.", SUPPORT),
        ("Canada condemned Turkey, citing its support for Hamas.", SUPPORT),
        ("Canada criticised Turkey because of its support for Hamas.", SUPPORT),
        ("Canada is angry with Turkey over its support for Hamas.", SUPPORT),
        ("Turkey was condemned by Canada for its support for Hamas.", SUPPORT),
        ("Canada attacked Turkey in retaliation for its attack on Syria.", ATTACK),
        ("Canada sanctioned Turkey in the wake of its invasion of Syria.", ATTACK),
        ("Canada cut aid to Turkey after its attack on Syria.", ATTACK),
        ("Canada cut aid to Turkey following its invasion of Syria.", ATTACK),
        ("Canada has been critical of Turkey since its invasion of Syria.", ATTACK),
        ("Canada held Turkey responsible for its attack on Syria.", ATTACK),
        ("Canada raised concern with Turkey about its attack on Syria.", ATTACK),
        ("Canada expressed concern over Turkey and its attack on Syria.", ATTACK),
        ("Canada joined Turkey in its attack on Syria.", ATTACK),
    ],
)
def test_a_reason_for_blame_or_a_reprisal_is_the_targets_deed(
    extractor: Extractor, text: str, fact: tuple[str, str, str]
) -> None:
    stated = _stated(extractor, text)
    assert fact in stated
    assert ("Canada", *fact[1:]) not in stated


@pytest.mark.parametrize(
    "text",
    [
        "Canada warned Turkey to end its support for Hamas.",
        "Canada reminded Turkey of its support for Hamas.",
        "Canada accused Turkey of hiding its support for Hamas.",
        "Turkey rejected Canada's claim that it supports Hamas.",
    ],
)
def test_who_is_addressed_or_denies_it_is_meant(extractor: Extractor, text: str) -> None:
    assert ("Canada", "SUPPORTS", "Hamas") not in _stated(extractor, text)


@pytest.mark.parametrize(
    "text",
    [
        "Boeing held talks with the Federal Aviation Administration over its support for Airbus.",
        "Boeing sued Qatar Airways for damages after losing its support for Airbus.",
    ],
)
def test_other_talk_leaves_it_to_the_subject(extractor: Extractor, text: str) -> None:
    stated = _stated(extractor, text)
    assert not [f for f in stated if f[1] == "SUPPORTS" and f[0] != "Boeing"]


@pytest.mark.parametrize(
    ("text", "attacked"),
    [
        ("Russia fired missiles from Belarus at Kyiv.", {"Ukraine"}),
        ("Hamas fired rockets from Lebanon into Israel.", {"Israel"}),
        ("Hezbollah launched an attack from Lebanon on Israel.", {"Israel"}),
        ("Israel struck Syria from Lebanese airspace.", {"Syria"}),
        ("North Korea launched a rocket from China.", set()),
        ("Ukraine retook two villages from Russia.", {"Russia"}),
    ],
)
def test_where_an_attack_comes_from_is_not_attacked(
    extractor: Extractor, text: str, attacked: set[str]
) -> None:
    assert {target for _, relation, target in _stated(extractor, text) if relation == "ATTACKS"} == attacked
