"""Case tables: ambiguous names of states, metonyms of states, names in running text."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graphbuild.extract.linking import entities
from tests.extract.parsing import read

_FOLDER = Path(__file__).parent
#: Texts with names that are not recognised, and the reason.
_NOT_RECOGNISED = {
    "Delta Foods bought Liptons and Hardy Bond, two units of Unilever.": (
        "the plural of an organisation that is mentioned once"
    ),
}


def _cases(table: str) -> list[list[str]]:
    lines = (_FOLDER / table).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines[2:]]


def _linked_at(name: str, text: str) -> set[str]:
    """Return country codes, or kinds of other entities, with a mention at the last occurrence of a name."""
    start = text.rindex(name)
    return {
        e.iso3 or e.kind
        for e in entities(read(text, heard=True))
        if any(m.start < start + len(name) and m.end > start for m in e.mentions)
    }


@pytest.mark.parametrize(
    ("table", "minimum"),
    [pytest.param("countries.tsv", 160, marks=pytest.mark.slow), ("metonyms.tsv", 90)],
)
def test_state_names_and_metonyms(table: str, minimum: int) -> None:
    cases = _cases(table)
    wrong = [case for case in cases if not _is_correct(case)]
    assert len(cases) >= minimum
    assert len(wrong) <= 0.05 * len(cases), wrong


def test_names_in_running_text() -> None:
    cases = [case for case in _cases("names.tsv") if case[0] not in _NOT_RECOGNISED]
    found = {
        text: "; ".join(f"{n.text}/{n.kind[0]}" for n in read(text, heard=True).names) for text, _ in cases
    }
    assert {text: names for text, names in found.items() if names != dict(cases)[text]} == {}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, marks=pytest.mark.xfail(reason=why, strict=True))
        for text, why in _NOT_RECOGNISED.items()
    ],
)
def test_name_not_recognised(text: str) -> None:
    names = dict(_cases("names.tsv"))[text]
    assert "; ".join(f"{n.text}/{n.kind[0]}" for n in read(text, heard=True).names) == names


def _is_correct(case: Sequence[str]) -> bool:
    name, expected, text = case
    return _linked_at(name, text) == ({expected} - {"none"})
