"""Explanations of Cypher syntax errors, in place of the parser's own messages.

Only the tokens are examined: an unclosed bracket or quotation mark, a misspelt keyword, words of SQL, a query
that ends too early, and the token at which the parser stopped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graphbuild.errors import did_you_mean, similar_words
from graphbuild.stores.lexer import CLAUSES, Token, place, tokens

#: Beginnings of the syntax error messages of both engines' parsers.
_PARSER = re.compile(
    r"no viable alternative|mismatched input|extraneous input|missing .+ at |[Uu]nexpected input"
    r"|token recognition error|Invalid input"
)
#: Message of both engines for an undefined variable, and possible explanations.
_UNDEFINED = re.compile(r"Variable ['`][^'`]+['`] not defined")
_QUOTES = "; a text stands in quotation marks"
_MISSING = re.compile(r"missing (\S+) at ")
_EXPECTED = re.compile(
    r"expected: (an expression|a name)|expecting \{?((?:'[^']+'|\w+)(?:, (?:'[^']+'|\w+))*)\}?$"
)
#: Most expected symbols and words in a message; the parsers' lists are too long to read.
_MOST_EXPECTED = 3
#: Keywords that may start a query.
BEGINNINGS = CLAUSES - frozenset("LIMIT OFFSET ORDER SET SKIP UNION WHERE YIELD".split()) | {"SHOW"}
_KEYWORDS = CLAUSES | frozenset(
    "AND AS ASC ASCENDING BY CASE CONTAINS DESC DESCENDING DISTINCT ELSE END ENDS EXISTS IN IS NOT NULL OR"
    " STARTS THEN WHEN XOR".split()
)
#: Tokens that a value must follow.
_BEFORE_VALUE = frozenset(
    "AND AS BY CONTAINS DISTINCT IN LIMIT MATCH NOT OR RETURN SKIP UNWIND WHERE WITH XOR".split()
)
_BEFORE_VALUES = frozenset("=<>:[,~")
_WORDS_BEFORE_VALUES = frozenset("CONTAINS IN WITH".split())
_OPERATORS = frozenset("+-*/%^=<>,.|&")
#: Fewest letters of a word that is compared with keywords: shorter ones are variables.
_SHORTEST = 3
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}
#: Constructs of other languages, and their equivalent in Cypher.
_OTHER_LANGUAGES = {
    "LIKE": "write CONTAINS, STARTS WITH or ENDS WITH, or =~ with a regular expression",
    "ILIKE": "write toLower(…) CONTAINS, or =~ with a regular expression that begins with (?i)",
    "GROUP": "leave GROUP BY out: a query groups by what stands in RETURN beside count(…) and the like",
    "HAVING": "write WITH …, count(…) AS number WHERE number > …",
    "FROM": "patterns come first: MATCH (a:Country) RETURN a.name",
    "JOIN": "write a pattern of both: MATCH (a)-[r]->(b)",
    "BETWEEN": "write … >= … AND … <= …",
}


def explained(cypher: str, reason: str, line: int, column: int) -> str:
    """Explain why a query cannot be read; other reasons than parser messages are returned unchanged.

    ``line`` and ``column`` are the position at which the parser stopped.
    """
    if not _PARSER.match(reason):
        return reason + (_QUOTES if _UNDEFINED.match(reason) and _is_value(cypher, line, column) else "")
    found = tokens(cypher)
    lines = cypher.split("\n")
    offset = sum(len(text) + 1 for text in lines[: line - 1]) + column - 1
    at = next((i for i, token in enumerate(found) if token.end > offset), len(found))
    return (
        _beginning(cypher, found, at)
        or _open(cypher, found)
        or _missing(found, at, reason)
        or _misplaced(found, at)
        or _expected(found, at, reason)
    )


def _is_value(cypher: str, line: int, column: int) -> bool:
    """Whether the word at this position is compared with something, or stands in a list or a map."""
    found = tokens(cypher)
    at = next((i for i, token in enumerate(found) if place(cypher, token.start) == (line, column)), 0)
    before = found[at - 1] if at else None
    return before is not None and (before.text in _BEFORE_VALUES or before.upper in _WORDS_BEFORE_VALUES)


def _beginning(cypher: str, found: Sequence[Token], at: int) -> str:
    """Explain a query that does not start with a clause."""
    if at or not found or found[0].upper in BEGINNINGS:
        return ""
    first = found[0].text
    if found[0].upper == "SELECT":
        return "this is SQL, and queries are Cypher: MATCH (p:Person) RETURN p.name"
    if re.fullmatch(r"\S+\.\w+", cypher.strip()):
        return f"this is no query; to ask what a file holds: graphbuild query - < {cypher.strip()}"
    hint = did_you_mean(first, BEGINNINGS)
    return f"a query begins with MATCH, RETURN or another clause, not with {first!r}{hint}"


def _open(cypher: str, found: Sequence[Token]) -> str:
    """Explain an unclosed text or bracket, or a bracket that closes nothing."""

    def where(token: Token) -> str:
        return "line {}, column {}".format(*place(cypher, token.start))

    for token in found:
        if token.kind == "string" and not re.fullmatch(r"(['\"])(?:\\.|(?!\1).)*\1", token.text, re.DOTALL):
            return f"the text that begins at {where(token)} is never closed: a {token.text[0]} is missing"
    opened: list[Token] = []
    for token in found:
        if token.text in _CLOSED_BY:
            opened.append(token)
        elif token.text in _CLOSED_BY.values():
            if not opened:
                return f"the {token.text} at {where(token)} closes nothing"
            last = opened.pop()
            if _CLOSED_BY[last.text] != token.text:
                before = f"before the {token.text} at {where(token)}"
                return f"the {last.text} at {where(last)} is not closed {before}"
    if opened:
        last = opened[-1]
        return f"the {last.text} at {where(last)} is never closed: a {_CLOSED_BY[last.text]} is missing"
    return ""


def _missing(found: Sequence[Token], at: int, reason: str) -> str:
    """Explain an error for which the parser names the missing token."""
    missing = _MISSING.match(reason)
    return f"{missing[1]} is missing before {found[at].text!r}" if missing and at < len(found) else ""


def _misplaced(found: Sequence[Token], at: int) -> str:
    """Explain the token at which the parser stopped, from its type and the previous token."""
    before = found[at - 1] if at else None
    if at >= len(found):
        last = (
            f": something has to follow {before.text}" if before is not None and _needs_value(before) else ""
        )
        return f"the query ends too early{last}"
    token = found[at]
    message = f"{token.text!r} does not fit here"
    if token.text == ";":
        return "one query at a time; graphbuild shell takes several, each with its ;"
    if token.upper in _OTHER_LANGUAGES:
        return f"{message}; {_OTHER_LANGUAGES[token.upper]}"
    if (
        len(token.upper) >= _SHORTEST
        and token.upper not in _KEYWORDS
        and similar_words(token.text, _KEYWORDS)
    ):
        return f"{message}{did_you_mean(token.text, _KEYWORDS)}"
    if before is None:
        return ""
    if token.text == before.text == "=":
        return f"{message}; one = is enough"
    if token.text == ">" and before.text == "-":
        return f"{message}; write --> or -[:TYPE]->"
    if token.text in _CLOSED_BY.values() and before.text in (",", ":"):
        return f"{message}; something has to follow {before.text}"
    for first, second in pairwise(found[max(0, at - 2) : at + 1]):
        if second.upper in CLAUSES and _needs_value(first):
            return f"something is missing between {first.text} and {second.text}"
    if at > 1 and found[at - 2].upper == "MATCH" and before.kind == "word":
        return f"{message}; a node stands in brackets: ({before.text})"
    return ""


def _needs_value(token: Token) -> bool:
    return token.upper in _BEFORE_VALUE or token.text in _OPERATORS


def _expected(found: Sequence[Token], at: int, reason: str) -> str:
    """Explain an unknown error by the tokens that the parser expected, if they are few."""
    message = f"{found[at].text!r} does not fit here"
    expected = _EXPECTED.search(reason)
    if expected is None:
        return message
    if expected[1]:
        return f"{message}; {'a value' if expected[1] == 'an expression' else expected[1]} is expected"
    words = [word.strip("'") for word in expected[2].split(", ")]
    return message if len(words) > _MOST_EXPECTED else f"{message}; {' or '.join(words)} is expected"
