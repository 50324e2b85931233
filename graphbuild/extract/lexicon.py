"""Words and their features, from ``resources/lexicon.tsv``: the one place where extraction knows English.

A feature is a set of lemmas of one part of speech. Code and rules ask for features by name and hold no
words of their own.
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
    """Every feature with its words, in lower case. Raises ``TableError`` where the table is wrong.

    A word that starts with ``@`` stands for all words of the feature of that name, which must come before.
    """
    found: dict[str, frozenset[str]] = {}
    for row in tables.rows("lexicon", ("feature", "pos", "words", "meaning")):
        name = row.required("feature")
        row.choice("pos", _POS)
        if name in found:
            raise row.error("feature", f"{name!r} is there twice")
        words: set[str] = set()
        for word in row.words("words"):
            if not word.startswith("@"):
                words.add(word)
            elif word[1:] in found:
                words |= found[word[1:]]
            else:
                raise row.error("words", f"{word!r} names no feature of a line above")
        found[name] = frozenset(words)
    return MappingProxyType(found)


@cache
def words(feature: str) -> frozenset[str]:
    """The words of a feature. Raises ``TableError`` for a name that the table does not have."""
    try:
        return features()[feature]
    except KeyError:
        raise TableError(f"lexicon.tsv: no feature {feature!r}; add a line for it") from None
