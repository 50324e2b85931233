"""How likely a candidate is right as marked: ends, direction, relation and how it is put.

For events a logistic regression over the features of :mod:`graphbuild.extract.evidence`, with one set of
weights for candidates about which the relation encoder was asked and one for the others; a second one weighs
its answer with what the encoder says when it is shown the whole statement in its words.
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
from graphbuild.extract.evidence import Case, features, logit

#: How likely a case is right; None where that is not enough for a statement.
Judge = Callable[[Case], float | None]

CONSTANT = "constant"
#: Probability from which an event becomes a statement: of the rules where it is told as a fact and where it
#: is not, of what the encoder proposes on a word for such a relation, and of what it proposes on any other.
RULES, FLAGGED, PROPOSALS, FREE = 0.4, 0.31, 0.75, 0.74
#: The same of a reproach on no word for one: what is said badly of somebody is none as often as not.
TONE = 0.8
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
    """How likely a case is right; None for an event that is not likely enough."""
    c = case.event.candidate
    if tables.relations()[c.relation].quad is None:
        return confidence.of(c, case.source, case.target)
    sure = probability(features(case), weights("unheard" if case.heard is None else "heard"))
    own = c.rule.startswith("encoder:")
    if case.read is not None and plain(case) and sure >= _HOPELESS and (own or sure < _SURE):
        read = case.read()
        doubted = own or sure < RULES or read < _AGAINST
        weighed = probability(second_features(sure, read, c.rule), weights("read"))
        sure = weighed if doubted else max(sure, weighed)
    return sure if sure >= _least(case) else None


def _least(case: Case) -> float:
    """The probability from which an event becomes a statement."""
    c = case.event.candidate
    if not c.rule.startswith("encoder:"):
        return RULES if plain(case) else FLAGGED
    if c.rule.endswith("/free"):
        return TONE if c.relation == "ACCUSES" else FREE
    return PROPOSALS


def plain(case: Case) -> bool:
    """Whether a case is told as a fact: of others the encoder has read too few to judge them."""
    said = case.event.factuality
    return said.modality == "asserted" and not said.negated


def second_features(sure: float, read: float, rule: str) -> dict[str, float]:
    """What the second regression weighs: how likely a case is by the first, the encoder's log odds, and
    whether the encoder proposed it itself.
    """
    found = {"first answer": logit(sure), "read": read}
    if rule.startswith("encoder:"):
        found["proposed"] = 1.0
        found["proposed, free"] = float(rule.endswith("/free"))
    return found
