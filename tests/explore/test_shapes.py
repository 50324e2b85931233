"""Texts cut into pieces, so that no offset has to be counted in a browser."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.api.reader import Marked, cut
from graphbuild.explore.shapes import article
from graphbuild.model import Article

SPANS = st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40), st.integers(0, 9)), max_size=8)


@given(st.text(max_size=30), SPANS, st.integers(0, 10))
def test_pieces_together_are_the_text_and_every_character_has_its_marks(
    text: str, spans: list[tuple[int, int, int]], first: int
) -> None:
    pieces = cut(text, [Marked(*span) for span in spans], first)
    assert "".join(piece for piece, _ in pieces) == text
    assert all(piece for piece, _ in pieces)
    at = first
    for piece, marks in pieces:
        for place in range(at, at + len(piece)):
            assert marks == [mark for start, end, mark in spans if start <= place < end]
        at += len(piece)


def test_characters_beyond_16_bits_count_as_one() -> None:
    assert cut("😀 Ardal met Belia", [Marked(2, 7, "source"), Marked(12, 17, "target")]) == [
        ("😀 ", []),
        ("Ardal", ["source"]),
        (" met ", []),
        ("Belia", ["target"]),
    ]


@pytest.mark.parametrize(
    ("date_from", "year"),
    [
        ("not read: 2025", "2025"),
        ("not read: 2025-03", "2025-03"),
        ("not read: 2025-13-45", "2025"),
        ("not read: March 2025", "2025"),
        ("not read: 03/04/2021", "2021"),
        ("not read: 1995/2005", ""),
        ("not read: 12345", ""),
        ("not read: soon", ""),
        ("page", ""),
        ("", ""),
    ],
)
def test_of_an_article_without_a_day_the_year_is_told(date_from: str, year: str) -> None:
    assert article(Article("a", "", date_from=date_from))["year"] == year
    assert article(Article("a", "", date="2021-04-03", date_from=date_from))["year"] == ""


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://news.example/a?b=1", "https://news.example/a?b=1"),
        ("HTTP://news.example/", "HTTP://news.example/"),
        ("javascript:alert(1)", ""),
        (" javascript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("//news.example/", ""),
        ("", ""),
    ],
)
def test_only_addresses_of_the_web_become_links(url: str, shown: str) -> None:
    assert article(Article("a", "", url=url))["url"] == shown
