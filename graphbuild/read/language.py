"""Detection of articles that are not in English.

Ambiguous texts count as English: short ones, tables, lists of foreign names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from graphbuild.read.articles import Failure
from graphbuild.read.listings import listings

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

_SAMPLE = 2_000
"""Number of characters examined at the start and at the end of the text."""
_WORD = re.compile(r"[^\W\d_]+")
#: Words that occur in English but not in other languages.
_ENGLISH = frozenset(
    "the of and to that with from by this which have has been are said but they their who would not it its"
    " after about there when into more than were those these through during while other could should you"
    " your what out such both between until will"
    # and in figures of companies, which come without any of those
    " shr shrs revs cts mln dlrs qtr qtly mths vs loss profit year share dividend payable".split()
)
_ENOUGH = 0.08
"""Share of these words in a text that is certainly English; in other languages it is at most 0.03."""
_FEW = 120
"""Number of letters below which the language cannot be detected."""
#: English, its closest relatives, and "no language".
_LIKE_ENGLISH = ("en", "pcm", "sco", "zxx")
_MOST_DOUBT = 0.1
_LEAST_LIKELY = 0.3
_UNKNOWN = "und"


@dataclass(frozen=True, slots=True)
class Foreign(Failure):
    """An article skipped because of its language."""

    language: str
    """ISO 639 code."""
    article: str = ""
    """Its id."""


def foreign(text: str) -> str:
    """Return the ISO 639 code of the language of a text that is certainly not English; else empty."""
    sample = text if len(text) <= 2 * _SAMPLE else f"{text[:_SAMPLE]} {text[-_SAMPLE:]}"
    words = _words(sample)
    letters = "".join(words)
    latin = sum(c.isascii() or unicodedata.name(c, "").startswith("LATIN") for c in letters)
    if 2 * latin >= len(letters):
        if len(letters) < _FEW or _is_english(words) or _is_english(_words(_prose(sample))):
            return ""
        ranked = _identifier().rank(sample)
        if sum(p for language, p in ranked if language in _LIKE_ENGLISH) > _MOST_DOUBT:
            return ""
        return ranked[0][0] if ranked[0][1] >= _LEAST_LIKELY else ""
    language = _identifier().rank(sample)[0][0]
    return _UNKNOWN if language in _LIKE_ENGLISH else language


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _is_english(words: Sequence[str]) -> bool:
    return bool(words) and sum(word in _ENGLISH for word in words) >= _ENOUGH * len(words)


def _prose(text: str) -> str:
    """Return the text without its tables, which are in no language."""
    cuts = [0, *(at for span in listings(text) for at in span), len(text)]
    return " ".join(text[start:end] for start, end in zip(cuts[::2], cuts[1::2], strict=True))


@cache
def _identifier() -> LanguageIdentifier:
    """Load the identifier, which takes half a second; it is only used for texts with few English words."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
