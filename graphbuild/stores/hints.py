"""Hints about queries that no graph of ours can match, and which therefore return nothing.

The schema is fixed: labels and properties are those of ``layout``, types of edges those of the taxonomy. Only
the query's tokens are examined; names that the user may have defined are accepted.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from itertools import pairwise
from typing import Any, Literal, NamedTuple

from graphbuild.errors import did_you_mean
from graphbuild.model import LABELS as KIND_LABELS
from graphbuild.model import Relation
from graphbuild.stores import layout, xml_files
from graphbuild.stores.lexer import Token, name, place, tokens
from graphbuild.tables import relations

LABELS = ("Article", "Entity", "Statement", *KIND_LABELS.values())
_LACKING = {
    "label": "nodes have no label",
    "type": "no relation is of type",
    "property": "nothing has a property",
}
#: Words that may precede a pattern; before a bracket, other words are names of functions.
_BEFORE_PATTERNS = frozenset("AND CREATE MATCH MERGE NOT OR WHERE XOR".split())
#: Most tokens of a pattern before its properties.
_LONGEST_PATTERN = 100
_COMPARING = frozenset(("=", "<", ">"))
_PARTLY: Mapping[tuple[str, str], Literal["starts with", "ends with"]] = {
    ("STARTS", "WITH"): "starts with",
    ("ENDS", "WITH"): "ends with",
}
#: Functions that return date-times, which never compare with a date.
_MOMENTS = ("datetime", "localdatetime")
#: Most tokens of such a call.
_LONGEST_MOMENT = 30
#: Words after a property in a function name or a component of a date-time, which are not properties.
_PARTS = frozenset(
    "year month day week quarter weekYear dayOfWeek ordinalDay quarterDay dayOfQuarter hour minute second"
    " millisecond microsecond nanosecond years months days weeks hours minutes seconds timezone offset"
    " epochSeconds epochMillis x y z longitude latitude height srid crs".split()
)


TextOperator = Literal["", "starts with", "ends with", "contains", "matches"]
#: Regular expressions that are tried on values: without groups, and fast.
_SIMPLE = re.compile(r"(?:\(\?i\))?[\w .'-]*(?:[*+?][\w .'-]*){0,3}")


class TextComparison(NamedTuple):
    """A property that the query compares with a text."""

    property: str
    text: str
    where: str
    how: TextOperator = ""
    """How the text is part of the property; empty for equality."""

    def holds(self, value: str) -> bool:
        """Whether a value satisfies the comparison."""
        if self.how == "matches":
            return not _SIMPLE.fullmatch(self.text) or re.fullmatch(self.text, value) is not None
        if self.how == "starts with":
            return value.startswith(self.text)
        if self.how == "ends with":
            return value.endswith(self.text)
        return self.text in value if self.how else value == self.text


def types() -> tuple[str, ...]:
    """Return all types of edges."""
    return (*relations(), *layout.OWN_TYPES)


@cache
def properties() -> frozenset[str]:
    """Return the names of all properties of nodes and edges."""
    ends = {"relation", "source", "target"}
    edges = ({f.name for f in fields(Relation)} | xml_files.STANCE_TYPES.keys()) - ends
    return frozenset(edges.union(*layout.PROPERTIES.values()))


def unknown_name_hints(cypher: str, own: Collection[str] = ()) -> Iterator[str]:
    """Yield messages about unknown labels, types and properties, each once; ``own`` are further known
    names.
    """
    found = tokens(cypher)
    names = [*_names(found)]
    of_patterns = {i for i, _ in names}
    keys = {  # keys of the query's own maps, which may be read like properties
        name(token)
        for i, (token, after) in enumerate(pairwise(found))
        if after.text == ":" and token.kind in ("word", "quoted") and i not in of_patterns
    }
    fixed: Mapping[str, Collection[str]] = {"label": LABELS, "type": types(), "property": properties()}
    let: Mapping[str, Collection[str]] = {
        "label": {*LABELS, *types()},  # WHERE r:ATTACKS, too
        "type": {*LABELS, *types()},
        "property": properties() | _PARTS | keys,
    }
    hinted: set[tuple[str, str]] = set()
    for i, what in names:
        word = name(found[i])
        if word not in own and word not in let[what] and (what, word) not in hinted:
            hinted.add((what, word))
            yield f"{_LACKING[what]} {word!r} ({_at(cypher, found[i])}){did_you_mean(word, fixed[what])}"


def type_mismatch_hints(cypher: str, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield messages about comparisons of a date, number or boolean with a text, which are never true, or
    of a date with a number.
    """
    found = tokens(cypher)
    keys = {i for i, what in _names(found) if what == "property" and found[i - 1].text != "."}
    for i, token in enumerate(found):
        if i < 2 or token.kind not in ("word", "quoted"):
            continue
        n = i + 2 if i in keys else _compared_with(found, i)
        text = None if n is None else _text(found, n, values)
        spelt = f"{found[i - 2].text}.{token.text}" if i not in keys else f"x.{token.text}"
        if name(found[i - 2]) in layout.DATES and found[i - 1].text == "." and token.text in _PARTS:
            if text is not None and text.strip().isdecimal():
                part = f"{name(found[i - 2])}.{token.text}"
                yield (
                    f"{part} is a number, which equals, precedes and follows no text ({_at(cypher, token)}):"
                    f" write {text.strip()} without quotes"
                )
        elif name(token) in layout.DATES and n is not None and _is_moment(found, n):
            yield (
                f"{name(token)} is a date, which equals, precedes and follows no moment"
                f" ({_at(cypher, token)}): compare it with date('1979-03-26')"
            )
        elif name(token) in layout.DATES:
            year = n is not None and n < len(found) and re.fullmatch(r"[12]\d{3}", found[n].text) is not None
            if year or (text is not None and re.match(r"\d{4}|\Z", text)):
                day = text if text and re.fullmatch(r"\d{4}-\d\d-\d\d", text) else "1979-03-26"
                other = "number" if year else "text"
                instead = f"{spelt}.year with a number" if year else f"toString({spelt}) with a text"
                yield (
                    f"{name(token)} is a date, which equals, precedes and follows no {other}"
                    f" ({_at(cypher, token)}): compare it with date('{day}'), or {instead}"
                )
        elif text is not None and i > 1 and (i in keys or found[i - 1].text == "."):
            if name(token) in layout.NUMBERS and re.fullmatch(r"[+-]?\d+(\.\d+)?", text):
                yield (
                    f"{name(token)} is a number, which equals, precedes and follows no text"
                    f" ({_at(cypher, token)}): write {text} without quotes"
                )
            elif name(token) in layout.FLAGS and text.lower() in ("true", "false", "yes", "no"):
                literal = "true" if text.lower() in ("true", "yes") else "false"
                yield (
                    f"{name(token)} is true or false, which equals no text ({_at(cypher, token)}):"
                    f" write {literal} without quotes"
                )


