"""Answers as frames: a row for each, with typed columns, and short forms for a terminal and a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import polars as pl
import pytest

import graphbuild as gb
from graphbuild.api import OpenGraph
from graphbuild.model import Identity
from graphbuild.stores.networkx import to_networkx
from graphbuild.tables import relations
from tests.example_graph import example_graph
from tests.test_abuse import armed_graph

TYPES = {str: pl.String, int: pl.Int64, float: pl.Float64, bool: pl.Boolean, date: pl.Date}


@pytest.fixture(scope="module")
def graph() -> Iterator[OpenGraph]:
    with gb.open(example_graph()) as opened:
        yield opened


ANSWERS: list[Callable[[OpenGraph], Any]] = [
    lambda g: g.explain("Egypt", "Israel"),
    lambda g: g.stance("Egypt", "Israel", by="month"),
    lambda g: g.stance("Israel"),
    lambda g: g.changes("1973-01-01", "1974-12-31"),
    lambda g: g.changes("1970-01-01", "1970-01-02"),
    lambda g: g.show("Israel"),
    lambda g: g.search("Israel"),
    lambda g: g.search("nobody at all"),
    lambda g: g.relations("conflict"),
    lambda g: g.entities(),
    lambda g: g.articles(),
    lambda g: g.relations(since="2054"),
    lambda g: g.entities(since="2054"),
    lambda g: g.articles(since="2054"),
]


@pytest.mark.parametrize("answer", ANSWERS)
def test_columns_are_typed(graph: OpenGraph, answer: Callable[[OpenGraph], Any]) -> None:
    found = answer(graph)
    frame = found.to_polars()
    assert dict(frame.schema) == {name: TYPES[kind] for name, kind in found._types().items()}
    assert frame.columns == list(found.to_pandas().columns)
    assert frame.height == len(found.to_pandas()) == len(found.dicts())
    assert found._repr_html_().count("<tr>") <= 31
    assert len(repr(found)) < 150


def test_explanations_have_a_row_for_each_sentence_and_article(graph: OpenGraph) -> None:
    found = graph.explain("Egypt", "Israel")
    frame = found.to_polars()
    printed = [
        (e.statement.id, article.id, date.fromisoformat(article.date))
        for one in found
        for e in (*one.asserted, *one.denied, *one.hypothetical, *one.left_out)
        for article in e.articles
    ]
    assert frame.select("statement", "article", "date").rows() == printed != []
    assert set(frame["status"]) <= {"asserted", "denied", "hypothetical", "left out"}
    assert isinstance(found, tuple)
    assert repr(found[0]).startswith("<Explanation Israel AGREED_WITH Egypt: 2 asserted")


@pytest.mark.parametrize(("by", "start"), [("year", (1, 1)), ("quarter", (10, 1)), ("month", (10, 1))])
def test_periods_begin_on_a_day(graph: OpenGraph, by: Any, start: tuple[int, int]) -> None:
    frame = graph.stance("Egypt", "Israel", by=by).to_polars()
    assert date(1973, *start) in frame["start"].to_list()
    assert [str(day.year) for day in frame["start"]] == [period[:4] for period in frame["period"]]


def test_stances_of_one_have_a_row_for_each_other(graph: OpenGraph) -> None:
    found = graph.stance("Israel")
    rows = found.dicts()
    assert [(row["b"], row["label"], row["reports"]) for row in rows] == [
        (p.b.name, p.stance.label, p.stance.reports) for p in found
    ]
    assert repr(found) == f"<PairStances: {len(found)}>"


def test_a_graph_says_how_much_it_holds(graph: OpenGraph) -> None:
    shown = graph._repr_html_()
    assert f"<bdi>{len(graph.graph.articles)}</bdi>" in shown
    assert len(repr(graph.graph)) < 100
    assert "text" not in repr(graph.graph.articles[0])


def test_a_search_has_a_row_for_each_entity_and_article(graph: OpenGraph) -> None:
    found = graph.search("Israel")
    frame = found.to_polars()
    assert frame.select("found", "name", "id").rows() == [
        *(("entity", e.name, e.id) for e in found.entities),
        *(("article", p.article.title, p.article.id) for p in found.articles),
    ]
    assert frame["excerpt"].to_list()[-1] == "".join(text for text, _ in found.articles[-1].pieces)


@pytest.mark.parametrize("part", ["statements", "stances"])
def test_records_print_as_one_short_line(graph: OpenGraph, part: str) -> None:
    records = getattr(graph.graph, part)
    assert records
    for record in records:
        assert re.fullmatch(rf"<{type(record).__name__} .{{10,180}}>", repr(record))


def test_an_identity_prints_as_its_names() -> None:
    found = Identity("person", "a", "b", "J. Smith", "John Smith", 1, 2, "", "", "e", "e", 0.9, (), ())
    assert repr(found) == "<Identity J. Smith – John Smith: merged, score 0.90>"


def test_relation_types_print_as_one_short_line() -> None:
    for relation in relations().values():
        assert re.fullmatch(rf"<RelationType {relation.name}: .{{10,80}}>", repr(relation))


def test_no_name_is_markup_in_a_notebook() -> None:
    with gb.open(to_networkx(armed_graph())) as opened:
        for e in opened.graph.entities:
            shown = opened.show(e.id)._repr_html_() + opened.explain(e.id)._repr_html_()
            assert "<script" not in shown
            assert "\x1b" not in shown


def test_a_limit_counts_the_rows_of_a_query(graph: OpenGraph) -> None:
    countries = sum(e.kind == "country" for e in graph.graph.entities)
    cypher = "MATCH (c:Country) RETURN c.name AS name"
    assert len(graph.query(cypher, limit=countries)) == countries
    assert graph.rows(cypher, limit=countries - 1).more
    assert len(graph.query(name="hostilities", country="Israel", limit=2)) == 2


def test_records_have_days_as_dates(graph: OpenGraph) -> None:
    for entity in graph.entities():
        assert entity.first_day == date.fromisoformat(entity.first_seen)
        assert entity.last_day == date.fromisoformat(entity.last_seen)
    tie = graph.relations(limit=1)[0]
    assert str(tie.relation.first_day) == tie.relation.first_seen
    listed = graph.articles(limit=1)[0]
    assert str(listed.article.day) == listed.article.date
    for s in graph.graph.statements:
        assert [str(day) if day else "" for day in s.happened] == [s.when_from, s.when_to]
