"""Loading a real Neo4j against the bare driver: ``python -m benchmarks.neo4j [--relations N] [--uri URI]``.

Both write the same 20,000 entities and 200,000 relations, in turns, into one server: the bare driver by
``UNWIND … MERGE``, rows sorted, grouped by type and made beforehand, in the better of two forms; ``load``
as it is, with all that it finds out and writes down. Then a graph folder of about as many, with all its
evidence, is loaded, loaded again, and after one more article: in one process, so that its start is not in
the seconds. Without an address a server is started as for the tests.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import graphbuild
from benchmarks.aggregation import Articles, write
from benchmarks.measures import Row
from graphbuild.model import Article, Entity, EntityMentions, Graph, Kind, Relation, Statement, relation_id
from graphbuild.stores import layout
from graphbuild.stores.neo4j import Neo4jStore
from graphbuild.tables import relations
from tests.neo4j_server import running

BATCH = 10_000
#: How the bare driver is given its rows: as maps, which is usual, or as lists, which it sends faster.
FORMS = ("maps", "lists")
#: Persons and statements of an article in the graph folder: few articles, so that it is soon made.
NAMED, SAID = 20, 100
_KINDS: tuple[Kind, ...] = ("person", "country", "organisation")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.neo4j", description="Loading Neo4j.")
    parser.add_argument("--entities", type=int, default=20_000)
    parser.add_argument("--relations", type=int, default=200_000)
    parser.add_argument("--uri", help="an empty Neo4j; its data is deleted (else one is started)")
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        uri = options.uri or stack.enter_context(running())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="graphbuild-bench-")), "graph")
        of_rows = measure(uri, synthetic(options.entities, options.relations))
        of_folder = measure_folder(uri, folder, options.entities, options.relations)
        for row in itertools.chain(of_rows, of_folder):
            print(f"| {row.measure} | {row.value} | {row.aim} | {row.detail} |", flush=True)


def measure(uri: str, graph: Graph) -> Iterator[Row]:
    """A graph that comes from no folder: first load, second load and one more article, each a row."""
    bare: dict[str, float] = {}
    ours: list[float] = []
    with Neo4jStore(uri) as store:
        for form in FORMS:
            _clear(store)
            bare[form] = _seconds_bare(uri, graph, form)
            _clear(store)
            ours.append(store.load(lambda: graph).seconds)
        best = min(bare, key=lambda form: bare[form])
        records = len(graph.entities) + len(graph.relations)
        detail = f"{bare[best]:.1f} s (rows as {best}) : {min(ours):.1f} s, {records:,} records"
        yield Row("speed of `load`, bare driver = 1", f"{bare[best] / min(ours):.3g}", "≥ 0.9", detail)
        again = min(store.load(lambda: graph).seconds for _ in range(3))
        yield _share("unchanged load : first, of a graph from no folder", again, min(ours), "≤ 0.02")
        more = one_more(graph)
        reports = [store.load(partial(replace, wanted)) for wanted in (more, graph, more)]
        report = min(reports, key=lambda report: report.seconds)
        detail = f"{report.written} records written"
        yield Row("one more article in a graph from no folder", f"{report.seconds:.2f} s", "", detail)
        _clear(store)


def measure_folder(uri: str, folder: Path, entities: int, relations_: int) -> Iterator[Row]:
    """A graph folder with about so many entities and relations, as ``measure``."""
    articles = relations_ // SAID + 1
    write(folder, 0, articles, Articles(entities, NAMED, SAID))
    with graphbuild.open(folder) as opened:
        many = opened.graph
    sizes = f"{len(many.entities):,} entities, {len(many.relations):,} relations"
    sizes += f", {len(many.statements):,} statements"
    first, _, _ = _loaded(uri, folder)
    unchanged, _, _ = min(_loaded(uri, folder) for _ in range(3))
    share = _share("unchanged load of a graph folder : first", unchanged, first, "≤ 0.02")
    yield replace(share, detail=f"{share.detail}, {sizes}")
    more = []
    for number in range(articles, articles + 4):
        write(folder, number, number + 1, Articles(entities))
        more.append(_loaded(uri, folder))
    seconds, processor, written = min(more)
    detail = f"{written} records written, {processor:.2f} processor seconds of the client; the best of four"
    yield Row("one more article in a graph folder", f"{seconds:.2f} s", "≤ 1 s", detail)


def _loaded(uri: str, folder: Path) -> tuple[float, float, int]:
    """Load a graph folder: seconds, processor seconds of this process, records written."""
    started, used = time.perf_counter(), time.process_time()
    with graphbuild.open(folder) as opened:
        report = opened.load(uri)
    return time.perf_counter() - started, time.process_time() - used, report.written


def synthetic(entities: int, count: int) -> Graph:
    """A graph of so many entities and relations, with properties as large as real ones; no evidence."""
    dice = random.Random(7)
    made = [
        Entity(f"{i:016x}", _KINDS[i % 3], f"Entity {i}", (f"E. {i}",), "", 9, 5, "2001-01-01", "2020-12-31")
        for i in range(entities)
    ]
    types = sorted(relations())
    edges: dict[str, Relation] = {}
    while len(edges) < count:
        type_ = dice.choice(types)
        source, target = (f"{int(entities * dice.random() ** 2):016x}" for _ in range(2))
        id_ = relation_id(type_, source, target)
        edges[id_] = Relation(
            id_, type_, source, target, 3, 2, 1, 1, 0, 1, "2003-02-01", "2019-08-07", 2.5, 0.93,
            f"The sentence that says best how {source} stands to {target}, number {len(edges)} of all.",
        )  # fmt: skip
    return Graph(tuple(made), tuple(edges[id_] for id_ in sorted(edges)), (), (), ())


def one_more(graph: Graph) -> Graph:
    """The graph after one more article, which says again what ten relations tell."""
    article = Article("one more", "", "One more", "2020-01-01", "Wire")
    told = graph.relations[:: len(graph.relations) // 10][:10]
    ids = {r.id for r in told}
    statements = [
        Statement(
            article.id, r.relation, r.source, r.target, (0, 3), (9, 12), (0, 20), f"Once more: {r.id}.",
            "more", (5, 9), False, "asserted", "", "past", 0.9, "benchmark",
        )
        for r in told
    ]  # fmt: skip
    ends = sorted({end for r in told for end in (r.source, r.target)})
    return replace(
        graph,
        entities=tuple(replace(e, articles=e.articles + 1) if e.id in ends else e for e in graph.entities),
        relations=tuple(replace(r, articles=r.articles + 1) if r.id in ids else r for r in graph.relations),
        articles=(article,),
        statements=tuple(sorted(statements, key=lambda s: s.id)),
        mentioned=tuple(EntityMentions(end, article.id, 1) for end in ends),
    )


def _seconds_bare(uri: str, graph: Graph, form: str) -> float:
    """Seconds that the bare driver takes for the rows of the graph, which are made before."""
    import neo4j

    work = [*_bare_nodes(graph, form), *_bare_edges(graph, form)]
    with neo4j.GraphDatabase.driver(uri) as driver, driver.session(database="neo4j") as session:
        started = time.perf_counter()
        for cypher, rows in work:
            for start in range(0, len(rows), BATCH):
                some = rows[start : start + BATCH]
                session.execute_write(_run, cypher, some)
        return time.perf_counter() - started


def _run(tx: Any, cypher: str, rows: list[Any]) -> None:
    tx.run(cypher, rows=rows).consume()


def _bare_nodes(graph: Graph, form: str) -> Iterator[tuple[str, list[Any]]]:
    for table in layout.node_tables(graph):
        if not table.rows:
            continue
        label, kind = table.labels
        if form == "maps":
            id_, told = "row.id", "row"
            rows: list[Any] = list(table.rows)
        else:
            id_, told = "row[0]", _map(table.rows[0], 0)
            rows = [list(row.values()) for row in table.rows]
        yield f"UNWIND $rows AS row MERGE (n:{label} {{id: {id_}}}) SET n:{kind} SET n += {told}", rows


def _bare_edges(graph: Graph, form: str) -> Iterator[tuple[str, list[Any]]]:
    for table in layout.edge_tables(graph):
        if not table.rows:
            continue
        if form == "maps":
            a, b, id_, told = "row.a", "row.b", "row.set.id", "row.set"
            rows: list[Any] = [{"a": a, "b": b, "set": row} for a, b, row in table.rows]
        else:
            a, b, id_, told = "row[0]", "row[1]", "row[2]", _map(table.rows[0][2], 2)
            rows = [[a, b, *row.values()] for a, b, row in table.rows]
        yield (
            f"UNWIND $rows AS row MATCH (a:Entity {{id: {a}}}) MATCH (b:Entity {{id: {b}}})"
            f" MERGE (a)-[r:{table.type} {{id: {id_}}}]->(b) SET r += {told}",
            rows,
        )


def _map(row: layout.Properties, first: int) -> str:
    return "{" + ", ".join(f"{name}: row[{i}]" for i, name in enumerate(row, first)) + "}"


def _clear(store: Neo4jStore) -> None:
    """Delete all nodes; constraints stay, or are made by loading nothing."""
    some = "MATCH (n) WITH n LIMIT 2000 DETACH DELETE n RETURN count(*)"
    while store.query(some, write=True, timeout=600).rows[0][0]:
        pass
    store.load(lambda: Graph((), (), (), (), ()))


def _share(measure: str, this: float, first: float, aim: str) -> Row:
    return Row(measure, f"{this / first:.3g}", aim, f"{this:.2f} s : {first:.1f} s")


if __name__ == "__main__":
    main()
