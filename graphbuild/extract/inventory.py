"""The inventory of all extraction rules and of all conditions written in Python.

``graphbuild rules`` lists it, and measurements by rule refer to it. A statement's ``rule`` has the ids of its
rules and the construction of the text (``verb:attack/passive``,
``post:president/title/name/body/of/state/role``); :func:`keys` returns these rules with the relation.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from graphbuild import tables
from graphbuild.extract.constraints import PROPOSED_STANDING
from graphbuild.extract.end_conditions import CONDITIONS as END_CONDITIONS
from graphbuild.extract.events.matching import TARGET_MAY_BE_AGENT
from graphbuild.extract.events.speech_acts import RELATION_IF_ENDED
from graphbuild.extract.patterns.conditions import CONDITIONS
from graphbuild.extract.patterns.rules import rules as standing_rules
from graphbuild.extract.patterns.triggers import FAMILIES, POS, Trigger, triggers
from graphbuild.extract.roles.rules import PostRelation, RoleRule, post_relations, role_rules
from graphbuild.extract.token_features import PREDICATES

#: A rule and the relation that it states.
Key = tuple[str, str]

#: Rules that derive a candidate from another, with their meaning; the last part of a statement's rule.
DERIVED = {
    "will": "an act that the subject will not do, as a refusal",
    "ended": "an act that its agent stops, as the opposite act",
    "deed": "the target is the agent of an event in an earlier sentence",
}
#: The relation of the rules that find posts, from which several relations follow.
ANY = "any"
#: Confidence of the rules that find posts, the same as of most rows for posts.
_POST_CONFIDENCE = 0.9
#: Confidence of rules that are in no table, close to that of their candidates.
_DEFAULT_CONFIDENCE = 0.75
#: Most words of a list that are shown.
_MOST_SHOWN = 5
_BRACKETS = re.compile(r"\[([^\]]+)\]")
#: Tables whose paths and conditions name predicates.
_COLUMNS = {
    "slots": ("path",),
    "arguments": ("where",),
    "triggers": ("where",),
    "rules": ("anchor", "source", "target", "where"),
    "role_rules": ("path", "through", "where"),
    "post_relations": ("body", "where", "to"),
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule as users see it."""

    id: str
    relation: str
    description: str
    """The slots or paths of its arguments, or what the rule does."""
    prior: float
    """The confidence in its row, before measurement."""
    line: int = 0
    """Its line in ``triggers.tsv``; the words of one line are listed together."""
    example: str = ""

    @property
    def key(self) -> Key:
        return self.id, self.relation


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition written in Python and named in tables."""

    name: str
    applies_to: str
    """``token``, ``both ends`` of a rule, or ``an end`` of a candidate, for ``constraints.tsv``."""
    meaning: str
    rows: int
    """Number of table rows that name it."""


def keys(rule: str, relation: str) -> tuple[Key, ...]:
    """The keys of the rules of a statement, from its ``rule`` and relation.

    Most statements have one rule; one from a post has three, for its holder, its body and its relation.
    """
    first, *rest = rule.split("/")
    if rest and rest[-1] in DERIVED:
        return ((f"/{rest[-1]}", relation),)
    if first.startswith("post:"):
        pairs = map("/".join, pairwise(rest))
        return tuple((f"post:{pair}", ANY) for pair in pairs if pair in _post_rules())
    return ((first if ":" in first else rule, relation),)


def rules_named(word: str) -> tuple[Key, ...]:
    """The rules that a word names, by their id or as in a statement's ``rule``; in table order."""
    return tuple(key for key in rules() if key[0] == word or key in keys(word, key[1]))


def family(rule: str) -> str:
    """The family of a rule: ``verb``, ``noun``, ``post``, ``seat``, …; ``/`` for derived rules."""
    return rule.partition(":")[0] if ":" in rule else rule.partition("/")[0] or "/"


@cache
def _post_rules() -> Mapping[str, RoleRule | PostRelation]:
    by_id: dict[str, RoleRule | PostRelation] = {r.id: r for some in role_rules().values() for r in some}
    by_id.update((r.id, r) for some in post_relations().values() for r in some)
    return MappingProxyType(by_id)


@cache
def rules() -> Mapping[Key, Rule]:
    """Every rule by its key, in table order. Raises ``TableError`` for an invalid row."""
    by_key: dict[Key, Rule] = {}
    for rule in (*_of_triggers(), *_of_standing(), *_of_posts(), *_of_encoder(), *_derived()):
        by_key.setdefault(rule.key, rule)
    return MappingProxyType(by_key)


