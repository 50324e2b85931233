"""The one form in which training and inference show a pair to the encoder."""

from __future__ import annotations

import pytest

from graphbuild.encoder.marking import mark
from graphbuild.model import Span


@pytest.mark.parametrize(
    ("text", "source", "target", "marked"),
    [
        ("Kenya freed two miners.", (0, 5), (12, 22), "Alpha ( Kenya ) freed Beta ( two miners )."),
        (
            "Two miners were freed by Kenya.",
            (25, 30),
            (0, 10),
            "Beta ( Two miners ) were freed by Alpha ( Kenya ).",
        ),
        ("Kenya agreed.", (0, 5), None, "Beta ( someone ) Alpha ( Kenya ) agreed."),
        ("Kenya agreed.", None, (0, 5), "Alpha ( someone ) Beta ( Kenya ) agreed."),
        ("Iraqi fighters left.", (0, 14), (0, 5), "Alpha ( fighters )"),
    ],
)
def test_each_end_is_marked_where_it_stands(
    text: str, source: Span | None, target: Span | None, marked: str
) -> None:
    found, a, b = mark(text, source, target)
    assert marked in found
    assert found[a:].startswith("Alpha (")
    assert found[b:].startswith("Beta (")


def test_a_long_sentence_is_cut_around_its_pair() -> None:
    text = "Before all that, " * 60 + "Kenya freed two miners" + ", and so on and on" * 60 + "."
    at = text.index("Kenya")
    found, a, b = mark(text, (at, at + 5), (at + 12, at + 22))
    assert len(found) < 700
    assert "Alpha ( Kenya ) freed Beta ( two miners )" in found
    assert found[a:].startswith("Alpha")
    assert found[b:].startswith("Beta")
