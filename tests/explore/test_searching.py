"""What the search finds."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graphbuild.api.searching import Search
from graphbuild.explore.answers import Answers
from graphbuild.model import Entity
from tests.factories import make_article


def names(answers: Answers, words: str) -> list[str]:
    return [e["name"] for e in answers.search({"q": words})["entities"]]


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Soviet Union", "Soviet Union"),
        ("SOVIET", "Soviet Union"),
        ("sov un", "Soviet Union"),
        ("union soviet", "Soviet Union"),
        ("acheson", "Dean Acheson"),
        ("Achéson", "Dean Acheson"),
        ("cheson", "Dean Acheson"),
        ("Achesson", "Dean Acheson"),
        ("Dean Achson", "Dean Acheson"),
        ("Achseon", "Dean Acheson"),
        ("egpyt", "Egypt"),
        ("isrel", "Israel"),
        ("soveit unoin", "Soviet Union"),
        ("Kremlin", "Soviet Union"),
        ("cairo", "Egypt"),
        ("Secretary of State Acheson", "Dean Acheson"),
    ],
)
def test_an_entity_is_found_by_any_part_of_its_name_and_slips_of_spelling(
    example: Answers, words: str, first: str
) -> None:
    assert names(example, words)[0] == first


@pytest.mark.parametrize(
    ("words", "first", "found_by"),
    [
        ("soviet", "Soviet Union", ""),
        ("kremlin", "Soviet Union", "Kremlin"),
        ("CAIRO", "Egypt", "Cairo"),
        ("jfk", "President Kennedy", "J.F.K. (JFK)"),
        ("kennedi", "President Kennedy", ""),
    ],
)
def test_another_name_by_which_something_is_found_is_told(
    example: Answers, words: str, first: str, found_by: str
) -> None:
    egypt = next(e for e in example.index.entities.values() if e.name == "Egypt")
    kennedy = replace(
        egypt, id="k", name="President Kennedy", kind="person", iso3="", aliases=("Jack", "J.F.K. (JFK)")
    )
    search = Search([*example.index.entities.values(), kennedy], ())
    found = search.entities(words)[0]
    assert (found.name, search.found_by(words, found)) == (first, found_by)
    if found is not kennedy:
        assert example.search({"q": words})["entities"][0]["found_by"] == found_by


def test_a_slip_that_is_part_of_another_name_hides_nobody(example: Answers) -> None:
    egypt = next(e for e in example.index.entities.values() if e.name == "Egypt")
    names = ("Angela Merkel", "Michael Merkle", "Ann Murphy")
    search = Search([replace(egypt, id=name, name=name, aliases=()) for name in names], ())

    def found(words: str) -> list[str]:
        return [e.name for e in search.entities(words)]

    assert found("merkl") == ["Michael Merkle", "Angela Merkel"]
    assert found("merkle") == ["Michael Merkle"], "as it is written"
    assert found("angela merkl") == ["Angela Merkel"]


def test_of_names_that_are_about_as_like_the_most_reported_is_first(example: Answers) -> None:
    egypt = next(e for e in example.index.entities.values() if e.name == "Egypt")
    articles = {"Gilad Erdan": 3, "Recep Tayyip Erdogan": 40, "Marek Erdogun": 2}
    search = Search([replace(egypt, id=n, name=n, aliases=(), articles=a) for n, a in articles.items()], ())
    for words in ("ergodan", "Erdoagn", "erdogn", "tayip ergodan"):
        assert search.entities(words)[0].name == "Recep Tayyip Erdogan"
    like = {"Abdul Fatah Burhani": 3, "Abdelfattah Burhan": 40}
    search = Search([replace(egypt, id=n, name=n, aliases=(), articles=a) for n, a in like.items()], ())
    assert [e.name for e in search.entities("abdulfatahburhan")] == [*like][::-1]


@pytest.mark.parametrize(
    "words", ["", "   ", "…", "zzzzqqqq", '"', "*", "NEAR(", "a" * 5000, "\x00", "\ud800"]
)
def test_what_means_nothing_finds_nothing(example: Answers, words: str) -> None:
    found = example.search({"q": words})
    assert (found["entities"], found["pair"]) == ([], None)
    assert found["articles"] == []


@pytest.mark.parametrize(
    "words",
    [
        "Egypt, Israel",
        "egypt – israel",
        "Egypt and Israel",
        "egypt/israel",
        "Egypt vs Israel",
        "Egypt versus Israel",
        "Egypt & Israel",
        "Egypt-Israel",
        "Cairo Israel",
        "egypt israel",
        "egipt israel",
        "egypt isreal",
    ],
)
def test_two_names_are_a_pair(example: Answers, words: str) -> None:
    pair = example.search({"q": words})["pair"]
    assert [e["name"] for e in pair] == ["Egypt", "Israel"]


@pytest.mark.parametrize(
    "words", ["Soviet Union", "Dean Acheson", "Egypt", "Egypt treaty", "egypt egypt", "egypt-"]
)
def test_words_of_one_name_or_of_none_are_no_pair(example: Answers, words: str) -> None:
    assert example.search({"q": words})["pair"] is None


def test_a_pair_is_of_those_whom_the_words_name_not_of_a_better_known_one_whose_name_ends_so(
    example: Answers,
) -> None:
    egypt = next(e for e in example.index.entities.values() if e.name == "Egypt")

    def entity(name: str, articles: int, *aliases: str) -> Entity:
        return replace(egypt, id=name, name=name, aliases=aliases, articles=articles)

    known = [
        entity("Syria", 60),
        entity("Turkey", 44),
        entity("Islamic State", 71, "Islamic State of Iraq and Syria"),
        entity("Paul Corvin", 80),
        entity("John Delmar", 70),
        entity("John Delmar Paul Corvin", 1),
        entity("Paul", 9),
        entity("Corvin Delmar", 30),
    ]
    search = Search(known, ())

    def found(words: str) -> list[str] | None:
        pair = search.pair(words)
        return [e.name for e in pair] if pair else None

    assert found("turkey syria") == ["Turkey", "Syria"]
    assert found("syria turkey") == ["Syria", "Turkey"]
    assert found("corvin delmar") is None, "the name of one"
    assert found("delmar corvin") is None, "a name that is not much rarer than the two"
    assert Search([e for e in known if e.name != "Corvin Delmar"], ()).pair("corvin delmar") == (
        known[3],
        known[4],
    ), "two names that were read as one once"


@pytest.mark.parametrize("words", ["Sinai peninsula", "peninsula SINAI", "sinai penin"])
def test_articles_are_found_by_words_of_their_text(example: Answers, words: str) -> None:
    found = example.search({"q": words})["articles"]
    assert "suez-1956" in [a["id"] for a in found]
    marked = {text for a in found for text, marks in a["pieces"] if marks}
    assert marked
    assert all(text.lower().startswith(("sinai", "penin")) for text in marked)


@pytest.mark.parametrize("words", ["Sinai peninsula", "peninsula SINAI", "sinai penin"])
def test_words_of_a_search_have_their_places_in_an_article(example: Answers, words: str) -> None:
    pieces = example.article("suez-1956", {"words": words})["pieces"]
    found = [text for text, marks in pieces if {"found": True} in marks]
    assert found
    assert all(text.lower().startswith(("sinai", "penin")) for text in found)
    text = "".join(text for text, _ in pieces)
    assert text == "".join(text for text, _ in example.article("suez-1956", {})["pieces"])
    for nothing in ("", "???", "xyzzy"):
        assert not any(
            {"found": True} in marks
            for _, marks in example.article("suez-1956", {"words": nothing})["pieces"]
        )


def test_a_text_with_characters_that_mark_words_has_no_places() -> None:
    text = "One \x02two\x03 three."
    search = Search((), [make_article("a", text), make_article("b", "Ünö, two.")])
    search.read_texts([("a", text), ("b", "Ünö, two.")])
    assert search.places("a", "two") == []
    assert search.places("b", "uno") == [(0, 3)]
    assert search.places("b", "two uno") == [(0, 3), (5, 8)]
    assert search.places("c", "two") == []


@pytest.mark.parametrize(
    ("words", "relation", "of"),
    [
        ("who attacked Israel", "ATTACKS", ["Israel"]),
        ("attacks on Israel", "ATTACKS", ["Israel"]),
        ("Who bombed Egypt?", "ATTACKS", ["Egypt"]),
        ("Egypt attacks Israel", "ATTACKS", ["Egypt", "Israel"]),
        ("did Israel attack Egypt", "ATTACKS", ["Israel", "Egypt"]),
    ],
)
def test_a_question_leads_to_the_relation_of_whom_it_asks(
    example: Answers, words: str, relation: str, of: list[str]
) -> None:
    found = example.search({"q": words})
    asked = found["asked"]
    assert (asked["relation"], [e["name"] for e in asked["of"]]) == (relation, of)
    assert names(example, words)[: len(of)] == of
    first, *others = [e["id"] for e in asked["of"]]
    page = example.pair(first, others[0], {"relation": relation}) if others else example.entity(first, {})
    if others:
        assert asked["statements"] == page["statement_count"]
    else:
        assert {t["relation"] for t in page["ties"]} >= {relation}
    assert example.search({"q": words, "since": "2200-01-01"})["asked"] is None
    assert example.search({"q": words, "relation": "conflict"})["asked"] == asked
    assert example.search({"q": words, "relation": "cooperation"})["asked"] is None


@pytest.mark.parametrize("words", ["Egypt", "attack", "who attacked", "attacked nobody", "Egypt Israel"])
def test_words_that_ask_for_no_relation_of_anybody_are_no_question(example: Answers, words: str) -> None:
    assert example.search({"q": words})["asked"] is None


def test_two_whose_pair_is_offered_are_found_each(example: Answers) -> None:
    assert names(example, "Egypt Israel") == ["Egypt", "Israel"], "nobody who is spelt like both"
    assert names(example, "Israel, Dean Acheson") == ["Israel", "Dean Acheson"]


@pytest.mark.parametrize(
    ("words", "respelt"),
    [
        ("nort korea", "north korea"),
        ("Nroth Korea misile", "north Korea missile"),
        ("poisening", "poisoning"),
        ("nissile", "missile"),
        ("jorth", ""),
        ("korea miss", ""),
        ("korea xyzzyq", ""),
        ("not nor", ""),
    ],
)
def test_words_that_no_article_has_are_respelt(words: str, respelt: str) -> None:
    texts = ("North Korea tests a missile.", "The north, not the south.", "It is not so: a poisoning.")
    search = Search((), [make_article(f"a{n}", text) for n, text in enumerate(texts)])
    assert search.respelt(words) == "", "while texts are read"
    search.read_texts((f"a{n}", text) for n, text in enumerate(texts))
    assert search.respelt(words) == respelt


def test_an_article_is_found_in_spite_of_slips_of_spelling(example: Answers) -> None:
    right, slipped = example.search({"q": "president"}), example.search({"q": "presidnet"})
    assert (right["respelt"], slipped["respelt"]) == ("", "president")
    assert slipped["articles"] == right["articles"] != []
    assert example.search({"q": "xyzzyqq"})["respelt"] == ""
