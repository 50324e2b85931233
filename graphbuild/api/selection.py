"""The words by which a part of a graph is meant: days, and names of relations, kinds, publishers."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import chain

from graphbuild.errors import QueryError

Words = str | Iterable[str] | None
Day = date | str | None


def period(since: Day, until: Day) -> tuple[str, str]:
    """The two days in ISO 8601, empty where none is given.

    Raises ``QueryError`` for what is no day, and for a period that ends before it begins.
    """
    first, last = _day("since", since), _day("until", until)
    if first and last and first > last:
        raise QueryError(f"since {first} is after until {last}; give the earlier day first")
    return first, last


def meant(what: str, given: Words, known: Mapping[str, Iterable[str]]) -> frozenset[str] | None:
    """What the words mean, in any letter case; None where none are given.

    Raises ``QueryError`` for a word that means nothing, with those that are near.
    """
    if given is None:
        return None
    in_any_case = {word.casefold(): word for word in known}
    found = []
    for word in [given] if isinstance(given, str) else given:
        plain = word.casefold()
        if plain not in in_any_case:
            near = difflib.get_close_matches(plain, in_any_case, n=3, cutoff=0.4)
            suggested = [in_any_case[match] for match in near] or sorted(known)
            raise QueryError(f"no {what} is called {word!r}; known are {', '.join(suggested)}")
        found.append(in_any_case[plain])
    return frozenset(chain.from_iterable(known[word] for word in found))


def _day(name: str, given: Day) -> str:
    """The day in ISO 8601; empty where none is given."""
    if not given:
        return ""
    try:
        return date.fromisoformat(str(given)).isoformat()
    except ValueError:
        raise QueryError(f"{name} is {given!r}; give a day as in 1979-03-26") from None
