"""What an expression means on a day: the first and last day of the time that it tells.

==========  =====================================================================================
reading     value
==========  =====================================================================================
date        a day of a month; without a year the last one before, or the next one after
days        two days of a month
month       a month, or its early, middle or late part
weekday     the last one up to the article's day, or the next one from it on
year        a year or a part of it; ``years``, ``decade``, ``century``, ``quarter``, ``season`` alike
unit        the day, week, month … of the calendar before, with or after the article's
span        so many units up to the article's day, or from it on ("the last five years")
ago         the day, week, month … of the calendar so long ago
anniversary the year of what it is of ("the fourth anniversary of the invasion")
ahead       the same in time to come; ``within``: up to then
length      so many units up to the article's day, for what goes on ("has backed it for eight years")
offset      days counted from the article's, the argument: "-1", "-1..0"
weekend     Saturday and Sunday
same        the time of the sentence before; ``later``, ``earlier``: counted from it
prior       so long before the time of the clause above ("two days after it attacked Peru, Norway …")
known       the days of what has a name ("the Cold War"), the argument: "1947..1991", "2001-09-11"
past        before the article's day; ``future``: after it
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

#: Least and most of "a few".
_FEW = (2, 7)


UNKNOWN = Interval()


@dataclass(frozen=True, slots=True)
class Reference:
    """From where an expression is read."""

    day: date | None
    """The article's day, or that of its dateline; None where neither is known."""
    ahead: bool = False
    """Whether it tells of what is to come."""
    lasting: bool = False
    """Whether it tells of what has gone on until now ("has backed … for eight years")."""
    year: int | None = None
    """The year that the sentences before tell of, where that is not the article's."""
    before: Interval = UNKNOWN
    """The time of the sentence before, or of the clause above."""


def value(e: Expression, at: Reference) -> Interval | None:
    """The time that an expression tells.

    An empty interval where it tells one that is unknown; None where it tells none, such as the length of
    something that is over.
    """
    try:
        found = _READ[e.reading](e, at)
    except (ValueError, OverflowError):  # 31 April; beyond the calendar
        return UNKNOWN
    if found is None or e.reading in ("length", "span", "past", "future", "offset", "weekday", "date"):
        return found
    return found.after(at.day) if at.ahead else found.until(at.day)


def _day(e: Expression, slot: str = "day") -> int:
    return int("".join(c for c in e.slots[slot] if c.isdigit()))


def _date(e: Expression, at: Reference) -> Interval:
    if iso := e.slots.get("iso"):
        return calendar.around(date.fromisoformat(iso), "day")
    unit = "week" if e.argument == "week" else "day"
    return _of_year(e, at, lambda year: calendar.around(date(year, int(e.slots["month"]), _day(e)), unit))


def _days(e: Expression, at: Reference) -> Interval:
    number = int(e.slots["month"])

    def days(year: int) -> Interval:
        return Interval(date(year, number, _day(e)), date(year, number, _day(e, "day2")), "day")

    return _of_year(e, at, days)


def _of_year(e: Expression, at: Reference, make: Callable[[int], Interval]) -> Interval:
    """What an expression is in its year; where it has none, the last up to the article's day or the next."""
    if said := e.slots.get("year"):
        return make(int(said))
    if at.day is None:
        return UNKNOWN
    if e.argument == "year":  # "May 3 last year"
        return make(at.day.year + int(e.slots["rel"]))
    if at.year is not None and not at.ahead:
        return make(at.year)
    for year in range(at.day.year - 4, at.day.year + 5)[:: 1 if at.ahead else -1]:
        try:
            found = make(year)
        except ValueError:  # 29 February
            continue
        if found.first and found.last and (found.last >= at.day if at.ahead else found.first <= at.day):
            return found
    return UNKNOWN


def _month(e: Expression, at: Reference) -> Interval:
    number, rel = int(e.slots.get("month") or e.slots["monthname"]), e.slots.get("rel")
    if rel == "-1" and at.day and e.argument != "year":  # not the month that it is
        earlier = replace(at, ahead=False, day=at.day.replace(day=1) - timedelta(days=1))
        whole = _of_year(e, earlier, lambda year: calendar.month(year, number))
    elif rel is not None:
        whole = _of_year(e, replace(at, ahead=True), lambda year: calendar.month(year, number))
    else:
        whole = _of_year(e, at, lambda year: calendar.month(year, number))
    return calendar.thirds(whole, e.slots.get("part", ""), "month")


