"""Questions in the search: "who sanctioned Russia" queries one relation of an entity, or of a pair."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.api.forms import plain
from graphbuild.api.searching import Search
from graphbuild.model import Entity

_EMPTY = tables.words("question word")
_WORD = re.compile(r"[\w.'&-]*\w")


@dataclass(frozen=True, slots=True)
class Asked:
    """A relation that is queried, of one entity or between two."""

    relation: str
    of: tuple[Entity, ...]


def asked(search: Search, words: str) -> Asked | None:
    """Parse a question; None if the words are not one.

    A question has one word of a relation, in any inflection; the other words, except for question words, are
    the name of an entity, or of two.
    """
    parts = _WORD.findall(words)
    meant = [tables.relation_meant(plain(part)) for part in parts]
    found = [n for n, relation in enumerate(meant) if relation]
    if not found or len(parts) < 2 or search.has_name(words):
        return None
    for n in found:
        rest = [part for k, part in enumerate(parts) if k != n and plain(part) not in _EMPTY]
        relation = meant[n]
        if rest and relation and (of := search.meant(" ".join(rest))):
            return Asked(relation, of)
    return None
