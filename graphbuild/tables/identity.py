"""The tables of entity resolution: reasons with their points, and words with several forms."""

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
"""Groups in which a word may be in several rows: Ted is Edward and Theodore."""

_CODES = ("script", "heirs", "family first")
"""Groups of country codes."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason for (points above 0) or against two names being the same entity."""

    name: str
    points: int
    says: str
    """Its text, with placeholders for details: ``{0}``, ``{1}``."""


@cache
def reasons() -> Mapping[str, Reason]:
    """Return the reasons by name, in table order."""
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
    """Return a word or key in canonical spelling, word by word: ``zelensky`` for "zelenskyy"."""
    return " ".join(_spellings().get(word, word) for word in key.split())


@cache
def _spellings() -> Mapping[str, str]:
    return {word: group[0] for group in variants()["spelling"] for word in group}


@cache
def variants() -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Return groups of equivalent words, by the kind of equivalence; every kind is present."""
    found: dict[str, list[tuple[str, ...]]] = {table: [] for table in SORTS}
    taken: set[tuple[str, str]] = set()
    for row in rows("variants", ("sort", "words")):
        table, words = row.choice("sort", SORTS), row.words("words")
        if not words:
            raise row.error("words", "is empty; give a value")
        for word in words:
            if table not in _FREE and (table, word) in taken:
                raise row.error("words", f"{word!r} is in two rows of {table}")
            if table in _CODES and word not in countries():
                raise row.error("words", f"unknown country code {word!r}; add it to countries.tsv first")
            if table not in _CODES and word != word.lower():
                raise row.error("words", f"{word!r} is not in lower case")
            taken.add((table, word))
        found[table].append(words)
    return MappingProxyType({table: tuple(groups) for table, groups in found.items()})
