"""Paragraphs that many articles of one source share are no part of what the articles say."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild.aggregation import aggregate
from graphbuild.collate.shared import LEAST, source
from graphbuild.model import Reading
from tests.collate.test_copies import prose
from tests.factories import (
    make_article,
    make_country,
    make_entity,
    make_fingerprint,
    make_mention,
    make_reading,
    make_statement,
)

NOTICE = "Jean Roux covers Italy for the Harbour News, 3 times a week."
FRANCE = make_country("FRA", "France")
ITALY = make_country("ITA", "Italy")
BODY = "France backs Italy"


def page(
    number: int, *, notice: str = NOTICE, publisher: str = "Harbour News", body: int | None = None
) -> Reading:
    """An article whose text ends with a notice; both say something."""
    id_ = f"{publisher}{number:03}"
    text = f"{BODY}. {' '.join(prose(number if body is None else body, 40))}.\n{notice}"
    at = text.index("\n") + 1
    roux = make_entity("person", "jean roux", "Jean Roux", mentions=[make_mention("Jean Roux", at)])
    return make_reading(
        make_article(id_, text, source=publisher),
        (
            make_country("FRA", "France", make_mention("France")),
            make_country("ITA", "Italy", make_mention("Italy", 13), make_mention("Italy", at + 17)),
            *([roux] if notice else []),
        ),
        [
            make_statement(FRANCE, "SUPPORTS", ITALY, BODY, article=id_),
            *([make_statement(roux, "SUPPORTS", ITALY, notice, article=id_, start=at)] if notice else []),
        ],
        make_fingerprint(text),
    )


def names(*readings: Reading) -> set[str]:
    return {entity.name for entity in aggregate(readings).entities}


def test_what_stands_in_a_shared_paragraph_is_left_out() -> None:
    readings = [page(i) for i in range(LEAST)]
    graph = aggregate(readings)
    assert {entity.name: entity.mentions for entity in graph.entities} == {"France": LEAST, "Italy": LEAST}
    assert [(r.relation, r.articles) for r in graph.relations] == [("SUPPORTS", LEAST)]
    (left_out,) = graph.boilerplate
    assert (left_out.source, left_out.article, left_out.articles) == (
        "Harbour News",
        "Harbour News000",
        LEAST,
    )
    assert readings[0].article.text[slice(*left_out.span)] == NOTICE
    assert (left_out.mentions, len(left_out.statements)) == (2 * LEAST, LEAST)


def test_numbers_in_it_may_differ() -> None:
    readings = [page(i, notice=NOTICE.replace("3", str(i))) for i in range(LEAST)]
    assert "Jean Roux" not in names(*readings)


def test_few_articles_or_a_small_share_of_them_or_of_several_sources_are_not_enough() -> None:
    assert "Jean Roux" in names(*(page(i) for i in range(LEAST - 1)))
    others = [page(i, notice="") for i in range(100, 300)]
    assert "Jean Roux" in names(*(page(i) for i in range(LEAST)), *others)
    assert "Jean Roux" not in names(*(page(i) for i in range(LEAST)), *others[:50])
    assert "Jean Roux" in names(*(page(i, publisher=str(i % 2)) for i in range(2 * LEAST - 2)))


def test_a_text_that_a_source_prints_again_and_again_is_not_boilerplate() -> None:
    readings = [page(i, body=0) for i in range(20)]
    graph = aggregate(readings)
    assert len(graph.copies) == 19
    assert "Jean Roux" in names(*readings)
    assert "Jean Roux" not in names(*readings, *(page(i) for i in range(100, 100 + LEAST - 1)))


def test_a_copy_brings_along_the_boilerplate_of_its_original() -> None:
    copy = page(0, publisher="Wire")
    assert "Jean Roux" in names(copy)
    readings = [copy, *(page(i) for i in range(LEAST))]
    assert "Jean Roux" not in names(*readings)
    (left_out,) = aggregate(readings).boilerplate
    assert (left_out.source, left_out.articles) == ("Harbour News", LEAST + 1)


def test_an_end_of_a_statement_that_stays_stays_too() -> None:
    """Named in the notice alone, and meant by a sentence of the article."""
    readings = []
    for i in range(LEAST):
        reading = page(i)
        roux = next(entity for entity in reading.entities if entity.kind == "person")
        said = make_statement(
            roux, "MET_WITH", ITALY, "He met Italians.", article=reading.article.id, start=1
        )
        readings.append(replace(reading, statements=(*reading.statements, said)))
    assert "Jean Roux" in names(*readings)


@pytest.mark.parametrize(
    ("publisher", "url", "told"),
    [
        ("Wire", "https://www.example.org/a", "Wire"),
        ("", "https://www.example.org/a", "example.org"),
        ("", "no address", ""),
        ("", "http://[", ""),
        ("", "", ""),
    ],
)
def test_a_source_is_named_or_the_host_of_an_address(publisher: str, url: str, told: str) -> None:
    assert source(make_article(source=publisher, url=url)) == told


@settings(max_examples=30)
@given(
    st.lists(
        st.builds(
            page,
            st.integers(0, 30),
            notice=st.sampled_from((NOTICE, "")),
            publisher=st.sampled_from(("Harbour News", "Wire", "")),
            body=st.sampled_from((None, None, 1)),
        ),
        max_size=30,
        unique_by=lambda reading: reading.article.id,
    ),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter(readings: list[Reading], random: Random) -> None:
    graph = aggregate(readings)
    random.shuffle(readings)
    again = aggregate(readings)
    assert (again, again.boilerplate) == (graph, graph.boilerplate)
    kept = {s.id for s in graph.statements}
    left_out = {s.id for f in graph.boilerplate for s in f.statements}
    assert kept | left_out == {s.id for reading in readings for s in reading.statements}
    assert not kept & left_out
