"""Names in canonical form: the keys by which articles tell that two names are the same."""

from __future__ import annotations

import re
from functools import lru_cache

#: What tells a son from his father at the end of a name.
GENERATIONS = frozenset(["jr", "sr", "ii", "iii"])
_GENITIVE = re.compile(r"'s?$")
_BLANKS = re.compile(r"[\s\-–]+")
_SPELLING = (("co operat", "cooperat"), (" & ", " and "), ("isation", "ization"))
#: Brackets that an editor puts around words of his own.
BRACKETS = str.maketrans("", "", "[]")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A name in canonical form: lower case, one spelling, no article, dots, possessive or repeated blanks."""
    text = _GENITIVE.sub("", text.translate(BRACKETS).replace("’", "'")).replace(".", "")
    text = _BLANKS.sub(" ", text).strip().lower()
    for written, kept in _SPELLING:
        text = text.replace(written, kept)
    return text.removeprefix("the ")


def person_words(text: str) -> tuple[str, ...]:
    """The words of a person's name in canonical form, without middle initials."""
    words = [w for w in normal(text).split() if w not in GENERATIONS]
    core = [w for k, w in enumerate(words) if len(w) > 1 or k == 0]
    return tuple(core or words or [normal(text)])


def person_key(text: str) -> str:
    """The key of a person's full name: its words and the mark of a generation."""
    return " ".join((*person_words(text), *generation(text)))


def generation(text: str) -> tuple[str, ...]:
    """``jr``, ``sr`` …, where a name ends with it: what tells a son from his father."""
    return tuple(w for w in normal(text).split()[1:] if w in GENERATIONS)
