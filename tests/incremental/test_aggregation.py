"""A kept aggregation is the aggregation of what the ledger holds, whatever it held before."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild.decisions import (
    NAME_VERDICTS,
    RELATION_VERDICTS,
    ArticleDecision,
    Decision,
    NameDecision,
)
from graphbuild.model import Reading
from graphbuild.tables.aliases import Alias
from tests.collate.test_shared import page
from tests.factories import (
    DATES,
    SOURCES,
    dealings,
    make_article,
    make_country,
    make_entity,
    make_reading,
    make_rejection,
    make_statement,
    readings,
)
from tests.incremental.held import Held
from tests.resolve.articles import reading as named
from tests.resolve.test_resolve import TEXTS, side

EXAMPLES = int(os.environ.get("GRAPHBUILD_TEST_UPDATES", "12"))
ALIASES = (
    Alias("Thomas Reed", "person", ("Tommy Reed", "Reed"), "USA", ("Q1",)),
    Alias("Tom Reed", "person", (), "", ("Q1", "Q2")),
    Alias("Harbour League", "organisation", ("BoG",), "", ()),
)


@st.composite
def some_reading(draw: st.DrawFn) -> Reading:
    """An article of the sorts that other tests have: as news is, of states, with namesakes, of pages."""
    number = draw(st.integers(0, 11))
    sort = draw(st.sampled_from("news states names names names page".split()))
    if sort == "news":
        return draw(readings(f"n{number}"))
    if sort == "states":
        return draw(dealings(f"s{number}"))
    if sort == "names":
        found = named(f"a{number}", draw(st.sampled_from(TEXTS)))
        if draw(st.booleans()):
            moved = replace(
                found.article, date=draw(st.sampled_from(DATES)), source=draw(st.sampled_from(SOURCES))
            )
            found = replace(found, article=moved)
        return found
    return page(
        number,
        publisher=draw(st.sampled_from(("Harbour News", "Wire"))),
        body=draw(st.sampled_from((None, 1))),
    )


def some_decision(data: Any, held: Held) -> list[Decision]:
    """One more decision about names, relations or articles of the ledger, or one less."""
    sort = data.draw(st.sampled_from("names relation relation article less".split()))
    if sort == "less" and held.decisions:
        return held.decisions[1:]
    if sort == "article" and held.readings:
        return [*held.decisions, ArticleDecision(data.draw(st.sampled_from(sorted(held.readings))))]
    if sort == "relation":
        return some_correction(data, held)
    return some_names(data, held)


def some_correction(data: Any, held: Held) -> list[Decision]:
    """One more decision about a statement of the ledger, or all of its relation."""
    said = [(r, s) for _, r in sorted(held.readings.items()) for s in r.statements]
    if not said:
        return held.decisions
    made = make_rejection(
        *data.draw(st.sampled_from(said)),
        whole=data.draw(st.booleans()),
        of_article=data.draw(st.booleans()),
        verdict=data.draw(st.sampled_from(RELATION_VERDICTS)),
        decided=data.draw(st.sampled_from(("2020", "2021"))),
    )
    return [*held.decisions, made]


def some_names(data: Any, held: Held) -> list[Decision]:
    """One more decision about persons of the ledger."""
    people = [r for r in held.readings.values() if r.article.id[0] == "a" and r.entities[0].kind == "person"]
    if len(people) < 2:
        return held.decisions
    a, b = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(people))
    if side(a).unit == side(b).unit:
        return held.decisions
    return [
        *held.decisions,
        NameDecision(data.draw(st.sampled_from(NAME_VERDICTS)), "person", side(a), side(b)),
    ]


@pytest.mark.slow
@settings(max_examples=int(os.environ.get("GRAPHBUILD_TEST_UPDATES", "15")))
@given(st.data())
def test_it_is_the_aggregation_after_any_changes(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory(prefix="graphbuild-test-") as place:
        held = Held(Path(place, "graph"))
        for _ in range(data.draw(st.integers(1, 5))):
            written = data.draw(st.lists(some_reading(), max_size=9, unique_by=lambda r: r.article.id))
            there = sorted(held.readings.keys() - {r.article.id for r in written})
            gone = data.draw(st.lists(st.sampled_from(there), max_size=4, unique=True)) if there else []
            held.change(written, gone)
            for _ in range(data.draw(st.integers(1, 3))):
                held.decisions = some_decision(data, held)
            if not data.draw(st.integers(0, 4)):
                held.aliases = data.draw(st.sampled_from((ALIASES, ALIASES[:1], ())))
            held.check()


def test_it_keeps_all_that_a_statement_says(tmp_path: Path) -> None:
    france, italy = (make_country(iso3, iso3) for iso3 in ("FRA", "ITA"))
    said = make_statement(france, "ATTACKS", italy, when=("1963-01-21", "1963-01-22"), source_role="troops")
    said = replace(said, former=True, root="ASSAULT", attribution="Roux")
    held = Held(tmp_path / "graph")
    held.change([make_reading(make_article(date="1963-01-23"), (france, italy), (said,))])
    held.check()
    with held.updated() as aggregation:
        (found,) = aggregation.graph().statements
    assert found == said


def test_terms_end_and_hold_again_with_the_day_of_the_latest_article(tmp_path: Path) -> None:
    france, hollande = make_country("FRA", "France"), make_entity("person", "francois hollande")
    said = make_statement(hollande, "LEADER_OF", france)
    held = Held(tmp_path / "graph")
    held.change([make_reading(make_article(date="2016-03-31"), (france, hollande), (said,))])
    held.check()
    for written, gone in ((["2017-05-14"], []), (["2018-01-01"], []), ([], ["2018-01-01"])):
        held.change([make_reading(make_article(day, f"News of {day}.", date=day)) for day in written], gone)
        held.check()
        with held.updated() as aggregation:
            (leads,) = aggregation.graph().relations
        assert leads.former == bool(written > ["2017-05-14"])


@pytest.mark.slow
@settings(max_examples=EXAMPLES)
@given(st.data())
def test_stances_are_those_of_the_aggregation_after_any_changes(data: st.DataObject) -> None:
    """Offices that pass from state to state, alliances that are renamed, deeds, copies, days that change."""
    articles = [f"s{number}" for number in range(12)]
    with tempfile.TemporaryDirectory(prefix="graphbuild-test-") as place:
        held = Held(Path(place, "graph"))
        held.change([data.draw(dealings(id_)) for id_ in articles])
        held.check()
        for _ in range(data.draw(st.integers(1, 4))):
            some = data.draw(st.lists(st.sampled_from(articles), max_size=3, unique=True))
            gone = [id_ for id_ in some if id_ in held.readings and data.draw(st.booleans())]
            held.change([data.draw(dealings(id_)) for id_ in some if id_ not in gone], gone)
            for _ in range(data.draw(st.integers(0, 3))):
                held.decisions = some_decision(data, held)
            held.check()
