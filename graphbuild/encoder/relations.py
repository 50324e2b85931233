"""The relation encoder: reads a sentence with its pair marked, and scores both directions at once.

It answers twice: in general, by all that it was taught, and as one who knows events alone. Each errs
where the other does not. Shown a whole statement with its trigger, it says how likely that is right.
``training/relations.py`` makes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild.encoder.marking import Claim, Marked, mark, mark_claim
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

    def judge(self, claims: Sequence[Claim]) -> list[float]:
        """The log odds that each statement is right as it is put, in order, rounded."""
        return [round(float(self._run(mark_claim(claim), ["claim"])[0][0]), 2) for claim in claims]

    def _answer(self, question: Question) -> Answer:
        both = self._run(mark(question.text, question.source, question.target), ["general", "events"])
        general, events = (
            Opinion(*(self._named(row, temperature) for row in logits))
            for logits, temperature in zip(both, self._temperatures, strict=True)
        )
        return Answer(general, events)

    def _run(self, marked: Marked, outputs: list[str]) -> list[np.ndarray[Any, Any]]:
        """What the network tells of the pair: a row for source to target, and one for the way back."""
        import numpy as np

        ids, (a, b, c, d) = self._wordpiece.text(marked.text, [*marked.source, *marked.target])
        order = 1.0 if a < c else -1.0
        feeds = {
            "ids": np.array([ids], np.int64),
            "marks": np.array([(a, b, c, d), (c, d, a, b)], np.int64),
            "order": np.array([[order], [-order]], np.float32),
        }
        told: list[np.ndarray[Any, Any]] = self._session.run(outputs, feeds)
        return told

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
