"""The relation encoder: predicts the relation between a marked pair of actors, in both directions.

Two heads predict it: the general head, trained on all labels, and the head of events. Their errors differ.
For a pair that is known to be related it also predicts the PLOVER root and the sentiment. For a claim, a
statement in words with its trigger marked, it predicts whether it is right and its factuality.
``training/relations.py`` trains it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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
#: Subwords of an input; a longer text is truncated.
LONGEST = 192
#: Texts that are run at once; more take no less time each.
BATCH = 8
SENTIMENTS = ("negative", "neutral", "positive")
#: Outputs for a pair that is known to be related (``training/readout.py``).
READOUT_LAYERS = ("roots", "feeling")
#: Factuality of an event (``training/flags.py``); ``none`` if the text does not express it.
FACTUALITY_LABELS = ("asserted", "negated", "future", "possible", "hypothetical", "demanded", "none")
#: Output with the hidden state of the lower layers, from which the factuality is predicted.
LOWER_STATE = "middle"


@dataclass(frozen=True, slots=True)
class Scores:
    """The probability of each label for a pair, in both directions."""

    forward: dict[str, float]
    """From source to target."""
    backward: dict[str, float]
    """From target to source."""


@dataclass(frozen=True, slots=True)
class PairScores:
    """The probability of each relation of a pair, by both heads; ``NONE`` for no relation."""

    general: Scores
    """Knows unrelated pairs and standing relations."""
    events: Scores
    """Separates PLOVER roots better, but takes any pair for the one that the sentence is about."""


@dataclass(frozen=True, slots=True)
class PairDescription:
    """All predictions for a pair that is known to be related."""

    scores: PairScores
    roots: Scores
    """The probability of each PLOVER root; ``CONCEDE RETREAT`` is either of the two."""
    sentiment: Scores
    """The probability of each of :data:`SENTIMENTS`."""


@dataclass(frozen=True, slots=True)
class ClaimScores:
    """The predictions for a claim."""

    log_odds: float
    """The log odds that the claim is right."""
    factuality: dict[str, float]
    """The probability of each of :data:`FACTUALITY_LABELS`; only meaningful if the claim states a fact."""


@dataclass(frozen=True, slots=True)
class Question:
    """A sentence and a pair of actors in it; one that the text does not name is ``None``."""

    text: str
    source: Span | None
    target: Span | None


class Encoder:
    """The loaded model."""

    def __init__(self, folder: Path = FOLDER) -> None:
        loaded = load_weights(folder, LONGEST)
        self._wordpiece, self._session = loaded.wordpiece, loaded.session
        self._flags = session(folder / "flags.onnx")
        self.labels: tuple[str, ...] = tuple(loaded.settings["labels"])
        self._roots: tuple[str, ...] = tuple(loaded.settings["roots"])
        temperature = loaded.settings["temperature"]
        self._temperatures = tuple(float(temperature[head]) for head in ("general", "events"))

    def score_pairs(self, questions: Sequence[Question]) -> list[PairScores]:
        """The scores of each question, in order, rounded.

        Questions of equal length, as all pairs of a sentence are, run together, which takes down to half the
        time. Activations are quantised by the largest of a run, so such scores depend slightly on each other:
        in modern news by .015 on average, and in one of a hundred directions by another likeliest relation.
        """
        encoded = [encode(self._wordpiece, mark(q.text, q.source, q.target)) for q in questions]
        scores: dict[int, PairScores] = {}
        for group in _equally_long(encoded):
            heads = self._session.run(["general", "events"], batch([encoded[k] for k in group]))
            for row, k in enumerate(group):
                scores[k] = self._calibrated([logits[2 * row : 2 * row + 2] for logits in heads])
        return [scores[k] for k in range(len(questions))]

    def score_claim(self, claim: Claim) -> ClaimScores:
        """The scores of a claim, rounded."""
        inputs = batch([encode(self._wordpiece, mark_claim(claim))])
        log_odds, state = self._session.run(["claim", LOWER_STATE], inputs)
        upper = {LOWER_STATE: state, "marks": inputs["marks"][:1], "order": inputs["order"][:1]}
        (logits,) = self._flags.run(["flags"], upper)
        return ClaimScores(round(float(log_odds[0]), 2), _softmax(logits[0], FACTUALITY_LABELS))

    def describe_pair(self, question: Question) -> PairDescription:
        """All predictions for a pair that is known to be related."""
        marked = mark(question.text, question.source, question.target)
        inputs = batch([encode(self._wordpiece, marked)])
        *heads, roots, sentiment = self._session.run(["general", "events", *READOUT_LAYERS], inputs)
        return PairDescription(
            self._calibrated(heads), _scores(roots, self._roots), _scores(sentiment, SENTIMENTS)
        )

    def _calibrated(self, heads: Sequence[np.ndarray[Any, Any]]) -> PairScores:
        """The scores by the logits of both heads, each divided by its temperature."""
        general, events = (
            _scores(logits / temperature, self.labels)
            for logits, temperature in zip(heads, self._temperatures, strict=True)
        )
        return PairScores(general, events)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A marked text as numbers."""

    ids: tuple[int, ...]
    """Its subwords."""
    marks: tuple[int, int, int, int]
    """Positions of the opening and closing marks of source and target."""


def encode(wordpiece: WordPiece, marked: Marked) -> Encoded:
    """The subwords of a marked text and the positions of its marks."""
    ids, (a, b, c, d) = wordpiece.text(marked.text, [*marked.source, *marked.target])
    return Encoded(tuple(ids), (a, b, c, d))


def batch(texts: Sequence[Encoded]) -> dict[str, np.ndarray[Any, Any]]:
    """The inputs of the network for texts of equal length.

    ``ids`` has a row for each text; ``rows``, ``marks`` and ``order`` have two, from source to target and
    back: the number of the text, the positions of the marks, and 1 if the source comes first, else -1.
    """
    import numpy as np

    marks = [way for text in texts for way in (text.marks, text.marks[2:] + text.marks[:2])]
    return {
        "ids": np.array([text.ids for text in texts], np.int64),
        "rows": np.repeat(np.arange(len(texts)), 2),
        "marks": np.array(marks, np.int64),
        "order": np.array([[1.0 if way[0] < way[2] else -1.0] for way in marks], np.float32),
    }


def _equally_long(texts: Sequence[Encoded]) -> Iterator[list[int]]:
    """The numbers of texts of equal length, at most :data:`BATCH` at once."""
    by_length: dict[int, list[int]] = {}
    for k, text in enumerate(texts):
        by_length.setdefault(len(text.ids), []).append(k)
    for group in by_length.values():
        for first in range(0, len(group), BATCH):
            yield group[first : first + BATCH]


def _scores(logits: np.ndarray[Any, Any], labels: Sequence[str]) -> Scores:
    """The probability of each label, by a row of logits for each direction."""
    return Scores(*(_softmax(row, labels) for row in logits))


def _softmax(logits: np.ndarray[Any, Any], labels: Sequence[str]) -> dict[str, float]:
    """The probability of each label, rounded."""
    import numpy as np

    powers = np.exp(logits - logits.max())
    return {label: round(float(p), 3) for label, p in zip(labels, powers / powers.sum(), strict=True)}


@cache
def load() -> Encoder:
    """The packaged encoder, loaded once per process."""
    return Encoder()


def mean(p: Mapping[str, float], q: Mapping[str, float], share: float = 0.5) -> dict[str, float]:
    """The weighted mean of two distributions; ``share`` is the weight of the first."""
    return {name: share * p[name] + (1 - share) * q[name] for name in p}
