"""Short forms of parties next to persons: "Sen. Ann Otieno, R-Ky.", "*Republican* nominee Ann Otieno".

Letters and abbreviations, as in "Ann Otieno (Lab)", are in ``shorthands.tsv``. Ambiguous words
("Republican", "Labour") denote the party before a person's name or as a predicate of a person, in an article
that names the party's state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.syntax import Syntax

#: Relations of a noun that describes or denotes one person.
_DESCRIPTIVE = ("appos", "attr", "pobj", "nsubj", "conj")


@cache
def _words() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """State and name of the parties that each ambiguous word of organisations.tsv may denote."""
    senses: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for o in tables.organisations().values():
        for word in (*o.aliases, *o.members) if o.type == "party" else ():
            if word in o.ambiguous and " " not in word:
                senses[word].append((o.country, o.name))
    return MappingProxyType({word: tuple(parties) for word, parties in senses.items()})


def find(
    parse: Parse, syntax: Syntax, persons: Set[int], named: Set[int], states: Set[str]
) -> dict[int, str]:
    """The party that each token denotes.

    ``persons`` are the last tokens of names of persons, ``named`` all tokens of names, ``states`` the codes
    of the states that the article names.
    """
    parties, short_forms, ambiguous = {}, tables.shorthands(), _words()
    for i, word in enumerate(parse.words):
        if (party := short_forms.get(word)) is not None and i - 2 in persons and _is_set_off(parse, i):
            parties[i] = party
    words = [(i, ambiguous[w]) for i, w in enumerate(parse.words) if w in ambiguous and i not in named]
    before_persons = {k for i in persons for k in syntax.step(i, "stacked")} if words else set()
    for i, senses in words:
        candidates = [name for state, name in senses if state in states]
        if len(candidates) == 1 and (i in before_persons or _describes_person(parse, i)):
            parties[i] = candidates[0]
    return parties


def _is_set_off(parse: Parse, i: int) -> bool:
    """Whether a short form is in brackets or between commas, perhaps with a place: ", *R*-Ky."."""
    before, after = parse.words[i - 1], "".join(parse.words[i + 1 : i + 2])
    if before in ("(", ",", "["):
        town = len(parse.words[i]) == 1 and "".join(parse.words[i + 2 : i + 3])[:1].isupper()  # "R-Provo"
        has_place = after in ("-", "–", "—", "‑") and (town or _is_place(parse, i + 2))
        return has_place or (before != "," and after in (")", ",", "]", ";"))
    return False


def _is_place(parse: Parse, i: int) -> bool:
    """Whether a place or its abbreviation is at ``i``: "Ky.", "FL", "New York"."""
    places, word = tables.places(), "".join(parse.words[i : i + 1])
    if word[:1].isupper() and (word.endswith(".") or (word.isupper() and len(word) == 2) or word in places):
        return True
    after = "".join(parse.words[i + 1 : i + 2])
    return after == "." or (bool(after) and parse.surface(i, i + 1) in places)


def _describes_person(parse: Parse, i: int) -> bool:
    """Whether a singular noun with an article describes one person: "is *a Republican*"."""
    singular = parse.tags[i] in ("NN", "NNP") and parse.deps[i] in _DESCRIPTIVE
    return singular and any(
        parse.words[c].lower() in ("a", "an", "the") for c in parse.children[i] if parse.deps[c] == "det"
    )