def _weekday(e: Expression, at: Reference) -> Interval:
    if at.day is None:
        return UNKNOWN
    number, rel = int(e.slots["weekday"]), e.slots.get("rel")
    since = (at.day.weekday() - number) % 7
    if e.argument == "week" and rel is not None:
        monday = at.day - timedelta(days=at.day.weekday())
        return calendar.around(monday + timedelta(days=7 * int(rel) + number), "day")
    if rel == "-1":
        days = -(since or 7)
    elif rel == "1":
        days = -since + 7
    else:
        days = (-since) % 7 if at.ahead else -since
    return calendar.around(at.day + timedelta(days=days), "day")


def _year(e: Expression, at: Reference) -> Interval:
    year = int(e.slots["year"])
    return calendar.thirds(calendar.years(year, year), e.slots.get("part", ""), "year")


def _years(e: Expression, at: Reference) -> Interval | None:
    first = int(e.slots["year"])
    last = int(e.slots["year2"]) if "year2" in e.slots else first // 100 * 100 + int(e.slots["short"])
    return calendar.years(first, last) if first <= last else None


def _decade(e: Expression, at: Reference) -> Interval:
    year = _day(e, "decade")
    return calendar.thirds(calendar.around(date(year, 1, 1), "decade"), e.slots.get("part", ""), "decade")


def _century(e: Expression, at: Reference) -> Interval:
    last = 100 * _day(e, "nth")
    if e.argument:  # a half
        return calendar.years(last - 99, last - 50) if e.argument == "1" else calendar.years(last - 49, last)
    whole, part = calendar.years(last - 99, last), e.slots.get("part", "")
    thirds = {"early": (99, 67), "middle": (66, 34), "late": (33, 0)}
    return calendar.years(last - thirds[part][0], last - thirds[part][1]) if part in thirds else whole


def _quarter(e: Expression, at: Reference) -> Interval:
    number = int(e.slots["ordinal"])
    if "rel" in e.slots and at.day:
        year = at.day.year + int(e.slots["rel"])
        return replace(calendar.month(year, 3 * number), first=date(year, 3 * number - 2, 1))

    def quarter(year: int) -> Interval:
        return replace(calendar.month(year, 3 * number), first=date(year, 3 * number - 2, 1))

    return _of_year(e, at, quarter)


def _season(e: Expression, at: Reference) -> Interval:
    number = int(e.slots["season"])

    def season(year: int) -> Interval:
        first = date(year, number, 1)
        return replace(calendar.around(calendar.moved(first, "month", 2), "month"), first=first)

    rel = e.slots.get("rel")
    found = _of_year(e, replace(at, ahead=rel in ("0", "1")) if rel else at, season)
    if rel == "-1" and at.day and found.last and found.last >= at.day:  # not the one that it is
        found = season(found.last.year - 1)
    return found


def _unit(e: Expression, at: Reference) -> Interval:
    if at.day is None:
        return UNKNOWN
    unit, part = e.slots["singleunit"], e.slots.get("part", "")
    rel = int(e.argument or e.slots["rel"])
    whole = calendar.around(calendar.moved(at.day, unit, rel), unit)
    if part == "before":
        return whole.until(at.day)
    return whole.after(at.day) if part == "after" else calendar.thirds(whole, part, unit)


def _counted(e: Expression) -> tuple[int, int]:
    """Least and most of the units that are meant."""
    if count := e.slots.get("count"):
        return int(count), int(count)
    if "few" in e.slots or "units" in e.slots:
        return _FEW
    return 1, 1


def _unit_of(e: Expression) -> str:
    return next(e.slots[name] for name in ("unit", "units", "singleunit") if name in e.slots)


def _span(e: Expression, at: Reference) -> Interval:
    if at.day is None:
        return UNKNOWN
    unit, most = _unit_of(e), _counted(e)[1]
    direction = int(e.argument or e.slots["rolling"])
    ends = sorted((at.day, calendar.moved(at.day, unit, direction * most)))
    return Interval(ends[0], ends[1], calendar.precision(unit))


def _ago(e: Expression, at: Reference) -> Interval:
    found, unit = _away(e, at.day, -1), _unit_of(e)
    if e.argument == "more" and at.day and unit not in ("decade", "century"):  # up to as long again before
        count = _counted(e)[0]
        return replace(
            found, first=calendar.moved(at.day, unit, -2 * count), last=calendar.moved(at.day, unit, -count)
        )
    return found


