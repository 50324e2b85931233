"""What an article says twice: a paragraph printed again, a quotation pulled out of the text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from graphbuild.model import Span

_WORD = re.compile(r"\w+")
_LEAST = 5
"""Words, fewer than which are no repetition: a heading, a name, a short answer."""
_PULLED = 60
"""Most words of a quotation that is pulled out of the text."""


def repeats(text: str, blocks: Sequence[Span]) -> list[Span]:
    """Those of the blocks whose words all stand in another block, in order.

    Of two with the same words the first is none; where one stands within the other, the longer is none.
    """
    words = [
        tuple(_WORD.findall(unicodedata.normalize("NFKC", text[start:end]).casefold()))
        for start, end in blocks
    ]
    first: dict[tuple[str, ...], int] = {}
    lengths: dict[tuple[str, ...], set[int]] = {}
    again: set[int] = set()
    for i, found in enumerate(words):
        if len(found) < _LEAST:
            continue
        if first.setdefault(found, i) != i:
            again.add(i)
        elif len(found) <= _PULLED:
            lengths.setdefault(found[:_LEAST], set()).add(len(found))
    for i, found in enumerate(words):
        for at in range(len(found) - _LEAST + 1):
            for length in lengths.get(found[at : at + _LEAST], ()):
                j = first.get(found[at : at + length], i)
                if len(words[j]) < len(found):
                    again.add(j)
    return [block for i, block in enumerate(blocks) if i in again]
