"""Rejection of pathological markup, for which libraries need minutes, by counting before parsing."""

from __future__ import annotations

import re

from graphbuild.read.items import DamagedError
from graphbuild.read.limits import MAX_ATTRIBUTES, MAX_NESTING

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/>]{0,50})([^>]*)>?")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
#: Elements without content, or ended by the next one of their kind.
_FLAT = frozenset(
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd option optgroup tr td th thead tbody tfoot colgroup rp rt".split()
)


def check(text: str, most_tags: int) -> None:
    """Raise ``DamagedError`` for too many tags, attributes of a tag, or nested levels."""
    tags = depth = 0
    for found in _TAG.finditer(text):
        closing, name, rest = found.groups()
        if name.lower() not in _FLAT and not rest.endswith("/"):
            depth = max(depth - 1, 0) if closing else depth + 1
        tags += not closing
        if depth > MAX_NESTING:
            raise DamagedError(f"elements in each other to a depth of more than {MAX_NESTING}; not read")
        if tags > most_tags:
            raise DamagedError(f"more than {most_tags:,} elements; save its text as .txt")
        if len(rest) > 2 * MAX_ATTRIBUTES and _attributes(rest) > MAX_ATTRIBUTES:
            raise DamagedError(f"an element of more than {MAX_ATTRIBUTES} attributes; not read")


def _attributes(rest: str) -> int:
    """Return the approximate number of attributes."""
    return len(_QUOTED.sub(" ", rest).replace("/", " ").split())
