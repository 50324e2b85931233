"""Which queries are allowed, and their error messages: the same for every engine.

The engines refuse writes themselves (read access mode, or a database opened read-only). This check comes
first, so that the messages are the same, and it covers what they allow: files and the network through LOAD
CSV, and functions and procedures, of which only those of ``permitted`` may be called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from graphbuild.errors import QueryError, suggested
from graphbuild.stores import permitted, slips
from graphbuild.stores.lexer import Token, caret, name, parameters, place, tokens

#: Most characters of a query; longer ones would take this check too long.
LENGTH_LIMIT = 100_000
#: Most nested brackets; this is also the limit of the embedded engine.
DEPTH_LIMIT = 200
_WRITES = frozenset(["CREATE", "DELETE", "DETACH", "DROP", "FOREACH", "INSERT", "MERGE", "REMOVE", "SET"])
_ADMINISTRATION = frozenset(
    "ALTER BEGIN COMMIT DEALLOCATE DENY DRYRUN ENABLE GRANT REALLOCATE RENAME REVOKE ROLLBACK START STOP"
    " TERMINATE".split()
)
_GIVING = frozenset(("RETURN", "CALL", "SHOW", "FINISH"))
#: Words that may precede a bracket in a reading query without being the name of a function.
_BEFORE_BRACKETS = frozenset(
    "ACYCLIC AND BY CALL CASE CONTAINS DISTINCT ELEMENTS ELSE FILTER GROUPS IN LIMIT MATCH NOT OFFSET OR PATH"
    " PATHS RELATIONSHIPS RETURN SHORTEST SKIP THEN TRAIL UNWIND WALK WHEN WHERE WITH XOR".split()
)
#: Characters allowed in a query outside strings, quoted names and comments; Neo4j reads all these dashes and
#: angle brackets as - < >. A character with a meaning in only one engine could hide a name from this check.
_SIGNS = frozenset(
    "()[]{}.,:;|&!=<>+-*/%^~$?\\"
    "\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
    "\u27e8\u3008\ufe64\uff1c\u27e9\u3009\ufe65\uff1e"
)
#: Arguments of ``query`` in Python that are not query parameters.
OPTIONS = ("name", "params", "write", "limit", "timeout", "size", "sort")
#: The engines' messages for failed queries, and our replacements.
_FAULTS = (
    (r"/ by zero", r"it divides by zero"),
    (r"(range\(.*?\)) would produce (\d+) elements.*", r"\1 has \2 values, too many; take fewer"),
    (r".*(?:SKIP|LIMIT)[^\n]* negative[^\n]*?: (-\d+)", r"\1 rows are asked for; give a number from 0 up"),
)
_ALLOW = (
    "queries are read-only unless writing is allowed (`graphbuild query --write`, or write=True in Python)"
)


def check(cypher: str, values: Mapping[str, Any], *, write: bool) -> None:
    """Refuse a query that may not run.

    Raises:
        QueryError: it is empty or too long, it writes although ``write`` is false, it calls a function that
            is not permitted, it reads files or the network, or a parameter has no value.
    """
    if len(cypher) > LENGTH_LIMIT:
        raise QueryError(
            f"The query has {len(cypher):,} characters, and may have {LENGTH_LIMIT:,}: give long lists as"
            " parameters (--param, or params=… in Python)."
        )
    if any(token.depth > DEPTH_LIMIT for token in tokens(cypher)):
        raise QueryError(f"The query has more than {DEPTH_LIMIT} brackets within each other: split it.")
    if not tokens(cypher):
        raise QueryError("The query is empty: give Cypher such as MATCH (a:Country) RETURN a.name.")
    # Neo4j decodes \uXXXX anywhere before it reads the query, so LOAD may hide in escapes.
    decoded = re.sub(r"\\u+([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), cypher)
    prefix = tokens(cypher)[0].upper
    if prefix in ("EXPLAIN", "PROFILE"):
        raise QueryError(
            f"{prefix} is not for queries here: --explain-plan (plan(…) in Python) shows how one is run."
        )
    for text in dict.fromkeys((cypher, decoded)):
        _refuse_forbidden(text, tokens(text), write=write)
    missing = [f"${p}" for p in parameters(cypher) if p not in values]
    if missing:
        first = missing[0].removeprefix("$")
        python = in_params(first) if first in OPTIONS else f"{first}=… in Python"
        raise QueryError(
            f"The query needs a value for {', '.join(missing)}:"
            f" give --param {first}=… (:param {first}=… in the shell, {python})."
        )


def in_params(name: str) -> str:
    """Return how to pass a parameter that has the name of an argument of ``query`` in Python."""
    return f"params={{'{name}': …}} in Python, where {name}= is an option of query"


def wrong_value(what: str) -> QueryError:
    """Return the error for a parameter with an unsupported value; ``what`` describes it."""
    return QueryError(
        f"{what}; give a text, a number (a whole one of at most 64 bits), true or false, nothing, a date, or"
        " a list or dictionary of these.",
        wrong=("param",),
        named=False,
    )


def _refuse_forbidden(cypher: str, found: Sequence[Token], *, write: bool) -> None:
    def where(token: Token) -> str:
        return "line {}, column {}".format(*place(cypher, token.start))

    for i, token in enumerate(found):
        if token.kind == "symbol" and token.text not in _SIGNS:
            reason = f"U+{ord(token.text):04X} means nothing here: put it into quotation marks or backticks."
            raise syntax_error(cypher, reason, *place(cypher, token.start))
        word = token.upper
        after = found[i + 1] if i + 1 < len(found) else None
        if word == "LOAD" and after is not None and after.upper == "CSV":
            raise QueryError(f"LOAD CSV at {where(token)} reads files or the network, which no query may do.")
        if write:
            continue
        if (word in _ADMINISTRATION and i == 0) or (word in _WRITES and _starts_clause(after)):
            raise QueryError(f"{word} at {where(token)} would change the graph: {_ALLOW}.")
        if word == "SHOW" and _starts_clause(after) and not _may_show(found, i + 1):
            raise QueryError(
                f"SHOW {name(found[i + 1]).upper()} at {where(token)} is about the server, not the graph:"
                " only SHOW INDEXES and SHOW CONSTRAINTS may be asked."
            )
        if word == "CALL" and after is not None and after.kind in ("word", "quoted"):
            procedure = _qualified_name(found, i + 1)
            if not reads(procedure):
                raise QueryError(f"CALL {procedure} at {where(token)} may write or reach files: {_ALLOW}.")
        if token.text == "(" and i and found[i - 1].kind in ("word", "quoted"):
            _check_function(cypher, found, i - 1)


def _check_function(cypher: str, found: Sequence[Token], last: int) -> None:
    """Refuse the call of a function that is not permitted; ``last`` is the last part of its name."""
    first = last
    while first > 1 and found[first - 1].text == "." and found[first - 2].kind in ("word", "quoted"):
        first -= 2
    function = _qualified_name(found, first)
    before = found[first - 1] if first else None
    if function in permitted.FUNCTIONS or (first == last and found[last].upper in _BEFORE_BRACKETS):
        return
    if before is not None and (
        (before.upper == "CALL" and reads(function)) or (before.text == ":" and _is_hint(found, first))
    ):
        return
    reason = (
        f"Unknown function '{function}', or one that queries may not call{_suggest(found, first, function)}:"
        " graphbuild help functions lists those that they may."
    )
    raise syntax_error(cypher, reason, *place(cypher, found[first].start))


def _suggest(found: Sequence[Token], first: int, function: str) -> str:
    """Suggest a name for an unknown function; a clause at the start of the query."""
    of, _, method = function.rpartition(".")
    if of and method in permitted.FUNCTIONS:
        return f" (write {method}({of}))"
    return suggested(function, permitted.FUNCTIONS if first else slips.BEGINNINGS)


def _is_hint(found: Sequence[Token], label: int) -> bool:
    """Whether the label is that of an index hint: ``USING INDEX n:Label(property)``."""
    return label > 3 and found[label - 3].upper in ("INDEX", "SEEK")


def _may_show(found: Sequence[Token], i: int) -> bool:
    while i < len(found) and found[i].upper in permitted.SHOWN_KINDS:
        i += 1
    return i < len(found) and found[i].upper in permitted.SHOWN


def reads(procedure: str) -> bool:
    """Whether a procedure only reads, and only the graph."""
    return procedure.lower() in permitted.PROCEDURES


def _starts_clause(after: Token | None) -> bool:
    """Whether a word before this token is a clause, not a variable or a map key."""
    return after is not None and (after.kind in ("word", "quoted", "parameter") or after.text in ("(", "["))


def _qualified_name(found: Sequence[Token], start: int) -> str:
    """Return a name with its namespaces."""
    parts = [name(found[start])]
    i = start + 1
    while i + 1 < len(found) and found[i].text == "." and found[i + 1].kind in ("word", "quoted"):
        parts.append(name(found[i + 1]))
        i += 2
    return ".".join(parts).lower()


def syntax_error(cypher: str, reason: str, line: int, column: int) -> QueryError:
    """Return the error for Cypher with a syntax error, with its position."""
    where = f"Cypher error at line {line}, column {column}"
    message = slips.explained(cypher, reason, line, column)
    return QueryError(f"{where}:\n{caret(cypher, line, column)}\n{message}")


def fault(reason: str) -> QueryError | None:
    """Return the error for a failed query with our message; None for an unknown reason."""
    for words, replacement in _FAULTS:
        if found := re.match(words, reason, re.DOTALL):
            return QueryError(f"The query failed: {found.expand(replacement)}")
    return None


def semantic_error(cypher: str, reason: str) -> QueryError:
    """Return the error for Cypher with a semantic error, at the position of a name that it quotes."""
    for quoted in re.findall(r"['`]([^'`]+)['`]", reason):
        for token in reversed(tokens(cypher)):
            if token.kind in ("word", "quoted") and name(token) == quoted:
                return syntax_error(cypher, reason, *place(cypher, token.start))
    return QueryError(f"The query failed: {reason}")


#: What the embedded engine calls values without properties, in words.
_VALUES = {"String": "a text", "Boolean": "true or false", "ArrayList": "a list"} | dict.fromkeys(
    ("Integer", "Long", "Float", "Double"), "a number"
)


def no_properties(cypher: str, property_: str, of: str) -> QueryError:
    """Return the error for the property of a value that has none, at its place in the query: after AS if that
    gives the value a name which something else had before.
    """
    found, kind = tokens(cypher), _VALUES.get(of, "a value")
    asked = [
        i
        for i in range(len(found) - 2)
        if found[i].kind in ("word", "quoted")
        and found[i + 1].text == "."
        and name(found[i + 2]) == property_
    ]
    if not asked:
        return QueryError(f"The query failed: .{property_} is asked of {kind}, which has no properties.")
    at = max(asked, key=lambda i: (_is_renamed(found[:i], name(found[i])), i))
    variable = name(found[at])
    reason = f"{variable} is {kind}, which has no property {property_}"
    if _is_renamed(found[:at], variable):
        reason += f": AS {variable} hides what had that name before; choose another name after AS"
    return syntax_error(cypher, reason, *place(cypher, found[at].start))


def _is_renamed(before: Sequence[Token], variable: str) -> bool:
    """Whether AS gives something the name of another variable."""
    places = [i for i, token in enumerate(before) if token.kind != "string" and name(token) == variable]
    return any(before[i - 1].upper == "AS" for i in places[1:])


def check_returns(cypher: str) -> None:
    """Refuse a reading query without a result, which some engines accept.

    Raises:
        QueryError: it has no RETURN.
    """
    if not any(token.upper in _GIVING for token in tokens(cypher)):
        raise returns_nothing(cypher)


def returns_nothing(cypher: str) -> QueryError:
    """Return the error for a reading query without RETURN."""
    end = place(cypher, len(cypher.rstrip()))
    return syntax_error(cypher, "The query returns nothing: end it with RETURN.", *end)


def refused_write() -> QueryError:
    """Return the error for a write that only the engine detected."""
    return QueryError(f"The query would change the graph: {_ALLOW}.")


def refused_files() -> QueryError:
    """Return the error for access to files or the network that only the engine detected."""
    return QueryError("The query reads files or the network (LOAD CSV), which no query may do.")


def too_slow(timeout: float) -> QueryError:
    """Return the error for a query that ran longer than ``timeout`` seconds."""
    return QueryError(
        f"The query took longer than {timeout:g} s and was stopped: make it narrower, or allow more time"
        " (--timeout SECONDS, or timeout=… in Python)."
    )


def too_many_rows(limit: int) -> QueryError:
    """Return the error for a query with more than ``limit`` rows."""
    return QueryError(
        f"The query gives more than {limit:,} rows: add LIMIT to it, or allow more"
        " (--limit ROWS, or limit=… in Python)."
    )


def too_large(size: int) -> QueryError:
    """Return the error for a query with values of more than ``size`` bytes."""
    return QueryError(
        f"The query gives more than {size / 1e6:g} MB: return fewer values, or add LIMIT. Many rows stream"
        " with --limit 0 --format jsonl (stream(…, size=None) in Python); one row may not have so much."
    )
