"""What the search finds."""

from __future__ import annotations

import pytest

from graphbuild.explore.answers import Answers


def names(answers: Answers, words: str) -> list[str]:
    return [e["name"] for e in answers.search({"q": words})["entities"]]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Soviet Union", "Soviet Union"),
        ("SOVIET", "Soviet Union"),
        ("sov un", "Soviet Union"),
        ("union soviet", "Soviet Union"),
        ("acheson", "Dean Acheson"),
        ("Achéson", "Dean Acheson"),
        ("cheson", "Dean Acheson"),
        ("Achesson", "Dean Acheson"),
        ("Dean Achson", "Dean Acheson"),
    ],
)
def test_an_entity_is_found_by_any_part_of_its_name_and_slips_of_spelling(
    example: Answers, words: str, first: str
) -> None:
    assert names(example, words)[0] == first


@pytest.mark.parametrize(
    "words", ["", "   ", "…", "zzzzqqqq", '"', "*", "NEAR(", "a" * 5000, "\x00", "\ud800"]
)
def test_what_means_nothing_finds_nothing(example: Answers, words: str) -> None:
    found = example.search({"q": words})
    assert (found["entities"], found["pair"]) == ([], None)
    assert found["articles"] == []


@pytest.mark.parametrize(
    "words", ["Egypt, Israel", "egypt – israel", "Egypt and Israel", "egypt/israel", "Egypt vs Israel"]
)
def test_two_names_are_a_pair(example: Answers, words: str) -> None:
    pair = example.search({"q": words})["pair"]
    assert [e["name"] for e in pair] == ["Egypt", "Israel"]


@pytest.mark.parametrize("words", ["Sinai peninsula", "peninsula SINAI", "sinai penin"])
def test_articles_are_found_by_words_of_their_text(example: Answers, words: str) -> None:
    found = example.search({"q": words})["articles"]
    assert "suez-1956" in [a["id"] for a in found]
    marked = {text for a in found for text, marks in a["pieces"] if marks}
    assert marked
    assert all(text.lower().startswith(("sinai", "penin")) for text in marked)
