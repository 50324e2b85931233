"""A database asked for what is counted there, and for a graph that was loaded under a prefix."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import partial
from operator import attrgetter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import graphbuild as gb
from graphbuild import queries
from graphbuild.api import stored, views
from graphbuild.stores import files
from graphbuild.stores.neo4j import Neo4jStore, Options
from tests.commands import graphbuild
from tests.example_graph import example_graph
from tests.stores.sample import GRAPH, STATEMENTS, graph, never

PARAMETERS = {"country": "Beijing", "entity": "russia", "organisation": "NATO", "person": "Xi Jinping"}
PARAMETERS |= {"a": "China", "b": "RUS"}


@pytest.fixture
def prefixed(empty: Neo4jStore, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database with the sample graph under a prefix, and less of it without one."""
    empty.load(lambda: GRAPH, Options(prefix="News"))
    empty.write(graph(STATEMENTS[:4]))
    monkeypatch.setenv("GRAPHBUILD_PREFIX", "News")
    return neo4j_uri


def test_a_server_counts_itself(empty: Neo4jStore, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with gb.open(example_graph()) as folder:
        folder.load(neo4j_uri)
        expected = views.stats(folder.graph)
    empty.query(
        "CREATE (:Entity {id: 'theirs', kind: 'person'}), (:Statement {negated: true}), (:Article {id: '0'})",
        write=True,
    )
    monkeypatch.setattr(stored, "read_graph", never)
    with gb.open(neo4j_uri) as database:
        found = database.stats()
    assert found == expected
    assert list(found.dated.items()) == list(expected.dated.items())
    assert list(found.relations.items()) == list(expected.relations.items())


def test_a_graph_that_is_loaded_anew_is_followed(empty: Neo4jStore, neo4j_uri: str) -> None:
    def counted(database: gb.OpenGraph) -> set[int]:
        found = database.stats()
        ((statements,),) = database.rows("MATCH (s:Statement) RETURN count(s)")
        return {
            len(database.graph.statements),
            found.asserted + found.denied + found.hypothetical,
            statements,
        }

    empty.write(graph(STATEMENTS[:4]))
    with gb.open(neo4j_uri) as database:
        assert counted(database) == {4}
        relations, connection = database.relations().total, database._place.store()
        empty.write(GRAPH)
        assert counted(database) == {len(STATEMENTS)}
        assert database.relations().total > relations
        assert database._place.store() is connection


MOMENT = datetime(2024, 5, 6, 7, 8, 9)
ZONED = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
MIDNIGHT = datetime(2024, 5, 6)


def test_a_graph_of_others_takes_moments(empty: Neo4jStore, neo4j_uri: str) -> None:
    with gb.open(neo4j_uri) as database:
        for moment in (MOMENT, ZONED, MIDNIGHT, pd.Timestamp(MOMENT), date(2024, 5, 6)):
            database.query("CREATE (:Event {published: $m})", m=moment, write=True)
            found = database.query(
                "MATCH (e:Event {published: $m}) RETURN e.published = $m AS same", m=moment
            )
            assert {row["same"] for row in found} == {True}
        assert database.query(
            "MATCH (e:Event) WHERE e.published IN $some RETURN count(e) AS n", some=[MIDNIGHT]
        )
        assert database.query("RETURN $m AS m", m=MOMENT) == [{"m": "2024-05-06T07:08:09"}]
        with pytest.raises(gb.QueryError, match=r"\$m is NaT, which is no moment"):
            database.query("RETURN $m AS m", m=pd.NaT)


def test_moments_are_days_where_a_graph_of_ours_is_asked(empty: Neo4jStore, neo4j_uri: str) -> None:
    empty.write(GRAPH)
    since = "MATCH (a:Article) WHERE a.published >= $m RETURN count(a) AS n"
    first = min(a.date for a in GRAPH.articles if a.date)
    with gb.open(neo4j_uri) as database:
        midnight = datetime.fromisoformat(first)
        expected = database.query(since, m=midnight.date())
        assert database.query(since, m=midnight) == expected != [{"n": 0}]
        with pytest.raises(gb.QueryError, match=r"\$m is .*; give a date"):
            database.query(since, m=MOMENT)
        assert database.query("RETURN $m AS m", m=MIDNIGHT) == [{"m": "2024-05-06T00:00:00"}]


def test_a_graph_under_a_prefix_is_asked_as_one_without(prefixed: str, tmp_path: Path) -> None:
    (file,) = files.export(GRAPH, tmp_path / "graph.json")
    with gb.open(prefixed) as database, gb.open(file) as alone:
        assert database.stats() == alone.stats() == views.stats(GRAPH)
        assert database.show("Russia") == alone.show("Russia")
        assert database.explain("China", "Russia") == alone.explain("China", "Russia")
        for query in queries.load().values():
            given: dict[str, Any] = {p.name: PARAMETERS[p.name] for p in query.parameters if p.required}
            rows = database.query(name=query.name, params=given)
            assert rows == alone.query(name=query.name, params=given), query.name
    done = graphbuild("query", "-n", "leaders", "-g", prefixed, env={"GRAPHBUILD_PREFIX": "News"})
    assert (done.returncode, "Xi Jinping" in done.stdout) == (0, True)


ASKED: tuple[Callable[[gb.OpenGraph], object], ...] = (
    gb.OpenGraph.stats,
    partial(gb.OpenGraph.show, name="Russia"),
    partial(gb.OpenGraph.explain, a="Russia"),
    attrgetter("graph"),
    partial(gb.OpenGraph.query, name="leaders"),
)


def test_a_prefix_under_which_nothing_was_loaded_is_reported(
    prefixed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GRAPHBUILD_PREFIX", "Mews")
    message = "no graph under prefix Mews, but one without prefix and one under prefix News: .*_PREFIX"
    for ask in ASKED:
        with gb.open(prefixed) as database, pytest.raises(gb.StoreError, match=message):
            ask(database)
