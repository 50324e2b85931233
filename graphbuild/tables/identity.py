"""What decides whether two names are one entity: reasons with their points, and words in several forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild.tables.names import countries
from graphbuild.tables.reader import rows

SORTS = (
    "spelling",
    "translation",
    "nickname",
    "generation",
    "role",
    "particle",
    "script",
    "heirs",
    "many",
    "family first",
)
_FREE = ("nickname", "translation", "heirs")
"""Sorts in which a word may stand in several rows: Ted is Edward and Theodore."""

_CODES = ("script", "heirs", "family first")
"""Sorts whose words are codes of countries."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Something that speaks for (points above 0) or against two names being one entity."""

    name: str
    points: int
    says: str
    """In words, with places for details: ``{0}``, ``{1}``."""


@cache
def reasons() -> Mapping[str, Reason]:
    """Reasons by name, in table order."""
    found: dict[str, Reason] = {}
    for row in rows("identity", ("reason", "points", "says")):
        name, points = row.required("reason"), row.required("points")
        if name in found:
            raise row.error("reason", f"{name!r} is there twice")
        if not points.removeprefix("-").isdecimal():
            raise row.error("points", f"{points!r} is no whole number")
        found[name] = Reason(name, int(points), row.required("says"))
    return MappingProxyType(found)


def spelt(key: str) -> str:
    """A word or key with each of its words in the one of its spellings by which it is looked up:
    "zelenskyy", ``zelensky``.
    """
    return " ".join(_spellings().get(word, word) for word in key.split())


@cache
def _spellings() -> Mapping[str, str]:
    return {word: group[0] for group in variants()["spelling"] for word in group}


@cache
def variants() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Groups of words that stand for each other, by sort; every sort is there."""
    found: dict[str, list[tuple[str, ...]]] = {sort: [] for sort in SORTS}
    taken: set[tuple[str, str]] = set()
    for row in rows("variants", ("sort", "words")):
        sort, words = row.choice("sort", SORTS), row.words("words")
        if not words:
            raise row.error("words", "is empty; give a value")
        for word in words:
            if sort not in _FREE and (sort, word) in taken:
                raise row.error("words", f"{word!r} stands in two rows of {sort}")
            if sort in _CODES and word not in countries():
                raise row.error("words", f"unknown country code {word!r}; add it to countries.tsv first")
            if sort not in _CODES and word != word.lower():
                raise row.error("words", f"{word!r} is not in lower case")
            taken.add((sort, word))
        found[sort].append(words)
    return MappingProxyType({sort: tuple(groups) for sort, groups in found.items()})
