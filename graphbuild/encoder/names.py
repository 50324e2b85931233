"""The NER model: which words of a sentence name a person, a body, a place, or something else.

A small language model of our own beside spaCy's recogniser. It reads words without their case,
so it is given their shape; where capitals mean nothing, as in a headline, the shape is hidden.
Weights lie in ``graphbuild/resources/names_model``; ``training/names.py`` makes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphbuild.encoder.weights import RESOURCES
from graphbuild.encoder.weights import load as load_weights

FOLDER = RESOURCES / "names_model"
#: Kinds of names: persons, bodies, places (countries among them), all other names.
KINDS = ("PER", "ORG", "LOC", "MISC")
LABELS = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))
#: What is known of a word's letters: hidden, small, its first capital, all capital, mixed, no letters.
SHAPES = ("hidden", "small", "first", "all", "mixed", "none")
#: Subwords a sentence may have; what is longer is read in parts.
LONGEST = 160
BATCH = 16
#: Subwords that a batch may be filled up to, for each that is there.
_FILLED = 1.15


def shapes(words: Sequence[str], *, hidden: bool = False) -> list[int]:
    """The shape of each word, as an index into ``SHAPES``."""
    return [0] * len(words) if hidden else [_shape(w) for w in words]


def _shape(word: str) -> int:
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 5
    if all(c.islower() for c in letters):
        return 1
    if letters[0].isupper() and all(c.islower() for c in letters[1:]):
        return 2
    return 3 if all(c.isupper() for c in letters) else 4


@dataclass(frozen=True, slots=True)
class Tag:
    """Words ``first`` up to, not with, ``stop`` of a sentence name something of ``kind``."""

    first: int
    stop: int
    kind: str
    """One of ``KINDS``."""


class Tagger:
    """The loaded NER model."""

    def __init__(self, folder: Path = FOLDER) -> None:
        loaded = load_weights(folder)
        self._wordpiece, self._session = loaded.wordpiece, loaded.session

    def read(self, sentences: Sequence[Sequence[str]]) -> list[list[Tag]]:
        """The names of each sentence, given as its words, in order."""
        import numpy as np

        parts = [part for k, words in enumerate(sentences) for part in self._parts(k, words)]
        found: list[list[Tag]] = [[] for _ in sentences]
        for group in _alike(parts):
            size = (len(group), max(len(part.ids) for part in group))
            ids, shape, mask = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.float32)
            for row, part in enumerate(group):
                n = len(part.ids)
                ids[row, :n], shape[row, :n], mask[row, :n] = part.ids, part.shape, 1
            feeds = {"input_ids": ids, "attention_mask": mask, "shape": shape}
            for part, logits in zip(group, self._session.run(None, feeds)[0], strict=True):
                found[part.sentence].extend(_tags(part.words, logits[list(part.heads)]))
        return [sorted(tags, key=lambda tag: tag.first) for tags in found]

    def _parts(self, number: int, words: Sequence[str]) -> Iterator[_Part]:
        """The sentence as subwords, in parts of bounded length that end where a word does."""
        seen = shapes(words, hidden=titled(words))
        ids, of = self._wordpiece.words(words)
        start = 0
        while start < len(ids):
            stop = min(len(ids), start + LONGEST - 2)
            while stop < len(ids) and of[stop] == of[stop - 1] and stop > start + 1:
                stop -= 1
            first = [k for k in range(start, stop) if k == start or of[k] != of[k - 1]]
            yield _Part(
                sentence=number,
                ids=[self._wordpiece.first, *ids[start:stop], self._wordpiece.last],
                shape=[0, *(seen[k] for k in of[start:stop]), 0],
                words=[of[k] for k in first],
                heads=[k - start + 1 for k in first],
            )
            start = stop


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of subwords of a sentence: the words that it holds and where each begins."""

    sentence: int
    ids: list[int]
    shape: list[int]
    words: list[int]
    heads: list[int]


def _alike(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Batches of parts of like length, so that little is run of what only fills them up."""
    group: list[_Part] = []
    there = 0
    for part in sorted(parts, key=lambda part: len(part.ids)):
        longest = len(part.ids)
        if len(group) == BATCH or (len(group) + 1) * longest > _FILLED * (there + longest):
            yield group
            group, there = [], 0
        group.append(part)
        there += longest
    if group:
        yield group


def titled(words: Sequence[str]) -> bool:
    """Whether the capitals of a line tell nothing, because nearly every long word has one."""
    long = [w for w in words if len(w) > 3 and w.isalpha()]
    return len(long) > 3 and sum(w[0].isupper() for w in long) >= 0.85 * len(long)


def _tags(words: Sequence[int], logits: Any) -> Iterator[Tag]:
    """The names that the likeliest row of labels spells."""
    import numpy as np

    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    chances = powers / powers.sum(axis=-1, keepdims=True)
    best = _likeliest(np.log(chances + 1e-9))
    start = 0
    while start < len(words):
        stop = start + 1
        if best[start]:
            inner = best[start] + 1  # a name's first label is followed by its inner one
            while stop < len(words) and best[stop] == inner:
                stop += 1
            yield Tag(words[start], words[stop - 1] + 1, LABELS[best[start]][2:])
        start = stop


def _likeliest(chances: Any) -> list[int]:
    """The likeliest row of labels, by logarithms, in which an inner label follows only its own kind's."""
    follows = _follows()
    best, came = chances[0] + follows[0], []
    for row in chances[1:]:
        paths = best[:, None] + follows
        came.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    found = [int(best.argmax())]
    for step in reversed(came):
        found.append(int(step[found[-1]]))
    return found[::-1]


@cache
def _follows() -> Any:
    """What each label costs after each other: nothing, or more than there can be."""
    import numpy as np

    costs = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for inner in range(2, len(LABELS), 2):
        costs[:, inner] = -np.inf
        costs[inner - 1 : inner + 1, inner] = 0
    return costs


@cache
def load() -> Tagger:
    """The shipped NER model, loaded once a process."""
    return Tagger()
