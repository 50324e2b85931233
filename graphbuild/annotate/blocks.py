"""The blocks of a text that are parsed by themselves, each shown as the parser reads it best."""

from __future__ import annotations

import re
from collections.abc import Sequence

from graphbuild.model import Span

_LIKE = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u00a0": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\n": " ",
        "\t": " ",
        "\r": " ",
    }
)
_CAPITALS = re.compile(r"[A-Z]{2,}")


def legible(block: str) -> str:
    """The block as the parser reads it best, of exactly the same length."""
    block = block.translate(_LIKE)
    letters = [c for c in block if c.isalpha()]
    if len(letters) > 20 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        recased = _CAPITALS.sub(lambda m: m[0].capitalize() if len(m[0]) > 3 else m[0], block)
        return recased if len(recased) == len(block) else block
    return block


def recased(block: str, words: Sequence[tuple[int, str]]) -> str:
    """The block with these words, given by their places, in small letters; abbreviations stay."""
    letters = list(block)
    for at, word in words[1:] if words and words[0][0] == 0 else words:
        if word[1:].islower():
            letters[at : at + len(word)] = word.lower()
    return "".join(letters)


def paragraphs(text: str, skip: Sequence[Span] = ()) -> list[Span]:
    """Character spans of the paragraphs of ``text`` without ``skip``, hard-wrapped lines joined."""
    blocks: list[Span] = []
    for block in re.finditer(r"[^\n]+(?:\n(?![ \t\r]*(?:\n|$))[^\n]+)*", text):
        lines = [
            (block.start() + m.start(), block.start() + m.end()) for m in re.finditer(r"[^\n]+", block[0])
        ]
        lengths = [b - a for a, b in lines]
        wrapped = len(lines) > 2 and max(lengths) <= 100 and min(lengths[:-1]) >= 0.6 * max(lengths)
        blocks.extend([(block.start(), block.end())] if wrapped else lines)
    return [part for block in blocks for part in _without(text, block, skip)]


def _without(text: str, block: Span, skip: Sequence[Span]) -> list[Span]:
    parts, at = [], block[0]
    for a, b in sorted(skip):
        if a < block[1] and b > block[0]:
            parts.append((at, max(at, a)))
            at = max(at, b)
    parts.append((at, block[1]))
    trimmed = []
    for a, b in parts:
        inner = text[a:b]
        left = len(inner) - len(inner.lstrip())
        right = len(inner.rstrip())
        if left < right:
            trimmed.append((a + left, a + right))
    return trimmed
