"""Who is meant by names, nouns and pronouns, and where nobody may be: the table ``coreference.tsv``.

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
    return tuple((form, text.replace("¶", "\n"), who) for form, text, who in rows)


def meant(text: str, word: str, date: str = "") -> set[str]:
    """The names of the entities that the word means, by the shortest mentions that hold it."""
    bare, _, nth = word.partition("#")
    places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(bare)}(?!\w)", text)]
    start, end = places[int(nth or 1) - 1]
    found: dict[int, set[str]] = {}
    for entity in entities(read(text, heard=True, date=date)):
        for m in entity.mentions:
            if m.start <= start and end <= m.end:
                found.setdefault(m.end - m.start, set()).add(entity.name)
    return found[min(found)] if found else set()


def right(text: str, who: str, date: str = "") -> bool:
    """Whether every word of the case means whom the table says."""
    for said in who.split("; "):
        word, _, names = said.partition("=")
        if meant(text, word, date) != ({*names.split(" & ")} - {"-"}):
            return False
    return True


@pytest.mark.slow
def test_nearly_all_cases_are_right() -> None:
    wrong = [f"{text} ({who})" for _, text, who in _cases() if not right(text, who)]
    assert len(_cases()) >= 110
    assert len(wrong) <= 0.05 * len(_cases()), "\n".join(wrong)


@pytest.mark.parametrize(("text", "who"), [(t, w) for form, t, w in _cases() if form == "nobody"])
def test_nobody_is_meant(text: str, who: str) -> None:
    assert right(text, who)
