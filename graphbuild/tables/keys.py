"""Canonical forms of names: the keys by which articles share an entity."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Generation marks at the end of a name.
GENERATIONS = frozenset(["jr", "sr", "ii", "iii"])
_GENITIVE = re.compile(r"'s?$")
_BLANKS = re.compile(r"[\s\-–]+")
_LATIN_ACCENTS = re.compile("([a-zA-Z])[\u0300-\u036f]+")
_SPELLING = (("co operat", "cooperat"), (" & ", " and "), ("isation", "ization"))
#: Brackets around words that an editor inserted.
BRACKETS = str.maketrans("", "", "[]")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """Normalise a name: lower case, one spelling, no accents, article, dots, possessive or extra spaces."""
    text = _GENITIVE.sub("", text.translate(BRACKETS).replace("’", "'")).replace(".", "")
    text = without_accents(text)
    text = _BLANKS.sub(" ", text).strip().lower()
    for written, replacement in _SPELLING:
        text = text.replace(written, replacement)
    return text.removeprefix("the ")


def without_accents(text: str) -> str:
    """Return a text without the accents of Latin letters: "François" and "Francois" are one name."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _LATIN_ACCENTS.sub(r"\1", unicodedata.normalize("NFD", text)))


def person_words(text: str) -> tuple[str, ...]:
    """Return the normalised words of a person's name, without middle initials."""
    words = [w for w in normal(text).split() if w not in GENERATIONS]
    core = [w for k, w in enumerate(words) if len(w) > 1 or k == 0]
    return tuple(core or words or [normal(text)])


def person_key(text: str) -> str:
    """Return the key of a person's full name: its words and generation mark."""
    return " ".join((*person_words(text), *generation(text)))


def generation(text: str) -> tuple[str, ...]:
    """Return the generation mark at the end of a name: ``jr``, ``sr`` …; empty for none."""
    return tuple(w for w in normal(text).split()[1:] if w in GENERATIONS)
