"""Forms of names: normalised for comparison, known to the tables, without titles, in their exact spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache

from graphbuild.model import Entity
from graphbuild.tables import country_forms, modifiers, organisations, roles, words


def plain(text: str) -> str:
    """The text normalised for comparing names: without letter case, accents, a leading "the"."""
    return " ".join(folded(text).split()).removeprefix("the ")


def folded(text: str) -> str:
    """The text without letter case and accents."""
    letters = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


def names_of(e: Entity) -> tuple[str, ...]:
    """All names of an entity: name, aliases, and those of a well-known organisation and its members."""
    known = organisations().get(e.name) if e.kind == "organisation" else None
    return (e.name, *e.aliases, *((*known.aliases, *known.members) if known else ()))


def as_spelt(entities: Sequence[Entity], name: str) -> list[Entity]:
    """The entities; if one has exactly this name, without those whose name has other capitals or accents."""
    spelt, wanted = _spelt(name), plain(name)
    exact = {e.id for e in entities if _spelt(e.name) == spelt}
    return [e for e in entities if not exact or e.id in exact or plain(e.name) != wanted]


def _spelt(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))


def without_titles(wanted: str) -> str:
    """A normalised name without the titles before it: "mr. putin", "former russian president putin"."""
    rest = found = wanted.split()
    while kinds := [_kind(" ".join(rest[:n])) for n in range(1, len(rest))]:
        length = max((n for n, kind in enumerate(kinds, start=1) if kind), default=0)
        if not length:
            break
        rest = rest[length:]
        if kinds[length - 1] == "title":
            found = rest
    return " ".join(found)


def _kind(phrase: str) -> str:
    """``title`` ("vice-president", "ex-president"), ``country``, or empty."""
    titles = _titles()
    if phrase in titles or ("-" in phrase and titles.issuperset(phrase.split("-"))):
        return "title"
    return "country" if phrase in _countries() else ""


@cache
def _titles() -> frozenset[str]:
    before = (*(form for form, role in roles().items() if role.title), *modifiers(), *words("honorific"))
    return frozenset(map(plain, before))


@cache
def _countries() -> frozenset[str]:
    return frozenset(map(plain, country_forms()))
