"""Known names in a text: countries, demonyms, capitals, blocs, organisations and places, by table."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal

from graphbuild import tables
from graphbuild.annotate import Parse
from graphbuild.extract.names import role_phrases
from graphbuild.tables.aliases import Alias

Sort = Literal["country", "demonym", "capital", "seat", "organisation", "member", "place", "person"]

_FIRST = re.compile(r"\w+")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'"})


@dataclass(frozen=True, slots=True)
class Known:
    """What a table says of a name."""

    sort: Sort
    key: str
    """ISO code of a country (also for its demonyms, capital, seats and places), else canonical name."""
    name: str
    ambiguous: bool
    """Whether the name often means something else, so that it needs a second sign."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A known name at tokens ``first`` to ``last``, characters ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int
    known: tuple[Known, ...]


_Entry = tuple[str, tuple[Known, ...]]


class Gazetteer:
    """The names of the tables, and of a user's own dictionary beside them."""

    def __init__(self, aliases: tuple[Alias, ...] = ()) -> None:
        self._aliases = aliases
        self._starting = lru_cache(maxsize=65536)(self._find)

    def search(self, parse: Parse) -> Iterator[Hit]:
        """The longest known name at each token that starts one."""
        text = parse.text.translate(_APOSTROPHES)
        for i, word in enumerate(parse.words):
            entries = self._starting(word)
            if not entries:
                continue
            at = parse.start[i]
            for name, known in entries:
                stop = at + len(name)
                found = text[at:stop]
                if found != name and not (found.isupper() and len(name) > 3 and found == name.upper()):
                    continue
                if stop < len(text) and (
                    text[stop].isalnum() or (name[-1] == "." and text[stop : stop + 1] == ".")
                ):
                    continue
                last = bisect_left(parse.end, stop, i)
                if last > i and _titled(parse, i, last, known):
                    continue
                yield Hit(i, last, at, stop, known)
                break

    def _find(self, word: str) -> tuple[_Entry, ...]:
        """The known names that a text may have where it has ``word``, longest first."""
        first = _FIRST.match(word)
        if first is None:
            return ()
        entries = self._index.get(first[0].lower(), ())
        capitals = first[0].isupper()
        return tuple(e for e in entries if e[0].startswith(first[0]) or capitals)

    @cached_property
    def _index(self) -> Mapping[str, Sequence[_Entry]]:
        """Known names by their first word in lower case, longest first."""
        names = {name: list(known) for name, known in _listed().items()}
        for a in self._aliases:
            for name in a.names:
                key = a.iso3 if a.kind == "country" else a.name
                if a.kind != "person" or " " in name:  # a surname alone is for its article to tell
                    names[name] = [
                        Known(a.kind, key, tables.countries()[key].name if key == a.iso3 else key, False)
                    ]
        index: dict[str, list[_Entry]] = {}
        for name, known in names.items():
            first = _FIRST.search(name)
            if first is not None and first.start() == 0:
                index.setdefault(first[0].lower(), []).append((name, tuple(known)))
        for candidates in index.values():
            candidates.sort(key=lambda c: (-len(c[0]), c[0]))
        return index


def _titled(parse: Parse, first: int, last: int, known: Sequence[Known]) -> bool:
    """Whether what is called like a state's ministry begins a title: "*US Treasury* Secretary"."""
    bodies = (tables.organisations().get(k.key) for k in known)
    if not all(body is not None and body.type == "ministry" for body in bodies):
        return False
    title = tuple(w.lower() for w in parse.words[first + 1 : last + 2])
    return parse.words[first] in tables.country_forms() and role_phrases.title(title)


@cache
def standard() -> Gazetteer:
    """The names of the tables alone."""
    return Gazetteer()


def listed(name: str) -> Sequence[Known]:
    """What the tables say of a name."""
    return _listed().get(name, ())


@cache
def _listed() -> Mapping[str, Sequence[Known]]:
    """What the tables say of each name."""
    names: dict[str, list[Known]] = {}

    def add(name: str, known: Known) -> None:
        entries = names.setdefault(name, [])
        if known not in entries:
            entries.append(known)

    for c in tables.countries().values():
        for name in (c.name, *c.aliases):
            add(name, Known("country", c.iso3, c.name, name in c.ambiguous))
        for name in c.demonyms:
            add(name, Known("demonym", c.iso3, c.name, name in c.ambiguous))
        for name in c.capital:
            add(name, Known("capital" if c.metonym else "place", c.iso3, c.name, name in c.ambiguous))
        for name in c.seats:
            add(name, Known("seat", c.iso3, c.name, name in c.ambiguous))
    for b in tables.blocs().values():
        for name in (b.name, *b.aliases):
            add(name, Known("organisation", b.name, b.name, name in b.ambiguous))
    for o in tables.organisations().values():
        for name in (o.name, *o.aliases):
            add(name, Known("organisation", o.name, o.name, name in o.ambiguous))
        for name in o.members:
            add(name, Known("member", o.name, o.name, name in o.ambiguous))
    for name, found in tables.places().items():
        for p in found:
            add(name, Known("place", p.country, p.name, name in p.ambiguous))
    return names
