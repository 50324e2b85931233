"""A Neo4j database for tests that change it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graphbuild.stores.neo4j import Neo4jStore


@pytest.fixture
def empty(neo4j_uri: str) -> Iterator[Neo4jStore]:
    """A database without anything in it, and without anything in it afterwards."""
    with Neo4jStore(neo4j_uri) as store:
        store.query("MATCH (n) DETACH DELETE n", write=True)
        yield store
        store.query("MATCH (n) DETACH DELETE n", write=True)
