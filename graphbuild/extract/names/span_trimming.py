"""What a recognised span holds beside a name: places, repeats, words that lost their blank."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names.gazetteer import Hit
from graphbuild.extract.names.word_classes import BODY, DAYS, HONORIFIC, PLACE_HEADS, STANDS

_GLUED_BEFORE = tables.patterns()["glued before"]
_GLUED_WORDS = tables.patterns()["glued words"]
_NO_NAME = tables.patterns()["no name"]
_CREDITS = tables.words("picture credit")
_ACTING = ("acting", "deputy")
_COMMANDERS = ("commander", "commandant", "goc")
_BEFORE_NAMES = DAYS | tables.words("section label")
_TICKER = tables.patterns()["stock ticker"]
_QUOTES = re.compile(r"[\"“”]")


def cut(parse: Parse, first: int, last: int, kind: str, towns: Mapping[int, Hit]) -> tuple[int, int, str]:
    """The span without repeats, the sign of a share, the section, city or weekday before, who took the
    picture or the seat of power after a person; and its kind.

    "*Moscow* Kamala Harris", "said *Tuesday* Ginsburg", "the George W. Bush *White House*". ``towns`` are the
    known names of cities and seats, by token.
    """
    words, given = parse.words, tables.first_names()
    first, last = _once(words, first, last)
    if kind == "person" and first + 1 < last and words[first].lower() in STANDS and words[first + 1] == "-":
        first += 2  # "*Pro*-Trump"
    while kind == "person" and first < last and words[last] in _CREDITS:
        last -= 1  # "Ann Otieno *GETTY*"
    if kind == "organisation":
        first = _commanded(words, first, last)
        last = _ranked(words, first, last)
    if first < last and _TICKER.fullmatch(words[last]):
        last -= 1  # "Arab Bank *ARBK.AM*"
    if kind == "person" and first < last and words[first].lower() in _BEFORE_NAMES:
        first += 1
    if kind not in ("person", "organisation"):
        return first, last, kind
    town = towns.get(first)
    before = town is not None and town.last + 1 < last and words[first] not in given
    if before and town is not None and words[town.last + 1] in given:
        return (
            (town.last + 1, last, "person")
            if words[last].lower() not in BODY | PLACE_HEADS
            else (first, last, kind)
        )
    seat = _seat(first, last, towns)
    return (first, seat - 1, "person") if seat > first else (first, last, kind)


def _commanded(words: list[str], first: int, last: int) -> int:
    """Where the name of a unit starts without who commands it: "*Acting Commander* 21 Brigade"."""
    start, commanded = first, False
    while start < last and (words[start].lower() in _ACTING or words[start].lower() in tables.roles()):
        commanded |= words[start].lower() in _COMMANDERS
        start += 1
    return start if words[start][:1].isdigit() or (commanded and start < last) else first


def _ranked(words: list[str], first: int, last: int) -> int:
    """Where the name of a body ends before that of an officer: "Ministry of Defence *and Maj. Otieno*"."""
    joints = (t for t in range(first + 1, last) if words[t] == "and" and words[t + 1].lower() in HONORIFIC)
    return next((t - 1 for t in joints if words[t + 1].endswith(".")), last)


def _once(words: list[str], first: int, last: int) -> tuple[int, int]:
    """A span without what it repeats: "Ann Otieno Ann Otieno" of a page that lost its marks."""
    size = last - first + 1
    for length in range(2, size // 2 + 1):
        own = words[first : first + length]
        if size % length == 0 and words[first : last + 1] == own * (size // length):
            return first, first + length - 1
    return first, last


def _seat(first: int, last: int, towns: Mapping[int, Hit]) -> int:
    """The first token of a seat of power that ends the span; ``first`` if there is none."""
    seat = towns.get(last)
    return max(first, seat.first) if seat is not None and seat.known[0].sort == "seat" else first


def only_places(
    words: Sequence[str],
    first: int,
    last: int,
    kind: str,
    nations: Mapping[int, Hit],
    towns: Mapping[int, Hit],
) -> bool:
    """Whether what is taken for a person or body is a city and its state: "NAYPYITAW Myanmar".

    "Jordan Montgomery" may be a person.
    """
    if kind not in ("person", "organisation") or first >= last or words[first] in tables.first_names():
        return False
    return all(t in nations or t in towns for t in range(first, last + 1))


def unglued(text: str, start: int, kind: str) -> tuple[int, int]:
    """Where a name starts and ends without what lost its blank: "*was*Otieno", "ICE*.“This*".

    ``start`` is where ``text`` starts.
    """
    if len(quotes := list(_QUOTES.finditer(text))) % 2 and quotes[-1].start():
        text = text[: quotes[-1].start()].rstrip(" .,!?")
    if kind == "person" and (glued := _GLUED_WORDS.search(text)) is not None:
        if glued.start():  # "Sara *OtienoGot*"
            text = text[: glued.end()]
        elif " " in text:  # "*Trump*Donald Trump"
            start, text = start + glued.end(), text[glued.end() :]
    before = _GLUED_BEFORE.match(text)
    return start + (before.end() if before else 0), start + len(text)


def spoilt(text: str) -> bool:
    """Whether a text has signs that no name has: "BOR> Corp"."""
    return _NO_NAME.search(text) is not None or _TICKER.fullmatch(text) is not None
