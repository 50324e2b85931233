"""Intervals of days and calendar arithmetic."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from graphbuild.model import Precision

#: Units of ``time_words.tsv``; weeks begin on Monday, decades and centuries in years ending in 0.
Unit = Literal["day", "week", "month", "year", "decade", "century"]
_MONTHS: dict[str, int] = {"month": 1, "year": 12, "decade": 120, "century": 1200}
_DAYS: dict[str, int] = {"day": 1, "week": 7}
_PRECISION: dict[str, Precision] = {"day": "day", "week": "day", "month": "month"}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from ``first`` to ``last``, both inclusive; None for an open end."""

    first: date | None = None
    last: date | None = None
    precision: Precision = "unknown"

    def until(self, day: date | None) -> Interval:
        """Return the part up to a day, if the day lies within; else the interval."""
        inside = day and self.last and day < self.last and (self.first is None or self.first <= day)
        return replace(self, last=day) if inside else self

    def after(self, day: date | None) -> Interval:
        """Return the part from a day on, if the day lies within; else the interval."""
        inside = day and self.first and self.first < day and (self.last is None or day <= self.last)
        return replace(self, first=day) if inside else self


def precision_of(unit: str) -> Precision:
    """Return the precision of a time in this unit."""
    return _PRECISION.get(unit, "year")


def shifted(day: date, unit: str, count: int) -> date:
    """Return the day ``count`` units later, or earlier if negative; at most the last day of the month.

    Raises ``ValueError`` or ``OverflowError`` outside the calendar.
    """
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def unit_containing(day: date, unit: str) -> Interval:
    """Return the calendar day, week, month, year, decade or century that contains a day."""
    if unit == "day":
        return Interval(day, day, "day")
    if unit == "week":
        first = day - timedelta(days=day.weekday())
        return Interval(first, first + timedelta(days=6), "day")
    if unit == "month":
        return month(day.year, day.month)
    length = {"year": 1, "decade": 10, "century": 100}[unit]
    first_year = day.year - day.year % length
    return years(first_year, first_year + length - 1)


def month(year: int, number: int) -> Interval:
    """Return a month of a year."""
    return Interval(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month")


def years(first: int, last: int) -> Interval:
    """Return the interval from the first day of a year to the last day of another."""
    return Interval(date(first, 1, 1), date(last, 12, 31), "year")


def parse_iso(text: str) -> Interval:
    """Parse an ISO day, month or year (``2001-09-11``, ``2014-03``, ``1991``); empty for an empty text.

    Raises ``ValueError`` for any other text.
    """
    if not text:
        return Interval()
    year, *rest = (int(part) for part in text.split("-"))
    if len(rest) > 1:
        return unit_containing(date.fromisoformat(text), "day")
    return month(year, rest[0]) if rest else years(year, year)


def third(interval: Interval, part: str, unit: str) -> Interval:
    """Return the early, middle or late part of a month, year, decade or century."""
    if interval.first is None or interval.last is None or part not in ("early", "middle", "late"):
        return interval
    index = ("early", "middle", "late").index(part)
    if unit == "month":
        first = interval.first.replace(day=1 + 10 * index)
        return Interval(
            first, interval.last if index == 2 else interval.first.replace(day=10 + 10 * index), "month"
        )
    if unit == "year":
        start, stop = month(interval.first.year, 1 + 4 * index), month(interval.first.year, 4 + 4 * index)
        return Interval(start.first, stop.last, "month")
    if unit in ("decade", "century"):
        scale = 1 if unit == "decade" else 10
        bounds = ((0, 3), (4, 6), (7, 9))[index]
        first_year = interval.first.year
        return years(first_year + bounds[0] * scale, first_year + bounds[1] * scale + scale - 1)
    return interval
