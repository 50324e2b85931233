"""What is said of Cypher that cannot be read: where it goes wrong, and what is likely meant."""

from __future__ import annotations

import pytest

from graphbuild.stores.lexer import tokens
from graphbuild.stores.slips import explained

EXPECTED = "mismatched input 'x', expected: an expression"


@pytest.mark.parametrize(
    ("cypher", "column", "reason", "said"),
    [
        (
            "MATCH (n",
            9,
            "no viable alternative at input '(n'",
            "the ( at line 1, column 7 is never closed: a ) is missing",
        ),
        (
            "MATCH (n)-[r->(m) RETURN n",
            13,
            "mismatched input '-' expecting {':', ']', WHERE}",
            "the [ at line 1, column 11 is never closed: a ] is missing",
        ),
        (
            "MATCH (n]) RETURN n",
            9,
            EXPECTED,
            "the ( at line 1, column 7 is not closed before the ] at line 1, column 9",
        ),
        ("MATCH (n) RETURN n)", 19, "Unexpected input ')'", "the ) at line 1, column 19 closes nothing"),
        (
            "RETURN 'a",
            8,
            EXPECTED,
            "the text that begins at line 1, column 8 is never closed: a ' is missing",
        ),
        (
            "MATCH (n) RETRUN n",
            11,
            "Unexpected input 'RETRUN'",
            "'RETRUN' does not fit here; did you mean RETURN?",
        ),
        (
            "RETURN 1 ODER BY 1",
            10,
            "Unexpected input 'ODER'",
            "'ODER' does not fit here; did you mean ORDER or OR?",
        ),
        (
            "SELECT * FROM x",
            1,
            EXPECTED,
            "this is SQL, and queries are Cypher: MATCH (p:Person) RETURN p.name",
        ),
        (
            "q.cypher",
            1,
            EXPECTED,
            "this is no query; to ask what a file holds: graphbuild query - < q.cypher",
        ),
        ("who attacked", 1, EXPECTED, "a query begins with MATCH, RETURN or another clause, not with 'who'"),
        ("MTCH n", 1, EXPECTED, "not with 'MTCH'; did you mean MATCH"),
        (
            "MATCH (n) RETURN",
            17,
            "mismatched input '<EOF>', expected: one of A",
            "something has to follow RETURN",
        ),
        (
            "RETURN 1; RETURN 2",
            9,
            "Unexpected input ';'",
            "one query at a time; graphbuild shell takes several",
        ),
        (
            "MATCH (n) WHERE n.x == 1 RETURN n",
            22,
            "extraneous input '=', expected: an expression",
            "one = is enough",
        ),
        (
            "MATCH (n) WHERE RETURN n",
            24,
            "Unexpected input 'n'",
            "something is missing between WHERE and RETURN",
        ),
        ("MATCH n RETURN n", 9, "mismatched input 'RETURN' expecting '='", "a node stands in brackets: (n)"),
        ("MATCH (a) -> (b) RETURN a", 12, "mismatched input '>' expecting {'['}", "write --> or -[:TYPE]->"),
        ("RETURN n.x LIKE 'a'", 12, "Unexpected input 'LIKE'", "write CONTAINS, STARTS WITH or ENDS WITH"),
        ("RETURN n ORDER n.name", 16, "missing BY at 'n'", "BY is missing before 'n'"),
        ("RETURN {a: 1, b:}", 17, EXPECTED, "'}' does not fit here; something has to follow :"),
        (
            "MATCH (n {a = 1}) RETURN n",
            13,
            "mismatched input '=' expecting ':'",
            "'=' does not fit here; : is expected",
        ),
        ("RETURN 1 IF 2", 10, "Invalid input 'IF': expected 'AND'", "'IF' does not fit here"),
    ],
)
def test_what_is_likely_meant(cypher: str, column: int, reason: str, said: str) -> None:
    told = explained(cypher, reason, 1, column)
    assert said in told
    assert not any(word in told for word in ("viable", "mismatched", "extraneous", "EOF"))


def test_other_lines_are_counted() -> None:
    told = explained("MATCH (n)\nRETURN n\nODRER BY n", "Unexpected input 'ODRER'", 3, 1)
    assert told == "'ODRER' does not fit here; did you mean ORDER?"


def test_what_no_parser_says_stays() -> None:
    assert explained("RETURN x", "Variable 'x' not defined", 1, 8) == "Variable 'x' not defined"


@pytest.mark.parametrize("cypher", ['RETURN \'a\' + "b\\"c" AS x', "MATCH (n {a: [1, (2)]}) RETURN n"])
def test_every_place_of_a_query_can_be_explained(cypher: str) -> None:
    for column in range(1, len(cypher) + 2):
        assert explained(cypher, EXPECTED, 1, column)
    assert tokens(cypher)
