"""Full names of heads of state and government: they name a person, and show which state is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from graphbuild import tables
from graphbuild.tables.keys import person_words


def led_states(name: str) -> frozenset[str]:
    """Return the codes of the states that the person of a full name leads or led; none of others."""
    return _by_name().get(person_words(name), frozenset()) if " " in name else frozenset()


@cache
def _by_name() -> Mapping[tuple[str, ...], frozenset[str]]:
    """Return the states of each leader by the words of the full name, and by first name and surname."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for (state, _), terms in tables.leaders().items():
        for words in (person_words(term.name) for term in terms):
            if len(words) > 1:
                found[words].add(state)
                found[words[0], words[-1]].add(state)
    return {words: frozenset(states) for words, states in found.items()}
