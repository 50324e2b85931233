"""The text of a name without what does not belong to it: brackets, a genitive ending, an article."""

from __future__ import annotations

import re

from graphbuild.tables.keys import BRACKETS

_GENITIVE = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^[Tt]he ")


def bare(text: str) -> str:
    """A name with single blanks, without brackets ("[Ann] Otieno") and the end of a genitive."""
    return _GENITIVE.sub("", " ".join(text.translate(BRACKETS).split()))


def without_article(text: str) -> str:
    """A name without "the" before it."""
    return _ARTICLE.sub("", text)
