"""Trim recognised spans: places, repeats, words that are stuck together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.gazetteer import GazetteerMatch
from graphbuild.extract.names.word_classes import (
    HONORIFIC,
    ORGANISATION_NOUNS,
    PLACE_NOUNS,
    STANCE_PREFIXES,
    WEEKDAYS,
)

_NO_NAME = tables.patterns()["no name"]
_CREDITS = tables.words("picture credit")
_ACTING = ("acting", "deputy")
_COMMANDERS = ("commander", "commandant", "goc")
_BEFORE_NAMES = WEEKDAYS | tables.words("section label")
_TICKER = tables.patterns()["stock ticker"]
_QUOTES = re.compile(r"[\"“”]")


def trim(
    parse: Parse, first: int, last: int, kind: str, towns: Mapping[int, GazetteerMatch]
) -> tuple[int, int, str]:
    """Return the span and its kind without what is not part of the name.

    Repeats, stock tickers, picture credits; a section, city or weekday before a person; a seat of power
    after one: "*Moscow* Kamala Harris", "said *Tuesday* Ginsburg", "the George W. Bush *White House*".
    ``towns`` has the listed cities and seats of power, by token.
    """
    words, given = parse.words, tables.first_names()
    first, last = _without_repeats(words, first, last)
    if (
        kind == "person"
        and first + 1 < last
        and words[first].lower() in STANCE_PREFIXES
        and words[first + 1] == "-"
    ):
        first += 2  # "*Pro*-Trump"
    while kind == "person" and first < last and words[last] in _CREDITS:
        last -= 1  # "Ann Otieno *GETTY*"
    if kind == "organisation":
        first = _start_after_commander(words, first, last)
        last = _end_before_officer(words, first, last)
    if first < last and _TICKER.fullmatch(words[last]):
        last -= 1  # "Arab Bank *ARBK.AM*"
    if kind == "person" and first < last and words[first].lower() in _BEFORE_NAMES:
        first += 1
    if kind not in ("person", "organisation"):
        return first, last, kind
    town = towns.get(first)
    city_before = town is not None and town.last + 1 < last and words[first] not in given
    if city_before and town is not None and words[town.last + 1] in given:
        if words[last].lower() in ORGANISATION_NOUNS | PLACE_NOUNS:
            return first, last, kind
        return town.last + 1, last, "person"
    seat = _seat_start(first, last, towns)
    return (first, seat - 1, "person") if seat > first else (first, last, kind)


def _start_after_commander(words: list[str], first: int, last: int) -> int:
    """Return the start of a unit's name after its commander: "*Acting Commander* 21 Brigade"."""
    start, commanded = first, False
    while start < last and (words[start].lower() in _ACTING or words[start].lower() in tables.roles()):
        commanded |= words[start].lower() in _COMMANDERS
        start += 1
    return start if words[start][:1].isdigit() or (commanded and start < last) else first


def _end_before_officer(words: list[str], first: int, last: int) -> int:
    """Return the end of an organisation's name before an officer: "Ministry of Defence *and Maj. Otieno*"."""
    conjunctions = (
        t for t in range(first + 1, last) if words[t] == "and" and words[t + 1].lower() in HONORIFIC
    )
    return next((t - 1 for t in conjunctions if words[t + 1].endswith(".")), last)


def _without_repeats(words: list[str], first: int, last: int) -> tuple[int, int]:
    """Return a span without repeats: "Ann Otieno Ann Otieno" of a page without markup."""
    size = last - first + 1
    for length in range(2, size // 2 + 1):
        part = words[first : first + length]
        if size % length == 0 and words[first : last + 1] == part * (size // length):
            return first, first + length - 1
    return first, last


def _seat_start(first: int, last: int, towns: Mapping[int, GazetteerMatch]) -> int:
    """Return the first token of a seat of power at the end of the span; ``first`` without one."""
    seat = towns.get(last)
    return max(first, seat.first) if seat is not None and seat.entries[0].entry_type == "seat" else first


def only_places(
    words: Sequence[str],
    first: int,
    last: int,
    kind: str,
    nations: Mapping[int, GazetteerMatch],
    towns: Mapping[int, GazetteerMatch],
) -> bool:
    """Whether a person's or organisation's span is a city and its state: "NAYPYITAW Myanmar".

    Not after a first name: "Jordan Montgomery".
    """
    if kind not in ("person", "organisation") or first >= last or words[first] in tables.first_names():
        return False
    return all(t in nations or t in towns for t in range(first, last + 1))


def without_stuck_words(text: str, start: int, kind: str) -> tuple[int, int]:
    """Return start and end of a name without words stuck to it: "*was*Otieno", "ICE*.“This*".

    ``start`` is the character offset of ``text``.
    """
    if len(quotes := list(_QUOTES.finditer(text))) % 2 and quotes[-1].start():
        text = text[: quotes[-1].start()].rstrip(" .,!?")
    return start, start + len(text)


def is_garbled(text: str) -> bool:
    """Whether a text has characters that no name has, or is a stock ticker: "BOR> Corp"."""
    return _NO_NAME.search(text) is not None or _TICKER.fullmatch(text) is not None
