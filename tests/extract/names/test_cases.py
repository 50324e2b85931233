"""Tables of words that may mean a state, or something else, and what they mean; names in running text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graphbuild.extract.linking import entities
from tests.extract.parsing import read

_FOLDER = Path(__file__).parent
#: Texts of which not all names are read, and why.
_MISSED = {
    "Delta Foods bought Liptons and Hardy Bond, two units of Unilever.": "a plural for a body named once",
}


def _cases(table: str) -> list[list[str]]:
    lines = (_FOLDER / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[2:]]


def _found(name: str, text: str) -> set[str]:
    """Codes of the states, kinds of the others, that have a mention at the last place of a name."""
    at = text.rindex(name)
    return {
        e.iso3 or e.kind
        for e in entities(read(text, heard=True))
        if any(m.start < at + len(name) and m.end > at for m in e.mentions)
    }


@pytest.mark.parametrize(
    ("table", "least"),
    [pytest.param("countries.tsv", 160, marks=pytest.mark.slow), ("metonyms.tsv", 90)],
)
def test_words_of_states(table: str, least: int) -> None:
    cases = _cases(table)
    wrong = [case for case in cases if not _right(case)]
    assert len(cases) >= least
    assert len(wrong) <= 0.05 * len(cases), wrong


def test_names_of_running_text() -> None:
    cases = [case for case in _cases("names.tsv") if case[0] not in _MISSED]
    found = {
        text: "; ".join(f"{n.text}/{n.kind[0]}" for n in read(text, heard=True).names) for text, _ in cases
    }
    assert {text: names for text, names in found.items() if names != dict(cases)[text]} == {}


@pytest.mark.parametrize(
    "text",
    [pytest.param(text, marks=pytest.mark.xfail(reason=why, strict=True)) for text, why in _MISSED.items()],
)
def test_names_that_are_missed(text: str) -> None:
    names = dict(_cases("names.tsv"))[text]
    assert "; ".join(f"{n.text}/{n.kind[0]}" for n in read(text, heard=True).names) == names


def _right(case: Sequence[str]) -> bool:
    name, found, text = case
    return _found(name, text) == ({found} - {"none"})
