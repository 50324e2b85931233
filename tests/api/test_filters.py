"""Filters of what is shown, explained and inferred."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest

import graphbuild as gb
from graphbuild import queries
from graphbuild.api.filters import Filters
from graphbuild.errors import QueryError
from graphbuild.model import publisher_key
from tests.example_graph import example_graph


@pytest.fixture(scope="module")
def graph() -> Iterator[gb.OpenGraph]:
    with gb.open(example_graph()) as opened:
        yield opened


def test_without_filters_all_is_as_the_graph_has_it(graph: gb.OpenGraph) -> None:
    shown = graph.show("Egypt")
    assert {t.relation for t in shown.ties} == {
        r for r in graph.graph.relations if shown.entity.id in (r.source, r.target)
    }
    assert graph.show("Egypt", min_reports=0, sort="reports") == shown


def test_days_count_as_the_same_part_for_networkx_does(graph: gb.OpenGraph) -> None:
    until = "1974-12-31"
    part = gb.open(graph.networkx(until=until)).show("Egypt")
    shown = graph.show("Egypt", until=until)
    assert [t.relation for t in shown.ties] == [t.relation for t in part.ties]
    assert shown.entity == part.entity
    assert shown.appearances == part.appearances
    assert shown != graph.show("Egypt")


@pytest.mark.parametrize(
    ("since", "until", "first", "last"),
    [
        ("1974", "1979", "1974-01-01", "1979-12-31"),
        ("1974-03", "1979-02", "1974-03-01", "1979-02-28"),
        ("1972-02", "1972-02", "1972-02-01", "1972-02-29"),
        (None, "1974", "", "1974-12-31"),
        (datetime(1974, 3, 19, 12), date(1979, 2, 1), "1974-03-19", "1979-02-01"),
    ],
)
def test_a_month_or_a_year_is_all_its_days(since: Any, until: Any, first: str, last: str) -> None:
    filters = Filters.of(since=since, until=until)
    assert (filters.since, filters.until) == (first, last)
    named = queries.load()["timeline"].bind({"entity": "x", "since": since or "", "until": until})
    assert (named["since"], named["until"]) == (first, last)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        (
            "relaton",
            "ATTACKS",
            r"no option 'relaton' \(did you mean relation\?\); [a-z]+ takes .*relation",
        ),
        ("limt", 3, r"no option 'limt' \(did you mean limit\?\)"),
        ("source", 3, "source is 3; give a text, or a list of them"),
        ("relation", ["ATTACKS", 3], "relation is 3; give a text, or a list of them"),
        ("kind", 3, "kind is 3; give a text, or a list of them"),
    ],
)
def test_what_is_no_filter_is_an_error(name: str, value: Any, told: str, graph: gb.OpenGraph) -> None:
    asks: tuple[Any, ...] = (
        lambda **choice: graph.explain("Egypt", "Israel", **choice),
        lambda **choice: graph.show("Egypt", **choice),
        graph.networkx,
    )
    for ask in asks:
        if ask != graph.networkx or name != "limt":
            with pytest.raises(QueryError, match=told):
                ask(**{name: value})


@pytest.mark.parametrize(
    ("ask", "given", "told"),
    [
        (gb.OpenGraph.stance, ["Egypt"], r" \(did you mean until\?\); stance takes a, b, by, since, until,"),
        (gb.OpenGraph.changes, ["1974"], r" \(did you mean until\?\); changes takes since, until, level,"),
        (gb.OpenGraph.search, ["Egypt"], r" \(did you mean until\?\); search takes words, kind, since,"),
        (gb.OpenGraph.entities, [], r" \(did you mean until\?\); entities takes words, kind, since, until,"),
        (gb.OpenGraph.articles, [], r" \(did you mean until\?\); articles takes about, undated, since,"),
        (gb.OpenGraph.undated, [], r" \(did you mean until\?\); undated takes since, until, source"),
        (gb.OpenGraph.relations, [], r" \(did you mean until\?\); relations takes relation, sort, limit,"),
    ],
)
def test_a_misspelt_filter_is_told_by_each_function(
    ask: Any, given: list[str], told: str, graph: gb.OpenGraph
) -> None:
    with pytest.raises(QueryError, match=f"there is no option 'untill'{told}"):
        ask(graph, *given, untill="1974")


def test_a_filter_of_another_function_is_none_here(graph: gb.OpenGraph) -> None:
    with pytest.raises(
        QueryError, match="no option 'relation'; search takes words, kind, since, until, source"
    ):
        graph.search("Egypt", relation="conflict")  # type: ignore[call-arg]


@pytest.mark.parametrize("wrong", ["1979-13", "1979-02-30", "79", "19790", "1979-3", "0000"])
def test_what_is_no_day_month_or_year_is_an_error(wrong: str, graph: gb.OpenGraph) -> None:
    lacking = r"(, and there is no such (day|month))?"
    told = rf"is '.*?'{lacking}; give a day as in 1979-03-26, a month as in 1979-03"
    with pytest.raises(QueryError, match=f"since {told}"):
        graph.entities(since=wrong)
    with pytest.raises(QueryError, match=f"until {told}"):
        queries.load()["timeline"].bind({"entity": "x", "until": wrong})


@pytest.mark.parametrize(
    ("filters", "kept"),
    [
        ({"relation": "conflict"}, lambda t: t.relation.score < 0),
        ({"relation": ["LEADER_OF", "member_of"]}, lambda t: t.relation.score == 0),
        ({"kind": "person"}, lambda t: "person" in (t.source.kind, t.target.kind)),
        ({"min_reports": 2}, lambda t: t.relation.articles >= 2),
    ],
)
def test_a_filter_keeps_what_it_says(graph: gb.OpenGraph, filters: dict[str, Any], kept: Any) -> None:
    shown = graph.show("Egypt")
    assert graph.show("Egypt", **filters).ties == tuple(t for t in shown.ties if kept(t))
    assert 0 < len(graph.show("Egypt", **filters).ties) < len(shown.ties)
    explained = graph.explain("Egypt", **filters)
    assert [e.edge for e in explained if e.edge] == [t.relation for t in shown.ties if kept(t)]


def test_a_publisher_is_counted_alone(graph: gb.OpenGraph) -> None:
    explained = graph.explain("Egypt", "Israel", source="the LANTERN post")
    assert [(e.relation, len(e.asserted)) for e in explained] == [("AGREED_WITH", 1)]
    (edge,) = [e.edge for e in explained]
    assert edge is not None
    assert (edge.articles, edge.sources, edge.first_seen) == (1, 1, "1974-03-19")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The Guardian", "theguardian.com", True),
        ("www.theguardian.com", "guardian", True),
        ("CNN (Opinion)", "edition.cnn.com", True),
        ("abcnews.go.com", "ABC News", True),
        ("bbc.co.uk", "BBC", True),
        ("The Hill", "thehill.com", True),
        ("one.substack.com", "two.substack.com", False),
        ("The Times", "Time", False),
        ("Fox News", "Fox Business", False),
        ("", "The", False),
    ],
)
def test_a_publisher_and_his_site_are_one(one: str, other: str, same: bool) -> None:
    assert (publisher_key(one) == publisher_key(other)) is same


def test_a_publisher_is_found_by_his_site(graph: gb.OpenGraph) -> None:
    told = graph.explain("Egypt", "Israel", source="lanternpost.example")
    assert told == graph.explain("Egypt", "Israel", source="The Lantern Post")


def test_a_copy_speaks_where_its_original_is_left_out(graph: gb.OpenGraph) -> None:
    """The Continental Dispatch printed the Meridian Wire's report a day later."""
    (whole,) = [e for e in graph.explain("Egypt", "Israel") if e.relation == "ATTACKS" and e.edge
                and e.source.name == "Egypt"]  # fmt: skip
    assert [a.id for e in whole.asserted for a in e.copies] == ["sinai-1973-again"]
    told = graph.explain("Egypt", "Israel", source="Continental Dispatch")
    (late,) = [e for e in told if e.relation == "ATTACKS"]
    assert [a.id for e in late.asserted for a in e.articles] == ["sinai-1973-again"]
    assert late.edge is not None
    assert (late.edge.articles, late.edge.copies) == (1, 0)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("name", lambda t: (t.source.name.casefold(), t.target.name.casefold())),
        ("first", lambda t: t.relation.first_seen),
        ("weight", lambda t: -abs(t.relation.score * t.relation.articles)),
    ],
)
def test_relations_are_sorted_as_asked(graph: gb.OpenGraph, sort: Any, key: Any) -> None:
    ties = graph.show("United States", sort=sort).ties
    assert [key(t) for t in ties] == sorted(key(t) for t in ties)
    assert [e.edge for e in graph.explain("United States", sort=sort) if e.edge] == [t.relation for t in ties]


