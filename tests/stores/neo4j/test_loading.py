"""A graph into Neo4j by difference: what is written, what goes, what stays, whoever else loads."""

from __future__ import annotations

import threading
from dataclasses import astuple, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from graphbuild.aggregation import aggregate
from graphbuild.errors import StoreError
from graphbuild.model import Graph, Reading
from graphbuild.stores import layout
from graphbuild.stores.neo4j import Neo4jStore
from graphbuild.stores.neo4j.loading import LoadReport, Options
from tests.factories import reading_sets
from tests.stores.content import held, rows_of
from tests.stores.sample import ARTICLES, GRAPH, STATEMENTS, graph, ident, never

SMALLER = graph(STATEMENTS[:7])


def load(store: Neo4jStore, wanted: Graph, **options: Any) -> LoadReport:
    return store.load(lambda: wanted, Options(**options))


def did(report: LoadReport) -> tuple[int, int, int]:
    """Written, removed and kept."""
    return report.written, report.removed, report.kept


def records(of: Graph) -> set[str]:
    """Every record of the graph, as text."""
    return {
        repr((type(r), astuple(r)))
        for table in (
            of.entities,
            of.relations,
            of.articles,
            of.statements,
            of.mentioned,
            of.copies,
            of.stances,
        )
        for r in table
    }


def run(store: Neo4jStore, cypher: str) -> Any:
    """The one value that a query gives."""
    ((value,),) = store.query(cypher, write=True).rows
    return value


def test_loading_again_writes_nothing(empty: Neo4jStore) -> None:
    assert did(load(empty, GRAPH)) == (len(records(GRAPH)), 0, 0)
    assert held(empty) == rows_of(GRAPH)
    before = run(empty, "MATCH (n) RETURN sum(size(keys(n))) + count(*)")
    assert did(load(empty, GRAPH)) == (0, 0, 0)
    assert run(empty, "MATCH (n) RETURN sum(size(keys(n))) + count(*)") == before


def test_a_graph_of_the_same_source_is_not_even_asked_for(empty: Neo4jStore) -> None:
    load(empty, GRAPH, source=lambda: "one")
    assert did(empty.load(never, Options(source=lambda: "one"))) == (0, 0, 0)
    assert did(load(empty, GRAPH, source=lambda: "two")) == (0, 0, 0)
    assert did(empty.load(never, Options(source=lambda: "two"))) == (0, 0, 0)
    load(empty, SMALLER, source=lambda: "three")
    assert did(load(empty, GRAPH, source=lambda: "two"))[0] > 0
    assert held(empty) == rows_of(GRAPH)


@pytest.mark.parametrize("size", [500, 2])
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=reading_sets(), second=reading_sets())
def test_exactly_the_difference_is_written_and_removed(
    empty: Neo4jStore, size: int, first: list[Reading], second: list[Reading]
) -> None:
    before, after = aggregate(first), aggregate(second)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("graphbuild.stores.neo4j.manifest.SIZE", size)
        patched.setattr("graphbuild.stores.neo4j.loading.BATCH", 7)
        load(empty, before)
        report = load(empty, after)
        assert held(empty) == rows_of(after)
        new = len(records(after) - records(before))
        kept_keys = len(keys(before) & keys(after))
        assert did(report) == (new, len(keys(before)) - kept_keys, 0)
        assert did(load(empty, after)) == (0, 0, 0)


def keys(of: Graph) -> set[tuple[str, ...]]:
    """What each node and edge of ours is known by."""
    nodes = {("node", e.id) for e in of.entities} | {("node", a.id) for a in of.articles}
    nodes |= {("node", s.id) for s in of.statements}
    edges = {("edge", r.id) for r in of.relations} | {("edge", c.article, c.original) for c in of.copies}
    edges |= {("edge", s.id) for s in of.stances}
    return nodes | edges | {("edge", m.entity, m.article) for m in of.mentioned}


