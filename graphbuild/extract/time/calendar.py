"""Stretches of days and the arithmetic of months, weeks and years."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from graphbuild.model import Precision

#: Units of ``time_words.tsv``; weeks begin on Monday, decades and centuries as one counts them (1990-1999).
Unit = Literal["day", "week", "month", "year", "decade", "century"]
_MONTHS: dict[str, int] = {"month": 1, "year": 12, "decade": 120, "century": 1200}
_DAYS: dict[str, int] = {"day": 1, "week": 7}
_PRECISION: dict[str, Precision] = {"day": "day", "week": "day", "month": "month"}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from the first to the last, both inclusive; None where there is no bound."""

    first: date | None = None
    last: date | None = None
    precision: Precision = "unknown"

    def until(self, day: date | None) -> Interval:
        """The part up to a day, where the day lies within."""
        inside = day and self.last and day < self.last and (self.first is None or self.first <= day)
        return replace(self, last=day) if inside else self

    def after(self, day: date | None) -> Interval:
        """The part from a day on, where the day lies within."""
        inside = day and self.first and self.first < day and (self.last is None or day <= self.last)
        return replace(self, first=day) if inside else self


def precision(unit: str) -> Precision:
    """How exact a time is that is told in this unit."""
    return _PRECISION.get(unit, "year")


def moved(day: date, unit: str, count: int) -> date:
    """The day so many units later, or earlier where negative; the last of a month that is too short.

    Raises ``ValueError`` or ``OverflowError`` where the calendar does not reach so far.
    """
    if unit in _DAYS:
        return day + timedelta(days=count * _DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * _MONTHS[unit]
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def around(day: date, unit: str) -> Interval:
    """The day, week, month, year, decade or century of the calendar that a day lies in."""
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
    """A month of a year."""
    return Interval(date(year, number, 1), date(year, number, monthrange(year, number)[1]), "month")


def years(first: int, last: int) -> Interval:
    """From the first day of a year to the last day of another."""
    return Interval(date(first, 1, 1), date(last, 12, 31), "year")


def told(text: str) -> Interval:
    """The day, month or year of an ISO text: ``1991``, ``2014-03``, ``2001-09-11``; empty for the empty one.

    Raises ``ValueError`` for what is none.
    """
    if not text:
        return Interval()
    year, *rest = (int(part) for part in text.split("-"))
    if len(rest) > 1:
        return around(date.fromisoformat(text), "day")
    return month(year, rest[0]) if rest else years(year, year)


def thirds(whole: Interval, part: str, unit: str) -> Interval:
    """The early, middle or late part of a month, year, decade or century."""
    if whole.first is None or whole.last is None or part not in ("early", "middle", "late"):
        return whole
    k = ("early", "middle", "late").index(part)
    if unit == "month":
        first = whole.first.replace(day=1 + 10 * k)
        return Interval(first, whole.last if k == 2 else whole.first.replace(day=10 + 10 * k), "month")
    if unit == "year":
        start, stop = month(whole.first.year, 1 + 4 * k), month(whole.first.year, 4 + 4 * k)
        return Interval(start.first, stop.last, "month")
    if unit in ("decade", "century"):
        scale = 1 if unit == "decade" else 10
        bounds = ((0, 3), (4, 6), (7, 9))[k]
        first_year = whole.first.year
        return years(first_year + bounds[0] * scale, first_year + bounds[1] * scale + scale - 1)
    return whole
