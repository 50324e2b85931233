"""Who is named at a token, and how a state's name stands there."""

from __future__ import annotations

from graphbuild import tables
from graphbuild.link.linked import Actor, Linked

#: Names of states that stand before nouns as adjectives do.
_ADJECTIVES = tables.words("name as adjective")


def actor_at(linked: Linked, i: int) -> Actor | None:
    """Who is named or meant at token ``i``, also where the parse hangs a lesser word of the name there."""
    own, k = linked.own.get(i), linked.name_at.get(i)
    if own is None and k is not None:
        return linked.own.get(head_token(linked, linked.names[k].first, linked.names[k].last))
    return own


def head_token(linked: Linked, first: int, last: int) -> int:
    """The token of ``first`` to ``last`` that the others hang on: whose head lies outside."""
    parse = linked.parse
    outside = [i for i in range(first, last + 1) if not first <= parse.head[i] <= last or parse.head[i] == i]
    return outside[-1] if outside else last


def adjectival(linked: Linked, name: int) -> bool:
    """Whether a country's name stands as an adjective: "German", or "US" and "UK" before a noun."""
    n = linked.names[name]
    if n.demonym:
        return True
    return n.kind == "country" and n.text.replace(".", "") in _ADJECTIVES
