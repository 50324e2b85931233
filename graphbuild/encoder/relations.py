"""The relation encoders: each reads a sentence with its pair marked, and scores both directions at once.

There are two of the same make, taught different sentences, so that each errs where the other does
not; ``training/relations.py`` makes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild.encoder.marking import mark
from graphbuild.encoder.weights import RESOURCES
from graphbuild.encoder.weights import load as load_weights
from graphbuild.model import Span

if TYPE_CHECKING:
    import numpy as np

#: Learned from all our sentences: knows bystanders and standing relations.
FOLDER = RESOURCES / "relations_model"
#: Learned from the first batch alone, in which the pair is what the sentence is about: surer of roots.
EVENTS = RESOURCES / "events_model"
#: Pairs a batch: more gain nothing on a processor.
BATCH = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What the encoder makes of a pair: the probability of each relation, in each direction."""

    forward: dict[str, float]
    """What source does to target; ``NONE`` where nothing."""
    backward: dict[str, float]


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence and the two actors asked about; an end that the text does not name is ``None``."""

    text: str
    source: Span | None
    target: Span | None


class Encoder:
    """The loaded model."""

    def __init__(self, folder: Path = FOLDER) -> None:
        loaded = load_weights(folder)
        self._tokenizer, self._session = loaded.tokenizer, loaded.session
        self.labels: tuple[str, ...] = tuple(loaded.settings["labels"])
        self.temperature = float(loaded.settings["temperature"])

    def read(self, questions: Sequence[Question]) -> list[Reading]:
        """Probabilities for each question, in order.

        Each question is run by itself in a batch whose make-up cannot change its result by more
        than rounding; results are rounded so that they do not depend on the batch.
        """
        import numpy as np

        encoded = []
        for q in questions:
            text, source, target = mark(q.text, q.source, q.target)
            made = self._tokenizer.encode(text)
            encoded.append((made.ids, made.char_to_token(source) or 0, made.char_to_token(target) or 0))
        results: list[Reading | None] = [None] * len(encoded)
        order = sorted(range(len(encoded)), key=lambda i: len(encoded[i][0]))
        for k in range(0, len(order), BATCH):
            group = order[k : k + BATCH]
            longest = max(len(encoded[i][0]) for i in group)
            shape = (len(group), longest)
            ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
            source_at, target_at = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
            for row, i in enumerate(group):
                tokens, a, b = encoded[i]
                ids[row, : len(tokens)] = tokens
                mask[row, : len(tokens)] = 1
                source_at[row, a] = target_at[row, b] = 1
            feeds = {"input_ids": ids, "attention_mask": mask, "source": source_at, "target": target_at}
            forward, backward = self._session.run(None, feeds)
            forward, backward = self._probabilities(forward), self._probabilities(backward)
            for row, i in enumerate(group):
                results[i] = Reading(self._named(forward[row]), self._named(backward[row]))
        return [r for r in results if r is not None]

    def _probabilities(self, logits: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        import numpy as np

        scaled = logits / self.temperature
        scaled -= scaled.max(axis=-1, keepdims=True)
        powers = np.exp(scaled)
        result: np.ndarray[Any, Any] = powers / powers.sum(axis=-1, keepdims=True)
        return result

    def _named(self, row: np.ndarray[Any, Any]) -> dict[str, float]:
        return {name: round(float(p), 3) for name, p in zip(self.labels, row, strict=True)}


@cache
def load() -> Encoder:
    """The shipped encoder, loaded once a process."""
    return Encoder()


@cache
def load_events() -> Encoder:
    """Its twin that knows events alone, loaded once a process."""
    return Encoder(EVENTS)


def together(a: Reading, b: Reading) -> Reading:
    """The mean of what two encoders make of one pair."""

    def mean(p: Mapping[str, float], q: Mapping[str, float]) -> dict[str, float]:
        return {name: (p[name] + q[name]) / 2 for name in p}

    return Reading(mean(a.forward, b.forward), mean(a.backward, b.backward))
