"""Slips of spelling: which words may be meant by another."""

from __future__ import annotations

import pytest

from graphbuild.api.slips import alike, slips_of


@pytest.mark.parametrize(
    ("wanted", "word", "meant"),
    [
        ("merkl", "merkel", True),
        ("merkal", "merkel", True),
        ("mekrel", "merkel", True),
        ("ergodan", "erdogan", True),
        ("ergodann", "erdogan", True),  # of eight letters two slips
        ("ergodan", "erdan", False),
        ("gredoan", "erdogan", False),
        ("reodgan", "erdogan", False),
        ("more", "rome", False),
        ("gerdon", "dregon", False),
        ("omaba", "obama", True),
        ("trum", "trump", True),
        ("iarn", "iran", True),
        ("irn", "iran", False),
    ],
)
def test_a_word_may_be_meant_by(wanted: str, word: str, meant: bool) -> None:
    assert alike(wanted, word, slips_of(wanted)) is meant
