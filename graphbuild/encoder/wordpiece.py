"""Words as the numbers of their pieces: WordPiece as BERT reads it, without letter case and accents.

The same as ``tokenizers`` makes of the settings in ``tokenizer.json``, without the network library that
comes with it (``tests/encoder/test_wordpiece.py`` compares the two).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

_CONTINUED = "##"
_LONGEST_WORD = 100
"""Characters. A longer word is unknown."""
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_CJK = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F), (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """The vocabulary of a model, and how texts are cut by it."""

    def __init__(self, file: Path) -> None:
        """Read ``tokenizer.json``. Raises ``OSError`` or ``ValueError`` where it is missing or broken."""
        settings = json.loads(file.read_text(encoding="utf-8"))
        try:
            self._numbers: dict[str, int] = settings["model"]["vocab"]
            self._special = {token["content"]: int(token["id"]) for token in settings["added_tokens"]}
            self._most = (settings["truncation"] or {}).get("max_length")
            self.first, self.last = self._special["[CLS]"], self._special["[SEP]"]
            self._unknown = self._special["[UNK]"]
        except (KeyError, TypeError) as error:
            raise ValueError(f"{file.name} is not of a BERT tokenizer: {error}") from error
        self._parts = re.compile("({})".format("|".join(map(re.escape, self._special))))
        self._cut = cache(self._pieces)

    def words(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        """The pieces of given words, and for each the place of the word that it is of."""
        numbers: list[int] = []
        of: list[int] = []
        for place, word in enumerate(words):
            found = [number for number, *_ in self._spans(word)]
            numbers += found
            of += [place] * len(found)
        return numbers, of

    def text(self, text: str, places: Sequence[int]) -> tuple[list[int], list[int]]:
        """The pieces of a text between marks of its beginning and end, as many as the model takes; and the
        piece in which each of these characters is, 0 where it is in none.
        """
        numbers, spans = [self.first], [(0, 0)]
        for number, start, end in self._spans(text):
            numbers.append(number)
            spans.append((start, end))
        if self._most is not None:
            del numbers[self._most - 1 :], spans[self._most - 1 :]
        numbers.append(self.last)
        return numbers, [next((k for k, (a, b) in enumerate(spans) if a <= at < b), 0) for at in places]

    def _spans(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Each piece with the first character of the text that it stands for, and the one after its last."""
        at = 0
        for part in self._parts.split(text):
            if part in self._special:
                yield self._special[part], at, at + len(part)
            else:
                for word, origins in _split(part):
                    for number, start, end in self._cut(word):
                        yield number, at + origins[start], at + origins[end - 1] + 1
            at += len(part)

    def _pieces(self, word: str) -> tuple[tuple[int, int, int], ...]:
        """The longest pieces of the vocabulary that make up a word, from the left."""
        found = []
        start = 0
        while start < len(word) <= _LONGEST_WORD:
            before = _CONTINUED if start else ""
            for end in range(len(word), start, -1):
                if (number := self._numbers.get(before + word[start:end])) is not None:
                    found.append((number, start, end))
                    start = end
                    break
            else:
                return ((self._unknown, 0, len(word)),)
        return tuple(found) or ((self._unknown, 0, len(word)),)


def _split(text: str) -> Iterator[tuple[str, list[int]]]:
    """The words of a text without letter case and accents, each with the place of each of its characters."""
    word: list[str] = []
    origins: list[int] = []
    for place, given in enumerate(text):
        for character in _plain(given):
            kind = _kind(character)
            if kind != "letter" and word:
                yield "".join(word), origins
                word, origins = [], []
            if kind == "letter":
                word.append(character)
                origins.append(place)
            elif kind == "mark":
                yield character, [place]
    if word:
        yield "".join(word), origins


@cache
def _plain(character: str) -> str:
    """What a character is read as: nothing, a blank, or letters without case and accents."""
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
    is_mark = character in _ASCII_PUNCTUATION or unicodedata.category(character)[0] == "P"
    return "mark" if is_mark else "letter"
