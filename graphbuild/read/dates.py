"""Days of publication, in whichever of the usual ways they are written."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_ISO = re.compile(r"\s*(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th)?(?:\s+of\s+|[\s-]+)([a-z]{3,9})\.?,?[\s-]+(\d{4})(?!\d)"
)
_MONTH_FIRST = re.compile(r"(?<![a-z])([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,\s*|\s+)(\d{4})(?!\d)")


def iso_day(written: str) -> str:
    """The day as ``YYYY-MM-DD``, as written (no shift of time zone); empty where none can be made out.

    Reads ISO dates and datetimes, "4 March 2022", "March 4th, 2022", "16-MAR-1987 15:03" and
    RFC 2822. All-number dates that do not start with the year are ambiguous, so they give none.
    """
    text = written.lower()
    if found := _ISO.match(text):
        year, month, day = found[1], int(found[3] or found[5]), found[4] or found[6]
    elif found := _DAY_FIRST.search(text):
        year, month, day = found[3], _month(found[2]), found[1]
    elif found := _MONTH_FIRST.search(text):
        year, month, day = found[3], _month(found[1]), found[2]
    else:
        return ""
    try:
        return date(int(year), month, int(day)).isoformat()
    except ValueError:
        return ""


def _month(word: str) -> int:
    """Its number; 0, which no date has, where the word is not a month."""
    short = "sep" if word == "sept" else word
    return next((n for n, name in enumerate(_MONTHS, start=1) if name.startswith(short)), 0)
