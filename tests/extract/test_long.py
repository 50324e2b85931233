"""Extraction takes time linear in the length of an article."""

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
TEMPLATES = (
    "{a} attacked {b} on Monday, officials of {b} said.",
    "Rebel forces of {a}, {b} and Japan met in Rome.",
    "Maria {a}son of {a} met President Jon {b}berg of {b}, who leads the party.",
    "“We will not join {b} in the war that began last week and goes on,” the ministry of {a} said.",
)


class _Counted(list[T]):
    """A list that counts how often it is iterated."""

    def __init__(self, items: list[T]) -> None:
        super().__init__(items)
        self.times = 0

    def __iter__(self) -> Iterator[T]:
        self.times += 1
        return super().__iter__()


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(encoder=False)


def _iterations(extractor: Extractor, sentences: int) -> tuple[int, int]:
    """Return how often the sentences and the names of an article of this length are iterated."""
    pairs = [*permutations(COUNTRIES, 2)]
    text = " ".join(TEMPLATES[i % 4].format(a=a, b=b) for i, (a, b) in enumerate(pairs[:sentences]))
    parse: Parse = extractor.annotator.parse(text)
    assert len(parse.sentences) >= sentences // 2
    counted, names = _Counted(parse.sentences), _Counted(parse.names)
    read_parse(replace(parse, sentences=counted, names=names), Article("long", text))
    return counted.times, names.times


def test_iterations_do_not_grow_with_the_article(extractor: Extractor) -> None:
    short, long = (_iterations(extractor, number) for number in (12, 48))
    assert short == long


def test_sentence_and_name_of_a_token() -> None:
    parse = Parse(
        "", words=["w"] * 9, sentences=[(0, 3), (3, 4), (4, 9)], names=[(1, 3, "ORG"), (5, 6, "GPE")]
    )
    assert [parse.sentence(i)[0] for i in range(9)] == [0, 0, 0, 3, 4, 4, 4, 4, 4]
    assert [i for i in range(9) if parse.starts_sentence(i)] == [0, 3, 4]
    assert [i for i in range(9) if parse.name(i)] == [1, 2, 5]