def _anniversary(e: Expression, at: Reference) -> Interval:
    if at.day is None:
        return UNKNOWN
    said = next(e.slots[name] for name in ("ordinal", "nth", "count") if name in e.slots)
    count = int("".join(c for c in said if c.isdigit()))
    return calendar.around(calendar.moved(at.day, "year", -count), "year")


def _ahead(e: Expression, at: Reference) -> Interval | None:
    return _away(e, at.day, 1) if at.ahead else None


def _away(e: Expression, day: date | None, direction: int) -> Interval:
    """The day, week, month … so far from a day; of decades the years around."""
    if day is None:
        return UNKNOWN
    unit, (least, most) = _unit_of(e), _counted(e)
    near = calendar.moved(day, unit, direction * least)
    if "units" in e.slots:  # "years ago"
        return Interval(last=near) if direction < 0 else Interval(first=near)
    far = calendar.moved(day, unit, direction * most)
    slack = {"decade": 1, "century": 5}.get(unit, 0)
    first, last = min(near, far), max(near, far)
    if slack:
        return calendar.years(first.year - slack, last.year + slack)
    ends = calendar.around(first, unit), calendar.around(last, unit)
    return Interval(ends[0].first, ends[1].last, ends[0].precision)


def _within(e: Expression, at: Reference) -> Interval | None:
    if not at.ahead or at.day is None:
        return None
    unit = _unit_of(e)
    return Interval(at.day, calendar.moved(at.day, unit, _counted(e)[1]), calendar.precision(unit))


def _length(e: Expression, at: Reference) -> Interval | None:
    if not at.lasting:
        return None
    if at.day is None or "few" in e.slots:
        return Interval(last=at.day)
    unit = _unit_of(e)
    return Interval(calendar.moved(at.day, unit, -_counted(e)[1]), at.day, calendar.precision(unit))


def _offset(e: Expression, at: Reference) -> Interval:
    if at.day is None:
        return UNKNOWN
    first, _, last = e.argument.partition("..")
    days = [at.day + timedelta(days=int(n)) for n in (first, last or first)]
    return Interval(days[0], days[1], "day")


def _weekend(e: Expression, at: Reference) -> Interval:
    if at.day is None:
        return UNKNOWN
    rel = e.slots.get("rel")
    saturday = calendar.around(at.day, "week").first
    assert saturday is not None
    saturday += timedelta(days=5 + (7 if rel == "1" else 0))
    if rel != "1" and (
        (rel == "-1" and at.day <= saturday + timedelta(days=1)) or (at.day < saturday and not at.ahead)
    ):
        saturday -= timedelta(days=7)
    return Interval(saturday, saturday + timedelta(days=1), "day")


def _same(e: Expression, at: Reference) -> Interval:
    return at.before if at.before.first and at.before.last else Interval(last=at.day)


def _later(e: Expression, at: Reference) -> Interval:
    return _from_before(e, at, 1)


def _earlier(e: Expression, at: Reference) -> Interval:
    return _from_before(e, at, -1)


def _from_before(e: Expression, at: Reference, direction: int) -> Interval:
    """Counted from the time of the sentence before, where that is told as exactly; else only some time."""
    before = at.before
    if before.first is None or before.last is None:
        return Interval(last=at.day)
    unit = _unit_of(e) if e.slots else e.argument
    if {"day": 0, "week": 0, "month": 1}.get(unit, 2) < ("day", "month", "year").index(before.precision):
        return Interval(before.first, at.day) if direction > 0 else Interval(last=before.last)
    return _away(e, before.first, direction)


def _prior(e: Expression, at: Reference) -> Interval:
    """Counted back from the clause above; the day of an article that stands for its day is not that exact."""
    if at.before.first is None or at.before.precision != "unknown":
        return _from_before(e, at, -1)
    found = _away(e, at.before.first, -1)
    return replace(found, precision="unknown") if found.precision == "day" else found


def _known(e: Expression, at: Reference) -> Interval | None:
    """When something that everybody knows by its name was; None on a day before it began."""
    first, _, last = e.argument.partition("..")
    found = Interval(
        calendar.told(first).first, calendar.told(last or first).last, calendar.told(first).precision
    )
    return None if at.day and found.first and found.first > at.day else found


def _past(e: Expression, at: Reference) -> Interval:
    return Interval(last=at.day)


def _future(e: Expression, at: Reference) -> Interval:
    return Interval(first=at.day)


_READ: Mapping[str, Callable[[Expression, Reference], Interval | None]] = {
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
