"""Evaluation of temporal expressions: the first and last day of the time that each denotes.

==========  =====================================================================================
reading     value
==========  =====================================================================================
date        a day of a month; without a year the last before, or the next after, the reference day
days        two days of a month
month       a month, or its early, middle or late part
weekday     the last one up to the reference day, or the next one from it on
year        a year or a part of it; ``years``, ``decade``, ``century``, ``quarter``, ``season`` alike
unit        the calendar day, week, month … before, of or after the reference day
span        a number of units up to the reference day, or from it on ("the last five years")
ago         the calendar day, week, month … a number of units ago
anniversary the year of the event ("the fourth anniversary of the invasion")
ahead       the same in the future; ``within``: up to then
length      a number of units up to the reference day for a lasting state ("has backed it for years")
offset      days relative to the reference day, the argument: "-1", "-1..0"
weekend     Saturday and Sunday
same        the time of the sentence before; ``later``, ``earlier``: relative to it
prior       a length before the time of the main clause ("two days after it attacked Peru, Norway …")
known       the days of a named period ("the Cold War"), the argument: "1947..1991", "2001-09-11"
past        before the reference day; ``future``: after it
none        no time ("every Monday")
==========  =====================================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from graphbuild.extract.time import calendar
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import Expression

#: Range of "a few".
_FEW = (2, 7)


UNKNOWN = Interval()


@dataclass(frozen=True, slots=True)
class Reference:
    """The context in which an expression is evaluated."""

    day: date | None
    """Last day of the document time; None where it is unknown."""
    ahead: bool = False
    """Whether the expression refers to the future."""
    lasting: bool = False
    """Whether the event lasts until now ("has backed … for eight years")."""
    year: int | None = None
    """A past year stated by the sentences before."""
    before: Interval = UNKNOWN
    """The time of the sentence before, or of the main clause."""


def value(e: Expression, reference: Reference) -> Interval | None:
    """Return the time that an expression denotes.

    An empty interval for an unknown time; None for no time, such as the length of a completed event.
    """
    try:
        time = _EVALUATORS[e.reading](e, reference)
    except (ValueError, OverflowError):  # 31 April; outside the calendar
        return UNKNOWN
    if time is None or e.reading in ("length", "span", "past", "future", "offset", "weekday", "date"):
        return time
    return time.after(reference.day) if reference.ahead else time.until(reference.day)


def _day(e: Expression, slot: str = "day") -> int:
    return int("".join(c for c in e.slots[slot] if c.isdigit()))


def _date(e: Expression, reference: Reference) -> Interval:
    if iso := e.slots.get("iso"):
        return calendar.unit_containing(date.fromisoformat(iso), "day")
    unit = "week" if e.argument == "week" else "day"
    return _of_year(
        e, reference, lambda year: calendar.unit_containing(date(year, int(e.slots["month"]), _day(e)), unit)
    )


def _days(e: Expression, reference: Reference) -> Interval:
    number = int(e.slots["month"])

    def days(year: int) -> Interval:
        return Interval(date(year, number, _day(e)), date(year, number, _day(e, "day2")), "day")

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
    if rel == "-1" and reference.day and e.argument != "year":  # not the current month
        earlier = replace(reference, ahead=False, day=reference.day.replace(day=1) - timedelta(days=1))
        month = _of_year(e, earlier, lambda year: calendar.month(year, number))
    elif rel is not None:
        month = _of_year(e, replace(reference, ahead=True), lambda year: calendar.month(year, number))
    else:
        month = _of_year(e, reference, lambda year: calendar.month(year, number))
    return calendar.third(month, e.slots.get("part", ""), "month")


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
    year = _day(e, "decade")
    return calendar.third(
        calendar.unit_containing(date(year, 1, 1), "decade"), e.slots.get("part", ""), "decade"
    )


def _century(e: Expression, reference: Reference) -> Interval:
    last = 100 * _day(e, "nth")
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


def _unit(e: Expression, reference: Reference) -> Interval:
    if reference.day is None:
        return UNKNOWN
    unit, part = e.slots["singleunit"], e.slots.get("part", "")
    rel = int(e.argument or e.slots["rel"])
    interval = calendar.unit_containing(calendar.shifted(reference.day, unit, rel), unit)
    if part == "before":
        return interval.until(reference.day)
    return interval.after(reference.day) if part == "after" else calendar.third(interval, part, unit)


def _count_range(e: Expression) -> tuple[int, int]:
    """Return the least and greatest number of units."""
    if count := e.slots.get("count"):
        return int(count), int(count)
    if "few" in e.slots or "units" in e.slots:
        return _FEW
    return 1, 1


def _unit_of(e: Expression) -> str:
    return next(e.slots[name] for name in ("unit", "units", "singleunit") if name in e.slots)


def _span(e: Expression, reference: Reference) -> Interval:
    if reference.day is None:
        return UNKNOWN
    unit, most = _unit_of(e), _count_range(e)[1]
    direction = int(e.argument or e.slots["rolling"])
    ends = sorted((reference.day, calendar.shifted(reference.day, unit, direction * most)))
    return Interval(ends[0], ends[1], calendar.precision_of(unit))


def _ago(e: Expression, reference: Reference) -> Interval:
    time, unit = _at_distance(e, reference.day, -1), _unit_of(e)
    if (
        e.argument == "more" and reference.day and unit not in ("decade", "century")
    ):  # up to twice as long ago
        count = _count_range(e)[0]
        return replace(
            time,
            first=calendar.shifted(reference.day, unit, -2 * count),
            last=calendar.shifted(reference.day, unit, -count),
        )
    return time


def _anniversary(e: Expression, reference: Reference) -> Interval:
    if reference.day is None:
        return UNKNOWN
    number = next(e.slots[name] for name in ("ordinal", "nth", "count") if name in e.slots)
    count = int("".join(c for c in number if c.isdigit()))
    return calendar.unit_containing(calendar.shifted(reference.day, "year", -count), "year")


def _ahead(e: Expression, reference: Reference) -> Interval | None:
    return _at_distance(e, reference.day, 1) if reference.ahead else None


def _at_distance(e: Expression, day: date | None, direction: int) -> Interval:
    """Return the calendar unit at a distance from a day; for decades and centuries the years around it."""
    if day is None:
        return UNKNOWN
    unit, (least, most) = _unit_of(e), _count_range(e)
    near = calendar.shifted(day, unit, direction * least)
    if "units" in e.slots:  # "years ago"
        return Interval(last=near) if direction < 0 else Interval(first=near)
    far = calendar.shifted(day, unit, direction * most)
    slack = {"decade": 1, "century": 5}.get(unit, 0)
    first, last = min(near, far), max(near, far)
    if slack:
        return calendar.years(first.year - slack, last.year + slack)
    ends = calendar.unit_containing(first, unit), calendar.unit_containing(last, unit)
    return Interval(ends[0].first, ends[1].last, ends[0].precision)


def _within(e: Expression, reference: Reference) -> Interval | None:
    if not reference.ahead or reference.day is None:
        return None
    unit = _unit_of(e)
    return Interval(
        reference.day, calendar.shifted(reference.day, unit, _count_range(e)[1]), calendar.precision_of(unit)
    )


def _length(e: Expression, reference: Reference) -> Interval | None:
    if not reference.lasting:
        return None
    if reference.day is None or "few" in e.slots:
        return Interval(last=reference.day)
    unit = _unit_of(e)
    return Interval(
        calendar.shifted(reference.day, unit, -_count_range(e)[1]), reference.day, calendar.precision_of(unit)
    )


def _offset(e: Expression, reference: Reference) -> Interval:
    if reference.day is None:
        return UNKNOWN
    first, _, last = e.argument.partition("..")
    days = [reference.day + timedelta(days=int(n)) for n in (first, last or first)]
    return Interval(days[0], days[1], "day")


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


def _same(e: Expression, reference: Reference) -> Interval:
    return (
        reference.before if reference.before.first and reference.before.last else Interval(last=reference.day)
    )


def _later(e: Expression, reference: Reference) -> Interval:
    return _relative(e, reference, 1)


def _earlier(e: Expression, reference: Reference) -> Interval:
    return _relative(e, reference, -1)


def _relative(e: Expression, reference: Reference, direction: int) -> Interval:
    """Return a time relative to ``reference.before``; less definite where that is coarser than the unit."""
    before = reference.before
    if before.first is None or before.last is None:
        return Interval(last=reference.day)
    unit = _unit_of(e) if e.slots else e.argument
    if {"day": 0, "week": 0, "month": 1}.get(unit, 2) < ("day", "month", "year").index(before.precision):
        return Interval(before.first, reference.day) if direction > 0 else Interval(last=before.last)
    return _at_distance(e, before.first, direction)


def _prior(e: Expression, reference: Reference) -> Interval:
    """Return a time before the main clause; a day of unknown precision in the main clause stays unknown."""
    if reference.before.first is None or reference.before.precision != "unknown":
        return _relative(e, reference, -1)
    time = _at_distance(e, reference.before.first, -1)
    return replace(time, precision="unknown") if time.precision == "day" else time


def _known(e: Expression, reference: Reference) -> Interval | None:
    """Return the days of a named period; None for a reference day before its start."""
    first, _, last = e.argument.partition("..")
    time = Interval(
        calendar.told(first).first, calendar.told(last or first).last, calendar.told(first).precision
    )
    return None if reference.day and time.first and time.first > reference.day else time


def _past(e: Expression, reference: Reference) -> Interval:
    return Interval(last=reference.day)


def _future(e: Expression, reference: Reference) -> Interval:
    return Interval(first=reference.day)


_EVALUATORS: Mapping[str, Callable[[Expression, Reference], Interval | None]] = {
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
    "unit": _unit,
    "span": _span,
    "ago": _ago,
    "anniversary": _anniversary,
    "ahead": _ahead,
    "within": _within,
    "length": _length,
    "offset": _offset,
    "weekend": _weekend,
    "same": _same,
    "later": _later,
    "earlier": _earlier,
    "prior": _prior,
    "known": _known,
    "past": _past,
    "future": _future,
}