def test_a_table_that_grows_is_cut_into_more_parts(
    empty: Neo4jStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = "MATCH (p:GraphbuildPart) RETURN count(*)"
    load(empty, GRAPH)
    assert run(empty, parts) == 7
    monkeypatch.setattr("graphbuild.stores.neo4j.manifest.SIZE", 2)
    load(empty, SMALLER)
    assert run(empty, parts) > 15
    assert held(empty) == rows_of(SMALLER)
    monkeypatch.undo()
    load(empty, GRAPH)
    assert run(empty, parts) == 7
    assert held(empty) == rows_of(GRAPH)


def test_what_users_added_stays_as_it_is(empty: Neo4jStore) -> None:
    load(empty, SMALLER)
    copied = ", ".join(f"{name}: e.{name}" for name in layout.PROPERTIES["Entity"] if name != "id")
    run(
        empty,
        f"MATCH (e:Country {{iso3: 'CHN'}}), (b:Country {{iso3: 'RUS'}})"
        f" CREATE (own:Entity:Country {{id: 'theirs', {copied}}})-[:ATTACKS {{id: 'x', statements: 1}}]->(e),"
        " (e)-[:PARTNERSHIP {note: 'ours, by hand'}]->(b), (e)-[:NEIGHBOUR_OF]->(b),"
        " (:Article {id: 'a1 of theirs', title: 't', source: 's', url: ''})-[:CITES]->(:Book {title: 'y'})"
        " SET e:Watched, e.community = 7 RETURN 1",
    )
    load(empty, GRAPH)
    load(empty, SMALLER)
    assert run(empty, "MATCH (:Entity:Country {id: 'theirs'})-[r:ATTACKS {id: 'x'}]->() RETURN count(r)") == 1
    assert run(empty, "MATCH ()-[r:PARTNERSHIP {note: 'ours, by hand'}]->() RETURN count(r)") == 1
    assert run(empty, "MATCH ()-[r:NEIGHBOUR_OF]->() RETURN count(r)") == 1
    assert run(empty, "MATCH (:Article {id: 'a1 of theirs'})-[r:CITES]->(:Book) RETURN count(r)") == 1
    assert run(empty, "MATCH (e:Watched {community: 7}) RETURN e.iso3") == "CHN"


def test_a_node_that_goes_stays_where_users_hung_something_on_it(empty: Neo4jStore) -> None:
    load(empty, GRAPH)
    loner = f"{{id: '{ident('loner')}'}}"
    run(empty, f"MATCH (n:Entity {loner}) CREATE (n)<-[:ABOUT]-(:Note {{text: 'look'}}) RETURN 1")
    run(empty, "MATCH (s:Statement {relation: 'SUPPORTS'}) SET s.checked = true RETURN 1")
    without = Graph(
        tuple(e for e in GRAPH.entities if e.id != ident("loner")),
        tuple(r for r in GRAPH.relations if r.relation != "SUPPORTS"),
        GRAPH.articles,
        tuple(s for s in GRAPH.statements if s.relation != "SUPPORTS"),
        tuple(m for m in GRAPH.mentioned if m.entity != ident("loner")),
    )
    assert load(empty, without).kept == 2
    assert (
        run(empty, f"MATCH (:Note)-[:ABOUT]->(n:FormerEntity {loner}) RETURN n.name") == "Loner <Club> | Ltd"
    )
    assert run(empty, f"MATCH (n {loner}) RETURN labels(n)") == ["FormerEntity"]
    assert run(empty, "MATCH (s:FormerStatement {checked: true}) WHERE NOT (s)--() RETURN count(*)") == 1

    load(empty, GRAPH)
    assert run(empty, f"MATCH (:Note)-[:ABOUT]->(n:Entity:Organisation {loner}) RETURN count(*)") == 1
    assert run(empty, "MATCH (s:Statement {checked: true})-[:SOURCE]->(e) RETURN e.name") == "Iran"
    assert run(empty, "MATCH (n:FormerEntity|FormerStatement) RETURN count(*)") == 0

    assert load(empty, without).kept == 2
    assert did(load(empty, without, prune=True)) == (0, 2, 0)
    assert run(empty, f"MATCH (n {loner}) RETURN count(*)") == 0
    assert run(empty, "MATCH (n:Note) RETURN count(*)") == 1


@pytest.mark.parametrize(
    "harm",
    [
        "MATCH (n:Country) DETACH DELETE n RETURN 1",
        "MATCH (n:Statement) WITH n LIMIT 1 DETACH DELETE n RETURN 1",
        "MATCH ()-[r:MET_WITH]->() WITH r LIMIT 1 DELETE r RETURN 1",
        "MATCH ()-[r:STANCE]->() WITH r LIMIT 1 DELETE r RETURN 1",
        "MATCH (:Statement)-[r:TARGET]->() WITH r LIMIT 1 DELETE r RETURN 1",
        "MATCH (:Entity)-[r:MENTIONED_IN]->() DELETE r RETURN 1",
        "MATCH (n:GraphbuildPart {table: 'RELATION'}) DELETE n RETURN 1",
    ],
)
def test_what_somebody_deleted_is_written_again(empty: Neo4jStore, harm: str) -> None:
    load(empty, GRAPH)
    empty.query(harm, write=True)
    load(empty, GRAPH)
    assert held(empty) == rows_of(GRAPH)


def test_what_somebody_changed_is_written_again_on_demand(empty: Neo4jStore) -> None:
    load(empty, GRAPH)
    run(empty, "MATCH (n:Country {iso3: 'CHN'}) SET n.name = 'Cathay' RETURN 1")
    assert did(load(empty, GRAPH)) == (0, 0, 0)
    assert did(load(empty, GRAPH, full=True)) == (len(records(GRAPH)), 0, 0)
    assert held(empty) == rows_of(GRAPH)


def test_an_end_that_vanished_meanwhile_is_written_again(empty: Neo4jStore) -> None:
    load(empty, SMALLER)
    run(empty, "MATCH (n:Country {iso3: 'IRN'}) DETACH DELETE n CREATE (:Entity {id: 'theirs'}) RETURN 1")
    for _ in range(9):
        run(empty, "MATCH (a:Entity {id: 'theirs'}) CREATE (a)-[:KNOWS]->(a) RETURN 1")
    load(empty, GRAPH)  # the numbers tell nothing, but a statement about Iran finds no place
    empty.query("MATCH (n {id: 'theirs'}) DETACH DELETE n", write=True)
    assert held(empty) == rows_of(GRAPH)


def test_two_graphs_share_a_database_under_prefixes(empty: Neo4jStore) -> None:
    load(empty, GRAPH)
    load(empty, SMALLER, prefix="News")
    assert held(empty, "News") == rows_of(SMALLER)
    load(empty, Graph((), (), (), (), ()))
    assert run(empty, "MATCH (n:Entity) RETURN count(*)") == 0
    assert held(empty, "News") == rows_of(SMALLER)
    load(empty, Graph((), (), (), (), ()), prefix="News")
    assert held(empty) == []


@pytest.mark.parametrize("prefix", ["a b", "1st", "x`", "A:B"])
def test_a_prefix_is_a_word(empty: Neo4jStore, prefix: str) -> None:
    with pytest.raises(StoreError, match="is not a word"):
        load(empty, GRAPH, prefix=prefix)


@pytest.mark.parametrize(
    "name",
    [
        "`x`}) DETACH DELETE n //",
        "'; MATCH (n) DETACH DELETE n; //",
        '"}) SET n:Admin WITH n MATCH (m) DELETE m //',
        "\\u0060 `` \\",
        "$rows {id: row.id}",
        "line\nbreak\ttab \u2028 \u0000 end",
        "\U0001f984 \u202e reversed",
        "",
    ],
)
def test_hostile_names_are_stored_as_names(empty: Neo4jStore, name: str) -> None:
    entities = tuple(replace(e, name=name, aliases=(name, "x")) for e in GRAPH.entities)
    articles = tuple(replace(a, title=name, source=name, url=name) for a in GRAPH.articles)
    statements = tuple(
        sorted(
            (replace(s, attribution=name, source_role=name or "x") for s in GRAPH.statements),
            key=lambda s: s.id,
        )
    )
    hostile = replace(GRAPH, entities=entities, articles=articles, statements=statements)
    load(empty, hostile)
    assert held(empty) == rows_of(hostile)
    load(empty, SMALLER)
    assert held(empty) == rows_of(SMALLER)


def test_hostile_ids_of_articles_are_ids(empty: Neo4jStore) -> None:
    hostile = {a: f"{a}`}}) DETACH DELETE n //\x1f 'x" for a in ARTICLES}
    odd = Graph(
        GRAPH.entities,
        GRAPH.relations,
        tuple(replace(a, id=hostile[a.id]) for a in GRAPH.articles),
        tuple(replace(s, article=hostile[s.article]) for s in GRAPH.statements),
        tuple(replace(m, article=hostile[m.article]) for m in GRAPH.mentioned),
    )
    load(empty, odd)
    assert held(empty) == rows_of(odd)
    load(empty, Graph((), (), (), (), ()))
    assert held(empty) == []


def test_a_type_that_is_none_never_reaches_a_query(empty: Neo4jStore) -> None:
    load(empty, GRAPH)
    run(
        empty,
        "MATCH (p:GraphbuildPart {table: 'RELATION'}) SET p.digest = '',"
        ' p.keys = p.keys + [\'["X]->() DETACH DELETE n //", "a", "b", "c"]\'],'
        " p.digests = p.digests + [0] RETURN 1",
    )
    with pytest.raises(StoreError, match="is called"):
        load(empty, GRAPH)


def test_a_graph_of_another_version_is_an_error(empty: Neo4jStore) -> None:
    load(empty, GRAPH)
    run(empty, "MATCH (m:GraphbuildManifest) SET m.schema = '99' RETURN 1")
    for full in (False, True):
        with pytest.raises(StoreError, match=r"\(schema 99, .*upgrade graphbuild.*--prefix"):
            load(empty, SMALLER, full=full)
    assert held(empty) == rows_of(GRAPH)


def test_a_graph_of_an_older_version_is_written_anew_on_demand(empty: Neo4jStore) -> None:
    load(empty, GRAPH)
    run(empty, "MATCH (m:GraphbuildManifest) SET m.schema = '1' RETURN 1")
    with pytest.raises(StoreError, match=r"\(schema 1, .*load with --full"):
        load(empty, SMALLER)
    load(empty, SMALLER, full=True)
    assert held(empty) == rows_of(SMALLER)
    assert did(load(empty, SMALLER)) == (0, 0, 0)


def test_constraints_and_indexes_are_made_and_seen_to_be_there(empty: Neo4jStore) -> None:
    load(empty, GRAPH, prefix="Seen")
    unique = empty.query("SHOW CONSTRAINTS YIELD labelsOrTypes, properties RETURN *").rows
    assert {
        ("SeenEntity", "id"),
        ("SeenArticle", "id"),
        ("SeenStatement", "id"),
        ("GraphbuildPart", "part"),
    } <= {(labels[0], properties[0]) for labels, properties in unique}
    indexed = empty.query(
        "SHOW INDEXES YIELD name, state WHERE name STARTS WITH 'graphbuild_seen' RETURN *"
    ).rows
    assert ("graphbuild_seen_entity_name", "ONLINE") in indexed


@pytest.mark.parametrize(
    ("prefix", "theirs", "mend", "message"),
    [
        (
            "Taken",
            "CREATE INDEX own FOR (n:TakenEntity) ON (n.id)",
            "DROP INDEX own",
            r"index \(:TakenEntity \{id\}\).*--prefix",
        ),
        (
            "Twice",
            "CREATE (:TwiceEntity {id: 1}), (:TwiceEntity {id: 1})",
            "MATCH (n:TwiceEntity) DELETE n",
            r"constraint on :TwiceEntity\(id\) cannot be made.*--prefix",
        ),
        (
            "Named",
            "CREATE CONSTRAINT graphbuild_named_entity_id FOR (n:Other) REQUIRE n.key IS UNIQUE",
            "DROP CONSTRAINT graphbuild_named_entity_id",
            r"graphbuild_named_entity_id.*--prefix",
        ),
    ],
)
def test_what_others_have_in_their_place_is_an_error(
    empty: Neo4jStore, prefix: str, theirs: str, mend: str, message: str
) -> None:
    empty.query(theirs, write=True)
    try:
        with pytest.raises(StoreError, match=message):
            load(empty, GRAPH, prefix=prefix)
    finally:
        empty.query(mend, write=True)
    assert did(load(empty, GRAPH, prefix=prefix)) == (len(records(GRAPH)), 0, 0)


def test_a_second_loader_waits_and_both_graphs_are_whole_in_turn(empty: Neo4jStore, neo4j_uri: str) -> None:
    waited: list[str] = []
    inside, go_on = threading.Event(), threading.Event()

    def slow(done: int, total: int) -> None:
        inside.set()
        assert go_on.wait(60)

    first = threading.Thread(target=lambda: load(empty, GRAPH, progress=slow))
    first.start()
    assert inside.wait(60)

    def told(reason: str) -> None:
        waited.append(reason)
        go_on.set()

    with Neo4jStore(neo4j_uri) as other:
        load(other, SMALLER, waiting=told)
    first.join()
    assert waited == ["another load of this graph is running; it has to end first"]
    assert held(empty) == rows_of(SMALLER)


@pytest.mark.parametrize("graphs", [(GRAPH, GRAPH, GRAPH), (GRAPH, SMALLER, GRAPH)])
def test_loaders_at_once_end_with_a_whole_graph(
    empty: Neo4jStore, neo4j_uri: str, monkeypatch: pytest.MonkeyPatch, graphs: tuple[Graph, ...]
) -> None:
    monkeypatch.setattr("graphbuild.stores.neo4j.loading.BATCH", 5)
    monkeypatch.setattr("graphbuild.stores.neo4j.manifest.SIZE", 3)
    errors: list[BaseException] = []

    def loader(wanted: Graph) -> None:
        try:
            with Neo4jStore(neo4j_uri) as store:
                load(store, wanted)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=loader, args=(wanted,)) for wanted in graphs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert held(empty) in (rows_of(GRAPH), rows_of(SMALLER))
