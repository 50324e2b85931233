"""The relation encoder: reads a sentence with its pair marked, and scores both directions at once.

It answers twice: in general, by all that it was taught, and as one who knows events alone. Each errs
where the other does not. ``training/relations.py`` makes it.
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

FOLDER = RESOURCES / "relations_model"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is made of a pair: the probability of each relation, in each direction."""

    forward: dict[str, float]
    """What source does to target; ``NONE`` where nothing."""
    backward: dict[str, float]


@dataclass(frozen=True, slots=True)
class Answer:
    """Both opinions of the encoder on a pair."""

    general: Opinion
    """Knows bystanders and standing relations."""
    events: Opinion
    """Surer of PLOVER's roots, but takes any pair for the one that the sentence is about."""


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
        self._wordpiece, self._session = loaded.wordpiece, loaded.session
        self.labels: tuple[str, ...] = tuple(loaded.settings["labels"])
        temperature = loaded.settings["temperature"]
        self._temperatures = tuple(float(temperature[head]) for head in ("general", "events"))

    def read(self, questions: Sequence[Question]) -> list[Answer]:
        """Probabilities for each question, in order, rounded.

        Each is run by itself: numbers are quantised by the largest of a run, so that the answers to
        questions that are run together depend on each other.
        """
        return [self._answer(question) for question in questions]

    def _answer(self, question: Question) -> Answer:
        import numpy as np

        text, source, target = mark(question.text, question.source, question.target)
        ids, pieces = self._wordpiece.text(text, (source, target))
        size = (1, len(ids))
        places = []
        for piece in pieces:
            at = np.zeros(size, np.float32)
            at[0, piece] = 1
            places.append(at)
        feeds = {
            "input_ids": np.array([ids], np.int64),
            "attention_mask": np.ones(size, np.float32),
            "source": places[0],
            "target": places[1],
        }
        outputs = [logits[0] for logits in self._session.run(None, feeds)]
        general, events = self._temperatures
        return Answer(
            Opinion(self._named(outputs[0], general), self._named(outputs[1], general)),
            Opinion(self._named(outputs[2], events), self._named(outputs[3], events)),
        )

    def _named(self, logits: np.ndarray[Any, Any], temperature: float) -> dict[str, float]:
        """The probability of each relation."""
        import numpy as np

        scaled = logits / temperature
        powers = np.exp(scaled - scaled.max())
        return {name: round(float(p), 3) for name, p in zip(self.labels, powers / powers.sum(), strict=True)}


@cache
def load() -> Encoder:
    """The shipped encoder, loaded once a process."""
    return Encoder()


def mean(p: Mapping[str, float], q: Mapping[str, float], share: float = 0.5) -> dict[str, float]:
    """The mean of two opinions on one direction of a pair, of which the first has this share."""
    return {name: share * p[name] + (1 - share) * q[name] for name in p}
