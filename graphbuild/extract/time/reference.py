"""The context in which temporal expressions are evaluated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from graphbuild.extract.time.calendar import Interval
from graphbuild.extract.time.expressions import Expression

#: An unknown time.
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


Evaluator = Callable[[Expression, Reference], Interval | None]
"""Returns the time of an expression with one reading; None for no time."""
