"""Scores candidates: the probability that arguments, direction, relation and factuality are right.

Events are scored by a logistic regression over the features of
:mod:`graphbuild.extract.verification.features`, with separate weights for candidates about which the
relation encoder was asked and for the others. A second regression combines that score with the encoder's log
odds for the whole statement in words. ``training/verifier.py`` learns the weights from judged candidates.
The probability of a standing relation is the precision of its rule (:mod:`graphbuild.extract.confidence`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType
from typing import Literal

from graphbuild import tables
from graphbuild.extract import confidence
from graphbuild.extract.document import Candidate
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.verification.features import Instance, features, logit

#: The probability that an instance is right; None drops it.
Scorer = Callable[[Instance], float | None]

INTERCEPT = "intercept"
#: Probability from which an event becomes a statement: of rules for facts and for other factualities, of
#: proposals of the encoder on a word for the relation, and of proposals on any other word.
RULE_FACT, RULE_NO_FACT, PROPOSAL, FREE_PROPOSAL = 0.4, 0.31, 0.75, 0.74
#: The same of a MET_WITH by rule for a fact: of 4 judged ones below it none was right.
MEETING_FACT = 0.54
#: The same of an ACCUSES on any other word: of critical words about an actor half are no accusation.
FREE_ACCUSATION = 0.8
#: Added to the log odds of an event, times the probability of the same event in another sentence.
#: Of 217 judged events in modern news that are reported again .93 were right, of 962 others .80; the
#: articles for training repeat themselves too seldom to learn it.
_CORROBORATION = 1.3
#: Probability, given the sentence alone, below which an event is dropped at once: of rules, and of proposals.
_PENDING, _PENDING_PROPOSAL = 0.2, 0.5
#: The same of triggers about whose arguments the encoder cannot be asked, because they overlap or lie in
#: different sentences: of 15 judged ones below it 2 were right.
_PENDING_NOT_ASKED = 0.75
#: First probability below which the encoder is not shown the statement, and that of a rule from which it need
#: not be.
_HOPELESS, _CERTAIN = 0.2, 0.8
#: Log odds of the statement below which the encoder rejects it although the rule alone passes the threshold.
_REJECTED = -3.0

Column = Literal["with encoder", "without encoder", "claim"]
COLUMNS: tuple[Column, ...] = ("with encoder", "without encoder", "claim")


@cache
def weights(column: Column) -> Mapping[str, float]:
    """The weights of the features: with the encoder's prediction for the pair, without it, or of the second
    regression.

    Raises:
        TableError: a feature occurs twice, or a weight is not a number.
    """
    known: dict[str, float] = {}
    for row in tables.rows("verifier", ("feature", *COLUMNS)):
        name, cell = row.required("feature"), row[column]
        if name in known:
            raise row.error("feature", f"{name!r} is there twice")
        if cell:
            try:
                known[name] = float(cell)
            except ValueError:
                raise row.error(column, "must be a number") from None
    return MappingProxyType(known)


def logistic(values: Mapping[str, float], known: Mapping[str, float]) -> float:
    """The probability by a logistic regression of feature values with ``known`` weights."""
    log_odds = known[INTERCEPT] + sum(known.get(name, 0.0) * value for name, value in values.items())
    return 1 / (1 + math.exp(-log_odds))


def score(instance: Instance) -> float | None:
    """The probability that an instance is right, given its sentence; None if it can be dropped at once."""
    c = instance.event.candidate
    if tables.relations()[c.relation].quad is None:
        return confidence.confidence_of(c, instance.source, instance.target)
    probability = event_probability(instance)
    if not is_fact(instance.event):
        return probability if probability >= RULE_NO_FACT else None
    not_asked = instance.claim_log_odds is not None and instance.prediction is None
    not_asked = not_asked and c.rule.startswith(("verb:", "noun:")) and not c.rule.endswith("/deed")
    pending = _PENDING_PROPOSAL if is_proposal(c) else _PENDING_NOT_ASKED if not_asked else _PENDING
    return probability if probability >= pending else None


def event_probability(instance: Instance) -> float:
    """The probability that an event is right, given its sentence."""
    c, log_odds = instance.event.candidate, instance.claim_log_odds
    column: Column = "without encoder" if instance.prediction is None else "with encoder"
    first = logistic(features(instance), weights(column))
    proposal = is_proposal(c)
    if log_odds is None or not is_fact(instance.event) or first < _HOPELESS:
        return first
    if not proposal and first >= _CERTAIN:
        return first
    claim = log_odds()
    second = logistic(claim_features(first, claim, c.rule), weights("claim"))
    decisive = proposal or first < RULE_FACT or claim < _REJECTED
    return second if decisive else max(first, second)


def corroborated(probability: float, elsewhere: float) -> float:
    """The probability of an event, raised by that of the same event in another sentence (0 for none)."""
    return 1 / (1 + math.exp(-logit(probability) - _CORROBORATION * elsewhere)) if elsewhere else probability


def threshold(event: Event) -> float:
    """The probability from which an event becomes a statement."""
    c = event.candidate
    if not is_proposal(c):
        fact = MEETING_FACT if c.relation == "MET_WITH" else RULE_FACT
        return fact if is_fact(event) else RULE_NO_FACT
    if c.rule.endswith("/free"):
        return FREE_ACCUSATION if c.relation == "ACCUSES" else FREE_PROPOSAL
    return PROPOSAL


def is_proposal(candidate: Candidate) -> bool:
    """Whether the encoder proposed it, and no rule."""
    return candidate.rule.startswith("encoder:")


def is_fact(event: Event) -> bool:
    """Whether an event is reported as a fact. The encoder has learnt from too few others to score them."""
    return event.factuality.modality == "asserted" and not event.factuality.negated


def claim_features(first: float, claim_log_odds: float, rule: str) -> dict[str, float]:
    """The features of the second regression: the probability by the first, the encoder's log odds for the
    whole statement, and whether the encoder proposed it.
    """
    values = {"first regression": logit(first), "claim log odds": claim_log_odds}
    if rule.startswith("encoder:"):
        values["proposal"] = 1.0
        values["free proposal"] = float(rule.endswith("/free"))
    return values
