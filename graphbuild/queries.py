"""The query library: named Cypher queries, one file each, under ``cypher/``.

A file begins with comment lines, followed by the query::

    // name: members
    // question: Who belongs to an organisation?
    // param organisation (entity): the one that is asked about
    // param limit = 100: most rows
    // example: organisation=NATO, limit=2
    //   member          kind      articles
    //   …
    MATCH (m:Entity)-[r:MEMBER_OF]->(o:Entity)
    WHERE called(o, $organisation)
    …

A parameter with ``=`` has a default (JSON), which also determines its type. An ``(entity)`` is given by name,
alias, ISO code or id; ``(relations)`` by a family, quad class, PLOVER root or name, and the query gets the
names; ``(day)`` is a day, month or year, or empty, and the query receives the first day, or for ``until`` the
last; ``(yes|no|any)`` is one of these words, also true or false. Below ``example`` is the result on the
sample corpus. Frequent expressions have a short form, which is expanded when the file is loaded:
``_SHORT_FORMS``, and the type ``RELATION`` for any relation of the taxonomy.
"""

from __future__ import annotations

import calendar
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from operator import index
from pathlib import Path
from typing import Any, Literal, cast

from graphbuild.errors import QueryError, suggested
from graphbuild.tables import no_relation, relation_groups, relations

