"""Statements over time: how many of a month, quarter or year are of which family of relations."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from graphbuild.api.stances import Unit
from graphbuild.model import Article, Statement
from graphbuild.tables import relations

#: Months that are shown one by one, and as quarters.
_MOST_MONTHS, _MOST_QUARTERS = 48, 48


def timeline(statements: Iterable[Statement], articles: Mapping[str, Article]) -> dict[str, Any]:
    """Statements that are reported as fact, by the day of their article and by family, without gaps."""
    dated = ((articles[s.article].date, s) for s in statements if s.asserted)
    counts = Counter((day[:7], relations()[s.relation].family) for day, s in dated if day)
    return by_month(counts, ("cooperation", "conflict", "standing"))


def by_month(counts: Mapping[tuple[str, str], int], sorts: Sequence[str]) -> dict[str, Any]:
    """How many there are of each sort, counted by month (``YYYY-MM``), without gaps.

    In months, quarters or years, whichever shows it best.
    """
    if not counts:
        return {"unit": "month", "bars": []}
    first, last = _month(min(counts)[0]), _month(max(counts)[0])
    months = last - first + 1
    unit: Unit = "month" if months <= _MOST_MONTHS else "quarter" if months <= 3 * _MOST_QUARTERS else "year"
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    bars = {n: dict.fromkeys(sorts, 0) for n in range(first // size, last // size + 1)}
    for (month, sort), n in counts.items():
        bars[_month(month) // size][sort] += n
    return {"unit": unit, "bars": [_named(n, unit, size) | count for n, count in bars.items()]}


def _month(day: str) -> int:
    """The number of the month of a day, or of a month."""
    return int(day[:4]) * 12 + int(day[5:7]) - 1


def _named(n: int, unit: Unit, size: int) -> dict[str, Any]:
    """A period by its number: what it is called, its first and its last day."""
    year, month = divmod(n * size, 12)
    last_year, last_month = divmod((n + 1) * size - 1, 12)
    last = date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    name = {
        "year": f"{year:04}",
        "quarter": f"{year:04}-Q{month // 3 + 1}",
        "month": f"{year:04}-{month + 1:02}",
    }
    return {"period": name[unit], "first": date(year, month + 1, 1).isoformat(), "last": last.isoformat()}
