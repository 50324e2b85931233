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

from collections.abc import Mapping

from graphbuild.extract.time import calendar_times, relative_times
from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import Expression
from graphbuild.extract.time.reference import UNKNOWN, Evaluator, Reference

_EVALUATORS: Mapping[str, Evaluator] = {**calendar_times.EVALUATORS, **relative_times.EVALUATORS}


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