_HEADER = re.compile(r"//\s*(name|question):\s*(.+)")
_PARAMETER = re.compile(r"//\s*param\s+(\w+)(?:\s+\(([\w|]+)\))?\s*(?:=\s*(.+?)\s*)?:\s+(.+)")
_EXAMPLE = re.compile(r"//\s*example:\s*(.*)")
_MONTH = re.compile(r"(\d{4})(?:-(\d\d))?", re.ASCII)
#: Anything in the format of a day or month, valid or not.
_DAY = re.compile(r"\d{4}-\d\d(-\d\d)?", re.ASCII)
#: Description of valid days in messages.
DAY_ASKED = "a day as in 1979-03-26, a month as in 1979-03 or a year"
#: Descriptions of valid values, by type of the default.
_KINDS = {int: "a whole number from 0 up", float: "a number", bool: "true or false"}
#: Short forms of the library's Cypher, with their expansion.
_SHORT_FORMS = (
    (
        r"\bcalled\((\w+), (\$\w+)\)",
        r"(toLower(\1.name) = toLower(\2) OR \2 IN \1.aliases OR \1.iso3 = \2 OR \1.id = \2)",
    ),
    (r"\basserted\((\w+)\)", r"(NOT \1.negated AND \1.modality = 'asserted')"),
    (
        r"\bfamily\((\w+), (\$\w+)\)",
        r"(\2 = 'any' OR (\2 = 'cooperation' AND \1.score > 0) OR (\2 = 'conflict' AND \1.score < 0)"
        r" OR (\2 = 'standing' AND \1.score = 0))",
    ),
    (  # two states at the state level, all others at the actor level
        r"\bshown\((\w+), (\w+), (\w+)\)",
        r"((\1.level = 'state') = (\2.kind = 'country' AND \3.kind = 'country'))",
    ),
    (  # whether two stances overlap: neither starts over two years after the last report of the other
        r"\bmeet\((\w+), (\w+)\)",
        r"(coalesce(year(\1.since) - year(\2.as_of) <= 2, true)"
        r" AND coalesce(year(\2.since) - year(\1.as_of) <= 2, true))",
    ),
    (r"\byear\((\w+\.\w+)\)", r"toInteger(substring(toString(\1), 0, 4))"),
    (r"\btold\((\w+), (\w+)\)", r"(\1.relation IN $relation AND reported(\2))"),
    (
        r"\breported\((\w+)\)",
        r"(($source = 'any' OR toLower(\1.source) = toLower($source))"
        r" AND ($since + $until = '' OR within(\1)))",
    ),
    (  # with ``Article.time``: the day, or the whole month or year if only that is known
        r"\bwithin\((\w+)\)",
        r"any(time IN [coalesce(toString(\1.published), CASE"
        r" WHEN \1.date_from =~ 'not read: (1[5-9]|20)[0-9]{2}-(0[1-9]|1[0-2])'"
        r" THEN substring(\1.date_from, 10)"
        r" ELSE reduce(year = '', i IN range(10, size(coalesce(\1.date_from, '')) - 4) | CASE"
        r" WHEN NOT substring(\1.date_from, i - 1, 6) =~ '[^0-9](1[5-9]|20)[0-9]{2}([^0-9].*)?' THEN year"
        r" WHEN year IN ['', substring(\1.date_from, i, 4)] THEN substring(\1.date_from, i, 4)"
        r" ELSE 'two' END) END)]"
        r" WHERE NOT time IN ['', 'two'] AND toString(date(time)) >= $since AND ($until = '' OR $until >="
        r" toString(date(time) + duration(CASE size(time) WHEN 4 THEN 'P1Y' WHEN 7 THEN 'P1M' ELSE 'P1D' END)"
        r" - duration('P1D'))))",
    ),
    (r"\btitled\((\w+)\)", r"CASE \1.title WHEN '' THEN \1.id ELSE \1.title END"),
    (
        r"\bsupported\((\w+), (\w+), (\w+)\)",
        r"($min_reports < 1 OR EXISTS { MATCH (\2)-[n:RELATION]->(\3)"
        r" WHERE type(n) = \1.relation AND n.articles >= $min_reports })",
    ),
    (r"\bmark\((\w+)\)", r"CASE \1.infers WHEN 'PARTNERSHIP' THEN ' + ' ELSE ' − ' END"),
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a named query."""

    name: str
    meaning: str
    default: str | int | float | bool | None = None
    """The default value; None if a value is required."""
    means: Literal["entity", "relations", "day", ""] = ""
    """What a value stands for: an entity (given by name, alias, ISO code or id), relations (a family, quad
    class, PLOVER root, name, or any), a day, month or year (empty for any); empty for a plain value.
    """
    choices: tuple[str, ...] = ()
    """The allowed values, ignoring case; empty for any. For yes and no also true and false."""

    @property
    def entity(self) -> bool:
        """Whether it stands for an entity."""
        return self.means == "entity"

    @property
    def required(self) -> bool:
        """Whether a value is required."""
        return self.default is None

    def chosen(self, value: object) -> str:
        """The choice that a value means, also true or false for yes or no; empty for none."""
        word = str(value).casefold()
        if {"yes", "no"} <= {*self.choices}:
            word = {"true": "yes", "false": "no"}.get(word, word)
        return word if word in self.choices else ""


@dataclass(frozen=True, slots=True)
class Example:
    """The result of a named query on the sample corpus."""

    values: tuple[tuple[str, str], ...]
    """The parameters of the example, in order."""
    answer: tuple[str, ...]
    """The rows as a table, line by line."""


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query of the library."""

    name: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str
    """The Cypher, without the header, with short forms expanded."""
    example: Example

    def bind(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values to run the query with: the given ones, and defaults for the others.

        A text given for a number is converted, and vice versa.

        Raises:
            QueryError: a value is missing, of the wrong type, or for an unknown parameter.
        """
        known = {p.name: p for p in self.parameters}
        for name in values:
            if name not in known:
                raise QueryError(
                    f"Query {self.name} has no parameter {name!r}{suggested(name, [*known])}:"
                    f" it takes {', '.join(known) or 'none'}.",
                    wrong=("param",),
                )
        missing = [p for p in self.parameters if p.required and p.name not in values]
        if missing:
            wanted = "; ".join(f"{p.name} ({p.meaning})" for p in missing)
            asked = " ".join((self.name, *(p.name.upper() for p in self.parameters if p.required)))
            raise QueryError(
                f"Query {self.name} needs {wanted}: graphbuild query {asked}, :{asked} in the shell,"
                f" or {missing[0].name}=… in Python.",
                wrong=("param",),
            )
        return {p.name: self._typed(p, values.get(p.name, p.default)) for p in self.parameters}

    def _typed(self, parameter: Parameter, value: Any) -> Any:
        where = f"Query {self.name}: {parameter.name}"
        if parameter.means == "relations":
            return _relations_meant(value)
        if parameter.means == "day" and value:
            try:
                return day_of(value, last=parameter.name == "until")
            except ValueError:
                raise QueryError(f"{where} is {no_day(value)}.", wrong=("param",)) from None
        if parameter.entity and not isinstance(value, str):
            raise QueryError(f"{where} is {value!r}; give a name as text.", wrong=("param",))
        if parameter.choices:
            if not (choice := parameter.chosen(value)):
                raise QueryError(
                    f"{where} is {value!r}; give {_either(parameter.choices)}.", wrong=("param",)
                )
            return choice
        if parameter.default is None or isinstance(parameter.default, str):
            return str(value) if isinstance(value, int | float) else value
        try:
            return _count(value) if type(parameter.default) is int else type(parameter.default)(value)
        except (TypeError, ValueError):
            kind = _KINDS[type(parameter.default)]
            takes = ", ".join(p.name for p in self.parameters)
            raise QueryError(
                f"{where} is {value!r}; give {kind} ({self.name} takes {takes}).", wrong=("param",)
            ) from None


def _count(value: Any) -> int:
    """Return a non-negative integer, also from text; raises ``TypeError`` or ``ValueError`` for others."""
    if isinstance(value, bool):
        raise TypeError
    number = int(value) if isinstance(value, str) else index(value)
    if number < 0:
        raise ValueError
    return number


def _either(choices: Sequence[str]) -> str:
    return f"{', '.join(choices[:-1])} or {choices[-1]}"


def _relations_meant(value: Any) -> list[str]:
    """Return the names of the relations that a word or a list of words stands for, ignoring case."""
    known = {word.casefold(): names for word, names in relation_groups().items()} | {"any": {*relations()}}
    found: set[str] = set()
    for word in value if isinstance(value, list) else [value]:
        if str(word).casefold() not in known:
            raise no_relation(str(word))
        found |= known[str(word).casefold()]
    return sorted(found)


def load(place: Path | None = None) -> dict[str, NamedQuery]:
    """Load the library, sorted by name; from another folder of ``.cypher`` files if one is given.

    Raises:
        QueryError: the folder or a file is invalid; the message has file and line.
    """
    place = place or folder()
    found = [_parse(path) for path in sorted(place.glob("*.cypher"))]
    if not found:
        raise QueryError(f"{place} holds no .cypher file: install graphbuild again.")
    return {query.name: query for query in found}


def get(name: str, library: Mapping[str, NamedQuery] | None = None) -> NamedQuery:
    """Return the query with this name.

    Raises:
        QueryError: there is none; the message suggests similar names.
    """
    library = load() if library is None else library
    if name not in library:
        raise QueryError(
            f"There is no query {name!r}{suggested(name, [*library])}:"
            f" `graphbuild queries` lists all {len(library)}.",
            wrong=("name",),
        )
    return library[name]


def day_of(given: object, *, last: bool = False) -> str:
    """Return a day in ISO 8601; for a month (1979-03) or a year (1979) its first, or its last, day.

    Raises ``ValueError`` for anything else.
    """
    written = str(given.date() if isinstance(given, datetime) else given).strip()
    if match := _MONTH.fullmatch(written):
        year, month = int(match[1]), int(match[2] or (12 if last else 1))
        first = date(year, month, 1)
        return (first.replace(day=calendar.monthrange(year, month)[1]) if last else first).isoformat()
    return date.fromisoformat(written).isoformat()


def no_day(given: object) -> str:
    """Return the message for an invalid day: the given value, and what is valid."""
    found = _DAY.fullmatch(str(given).strip())
    lacking = f", and there is no such {'day' if found[1] else 'month'}" if found else ""
    return f"{given!r}{lacking}; give {DAY_ASKED}"


def has_parameter(name: str, parameter: str) -> bool:
    """Whether the query with this name has a parameter; False if there is no such query."""
    return name in load() and any(p.name == parameter for p in load()[name].parameters)


def folder() -> Path:
    """Return the folder of the library."""
    package = Path(__file__).parent
    inside, beside = package / "cypher", package.parent / "cypher"
    return inside if inside.is_dir() else beside


def _parse(path: Path) -> NamedQuery:
    header: dict[str, str] = {}
    parameters: list[Parameter] = []
    values: str | None = None
    answer: list[str] = []
    lines = path.read_text(encoding="utf-8").splitlines()
    body = next((i for i, line in enumerate(lines) if not line.startswith("//")), len(lines))
    for number, line in enumerate(lines[:body], start=1):
        if values is not None and (line == "//" or line.startswith("//  ")):
            answer.append(line[5:])
        elif match := _PARAMETER.fullmatch(line):
            default = _default(path, number, match[3])
            parameters.append(_parameter(path, number, match, default))
        elif match := _EXAMPLE.fullmatch(line):
            values = match[1]
        elif match := _HEADER.fullmatch(line):
            header[match[1]] = match[2]
        else:
            raise QueryError(
                f"{path}:{number}: {line!r} is no header: write // name:, // question:, // param NAME:"
                " or // example:"
            )
    for key in ("name", "question"):
        if key not in header:
            raise QueryError(f"{path}:1: the header lacks // {key}:")
    if values is None:
        raise QueryError(f"{path}:1: the header lacks // example: with the parameters that it is asked with")
    if header["name"] != path.stem:
        raise QueryError(f"{path}:1: the name is {header['name']!r}: make it {path.stem!r}, as the file.")
    text = _written_out("\n".join(lines[body:]).strip())
    given = (part.partition("=") for part in values.split(", ") if part)
    example = Example(tuple((name, value) for name, _, value in given), tuple(answer))
    return NamedQuery(header["name"], header["question"], tuple(parameters), text, example)


def _parameter(
    path: Path, number: int, match: re.Match[str], default: str | int | float | bool | None
) -> Parameter:
    name, means, _, meaning = match.groups()
    if means is None or means in ("entity", "relations", "day"):
        return Parameter(name, meaning, default, cast("Any", means or ""))
    if "|" not in means or (default is not None and default not in means.split("|")):
        raise QueryError(
            f"{path}:{number}: ({means}) is no type of {name}: it is entity, relations, day,"
            " or the words that it takes with | between, the default among them"
        )
    return Parameter(name, meaning, default, choices=tuple(means.split("|")))


def _written_out(text: str) -> str:
    for short, long in _SHORT_FORMS:
        text = re.sub(short, long, text)
    return re.sub(r":RELATION\b", f":{'|'.join(relations())}", text)


def _default(path: Path, number: int, text: str | None) -> str | int | float | bool | None:
    if text is None:
        return None
    try:
        value = json.loads(text)
    except ValueError:
        value = None
    if not isinstance(value, str | int | float | bool):
        raise QueryError(f"{path}:{number}: the default {text} is no JSON number, text, true or false.")
    return value
