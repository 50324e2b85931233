"""Cypher as a row of tokens: enough to see clauses, parameters and patterns, without parsing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from graphbuild.errors import QueryError, perhaps

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
#: Words that begin a clause, and so end the one before.
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
#: Words after which a value stands.
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
    """How many brackets are open around it (a bracket itself counts as outside)."""
    named: bool = False
    """Whether a word can only be a name: of a property, a label or type, or what stands after AS."""

    @property
    def upper(self) -> str:
        """The keyword that it may be; empty where it cannot be one."""
        return self.text.upper() if self.kind == "word" and not self.named else ""


@lru_cache(maxsize=8)
def tokens(cypher: str) -> tuple[Token, ...]:
    """The query's tokens, without comments and space."""
    found: list[Token] = []
    depth = 0
    as_at = -1  # where the last AS is that is no name
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

    Variables may be spelt as keywords: ``as`` after a word before values, a comma or an operator is one.
    """
    if token.kind == "symbol":
        return token.text in (")", "]", "}")
    return token.upper not in _BEFORE_VALUES


def name(token: Token) -> str:
    """The bare name that a word, a quoted word or a parameter stands for."""
    text = token.text.removeprefix("$") if token.kind == "parameter" else token.text
    return text[1:-1].replace("``", "`") if text.startswith("`") else text


def closing(found: Sequence[Token], opening: int) -> int:
    """Index of the bracket that closes the one at ``opening``; the last token where none does."""
    depth = found[opening].depth
    for i in range(opening + 1, len(found)):
        if found[i].depth == depth:
            return i
    return len(found) - 1


def begins_clause(found: Sequence[Token], i: int) -> bool:
    """Whether the token is a clause's first word, and not a name or a part of an operator."""
    return found[i].upper in CLAUSES and not (i and found[i - 1].upper in ("ENDS", "STARTS"))


def parameters(cypher: str) -> tuple[str, ...]:
    """Names of the parameters that the query uses, in order of appearance."""
    return tuple(dict.fromkeys(name(t) for t in tokens(cypher) if t.kind == "parameter"))


def columns(cypher: str) -> tuple[str, ...]:
    """Names of the columns of the last RETURN; empty for ``RETURN *`` and where there is none."""
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
    """The Cypher, which ends with ORDER BY, with its rows in order of a column instead, from the last to the
    first with ``-`` before it; rows of one value as they came.

    Raises:
        QueryError: its answer has no such column.
    """
    known, column = columns(cypher), sort.removeprefix("-")
    if column not in known:
        told = f"no column is called {column!r}{perhaps(column, known)}; there are {', '.join(known)}"
        raise QueryError(told, wrong=("sort",))
    found = tokens(cypher)
    start = max(i for i, t in enumerate(found) if t.depth == 0 and t.upper == "ORDER")
    place = found[start + 1].end
    order = f"{column} IS NULL, {column}{' DESC' * sort.startswith('-')}"  # what has no value comes last
    return f"{cypher[:place]} {order},{cypher[place:]}"


def _column(cypher: str, item: Sequence[Token]) -> str:
    if len(item) > 2 and item[-2].upper == "AS":
        return name(item[-1])
    if len(item) == 1:
        return name(item[0]) if item[0].kind == "quoted" else item[0].text
    return cypher[item[0].start : item[-1].end]


def place(cypher: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both counted from 1."""
    before = cypher[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def caret(cypher: str, line: int, column: int) -> str:
    """The line of the query with a caret under the column."""
    lines = cypher.split("\n")
    text = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    return f"  {text}\n  {' ' * (column - 1)}^"