def _of_triggers() -> Iterator[Rule]:
    every = [t for pos in POS for same_lemma in triggers()[pos].values() for t in same_lemma]
    for t in sorted(every, key=lambda t: t.line):
        yield Rule(f"{FAMILIES[t.pos]}:{t.name}", t.relation, _slots(t), t.confidence, t.line)


def _slots(t: Trigger) -> str:
    """The slots of source and target, and the first of the nouns that the trigger requires."""
    slots = f"{', '.join(s.name for s in t.source)} → {', '.join(s.name for s in t.target)}"
    nouns = sorted(t.objects)
    if not nouns:
        return slots
    return f"{slots}; with {', '.join(nouns[:_MOST_SHOWN])}{', …' * (len(nouns) > _MOST_SHOWN)}"


def _of_standing() -> Iterator[Rule]:
    for r in standing_rules():
        says, example = f"{r.source.text} → {r.target.text}", r.example.partition(" => ")[0]
        yield Rule(r.id, r.relation, says, r.confidence, example=example)


def _of_posts() -> Iterator[Rule]:
    """The rules for posts, without the rows by which a post states no relation."""
    for r in _post_rules().values():
        example = r.example.partition(" => ")[0]
        if isinstance(r, RoleRule):
            yield Rule(f"post:{r.id}", ANY, r.path.text, _POST_CONFIDENCE, example=example)
        elif r.relation != "none":
            says = "" if r.relation == "role" else f"as {r.relation}"
            yield Rule(f"post:{r.id}", ANY, says, r.confidence, example=example)


def _of_encoder() -> Iterator[Rule]:
    standing = sorted(set[str]().union(*PROPOSED_STANDING.values()))
    for relation in (*_events(), *standing):
        says = "found by the relation encoder alone"
        yield Rule(f"encoder:{relation.lower()}", relation, says, _DEFAULT_CONFIDENCE)


def _derived() -> Iterator[Rule]:
    by_suffix = {
        "will": frozenset(["REJECTS"]),
        "ended": frozenset(RELATION_IF_ENDED.values()),
        "deed": TARGET_MAY_BE_AGENT,
    }
    for suffix, relations in by_suffix.items():
        for relation in _events():
            if relation in relations:
                yield Rule(f"/{suffix}", relation, DERIVED[suffix], _DEFAULT_CONFIDENCE)


def _events() -> list[str]:
    """The relations that are events."""
    return [name for name, relation in tables.relations().items() if relation.quad is not None]


@cache
def predicates() -> tuple[Predicate, ...]:
    """Every condition written in Python, with the number of table rows that name it."""
    rows = Counter(name for table in _COLUMNS for cells in _cells(table) for name in _named(cells))
    columns = ("relation", "rules", "end", "condition", "meaning")
    constraints = [(row["condition"], row["meaning"]) for row in tables.rows("constraints", columns)]
    meanings, uses = dict(constraints), Counter(name for name, _ in constraints)
    return (
        *(Predicate(n, "token", _meaning(p), rows[n]) for n, p in PREDICATES.items()),
        *(Predicate(f"+{n}", "both ends", _meaning(c), rows[f"+{n}"]) for n, c in CONDITIONS.items()),
        *(Predicate(n, "an end", meanings.get(n, ""), uses[n]) for n in END_CONDITIONS),
    )


def _cells(table: str) -> Iterator[list[str]]:
    """The cells of each row that may name conditions."""
    text = (tables.RESOURCES / f"{table}.tsv").read_text(encoding="utf-8")
    header, *rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    columns = [header.index(column) for column in _COLUMNS[table]]
    for row in rows:
        yield [row[k] for k in columns]


def _named(cells: Sequence[str]) -> set[str]:
    """The features and conditions that a row names; of "patient>site" only "site"."""
    inside = [name for cell in cells for group in _BRACKETS.findall(cell) for name in group.split(",")]
    outside = [name for cell in cells for name in re.split("[;,]", cell)]
    return {name.strip().lstrip("!").rpartition(">")[2] for name in (*inside, *outside)}


def _meaning(condition: Callable[..., bool]) -> str:
    return " ".join((condition.__doc__ or "").split()).rstrip(".")
