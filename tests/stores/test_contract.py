"""What every store does alike: holding a graph, answering Cypher, refusing what is wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from graphbuild import queries
from graphbuild.errors import QueryError, StoreError
from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.base import Store
from tests.stores.content import held, rows_of
from tests.stores.cypher_cases import CYPHER
from tests.stores.sample import GRAPH, STATEMENTS, graph

PARAMETERS = {
    "country": "Beijing",
    "entity": "russia",
    "organisation": "NATO",
    "person": "Xi Jinping",
    "a": "China",
    "b": "RUS",
}
#: Rows of named queries on the sample graph, worked out by hand. Of its stances one is of partners (Iran and
#: Côte d'Ivoire), one hostile, which had been one of partners (China and Russia), and one tense.
ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "adversaries": [("China", "hostile", date(2022, 2, 24), 1.25, 2.0, 0.935, 4, date(2022, 2, 24))],
    "brokers": [],
    "changed_sides": [("China", "Russia", "partner", "hostile", date(2022, 2, 24), 1.25, 2.0)],
    "common_foes": [],
    "copied": [
        (date(2022, 2, 24), "Post", "Shots at the border", 1, 1, date(2022, 2, 25), date(2022, 2, 25))
    ],
    "denied": [
        ("Russia", "ATTACKS", "China", "Moscow", "Moscow denied that it attacked.", "Shots at the border")
    ],
    "foreseen": [
        ("possible", "China", "ATTACKS", "Russia", "China could strike back.", "Shots at the border")
    ],
    "mediators": [],
    "members": [("United States", "country", 1, "Washington belongs to NATO.")],
    "partners": [],
    "path": [(["China", "Russia"], [r], 1) for r in ("ALLIED_WITH", "ATTACKS", "PARTNERSHIP", "THREATENS")],
    "publishers": [("Wire", 3, 8, 2, 4), ("Post", 2, 7, 5, 2), ("", 1, 4, 1, 1)],
    "reconciled": [],
    "stance": [
        ("2020-01", 2.25, 0.0, "hostile", date(2022, 2, 24)),
        ("2020-03", 2.0, 0.0, "hostile", date(2022, 2, 24)),
        ("2022-02", 0.0, 3.75, "hostile", date(2022, 2, 24)),
    ],
    "triangles": [],
    "turned": [("China", "Russia", "partner", "hostile", date(2022, 2, 24), 4)],
    "who_met": [
        ("Vladimir Putin", 1, date(2020, 1, 15), date(2020, 1, 15), None, "Xi met Putin."),
        ("Vladimir Putin", 1, date(2020, 3, 2), date(2020, 3, 2), "2020-02-29", "The two met again."),
    ],
}


def _sorted_if_unordered(cypher: str, rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return rows if "ORDER BY" in cypher else sorted(rows, key=repr)


@pytest.mark.parametrize(("cypher", "parameters", "rows"), CYPHER, ids=[c for c, _, _ in CYPHER])
def test_cypher_means_the_same(
    store: Store, cypher: str, parameters: dict[str, Any], rows: list[tuple[Any, ...]]
) -> None:
    found = store.query(cypher, parameters)
    assert _sorted_if_unordered(cypher, list(found.rows)) == _sorted_if_unordered(cypher, rows)


def _bound(name: str) -> tuple[str, dict[str, Any]]:
    query = queries.load()[name]
    return query.text, query.bind({p.name: PARAMETERS[p.name] for p in query.parameters if p.required})


@pytest.mark.parametrize("name", ANSWERS)
def test_named_query_gives_the_rows_worked_out_by_hand(store: Store, name: str) -> None:
    assert list(store.query(*_bound(name)).rows) == ANSWERS[name]


@pytest.mark.parametrize("name", queries.load())
def test_named_query_is_equal_on_both_engines(embedded: Store, neo4j: Store, name: str) -> None:
    assert embedded.query(*_bound(name)) == neo4j.query(*_bound(name))


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (a:Country {iso3: 'USA'}) RETURN a",
        "MATCH (:Person {name: 'Xi Jinping'})-[r:LEADER_OF]->() RETURN r, [r] AS list, {r: r} AS map",
        "MATCH p = (:Person)-[:LEADER_OF]->(:Country {iso3: 'CHN'}) RETURN p, nodes(p), relationships(p)",
        "MATCH (a:Country {iso3: 'USA'}) RETURN properties(a) AS properties, labels(a)[0] IS NULL AS none",
    ],
)
def test_nodes_relationships_and_paths_are_equal_on_both_engines(
    embedded: Store, neo4j: Store, cypher: str
) -> None:
    assert embedded.query(cypher) == neo4j.query(cypher)


def test_a_node_is_labels_and_properties(store: Store) -> None:
    (row,) = store.query("MATCH (a:Country {iso3: 'CIV'}) RETURN a").rows
    entity = next(e for e in GRAPH.entities if e.iso3 == "CIV")
    properties = layout.present(layout.entity_properties(entity))
    assert row == ({"labels": ["Country", "Entity"], "properties": properties},)


def test_a_relationship_knows_its_ends(store: Store) -> None:
    ((found,),) = store.query("MATCH ()-[r:MEMBER_OF]->() RETURN r").rows
    relation = next(r for r in GRAPH.relations if r.relation == "MEMBER_OF")
    assert found == {
        "type": "MEMBER_OF",
        "source": relation.source,
        "target": relation.target,
        "properties": layout.present(layout.relation_properties(relation)),
    }


def test_a_store_holds_exactly_the_graph_written_last(store: Store) -> None:
    assert held(store) == rows_of(GRAPH)
    smaller = graph(STATEMENTS[:7])
    try:
        store.write(smaller)
        assert held(store) == rows_of(smaller)
    finally:
        store.write(GRAPH)
    assert held(store) == rows_of(GRAPH)
    store.write(GRAPH)
    assert held(store) == rows_of(GRAPH)


def test_a_graph_that_lacks_an_end_is_refused(store: Store) -> None:
    broken = Graph(GRAPH.entities[1:], GRAPH.relations, GRAPH.articles, GRAPH.statements, GRAPH.mentioned)
    with pytest.raises(StoreError, match="incomplete"):
        store.write(broken)
    assert held(store) == rows_of(GRAPH)


@pytest.mark.parametrize(
    ("cypher", "start"),
    [
        ("MATCH (a RETURN a", "Cypher error at line 1, column 10:\n  MATCH (a RETURN a\n           ^\n"),
        (
            "MATCH (n)\nWHERE n.x ==== 3\nRETURN n",
            "Cypher error at line 2, column 12:\n  WHERE n.x ==== 3\n             ^\n",
        ),
        (
            "MATCH (n) WHERE n.name = 'x' RETRUN n",
            "Cypher error at line 1, column 30:\n  MATCH (n) WHERE n.name = 'x' RETRUN n\n  "
            + " " * 29
            + "^\n",
        ),
        (
            "MATCH (n) RETRUN n RETURN n",
            "Cypher error at line 1, column 11:\n  MATCH (n) RETRUN n RETURN n\n            ^\n",
        ),
        (
            "MATCH (n)\nRETURN m.name",
            "Cypher error at line 2, column 8:\n  RETURN m.name\n         ^\nVariable ",
        ),
        (
            "RETURN nosuch(1)",
            "Cypher error at line 1, column 8:\n  RETURN nosuch(1)\n         ^\nUnknown function",
        ),
        ("RETURN 'a", "Cypher error at line 1, column 8:\n  RETURN 'a\n         ^\n"),
        ("  ", "The query is empty"),
        (
            "MATCH (n)",
            "Cypher error at line 1, column 10:\n  MATCH (n)\n           ^\nThe query returns nothing",
        ),
        ("RETURN $who, $when", "The query needs a value for $who, $when: give --param who=…"),
        ("CREATE (n) RETURN n", "CREATE at line 1, column 1 would change the graph: queries are read-only"),
        ("MATCH (n)\nSET n.x = 1 RETURN n", "SET at line 2, column 1 would change the graph"),
        ("LOAD CSV FROM 'file:///etc/passwd' AS x RETURN x", "LOAD CSV at line 1, column 1 reads files"),
        (
            "CALL dbms.listConfig() YIELD name RETURN name",
            "CALL dbms.listconfig at line 1, column 1 may write",
        ),
        ("RETURN 1 / 0", "The query failed: it divides by zero"),
    ],
)
def test_errors_are_worded_alike(store: Store, cypher: str, start: str) -> None:
    with pytest.raises(QueryError) as caught:
        store.query(cypher)
    assert str(caught.value).startswith(start)


def test_too_many_rows_is_an_error_that_names_the_limit(store: Store) -> None:
    assert len(store.query("UNWIND range(1, 10) AS x RETURN x", limit=10).rows) == 10
    with pytest.raises(QueryError, match=r"more than 9 rows.*--limit"):
        store.query("UNWIND range(1, 10) AS x RETURN x", limit=9)


def test_the_usual_limit_is_ten_thousand_rows(store: Store) -> None:
    with pytest.raises(QueryError, match=r"more than 10,000 rows"):
        store.query("UNWIND range(1, 10001) AS x RETURN x")


def test_a_stream_gives_all_rows_as_they_come(store: Store) -> None:
    with store.stream("UNWIND range(1, 25003) AS x RETURN x, x * x AS y") as answer:
        assert answer.columns == ("x", "y")
        assert list(answer.rows) == [(x, x * x) for x in range(1, 25004)]
    for many in (0, 1, 999, 1000, 1001, 2000):
        with store.stream("UNWIND range(1, $many) AS x RETURN x", {"many": many}) as answer:
            assert len(list(answer.rows)) == many


def test_a_stream_may_be_left_early_and_fail_late(store: Store) -> None:
    with store.stream("UNWIND range(1, 100000) AS x RETURN x") as answer:
        assert next(answer.rows) == (1,)
    with (
        pytest.raises(QueryError, match="by zero"),
        store.stream("UNWIND range(5000, 0, -1) AS x RETURN 1 / x AS y") as answer,
    ):
        list(answer.rows)
    with pytest.raises(OSError, match="full"), store.stream("RETURN 1 AS x"):
        raise OSError("full")
    assert store.query("RETURN 1").rows == ((1,),)


def test_relationships_of_a_stream_know_their_ends(store: Store) -> None:
    cypher = "UNWIND range(1, 1500) AS x MATCH ()-[r:MEMBER_OF]->() RETURN r"
    with store.stream(cypher) as answer:
        ends = {(row["source"], row["target"]) for (row,) in answer.rows}
    (relation,) = (r for r in GRAPH.relations if r.relation == "MEMBER_OF")
    assert ends == {(relation.source, relation.target)}


def test_a_plan_is_told_and_nothing_is_run(store: Store) -> None:
    plan = store.plan("MATCH (c:Country {name: $name}) RETURN c.iso3", {"name": "China"})
    assert "Country" in " ".join(plan)
    store.plan("CREATE (n:Entity {id: 'planned'})")
    assert store.query("MATCH (n {id: 'planned'}) RETURN count(*)").rows == ((0,),)
    with pytest.raises(QueryError, match=r"^Cypher error at line 1, column 10:"):
        store.plan("MATCH (a RETURN a")
    with pytest.raises(QueryError, match=r"EXPLAIN is not for queries here: --explain-plan"):
        store.query("EXPLAIN MATCH (n) RETURN n")


@pytest.mark.parametrize("value", [object(), [object()], {"a": object()}, 2**70, 3j])
def test_a_value_that_no_query_can_take_is_told(store: Store, value: Any) -> None:
    with pytest.raises(
        QueryError, match=r"parameter .*; give a text, a number \(a whole one of at most 64 bits"
    ):
        store.query("RETURN $x AS x", {"x": value})
    assert store.query("RETURN $x AS x", {"x": [1, "a", 2.5, None, True]}).rows == (
        ([1, "a", 2.5, None, True],),
    )


def test_a_slow_query_is_stopped(store: Store) -> None:
    slow = "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)"
    with pytest.raises(QueryError, match=r"longer than 0\.5 s.*--timeout"):
        store.query(slow, timeout=0.5)
    assert store.query("RETURN 1").rows == ((1,),)


def test_writing_needs_to_be_allowed(store: Store) -> None:
    made = store.query("CREATE (n:Entity {id: 'made'}) RETURN n.id AS id", write=True)
    assert made.rows == (("made",),)
    assert store.query("MATCH (n {id: 'made'}) RETURN count(*)").rows == ((1,),)
    store.query("MATCH (n {id: 'made'}) DELETE n", write=True)
    assert store.query("MATCH (n {id: 'made'}) RETURN count(*)").rows == ((0,),)


def test_a_failed_write_is_undone(store: Store) -> None:
    with pytest.raises(QueryError):
        store.query("CREATE (:Entity {id: 'half'}) WITH 1 AS x UNWIND [1, 0] AS y RETURN x / y", write=True)
    assert store.query("MATCH (n {id: 'half'}) RETURN count(*)").rows == ((0,),)


def test_load_csv_is_refused_even_for_writing(store: Store) -> None:
    with pytest.raises(QueryError, match="LOAD CSV"):
        store.query("LOAD CSV FROM 'http://localhost/x' AS x CREATE (n {x: x})", write=True)


@pytest.mark.parametrize(
    ("cypher", "columns"),
    [
        ("MATCH (n:Nobody) RETURN n.name, count(*) AS n, n.x AS `a b`", ("n.name", "n", "a b")),
        (
            "MATCH (a:Country {iso3: 'USA'}) RETURN a.name, a.iso3 AS code, a.kind",
            ("a.name", "code", "a.kind"),
        ),
        (
            "MATCH (b:Country {iso3: 'USA'}), (a:Country {iso3: 'CHN'}) WITH b.name AS b, a.name AS a"
            " RETURN *",
            ("a", "b"),
        ),
    ],
)
def test_columns_are_named_also_without_rows(store: Store, cypher: str, columns: tuple[str, ...]) -> None:
    assert store.query(cypher).columns == columns
