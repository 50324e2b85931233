"""Misspellings: whether a word may be a misspelling of another."""

from __future__ import annotations

#: Minimum lengths of a word for one and for two misspellings.
_SLIPS = (4, 8)
#: Minimum length of a word in which two letters with another one between them may be transposed.
_APART = 5


def slips_of(word: str) -> int:
    """The number of misspellings that a word of its length may have."""
    return sum(len(word) >= least for least in _SLIPS)


def alike(wanted: str, word: str, slips: int) -> bool:
    """Whether ``wanted`` is a prefix of a word, or equals it except for up to ``slips`` misspellings.

    A misspelling is a letter missing, added or replaced, or two transposed: neighbours, or, in a word that is
    not short and not at its beginning, with one letter between them (Ergodan for Erdogan).
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
    """Whether two words of length ``of`` differ only in a transposition, ``wrong`` and ``right`` being the
    differing parts; false if these are so far apart that it may be another word.
    """
    return wrong == right[::-1] and (len(wrong) == 2 or (len(wrong) == 3 and of >= _APART))
