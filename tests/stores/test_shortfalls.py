"""What the embedded engine gets wrong: loops are pinned, what cannot be mended is refused."""

from __future__ import annotations

import pytest

from graphbuild.errors import QueryError
from graphbuild.stores import shortfalls

REFUSED = [
    ("RETURN 'x' IN collect(n.name) AS x", "IN"),
    ("MATCH (n) RETURN n.kind, count(*) > 1 AND true", "AND"),
    ("MATCH (n) WITH max(n.name) STARTS WITH 'x' AS x RETURN x", "STARTS"),
    ("RETURN CASE WHEN NOT count(*) > 1 THEN 1 END", "NOT"),
    ("RETURN max(n.name) =~ 'x'", "~"),
    ("RETURN max(n.day).year", "."),
    ("RETURN toString(collect(n)[0].kind)", "."),
    ("CALL { MATCH (n) RETURN count(*) IS NULL AS x } RETURN x", "IS"),
    ("MATCH ()-[r:$('A')]->() RETURN r", "$"),
    ("MATCH ()-[:A|$($type)]->() RETURN 1", "$"),
]
LET_THROUGH = [
    "RETURN count(*), n.name IN ['x'] AS y",
    "RETURN count(n.name IN ['x']) AS n",
    "RETURN sum(CASE WHEN n.x IS NULL AND n.y THEN 1 ELSE 0 END) AS n",
    "RETURN [x IN collect(n.name) WHERE x IN ['y'] AND x <> ''] AS x",
    "RETURN any(x IN collect(n.name) WHERE x STARTS WITH 'a') AS x",
    "RETURN size([x IN collect(n) | x.y]) AS x",
    "RETURN count(*) > 1, max(n.x) - min(n.x), n.kind",
    "WITH count(*) AS n WHERE n > 1 AND n < 5 RETURN n",
    "RETURN n.a AS in, count(*) AS n ORDER BY n > 1 AND true",
    "RETURN COUNT { (a)--() WHERE a.x AND a.y } + count(*) AS n",
    "MATCH (n:$('A')) RETURN n.name STARTS WITH 'x' OR n.x.y",
    "MATCH (n)-[r:A {x: $x}]->() RETURN n",
]


@pytest.mark.parametrize(("cypher", "at"), REFUSED)
def test_what_would_be_wrong_is_refused_where_it_stands(cypher: str, at: str) -> None:
    with pytest.raises(
        QueryError, match=r"^Cypher error at line 1, column \d+:\n.*\n.*\^\nThe embedded engine"
    ) as caught:
        shortfalls.prepared(cypher)
    column = str(caught.value).split("\n")[2].index("^") - 2
    assert cypher[column:].startswith(at)


@pytest.mark.parametrize("cypher", LET_THROUGH)
def test_what_is_right_is_let_through(cypher: str) -> None:
    assert shortfalls.prepared(cypher) == cypher


@pytest.mark.parametrize(
    ("cypher", "pinned"),
    [
        ("MATCH (a)-->(a) RETURN count(*)", "MATCH (a)-->(a), (`a`) RETURN count(*)"),
        ("MATCH (a:E {x: ')'})-[r:R]-(a:E) RETURN a", "MATCH (a:E {x: ')'})-[r:R]-(a:E), (`a`) RETURN a"),
        ("MATCH (b), (a)<--(a) WHERE a.x RETURN a", "MATCH (b), (a)<--(a), (`a`) WHERE a.x RETURN a"),
        ("MATCH p = (a)-->(b)-->(b) RETURN p", "MATCH p = (a)-->(b)-->(b), (`b`) RETURN p"),
        ("CALL { MATCH (a)-->(a) RETURN a } RETURN a", "CALL { MATCH (a)-->(a), (`a`) RETURN a } RETURN a"),
        ("MATCH (`a b`)--(`a b`) RETURN 1", "MATCH (`a b`)--(`a b`), (`a b`) RETURN 1"),
        ("MATCH (a)-->(b)-->(a) RETURN a", None),
        ("MATCH (a), (a) RETURN a", None),
        ("MATCH ()-->() RETURN 1", None),
        ("MATCH (a) WHERE (a)-->(a) RETURN a", None),
    ],
)
def test_loops_are_pinned(cypher: str, pinned: str | None) -> None:
    assert shortfalls.prepared(cypher) == (pinned or cypher)
