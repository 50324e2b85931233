"""Short forms of parties beside persons: "Sen. Ann Otieno, R-Ky.", "*Republican* nominee Ann Otieno".

Letters and cut words, as in "Ann Otieno (Lab)", stand in ``shorthands.tsv``. Words that often mean something
else ("Republican", "Labour") mean the party where they stand before a person's name or are said of one, in an
article that names the party's state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Set
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.syntax import Syntax

_SAID_OF = ("appos", "attr", "pobj", "nsubj", "conj")


@cache
def _words() -> Mapping[str, tuple[tuple[str, str], ...]]:
    """States and names of the parties that each single word of the table of bodies may mean."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for o in tables.organisations().values():
        for word in (*o.aliases, *o.members) if o.type == "party" else ():
            if word in o.ambiguous and " " not in word:
                found[word].append((o.country, o.name))
    return MappingProxyType({word: tuple(parties) for word, parties in found.items()})


def find(
    parse: Parse, syntax: Syntax, persons: Set[int], named: Set[int], states: Set[str]
) -> dict[int, str]:
    """Parties by the tokens that mean them.

    ``persons`` are the last tokens of names of persons, ``named`` all tokens of names, ``states`` the codes
    of the states that the article names.
    """
    found, short, known = {}, tables.shorthands(), _words()
    for i, word in enumerate(parse.words):
        if (party := short.get(word)) is not None and i - 2 in persons and _set_off(parse, i):
            found[i] = party
    several = [(i, known[word]) for i, word in enumerate(parse.words) if word in known and i not in named]
    beside = {k for i in persons for k in syntax.stacked(i)} if several else set()
    for i, senses in several:
        parties = [name for state, name in senses if state in states]
        if len(parties) == 1 and (i in beside or _said_of_one(parse, i)):
            found[i] = parties[0]
    return found


def _set_off(parse: Parse, i: int) -> bool:
    """Whether a short form stands in brackets or between commas, perhaps with a place: ", *R*-Ky."."""
    before, after = parse.words[i - 1], "".join(parse.words[i + 1 : i + 2])
    if before in ("(", ",", "["):
        placed = after in ("-", "–", "—", "‑") and _is_place(parse, i + 2)
        return placed or (before != "," and after in (")", ",", "]", ";"))
    return False


def _is_place(parse: Parse, i: int) -> bool:
    """Whether a place or its short form stands at ``i``: "Ky.", "FL", "New York"."""
    known, short = tables.places(), "".join(parse.words[i : i + 1])
    if short[:1].isupper() and (
        short.endswith(".") or (short.isupper() and len(short) == 2) or short in known
    ):
        return True
    after = "".join(parse.words[i + 1 : i + 2])
    return after == "." or (bool(after) and parse.surface(i, i + 1) in known)


def _said_of_one(parse: Parse, i: int) -> bool:
    """Whether a noun in the singular with an article is what somebody is said to be: "*a Republican*"."""
    single = parse.tags[i] in ("NN", "NNP") and parse.deps[i] in _SAID_OF
    return single and any(
        parse.words[c].lower() in ("a", "an", "the") for c in parse.children[i] if parse.deps[c] == "det"
    )
