"""Clauses that write or call, behind names that are spelt as keywords; on both engines."""

from __future__ import annotations

import pytest

from graphbuild.errors import QueryError
from graphbuild.stores import guard
from graphbuild.stores.base import Store
from tests.stores.test_read_only import STATE

HIDDEN = [
    "WITH 1 AS as CALL meta.stats() YIELD value RETURN value",
    "WITH 1 AS as CALL db.createLabel('Tried') RETURN 1 AS x",
    "WITH 1 AS as, 2 AS x CALL dbms.listConfig() YIELD name RETURN name",
    "WITH 1 AS as WITH as CALL dbms.listConfig() YIELD name RETURN name",
    "WITH 1 AS as WITH DISTINCT as CALL dbms.listConfig() YIELD name RETURN name",
    "WITH 1 AS as WITH 2 * as AS x, as CALL dbms.listConfig() YIELD name RETURN name",
    "WITH 1 AS as WITH as WHERE 2 = 2 * as CALL dbms.listConfig() YIELD name RETURN name",
    "WITH 1 AS as WITH as ORDER BY as CALL dbms.listConfig() YIELD name RETURN name",
    "WITH [1] AS as UNWIND as AS as CREATE (:Entity {id: 'tried'})",
    "WITH 1 AS as CREATE (:Entity {id: 'tried'})",
    "WITH 1 AS as, 2 AS with MERGE (:Entity {id: 'tried'})",
    "WITH 1 AS as MATCH (n:Entity) SET n.tried = as",
    "WITH 1 AS as FOREACH (x IN [as] | CREATE (:Entity {id: 'tried'}))",
    "MATCH (as:Entity) WITH as CALL { WITH as SET as.tried = true } RETURN 1 AS x",
    "MATCH (as:Entity) WITH 1 AS one, as DETACH DELETE as",
    "WITH 1. AS x CREATE (:Entity {id: 'tried'})",
    "CALL db.labels() YIELD label AS as CALL dbms.listConfig() YIELD name RETURN name",
    "WITH 1 AS as LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
    "WITH 1 AS as RETURN CASE WHEN as = 1 THEN sql.eval('1') END AS x",
]
ADMINISTRATION = [
    "SHOW SETTINGS",
    "SHOW TRANSACTIONS",
    "SHOW TRANSACTIONS YIELD transactionId AS id RETURN id",
    "SHOW FUNCTIONS",
    "SHOW PROCEDURES",
    "SHOW DATABASES",
    "SHOW DEFAULT DATABASE",
    "SHOW USERS",
    "SHOW CURRENT USER",
    "SHOW SERVERS",
    "SHOW PRIVILEGES",
    "CYPHER 5 SHOW SETTINGS",
    "show /* */ settings",
    "\\u0053HOW SETTINGS",
    "TERMINATE TRANSACTION 'x'",
]
ANSWERED = [
    "MATCH (as:Country) RETURN as.name AS as, count(*) AS call ORDER BY as",
    "MATCH (n:Country) WITH n.name AS call MATCH (m:Country {name: call}) RETURN m.name AS set",
    "WITH 1 AS create, 2 AS set RETURN create, set",
    "MATCH (n:Country) RETURN n.name AS merge SKIP 0",
    "RETURN {call: 1, set: 2, as: 3} AS show",
    "WITH 1 AS show RETURN show",
    "SHOW INDEXES",
    "SHOW CONSTRAINTS",
]


@pytest.mark.parametrize("cypher", HIDDEN)
def test_a_clause_behind_an_alias_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch, cypher: str
) -> None:
    before = store.query(STATE)
    with pytest.raises(QueryError):
        guard.check(cypher, {}, write=False)
    monkeypatch.setattr(guard, "check", lambda *_, **__: None)
    with pytest.raises(QueryError):
        store.query(cypher)
    assert store.query(STATE) == before


@pytest.mark.parametrize("cypher", ADMINISTRATION)
def test_the_server_is_not_asked_about(cypher: str) -> None:
    with pytest.raises(QueryError, match=r"about the server|read-only"):
        guard.check(cypher, {}, write=False)


@pytest.mark.parametrize("cypher", ANSWERED)
def test_names_may_be_spelt_as_keywords(store: Store, cypher: str) -> None:
    assert store.query(cypher).rows


@pytest.mark.parametrize("sign", ["\u200b", "\u200d", "\ufeff", "\x00", "\u2060", "\u0301", "€", "#", "@"])
def test_signs_that_mean_nothing_are_refused(sign: str) -> None:
    """Else a name could be cut for our look at it, and whole for an engine."""
    with pytest.raises(QueryError, match=rf"U\+{ord(sign):04X}"):
        guard.check(f"RETURN sq{sign}l.eval('1') AS x", {}, write=False)
    guard.check(f"RETURN '{sign}' AS `{sign}` // {sign}", {}, write=False)
