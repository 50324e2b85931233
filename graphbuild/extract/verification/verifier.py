"""How likely a candidate is right as marked: ends, direction, relation and how it is put.

For events a logistic regression over the features of :mod:`graphbuild.extract.verification.features`, with
one set of weights for candidates about which the relation encoder was asked and one for the others; a second
one weighs its answer with what the encoder says when it is shown the whole statement in its words.
``training/verifier.py`` learns them from judged candidates. Standing relations are as sure as their rules
(:mod:`graphbuild.extract.confidence`).
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
from graphbuild.extract.verification.features import Case, features, logit

#: How likely a case is right; None where that is hopeless.
Judge = Callable[[Case], float | None]

CONSTANT = "constant"
#: Probability from which an event becomes a statement: of the rules where it is told as a fact and where it
#: is not, of what the encoder proposes on a word for such a relation, and of what it proposes on any other.
RULES, FLAGGED, PROPOSALS, FREE = 0.4, 0.31, 0.75, 0.74
#: What it adds to the log odds of an event that another sentence tells the same of the same two.
#: Of 217 judged events in modern news that are told again .93 were right, of 962 others .80; our own articles
#: repeat themselves too seldom to learn it from.
_AGAIN = 1.3
#: The same of a reproach on no word for one: what is said badly of somebody is none as often as not.
TONE = 0.8
#: The same of triggers about whose ends the encoder cannot be asked, for they do not stand apart in the
#: sentence: of 15 judged ones below it 2 were right.
_UNHEARD = 0.75
#: Probability by its sentence alone from which an event is kept until the whole article is read: of the
#: rules, and of what the encoder proposes.
_PENDING, _PENDING_PROPOSAL = 0.2, 0.5
#: Probability by the first regression below which a case is hopeless, and from which one of a rule is sure:
#: the encoder is not asked to read the statement.
_HOPELESS, _SURE = 0.2, 0.8
#: Log odds below which the encoder is plainly against a case of a rule that is likely enough by itself.
_AGAINST = -3.0

Column = Literal["heard", "unheard", "read"]
_COLUMNS: tuple[Column, ...] = ("heard", "unheard", "read")


@cache
def weights(column: Column) -> Mapping[str, float]:
    """What each feature weighs: with the encoder's answer on the two ends, without, and where it was shown
    the whole statement.

    Raises:
        TableError: a feature is there twice, or a weight is no number.
    """
    found: dict[str, float] = {}
    for row in tables.rows("verifier", ("feature", *_COLUMNS)):
        name, cell = row.required("feature"), row[column]
        if name in found:
            raise row.error("feature", f"{name!r} is there twice")
        if cell:
            try:
                found[name] = float(cell)
            except ValueError:
                raise row.error(column, "must be a number") from None
    return MappingProxyType(found)


def probability(found: Mapping[str, float], known: Mapping[str, float]) -> float:
    """How likely a case with these features is right by these weights."""
    score = known[CONSTANT] + sum(known.get(name, 0.0) * value for name, value in found.items())
    return 1 / (1 + math.exp(-score))


def judge(case: Case) -> float | None:
    """How likely a case is right by its sentence; None for an event that is hopeless."""
    c = case.event.candidate
    if tables.relations()[c.relation].quad is None:
        return confidence.of(c, case.source, case.target)
    sure = likely(case)
    if not plain(case.event):
        return sure if sure >= FLAGGED else None
    unheard = case.read is not None and case.heard is None
    unheard = unheard and c.rule.startswith(("verb:", "noun:")) and not c.rule.endswith("/deed")
    pending = _PENDING_PROPOSAL if proposed(c) else _UNHEARD if unheard else _PENDING
    return sure if sure >= pending else None


def likely(case: Case) -> float:
    """How likely an event is right by its sentence."""
    c = case.event.candidate
    sure = probability(features(case), weights("unheard" if case.heard is None else "heard"))
    own = proposed(c)
    if case.read is not None and plain(case.event) and sure >= _HOPELESS and (own or sure < _SURE):
        read = case.read()
        doubted = own or sure < RULES or read < _AGAINST
        weighed = probability(second_features(sure, read, c.rule), weights("read"))
        sure = weighed if doubted else max(sure, weighed)
    return sure


def corroborated(sure: float, again: float) -> float:
    """How likely an event is right that its sentence makes so ``sure``.

    ``again`` is how sure the article makes the same of the same two in another sentence; 0 where it does not.
    """
    return 1 / (1 + math.exp(-logit(sure) - _AGAIN * again)) if again else sure


def least(event: Event) -> float:
    """The probability from which an event becomes a statement."""
    c = event.candidate
    if not proposed(c):
        return RULES if plain(event) else FLAGGED
    if c.rule.endswith("/free"):
        return TONE if c.relation == "ACCUSES" else FREE
    return PROPOSALS


def proposed(candidate: Candidate) -> bool:
    """Whether the encoder proposed it, and no rule."""
    return candidate.rule.startswith("encoder:")


def plain(event: Event) -> bool:
    """Whether an event is told as a fact: of others the encoder has read too few to judge them."""
    return event.factuality.modality == "asserted" and not event.factuality.negated


def second_features(sure: float, read: float, rule: str) -> dict[str, float]:
    """What the second regression weighs: how likely a case is by the first, the encoder's log odds, and
    whether the encoder proposed it itself.
    """
    found = {"first answer": logit(sure), "read": read}
    if rule.startswith("encoder:"):
        found["proposed"] = 1.0
        found["proposed, free"] = float(rule.endswith("/free"))
    return found
