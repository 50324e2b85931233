"""Clean up the text of a name: brackets, genitive endings, articles."""

from __future__ import annotations

import re

from graphbuild.tables.keys import BRACKETS

_GENITIVE = re.compile(r"['’]s?$")
_ARTICLE = re.compile(r"^[Tt]he ")


def clean(text: str) -> str:
    """Return a name with single spaces, without brackets ("[Ann] Otieno") and genitive ending."""
    return _GENITIVE.sub("", " ".join(text.translate(BRACKETS).split()))


def without_article(text: str) -> str:
    """Return a name without a leading "the"."""
    return _ARTICLE.sub("", text)
