"""Rules of several paths, from ``resources/rules.tsv``: standing relations, titles, appositions, seats.

A row states the words that anchor a rule, the paths to its two arguments, further conditions, and the
relation; its example and counterexample are its tests.

======================  =========================================================================
column                  holds
======================  =========================================================================
id                      unique name, ``group/what``; the rule of its statements
anchor                  features of the anchor, ``,`` between them; the first is a feature of
                        lexicon.tsv, a lemma (``=parent``), ``noun`` for any noun in lower case, or
                        ``person``, ``organisation``, ``country`` for the head of a mention of one
source, target          paths from the anchor to the mentions of the two arguments
where                   paths that must (``!``: must not) reach a token, ``;`` between them; ``+name``
                        is a condition on both arguments (patterns/conditions.py)
relation                a relation
confidence              confidence of the rule as long as it is not measured
flags                   ``former``: the relation has ended; ``leaving``: it has if the clause states so, and
                        else it goes on ("will *leave* the party"); ``lasting``: it also
                        holds of former holders;
                        ``context``: apply the negation and modality of the clause; ``place``: a city
                        stands for its state; ``nation``: a word in a name denotes a state; ``whole``: a
                        known organisation within a name is the argument;
                        ``inverse``: swap source and target
example                 a sentence, ``=>``, and the fact ``SOURCE|RELATION|TARGET`` that the rule finds in it
counterexample          a sentence in which the rule finds nothing
======================  =========================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.extract.lexicon import features
from graphbuild.extract.patterns import columns
from graphbuild.extract.patterns.columns import RuleCondition
from graphbuild.extract.patterns.paths import Path, tests

#: First features of anchors other than words: kinds of the entity mentioned, and any noun.
KINDS = ("person", "organisation", "country", "noun")
FLAGS = ("former", "leaving", "lasting", "context", "place", "nation", "whole", "inverse")
_COLUMNS = (
    *("id", "anchor", "source", "target", "where", "relation", "confidence", "flags"),
    *("example", "counterexample"),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of a relation."""

    id: str
    first: str
    """The first feature of the anchor: of the lexicon, a lemma or a kind."""
    tests: tuple[tuple[str, bool], ...]
    """The other features, each with whether it must hold."""
    source: Path
    target: Path
    where: tuple[RuleCondition, ...]
    relation: str
    confidence: float
    flags: tuple[str, ...]
    example: str
    counterexample: str


@cache
def rules() -> tuple[Rule, ...]:
    """All rules in table order. Raises ``TableError`` for an invalid row."""
    by_id: dict[str, Rule] = {}
    for row in tables.rows("rules", _COLUMNS):
        name = row.required("id")
        if name in by_id:
            raise row.error("id", f"{name!r} is there twice")
        row.required("anchor")
        first, *others = columns.features(row, "anchor")
        if first not in KINDS and first not in features() and not first.startswith("="):
            raise row.error("anchor", f"{first!r} is neither a feature of lexicon.tsv nor one of {KINDS}")
        relation = row.choice("relation", tuple(tables.relations()))
        by_id[name] = Rule(
            name,
            first,
            tests(others),
            columns.path(row, "source", row.required("source")),
            columns.path(row, "target", row.required("target")),
            columns.rule_conditions(row),
            relation,
            float(row["confidence"] or 0.8),
            _flags(row),
            row["example"],
            row["counterexample"],
        )
    return tuple(by_id.values())


@cache
def rules_by_anchor() -> Mapping[str, tuple[Rule, ...]]:
    """The rules by the first feature of their anchor."""
    grouped: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules():
        grouped[rule.first].append(rule)
    return MappingProxyType({first: tuple(group) for first, group in grouped.items()})


def rule_by_id(name: str) -> Rule:
    """The rule of this id."""
    return _by_name()[name]


@cache
def _by_name() -> Mapping[str, Rule]:
    return MappingProxyType({rule.id: rule for rule in rules()})


@cache
def rules_for_lemma(lemma: str) -> tuple[Rule, ...]:
    """The rules that a word of this lemma may anchor."""
    return tuple(
        rule
        for first, group in rules_by_anchor().items()
        if first == f"={lemma}" or (first in features() and lemma in features()[first])
        for rule in group
    )


def _flags(row: tables.Row) -> tuple[str, ...]:
    for flag in row.words("flags"):
        if flag not in FLAGS:
            raise row.error("flags", f"unknown flag {flag!r}; one of {', '.join(FLAGS)}")
    return row.words("flags")
