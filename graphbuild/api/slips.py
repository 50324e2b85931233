"""Slips of spelling: whether a word may be meant by another."""

from __future__ import annotations

#: Letters of a word from which it may have a slip of spelling, and two.
_SLIPS = (4, 8)
#: Letters of a word from which two may be exchanged that have another one between them.
_APART = 5


def slips_of(word: str) -> int:
    """How many slips of spelling a word of its length may have."""
    return sum(len(word) >= least for least in _SLIPS)


def alike(wanted: str, word: str, slips: int) -> bool:
    """Whether a word is begun by another, or is that one but for so many slips of spelling.

    A slip is a letter too few, too many or another, or two that are exchanged: neighbours, or, in a word that
    is not short and not at its beginning, with one letter between them (Ergodan for Erdogan).
    """
    if word.startswith(wanted):
        return True
    if not slips or abs(len(wanted) - len(word)) > slips or len({*wanted} ^ {*word}) > 2 * slips:
        return False
    third: list[int] = []
    earlier: list[int] = []
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(wanted, start=1):
        third, earlier, before, row = earlier, before, row, [i]
        for j, other in enumerate(word, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and (letter, other) == (word[j - 2], wanted[i - 2]):
                least = min(least, earlier[j - 2] + 1)
            if i > 3 and j > 3 and exchanged(wanted[i - 3 : i], word[j - 3 : j], of=len(word)):
                least = min(least, third[j - 3] + 1)
            row.append(least)
    return row[-1] <= slips


def exchanged(wrong: str, right: str, *, of: int) -> bool:
    """Whether all that differs of a word of so many letters is that two are exchanged, ``right`` and
    ``wrong`` what stands there and is meant; not so far apart that it may be another word.
    """
    return wrong == right[::-1] and (len(wrong) == 2 or (len(wrong) == 3 and of >= _APART))
