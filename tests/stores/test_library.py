"""Queries on the example graph: what the library's files and the documents show is what both engines give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

import graphbuild as gb
from graphbuild import queries
from graphbuild.model import Graph
from graphbuild.stores.base import Store
from graphbuild.stores.embedded import EmbeddedStore
from tests.example_graph import example_graph
from tests.library import ANSWERED, QUESTIONS, answer, shown
from tests.stores.sample import GRAPH

LIBRARY = queries.load()
ASKED = [(m[1], m[3]) for m in ANSWERED.finditer(QUESTIONS.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def example() -> Graph:
    with gb.open(example_graph()) as graph:
        return graph.graph


@pytest.fixture(scope="module")
def embedded_example(example: Graph) -> Iterator[Store]:
    with EmbeddedStore.temporary(example) as store:
        yield store


@pytest.fixture(scope="module")
def neo4j_example(neo4j: Store, example: Graph) -> Iterator[Store]:
    neo4j.write(example)
    yield neo4j
    neo4j.write(GRAPH)


@pytest.mark.parametrize("name", LIBRARY)
def test_the_example_is_what_the_embedded_engine_gives(embedded_example: Store, name: str) -> None:
    assert answer(embedded_example, LIBRARY[name]) == LIBRARY[name].example.answer, REMEDY


@pytest.mark.parametrize("name", LIBRARY)
def test_neo4j_gives_the_same_rows(embedded_example: Store, neo4j_example: Store, name: str) -> None:
    query = LIBRARY[name]
    values = {k: v for k, v in query.example.values if k != "limit"}
    bound = query.bind(values)
    found = neo4j_example.query(query.text, bound)
    assert found.rows
    assert found == embedded_example.query(query.text, bound)


@pytest.mark.parametrize("engine", ["embedded", pytest.param("neo4j", marks=pytest.mark.slow)])
def test_activity_counts_what_an_entity_does_and_what_it_meets_with(
    engine: str, request: pytest.FixtureRequest
) -> None:
    def count(end: str) -> dict[str, int]:
        cypher = (
            f"MATCH (:Entity {{name: 'Egypt'}})<-[:{end}]-(s:Statement)-[:STATED_IN]->(x)"
            " WHERE NOT s.negated AND s.modality = 'asserted' AND NOT EXISTS { MATCH (x)-[:COPY_OF]->() }"
            " RETURN substring(toString(x.published), 0, 7) AS month, count(*) AS statements"
        )
        return dict(store.query(cypher).rows)

    store: Store = request.getfixturevalue(f"{engine}_example")
    query, axes = LIBRARY["activity"], ("friendly", "hostile", "neutral")
    rows = store.query(query.text, query.bind({"entity": "Egypt"})).dicts()
    does, meets = Counter(count("SOURCE")), Counter(count("TARGET"))
    assert does
    assert {row["month"]: sum(row[axis] for axis in axes) for row in rows} == does + meets


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("hostilities", {"country": "Iran"}),
        ("between", {"a": "United States", "b": "Soviet Union"}),
        ("officials", {"entity": "United States"}),
        ("partnerships", {}),
    ],
)
def test_what_several_articles_report_comes_first(
    embedded_example: Store, name: str, values: dict[str, str]
) -> None:
    query = LIBRARY[name]
    found = embedded_example.query(query.text, query.bind(values)).dicts()
    articles = [row["articles"] for row in found]
    assert len(articles) > 1
    assert articles == sorted(articles, reverse=True)


def test_there_are_ten_questions() -> None:
    headings = QUESTIONS.read_text(encoding="utf-8").partition("## Ten questions")[2].count("\n### ")
    assert len(ASKED) == headings == 10


@pytest.mark.parametrize("question", range(len(ASKED)))
def test_the_answers_in_the_documents_are_what_both_engines_give(
    embedded_example: Store, neo4j_example: Store, question: int
) -> None:
    cypher, told = ASKED[question]
    assert len(told.splitlines()) > 2
    for store in (embedded_example, neo4j_example):
        assert "\n".join((*shown(store, cypher), "")) == told, REMEDY


REMEDY = "the example graph or a query has changed: write the answers anew with `python -m tests.library`"
