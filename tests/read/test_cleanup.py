"""A text cleaned, and the way back to the characters that were given."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.extractor import Extractor
from graphbuild.model import Article
from graphbuild.read.cleanup import cleaned


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain text – “with” quotes, R&D and\nlines.", "Plain text – “with” quotes, R&D and\nlines."),
        ("Perou\u0301 e\u0301tait la\u0300", "Peroú était là"),
        ("Ger\u00admany\u200b and \ufeffFrance\u2060", "Germany and France"),
        ("One.\r\nTwo.\rThree.\u2028Four.\u2029\u0085Five.", "One.\nTwo.\nThree.\nFour.\n\nFive."),
        ("France &amp; Spain &#8212; &nosuch; AT&T;", "France & Spain — &nosuch; AT&T;"),
        ("Ger\u00ad\nmany and Fin\u00ad \r\n  land\u00ad", "Germany and Finland"),
        ("„No“, ‟no”", "“No“, “no”"),
        ("q\u0301", "q\u0301"),
        (
            "JosÃ© said â€œnoâ€\x9d in Appleâ€™s MÃ¼nchen for Â£5.",
            "José said “no” in Apple’s München for £5.",
        ),
        ("“AMANHÔ, “CAFÉ” – “à”", "“AMANHÔ, “CAFÉ” – “à”"),
        ("M&amp;#233;xico, Marks &amp;amp; Spencer", "México, Marks & Spencer"),
        (
            "I don\ufffdt know \ufffdMa,\ufffd a film \ufffd or Ren\ufffd.",
            "I don’t know “Ma,” a film – or Ren\ufffd.",
        ),
        (
            "Drones hit Samara.[[xxi]](https://a.org/<#_edn28>) Kyiv said so.",
            "Drones hit Samara. Kyiv said so.",
        ),
        (
            "Siemens (SIEGn.DE), opens new tab and Ford (F.N) met the envoy (U.N) (R-Ky.).",
            "Siemens and Ford met the envoy (U.N) (R-Ky.).",
        ),
        ("", ""),
    ],
)
def test_what_is_cleaned(text: str, expected: str) -> None:
    assert cleaned(text).text == expected


@given(st.text("aé\u0301\u00ad\u200b\r\n&;amp😀 .", max_size=30), st.data())
def test_every_place_leads_back_to_its_characters(text: str, data: st.DataObject) -> None:
    clean = cleaned(text)
    start = data.draw(st.integers(0, len(clean.text)))
    end = data.draw(st.integers(start, len(clean.text)))
    a, b = clean.given_span((start, end))
    assert 0 <= a <= b <= len(text)
    assert cleaned(text[a:b]).text == clean.text[start:end]
    if start < end and unicodedata.is_normalized("NFC", text) and "&" not in text:
        assert clean.span((a, b)) == (start, end)


def test_a_letter_leads_back_to_the_accent_in_it_and_not_to_the_next() -> None:
    clean = cleaned("La\u0301\u0301 x")
    assert clean.text == "L\u00e1\u0301 x"
    assert [clean.given_span((k, k + 1)) for k in range(4)] == [(0, 1), (1, 3), (3, 4), (4, 5)]


def test_a_place_of_the_given_text_is_found() -> None:
    text = "\ufeffNicola\u0301s Maduro met Xi\u200b."
    clean = cleaned(text)
    start, end = clean.span((1, 9))
    assert clean.text[start:end] == "Nicolás"
    assert clean.given_span((start, end)) == (1, 9)


def test_a_reading_speaks_of_the_given_text() -> None:
    composed = "Nicolás Maduro, president of Venezuela, accused Perú of meddling.\nRussia attacked Ukraine."
    text = unicodedata.normalize("NFD", composed).replace("\n", "\u2028").replace("Ukraine", "Ukra\u00adine")
    extractor = Extractor(encoder=False)
    reading = extractor.read(Article("a", text))
    plain = extractor.read(Article("a", composed))
    assert [(e.id, e.name) for e in reading.entities] == [(e.id, e.name) for e in plain.entities]
    assert [(s.relation, s.source, s.target) for s in reading.statements] == [
        (s.relation, s.source, s.target) for s in plain.statements
    ]
    for entity in reading.entities:
        assert all(text[m.start : m.end] == m.text for m in entity.mentions)
    assert "Ukra\u00adine" in {m.text for e in reading.entities for m in e.mentions}
    for s in reading.statements:
        assert text[slice(*s.sentence_span)] == s.sentence
        assert s.trigger in ("president", "accused", "attacked")
        assert text[slice(*s.trigger_span)] == s.trigger


def test_a_pair_is_judged_where_it_stands_in_the_given_text() -> None:
    text = "\ufeff\u200bRussia &amp; all attacked Ukraine."
    russia, ukraine = ((text.index(w), text.index(w) + len(w)) for w in ("Russia", "Ukraine"))
    forward, backward = Extractor(encoder=False).judge(text, russia, ukraine)
    assert (forward.relation, backward.relation) == ("ATTACKS", None)


def test_an_end_may_be_given_that_is_no_name_of_ours() -> None:
    text = "The New York tabloid endorsed Hillary Clinton."
    forward, _ = Extractor().judge(text, (4, 12), (30, 45))
    assert forward.relation == "SUPPORTS"
