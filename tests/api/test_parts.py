"""Views of a graph: by relation, by kind, by day, each with the evidence that belongs to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.api.parts import select
from graphbuild.api.selection import Words
from graphbuild.api.views import RelationSort
from graphbuild.errors import QueryError
from graphbuild.model import Relation
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
    part = select(GRAPH, relation=words)
    assert {r.relation for r in part.relations} == found
    assert {s.relation for s in part.statements} == found
    assert part.entities == GRAPH.entities


def test_every_relation_is_of_one_family_and_means_itself() -> None:
    groups = relation_groups()
    families = [groups[family] for family in ("cooperation", "conflict", "standing")]
    assert sorted(name for family in families for name in family) == sorted(relations())
    assert all(groups[name] == {name} for name in relations())


def test_kinds_keep_their_entities_and_what_is_between_them() -> None:
    part = select(GRAPH, kind="country")
    assert {e.kind for e in part.entities} == {"country"}
    assert {r.relation for r in part.relations} == {
        "PARTNERSHIP", "ALLIED_WITH", "SANCTIONS", "ATTACKS", "ACCUSES", "THREATENS", "SUPPORTS",
        "HOSTILITY_TOWARD",
    }  # fmt: skip
    check(part)
    assert select(GRAPH, kind=("country", "person", "organisation")) == GRAPH


def test_a_period_counts_its_own_articles() -> None:
    (one,) = select(GRAPH, relation="MET_WITH", kind="person", since="2020-02-01").relations
    (both,) = select(GRAPH, relation="MET_WITH", kind="person", since=date(2020, 1, 1)).relations
    assert (one.statements, one.first_seen, one.last_seen) == (1, "2020-03-02", "2020-03-02")
    assert (both.statements, both.first_seen) == (2, "2020-01-15")
    part = select(GRAPH, since="2020-01-01", until="2020-12-31")
    assert {a.id for a in part.articles} == {"a1", "a2"}
    assert ident("USA") not in {e.id for e in part.entities}
    china = next(e for e in part.entities if e.name == "China")
    assert (china.mentions, china.articles, china.last_seen) == (6, 2, "2020-03-02")
    check(part)


def test_publishers_count_their_own_articles() -> None:
    wire = select(GRAPH, source="Wire")
    assert {a.source for a in wire.articles} == {"Wire"}
    assert {s.article for s in wire.statements} <= {a.id for a in wire.articles}
    assert all(r.sources == 1 for r in wire.relations)
    # a6 copies a4 of another publisher; alone it speaks for itself
    assert "a6" in {c.article for c in GRAPH.copies}
    assert not wire.copies
    assert any(r.articles == 1 and r.first_seen == "2022-02-25" for r in wire.relations)
    check(wire)
    assert select(GRAPH, source=["wire", "Post"], until="2020-12-31") == select(
        GRAPH, since="2020-01-01", until="2020-12-31"
    )


def test_enough_reports_are_asked_of_each_relation() -> None:
    part = select(GRAPH, min_reports=2)
    assert part.relations == tuple(r for r in GRAPH.relations if r.articles >= 2) != ()
    edges = {(r.relation, r.source, r.target) for r in part.relations}
    assert {(s.relation, s.source, s.target) for s in part.statements} == edges
    assert part.stances == ()
    check(part)


def test_entities_without_relations_can_be_left_out() -> None:
    part = select(GRAPH, relation="conflict", isolates=False)
    ends = {end for r in part.relations for end in (r.source, r.target)}
    assert {e.id for e in part.entities} == ends
    assert {m.entity for m in part.mentioned} <= ends
    loner = ident("loner")
    assert loner not in {e.id for e in select(GRAPH, isolates=False).entities}
    assert select(GRAPH, isolates=False).relations == GRAPH.relations
    assert loner in {e.id for e in select(GRAPH, kind="country", isolates=False, keep=[loner]).entities}
    check(part)


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("reports", lambda r: (not r.score, -r.articles)),
        ("last", lambda r: [-ord(c) for c in r.last_seen or "0"]),
        ("first", lambda r: r.first_seen or "9999"),
        ("weight", lambda r: -abs(r.score * r.articles)),
    ],
)
def test_a_limit_takes_the_first_of_an_order(sort: RelationSort, key: Callable[[Relation], Any]) -> None:
    some = select(GRAPH, sort=sort, limit=3).relations
    assert len(some) == 3
    assert [r.id for r in some] == sorted(r.id for r in some)
    assert sorted(map(key, some)) == sorted(map(key, GRAPH.relations))[:3]


def test_a_view_is_a_graph_of_its_own() -> None:
    part = select(GRAPH, relation="conflict", kind="country", since="2021-01-01")
    assert part.relations
    assert from_networkx(to_networkx(part)) == part
    check(part)


def test_an_open_graph_gives_views() -> None:
    with gb.open(example_graph()) as graph:
        wars = graph.networkx(relation="ASSAULT", since="1980-01-01", until="1980-12-31")
        assert {key for *_, key in wars.edges(keys=True)} == {"ATTACKS"}
        assert {edge["first_seen"].year for *_, edge in wars.edges(data=True)} == {1980}
        states = graph.signed(kind="country", relation="material conflict")
        assert {node["kind"] for _, node in states.nodes(data=True)} == {"country"}
        assert {edge["sign"] for *_, edge in states.edges(data=True)} == {-1}
        assert graph.signed(directed=True).is_directed()
        with gb.open(wars) as again:
            assert again.networkx().edges == wars.edges


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"relation": "conflicts"},
            "no relation is called 'conflicts' (did you mean conflict",
        ),
        ({"relation": ["MET"]}, "no relation is called 'MET' (did you mean MET_WITH?): `graphbuild"),
        ({"relation": ["MUT"]}, "no relation is called 'MUT': `graphbuild relations --all` lists them"),
        ({"kind": "city"}, "no kind is called 'city'; give person, country or organisation"),
        ({"kind": "prson"}, "no kind is called 'prson' (did you mean person?); give person, country or"),
        ({"since": "March 1979"}, "since is 'March 1979'; give a day as in 1979-03-26"),
        ({"until": "1979-02-30"}, "until is '1979-02-30', and there is no such day; give a day"),
        (
            {"source": "Wires"},
            "by 'Wires' (did you mean Wire?): `graphbuild articles` shows the publishers",
        ),
        ({"min_reports": -1}, "min-reports is -1; give a whole number from 0 up"),
        ({"limit": -1}, "limit is -1; give a whole number from 0 up"),
        ({"sort": "size"}, "size"),
        ({"since": "1980-01-01", "until": "1979-01-01"}, "since 1980-01-01 is after until 1979-01-01"),
    ],
)
def test_what_means_nothing_is_an_error(options: dict[str, Words], message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        select(GRAPH, **options)  # type: ignore[arg-type]


def test_days_and_publishers_need_statements() -> None:
    for option in ({"since": "2020-01-01"}, {"source": "Wire"}):
        with pytest.raises(QueryError, match="came without statements"):
            select(replace(GRAPH, statements=()), **option)  # type: ignore[arg-type]
