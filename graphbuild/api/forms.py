"""Forms of names: normalised for comparison, known to the tables, without titles, in their exact spelling."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from graphbuild.model import Entity
from graphbuild.tables import country_forms, first_names, modifiers, organisations, roles, words

#: The number in the name of a king, queen or pope.
_ORDINAL = re.compile("[IVX]+")
#: Titles that are adjectives as well, and words that after them end the name of an organisation.
_ADJECTIVES, _ORGANISATION_WORDS = words("role verb"), words("organisation noun", "trade word")


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
    """A normalised name without the titles before it: "mr. putin", "former russian president putin".

    Names of organisations have none: "general motors".
    """
    rest = found = wanted.split()
    if wanted in _organisations() or (
        _ADJECTIVES.issuperset(rest[:1]) and _ORGANISATION_WORDS.issuperset(rest[-1:])
    ):
        return wanted
    while kinds := [_kind(" ".join(rest[:n])) for n in range(1, len(rest))]:
        length = max((n for n, kind in enumerate(kinds, start=1) if kind), default=0)
        if not length:
            break
        rest = rest[length:]
        if kinds[length - 1] == "title":
            found = rest
    return " ".join(found)


def suits_titles(e: Entity, titles: Sequence[str], bare: str) -> bool:
    """Whether a person may be meant by a name with these titles before it, by the words of titles.

    Not if the first name is of the other sex ("Mrs. Clinton", Bill Clinton), unless the full name is given.
    Holders of royal titles are called by their first names, so that those are no surname ("Pope Francis",
    James Francis) and no short form of a name with a surname ("Queen Elizabeth", Elizabeth Warren).
    """
    first, *others = e.name.split() or ("",)
    if " " in bare and plain(e.name) == bare:
        return True
    if words("royal title").intersection(titles):
        while others and _ORDINAL.fullmatch(others[-1]):
            others.pop()
        name = plain(" ".join((first, *others)))
        return name == bare or not set(bare.split()) <= set(name.split())
    sex = {_sexes().get(word, "") for word in titles} - {""}
    usual = "" if plain(first) == bare else first_names().get(first, "")
    return not (sex and usual in ("m", "f") and usual not in sex)


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
def _sexes() -> dict[str, str]:
    """``m`` or ``f`` by title that only men or women have."""
    found = {form: role.gender for form, role in roles().items()}
    sexes = {"m": words("male title"), "f": words("female title")}
    return found | {title: sex for sex, titles in sexes.items() for title in titles}


@cache
def _organisations() -> frozenset[str]:
    return frozenset(
        plain(name) for known in organisations().values() for name in (known.name, *known.aliases)
    )


@cache
def _countries() -> frozenset[str]:
    return frozenset(map(plain, country_forms()))
