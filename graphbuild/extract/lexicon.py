"""Words by feature, from ``resources/lexicon.tsv``.

A feature is a set of lemmas of one part of speech. Code and rules refer to features by name and contain no
word lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.errors import TableError

#: Parts of speech: verbs, nouns, adjectives and determiners, adverbs and function words, prepositions.
_POS = ("v", "n", "a", "r", "p")


@cache
def features() -> Mapping[str, frozenset[str]]:
    """The words of every feature, in lower case. Raises ``TableError`` for an invalid row.

    ``@name`` among the words includes the words of that feature, which must be on an earlier line.
    """
    by_name: dict[str, frozenset[str]] = {}
    for row in tables.rows("lexicon", ("feature", "pos", "words", "meaning")):
        name = row.required("feature")
        row.choice("pos", _POS)
        if name in by_name:
            raise row.error("feature", f"{name!r} is there twice")
        words: set[str] = set()
        for word in row.words("words"):
            if not word.startswith("@"):
                words.add(word)
            elif word[1:] in by_name:
                words |= by_name[word[1:]]
            else:
                raise row.error("words", f"{word!r} names no feature of a line above")
        by_name[name] = frozenset(words)
    return MappingProxyType(by_name)


@cache
def words(feature: str) -> frozenset[str]:
    """The words of a feature. Raises ``TableError`` for an unknown one."""
    try:
        return features()[feature]
    except KeyError:
        raise TableError(f"lexicon.tsv: no feature {feature!r}; add a line for it") from None
