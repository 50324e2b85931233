from __future__ import annotations

import pytest

from graphbuild.api.lookup import find
from graphbuild.errors import QueryError
from graphbuild.fold import fold
from graphbuild.model import Entity
from tests.factories import make_article, make_country, make_entity, make_mention, make_reading


def entities() -> tuple[Entity, ...]:
    """Four countries, two Bushes, two Kims of whom one is known by surname alone, and two bodies."""
    found = [
        make_country("CHN", "China", make_mention("China"), make_mention("Beijing")),
        make_country("RUS", "Russia"),
        make_country("SUN", "Soviet Union"),
        make_country("CIV", "Côte d’Ivoire"),
        make_entity("person", "george bush", "George Bush"),
        make_entity("person", "laura bush", "Laura Bush"),
        make_entity("person", "kim a", "Kim"),
        make_entity("person", "kim dae-jung", "Kim Dae-jung", mentions=[make_mention("DJ")]),
        make_entity("organisation", "united nations", "United Nations", mentions=[make_mention("UN")]),
        make_entity("organisation", "warsaw pact", "Warsaw Pact"),
    ]
    return fold([make_reading(make_article(), found)]).entities


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("China", "China"),
        ("china", "China"),
        ("  the  CHINA ", "China"),
        ("chinese", "China"),
        ("Beijing", "China"),
        ("CHN", "China"),
        ("chn", "China"),
        ("cote d'ivoire", "Côte d’Ivoire"),
        ("Soviets", "Soviet Union"),
        ("UN", "United Nations"),
        ("U.N.", "United Nations"),
        ("Laura Bush", "Laura Bush"),
        ("Laura", "Laura Bush"),
        ("dj", "Kim Dae-jung"),
        ("Dae-jung", "Kim Dae-jung"),
        ("Kim", "Kim"),
        ("warsaw", "Warsaw Pact"),
        ("war", "Warsaw Pact"),
    ],
)
def test_a_name_is_found_by(asked: str, name: str) -> None:
    assert find(entities(), asked).name == name


def test_an_entity_is_found_by_its_id() -> None:
    for entity in entities():
        assert find(entities(), entity.id) == entity


def test_a_name_of_several_lists_them_with_ids() -> None:
    bushes = sorted((e for e in entities() if "Bush" in e.name), key=lambda e: e.name)
    with pytest.raises(
        QueryError, match=r"^'bush' may be George Bush .* or Laura Bush .*full name or the id"
    ) as caught:
        find(entities(), "bush")
    assert all(e.id in str(caught.value) for e in bushes)


def test_a_capital_of_two_states_is_not_guessed() -> None:
    with pytest.raises(QueryError, match=r"Russia .* or Soviet Union"):
        find(entities(), "Moscow")


def test_an_unknown_name_is_told_with_near_names() -> None:
    with pytest.raises(QueryError, match=r"no entity is called 'Rusia'; did you mean Russia"):
        find(entities(), "Rusia")
    with pytest.raises(QueryError, match=r"no entity is called 'Zanzibar'; `graphbuild query"):
        find(entities(), "Zanzibar")


@pytest.mark.parametrize("asked", ["", "  ", "the"])
def test_an_empty_name_means_nobody(asked: str) -> None:
    with pytest.raises(QueryError):
        find(entities(), asked)
