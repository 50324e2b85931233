"""The confidence of a statement: the measured precision of its rule, smoothed.

``rule_precision.tsv`` counts judged statements by rule and relation. The number in a rule's row is the
precision expected before measurement:

    family    = (right of the family + S) / (expected of the family + S)
    precision = (right + S * family * number) / (right + wrong + S)

where *expected* is the sum of the numbers of the judged statements. A family whose numbers are too high is
thus lowered as a whole, rules without judged statements included. Statements whose arguments are pronouns,
or reached through a role or civilians, have a lower confidence than their rule.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.extract.document import Candidate
from graphbuild.extract.entities.linked import Actor
from graphbuild.extract.inventory import ANY, Key, family, keys, rules

#: Number of judged statements with the same weight as the expectation (S).
_STRENGTH = 4
#: Factors for a target reached through a role, through civilians, and for a pronoun. Of 54 judged statements
#: with a target reached through a role or civilians .59 were right, of 82 with a pronoun .57, of all .69.
_THROUGH, _CIVIL, _PRONOUN = 0.85, 0.8, 0.9


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of the judged statements of a rule."""

    right: int
    wrong: int


@cache
def judged_counts() -> Mapping[Key, Counts]:
    """The counts of each rule. Raises ``TableError`` for an invalid row."""
    counts: dict[Key, Counts] = {}
    for row in tables.rows("rule_precision", ("rule", "relation", "right", "wrong")):
        key = row.required("rule"), row.choice("relation", (ANY, *tables.relations()))
        if key in counts:
            raise row.error("rule", f"{' '.join(key)} is there twice")
        if not (row["right"].isdecimal() and row["wrong"].isdecimal()):
            raise row.error("right", "and wrong must be numbers")
        counts[key] = Counts(int(row["right"]), int(row["wrong"]))
    return MappingProxyType(counts)


@cache
def _families() -> Mapping[str, float]:
    """The factor of each family: right statements per expected right statement."""
    right: Counter[str] = Counter()
    expected: dict[str, float] = defaultdict(float)
    for key, counts in judged_counts().items():
        if key not in rules():
            continue  # the rule was removed
        right[family(key[0])] += counts.right
        expected[family(key[0])] += (counts.right + counts.wrong) * rules()[key].prior
    return MappingProxyType({f: (right[f] + _STRENGTH) / (n + _STRENGTH) for f, n in expected.items()})


def precision(name: Key, number: float) -> float:
    """The smoothed precision of a rule, given the number of its row."""
    counts = judged_counts().get(name, Counts(0, 0))
    expected = min(1.0, _families().get(family(name[0]), 1.0) * number)
    return (counts.right + _STRENGTH * expected) / (counts.right + counts.wrong + _STRENGTH)


def rule_precision_of(candidate: Candidate) -> float:
    """The lowest precision of the rules of a candidate."""
    number = candidate.confidence
    return min((precision(k, number) for k in keys(candidate.rule, candidate.relation)), default=number)


def confidence_of(candidate: Candidate, source: Actor, target: Actor) -> float:
    """The confidence of the statement of a candidate about two of its arguments."""
    confidence = rule_precision_of(candidate)
    confidence *= (_THROUGH if target.role else 1.0) * (_CIVIL if target.unofficial else 1.0)
    return round(confidence * (_PRONOUN if "pronoun" in (source.form, target.form) else 1.0), 3)