def compared_with_days(cypher: str) -> frozenset[str]:
    """The parameters that the query compares with a property that is a date, or sets one to: ``$day`` of
    ``a.published >= $day``, ``{published: $day}`` and ``a.published IN $days``.
    """
    found = tokens(cypher)
    keys = {i for i, what in _names(found) if what == "property" and found[i - 1].text != "."}
    places: list[int] = []
    for i, token in enumerate(found):
        if i < 2 or token.kind not in ("word", "quoted") or name(token) not in layout.DATES:
            continue
        after = [t.text.upper() for t in found[i + 1 : i + 3]]
        if i not in keys and after[:1] == ["IN"]:
            places += [*_listed(found, i + 3)] if after[1:] == ["["] else [i + 2]
        elif (n := i + 2 if i in keys else _compared_with(found, i)) is not None:
            places.append(n)
    return frozenset(name(found[n]) for n in places if n < len(found) and found[n].kind == "parameter")


def text_comparisons(cypher: str, values: Mapping[str, Any]) -> Iterator[TextComparison]:
    """Yield the properties compared with a text: ``{name: 'Egypt'}``, ``a.name = $name``, ``a.name IN
    ['Egypt', 'Iraq']``, ``type(r) = 'ATTACKS'``, ``a.name STARTS WITH 'Eg'``, ``a.name =~ 'Eg.*'``,
    ``'Persia' IN a.aliases``.
    """
    found = tokens(cypher)
    keys = {i for i, what in _names(found) if what == "property" and found[i - 1].text != "."}
    for i, token in enumerate(found[:-2]):
        if token.text == ")" and i > 2 and found[i - 3].text.lower() == "type" and found[i - 2].text == "(":
            asked = "type"
        elif token.kind in ("word", "quoted") and name(token) not in layout.DATES and i:
            asked = name(token) if i in keys or found[i - 1].text == "." else ""
        elif token.kind in ("string", "parameter") and found[i + 1].upper == "IN":
            text, of = _text(found, i, values), [t.text for t in found[i + 2 : i + 5]]
            if text is not None and of[1:] == [".", "aliases"]:
                yield TextComparison("aliases", text, _at(cypher, token))
            continue
        else:
            continue
        places: Iterable[int] = ()
        if found[i + 1].text == ("=" if i not in keys else ":") and found[i + 2].text != "~":
            places = (i + 2,)
        elif found[i + 1].upper == "IN" and found[i + 2].text == "[":
            places = _listed(found, i + 3)
        how: TextOperator = ""
        if i not in keys and (found[i + 1].text, found[i + 2].text) == ("=", "~"):
            how, places = "matches", (i + 3,)
        elif i not in keys and (found[i + 1].upper, found[i + 2].upper) in _PARTLY:
            how = _PARTLY[found[i + 1].upper, found[i + 2].upper]
            places = (i + 3,)
        elif i not in keys and found[i + 1].upper == "CONTAINS":
            how, places = "contains", (i + 2,)
        for n in places if asked else ():
            text = _text(found, n, values)
            if text is not None:
                yield TextComparison(asked, text, _at(cypher, found[n]), how)