def test_a_stance_of_some_reports_is_inferred_from_these(graph: gb.OpenGraph) -> None:
    whole = graph.stance("Iran", "Iraq").stance
    conflict = graph.stance("Iran", "Iraq", relation="conflict").stance
    assert (conflict.cooperation, conflict.conflict) == (0.0, whole.conflict)
    publishers = {a.source for a in graph.graph.articles}
    reports = [graph.stance("Iran", "Iraq", source=name).stance.reports for name in sorted(publishers)]
    assert sum(reports) == whole.reports
    assert max(reports) < whole.reports


def test_persons_act_for_their_state_whoever_tells_of_their_office(graph: gb.OpenGraph) -> None:
    """LEADER_OF is no report, so that a filter of relations or publishers does not take it away."""
    states = graph.stance("Egypt", "Israel", relation="MET_WITH", level="state").stance
    told = graph.stance("Egypt", "Israel", level="state").stance
    assert states.reports <= told.reports
    assert graph.stance("Soviet Union", "China", relation="MET_WITH", level="state").stance.reports > 0


def test_lists_of_stances_are_filtered_and_sorted(graph: gb.OpenGraph) -> None:
    actors = graph.stance("Egypt", level="actor")
    assert graph.stance("Egypt", level="actor", kind="country") == actors != ()
    assert graph.stance("Egypt", level="actor", kind="person") == ()
    whole = graph.stance("United States")
    least = graph.stance("United States", min_reports=4)
    assert least == tuple(p for p in whole if p.stance.reports >= 4)
    names = [p.b.name for p in graph.stance("United States", sort="name")]
    assert names == sorted(names, key=str.casefold)
    conflict = [p.stance.conflict for p in graph.stance("United States", sort="conflict")]
    assert conflict == sorted(conflict, reverse=True)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            lambda g: g.show("Egypt", relation="ATTAKS"),
            r"\(did you mean ATTACKS\?\): `graphbuild relations --all`",
        ),
        (lambda g: g.explain("Egypt", source="Lantern"), r"did you mean The Lantern Post\?"),
        (lambda g: g.show("Egypt", sort="size"), "sort is 'size'"),
        (lambda g: g.stance("Egypt", sort="size"), "sort is 'size'"),
        (
            lambda g: g.stance("Egypt", source="Nobody"),
            "no article is published by 'Nobody': `graphbuild articles`",
        ),
    ],
)
def test_what_means_nothing_is_reported(graph: gb.OpenGraph, asked: Any, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        asked(graph)
