"""Parse the filters of a selection: days, and names of relations, kinds, publishers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import lru_cache
from itertools import chain
from operator import index
from typing import SupportsIndex

from graphbuild.errors import QueryError, suggested
from graphbuild.model import KINDS
from graphbuild.queries import day_of, no_day

Words = str | Iterable[str] | None
Day = date | str | None


def period(since: Day, until: Day) -> tuple[str, str]:
    """The two days in ISO 8601, empty if not given; for a month or a year its first and last day.

    Raises ``QueryError`` for an invalid day, and for a period that ends before it begins.
    """
    first, last = _day("since", since), _day("until", until, last=True)
    if first and last and first > last:
        raise QueryError(
            f"since {first} is after until {last}; give the earlier day first", wrong=("since", "until")
        )
    return first, last


@lru_cache(maxsize=4096)
def extent(time: str) -> tuple[str, str]:
    """The first and the last day of a day, month or year in ISO 8601; both empty for an empty time."""
    return (day_of(time), day_of(time, last=True)) if time else ("", "")


def each(name: str, given: str | Iterable[str]) -> list[str]:
    """The values of the filter ``name``. Raises ``QueryError`` if they are not text."""
    words = [given] if isinstance(given, str) or not isinstance(given, Iterable) else [*given]
    for word in words:
        if not isinstance(word, str):
            raise QueryError(f"{name} is {word!r}; give a text, or a list of them", wrong=(name,))
    return words


def meant(
    name: str, given: Words, known: Mapping[str, Iterable[str]], unknown: Callable[[str], QueryError]
) -> frozenset[str] | None:
    """What the words of a filter denote, in any letter case; None if none are given.

    Raises the error that ``unknown`` returns for an unknown word.
    """
    if given is None:
        return None
    in_any_case = {word.casefold(): word for word in known}
    found = []
    for word in each(name, given):
        plain = word.casefold()
        if plain not in in_any_case:
            raise unknown(word)
        found.append(in_any_case[plain])
    return frozenset(chain.from_iterable(known[word] for word in found))


def most(limit: int | None) -> int | None:
    """A limit; None and 0 are no limit. Raises ``QueryError`` for a negative number."""
    return whole("limit", limit) or None if limit is not None else None


def whole(name: str, number: SupportsIndex) -> int:
    """The value of the option ``name``. Raises ``QueryError`` unless it is a whole number from 0 up."""
    try:
        found = index(number)
    except TypeError:
        found = -1
    if found < 0:
        raise QueryError(f"{name} is {number!r}; give a whole number from 0 up", wrong=(name,))
    return found


def no_kind(word: str) -> QueryError:
    """The error for a word that is not a kind of entity."""
    *others, last = KINDS
    message = f"no kind is called {word!r}{suggested(word, KINDS)}; give {', '.join(others)} or {last}"
    return QueryError(message, wrong=("kind",), named=False)


def _day(name: str, given: Day, *, last: bool = False) -> str:
    """The day in ISO 8601; empty if not given."""
    if not given:
        return ""
    try:
        return day_of(given, last=last)
    except ValueError:
        raise QueryError(f"{name} is {no_day(given)}", wrong=(name,)) from None
