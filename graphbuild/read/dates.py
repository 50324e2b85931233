"""Publication dates, in all usual notations; ambiguous ones are never guessed."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"\s*(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?:\s+of\s+|[\s-]+)([a-z]{3,9})\.?,?[\s-]+(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(
    r"(?<![a-z])([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)"
    r"(?:\d\d:\d\d\S*\s+(?:[a-z+\d-]{3,5}\s+)?)?(\d{4})(?!\d)"  # a time may come before the year
)
_NUMBERS = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_FOREIGN = re.compile(r"(?<!\d)\d{1,2}\D.*(?<!\d)\d{4}(?!\d)|(?<!\d)\d{4}\D.*(?<!\d)\d{1,2}(?!\d)")
_LANGUAGES = "ar cs da de el es fa fi fr he hi hu id it ja ko nb nl pl pt ro ru sv tr uk vi zh".split()
_IN_NAME = re.compile(r"(?<!\d)((?:19|20)\d\d)([-_./\\]?)(\d\d)\2(\d\d)(?!\d)")
_LONGEST = 80
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_WRITTEN = rf"(?:{_MONTH}|Sept)\.?\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+(?:{_MONTH}|Sept)\.?,?\s+\d{{4}}"
_TIME = r"(?:,?(?:\s+(?:at|-|–|\|))?\s+\d{1,2}[:.]\d\d[\w :.()+-]{0,16})?"
#: "GENEVA, March 4, 2021 (Reuters) - Talks …"
_DATELINE = re.compile(
    rf"[A-Z][A-Z.'’ -]+(?:, [A-Z][\w. ]{{1,24}})?,? \(?({_WRITTEN})\)?"
    r"(?: ?[(/—–-][\w./ -]{1,40}\)?)? ?[-–—]",
    re.IGNORECASE,
)
#: "GENEVA, March 4 (Reuters) - Talks …", at the start of a text.
_SHORT_LINE = re.compile(
    rf"\s*[A-Z][A-Z.'’-]+(?: [A-Z.'’-]+)*(?:, [A-Z][\w. ]{{1,24}})?, "
    rf"(?:((?i:{_MONTH}|Sept))\.? (\d{{1,2}})|(\d{{1,2}}) ((?i:{_MONTH}|Sept))\.?),?(?: (\d{{4}}))?"
    r"(?: ?[(/][\w./ -]{1,40}\)?)? ?(?:[-–—]|\()"
)
_CITY = re.compile(r"[A-Z][A-Z.'’]+\b")
#: A separate line: "Published 4 March 2021 at 10:00".
_DATE_LINE = re.compile(
    r"(?:(?:first |last )?(?:published|posted|updated)(?: on| at)?:? *)?(?:[a-z]{6,9},? )?"
    rf"({_WRITTEN}){_TIME}",
    re.IGNORECASE,
)
_FIRST_LINES = 6
_DAYS_TO_PRINT = 7
"""Most days from a dateline to the day of publication."""


def iso_day(written: str, *, day_first: bool | None = None) -> str:
    """Return the day as ``YYYY-MM-DD``, as written (without conversion of time zones); empty if unclear.

    Supports ISO dates and datetimes, "4 March 2022", "March 4th, 2022", "16-MAR-1987 15:03", RFC 2822, and
    month names in other languages. Of numeric dates that do not start with the year, 25/03/2022 is
    unambiguous, and 3.4.2022 is in April, as everywhere where dots are used; 03/04/2022 is the third of April
    if ``day_first`` is true, the fourth of March if it is false, and otherwise unclear.
    """
    text = written.lower()
    if found := _ISO.match(text):
        return _iso(found[1], int(found[3] or found[5]), found[4] or found[6])
    if found := _NUMBERS.search(text):
        return _of_numbers(int(found[1]), found[2], int(found[3]), found[4], day_first)
    day = ""
    if found := _DAY_FIRST.search(text):
        day = _iso(found[3], _month(found[2]), found[1])
    elif found := _MONTH_FIRST.search(text):
        day = _iso(found[3], _month(found[1]), found[2])
    if not day and len(text) <= _LONGEST and _FOREIGN.search(text):
        return _in_another_language(text.strip())
    return day


def may_be_two(written: str) -> bool:
    """Whether a date is ambiguous between two days, as 03/04/2022."""
    text = written.lower()
    found = None if _ISO.match(text) else _NUMBERS.search(text)
    if found is None:
        return False
    numbers = int(found[1]), found[2], int(found[3]), found[4]
    return not _of_numbers(*numbers, None) and bool(_of_numbers(*numbers, True))


def day_of_text(text: str) -> str:
    """Return the day in the text's dateline or in a line near its top, with its year; empty for none."""
    lines = [line.strip() for line in text[:2000].split("\n") if line.strip()]
    for number, line in enumerate(lines[:_FIRST_LINES]):
        found = _DATE_LINE.fullmatch(line) if number else None
        if found is None and _CITY.match(line):
            found = _DATELINE.match(line)
        if found:
            return iso_day(found[1])
    return ""


def day_of_name(name: str) -> str:
    """Return the last day in the path of a file; empty for none.

    Formats are ``2021-03-04``, ``2021_03_04``, ``20210304``, and folders ``2021/03/04``.
    """
    days = [_iso(found[1], int(found[3]), found[4]) for found in _IN_NAME.finditer(name)]
    return next((day for day in reversed(days) if day), "")


def day_of_dateline(text: str, near: str) -> tuple[str, int]:
    """Return the day of a dateline at the start of a text, and where it ends; empty and 0 for none.

    A missing year is derived from ``near``, the day of publication, which is at most a week later.
    """
    found = _SHORT_LINE.match(text)
    if found is None:
        return "", 0
    if found[5]:
        return _iso(found[5], _month((found[1] or found[4]).lower()), found[2] or found[3]), found.end()
    if not near:
        return "", found.end()
    published = date.fromisoformat(near)
    for year in (published.year, published.year - 1):
        day = _iso(str(year), _month((found[1] or found[4]).lower()), found[2] or found[3])
        if day and 0 <= (published - date.fromisoformat(day)).days <= _DAYS_TO_PRINT:
            return day, found.end()
    return "", found.end()


def _of_numbers(first: int, sign: str, second: int, year: str, day_first: bool | None) -> str:
    if first > 12 or first == second or (sign == "." and second <= 12):
        day_first = True
    elif second > 12:
        day_first = False
    if day_first is None:
        return ""
    return _iso(year, second, str(first)) if day_first else _iso(year, first, str(second))


def _iso(year: str, month: int, day: str) -> str:
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


def _month(word: str) -> int:
    """Return its number; 0, which is not in any date, if the word is not a month."""
    short = "sep" if word == "sept" else word
    return next((n for n, name in enumerate(_MONTHS, start=1) if name.startswith(short)), 0)


@lru_cache(maxsize=4096)
def _in_another_language(text: str) -> str:
    """Return the day of a date with a month name in another language; missing parts are not filled in."""
    import dateparser

    found = dateparser.parse(
        text,
        languages=_LANGUAGES,
        settings={"STRICT_PARSING": True, "PARSERS": ["absolute-time"], "RETURN_AS_TIMEZONE_AWARE": False},
    )
    return found.date().isoformat() if found else ""
