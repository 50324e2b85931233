"""Queries on the sample corpus: what the library's files and the documents show is what both engines give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import graphbuild as gb
from graphbuild import queries
from graphbuild.model import Graph
from graphbuild.stores.base import Store
from graphbuild.stores.embedded import EmbeddedStore
from tests.corpus import sample_graph
from tests.library import ANSWERED, QUESTIONS, answer, shown
from tests.stores.sample import GRAPH

LIBRARY = queries.load()
ASKED = [(m[1], m[3]) for m in ANSWERED.finditer(QUESTIONS.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def corpus() -> Graph:
    with gb.open(sample_graph()) as graph:
        return graph.graph


@pytest.fixture(scope="module")
def embedded_corpus(corpus: Graph) -> Iterator[Store]:
    with EmbeddedStore.temporary(corpus) as store:
        yield store


@pytest.fixture(scope="module")
def neo4j_corpus(neo4j: Store, corpus: Graph) -> Iterator[Store]:
    neo4j.write(corpus)
    yield neo4j
    neo4j.write(GRAPH)


@pytest.mark.parametrize("name", LIBRARY)
def test_the_example_is_what_the_embedded_engine_gives(embedded_corpus: Store, name: str) -> None:
    assert answer(embedded_corpus, LIBRARY[name]) == LIBRARY[name].example.answer, REMEDY


@pytest.mark.parametrize("name", LIBRARY)
def test_neo4j_gives_the_same_rows(embedded_corpus: Store, neo4j_corpus: Store, name: str) -> None:
    query = LIBRARY[name]
    values = {k: v for k, v in query.example.values if k != "limit"}
    bound = query.bind(values)
    found = neo4j_corpus.query(query.text, bound)
    assert found.rows
    assert found == embedded_corpus.query(query.text, bound)


def test_there_are_ten_questions() -> None:
    headings = QUESTIONS.read_text(encoding="utf-8").partition("## Ten questions")[2].count("\n### ")
    assert len(ASKED) == headings == 10


@pytest.mark.parametrize("question", range(len(ASKED)))
def test_the_answers_in_the_documents_are_what_both_engines_give(
    embedded_corpus: Store, neo4j_corpus: Store, question: int
) -> None:
    cypher, told = ASKED[question]
    assert len(told.splitlines()) > 2
    for store in (embedded_corpus, neo4j_corpus):
        assert "\n".join((*shown(store, cypher), "")) == told, REMEDY


REMEDY = "the sample graph has changed: write the examples anew with `python -m tests.library`"
