"""Why a statement is so, in words that a reader of news understands, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

import graphbuild
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server
from graphbuild.ledger import Ledger
from graphbuild.model import Statement
from tests.explore.browsing import go, shot, watched
from tests.factories import make_article, make_country, make_reading, make_statement

pytestmark = pytest.mark.slow

FRANCE, ITALY = make_country("FRA", "France"), make_country("ITA", "Italy")
SENTENCES = {
    "broke": "Paris broke off relations with the embassy of Italy in 1961.",
    "leave": "France will leave Italy by the end of September, he said.",
    "aided": "France had aided Italy a day earlier.",
    "met": "France did not meet Italy last autumn.",
}


@pytest.fixture
def pair(chromium: Browser, tmp_path: Path) -> Iterator[Page]:
    text = "\n".join(SENTENCES.values())
    start = {name: text.index(sentence) for name, sentence in SENTENCES.items()}

    def said(name: str, relation: str, when: tuple[str, str], words: str, **more: Any) -> Statement:
        made = make_statement(FRANCE, relation, ITALY, SENTENCES[name], start=start[name], when=when, **more)
        return replace(made, when_text=words)

    statements = [
        said("broke", "SANCTIONS", ("1961-01-01", "1961-12-31"), "in 1961", trigger="broke off relations",
             source_role="Paris", target_role="embassy"),
        said("leave", "WITHDRAWS_FROM", ("", "1962-09-30"), "by the end of September", modality="future",
             attribution="he"),
        said("aided", "AIDS", ("", "1962-03-04"), "a day earlier"),
        said("met", "MET_WITH", ("1961-09-01", "1961-11-30"), "last autumn", negated=True),
    ]  # fmt: skip
    article = make_article("a", text, date="1962-03-09")
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write([("stamp", make_reading(article, [FRANCE, ITALY], statements))])
    with graphbuild.open(tmp_path / "graph") as opened:
        answers = Answers(opened, "graph")
        with Server(answers) as server, watched(chromium, server.address) as page:
            go(page, f"{server.address}#/pair/{FRANCE.id}/{ITALY.id}")
            yield page


def statement(page: Page, name: str) -> Locator:
    found = page.locator(".statement").filter(has_text=SENTENCES[name]).last
    found.get_by_text("Why is this so?").click()
    return found


def why(of: Locator) -> dict[str, str]:
    terms = of.locator("dl dt").all_text_contents()
    return dict(zip(terms, of.locator("dl dd").all_text_contents(), strict=True))


def test_a_statement_says_why_in_plain_words(pair: Page) -> None:
    broke = statement(pair, "broke")
    told = why(broke)
    assert told.pop("Relation").startswith("sanctions: cuts ties or aid")
    assert told == {
        "Words that say it": "“broke off relations”",
        "Rule": "test",
        "How sure": "about 90 of 100 such statements are right",
        "Reported as": "a fact, in the past tense, by the article, which names nobody else for it",
        "Done by": "“Paris”, counted for France",
        "Done to": "“embassy”, counted for Italy",
        "Time": "happened 1961 (“in 1961”)",
    }
    broke.scroll_into_view_if_needed()
    shot(pair, "why")


def test_what_is_due_or_denied_has_not_happened(pair: Page) -> None:
    leave = why(statement(pair, "leave"))
    assert leave["Reported as"] == "future, in the past tense, according to “he”"
    assert leave["Time"] == "due no later than 1962-09-30 (“by the end of September”)"
    assert why(statement(pair, "aided"))["Time"] == "happened no later than 1962-03-04 (“a day earlier”)"
    met = statement(pair, "met")
    assert why(met)["Time"] == "said of 1961-09-01 – 1961-11-30 (“last autumn”)"
    expect(met.locator(".below .days")).to_have_text("said of 1961-09-01 – 1961-11-30")
    expect(pair.locator(".below").filter(has_text="happened 1961-09-01")).to_have_count(0)
