"""A graph read back from Neo4j into a folder."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.stores import files
from graphbuild.stores.neo4j import Neo4jStore, Options
from tests.commands import graphbuild
from tests.corpus import ARTICLES
from tests.example_graph import example_graph
from tests.stores.sample import GRAPH


@pytest.mark.parametrize("prefix", ["", "News"])
def test_the_round_trip_is_equal(empty: Neo4jStore, neo4j_uri: str, tmp_path: Path, prefix: str) -> None:
    told: list[str] = []
    with gb.open(example_graph()) as graph:
        graph.load(neo4j_uri, prefix=prefix)
        (before,) = graph.export(tmp_path / "before.json")
        with gb.dump(neo4j_uri, tmp_path / "dumped", prefix=prefix, report=told.append) as dumped:
            assert dumped.graph == graph.graph
            (after,) = dumped.export(tmp_path / "after.json")
            assert dumped.explain("Egypt", "Israel") == graph.explain("Egypt", "Israel")
    assert before.read_bytes() == after.read_bytes()
    assert told == []


def test_a_dump_can_be_asked_loaded_and_dumped_into_again(
    empty: Neo4jStore, neo4j_uri: str, tmp_path: Path
) -> None:
    empty.write(GRAPH)
    gb.dump(neo4j_uri, tmp_path / "dumped").close()
    gb.dump(neo4j_uri, tmp_path / "dumped").close()
    with gb.open(tmp_path / "dumped") as dumped:
        assert dumped.query("MATCH (n:Country {iso3: 'CIV'}) RETURN n.name AS name") == [
            {"name": "Côte d'Ivoire"}
        ]
        assert dumped.load(neo4j_uri).written == 0


def test_a_dump_cannot_be_built_on_and_says_so(empty: Neo4jStore, neo4j_uri: str, tmp_path: Path) -> None:
    empty.write(GRAPH)
    done = graphbuild("dump", neo4j_uri, "-g", tmp_path / "dumped")
    assert (done.returncode, done.stderr) == (0, "")
    numbers = [len(of) for of in (GRAPH.articles, GRAPH.entities, GRAPH.statements, GRAPH.relations)]
    assert done.stdout == "{} articles · {} entities · {} statements · {} relations\n".format(*numbers)
    for command in (["remove", "a1"], ["same", "China", "Russia"], ["build", ARTICLES[0]]):
        refused = graphbuild(*command, "-g", tmp_path / "dumped")
        assert refused.returncode == 1
        assert "was dumped from a database" in refused.stderr or "it holds graph.json" in refused.stderr


def test_what_somebody_changed_is_reported(empty: Neo4jStore, neo4j_uri: str, tmp_path: Path) -> None:
    empty.write(GRAPH)
    empty.query("MATCH (n:Country {iso3: 'CHN'}) SET n.name = 'Cathay'", write=True)
    told: list[str] = []
    with gb.dump(neo4j_uri, tmp_path / "dumped", report=told.append) as dumped:
        assert "Cathay" in {e.name for e in dumped.graph.entities}
    assert len(told) == 1


def test_what_users_added_is_left_out(empty: Neo4jStore, neo4j_uri: str, tmp_path: Path) -> None:
    empty.write(GRAPH)
    empty.query(
        "MATCH (a:Country {iso3: 'CHN'}), (b:Country {iso3: 'RUS'}) CREATE (a)-[:NEAR {km: 0}]->(b),"
        " (:Entity {id: 'theirs', name: 'x'}), (a)<-[:ABOUT]-(:Note)",
        write=True,
    )
    with gb.dump(neo4j_uri, tmp_path / "dumped") as dumped:
        assert dumped.graph == GRAPH


def test_no_graph_a_broken_load_and_another_version_are_errors(
    empty: Neo4jStore, neo4j_uri: str, tmp_path: Path
) -> None:
    with pytest.raises(gb.StoreError, match="holds no graph"):
        gb.dump(neo4j_uri, tmp_path / "dumped")
    empty.write(GRAPH)
    with pytest.raises(gb.StoreError, match="holds no graph under prefix Other"):
        gb.dump(neo4j_uri, tmp_path / "dumped", prefix="Other")

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        empty.load(lambda: GRAPH, Options(full=True, progress=stop))
    empty.query("MATCH (p:GraphbuildPart {table: 'RELATION'}) SET p.digest = ''", write=True)
    with pytest.raises(gb.StoreError, match="was broken off"):
        gb.dump(neo4j_uri, tmp_path / "dumped")
    empty.write(GRAPH)
    empty.query("MATCH (m:GraphbuildManifest) SET m.schema = '99'", write=True)
    with pytest.raises(gb.StoreError, match="schema 99"):
        gb.dump(neo4j_uri, tmp_path / "dumped")
    assert not (tmp_path / "dumped").exists()


def test_a_folder_that_holds_something_else_is_refused(
    empty: Neo4jStore, neo4j_uri: str, tmp_path: Path
) -> None:
    empty.write(GRAPH)
    files.export(GRAPH, tmp_path / "other.json")
    with pytest.raises(gb.StoreError, match="is not empty, and no dump"):
        gb.dump(neo4j_uri, tmp_path)
