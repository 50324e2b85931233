"""Queries that the embedded engine would silently answer wrongly: they are rewritten or refused."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from graphbuild.stores.guard import syntax_error
from graphbuild.stores.lexer import Token, begins_clause, closing, name, place, tokens

_AGGREGATES = frozenset(
    ["AVG", "COLLECT", "COUNT", "MAX", "MIN", "PERCENTILECONT", "PERCENTILEDISC", "STDEV", "STDEVP", "SUM"]
)
_PREDICATES = frozenset(["AND", "CONTAINS", "ENDS", "IN", "IS", "NOT", "OR", "STARTS", "XOR"])


def prepared(cypher: str) -> str:
    """Return the query in a form that the engine answers correctly.

    Raises:
        QueryError: it has relationship types that are expressions, or an aggregate within a predicate.
    """
    _check_types(cypher)
    _check_aggregates(cypher)
    return pin_loops(cypher)


def _check_types(cypher: str) -> None:
    """Refuse ``-[:$(…)]-``, which the engine reads as any type."""
    found = tokens(cypher)
    brackets: list[str] = []
    for i, token in enumerate(found):
        if token.text in ("(", "[", "{"):
            brackets.append(token.text)
        elif token.text in (")", "]", "}") and brackets:
            brackets.pop()
        elif token.text == "$" and brackets[-1:] == ["["] and found[i - 1].text in (":", "|", "&", "!"):
            reason = "The embedded engine takes no expression for a type: write WHERE type(r) = … instead."
            raise syntax_error(cypher, reason, *place(cypher, token.start))


def _check_aggregates(cypher: str) -> None:
    """Refuse ``'x' IN collect(n.name)``, ``max(n.day).year`` and the like, which the engine evaluates for
    each row instead of for the group.
    """
    found = tokens(cypher)
    for item in _items(found):
        inside = _inside(found, item)
        aggregates = [i for i in item if inside.get(i)]
        wrong = [i for i in item if i not in inside and _takes_apart(found, i)]
        if aggregates and wrong:
            reason = (
                "The embedded engine takes no aggregate within a predicate or before a property:"
                " write WITH max(n.x) AS most RETURN … and use `most` there."
            )
            raise syntax_error(cypher, reason, *place(cypher, found[wrong[0]].start))


def _items(found: Sequence[Token]) -> Iterator[range]:
    """Yield the tokens of every column of each RETURN and WITH."""
    for i, token in enumerate(found):
        if token.upper in ("RETURN", "WITH") and begins_clause(found, i):
            start = i + 1
            end = start
            while end < len(found) and found[end].depth >= token.depth:
                if found[end].depth == token.depth and (begins_clause(found, end) or found[end].text in ";}"):
                    break
                if found[end].depth == token.depth and found[end].text == ",":
                    yield range(start, end)
                    start = end + 1
                end += 1
            yield range(start, end)


def _inside(found: Sequence[Token], item: range) -> dict[int, bool]:
    """Return the tokens that do not determine the column itself: those of aggregates (true), of
    subqueries, and of the conditions of list comprehensions and quantifiers.
    """
    inside: dict[int, bool] = {}
    for i in item:
        if i in inside or i + 2 >= len(found):
            continue
        token, after = found[i], found[i + 1]
        if token.upper in _AGGREGATES and after.text == "(":
            inside |= dict.fromkeys(range(i, closing(found, i + 1) + 1), True)
        elif token.upper in ("EXISTS", "COUNT", "COLLECT") and after.text == "{":
            inside |= dict.fromkeys(range(i, closing(found, i + 1) + 1), False)
        elif token.text in ("[", "(") and after.kind in ("word", "quoted") and found[i + 2].upper == "IN":
            inside[i + 2] = False
            end = closing(found, i)
            bar = next(
                (k for k in range(i, end) if found[k].depth == after.depth and found[k].text == "|"), end
            )
            condition = next(
                (k for k in range(i, end) if found[k].depth == after.depth and found[k].upper == "WHERE"), bar
            )
            inside |= dict.fromkeys(range(condition, end), False)
    return inside


def _takes_apart(found: Sequence[Token], i: int) -> bool:
    """Whether the token is part of a predicate, or the dot between a bracket and a property."""
    if found[i].text == "~":
        return found[i - 1].text == "="
    if found[i].text == ".":
        return found[i - 1].text in (")", "]", "}")
    return (
        found[i].upper in _PREDICATES and found[i - 1].text not in (".", ":") and found[i - 1].upper != "AS"
    )


def pin_loops(cypher: str) -> str:
    """Rewrite every matched ``(a)-[…]->(a)`` as ``(a)-[…]->(a), (a)``.

    Both mean the same. Without the second ``(a)`` the embedded engine takes a shortcut when the rows are only
    counted, and counts all relations of ``a`` instead of its loops.
    """
    found = tokens(cypher)
    insertions: list[tuple[int, str]] = []
    for i, token in enumerate(found):
        if token.upper == "MATCH":
            insertions += _loops(found, i)
    for offset, text in reversed(insertions):
        cypher = cypher[:offset] + text + cypher[offset:]
    return cypher


def _loops(found: Sequence[Token], match: int) -> list[tuple[int, str]]:
    """Yield the positions after MATCH where a path ends with a loop, and the text to insert there."""
    depth = found[match].depth
    loops: list[tuple[int, str]] = []
    last = ""
    i = match + 1
    while i < len(found):
        token = found[i]
        if token.depth < depth or (token.depth == depth and begins_clause(found, i)):
            break
        if token.depth == depth and token.text == ",":
            last = ""
        elif token.depth == depth and token.text == "(" and i + 1 < len(found):
            end = closing(found, i)
            node = found[i + 1]
            variable = name(node) if node.kind in ("word", "quoted") and node.upper != "WHERE" else ""
            follows = found[end + 1].text if end + 1 < len(found) else ""
            if variable and variable == last and follows not in ("-", "<"):
                loops.append((found[end].end, f", (`{variable.replace('`', '``')}`)"))
            last = variable
            i = end
        i += 1
    return loops
