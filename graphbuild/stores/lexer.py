"""Cypher as a row of tokens: enough to see clauses, parameters and patterns, without parsing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Token:
    """A word, string, number, parameter or symbol; ``start`` and ``end`` are offsets in the query."""

    kind: str
    text: str
    start: int
    end: int
    depth: int
    """How many brackets are open around it (a bracket itself counts as outside)."""

    @property
    def upper(self) -> str:
        """The keyword that it may be; empty where it cannot be one."""
        return self.text.upper() if self.kind == "word" else ""


def tokens(cypher: str) -> tuple[Token, ...]:
    """The query's tokens, without comments and space."""
    found: list[Token] = []
    depth = 0
    for match in _TOKEN.finditer(cypher):
        kind = match.lastgroup or "symbol"
        if kind in ("comment", "space"):
            continue
        text = match.group()
        if text in (")", "]", "}"):
            depth = max(0, depth - 1)
        found.append(Token(kind, text, match.start(), match.end(), depth))
        if text in _OPENING:
            depth += 1
    return tuple(found)


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
    before = found[i - 1] if i else None
    if before is not None and (before.text in (".", ":") or before.upper in ("AS", "ENDS", "STARTS")):
        return False
    return found[i].upper in CLAUSES


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
