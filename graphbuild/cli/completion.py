"""Completion in the Cypher shell: labels, relation types, properties, keywords, commands, named queries."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from graphbuild import queries
from graphbuild.stores import hints, layout
from graphbuild.stores.lexer import tokens
from graphbuild.tables import relations

KEYWORDS = tuple(
    "ALL AND ANY AS ASC CALL CASE CONTAINS COUNT DESC DISTINCT ELSE END ENDS EXISTS FALSE IN IS LIMIT MATCH"
    " NONE NOT NULL OPTIONAL OR ORDER BY RETURN SINGLE SKIP STARTS THEN TRUE UNION UNWIND WHEN WHERE WITH XOR"
    " YIELD allShortestPaths( avg( coalesce( collect( count( date( duration( head( keys( labels( last("
    " length( max( min( nodes( properties( range( reduce( relationships( replace( reverse( round("
    " shortestPath( size( split( substring( sum( tail( toFloat( toInteger( toLower( toString( toUpper("
    " type(".split()
)


def candidates(text: str, commands: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    """The incomplete word at the end of ``text``, and its completions, with their meanings.

    ``commands`` are the shell's own, without their colon, each with its meaning.
    """
    if text.lstrip().startswith(":"):
        return _of_command(text.lstrip()[1:], commands)
    word = re.search(r"\w*\Z", text)
    assert word
    begun, before = word[0], text[: word.start()].rstrip()
    if before.endswith("."):
        return begun, _matching(begun, ((name, "") for name in sorted(hints.properties())))
    if before.endswith((":", "|", "&", "!")):
        types = {name: kind.meaning for name, kind in relations().items()}
        found = {**types, **dict.fromkeys(layout.OWN_TYPES, "")}
        return begun, _matching(
            begun, found.items() if _in_brackets(before) else ((n, "") for n in hints.LABELS)
        )
    if not begun:
        return begun, []
    return begun, _matching(begun, ((word, "") for word in KEYWORDS))


def _of_command(text: str, commands: Mapping[str, str]) -> tuple[str, list[tuple[str, str]]]:
    library = queries.load()
    first, space, _ = text.partition(" ")
    if not space:
        every = {**commands, **{query.name: query.question for query in library.values()}}
        return first, _matching(first, every.items())
    begun = text.rsplit(" ", 1)[1]
    if first == "queries":
        return begun, _matching(begun, ((query.name, query.question) for query in library.values()))
    if first in library and "=" not in begun:
        return begun, _matching(begun, ((f"{p.name}=", p.meaning) for p in library[first].parameters))
    return begun, []


def _matching(begun: str, words: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted((word, meaning) for word, meaning in words if word.lower().startswith(begun.lower()))


def _in_brackets(text: str) -> bool:
    """Whether the innermost open bracket is that of a relationship."""
    opened: list[str] = []
    for token in tokens(text):
        if token.text in ("(", "[", "{"):
            opened.append(token.text)
        elif token.text in (")", "]", "}") and opened:
            opened.pop()
    return opened[-1:] == ["["]
