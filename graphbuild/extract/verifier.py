"""How likely a candidate is right as marked: ends, direction, relation and how it is put.

For events a logistic regression over the features of :mod:`graphbuild.extract.evidence`, with one set of
weights for candidates about which the relation encoder was asked and one for the others;
``training/verifier.py`` learns them from judged candidates. Standing relations are as sure as their rules
(:mod:`graphbuild.extract.confidence`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.extract import confidence
from graphbuild.extract.evidence import Case, features

#: How likely a case is right; None where that is not enough for a statement.
Judge = Callable[[Case], float | None]

CONSTANT = "constant"
#: Probability from which an event becomes a statement: of the rules, and of what the encoder proposes.
RULES, PROPOSALS = 0.49, 0.7


@cache
def weights(*, heard: bool) -> Mapping[str, float]:
    """What each feature weighs, with the encoder's answer or without.

    Raises:
        TableError: a feature is there twice, or a weight is no number.
    """
    found: dict[str, float] = {}
    for row in tables.rows("verifier", ("feature", "heard", "unheard")):
        name, cell = row.required("feature"), row["heard" if heard else "unheard"]
        if name in found:
            raise row.error("feature", f"{name!r} is there twice")
        if cell:
            try:
                found[name] = float(cell)
            except ValueError:
                raise row.error("heard", "and unheard must be numbers") from None
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
    sure = probability(features(case), weights(heard=case.heard is not None))
    return sure if sure >= (PROPOSALS if c.rule.startswith("encoder:") else RULES) else None
