"""How sure a statement is: how often its rule was right, where its statements were read and judged.

``rule_precision.tsv`` counts judged statements by rule and relation. The number in a rule's own row is only
what was expected before:

    family    = (right of the family + S) / (expected of the family + S)
    precision = (right + S * family * number) / (right + wrong + S)

where *expected* is the sum of the numbers of the judged statements: numbers that are too high in a family are
lowered also for its rules that nobody has judged. A statement through people, bodies
or pronouns is less sure than its rule.
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

#: Judged statements that the expectation counts as much as (S).
_STRENGTH = 4
#: How much less sure a target is that is reached through somebody of it, or through civilians, and a pronoun;
#: of 54 judged statements with such a target .59 were right, of 82 with a pronoun .57, of all .69.
_THROUGH, _CIVIL, _PRONOUN = 0.85, 0.8, 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """Judged statements of a rule."""

    right: int
    wrong: int


@cache
def judged() -> Mapping[Key, Judged]:
    """The judged statements of each rule. Raises ``TableError`` where the table is wrong."""
    found: dict[Key, Judged] = {}
    for row in tables.rows("rule_precision", ("rule", "relation", "right", "wrong")):
        name = row.required("rule"), row.choice("relation", (ANY, *tables.relations()))
        if name in found:
            raise row.error("rule", f"{' '.join(name)} is there twice")
        if not (row["right"].isdecimal() and row["wrong"].isdecimal()):
            raise row.error("right", "and wrong must be numbers")
        found[name] = Judged(int(row["right"]), int(row["wrong"]))
    return MappingProxyType(found)


@cache
def _families() -> Mapping[str, float]:
    """How many statements of each family were right, of one that was expected to be."""
    right: Counter[str] = Counter()
    expected: dict[str, float] = defaultdict(float)
    for name, counts in judged().items():
        if name not in rules():
            continue  # a row that was taken out since
        right[family(name[0])] += counts.right
        expected[family(name[0])] += (counts.right + counts.wrong) * rules()[name].number
    return MappingProxyType({f: (right[f] + _STRENGTH) / (n + _STRENGTH) for f, n in expected.items()})


def precision(name: Key, number: float) -> float:
    """How often statements of a rule are right, with the number of its row."""
    counts = judged().get(name, Judged(0, 0))
    expected = min(1.0, _families().get(family(name[0]), 1.0) * number)
    return (counts.right + _STRENGTH * expected) / (counts.right + counts.wrong + _STRENGTH)


def of_rule(candidate: Candidate) -> float:
    """How often what the rules of a candidate state is right, as of the weakest of them."""
    number = candidate.confidence
    made_by = keys(candidate.rule, candidate.relation)
    return min((precision(name, number) for name in made_by), default=number)


def of(candidate: Candidate, source: Actor, target: Actor) -> float:
    """How sure the statement is that a candidate makes of two of its ends: as the weakest of its rules."""
    sure = of_rule(candidate)
    sure *= (_THROUGH if target.role else 1.0) * (_CIVIL if target.civil else 1.0)
    return round(sure * (_PRONOUN if "pronoun" in (source.form, target.form) else 1.0), 3)
