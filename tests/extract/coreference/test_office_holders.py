"""Heads of states and governments by the article's date, and where the table of leaders is not used."""

from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.extract.linking import entities
from graphbuild.model import Mention
from tests.extract.coreference.test_coreference import is_right
from tests.extract.parsing import read

_TABLE = Path(__file__).parent / "leaders.tsv"


def _cases() -> list[list[str]]:
    lines = [x for x in _TABLE.read_text(encoding="utf-8").splitlines() if not x.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


@pytest.mark.parametrize(("date", "text", "expected"), _cases())
def test_a_post_is_linked_to_its_holder(date: str, text: str, expected: str) -> None:
    assert is_right(text, expected, date)


def _mentions(text: str, date: str) -> dict[str, tuple[Mention, ...]]:
    return {e.key: e.mentions for e in entities(read(text, date=date))}


def test_the_person_is_the_same_as_if_named() -> None:
    unnamed = _mentions("The French president met Angela Merkel.", "2013-05-06")
    named = _mentions("Francois Hollande met Angela Merkel.", "2013-05-06")
    assert "francois hollande" in unnamed.keys() & named.keys()


def test_the_reason_names_post_date_and_table() -> None:
    (mention,) = _mentions("The French president spoke.", "2013-05-06")["francois hollande"]
    assert (mention.form, mention.text) == ("nominal", "The French president")
    assert mention.reason == "president of France on 2013-05-06: table of leaders"


def test_another_holder_in_the_article_takes_precedence() -> None:
    text = "Pierre Dupont, president of France, spoke. The French president was tired."
    assert _mentions(text, "2013-05-06").keys() == {"pierre dupont", "FRA"}
