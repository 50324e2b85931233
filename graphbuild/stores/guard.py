"""What a query may do, and how its errors are worded: the same for every engine.

The engines refuse writes themselves (read access mode, ``query`` instead of ``command``). The
check here comes first, so that both refuse in the same words, and it covers what they let pass:
files and the network by LOAD CSV, and procedures.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from graphbuild.errors import QueryError
from graphbuild.stores.lexer import Token, caret, name, parameters, place, tokens

_WRITES = frozenset(["CREATE", "DELETE", "DETACH", "DROP", "FOREACH", "INSERT", "MERGE", "REMOVE", "SET"])
_ADMINISTRATION = frozenset(
    [
        "ALTER",
        "DEALLOCATE",
        "DENY",
        "DRYRUN",
        "ENABLE",
        "GRANT",
        "REALLOCATE",
        "RENAME",
        "REVOKE",
        "START",
        "STOP",
        "TERMINATE",
    ]
)
_GIVING = frozenset(("RETURN", "CALL", "SHOW", "FINISH"))
_READING_PROCEDURES = frozenset(("db.labels", "db.propertykeys", "db.relationshiptypes"))
_ALLOW = "queries are read-only unless writing is allowed (--write, or write=True in Python)"


def check(cypher: str, values: Mapping[str, Any], *, write: bool) -> None:
    """Refuse a query that may not run.

    Raises:
        QueryError: it is empty, it would write although ``write`` is false, it reads files or the
            network, or one of its parameters has no value.
    """
    if not tokens(cypher):
        raise QueryError("The query is empty: give Cypher such as MATCH (a:Country) RETURN a.name.")
    # Neo4j decodes \uXXXX anywhere before it reads the query, so LOAD may hide in escapes.
    decoded = re.sub(r"\\u+([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), cypher)
    prefix = tokens(cypher)[0].upper
    if prefix in ("EXPLAIN", "PROFILE"):
        raise QueryError(
            f"{prefix} is not for queries here: --explain-plan (plan(…) in Python) tells how one is run."
        )
    for text in dict.fromkeys((cypher, decoded)):
        _refuse_forbidden(text, tokens(text), write=write)
    missing = [f"${p}" for p in parameters(cypher) if p not in values]
    if missing:
        first = missing[0].removeprefix("$")
        raise QueryError(
            f"The query needs a value for {', '.join(missing)}:"
            f" give --param {first}=… (:param {first}=… in the shell, {first}=… in Python)."
        )


def _refuse_forbidden(cypher: str, found: Sequence[Token], *, write: bool) -> None:
    for i, token in enumerate(found):
        word = token.upper
        after = found[i + 1] if i + 1 < len(found) else None
        if not word or after is None:
            continue
        where = "line {}, column {}".format(*place(cypher, token.start))
        if word == "LOAD" and after.upper == "CSV":
            raise QueryError(f"LOAD CSV at {where} reads files or the network, which no query may do.")
        if write:
            continue
        before = found[i - 1] if i else None
        if (word in _WRITES and _begins_clause(before, after)) or (word in _ADMINISTRATION and i == 0):
            raise QueryError(f"{word} at {where} would change the graph: {_ALLOW}.")
        if word == "CALL" and after.kind in ("word", "quoted") and _begins_clause(before, after):
            procedure = _procedure(found, i + 1)
            if not reads(procedure):
                raise QueryError(f"CALL {procedure} at {where} may write or reach files: {_ALLOW}.")


def reads(procedure: str) -> bool:
    """Whether a procedure only reads, and only the graph."""
    procedure = procedure.lower()
    return procedure in _READING_PROCEDURES or procedure.startswith("db.schema.")


def _begins_clause(before: Token | None, after: Token) -> bool:
    """Whether a word that stands between the two is a clause, not a name or a map's key."""
    if before is not None and (before.text in (".", ":", "|", "&", "!") or before.upper == "AS"):
        return False
    return after.kind in ("word", "quoted", "parameter") or after.text in ("(", "[")


def _procedure(found: Sequence[Token], start: int) -> str:
    parts = [name(found[start])]
    i = start + 1
    while i + 1 < len(found) and found[i].text == ".":
        parts.append(name(found[i + 1]))
        i += 2
    return ".".join(parts).lower()


def syntax_error(cypher: str, reason: str, line: int, column: int) -> QueryError:
    """The error for Cypher that the engine does not understand, with its place."""
    where = f"Cypher error at line {line}, column {column}"
    return QueryError(f"{where}:\n{caret(cypher, line, column)}\n{reason}")


def semantic_error(cypher: str, reason: str) -> QueryError:
    """The error for Cypher that makes no sense; placed where a name that it quotes stands."""
    for quoted in re.findall(r"['`]([^'`]+)['`]", reason):
        for token in reversed(tokens(cypher)):
            if token.kind in ("word", "quoted") and name(token) == quoted:
                return syntax_error(cypher, reason, *place(cypher, token.start))
    return QueryError(f"The query failed: {reason}")


def check_returns(cypher: str) -> None:
    """Refuse a reading query that gives nothing, which not every engine does.

    Raises:
        QueryError: it has no RETURN.
    """
    if not any(token.upper in _GIVING for token in tokens(cypher)):
        raise returns_nothing(cypher)


def returns_nothing(cypher: str) -> QueryError:
    """The error for a reading query without RETURN."""
    end = place(cypher, len(cypher.rstrip()))
    return syntax_error(cypher, "The query returns nothing: end it with RETURN.", *end)


def refused_write() -> QueryError:
    """The error for a write that only the engine noticed."""
    return QueryError(f"The query would change the graph: {_ALLOW}.")


def refused_files() -> QueryError:
    """The error for a query that reads files or the network, which only the engine noticed."""
    return QueryError("The query reads files or the network (LOAD CSV), which no query may do.")


def too_slow(timeout: float) -> QueryError:
    """The error for a query that ran longer than ``timeout`` seconds."""
    return QueryError(
        f"The query took longer than {timeout:g} s and was stopped: make it narrower, or allow more time"
        " (--timeout SECONDS, or timeout=… in Python)."
    )


def too_many_rows(limit: int) -> QueryError:
    """The error for a query that gives more than ``limit`` rows."""
    return QueryError(
        f"The query gives more than {limit:,} rows: add LIMIT to it, or allow more"
        " (--limit ROWS, or limit=… in Python)."
    )
