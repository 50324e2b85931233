"""Slips of spelling: whether a word may be meant by another."""

from __future__ import annotations

#: Letters of a word from which it may have a slip of spelling, and two.
_SLIPS = (4, 8)


def slips_of(word: str) -> int:
    """How many slips of spelling a word of its length may have."""
    return sum(len(word) >= least for least in _SLIPS)


def alike(wanted: str, word: str, slips: int) -> bool:
    """Whether a word is begun by another, or is that one but for so many slips of spelling.

    A slip is a letter too few, too many or another, or two in the wrong order.
    """
    if word.startswith(wanted):
        return True
    if not slips or abs(len(wanted) - len(word)) > slips or len({*wanted} ^ {*word}) > 2 * slips:
        return False
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, letter in enumerate(wanted, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(word, start=1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and (letter, other) == (word[j - 2], wanted[i - 2]):
                least = min(least, earlier[j - 2] + 1)
            row.append(least)
    return row[-1] <= slips
