"""Words of web pages that lost the blank between them."""

from __future__ import annotations

import pytest

from graphbuild.extractor import Extractor
from graphbuild.model import Article
from graphbuild.read.cleanup import cleaned
from graphbuild.read.glued import breaks, menus

#: Texts as they are found, with a bar where a blank was lost.
_PAGES = [
    "Read Next ago|Poland blames Peru for the fire",
    "What To Know|In a March audit, Peru found nothing.",
    "Why It Matters|The court ruled last month.",
    "Otieno spoke. Popular Reads|Otieno casts a vote",
    "Trump|Donald Otieno left. Donald smiled.",
    "It was|Otieno again.",
    "ago|Peru voted. ago|Peru lost.",
    "Image|Otieno spoke. Photo|Otieno left.",
    "Sara Otieno|January 3, 2024|Former minister Ann Mensah spoke.",
    "Photo by Ann Mensah|By Paul Otieno and others. Paul is a writer.",
    "view image in fullscreen|The surgeon left.",
    "The Peru|Chile border and the Peru coast are calm. Chile is far.",
]
#: Names and other words with a capital within.
_WHOLE = [
    "YouTube and WhatsApp said so.",
    "The HuffPost wrote that LinkedIn is down. The Post is fine.",
    "Ronald MacKenzie met Ella FitzGerald and Gerald DeSantis. Kenzie and Gerald left.",
    "An iPhone with macOS costs more. Phone and OS are old.",
    "Follow @AnnOtieno and #PeruVotes. Otieno votes. Votes count.",
    "SolarWinds sued Microsoft.",
    "easyJet left.",
    "easyJet left. easyJet won.",
    "SkyPeru flies. SkyPeru lands. Peru and Sky are well.",
    "See newsPeru.com and document.getElementById(peru). Peru is well.",
    "It happened in 2024. The G20Summit is over.",
]


@pytest.mark.parametrize("page", _PAGES)
def test_a_lost_blank_is_found(page: str) -> None:
    text = page.replace("|", "")
    expected: list[int] = []
    for piece in page.split("|")[:-1]:
        expected.append(len(piece) + (expected[-1] if expected else 0))
    assert breaks(text) == expected


@pytest.mark.parametrize("text", _WHOLE)
def test_a_name_with_a_capital_within_stays_whole(text: str) -> None:
    assert breaks(text) == []


def test_labels_of_a_page_are_a_menu() -> None:
    page = "HomeNewsEuropeEmail\nPeru sends News from Europe by Email, and Home is far."
    assert [page[a:b] for a, b in menus(page, breaks(page))] == ["HomeNewsEuropeEmail"]
    sentences = "He left.The court ruled.It was late."
    assert menus(sentences, breaks(sentences)) == []


def test_characters_are_those_of_the_given_text() -> None:
    text = "What To KnowIn May Peru met Chile."
    clean = cleaned(text, breaks=breaks(text))
    assert clean.text == "What To Know\n\nIn May Peru met Chile."
    assert clean.given_span((14, len(clean.text))) == (12, len(text))
    assert clean.span((12, 14)) == (14, 16)


def test_a_heading_is_no_part_of_the_sentence_after_it() -> None:
    text = "Otieno warns Peru again. What To KnowOtieno met Ann Mensah on Friday, Paul Otieno said."
    reading = Extractor().read(Article("a", text))
    assert {e.name for e in reading.entities if e.kind == "person"} == {"Paul Otieno", "Ann Mensah"}
    met = next(s for s in reading.statements if s.relation == "MET_WITH")
    assert met.sentence == "Otieno met Ann Mensah on Friday, Paul Otieno said."
