"""What may run: clauses that write, procedures, files; and names that only look like them."""

from __future__ import annotations

import pytest

from graphbuild.errors import QueryError
from graphbuild.stores import guard

ALLOWED = [
    "MATCH (n) RETURN n.set, n.create",
    "MATCH (n:Set)-[:CREATE]->(m:Delete|Merge) RETURN n",
    "RETURN {set: 1, delete: 2} AS merge",
    "RETURN 'CREATE (n)' AS x // DELETE",
    "MATCH (n) RETURN n.`SET x`",
    "CALL { MATCH (n) RETURN n } RETURN n",
    "MATCH (n) CALL (n) { RETURN n.x AS x } RETURN x",
    "CALL db.labels() YIELD label RETURN label",
    "call DB.relationshipTypes()",
    "CALL db.schema.visualization()",
    "RETURN toUpper('load csv') AS load",
]
WRITING = [
    ("CREATE (n)", "CREATE"),
    ("MATCH (n) DETACH DELETE n", "DETACH"),
    ("MATCH (n) DELETE n", "DELETE"),
    ("MATCH (n)SET n.x=1", "SET"),
    ("MATCH (n) set n:L", "SET"),
    ("MATCH (n) REMOVE n.x", "REMOVE"),
    ("MERGE (n)", "MERGE"),
    ("FOREACH (x IN [1] | CREATE (n))", "FOREACH"),
    ("CREATE INDEX FOR (n:E) ON (n.x)", "CREATE"),
    ("DROP INDEX i", "DROP"),
    ("INSERT (n)", "INSERT"),
    ("CALL { CREATE (n) } IN TRANSACTIONS", "CREATE"),
    ("MATCH (n) /* ' */ SET/**/ n.x = 1", "SET"),
    ("MATCH (n) \\u0053ET n.x = 1", "SET"),
    ("RETURN '\\u0027 CREATE (n) //'", "CREATE"),
    ("ALTER USER x SET PASSWORD 'y'", "ALTER"),
    ("CALL apoc.create.node([], {})", "CALL apoc.create.node"),
    ("CALL `apoc`.`export`.csv.all('x', {})", "CALL apoc.export.csv.all"),
    ("MATCH (n) CALL dbms.killQuery('x') YIELD y RETURN y", "CALL dbms.killquery"),
]


@pytest.mark.parametrize("cypher", ALLOWED)
def test_reading_is_allowed(cypher: str) -> None:
    guard.check(cypher, {}, write=False)


@pytest.mark.parametrize(("cypher", "word"), WRITING)
def test_writing_is_refused_unless_allowed(cypher: str, word: str) -> None:
    with pytest.raises(QueryError, match=f"^{word} at line 1, column .*read-only.*--write"):
        guard.check(cypher, {}, write=False)
    guard.check(cypher, {}, write=True)


@pytest.mark.parametrize(
    "cypher",
    [
        "LOAD CSV FROM 'x' AS x RETURN x",
        "load  csv with headers from 'x' as x return x",
        "MATCH (n) LOAD/* */CSV FROM 'x' AS x RETURN x",
        "\\u004cOAD CSV FROM 'x' AS x RETURN x",
        "RETURN '\\u0027 LOAD CSV FROM \"x\" AS x RETURN x //'",
    ],
)
@pytest.mark.parametrize("write", [False, True])
def test_files_are_never_read(cypher: str, write: bool) -> None:
    with pytest.raises(QueryError, match="LOAD CSV"):
        guard.check(cypher, {}, write=write)
