"""A tokenizer for Cypher, sufficient to find clauses, parameters and patterns without parsing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphbuild.errors import QueryError, suggested

_TOKEN = re.compile(
    r"""
    (?P<comment>//[^\r\n]*|/\*(?:.*?\*/|.*\Z))
  | (?P<string>'(?:\\.|[^'\\])*(?:'|\Z)|"(?:\\.|[^"\\])*(?:"|\Z))
  | (?P<parameter>\$(?:`(?:``|[^`])*`|\w+))
  | (?P<quoted>`(?:``|[^`])*(?:`|\Z))
  | (?P<number>\d+(?:\.\d+)?\w*)
  | (?P<word>[^\W\d]\w*)
  | (?P<space>\s+)
  | (?P<symbol>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING = {"(": ")", "[": "]", "{": "}"}
#: Words that begin a clause, and so end the previous one.
CLAUSES = frozenset(
    [
        "CALL",
        "CREATE",
        "DELETE",
        "DETACH",
        "FINISH",
        "FOREACH",
        "INSERT",
        "LIMIT",
        "LOAD",
        "MATCH",
        "MERGE",
        "OFFSET",
        "OPTIONAL",
        "ORDER",
        "REMOVE",
        "RETURN",
        "SET",
        "SKIP",
        "UNION",
        "UNWIND",
        "USE",
        "WHERE",
        "WITH",
        "YIELD",
    ]
)
#: Words that a value follows.
_BEFORE_VALUES = CLAUSES | frozenset(
    "ACYCLIC ALL AND ANY AS BY CASE CONTAINS DISTINCT ELEMENTS ELSE ENDS FILTER FOR GROUP GROUPS IN IS LET"
    " NODETACH NOT ON OF OR PATH PATHS RELATIONSHIPS REQUIRE SHORTEST STARTS THEN TRAIL UNIQUE WALK WHEN"
    " XOR".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, string, number, parameter or symbol; ``start`` and ``end`` are offsets in the query."""

    kind: str
    text: str
    start: int
    end: int
    depth: int
    """Number of open brackets around it (a bracket itself is outside)."""
    named: bool = False
    """Whether a word can only be a name: of a property, label or type, or an alias after AS."""

    @property
    def upper(self) -> str:
        """The keyword that it may be; empty if it cannot be one."""
        return self.text.upper() if self.kind == "word" and not self.named else ""


@lru_cache(maxsize=8)
def tokens(cypher: str) -> tuple[Token, ...]:
    """Return the query's tokens, without comments and whitespace."""
    found: list[Token] = []
    depth = 0
    as_at = -1  # index of the last AS that is not a name
    for match in _TOKEN.finditer(cypher):
        kind = match.lastgroup or "symbol"
        if kind in ("comment", "space"):
            continue
        text = match.group()
        if text in (")", "]", "}"):
            depth = max(0, depth - 1)
        before = found[-1] if found else None
        named = False
        if kind == "word" and before is not None:
            if before.text == ".":
                named = len(found) > 1 and found[-2].kind != "number"
            else:
                named = before.text in (":", "|", "&", "!") or as_at == len(found) - 1
            if not named and text.upper() == "AS" and _ends_value(before):
                as_at = len(found)
        found.append(Token(kind, text, match.start(), match.end(), depth, named))
        if text in _OPENING:
            depth += 1
    return tuple(found)


def _ends_value(token: Token) -> bool:
    """Whether a value may end with the token, so that AS may follow and a name cannot.

    Variables may be spelt like keywords: ``as`` after a word before values, a comma or an operator is one.
    """
    if token.kind == "symbol":
        return token.text in (")", "]", "}")
    return token.upper not in _BEFORE_VALUES


def name(token: Token) -> str:
    """Return the plain name of a word, a quoted word or a parameter."""
    text = token.text.removeprefix("$") if token.kind == "parameter" else token.text
    return text[1:-1].replace("``", "`") if text.startswith("`") else text


def closing(found: Sequence[Token], opening: int) -> int:
    """Return the index of the bracket that closes the one at ``opening``; the last token if none does."""
    depth = found[opening].depth
    for i in range(opening + 1, len(found)):
        if found[i].depth == depth:
            return i
    return len(found) - 1


def begins_clause(found: Sequence[Token], i: int) -> bool:
    """Whether the token is the first word of a clause, and not a name or a part of an operator."""
    return found[i].upper in CLAUSES and not (i and found[i - 1].upper in ("ENDS", "STARTS"))


def parameters(cypher: str) -> tuple[str, ...]:
    """Return the names of the query's parameters, in order of appearance."""
    return tuple(dict.fromkeys(name(t) for t in tokens(cypher) if t.kind == "parameter"))


def columns(cypher: str) -> tuple[str, ...]:
    """Return the column names of the last RETURN; empty for ``RETURN *`` and if there is none."""
    found = tokens(cypher)
    starts = [i for i, t in enumerate(found) if t.depth == 0 and t.upper == "RETURN"]
    if not starts:
        return ()
    items: list[list[Token]] = [[]]
    for i in range(starts[-1] + 1, len(found)):
        token = found[i]
        if token.depth == 0 and (token.text == ";" or begins_clause(found, i)):
            break
        if token.depth == 0 and token.text == ",":
            items.append([])
        elif not (token.upper == "DISTINCT" and items == [[]]):
            items[-1].append(token)
    if not items[0] or items[0][0].text == "*":
        return ()
    return tuple(_column(cypher, item) for item in items if item)


def ordered(cypher: str, sort: str) -> str:
    """Sort the rows of Cypher that ends with ORDER BY by a column instead, descending with ``-`` before
    it. The sort is stable.

    Raises:
        QueryError: the answer has no such column.
    """
    known, column = columns(cypher), sort.removeprefix("-")
    if column not in known:
        message = f"no column is called {column!r}{suggested(column, known)}; there are {', '.join(known)}"
        raise QueryError(message, wrong=("sort",))
    found = tokens(cypher)
    start = max(i for i, t in enumerate(found) if t.depth == 0 and t.upper == "ORDER")
    place = found[start + 1].end
    order = f"{column} IS NULL, {column}{' DESC' * sort.startswith('-')}"  # missing values last
    return f"{cypher[:place]} {order},{cypher[place:]}"


def _column(cypher: str, item: Sequence[Token]) -> str:
    if len(item) > 2 and item[-2].upper == "AS":
        return name(item[-1])
    if len(item) == 1:
        return name(item[0]) if item[0].kind == "quoted" else item[0].text
    return cypher[item[0].start : item[-1].end]


def place(cypher: str, offset: int) -> tuple[int, int]:
    """Return line and column of an offset, both starting at 1."""
    before = cypher[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def caret(cypher: str, line: int, column: int) -> str:
    """Return the line of the query with a caret under the column."""
    lines = cypher.split("\n")
    text = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return f"  {text}\n  {' ' * (column - 1)}^"
