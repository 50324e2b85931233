"""Evaluation of expressions that name a date or period of the calendar: "3 May", "in 2008", "on Monday"."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta

from graphbuild.extract.time import calendar
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import Expression
from graphbuild.extract.time.reference import UNKNOWN, Evaluator, Reference


def _date(e: Expression, reference: Reference) -> Interval:
    if iso := e.slots.get("iso"):
        return calendar.unit_containing(date.fromisoformat(iso), "day")
    unit = "week" if e.argument == "week" else "day"

    def date_of(year: int) -> Interval:
        return calendar.unit_containing(date(year, int(e.slots["month"]), e.number("day")), unit)

    return _of_year(e, reference, date_of)


def _days(e: Expression, reference: Reference) -> Interval:
    number = int(e.slots["month"])

    def days(year: int) -> Interval:
        return Interval(date(year, number, e.number("day")), date(year, number, e.number("day2")), "day")

    return _of_year(e, reference, days)


def _of_year(e: Expression, reference: Reference, in_year: Callable[[int], Interval]) -> Interval:
    """Return the interval in the expression's year.

    Without a year it is the last one up to the reference day, or the next one from it on.
    """
    if stated := e.slots.get("year"):
        return in_year(int(stated))
    if reference.day is None:
        return UNKNOWN
    if e.argument == "year":  # "May 3 last year"
        return in_year(reference.day.year + int(e.slots["rel"]))
    if reference.year is not None and not reference.ahead:
        return in_year(reference.year)
    for year in range(reference.day.year - 4, reference.day.year + 5)[:: 1 if reference.ahead else -1]:
        try:
            time = in_year(year)
        except ValueError:  # 29 February
            continue
        if (
            time.first
            and time.last
            and (time.last >= reference.day if reference.ahead else time.first <= reference.day)
        ):
            return time
    return UNKNOWN


def _month(e: Expression, reference: Reference) -> Interval:
    number, rel = int(e.slots.get("month") or e.slots["monthname"]), e.slots.get("rel")

    def month(year: int) -> Interval:
        return calendar.month(year, number)

    if rel == "-1" and reference.day and e.argument != "year":  # not the current month
        earlier = replace(reference, ahead=False, day=reference.day.replace(day=1) - timedelta(days=1))
        time = _of_year(e, earlier, month)
    elif rel is not None:
        time = _of_year(e, replace(reference, ahead=True), month)
    else:
        time = _of_year(e, reference, month)
    return calendar.third(time, e.slots.get("part", ""), "month")


def _weekday(e: Expression, reference: Reference) -> Interval:
    if reference.day is None:
        return UNKNOWN
    number, rel = int(e.slots["weekday"]), e.slots.get("rel")
    since = (reference.day.weekday() - number) % 7
    if e.argument == "week" and rel is not None:
        monday = reference.day - timedelta(days=reference.day.weekday())
        return calendar.unit_containing(monday + timedelta(days=7 * int(rel) + number), "day")
    if rel == "-1":
        days = -(since or 7)
    elif rel == "1":
        days = -since + 7
    else:
        days = (-since) % 7 if reference.ahead else -since
    return calendar.unit_containing(reference.day + timedelta(days=days), "day")


def _year(e: Expression, reference: Reference) -> Interval:
    year = int(e.slots["year"])
    return calendar.third(calendar.years(year, year), e.slots.get("part", ""), "year")


def _years(e: Expression, reference: Reference) -> Interval | None:
    first = int(e.slots["year"])
    last = int(e.slots["year2"]) if "year2" in e.slots else first // 100 * 100 + int(e.slots["short"])
    return calendar.years(first, last) if first <= last else None


def _decade(e: Expression, reference: Reference) -> Interval:
    year = e.number("decade")
    return calendar.third(
        calendar.unit_containing(date(year, 1, 1), "decade"), e.slots.get("part", ""), "decade"
    )


def _century(e: Expression, reference: Reference) -> Interval:
    last = 100 * e.number("nth")
    if e.argument:  # a half
        return calendar.years(last - 99, last - 50) if e.argument == "1" else calendar.years(last - 49, last)
    century, part = calendar.years(last - 99, last), e.slots.get("part", "")
    thirds = {"early": (99, 67), "middle": (66, 34), "late": (33, 0)}
    return calendar.years(last - thirds[part][0], last - thirds[part][1]) if part in thirds else century


def _quarter(e: Expression, reference: Reference) -> Interval:
    number = int(e.slots["ordinal"])

    def quarter(year: int) -> Interval:
        return replace(calendar.month(year, 3 * number), first=date(year, 3 * number - 2, 1))

    if "rel" in e.slots and reference.day:
        return quarter(reference.day.year + int(e.slots["rel"]))
    return _of_year(e, reference, quarter)


def _season(e: Expression, reference: Reference) -> Interval:
    number = int(e.slots["season"])

    def season(year: int) -> Interval:
        first = date(year, number, 1)
        return replace(calendar.unit_containing(calendar.shifted(first, "month", 2), "month"), first=first)

    rel = e.slots.get("rel")
    time = _of_year(e, replace(reference, ahead=rel in ("0", "1")) if rel else reference, season)
    if rel == "-1" and reference.day and time.last and time.last >= reference.day:  # not the current one
        time = season(time.last.year - 1)
    return time


def _weekend(e: Expression, reference: Reference) -> Interval:
    if reference.day is None:
        return UNKNOWN
    rel = e.slots.get("rel")
    saturday = calendar.unit_containing(reference.day, "week").first
    assert saturday is not None
    saturday += timedelta(days=5 + (7 if rel == "1" else 0))
    if rel != "1" and (
        (rel == "-1" and reference.day <= saturday + timedelta(days=1))
        or (reference.day < saturday and not reference.ahead)
    ):
        saturday -= timedelta(days=7)
    return Interval(saturday, saturday + timedelta(days=1), "day")


def _known(e: Expression, reference: Reference) -> Interval | None:
    """Return the days of a named period; None for a reference day before its start."""
    first, _, last = e.argument.partition("..")
    start, end = calendar.parse_iso(first), calendar.parse_iso(last or first)
    time = Interval(start.first, end.last, start.precision)
    return None if reference.day and time.first and time.first > reference.day else time


EVALUATORS: Mapping[str, Evaluator] = {
    "date": _date,
    "days": _days,
    "month": _month,
    "weekday": _weekday,
    "year": _year,
    "years": _years,
    "decade": _decade,
    "century": _century,
    "quarter": _quarter,
    "season": _season,
    "weekend": _weekend,
    "known": _known,
}
