"""Statements over time: counts by month, quarter or year and by family of relations."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from graphbuild.api.stances import Unit
from graphbuild.model import Article, Statement
from graphbuild.tables import relations

#: Maximum number of months shown as months, and of quarters shown as quarters.
_MOST_MONTHS, _MOST_QUARTERS = 48, 48


def timeline(statements: Iterable[Statement], articles: Mapping[str, Article]) -> dict[str, Any]:
    """Statements reported as fact, by the day of their article and by family, without gaps.

    See :func:`by_month`; ``left_out`` counts those of articles without a known day, or year.
    """
    months: Counter[tuple[str, str]] = Counter()
    years: Counter[tuple[str, str]] = Counter()
    undated = 0
    for s in statements:
        if s.asserted:
            article, family = articles[s.article], relations()[s.relation].family
            if article.date:
                months[article.date[:7], family] += 1
            elif article.time:
                years[article.time[:4], family] += 1
            else:
                undated += 1
    found = by_month(months, years, ("cooperation", "conflict", "standing"))
    return found | {"left_out": found["left_out"] + undated}


def by_month(
    months: Mapping[tuple[str, str], int], years: Mapping[tuple[str, str], int], sorts: Sequence[str]
) -> dict[str, Any]:
    """Counts for each class, from counts by month (``YYYY-MM``), without gaps.

    By month, quarter or year, depending on the length. Counts by year (``YYYY``), whose month is unknown, are
    ``left_out`` unless the unit is years.
    """
    unit: Unit = "year"
    if months:
        span = _month(max(months)[0]) - _month(min(months)[0]) + 1
        unit = "month" if span <= _MOST_MONTHS else "quarter" if span <= 3 * _MOST_QUARTERS else "year"
    size = {"month": 1, "quarter": 3, "year": 12}[unit]
    counted = [*months.items(), *(years.items() if unit == "year" else ())]
    places = [_month(time) // size for (time, _), _ in counted]
    bars = {n: dict.fromkeys(sorts, 0) for n in range(min(places), max(places) + 1)} if places else {}
    for place, ((_, sort), n) in zip(places, counted, strict=True):
        bars[place][sort] += n
    return {
        "unit": unit,
        "bars": [_named(n, unit, size) | count for n, count in bars.items()],
        "left_out": 0 if unit == "year" else sum(years.values()),
    }


def _month(time: str) -> int:
    """The number of the month of a day or month, or of the first month of a year."""
    return int(time[:4]) * 12 + int(time[5:7] or 1) - 1


def _named(n: int, unit: Unit, size: int) -> dict[str, Any]:
    """A period by its number: its label, its first and its last day."""
    year, month = divmod(n * size, 12)
    last_year, last_month = divmod((n + 1) * size - 1, 12)
    last = date(last_year, last_month + 1, monthrange(last_year, last_month + 1)[1])
    name = {
        "year": f"{year:04}",
        "quarter": f"{year:04}-Q{month // 3 + 1}",
        "month": f"{year:04}-{month + 1:02}",
    }
    return {"period": name[unit], "first": date(year, month + 1, 1).isoformat(), "last": last.isoformat()}
