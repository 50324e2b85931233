"""Filters in the query string of a page."""

from __future__ import annotations

from collections.abc import Mapping

from graphbuild.api.filters import Filters
from graphbuild.errors import QueryError


def filters_of(given: Mapping[str, str]) -> Filters:
    """The filters in the parameters of a URL; other parameters are ignored.

    Raises ``QueryError`` for an invalid value.
    """
    least = given.get("reports", "") or "0"
    if not (least.isascii() and least.isdecimal() and len(least) < 7):
        raise QueryError(f"reports is {least!r}; give a whole number from 0 up")
    return Filters.of(
        since=given.get("since"),
        until=given.get("until"),
        relation=given.get("relation") or None,
        kind=given.get("kind") or None,
        source=given.get("publisher") or None,
        asserted=given.get("asserted") == "1",
        status=given.get("status") or None,
        alone=given.get("alone") == "1",
        direction=given.get("direction"),
        min_reports=int(least),
    )


def number(params: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    """A number in the URL, limited to the range 0 to ``most``. Raises ``QueryError`` if it is not one."""
    given = params.get(name, "")
    if not given:
        return min(otherwise, most)
    if not (given.isascii() and given.isdecimal() and len(given) < 9):
        raise QueryError(f"{name} is {given!r}; give a whole number from 0 up")
    return min(int(given), most)
