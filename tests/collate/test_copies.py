"""Copies are found by their words, whatever the order in which articles come."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild.collate import originals
from graphbuild.model import Reading
from tests.factories import make_article, make_fingerprint, make_reading

WORDS = [a + b for a in "ba ke li mo ru ta vo zi".split() for b in "den gar lin mos pel rat sun tik".split()]


def prose(seed: int, words: int = 220) -> list[str]:
    """Words of a text of its own."""
    random = Random(seed)
    return [random.choice(WORDS) for _ in range(words)]


def report(id: str, words: list[str], date: str = "") -> Reading:  # noqa: A002 -- what it is called everywhere
    return make_reading(make_article(id, date=date), fingerprint=make_fingerprint(" ".join(words)))


def edited(words: list[str], every: int) -> list[str]:
    """The words with each so-and-so-many-th replaced."""
    return [f"{word}x" if i % every == every - 1 else word for i, word in enumerate(words)]


TEXT = prose(0)


@pytest.mark.parametrize(
    ("words", "copied"),
    [
        (TEXT, True),
        ([word.upper() for word in TEXT], True),
        ([f"“{word}”," for word in TEXT], True),
        (edited(TEXT, 40), True),
        (TEXT[:170], True),  # cut by an editor
        ([*prose(1, 20), *TEXT], True),  # with a line of its own before it
        (edited(TEXT, 5), False),
        (TEXT[:90], False),
        ([*TEXT[:60], *prose(2, 160)], False),  # another report with a long quotation in common
        (prose(3), False),
        ([], False),
    ],
)
def test_a_copy_is_what_has_most_word_sequences_in_common(words: list[str], copied: bool) -> None:
    found = originals([report("a", TEXT, "1957-03-25"), report("b", words, "1957-03-26")])
    assert found == ({"b": "a"} if copied else {})


def test_the_earliest_is_the_original_and_what_has_no_date_comes_last() -> None:
    readings = [
        report("a", TEXT),
        report("b", TEXT, "1957-03-26"),
        report("c", TEXT, "1957-03-25"),
        report("d", TEXT, "1957-03-25"),
    ]
    assert originals(readings) == {"a": "c", "b": "c", "d": "c"}


@pytest.mark.parametrize(("date", "copied"), [("1957-03-24", True), ("1957-04-17", False), ("", True)])
def test_what_comes_again_in_the_same_form_is_a_report_of_its_own(date: str, copied: bool) -> None:
    form = report("a", TEXT, "1957-03-17")
    assert originals([form, report("b", edited(TEXT, 40), date)]) == ({"b": "a"} if copied else {})
    assert originals([form, report("b", TEXT, date)]) == {"b": "a"}


def test_each_report_of_a_form_has_copies_of_its_own() -> None:
    weeks = [f"1957-0{month}-17" for month in (3, 4, 5)]
    readings = [
        report(f"{kind}{week}", edited(TEXT, 30 + i), week)
        for i, week in enumerate(weeks)
        for kind in ("a", "b")
    ]
    assert originals(readings) == {f"b{week}": f"a{week}" for week in weeks}


def test_copies_of_copies_are_one_cluster() -> None:
    cut = [TEXT, TEXT[:165], TEXT[:125]]
    readings = [report(str(i), words, f"1957-03-2{i}") for i, words in enumerate(cut)]
    assert originals([readings[0], readings[2]]) == {}
    assert originals(readings) == {"1": "0", "2": "0"}


def test_texts_of_a_few_words_are_copies_only_if_they_are_the_same() -> None:
    readings = [
        report(id_, words.split())
        for id_, words in (("a", "Talks end"), ("b", "talks END."), ("c", "Talks"), ("d", "…"), ("e", "…"))
    ]
    assert originals(readings) == {"b": "a"}


@settings(max_examples=50)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.sampled_from((3, 20, 60, 1000)), st.sampled_from(("", "1957-03-25"))),
        max_size=12,
    ),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter(texts: list[tuple[int, int, str]], random: Random) -> None:
    readings = [
        report(str(i), edited(prose(seed), every), date) for i, (seed, every, date) in enumerate(texts)
    ]
    found = originals(readings)
    random.shuffle(readings)
    assert originals(readings) == found
