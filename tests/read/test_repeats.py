"""What an article says twice is read once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.annotate import paragraphs
from graphbuild.read.repeats import repeats

LEAD = "France and Italy signed the treaty in Geneva."
LONG = f"After ten days of talks, Jean Roux said: “{LEAD}” Spain stayed away."


def found(*blocks: str) -> list[str]:
    text = "\n\n".join(blocks)
    return [text[start:end] for start, end in repeats(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("blocks", "again"),
    [
        ((LEAD, "Spain stayed away.", LEAD), [LEAD]),
        ((LEAD, LEAD.upper(), f"“{LEAD}”"), [LEAD.upper(), f"“{LEAD}”"]),
        ((LEAD, LONG), [LEAD]),
        ((LONG, LEAD), [LEAD]),
        ((LONG, LEAD, LONG), [LEAD, LONG]),
        ((LEAD, "France and Italy signed the pact in Geneva."), []),
        (("France attacks Italy", "France attacks Italy", "France attacks Italy, Roux said."), []),
        ((), []),
    ],
)
def test_a_paragraph_that_comes_again_or_stands_in_another(blocks: tuple[str, ...], again: list[str]) -> None:
    assert found(*blocks) == again


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=9).map(" ".join), max_size=8))
def test_nothing_is_lost(blocks: list[str]) -> None:
    text = "\n\n".join(blocks)
    spans = paragraphs(text)
    again = repeats(text, spans)
    kept = [text[a:b] for a, b in spans if (a, b) not in again]
    assert all(any(text[a:b] in block for block in kept) for a, b in again)
    assert repeats("\n\n".join(kept), paragraphs("\n\n".join(kept))) == []


def test_many_like_paragraphs_take_no_time() -> None:
    found(*(f"{'a ' * 50}{i}" for i in range(2_000)), "a " * 100_000)
