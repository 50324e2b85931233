"""WordPiece tokenizer as of BERT, uncased and without accents.

Gives the same as ``BertWordPieceTokenizer`` of ``tokenizers``, without its dependency on a network
library (``tests/encoder/test_wordpiece.py`` compares the two).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from pathlib import Path

_CONTINUED = "##"
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
#: Characters between blanks, and of how many such runs the pieces are remembered.
_RUN, _REMEMBERED = re.compile(r"\S+"), 100_000
#: Characters of a word; a longer one is unknown.
_LONGEST_WORD = 100
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_CJK = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """Tokenizes texts by the vocabulary of a model."""

    def __init__(self, file: Path, max_length: int | None = None) -> None:
        """Read a vocabulary with one piece a line; texts are truncated to ``max_length`` pieces.

        Raises:
            OSError: the file is missing.
            ValueError: it lacks a special token.
        """
        pieces = file.read_text(encoding="utf-8").split("\n")
        self._vocabulary = {piece: number for number, piece in enumerate(pieces) if piece}
        try:
            self._special = {token: self._vocabulary[token] for token in _SPECIAL}
        except KeyError as error:
            raise ValueError(f"{file.name} is no vocabulary of BERT: it lacks {error}") from error
        self._max_length = max_length
        self.first, self.last = self._special["[CLS]"], self._special["[SEP]"]
        self._unknown = self._special["[UNK]"]
        self._parts = re.compile("({})".format("|".join(map(re.escape, self._special))))
        self._cached_run = lru_cache(_REMEMBERED)(self._pieces_of_run)

    def words(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The ids of the pieces of given words, and for each piece the position of its word."""
        ids: list[int] = []
        positions: list[int] = []
        for position, word in enumerate(words):
            pieces = [number for number, *_ in self._spans(word)]
            ids += pieces
            positions += [position] * len(pieces)
        return ids, positions

    def text(self, text: str, characters: Sequence[int]) -> tuple[list[int], list[int]]:
        """The ids of the pieces of a text between ``[CLS]`` and ``[SEP]``, truncated; and for each of
        ``characters`` the position of its piece, 0 for none.
        """
        ids, spans = [self.first], [(0, 0)]
        for number, start, end in self._spans(text):
            ids.append(number)
            spans.append((start, end))
        if self._max_length is not None:
            del ids[self._max_length - 1 :], spans[self._max_length - 1 :]
        ids.append(self.last)
        return ids, [next((k for k, (a, b) in enumerate(spans) if a <= at < b), 0) for at in characters]

    def _spans(self, text: str) -> Iterator[tuple[int, int, int]]:
        """The id of each piece, with its first character in the text and the one after its last."""
        at = 0
        for part in self._parts.split(text):
            if part in self._special:
                yield self._special[part], at, at + len(part)
            else:
                for run in _RUN.finditer(part):
                    first = at + run.start()
                    for number, start, end in self._cached_run(run[0]):
                        yield number, first + start, first + end
            at += len(part)

    def _pieces_of_run(self, run: str) -> tuple[tuple[int, int, int], ...]:
        """The pieces of characters between blanks; id, start and end."""
        return tuple(
            (number, origins[start], origins[end - 1] + 1)
            for word, origins in _split(run)
            for number, start, end in self._pieces(word)
        )

    def _pieces(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The pieces of a word, greedily from the left the longest in the vocabulary; id, start and end."""
        pieces = []
        start = 0
        while start < len(word) <= _LONGEST_WORD:
            prefix = _CONTINUED if start else ""
            for end in range(len(word), start, -1):
                if (number := self._vocabulary.get(prefix + word[start:end])) is not None:
                    pieces.append((number, start, end))
                    start = end
                    break
            else:
                return ((self._unknown, 0, len(word)),)
        return tuple(pieces) or ((self._unknown, 0, len(word)),)


def _split(text: str) -> Iterator[tuple[str, list[int]]]:
    """The normalised words of a text, each with the positions of its characters in the text."""
    word: list[str] = []
    origins: list[int] = []
    for position, original in enumerate(text):
        for character in _normalised(original):
            kind = _kind(character)
            if kind != "letter" and word:
                yield "".join(word), origins
                word, origins = [], []
            if kind == "letter":
                word.append(character)
                origins.append(position)
            elif kind == "punctuation":
                yield character, [position]
    if word:
        yield "".join(word), origins


@cache
def _normalised(character: str) -> str:
    """A character in lower case without accents; empty for control characters, a blank for white space."""
    if character in "\t\n\r" or character.isspace() or unicodedata.category(character) in ("Zs", "Zl", "Zp"):
        return " "
    if character in "\0\ufffd" or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
        return ""
    if any(a <= ord(character) <= b for a, b in _CJK):
        return f" {character} "
    parts = unicodedata.normalize("NFD", character)
    return "".join(part.lower() for part in parts if unicodedata.category(part) != "Mn")


@cache
def _kind(character: str) -> str:
    if character.isspace():
        return "blank"
    punctuation = character in _ASCII_PUNCTUATION or unicodedata.category(character)[0] == "P"
    return "punctuation" if punctuation else "letter"
