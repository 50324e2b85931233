"""The relation encoder: reads a sentence with its pair marked, and scores both directions at once.

It answers twice: in general, by all that it was taught, and as one who knows events alone. Each errs
where the other does not. Of a pair that is given to have to do with each other it also tells the root of
what is done and the feeling. Shown a whole statement with its trigger, it says how likely that is right.
``training/relations.py`` makes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graphbuild.encoder.marking import Claim, Marked, mark, mark_claim
from graphbuild.encoder.weights import RESOURCES, session
from graphbuild.encoder.weights import load as load_weights
from graphbuild.encoder.wordpiece import WordPiece
from graphbuild.model import Span

if TYPE_CHECKING:
    import numpy as np

FOLDER = RESOURCES / "relations_model"
NONE = "NONE"
FEELINGS = ("negative", "neutral", "positive")
#: What the encoder tells of a given pair beside its opinions (``training/readout.py``).
LAYERS = ("roots", "feeling")
#: In which way an event may be put (``training/flags.py``): as a fact, denied, by a modality; or not at all.
WAYS = ("asserted", "negated", "future", "possible", "hypothetical", "demanded", "none")
#: The state of the lower layers, from which the way is told.
MIDDLE = "middle"


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is made of a pair: the probability of each relation, or whatever is told, in each direction."""

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
class Reading:
    """What the encoder makes of a pair that is given to have to do with each other."""

    answer: Answer
    roots: Opinion
    """The probability of each PLOVER root, if anything is done; ``CONCEDE RETREAT`` is one of the two."""
    feeling: Opinion
    """The probability of each of :data:`FEELINGS`."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the encoder makes of a statement that is put in words."""

    odds: float
    """The log odds that it is right as it is put."""
    ways: dict[str, float]
    """How likely each of :data:`WAYS` is, if it is put as a fact; of no use otherwise."""


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
        self._flags = session(folder / "flags.onnx")
        self.labels: tuple[str, ...] = tuple(loaded.settings["labels"])
        self._roots: tuple[str, ...] = tuple(loaded.settings["roots"])
        temperature = loaded.settings["temperature"]
        self._temperatures = tuple(float(temperature[head]) for head in ("general", "events"))

    def read(self, questions: Sequence[Question]) -> list[Answer]:
        """Probabilities for each question, in order, rounded.

        Each is run by itself: numbers are quantised by the largest of a run, so that the answers to
        questions that are run together depend on each other.
        """
        return [self._answer(question) for question in questions]

    def judge(self, claim: Claim) -> Judgement:
        """What it makes of a statement, rounded."""
        marked = feeds(self._wordpiece, mark_claim(claim))
        odds, state = self._session.run(["claim", MIDDLE], marked)
        here = {MIDDLE: state, "marks": marked["marks"][:1], "order": marked["order"][:1]}
        (logits,) = self._flags.run(["flags"], here)
        return Judgement(round(float(odds[0]), 2), _named(logits[0], WAYS))

    def describe(self, question: Question) -> Reading:
        """All that it tells of a pair that is given."""
        marked = mark(question.text, question.source, question.target)
        *both, roots, feeling = self._run(marked, ["general", "events", *LAYERS])
        return Reading(self._opinions(both), _opinion(roots, self._roots), _opinion(feeling, FEELINGS))

    def _answer(self, question: Question) -> Answer:
        marked = mark(question.text, question.source, question.target)
        return self._opinions(self._run(marked, ["general", "events"]))

    def _opinions(self, both: Sequence[np.ndarray[Any, Any]]) -> Answer:
        general, events = (
            _opinion(logits / temperature, self.labels)
            for logits, temperature in zip(both, self._temperatures, strict=True)
        )
        return Answer(general, events)

    def _run(self, marked: Marked, outputs: list[str]) -> list[np.ndarray[Any, Any]]:
        """What the network tells of the pair: a row for source to target, and one for the way back."""
        told: list[np.ndarray[Any, Any]] = self._session.run(outputs, feeds(self._wordpiece, marked))
        return told


def feeds(wordpiece: WordPiece, marked: Marked) -> dict[str, np.ndarray[Any, Any]]:
    """A marked pair as inputs of the network: words, marks and order, a row for each direction."""
    import numpy as np

    ids, (a, b, c, d) = wordpiece.text(marked.text, [*marked.source, *marked.target])
    order = 1.0 if a < c else -1.0
    return {
        "ids": np.array([ids], np.int64),
        "marks": np.array([(a, b, c, d), (c, d, a, b)], np.int64),
        "order": np.array([[order], [-order]], np.float32),
    }


def _opinion(logits: np.ndarray[Any, Any], names: Sequence[str]) -> Opinion:
    """The probability of each name, by a row of logits for each direction."""
    return Opinion(*(_named(row, names) for row in logits))


def _named(logits: np.ndarray[Any, Any], names: Sequence[str]) -> dict[str, float]:
    import numpy as np

    powers = np.exp(logits - logits.max())
    return {name: round(float(p), 3) for name, p in zip(names, powers / powers.sum(), strict=True)}


@cache
def load() -> Encoder:
    """The shipped encoder, loaded once a process."""
    return Encoder()


def mean(p: Mapping[str, float], q: Mapping[str, float], share: float = 0.5) -> dict[str, float]:
    """The mean of two opinions on one direction of a pair, of which the first has this share."""
    return {name: share * p[name] + (1 - share) * q[name] for name in p}
