"""Cypher as tokens: what is a word, a string, a comment, a parameter, a column."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.stores.lexer import caret, columns, parameters, place, tokens


@pytest.mark.parametrize(
    ("cypher", "texts"),
    [
        ("MATCH (a) // (b)\nRETURN a", ["MATCH", "(", "a", ")", "RETURN", "a"]),
        ("RETURN /* x\n */ 'it''s' // end", ["RETURN", "'it'", "'s'"]),
        (r"RETURN 'a\'b' + \"c\"".replace('\\"', '"'), ["RETURN", r"'a\'b'", "+", '"c"']),
        ("RETURN `a``b`.c", ["RETURN", "`a``b`", ".", "c"]),
        ("RETURN 'never closed", ["RETURN", "'never closed"]),
        ("[*1..3]", ["[", "*", "1", ".", ".", "3", "]"]),
    ],
)
def test_tokens(cypher: str, texts: list[str]) -> None:
    assert [t.text for t in tokens(cypher)] == texts


@given(st.text())
def test_tokens_stand_where_they_say(cypher: str) -> None:
    assert all(cypher[t.start : t.end] == t.text for t in tokens(cypher))


def test_parameters_in_order_without_repeats_strings_and_comments() -> None:
    cypher = "MATCH (a {x: $b, y: $`my one`}) // $no\nWHERE a.z = '$no' AND a.w = $b RETURN $a"
    assert parameters(cypher) == ("b", "my one", "a")


@pytest.mark.parametrize(
    ("cypher", "names"),
    [
        ("MATCH (a) RETURN a.name, count(*) AS n ORDER BY n LIMIT 3", ("a.name", "n")),
        ("MATCH (a) RETURN DISTINCT a", ("a",)),
        ("RETURN [x IN [1, 2] | x] AS list, {a: 1, b: 2} AS `my map`;", ("list", "my map")),
        ("MATCH (a) RETURN a.order, a.limit AS l", ("a.order", "l")),
        ("CALL { MATCH (a) RETURN a } RETURN a.x", ("a.x",)),
        ("RETURN 1 AS a UNION RETURN 2 AS a", ("a",)),
        ("MATCH (a) RETURN *", ()),
        ("MATCH (a) SET a.x = 1", ()),
    ],
)
def test_columns(cypher: str, names: tuple[str, ...]) -> None:
    assert columns(cypher) == names


def test_place_and_caret_count_from_one() -> None:
    cypher = "MATCH (a)\n  RETURN b"
    assert place(cypher, cypher.index("b")) == (2, 10)
    assert caret(cypher, 2, 10) == "    RETURN b\n           ^"
