"""The document time: the time at which a sentence of an article is reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from graphbuild.extract.time.attached import AttachedExpression
from graphbuild.extract.time.calendar import Interval
from graphbuild.model import Precision, TimeSource

#: Days before the document time from which on a time is history, which a narrative carries on.
_HISTORY = timedelta(days=60)
#: Readings finer than a month.
_FINE = ("weekday", "weekend", "offset")


@dataclass(frozen=True, slots=True)
class DocumentTime:
    """The article's day, its month or year, or the year of the heading above the sentence."""

    first: date
    last: date
    precision: Precision
    source: TimeSource
    past: bool = False
    """Whether only the end is known: some time before ``last``."""

    def resolves(self, e: AttachedExpression) -> bool:
        """Whether a relative expression, resolved against this time, is more exact than this time."""
        if self.first == self.last:
            return True
        if self.source != "carried" and self.precision == "year" and e.of_unknown_year:
            return False  # in an article of 2018 "in December" may be that of 2017
        slots = e.parts[-1].slots
        unit = next((slots[name] for name in ("singleunit", "unit", "units") if name in slots), "")
        fine = e.parts[-1].reading in _FINE or unit in ("day", "week")
        return not fine and (unit != "month" or self.precision == "month")


def is_history(time: Interval, document_time: DocumentTime | None) -> bool:
    """Whether a time ended long before the document time; any time, where that is unknown."""
    if document_time is None:
        return True
    return time.last is not None and time.last < document_time.first - _HISTORY


def is_over(time: Interval, document_time: DocumentTime | None) -> bool:
    """Whether a time ended before the document time."""
    return document_time is not None and time.last is not None and time.last < document_time.last
