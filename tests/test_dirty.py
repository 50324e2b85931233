"""An article in all its dirt says what the clean one says, and every place is one of the text as it came."""

from __future__ import annotations

from functools import cache
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graphbuild.collate.fingerprint import paragraphs
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Reading

SAID = (
    "Peru sanctioned the state of Chile after the border talks had failed.",
    "Jean Roux, the president of France, met Gamal Nasser in Geneva.",
    "Iraqi troops attacked the south of Iran, the “Harbour News” said.",
    "Canada's foreign minister accused Norway of spying on fishermen.",
)
BOILERPLATE = (
    "This website uses cookies to give you a better visit.",
    "Sign up for our newsletter",
    "Read more",
    "Source link",
    "1,204 shares",
    "Photo: Jane Roe/Harbour News",
    "By Jane Roe",
    "5 min read",
    "Italy        2    1    --",
    "Kenya 14.20 +0.3%\nGhana 7.05 -1.1%\nMali 3.10 0.0%",
    "| Spain | two | none |",
)
UNSEEN = ("\u00ad", "\u200b", "\ufeff", "\u00ad\n")


@cache
def extractor() -> Extractor:
    return Extractor(encoder=False)


def told(reading: Reading) -> tuple[set[tuple[str, ...]], set[str]]:
    """What the reading says, without places."""
    ids = {entity.id: entity.name for entity in reading.entities}
    return {(s.relation, ids[s.source], ids[s.target]) for s in reading.statements}, set(ids.values())


def dirtied(sentence: str, random: Random) -> str:
    """The sentence with what no reader sees in its words, other blanks and quotes, and broken lines."""
    words = []
    for word in sentence.split():
        if len(word) > 4 and word.isalpha() and random.random() < 0.3:
            word = word[:2] + random.choice(UNSEEN) + word[2:]
        words.append(word)
    text = words[0]
    for word in words[1:]:
        small = word[0].islower()
        text += random.choice([" ", " ", " ", "\u00a0", "\u2009", *("\n", "\r\n") * small]) + word
    return (
        text.replace("'", random.choice("'’")).replace("“", random.choice("“„"))
        if random.random() < 0.7
        else text
    )


def check_places(article: Article, reading: Reading) -> None:
    text = article.text
    for entity in reading.entities:
        assert entity.mentions
        for m in entity.mentions:
            assert text[m.start : m.end] == m.text
    for s in reading.statements:
        start, end = s.sentence_span
        assert text[start:end] == s.sentence
        for a, b in (s.source_span, s.target_span, s.trigger_span):
            assert start <= a < b <= end
    places = [(start, end) for start, end, _ in paragraphs(reading.fingerprint)]
    assert places == sorted(places)
    assert all(text[start:end].strip() == text[start:end] != "" for start, end in places)


@pytest.mark.slow
@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(SAID), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from(BOILERPLATE), max_size=4, unique=True),
    st.randoms(use_true_random=False),
)
def test_dirt_changes_nothing_that_is_said(said: list[str], boilerplate: list[str], random: Random) -> None:
    clean = Article("a", "\n\n".join(said))
    blocks = [dirtied(sentence, random) for sentence in said]
    for line in boilerplate:
        blocks.insert(random.randrange(len(blocks) + 1), line)
    blocks.insert(random.randrange(len(blocks) + 1), random.choice(said))
    dirty = Article("a", random.choice(("", "\ufeff\n")) + "\n\n".join(blocks))
    reading = extractor().read(dirty)
    check_places(dirty, reading)
    statements, names = told(reading)
    clean_statements, clean_names = told(extractor().read(clean))
    assert statements == clean_statements
    assert names >= clean_names  # tables tell names, too
    assert len(reading.statements) == len(statements)


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [*SAID, *BOILERPLATE, *UNSEEN, "\n", " ", "\u202e", "e\u0301", "&amp;", "\x85", "😀", "\t|"]
        ),
        max_size=12,
    ).map("".join)
)
@example(f"{SAID[0]}5 min read{SAID[1]}")
def test_places_are_those_of_the_text_as_it_came(text: str) -> None:
    article = Article("a", text)
    check_places(article, extractor().read(article))
