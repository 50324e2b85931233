"""How events are put: a table of sentences, each with an event between asterisks and what is said of it.

``polarity`` is as the evaluation suite names it; ``speaker`` is who says it, empty where the article does.
``¶`` ends a paragraph.
"""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import pytest

from graphbuild.annotate import Annotator, Parse
from graphbuild.extract import factuality
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.syntax import Syntax
from graphbuild.model import Tense

_TABLE = Path(__file__).with_suffix("").with_name("factuality.tsv")
with _TABLE.open(encoding="utf-8") as lines:
    CASES = [tuple(row.values()) for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
_FACTS = [
    text
    for text, polarity, _ in CASES
    if polarity == "asserted" and text.startswith("Norway ") and ", it" not in text
]


@cache
def _annotator() -> Annotator:
    return Annotator()


def put(text: str, *, standing: bool = False) -> Factuality:
    """How the event between asterisks is put."""
    text = text.replace("¶", "\n")
    parse: Parse = _annotator().parse(text.replace("*", ""))
    syntax = Syntax(parse, {}, {}, {})
    event = parse.start.index(text.index("*"))
    carrier = next(iter(syntax.step(event, "carrier")), -1)
    return factuality.at(parse, syntax, event, carrier, standing=standing)


def polarity(said: Factuality) -> str:
    """The polarity as the evaluation suite names it."""
    if said.negated:
        return "negated"
    if said.modality != "asserted":
        return said.modality
    return "reported" if said.attribution else "asserted"


@pytest.mark.parametrize(("text", "expected", "speaker"), CASES)
def test_polarity_and_speaker(text: str, expected: str, speaker: str) -> None:
    said = put(text, standing="*ally*" in text)
    assert (polarity(said), said.attribution) == (expected, speaker)


@pytest.mark.parametrize("text", _FACTS)
def test_reported_words_are_their_speakers(text: str) -> None:
    said = put(f"The envoy of Peru said that {text[:-1]}.")
    assert polarity(said) == "reported"
    assert said.attribution == "The envoy of Peru"


@pytest.mark.parametrize("text", [text for text, expected, _ in CASES if expected == "future"])
def test_a_bystander_changes_nothing(text: str) -> None:
    assert polarity(put(f"In Lima, where Kenya did not attack Peru, {text}")) == "future"


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Norway *attacked* Zambia.", "past"),
        ("Norway has *attacked* Zambia.", "past"),
        ("Norway was *attacking* Zambia.", "past"),
        ("Zambia was *attacked* by Norway.", "past"),
        ("Norway *attacks* Zambia.", "present"),
        ("Norway is *attacking* Zambia.", "present"),
        ("Norway will *attack* Zambia.", "future"),
        ("Norway launched an *attack* on Zambia.", "past"),
    ],
)
def test_tense(text: str, tense: Tense) -> None:
    assert put(text).tense == tense


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Norway stopped *bombing* Zambia.", True),
        ("Norway ended its *attack* on Zambia.", True),
        ("Norway stopped to *help* Zambia.", False),
        ("Norway kept *bombing* Zambia.", False),
    ],
)
def test_what_is_stopped(text: str, ended: bool) -> None:
    assert put(text).ended is ended


def test_who_keeps_another_from_a_deed_prevents_it() -> None:
    assert polarity(put("Norway stopped Kenya from *bombing* the port.")) == "negated"


def test_the_speaker_is_a_token_of_the_text() -> None:
    assert put("The envoy of Kenya said that Norway had *attacked* Zambia.").speaker == 1
    assert put("Norway allegedly *attacked* Zambia.").speaker == -1
