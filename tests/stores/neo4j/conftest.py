"""A Neo4j database for tests that change it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graphbuild.stores.neo4j import Neo4jStore
from tests.stores.sample import GRAPH

EVERYTHING = "MATCH (n) DETACH DELETE n"


@pytest.fixture(scope="module")
def changed(neo4j_uri: str) -> Iterator[str]:
    """The address of a Neo4j that holds the sample graph again before other files of tests ask it."""
    yield neo4j_uri
    with Neo4jStore(neo4j_uri) as store:
        store.query(EVERYTHING, write=True)
        store.write(GRAPH)


@pytest.fixture
def empty(changed: str) -> Iterator[Neo4jStore]:
    """A database without anything in it, in files in which no test asks for the sample graph."""
    with Neo4jStore(changed) as store:
        store.query(EVERYTHING, write=True)
        yield store
