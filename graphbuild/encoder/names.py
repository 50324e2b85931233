"""The NER model: recognises names of persons, organisations, places and others in a sentence.

Its tokenizer drops letter case, so it gets the shape of each word as a second input; in title case, as in a
headline, the shape is hidden. The weights are in ``graphbuild/resources/names_model``;
``training/names.py`` trains them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graphbuild import tables
from graphbuild.encoder.weights import RESOURCES
from graphbuild.encoder.weights import load as load_weights

FOLDER = RESOURCES / "names_model"
#: Types of names: persons, organisations, places (with countries), all others.
KINDS = ("PER", "ORG", "LOC", "MISC")
#: IOB labels.
LABELS = ("O", *(f"{position}-{kind}" for kind in KINDS for position in "BI"))
#: Shapes of a word: hidden, lower case, first letter upper case, all upper case, mixed, no letters.
SHAPES = ("hidden", "small", "first", "all", "mixed", "none")
#: Subwords of an input; a longer sentence is read in parts.
LONGEST = 160
BATCH = 16
#: Subwords of a batch with padding, at most, for each without.
_MAX_PADDING = 1.15
#: Marks that may follow a full stop.
_CLOSING = "\"'”’)]"


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
class NameSpan:
    """A name in a sentence: the words from ``first`` up to, not including, ``stop``."""

    first: int
    stop: int
    kind: str
    """One of ``KINDS``."""


class Tagger:
    """The loaded NER model."""

    def __init__(self, folder: Path = FOLDER) -> None:
        loaded = load_weights(folder)
        self._wordpiece, self._session = loaded.wordpiece, loaded.session

    def recognise(self, sentences: Sequence[Sequence[str]]) -> list[list[NameSpan]]:
        """The names of each sentence, in order. A sentence is given as its words."""
        import numpy as np

        parts = [part for k, words in enumerate(sentences) for part in self._parts(k, words)]
        names: list[list[NameSpan]] = [[] for _ in sentences]
        for group in _batches(parts):
            size = (len(group), max(len(part.ids) for part in group))
            ids, shape, mask = np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size, np.float32)
            for row, part in enumerate(group):
                n = len(part.ids)
                ids[row, :n], shape[row, :n], mask[row, :n] = part.ids, part.shape, 1
            feeds = {"input_ids": ids, "attention_mask": mask, "shape": shape}
            for part, logits in zip(group, self._session.run(None, feeds)[0], strict=True):
                names[part.sentence].extend(_tags(part.words, logits[list(part.heads)]))
        return [sorted(tags, key=lambda tag: tag.first) for tags in names]

    def _parts(self, number: int, words: Sequence[str]) -> Iterator[_Part]:
        """The sentence as subwords, in parts of at most :data:`LONGEST` that end at a word boundary."""
        word_shapes = shapes(words, hidden=is_title_case(words))
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
                shape=[0, *(word_shapes[k] for k in of[start:stop]), 0],
                words=[of[k] for k in first],
                heads=[k - start + 1 for k in first],
            )
            start = stop


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of subwords of a sentence."""

    sentence: int
    ids: list[int]
    shape: list[int]
    words: list[int]
    """The words in it, as positions in the sentence."""
    heads: list[int]
    """The first subword of each word."""


def _batches(parts: Iterable[_Part]) -> Iterator[list[_Part]]:
    """Batches of parts of similar length, to keep padding small."""
    group: list[_Part] = []
    subwords = 0
    for part in sorted(parts, key=lambda part: len(part.ids)):
        longest = len(part.ids)
        if len(group) == BATCH or (len(group) + 1) * longest > _MAX_PADDING * (subwords + longest):
            yield group
            group, subwords = [], 0
        group.append(part)
        subwords += longest
    if group:
        yield group


def is_title_case(words: Sequence[str]) -> bool:
    """Whether a line is in title case: nearly every long word starts with a capital.

    A sentence with a full stop may have as many capitals in its names: "President X *met* President Y." It is
    in title case only if no word is in lower case that has a capital in a headline.
    """
    long = [w for w in words if len(w) > 3 and w.isalpha()]
    if len(long) < 4 or sum(w[0].isupper() for w in long) < 0.85 * len(long):
        return False
    ends = "".join(words[-2:]).rstrip(_CLOSING).endswith(".")
    return not ends or all(w in tables.words("lower in titles") for w in words if w.isalpha() and w.islower())


def _tags(words: Sequence[int], logits: Any) -> Iterator[NameSpan]:
    """The names of the likeliest label sequence."""
    import numpy as np

    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    probabilities = powers / powers.sum(axis=-1, keepdims=True)
    best = _viterbi(np.log(probabilities + 1e-9))
    start = 0
    while start < len(words):
        stop = start + 1
        if best[start]:
            inner = best[start] + 1  # the I label comes right after the B label of its type
            while stop < len(words) and best[stop] == inner:
                stop += 1
            yield NameSpan(words[start], words[stop - 1] + 1, LABELS[best[start]][2:])
        start = stop


def _viterbi(log_probabilities: Any) -> list[int]:
    """The likeliest label sequence in which an I label follows only labels of its type."""
    transitions = _transitions()
    best, backpointers = log_probabilities[0] + transitions[0], []
    for row in log_probabilities[1:]:
        paths = best[:, None] + transitions
        backpointers.append(paths.argmax(axis=0))
        best = paths.max(axis=0) + row
    labels = [int(best.argmax())]
    for step in reversed(backpointers):
        labels.append(int(step[labels[-1]]))
    return labels[::-1]


@cache
def _transitions() -> Any:
    """Log weights of each label after each other: 0, or minus infinity if it cannot follow."""
    import numpy as np

    weights = np.zeros((len(LABELS), len(LABELS)), np.float32)
    for inner in range(2, len(LABELS), 2):
        weights[:, inner] = -np.inf
        weights[inner - 1 : inner + 1, inner] = 0
    return weights


@cache
def load() -> Tagger:
    """The packaged NER model, loaded once per process."""
    return Tagger()
