"""Views of a graph: by relation, by kind, by day, each with the evidence that belongs to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

import graphbuild as gb
from graphbuild.api.selection import Words, select
from graphbuild.errors import QueryError
from graphbuild.stores.layout import check
from graphbuild.stores.networkx import from_networkx, to_networkx
from graphbuild.tables import relation_groups, relations
from tests.example_graph import example_graph
from tests.stores.sample import GRAPH, ident


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("cooperation", {"MET_WITH", "PARTNERSHIP", "ALLIED_WITH", "SUPPORTS"}),
        ("conflict", {"SANCTIONS", "ATTACKS", "ACCUSES", "THREATENS", "HOSTILITY_TOWARD"}),
        ("standing", {"LEADER_OF", "MEMBER_OF"}),
        ("verbal cooperation", {"MET_WITH", "SUPPORTS"}),
        ("material conflict", {"SANCTIONS", "ATTACKS"}),
        ("COOPERATE", {"PARTNERSHIP", "ALLIED_WITH"}),
        ("MET_WITH", {"MET_WITH"}),
        (["verbal conflict", "CONSULT", "LEADER_OF"], {"ACCUSES", "THREATENS", "HOSTILITY_TOWARD"}
         | {"MET_WITH", "LEADER_OF"}),
        ((), set()),
    ],
)  # fmt: skip
def test_relations_are_meant_by_family_quad_class_root_or_name(words: Words, found: set[str]) -> None:
    part = select(GRAPH, relations=words)
    assert {r.relation for r in part.relations} == found
    assert {s.relation for s in part.statements} == found
    assert part.entities == GRAPH.entities


def test_every_relation_is_of_one_family_and_means_itself() -> None:
    groups = relation_groups()
    families = [groups[family] for family in ("cooperation", "conflict", "standing")]
    assert sorted(name for family in families for name in family) == sorted(relations())
    assert all(groups[name] == {name} for name in relations())


def test_kinds_keep_their_entities_and_what_is_between_them() -> None:
    part = select(GRAPH, kinds="country")
    assert {e.kind for e in part.entities} == {"country"}
    assert {r.relation for r in part.relations} == {
        "PARTNERSHIP", "ALLIED_WITH", "SANCTIONS", "ATTACKS", "ACCUSES", "THREATENS", "SUPPORTS",
        "HOSTILITY_TOWARD",
    }  # fmt: skip
    check(part)
    assert select(GRAPH, kinds=("country", "person", "organisation")) == GRAPH


def test_a_period_counts_its_own_articles() -> None:
    (one,) = select(GRAPH, relations="MET_WITH", kinds="person", since="2020-02-01").relations
    (both,) = select(GRAPH, relations="MET_WITH", kinds="person", since=date(2020, 1, 1)).relations
    assert (one.statements, one.first_seen, one.last_seen) == (1, "2020-03-02", "2020-03-02")
    assert (both.statements, both.first_seen) == (2, "2020-01-15")
    part = select(GRAPH, since="2020-01-01", until="2020-12-31")
    assert {a.id for a in part.articles} == {"a1", "a2"}
    assert ident("USA") not in {e.id for e in part.entities}
    china = next(e for e in part.entities if e.name == "China")
    assert (china.mentions, china.articles, china.last_seen) == (6, 2, "2020-03-02")
    check(part)


def test_a_view_is_a_graph_of_its_own() -> None:
    part = select(GRAPH, relations="conflict", kinds="country", since="2021-01-01")
    assert part.relations
    assert from_networkx(to_networkx(part)) == part
    check(part)


def test_an_open_graph_gives_views() -> None:
    with gb.open(example_graph()) as graph:
        wars = graph.networkx(relations="ASSAULT", since="1980-01-01", until="1980-12-31")
        assert {key for *_, key in wars.edges(keys=True)} == {"ATTACKS"}
        assert {edge["first_seen"].year for *_, edge in wars.edges(data=True)} == {1980}
        states = graph.signed(kinds="country", relations="material conflict")
        assert {node["kind"] for _, node in states.nodes(data=True)} == {"country"}
        assert {edge["sign"] for *_, edge in states.edges(data=True)} == {-1}
        assert graph.signed(directed=True).is_directed()
        with gb.open(wars) as again:
            assert again.networkx().edges == wars.edges


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"relations": "conflicts"}, "no relation is called 'conflicts'; known are conflict"),
        ({"relations": ["MET"]}, "no relation is called 'MET'; known are "),
        ({"kinds": "city"}, "no kind is called 'city'; known are country"),
        ({"kinds": "xyz"}, "no kind is called 'xyz'; known are country, organisation, person"),
        ({"since": "March 1979"}, "since is 'March 1979'; give a day as in 1979-03-26"),
        ({"until": "1979-02-30"}, "until is '1979-02-30'; give a day"),
        ({"since": "1980-01-01", "until": "1979-01-01"}, "since 1980-01-01 is after until 1979-01-01"),
    ],
)
def test_what_means_nothing_is_an_error(options: dict[str, Words], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        select(GRAPH, **options)  # type: ignore[arg-type]


def test_days_need_statements() -> None:
    with pytest.raises(QueryError, match="came without statements"):
        select(replace(GRAPH, statements=()), since="2020-01-01")
