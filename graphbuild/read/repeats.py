"""Repetitions within an article: a paragraph printed twice, a pull quote."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from graphbuild.model import Span

_WORD = re.compile(r"\w+")
_LEAST = 5
"""Fewest words of a repetition; shorter texts are headings, names or short answers."""
_PULLED = 60
"""Most words of a pull quote."""


def repeats(text: str, blocks: Sequence[Span]) -> list[Span]:
    """Return the blocks whose words are all contained in another block, in order.

    Of two blocks with the same words the first is kept; if one contains the other, the longer one is kept.
    """
    words = [
        tuple(_WORD.findall(unicodedata.normalize("NFKC", text[start:end]).casefold()))
        for start, end in blocks
    ]
    first: dict[tuple[str, ...], int] = {}
    lengths: dict[tuple[str, ...], set[int]] = {}
    repeated: set[int] = set()
    for i, found in enumerate(words):
        if len(found) < _LEAST:
            continue
        if first.setdefault(found, i) != i:
            repeated.add(i)
        elif len(found) <= _PULLED:
            lengths.setdefault(found[:_LEAST], set()).add(len(found))
    for i, found in enumerate(words):
        for at in range(len(found) - _LEAST + 1):
            for length in lengths.get(found[at : at + _LEAST], ()):
                j = first.get(found[at : at + length], i)
                if len(words[j]) < len(found):
                    repeated.add(j)
    return [block for i, block in enumerate(blocks) if i in repeated]
