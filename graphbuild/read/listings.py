"""Detection of tables and lists of figures: prices, results, scores. They contain names but no statements.

Ambiguous lines count as prose: those with a word that only occurs in sentences, or with few figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from graphbuild.model import Span

_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_CELLS = re.compile(r"\t+|\|| {3,}")
_RULE = re.compile(r"[-=_+|.·\s]{3,}")
_FIGURE = re.compile(r"[^\w\s]*\d[\d.,:/'%+*-]*[\w%]{0,3}[^\w\s]*|-{2,}|n\.?a\.?")
#: Words that do not occur in tables.
_PROSE = frozenset(
    "the a an of and to in that with from by this which have has had been is are was were be said but they he"
    " she it its their his her who on for as at will would not after about into than or when also".split()
)
_MOST_PROSE = 0.1
"""Largest share of these words in a line of a table."""
_LEAST_FIGURES = 3
_FIGURES = 0.3
"""Smallest share of figures among the words of a line that is a table row by itself."""
_FIGURES_OF_A_SENTENCE = 0.5
"""The same for a line that ends like a sentence."""
_YEAR = re.compile(r"(?:19|20)\d\d\W?")
_LONGEST_FIGURE = 24
_LONGEST_ENTRY = 10
"""Most words of a list item."""
_LEAST_ENTRIES = 3
_SENTENCE_END = (".", "!", "?", "”", '"')


class _Line(NamedTuple):
    span: Span
    text: str
    words: list[str]

    @property
    def figures(self) -> int:
        return sum(map(_is_figure, self.words))

    @property
    def is_sentence(self) -> bool:
        return self.text.endswith(_SENTENCE_END)

    @property
    def is_prose(self) -> bool:
        prose = sum(word.strip("“”\"'‘’(),.;:").lower() in _PROSE for word in self.words)
        return prose > _MOST_PROSE * len(self.words)

    @property
    def is_row(self) -> bool:
        """Whether it is a table row: adjacent cells, or almost only figures."""
        if _RULE.fullmatch(self.text):
            return True
        if self.is_prose:
            return False
        if sum(bool(cell.strip()) for cell in _CELLS.split(self.text)) > 2:
            return True
        share = _FIGURES_OF_A_SENTENCE if self.is_sentence else _FIGURES
        return self.figures >= max(_LEAST_FIGURES, share * len(self.words))

    @property
    def is_entry(self) -> bool:
        """Whether it may be a list item: short, not a sentence, ending in a figure or its unit."""
        if self.is_prose or self.is_sentence or len(self.words) > _LONGEST_ENTRY:
            return False
        return any(_is_figure(word) and not _YEAR.fullmatch(word) for word in self.words[1:][-2:])


def listings(text: str) -> list[Span]:
    """Return the spans of ``text`` that are lines of tables and lists of figures, in order."""
    lines = [_Line(m.span(), m.group(), m.group().split()) for m in _LINE.finditer(text)]
    listed = [line.is_row for line in lines]
    for start, end in _runs([line.is_row or line.is_entry for line in lines]):
        if sum(not _RULE.fullmatch(line.text) for line in lines[start:end]) >= _LEAST_ENTRIES:
            listed[start:end] = [True] * (end - start)
    return [line.span for line, found in zip(lines, listed, strict=True) if found]


def _is_figure(word: str) -> bool:
    return len(word) <= _LONGEST_FIGURE and _FIGURE.fullmatch(word) is not None


def _runs(flags: Sequence[bool]) -> list[Span]:
    """Return the runs of consecutive set flags."""
    runs: list[Span] = []
    for i, flag in enumerate(flags):
        if flag and runs and runs[-1][1] == i:
            runs[-1] = (runs[-1][0], i + 1)
        elif flag:
            runs.append((i, i + 1))
    return runs
