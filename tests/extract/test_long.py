"""Reading takes time by the length of an article, not by its square."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import TypeVar

import pytest

from graphbuild.annotate import Parse
from graphbuild.extract import read_parse
from graphbuild.extractor import Extractor
from graphbuild.model import Article

T = TypeVar("T")
COUNTRIES = ("France", "Algeria", "Sweden", "Norway", "Kenya", "Peru", "Chile", "Ghana")
SAID = (
    "{a} attacked {b} on Monday, officials of {b} said.",
    "Rebel forces of {a}, {b} and Japan met in Rome.",
    "Maria {a}son of {a} met President Jon {b}berg of {b}, who leads the party.",
    "“We will not join {b} in the war that began last week and goes on,” the ministry of {a} said.",
)


class _Counted(list[T]):
    """A list that counts how often somebody goes through all of it."""

    def __init__(self, items: list[T]) -> None:
        super().__init__(items)
        self.times = 0

    def __iter__(self) -> Iterator[T]:
        self.times += 1
        return super().__iter__()


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(encoder=False)


def _gone_through(extractor: Extractor, sentences: int) -> tuple[int, int]:
    """How often all sentences and all names of an article of so many sentences are gone through."""
    pairs = [*permutations(COUNTRIES, 2)]
    text = " ".join(SAID[i % 4].format(a=a, b=b) for i, (a, b) in enumerate(pairs[:sentences]))
    parse: Parse = extractor.annotator.parse(text)
    assert len(parse.sentences) >= sentences // 2
    of, names = _Counted(parse.sentences), _Counted(parse.names)
    read_parse(replace(parse, sentences=of, names=names), Article("long", text))
    return of.times, names.times


def test_nothing_is_gone_through_once_a_word(extractor: Extractor) -> None:
    few, many = (_gone_through(extractor, number) for number in (12, 48))
    assert few == many


def test_a_sentence_and_a_name_are_found_by_a_token() -> None:
    parse = Parse(
        "", words=["w"] * 9, sentences=[(0, 3), (3, 4), (4, 9)], names=[(1, 3, "ORG"), (5, 6, "GPE")]
    )
    assert [parse.sentence(i)[0] for i in range(9)] == [0, 0, 0, 3, 4, 4, 4, 4, 4]
    assert [i for i in range(9) if parse.opens(i)] == [0, 3, 4]
    assert [i for i in range(9) if parse.name(i)] == [1, 2, 5]
