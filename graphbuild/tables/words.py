"""Words and patterns used to recognise names, each with its meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from graphbuild.errors import TableError
from graphbuild.tables.reader import rows


@cache
def word_features() -> Mapping[str, frozenset[str]]:
    """Return the features of each word of the table, case-sensitive."""
    found: dict[str, frozenset[str]] = {}
    for row in rows("words", ("word", "features")):
        word = row.required("word")
        row.required("features")
        if word in found:
            raise row.error("word", f"{word!r} is there twice")
        found[word] = frozenset(row.words("features"))
    return MappingProxyType(found)


@cache
def words(*features: str) -> frozenset[str]:
    """Return the words with at least one of these features.

    Raises ``TableError`` for a feature that no word has.
    """
    known = frozenset(feature for having in word_features().values() for feature in having)
    if missing := [feature for feature in features if feature not in known]:
        raise TableError(f"words.tsv: features: no word is a {missing[0]!r}; give it to one")
    wanted = frozenset(features)
    return frozenset(word for word, having in word_features().items() if having & wanted)


@cache
def patterns() -> Mapping[str, re.Pattern[str]]:
    """Return the regular expressions of the table by name."""
    found: dict[str, re.Pattern[str]] = {}
    for row in rows("patterns", ("name", "pattern", "meaning")):
        name = row.required("name")
        row.required("meaning")
        if name in found:
            raise row.error("name", f"{name!r} is there twice")
        found[name] = row.pattern("pattern")
    return MappingProxyType(found)


@cache
def parser_names() -> Mapping[str, str]:
    """Return words that the parser takes for others, with the replacement that it is given."""
    found = {}
    for row in rows("parser_names", ("name", "shown")):
        name, shown = row.required("name"), row.required("shown")
        if len(name) != len(shown):
            raise row.error("shown", f"{shown!r} has not as many letters as {name!r}")
        found[name] = shown
    return MappingProxyType(found)
