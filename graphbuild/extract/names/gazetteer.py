"""Find names of the tables in a text: countries, demonyms, capitals, blocs, organisations and places."""

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

EntryType = Literal["country", "demonym", "capital", "seat", "organisation", "member", "place", "person"]

_FIRST_WORD = re.compile(r"\w+")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'"})


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """A table entry for a name."""

    entry_type: EntryType
    key: str
    """ISO code of the country for demonyms, capitals, seats of power and places too, else canonical name."""
    name: str
    ambiguous: bool
    """Whether the name often has another sense, so that it needs more evidence."""


@dataclass(frozen=True, slots=True)
class GazetteerMatch:
    """A match of a listed name: tokens ``first`` to ``last``, characters ``start`` to ``end``."""

    first: int
    last: int
    start: int
    end: int
    entries: tuple[GazetteerEntry, ...]


#: Nouns behind the names of newspapers.
_PAPERS = ("newspaper", "paper", "daily", "tabloid")

_Entry = tuple[str, tuple[GazetteerEntry, ...]]


class Gazetteer:
    """The names of the tables and of the user's dictionary."""

    def __init__(self, aliases: tuple[Alias, ...] = ()) -> None:
        self._aliases = aliases
        self._entries_at = lru_cache(maxsize=65536)(self._candidates)

    def search(self, parse: Parse) -> Iterator[GazetteerMatch]:
        """Yield the longest listed name at each token that starts one; matches may overlap."""
        text = parse.text.translate(_APOSTROPHES)
        for i, word in enumerate(parse.words):
            entries = self._entries_at(word)
            if not entries:
                continue
            start = parse.start[i]
            for name, known in entries:
                end = start + len(name)
                matched = text[start:end]
                if matched != name and not (matched.isupper() and len(name) > 3 and matched == name.upper()):
                    continue
                if end < len(text) and (
                    text[end].isalnum() or (name[-1] == "." and text[end : end + 1] == ".")
                ):
                    continue
                last = bisect_left(parse.end, end, i)
                if last > i and (_begins_title(parse, i, last, known) or _is_adjective(parse, i, last)):
                    continue
                yield GazetteerMatch(i, last, start, end, known)
                break

    def _candidates(self, word: str) -> tuple[_Entry, ...]:
        """Return the listed names that can start with the token ``word``, longest first."""
        first = _FIRST_WORD.match(word)
        if first is None:
            return ()
        entries = self._index.get(first[0].lower(), ())
        capitals = first[0].isupper()
        return tuple(e for e in entries if e[0].startswith(first[0]) or capitals)

    @cached_property
    def _index(self) -> Mapping[str, Sequence[_Entry]]:
        """Listed names by their first word in lower case, longest first."""
        names = {name: list(known) for name, known in _entries_by_name().items()}
        for a in self._aliases:
            for name in a.names:
                key = a.iso3 if a.kind == "country" else a.name
                if a.kind != "person" or " " in name:  # a lone surname needs its article
                    names[name] = [
                        GazetteerEntry(
                            a.kind, key, tables.countries()[key].name if key == a.iso3 else key, False
                        )
                    ]
        index: dict[str, list[_Entry]] = {}
        for name, known in names.items():
            first = _FIRST_WORD.search(name)
            if first is not None and first.start() == 0:
                index.setdefault(first[0].lower(), []).append((name, tuple(known)))
        for candidates in index.values():
            candidates.sort(key=lambda c: (-len(c[0]), c[0]))
        return index


def _begins_title(parse: Parse, first: int, last: int, known: Sequence[GazetteerEntry]) -> bool:
    """Whether the name of a state's ministry begins a title: "*US Treasury* Secretary"."""
    organisations = (tables.organisations().get(k.key) for k in known)
    if not all(o is not None and o.type == "ministry" for o in organisations):
        return False
    title = tuple(w.lower() for w in parse.words[first + 1 : last + 2])
    return parse.words[first] in tables.country_forms() and role_phrases.is_title(title)


def _is_adjective(parse: Parse, first: int, last: int) -> bool:
    """Whether the name of a newspaper is an article and an adjective: "*The Australian* prime minister"."""
    if parse.words[first] != "The" or last != first + 1:
        return False
    noun = parse.head[last]
    modifying = parse.deps[last] == "amod" or (
        parse.deps[last] in ("compound", "nmod") and parse.words[last] in tables.country_forms()
    )
    return modifying and noun > last and parse.lemmas[noun] not in _PAPERS


@cache
def default_gazetteer() -> Gazetteer:
    """Return the gazetteer without a user's dictionary."""
    return Gazetteer()


def listed_entries(name: str) -> Sequence[GazetteerEntry]:
    """Return the table entries of a name."""
    return _entries_by_name().get(name, ())


@cache
def _entries_by_name() -> Mapping[str, Sequence[GazetteerEntry]]:
    """Return the table entries by name."""
    names: dict[str, list[GazetteerEntry]] = {}

    def add(name: str, known: GazetteerEntry) -> None:
        entries = names.setdefault(name, [])
        if known not in entries:
            entries.append(known)

    for c in tables.countries().values():
        for name in (c.name, *c.aliases):
            add(name, GazetteerEntry("country", c.iso3, c.name, name in c.ambiguous))
        for name in c.demonyms:
            add(name, GazetteerEntry("demonym", c.iso3, c.name, name in c.ambiguous))
        for name in c.capital:
            add(
                name, GazetteerEntry("capital" if c.metonym else "place", c.iso3, c.name, name in c.ambiguous)
            )
        for name in c.seats:
            add(name, GazetteerEntry("seat", c.iso3, c.name, name in c.ambiguous))
    for b in tables.blocs().values():
        for name in (b.name, *b.aliases):
            add(name, GazetteerEntry("organisation", b.name, b.name, name in b.ambiguous))
    for o in tables.organisations().values():
        for name in (o.name, *o.aliases):
            add(name, GazetteerEntry("organisation", o.name, o.name, name in o.ambiguous))
        for name in o.members:
            add(name, GazetteerEntry("member", o.name, o.name, name in o.ambiguous))
    for name, places in tables.places().items():
        for p in places:
            add(name, GazetteerEntry("place", p.country, p.name, name in p.ambiguous))
    return names
