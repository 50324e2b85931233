"""The entities that names, nouns and pronouns are linked to: the table ``coreference.tsv``.

``¶`` ends a paragraph.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from graphbuild.extract.linking import entities
from tests.extract.parsing import read

_TABLE = Path(__file__).parent / "coreference.tsv"


@cache
def _cases() -> tuple[tuple[str, str, str], ...]:
    lines = [x for x in _TABLE.read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]
    rows = [line.split("\t") for line in lines[1:]]
    return tuple((form, text.replace("¶", "\n"), expected) for form, text, expected in rows)


def linked_to(text: str, word: str, date: str = "") -> set[str]:
    """The names of the entities that a word is linked to, by the shortest mentions around it."""
    bare, _, nth = word.partition("#")
    spans = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(bare)}(?!\w)", text)]
    start, end = spans[int(nth or 1) - 1]
    by_length: dict[int, set[str]] = {}
    for entity in entities(read(text, heard=True, date=date)):
        for m in entity.mentions:
            if m.start <= start and end <= m.end:
                by_length.setdefault(m.end - m.start, set()).add(entity.name)
    return by_length[min(by_length)] if by_length else set()


def is_right(text: str, expected: str, date: str = "") -> bool:
    """Whether every word of a case is linked to the entities expected."""
    for link in expected.split("; "):
        word, _, names = link.partition("=")
        if linked_to(text, word, date) != ({*names.split(" & ")} - {"-"}):
            return False
    return True


@pytest.mark.slow
def test_nearly_all_cases_are_right() -> None:
    wrong = [f"{text} ({expected})" for _, text, expected in _cases() if not is_right(text, expected)]
    assert len(_cases()) >= 110
    assert len(wrong) <= 0.05 * len(_cases()), "\n".join(wrong)


@pytest.mark.parametrize(("text", "expected"), [(t, e) for form, t, e in _cases() if form == "unlinked"])
def test_ambiguous_words_stay_unlinked(text: str, expected: str) -> None:
    assert is_right(text, expected)
