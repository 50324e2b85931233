"""Evaluation of expressions at a distance from another time: "two days ago", "last week", "a year later"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from graphbuild.extract.time import calendar
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import Expression
from graphbuild.extract.time.reference import UNKNOWN, Evaluator, Reference

#: Range of "a few".
_FEW = (2, 7)


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
    """Return the unit of time of an expression."""
    return next(e.slots[name] for name in ("unit", "units", "singleunit") if name in e.slots)


def _span(e: Expression, reference: Reference) -> Interval:
    if reference.day is None:
        return UNKNOWN
    unit, most = _unit_of(e), _count_range(e)[1]
    direction = int(e.argument or e.slots["rolling"])
    ends = sorted((reference.day, calendar.shifted(reference.day, unit, direction * most)))
    return Interval(ends[0], ends[1], calendar.precision_of(unit))


def _ago(e: Expression, reference: Reference) -> Interval:
    day, unit = reference.day, _unit_of(e)
    time = _at_distance(e, day, -1)
    if e.argument == "more" and day and unit not in ("decade", "century"):  # up to twice as long ago
        count = _count_range(e)[0]
        first, last = (calendar.shifted(day, unit, -factor * count) for factor in (2, 1))
        return replace(time, first=first, last=last)
    return time


def _anniversary(e: Expression, reference: Reference) -> Interval:
    if reference.day is None:
        return UNKNOWN
    count = e.number(next(slot for slot in ("ordinal", "nth", "count") if slot in e.slots))
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


def _same(e: Expression, reference: Reference) -> Interval:
    before = reference.before
    return before if before.first and before.last else Interval(last=reference.day)


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


def _past(e: Expression, reference: Reference) -> Interval:
    return Interval(last=reference.day)


def _future(e: Expression, reference: Reference) -> Interval:
    return Interval(first=reference.day)


EVALUATORS: Mapping[str, Evaluator] = {
    "unit": _unit,
    "span": _span,
    "ago": _ago,
    "anniversary": _anniversary,
    "ahead": _ahead,
    "within": _within,
    "length": _length,
    "offset": _offset,
    "same": _same,
    "later": _later,
    "earlier": _earlier,
    "prior": _prior,
    "past": _past,
    "future": _future,
}
