"""Recognition of temporal expressions by ``time_expressions.tsv`` and the words of ``time_words.tsv``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.time import calendar

#: Readings of expressions; :mod:`graphbuild.extract.time.values` evaluates them.
READINGS = (
    *("date", "days", "month", "weekday", "year", "years", "decade", "century", "quarter", "season"),
    *("unit", "span", "ago", "anniversary", "ahead", "within", "length", "offset", "weekend"),
    *("same", "later", "earlier", "prior", "known", "past", "future", "none"),
)
#: Slots filled by numbers instead of words of the table.
_NUMBERS = {
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
    "year": r"(?:1\d|20|21)\d\d",
    "iso": r"(?:19|20)\d\d-\d\d-\d\d",
    "short": r"\d\d",
    "decade": r"(?:1\d|20)\d0['’]?s",
    "nth": r"\d{1,2}(?:st|nd|rd|th)",
    "count": r"\d{1,3}",
}
#: Classes of words that are no temporal expression by themselves.
_PLAIN = ("plain", "count", "few", "ordinal", "part")
_SLOT = re.compile(r"\{([a-z]+2?)\}")


@dataclass(frozen=True, slots=True)
class Expression:
    """A temporal expression: its offsets in the text, its reading and its parts."""

    start: int
    end: int
    reading: str
    argument: str
    slots: Mapping[str, str]
    """Slot to the value of its word in the table; numbers as written."""

    def number(self, slot: str) -> int:
        """Return the number in a slot: 3 for "3rd"."""
        return int("".join(c for c in self.slots[slot] if c.isdigit()))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the table of expressions."""

    reading: str
    argument: str
    slots: tuple[tuple[str, str], ...]
    """Each slot of its pattern with its group of the regular expression."""


@cache
def classes() -> Mapping[str, Mapping[str, str]]:
    """Return words in lower case to their value, by class. Raises ``TableError`` for an invalid table."""
    by_class: dict[str, dict[str, str]] = {}
    for row in tables.rows("time_words", ("class", "value", "words")):
        values = by_class.setdefault(row.required("class"), {})
        for word in row.words("words"):
            if word in values:
                raise row.error("words", f"{word!r} is there twice")
            values[word] = row["value"]
    return MappingProxyType({name: MappingProxyType(values) for name, values in by_class.items()})


def find(parse: Parse, first: int, stop: int) -> Iterator[Expression]:
    """Yield the expressions among some tokens, in order; matches with the reading ``none`` are skipped."""
    temporal, initial = _vocabulary()
    words = [parse.words[k].lower() for k in range(first, stop)]
    if not any(word in temporal or (word[:1].isdigit() and len(word) >= 4) for word in words):
        return
    pattern, rows = _compiled()
    end = -1
    for k, word in enumerate(words, start=first):
        if parse.start[k] < end or not (word in initial or word[:1].isdigit()):
            continue
        match = pattern.match(parse.text, parse.start[k], parse.end[stop - 1])
        if match is None:
            continue
        end = match.end()
        row = rows[int((match.lastgroup or "").removeprefix("row"))]
        if row.reading != "none":
            texts = {slot: match[group] for slot, group in row.slots if match[group] is not None}
            values = {slot: _value(slot, text) for slot, text in texts.items()}
            yield Expression(match.start(), end, row.reading, row.argument, values)


def _value(slot: str, text: str) -> str:
    """Return the value of a slot's text in its class; the text where the class has none."""
    word = " ".join(text.lower().split())
    return classes().get(slot.removesuffix("2"), {}).get(word, word)


@cache
def _compiled() -> tuple[re.Pattern[str], tuple[_Row, ...]]:
    """Return one regular expression with a group ``row0``, ``row1`` … for each row, and the rows."""
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
        matched, _, lookahead = pattern.partition(" >")
        regex = matched.replace("(", "(?:").replace(".", r"\.")
        regex += f"(?= (?:{lookahead}))" if lookahead else ""
        regex = _SLOT.sub(lambda match, n=numbered: f"(?P<{next(n)[1]}>{_words(match[1])})", regex)  # type: ignore[misc]
        alternatives.append(f"(?P<row{number}>{regex})".replace(" ", r"\s*"))
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
    """Raise ``TableError`` unless the argument of a row is a day, month or year, or an interval of them."""
    first, _, last = row["argument"].partition("..")
    try:
        valid = all(calendar.parse_iso(part).first for part in (first, last or first))
    except ValueError:
        valid = False
    if not valid:
        raise row.error("argument", f"{row['argument']!r} is no day, month or year, nor two with .. between")


@cache
def _vocabulary() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words of which a sentence with an expression has one, and the possible first words."""
    vocabulary = {
        word
        for row in tables.rows("time_expressions", ("pattern", "reading", "argument", "example"))
        for word in re.findall(r"[a-z]+", _SLOT.sub(" ", row["pattern"]))
    }
    for name, values in classes().items():
        if name not in ("bound", "joint"):
            vocabulary.update(word for phrase in values for word in phrase.split())
    plain = {word for name in _PLAIN for phrase in classes()[name] for word in phrase.split()}
    return frozenset(vocabulary - plain), frozenset(vocabulary)


@cache
def _words(slot: str) -> str:
    """Return a slot as a regular expression: the words of its class, longest first, or a number."""
    name = slot.removesuffix("2")
    phrases = sorted(classes().get(name, ()), key=lambda word: (-len(word), word))
    forms = [re.escape(word).replace(r"\ ", " ") for word in phrases]
    return "|".join([*forms, *filter(None, [_NUMBERS.get(name)])])
