"""The query library on the sample corpus: what the heads of its files show is what both engines give."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import graphbuild as gb
from graphbuild import queries
from graphbuild.model import Graph
from graphbuild.stores.base import Store
from graphbuild.stores.embedded import EmbeddedStore
from tests.corpus import sample_graph
from tests.library import answer
from tests.stores.sample import GRAPH

LIBRARY = queries.load()


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


REMEDY = "the sample graph has changed: write the examples anew with `python -m tests.library`"
