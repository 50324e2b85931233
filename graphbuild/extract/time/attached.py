"""Temporal expressions attached to the token that they date, and their time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import Expression
from graphbuild.extract.time.reference import Reference
from graphbuild.extract.time.values import value

_SOON = timedelta(days=200)
"""Greatest distance of a day without a year that is read as future."""
_LONG_AGO = timedelta(days=366)
"""Age beyond which a bound "after" is read as some time since then."""


@dataclass(frozen=True, slots=True)
class AttachedExpression:
    """A temporal expression with the token that it dates."""

    first: int
    last: int
    """First and last token, including the preposition before the expression."""
    governor: int
    """The verb or noun that it dates; -1 for none."""
    parts: tuple[Expression, ...]
    """One expression, or the two ends of an interval."""
    bound: str = ""
    """How it bounds the time: since, from, until, by, before, after; empty for the time itself."""

    @property
    def yearless(self) -> bool:
        """Whether it is a day or month without its year."""
        slots = self.parts[-1].slots
        return (
            self.parts[-1].reading in ("date", "days", "month") and not {"year", "iso", "rel"} & slots.keys()
        )

    @property
    def of_unknown_year(self) -> bool:
        """Whether its year depends on the day of the article: "in December", "last spring"."""
        return self.yearless or (self.parts[-1].reading == "season" and "year" not in self.parts[-1].slots)

    @property
    def relative_to_previous(self) -> bool:
        """Whether it is relative to the time of the sentence before: "two years later"."""
        return self.parts[0].reading in ("same", "later", "earlier")

    @property
    def past(self) -> bool:
        """Whether its words refer to the past: "*last* month", "two days *ago*", "*earlier* this week"."""
        e = self.parts[-1]
        return (
            e.reading in ("ago", "anniversary")
            or e.slots.get("rel") == "-1"
            or e.slots.get("part") == "before"
        )

    @property
    def relative_to_main_clause(self) -> bool:
        """Whether it is counted back from the time of the main clause: "*two days after* it attacked"."""
        return self.parts[0].reading == "prior"

    def value(self, reference: Reference) -> Interval | None:
        """Return the time that it denotes; None where it denotes none."""
        if len(self.parts) == 2:
            return _interval(self.parts[0], self.parts[1], reference)
        time = value(self.parts[0], reference)
        if self.bound in ("until", "by") and self.yearless:  # "has put it off *until July 9*"
            future = value(self.parts[0], replace(reference, ahead=True))
            is_near = reference.day and future and future.first and future.first - reference.day < _SOON
            time = future if is_near else time
        if time is None or (self.bound in ("until", "by") and _is_future(time, reference)):
            return None
        return _bounded(time, self.bound, reference)


def _interval(start: Expression, end: Expression, reference: Reference) -> Interval | None:
    """Return the time from one expression to another; the first takes its year from the second."""
    last = value(end, reference)
    if last is None or last.first is None or last.last is None:
        return last
    first = value(start, reference)
    if "year" in end.slots and "year" not in start.slots and start.reading in ("date", "month"):
        first = value(replace(start, slots={**start.slots, "year": end.slots["year"]}), reference)
        if first and first.first and first.first > last.first:
            earlier = str(int(end.slots["year"]) - 1)
            first = value(replace(start, slots={**start.slots, "year": earlier}), reference)
    if first is None or first.first is None or first.first > last.last:
        return last
    return Interval(first.first, last.last, last.precision)


def _is_future(time: Interval, reference: Reference) -> bool:
    """Whether a past event would get a future time, which then belongs to its consequence."""
    return not reference.ahead and bool(reference.day and time.last and time.last > reference.day)


def _bounded(time: Interval, bound: str, reference: Reference) -> Interval:
    """Return the time bounded by an interval."""
    if time.first is None and time.last is None:
        return time
    first, last = time.first, time.last
    long_ago = reference.day and last and last < reference.day - _LONG_AGO
    if bound == "after" and long_ago:  # at some time since then
        return Interval(first=reference.day) if reference.ahead else Interval(last, reference.day)
    if bound in ("since", "from", "after"):
        last = None if reference.ahead else reference.day
    elif bound in ("until", "by", "before"):
        last = first - timedelta(days=1) if bound == "before" and first else last
        first = reference.day if reference.ahead else None
    if first and last and first > last:  # open where the bound is beyond the document time
        first, last = (first, None) if bound in ("since", "from", "after") else (None, last)
    return replace(time, first=first, last=last)