def asks_time(cypher: str) -> bool:
    """Whether the query compares the day of articles, or requires one, so that undated articles are
    excluded.
    """
    found = tokens(cypher)
    for i, token in enumerate(found):
        if token.kind == "word" and token.text == "published" and i and found[i - 1].text == ".":
            rest = [t.text.upper() for t in found[i + 1 : i + 5]]
            if rest[:1] == [")"]:
                rest = rest[1:]
            if rest[:1] and (rest[0] in _COMPARING or rest[:3] == ["IS", "NOT", "NULL"]):
                return True
    return False


def _names(found: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Yield the index of each label, type and property, with its category."""
    opened: list[tuple[str, int, bool]] = []  # open brackets, and whether they hold properties of a pattern
    last = -1  # the last label or type
    for i, token in enumerate(found):
        if token.text in ("(", "[", "{"):
            opened.append((token.text, i, token.text == "{" and _of_pattern(found, opened, i)))
        elif token.text in (")", "]", "}") and opened:
            opened.pop()
        if token.kind not in ("word", "quoted") or i < 2:
            continue
        within, _, pattern = opened[-1] if opened else ("", 0, False)
        j = i - 1
        while j > 1 and found[j].text == "!":
            j -= 1
        before, after = found[j].text, found[i + 1].text if i + 1 < len(found) else ""
        if within != "{" and (before == ":" or (before in ("|", "&") and last == j - 1)):
            last = i
            yield i, "type" if within == "[" and _is_edge(found, opened[-1][1]) else "label"
        elif (pattern and after == ":") or (_is_read(found, i) and after not in ("(", ".")):
            yield i, "property"


def _is_edge(found: Sequence[Token], i: int) -> bool:
    """Whether the bracket at ``i`` belongs to an edge, not to a list."""
    return i > 0 and found[i - 1].text == "-"


def _is_read(found: Sequence[Token], i: int) -> bool:
    """Whether the word at ``i`` is a property of a variable: ``a.name``, not ``a.name.length``."""
    return found[i - 1].text == "." and found[i - 2].kind == "word" and (i < 3 or found[i - 3].text != ".")


def _of_pattern(found: Sequence[Token], opened: Sequence[tuple[str, int, bool]], i: int) -> bool:
    """Whether the bracket at ``i`` holds the properties of a node or an edge, as in ``(a:Country {``."""
    if not opened or opened[-1][0] == "{":
        return False
    outer = opened[-1][1]
    if found[outer].text == "[" and not _is_edge(found, outer):
        return False
    before = found[outer - 1]
    called = outer and before.kind in ("word", "quoted") and before.upper not in _BEFORE_PATTERNS
    inner = found[outer + 1 : i] if i - outer < _LONGEST_PATTERN else ()
    return not called and all(
        t.kind in ("word", "quoted", "number") or t.text in (":", "|", "&", "!", "*", ".") for t in inner
    )


def _compared_with(found: Sequence[Token], i: int) -> int | None:
    """Return the index of the value that the property at ``i`` is compared with; None for no comparison."""
    if i < 2 or found[i - 1].text != ".":
        return None
    after = found[i + 1].upper if i + 1 < len(found) else ""
    if after in ("STARTS", "ENDS", "CONTAINS"):
        return i + (2 if after == "CONTAINS" else 3)
    n = i + 1
    while n < len(found) and found[n].text in _COMPARING:
        n += 1
    if n > i + 1:
        return n
    n = start = i - 3
    while n >= 0 and found[n].text in _COMPARING:
        n -= 1
    return n if 0 <= n < start else None


def _is_moment(found: Sequence[Token], n: int) -> bool:
    """Whether the call that begins or ends at ``n`` returns a date-time: ``datetime('2016-01-01')``."""
    if n < len(found) and found[n].text == ")":
        before = range(n - 1, max(0, n - _LONGEST_MOMENT), -1)
        n = next((k for k in before if found[k].text == "(" and found[k].depth == found[n].depth), 0) - 1
    return 0 <= n < len(found) - 1 and found[n].text.lower() in _MOMENTS and found[n + 1].text == "("


def _listed(found: Sequence[Token], i: int) -> Iterator[int]:
    """Yield the indexes of the texts and parameters in the list at ``i``."""
    while i < len(found) and (found[i].kind in ("string", "parameter") or found[i].text == ","):
        yield i
        i += 1


def _text(found: Sequence[Token], i: int, values: Mapping[str, Any]) -> str | None:
    """Return the text at ``i``, or that of a parameter; None for anything else."""
    if i >= len(found):
        return None
    token = found[i]
    if token.kind == "string":
        return re.sub(r"\\(.)", r"\1", token.text[1:-1])
    value = values.get(name(token)) if token.kind == "parameter" else None
    return value if isinstance(value, str) else None


def _at(cypher: str, token: Token) -> str:
    return "line {}, column {}".format(*place(cypher, token.start))
