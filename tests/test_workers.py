from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from graphbuild.errors import GraphbuildError, ModelError
from graphbuild.model import Article, Reading
from graphbuild.read import Failure, Foreign
from graphbuild.workers import readings
from tests.factories import make_article


@dataclass(frozen=True)
class Reader:
    """Reads nothing in an article, and does what its text says."""

    def passed_over(self, article: Article) -> Foreign | None:
        foreign = article.text == "pas anglais"
        return Foreign(article.id, "not in English (fr)", "fr", article.id) if foreign else None

    def read(self, article: Article) -> Reading:
        if article.text == "break":
            raise ZeroDivisionError("in the reader")
        if article.text == "no model":
            raise ModelError("the model is broken")
        if article.text == "die":
            os._exit(1)
        return Reading(article, (), ())


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_is_passed_over_is_told_in_its_place(workers: int) -> None:
    first, told, last = readings(articles("one", "pas anglais", "three"), Reader(), workers)
    assert isinstance(first, Reading)
    assert told == Foreign("1", "not in English (fr)", "fr", "1")
    assert isinstance(last, Reading)


def articles(*texts: str) -> list[Article]:
    return [make_article(str(i), text) for i, text in enumerate(texts)]


@pytest.mark.parametrize("workers", [1, 2])
def test_readings_come_in_the_order_of_the_articles(workers: int) -> None:
    given = articles(*("word " * (1 + i % 7) for i in range(100)))
    assert [r.article for r in readings(given, Reader(), workers) if isinstance(r, Reading)] == given


@pytest.mark.parametrize("workers", [1, 2])
def test_an_article_that_breaks_the_reader_is_a_failure_and_the_rest_goes_on(workers: int) -> None:
    first, broken, last = readings(articles("a", "break", "b"), Reader(), workers)
    assert isinstance(first, Reading)
    assert isinstance(last, Reading)
    assert isinstance(broken, Failure)
    assert broken.where == "article 1"
    assert "ZeroDivisionError: in the reader" in broken.reason


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_that_no_article_would_survive_is_raised(workers: int) -> None:
    with pytest.raises(ModelError, match="the model is broken"):
        list(readings(articles("a", "no model", "b"), Reader(), workers))


def test_a_worker_that_dies_is_one_clear_error() -> None:
    with pytest.raises(GraphbuildError, match=r"worker process ended unexpectedly.*fewer --workers"):
        list(readings(articles("a", "die", "b"), Reader(), 2))


@pytest.mark.parametrize(("workers", "most"), [(1, 10), (2, 10 + 16 * 2 * 3)])
def test_articles_are_taken_no_faster_than_readings_are_asked_for(workers: int, most: int) -> None:
    taken = 0

    def endless() -> Iterator[Article]:
        nonlocal taken
        while True:
            taken += 1
            yield make_article(str(taken))

    found = readings(endless(), Reader(), workers)
    for _ in range(10):
        next(found)
    found.close()
    assert taken <= most
