"""Factuality of events: a table of sentences, each with an event between asterisks.

``polarity`` is named as in the evaluation suite; ``speaker`` is empty for the article itself. ``¶`` ends a
paragraph.
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


def factuality_of(text: str, *, standing: bool = False) -> Factuality:
    """Return the factuality of the event between asterisks."""
    text = text.replace("¶", "\n")
    parse: Parse = _annotator().parse(text.replace("*", ""))
    syntax = Syntax(parse, {}, {}, {})
    event = parse.start.index(text.index("*"))
    carrier = next(iter(syntax.step(event, "carrier")), -1)
    return factuality.at_token(parse, syntax, event, carrier, standing=standing)


def polarity(result: Factuality) -> str:
    """Return the polarity as the evaluation suite names it."""
    if result.negated:
        return "negated"
    if result.modality != "asserted":
        return result.modality
    return "reported" if result.attribution else "asserted"


@pytest.mark.parametrize(("text", "expected", "speaker"), CASES)
def test_polarity_and_speaker(text: str, expected: str, speaker: str) -> None:
    result = factuality_of(text, standing="*ally*" in text)
    assert (polarity(result), result.attribution) == (expected, speaker)


def test_the_infinitive_of_a_headline_is_future() -> None:
    assert polarity(factuality_of("Wang Yi to *visit* Kenya next month")) == "future"


@pytest.mark.parametrize("text", _FACTS)
def test_reported_content_is_attributed_to_its_speaker(text: str) -> None:
    result = factuality_of(f"The envoy of Peru said that {text[:-1]}.")
    assert polarity(result) == "reported"
    assert result.attribution == "The envoy of Peru"


@pytest.mark.parametrize("text", [text for text, expected, _ in CASES if expected == "future"])
def test_a_preceding_relative_clause_changes_nothing(text: str) -> None:
    assert polarity(factuality_of(f"In Lima, where Kenya did not attack Peru, {text}")) == "future"


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
    assert factuality_of(text).tense == tense


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("Norway stopped *bombing* Zambia.", True),
        ("Norway ended its *attack* on Zambia.", True),
        ("Norway stopped to *help* Zambia.", False),
        ("Norway kept *bombing* Zambia.", False),
    ],
)
def test_ended(text: str, ended: bool) -> None:
    assert factuality_of(text).ended is ended


def test_stopping_another_actor_negates_the_event() -> None:
    assert polarity(factuality_of("Norway stopped Kenya from *bombing* the port.")) == "negated"


def test_the_speaker_is_a_token_of_the_text() -> None:
    assert factuality_of("The envoy of Kenya said that Norway had *attacked* Zambia.").speaker == 1
    assert factuality_of("Norway allegedly *attacked* Zambia.").speaker == -1
