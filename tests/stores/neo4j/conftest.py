"""A Neo4j database for tests that change it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graphbuild.stores.neo4j import Neo4jStore
from tests.stores.sample import GRAPH


@pytest.fixture
def empty(neo4j_uri: str) -> Iterator[Neo4jStore]:
    """A database without anything in it; afterwards with the sample graph, which other tests ask."""
    with Neo4jStore(neo4j_uri) as store:
        store.query("MATCH (n) DETACH DELETE n", write=True)
        yield store
        store.query("MATCH (n) DETACH DELETE n", write=True)
        store.write(GRAPH)
