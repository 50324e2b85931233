"""Articles that are not in English are told apart; in doubt a text is English."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.read.language import foreign

LINES = (Path(__file__).parent / "languages.tsv").read_text(encoding="utf-8").splitlines()
TEXTS = list(csv.DictReader(LINES, delimiter="\t"))
#: What the identifier takes one for: nearly the same in writing.
TWINS = {"id": ("id", "ms"), "da": ("da", "no"), "zh": ("zh",)}
ENGLISH = (
    "The ministers met on Monday and agreed that the border would be opened by the end of the month.\n"
    "Officials said that it was the first such meeting in ten years."
)
SURELY_ENGLISH = {
    "prose": ENGLISH,
    "a few words": "Talks end.",
    "a headline": "Sadat meets Begin in Jerusalem",
    "words of other languages": "Bundeskanzler Scholz meets Président Macron at Élysée",
    "foreign names": (
        "Chancellor Angela Merkel met Frank-Walter Steinmeier, Wolfgang Schäuble, Ursula von der Leyen, "
        "Jean-Claude Juncker and Jürgen Stoltenberg of the Bundestag's Auswärtiger Ausschuss in Saarbrücken, "
        "the Süddeutsche Zeitung said."
    ),
    "names alone": "Xi Jinping, Li Keqiang, Wang Yi, Wang Qishan, Zhao Leji, Han Zheng, Wang Huning",
    "a quotation": f"{ENGLISH}\n“Nous avons fait ce que nous devions faire, et nous le ferons”, he said.",
    "a name in its own letters": f"{ENGLISH}\nThe treaty (条約, договор) was then signed.",
    "results": "Shr 39 cts vs 28 cts Net 491,000 vs 356,000 Revs 890,000 vs 720,000 Shr 1.18 dlrs vs 97 cts",
    "a table": "Jun --- --- 16085\nSep 159.25 159.50 ---\nDec 15885\nMar 147.75 38\nMay 146.75 146.75 147",
    "a company's figures": (
        "ADRAVE, Feb 26 - Oper shr loss 1.98 dlrs vs loss 5.24\nOper net loss 23.3 mln vs loss 44.8 mln\n"
        "Note: year net includes nine mln dlr extraordinary loss for oil and gas writedowns."
    ),
    "a sentence over a table": (
        "These prices were given by the exchange:\n"
        + "Silver Londra Metallo Zurigo  26.10 26.40 28.20\n" * 12
    ),
    "capitals": ENGLISH.upper(),
    "no words": "12 : 3 — 45 %",
    "nothing": "",
}


@pytest.mark.parametrize("row", TEXTS, ids=[row["language"] for row in TEXTS])
def test_the_language_is_reported(row: dict[str, str]) -> None:
    language, text = row["language"], row["text"]
    long = f"{text} {text}"
    assert foreign(long) in TWINS.get(language, (language,))
    assert foreign(f"{long}\n\nRead more: The ministers met.") in TWINS.get(language, (language,))


@pytest.mark.parametrize("text", SURELY_ENGLISH.values(), ids=SURELY_ENGLISH)
def test_what_may_be_english_is_english(text: str) -> None:
    assert foreign(text) == ""


def test_beginning_and_end_are_looked_at() -> None:
    french = next(row["text"] for row in TEXTS if row["language"] == "fr")
    assert foreign(" ".join([french] * 40)) == "fr"
    assert foreign(f"{french * 20} {ENGLISH * 20}") == ""


def test_a_table_does_not_hide_a_language() -> None:
    french = next(row["text"] for row in TEXTS if row["language"] == "fr")
    assert foreign(f"{french * 2}\n" + "Cuivre  159.25  159.50  162.00\n" * 9) == "fr"


@given(st.text(max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    assert isinstance(foreign(text), str)
