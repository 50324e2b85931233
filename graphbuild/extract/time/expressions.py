"""Finds temporal expressions by the patterns of ``time_expressions.tsv`` and words of ``time_words.tsv``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.time import calendar

#: What an expression's row makes of it: see :mod:`graphbuild.extract.time.values`.
READINGS = (
    *("date", "days", "month", "weekday", "year", "years", "decade", "century", "quarter", "season"),
    *("unit", "span", "ago", "anniversary", "ahead", "within", "length", "offset", "weekend"),
    *("same", "later", "earlier", "prior", "known", "past", "future", "none"),
)
#: Slots that are numbers and not words of the table.
_NUMBERS = {
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
    "year": r"(?:1\d|20|21)\d\d",
    "iso": r"(?:19|20)\d\d-\d\d-\d\d",
    "short": r"\d\d",
    "decade": r"(?:1\d|20)\d0['’]?s",
    "nth": r"\d{1,2}(?:st|nd|rd|th)",
    "count": r"\d{1,3}",
}
#: Classes of words that tell no time by themselves.
_PLAIN = ("plain", "count", "few", "ordinal", "part")
_SLOT = re.compile(r"\{([a-z]+2?)\}")


@dataclass(frozen=True, slots=True)
class Expression:
    """Words that tell a time: where they stand in the text, and what they are made of."""

    start: int
    end: int
    reading: str
    argument: str
    slots: Mapping[str, str]
    """Slot to the value of its word in the table; numbers as they are written."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table of expressions."""

    reading: str
    argument: str
    slots: tuple[tuple[str, str], ...]
    """Each slot of its pattern with the group of the regular expression that holds its words."""


@cache
def classes() -> Mapping[str, Mapping[str, str]]:
    """Words in lower case to their value, by class. Raises ``TableError`` where the table is wrong."""
    found: dict[str, dict[str, str]] = {}
    for row in tables.rows("time_words", ("class", "value", "words")):
        known = found.setdefault(row.required("class"), {})
        for word in row.words("words"):
            if word in known:
                raise row.error("words", f"{word!r} is there twice")
            known[word] = row["value"]
    return MappingProxyType({name: MappingProxyType(known) for name, known in found.items()})


def find(parse: Parse, first: int, stop: int) -> Iterator[Expression]:
    """The expressions of some tokens, in order; rows that read as ``none`` only pass over words."""
    telling, opening = _vocabulary()
    words = [parse.words[k].lower() for k in range(first, stop)]
    if not any(word in telling or (word[:1].isdigit() and len(word) >= 4) for word in words):
        return
    whole, rows = _compiled()
    end = -1
    for k, word in enumerate(words, start=first):
        if parse.start[k] < end or not (word in opening or word[:1].isdigit()):
            continue
        match = whole.match(parse.text, parse.start[k], parse.end[stop - 1])
        if match is None:
            continue
        end = match.end()
        row = rows[int((match.lastgroup or "").removeprefix("row"))]
        if row.reading != "none":
            said = {slot: match[group] for slot, group in row.slots if match[group] is not None}
            values = {slot: _value(slot, words) for slot, words in said.items()}
            yield Expression(match.start(), end, row.reading, row.argument, values)


def _value(slot: str, said: str) -> str:
    word = " ".join(said.lower().split())
    return classes().get(slot.removesuffix("2"), {}).get(word, word)


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[_Row, ...]]:
    """One regular expression with a group ``row0``, ``row1`` … for each row, and the rows."""
    rows: list[_Row] = []
    alternatives = []
    for row in tables.rows("time_expressions", ("pattern", "reading", "argument", "example")):
        row.required("example")
        number, pattern = len(rows), row.required("pattern")
        names = _SLOT.findall(pattern)
        for name in names:
            if name.removesuffix("2") not in {*classes(), *_NUMBERS}:
                raise row.error("pattern", f"no class {name!r} in time_words.tsv")
        groups = tuple((name, f"{name}_{number}_{k}") for k, name in enumerate(names))
        numbered = iter(groups)
        said, _, ahead = pattern.partition(" >")
        made = said.replace("(", "(?:").replace(".", r"\.") + (f"(?= (?:{ahead}))" if ahead else "")
        made = _SLOT.sub(lambda match, n=numbered: f"(?P<{next(n)[1]}>{_words(match[1])})", made)  # type: ignore[misc]
        alternatives.append(f"(?P<row{number}>{made})".replace(" ", r"\s*"))
        rows.append(_Row(row.choice("reading", READINGS), row["argument"], groups))
        if row["reading"] == "known":
            _check_days(row)
        try:
            re.compile(alternatives[-1])
        except re.error as error:
            raise row.error("pattern", f"{pattern!r} is no pattern: {error}") from error
    bounded = rf"(?<![\w$€£#-])(?:{'|'.join(alternatives)})(?![\w%]|[.,]\d)"
    return re.compile(bounded, re.IGNORECASE), tuple(rows)


def _check_days(row: tables.Row) -> None:
    first, _, last = row["argument"].partition("..")
    try:
        known = all(calendar.told(part).first for part in (first, last or first))
    except ValueError:
        known = False
    if not known:
        raise row.error("argument", f"{row['argument']!r} is no day, month or year, nor two with .. between")


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Words without which a sentence tells no time, and words with which an expression may begin."""
    spoken = {
        word
        for row in tables.rows("time_expressions", ("pattern", "reading", "argument", "example"))
        for word in re.findall(r"[a-z]+", _SLOT.sub(" ", row["pattern"]))
    }
    for name, known in classes().items():
        if name not in ("bound", "joint"):
            spoken.update(word for phrase in known for word in phrase.split())
    plain = {word for name in _PLAIN for phrase in classes()[name] for word in phrase.split()}
    return frozenset(spoken - plain), frozenset(spoken)


@cache
def _words(slot: str) -> str:
    """A slot as a regular expression: the words of its class, longest first, or a number."""
    name = slot.removesuffix("2")
    known = sorted(classes().get(name, ()), key=lambda word: (-len(word), word))
    forms = [re.escape(word).replace(r"\ ", " ") for word in known]
    return "|".join([*forms, *filter(None, [_NUMBERS.get(name)])])
