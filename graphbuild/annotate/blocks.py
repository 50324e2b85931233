"""The blocks of a text that are parsed separately, each in the form that the parser reads best."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate, pairwise
from math import inf

from graphbuild import tables
from graphbuild.model import Span

_LIKE = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u201b": "'",
        "\u00b4": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "\u205f": " ",
        "\u3000": " ",
        **{chr(blank): " " for blank in range(0x2000, 0x200B)},
        "\n": " ",
        "\t": " ",
        "\r": " ",
    }
)
_LINE = re.compile(r"[^\n]+")
_WIDEST = 100
"""Most characters of a line that may be hard-wrapped."""
_LEAST_BLOCKS = 3
_ENDS = (".", "!", "?", ":", ";")
_LONGEST_BLOCK = 20_000
"""Characters. The parser's memory grows with the size of a block, so longer ones are split."""
_SHORTENED = 6
"""Fewest letters of a word before a full stop that is not a short title ("Florida *Gov*. Ron DeSantis
Signs").
"""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s")
_NO_PROSE = re.compile(r"\S{500,}")
_ANGLED = re.compile(r"<([A-Z][^<>]{0,60})>")
_CAPITALS = re.compile(r"[A-Z]{2,}")
#: What the parser is shown for a verb of headlines that is also a plural noun; of the same length.
_HEADLINE_VERBS = {"sanctions": "restricts", "orders": "starts", "fines": "warns"}
_MARKS = frozenset("–()!")
"""Replacements of other marks in the parser's input."""


def legible(block: str) -> str:
    """Return the block in the form that the parser reads best, with the same length.

    Runs without spaces that are too long to be prose (encoded data, lines of symbols) are blanked out.
    """
    block = _NO_PROSE.sub(lambda m: " " * len(m[0]), block.translate(_LIKE))
    block = block.replace(" - ", " – ")  # to the parser a hyphen joins the words around it
    if (dateline := tables.patterns()["dateline"].match(block)) is not None:
        dash = dateline.end("dash")  # a separate sentence, so that the place is not a subject
        block = f"{block[: dash - 1]}!{block[dash:]}"
    block = tables.patterns()["page word"].sub(lambda m: " " * len(m[0]), block)
    block = _ANGLED.sub(r"(\1)", block)  # and "<ABC.N>" after a company's name is a noun
    block = tables.patterns()["network X"].sub("!", block)  # and "X." an initial that does not end a sentence
    letters = [c for c in block if c.isalpha()]
    if len(letters) > 20 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        recased = _CAPITALS.sub(lambda m: m[0].capitalize() if len(m[0]) > 3 else m[0], block)
        block = recased if len(recased) == len(block) else block
    return _misread().sub(lambda m: tables.parser_names()[m[0]], block)


def with_headline_verb(block: str) -> str:
    """Return the block with a verb of headlines replaced by one that the parser knows as no noun."""
    found = tables.patterns()["headline verb"].match(block)
    if found is None:
        return block
    return f"{block[: found.start('verb')]}{_HEADLINE_VERBS[found['verb']]}{block[found.end('verb') :]}"


@cache
def replacement_words() -> frozenset[str]:
    """Return the words that replace others in the parser's input."""
    return _MARKS.union(tables.parser_names().values(), _HEADLINE_VERBS.values())


def original_word(shown: str, text: str) -> str:
    """Return a word of the parser's input as in the text, if it replaces a name or mark."""
    if shown in _MARKS:
        return text
    if _HEADLINE_VERBS.get(text) == shown:
        return text
    names = (text, text.capitalize())
    return next((name for name in names if tables.parser_names().get(name) == shown), shown)


@cache
def _misread() -> re.Pattern[str]:
    """Return a pattern of the names and verbs that the parser takes for other words."""
    return re.compile(rf"\b({'|'.join(tables.parser_names())})\b")


def recased(block: str, words: Sequence[tuple[int, str]]) -> str:
    """Return the block with these words, given by position, in lower case; abbreviations are unchanged."""
    letters = list(block)
    for at, word in words[1:] if words and words[0][0] == 0 else words:
        short = len(word) < _SHORTENED and f"{word}{block[at + len(word) :]}".partition(" ")[0].endswith(".")
        if word[1:].islower() and not short:
            letters[at : at + len(word)] = word.lower()
    return "".join(letters)


