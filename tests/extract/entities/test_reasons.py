"""The reason why each mention is linked to its entity."""

from __future__ import annotations

import pytest

from graphbuild.extract.linking import entities
from tests.extract.parsing import read

_CASES = [
    ("Angela Merkel spoke in Berlin. Merkel flew home.", "Merkel", "surname of Angela Merkel"),
    ("Mohammad Javad Zarif left. Javad Zarif slept.", "Javad Zarif", "shorter form of Mohammad Javad Zarif"),
    ("Jerzy Buzek spoke. Mr. Burzek left.", "Burzek", "surname of Jerzy Buzek, but for a letter"),
    ("Donald Regan left. Reagan spoke.", "Reagan", "name"),
    ("Samuel Clemens, known as Mark Twain.", "Mark Twain", "the article calls Samuel Clemens so as well"),
    ("France spoke.", "France", "name of the country"),
    ("French troops left.", "French", "word for its people"),
    ("Moscow warned the rebels.", "Moscow", "capital that acts for the country"),
    ("The White House denied it.", "White House", "seat of power of the country"),
    ("NATO sent troops.", "NATO", "name"),
    ("The Republican senator left.", "Republican", "word for members of Republican Party"),
    ("The Bank of Galdor (BoG) cut rates.", "BoG", "short form of Bank of Galdor"),
    ("The Redstone Mining Company won. Redstone did.", "Redstone", "shorter form of Redstone Mining Company"),
    (
        "Emmanuel Macron landed. He spoke.",
        "He",
        "most likely antecedent (subject of the previous sentence, mentioned once so far)",
    ),
    (
        "Emmanuel Macron landed. He spoke. Then he left.",
        "he",
        "most likely antecedent (subject of the previous sentence, mentioned 2 times so far)",
    ),
    ("Despite its losses, Boeing hired pilots.", "its", "subject of the following clause"),
    ('"I will go," said Emmanuel Macron.', "I", "speaker of the quotation"),
    ("Ghana and Togo met. The two countries agreed.", "countries", "the pair mentioned together"),
    (
        "President Macron spoke. The president left.",
        "The president",
        "most likely antecedent (the only person described as president)",
    ),
    (
        "Siemens sold a plant. The company left.",
        "The company",
        "most likely antecedent (the only organisation that fits)",
    ),
    (
        "Finland joined. The country is large.",
        "The country",
        "most likely antecedent (the only country that fits)",
    ),
    (
        "Ann Otieno, a senator from Vermont, spoke. The Vermont senator left.",
        "The Vermont senator",
        "most likely antecedent (the only person described as senator)",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "reason"), _CASES)
def test_reason(text: str, words: str, reason: str) -> None:
    found = [m.reason for e in entities(read(text)) for m in e.mentions if m.text == words]
    assert set(found) <= {reason}, found
    assert found


def test_every_mention_has_a_reason() -> None:
    for text, _, _ in _CASES:
        assert all(m.reason for e in entities(read(text)) for m in e.mentions)
