"""Reading queries read, on both engines: by our own check, and by the engine alone where that is left out."""

from __future__ import annotations

import pytest

from graphbuild.errors import QueryError
from graphbuild.stores.base import Store
from tests.stores.writing_tries import PARAMETERS, TRIES

#: What a try would have changed.
STATE = (
    "MATCH (n) OPTIONAL MATCH (n)-[r]->()"
    " RETURN count(DISTINCT n) AS nodes, count(r) AS edges, count(n.tried) AS tried, count(n.name) AS names"
)


def test_there_are_enough() -> None:
    assert len(TRIES) == len(set(TRIES)) >= 40


@pytest.mark.parametrize("cypher", TRIES)
def test_it_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch, cypher: str) -> None:
    before = store.query(STATE)
    values = PARAMETERS if "$" in cypher else {}
    with pytest.raises(QueryError) as caught:
        store.query(cypher, values)
    assert "root:" not in str(caught.value)
    monkeypatch.setattr("graphbuild.stores.guard.check", lambda *_, **__: None)
    with pytest.raises(QueryError) as engine:
        store.query(cypher, values)
    assert "root:" not in str(engine.value)
    assert store.query(STATE) == before


@pytest.mark.parametrize(
    "cypher",
    [
        "MATCH (set:Country) RETURN set.name AS create",
        "CALL db.labels() YIELD label RETURN label",
        "CALL db.relationshipTypes()",
        "RETURN 'LOAD CSV FROM x' AS text, 'SET n.x = 1' AS other",
        "MATCH (n:Country) /* SET n.x = 1 */ RETURN n.name // DELETE n",
    ],
)
def test_what_only_looks_like_it_is_answered(store: Store, cypher: str) -> None:
    assert store.query(cypher).rows


def test_files_are_not_read_by_writing_queries_either(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphbuild.stores.guard.check", lambda *_, **__: None)
    with pytest.raises(QueryError, match="reads files or the network"):
        store.query("LOAD CSV FROM 'file:///etc/hostname' AS line CREATE (n {x: line})", write=True)