def paragraphs(text: str, skip: Sequence[Span] = ()) -> list[Span]:
    """Return the spans of the paragraphs of ``text`` without ``skip``, with hard-wrapped lines joined."""
    groups = [
        [(block.start() + m.start(), block.start() + m.end()) for m in _LINE.finditer(block[0])]
        for block in re.finditer(r"[^\n]+(?:\n(?![ \t\r]*(?:\n|$))[^\n]+)*", text)
    ]
    width = _width(groups)
    blocks: list[Span] = []
    for lines in groups:
        wrapped = _wrapped(lines)
        joined = [lines[0]]
        for before, line in pairwise(lines):
            if (
                wrapped
                or before[1] - before[0] >= width
                or _runs_on(text[slice(*before)], text[slice(*line)])
            ):
                joined[-1] = (joined[-1][0], line[1])
            else:
                joined.append(line)
        blocks += joined
    apart = sorted(skip)
    ends = list(accumulate((b for _, b in apart), max))  # end of the spans up to each one
    parts = [
        part
        for block in blocks
        for part in _without(
            text, block, apart[bisect_right(ends, block[0]) : bisect_left(apart, (block[1],))]
        )
    ]
    return [piece for part in parts for piece in _cut(text, part)]


def batches(blocks: Sequence[str]) -> Iterator[list[str]]:
    """Yield the blocks in order, in batches that are parsed together."""
    group: list[str] = []
    size = 0
    for block in blocks:
        if group and size + len(block) > _LONGEST_BLOCK:
            yield group
            group, size = [], 0
        group.append(block)
        size += len(block)
    if group:
        yield group


def _cut(text: str, block: Span) -> Iterator[Span]:
    """Split the block into pieces of limited length, such that no initial joins two sentences."""
    start, end = block
    for network in tables.patterns()["network X"].finditer(text, start, end):
        yield from _short(text, (start, network.end()))
        start = network.end()
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield from _short(text, (start, end))


def _short(text: str, block: Span) -> Iterator[Span]:
    """Split the block into pieces of limited length."""
    start, end = block
    while end - start > _LONGEST_BLOCK:
        limit = start + _LONGEST_BLOCK
        ends = [m.end() for m in _SENTENCE_END.finditer(text, start + _LONGEST_BLOCK // 2, limit)]
        at = ends[-1] if ends else text.rfind(" ", start + 1, limit) + 1 or limit
        yield start, at
        start = at
    yield start, end


def _wrapped(lines: Sequence[Span]) -> bool:
    """Whether the lines of a block have the same width, because they are hard-wrapped."""
    lengths = [b - a for a, b in lines]
    return len(lines) > 2 and max(lengths) <= _WIDEST and min(lengths[:-1]) >= 0.6 * max(lengths)


def _width(groups: Sequence[Sequence[Span]]) -> float:
    """Return the length from which a line continues in the next: most of the width at which the text is
    wrapped.

    Infinite if most of its blocks are single lines, or lines are of any length.
    """
    several = [lines for lines in groups if len(lines) > 1]
    lengths = [b - a for lines in several for a, b in lines[:-1]]
    if len(several) < _LEAST_BLOCKS or 2 * len(several) < len(groups) or max(lengths) > _WIDEST:
        return inf
    width = 0.75 * max(lengths)
    return width if sum(length >= width for length in lengths) >= 0.8 * len(lengths) else inf


def _runs_on(line: str, after: str) -> bool:
    """Whether a sentence continues in the next line: that starts in lower case, and this one has no end
    mark.
    """
    return after.lstrip()[:1].islower() and not line.rstrip(" \t”\"'’)").endswith(_ENDS)


def _without(text: str, block: Span, skip: Sequence[Span]) -> list[Span]:
    parts, at = [], block[0]
    for a, b in skip:
        if a < block[1] and b > block[0]:
            parts.append((at, max(at, a)))
            at = max(at, b)
    parts.append((at, block[1]))
    trimmed = []
    for a, b in parts:
        inner = text[a:b]
        offset = len(inner) - len(inner.lstrip())
        right = len(inner.rstrip())
        if offset < right:
            trimmed.append((a + offset, a + right))
    return trimmed
