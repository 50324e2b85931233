"""Every rule of the extraction and every condition that is Python, with where it stands: for
``graphbuild rules``, and for what is measured by rule.

A statement's ``rule`` names the rules of the tables that made it and how the text was put
(``verb:attack/passive``, ``post:president/title/name/body/of/state/role``); :func:`keys` are these rules with
the relation, by which they are counted.
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
from graphbuild.extract.events.matching import OF_DEEDS
from graphbuild.extract.events.speech_acts import STOPPED
from graphbuild.extract.patterns.conditions import CONDITIONS
from graphbuild.extract.patterns.rules import rules as standing_rules
from graphbuild.extract.patterns.triggers import FAMILIES, POS, Trigger, triggers
from graphbuild.extract.roles.rules import PostRelation, RoleRule, post_relations, role_rules
from graphbuild.extract.token_features import PREDICATES

#: A rule and the relation that it states.
Key = tuple[str, str]

#: Rules that make one candidate of another's, named at the end of a statement's rule.
DERIVED = {
    "will": "what the subject will not do, as a refusal",
    "ended": "a deed that its doer stops, as its contrary",
    "deed": "the target is whose the deed is that an earlier sentence tells",
}
#: The relation of rules that find posts, which rules of posts make several relations of.
ANY = "any"
#: The number of rules that find posts, as most rows that say what these are.
_OF_ROLES = 0.9
#: The number of rules that stand in no table, about what the passes give their candidates.
_NO_ROW = 0.75
#: Words of a list that are shown.
_SHOWN = 5
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
    says: str
    """Where the ends stand, or what the rule does."""
    number: float
    """How sure it is by its row, before it was measured."""
    line: int = 0
    """The line of ``triggers.tsv`` that has it; the words of a line are listed together."""
    example: str = ""

    @property
    def key(self) -> Key:
        return self.id, self.relation


@dataclass(frozen=True, slots=True)
class Predicate:
    """A condition that is Python: named in tables, written in code."""

    name: str
    asked_of: str
    """``token``, ``both ends`` of a rule, or ``an end`` of a candidate, for ``constraints.tsv``."""
    meaning: str
    rows: int
    """Rows of the tables that name it."""


def keys(rule: str, relation: str) -> tuple[Key, ...]:
    """The rules that made a statement, by what the statement calls them, and its relation.

    One rule makes most statements; a post is found by one that tells its holder and one that tells its body,
    and a third says what relation it is.
    """
    first, *rest = rule.split("/")
    if rest and rest[-1] in DERIVED:
        return ((f"/{rest[-1]}", relation),)
    if first.startswith("post:"):
        pairs = map("/".join, pairwise(rest))
        return tuple((f"post:{pair}", ANY) for pair in pairs if pair in _post_rules())
    return ((first if ":" in first else rule, relation),)


def named(word: str) -> tuple[Key, ...]:
    """The rules that a word names, as statements do, or as they are listed; in the order of the tables."""
    found = ((name, relation) for name, relation in rules())
    return tuple(key for key in found if key[0] == word or key in keys(word, key[1]))


def family(rule: str) -> str:
    """The family of a rule: ``verb``, ``noun``, ``post``, ``seat``; ``/`` for what is derived."""
    return rule.partition(":")[0] if ":" in rule else rule.partition("/")[0] or "/"


@cache
def _post_rules() -> Mapping[str, RoleRule | PostRelation]:
    found: dict[str, RoleRule | PostRelation] = {r.id: r for some in role_rules().values() for r in some}
    found.update((r.id, r) for some in post_relations().values() for r in some)
    return MappingProxyType(found)


@cache
def rules() -> Mapping[Key, Rule]:
    """Every rule by its key, in the order of the tables. Raises ``TableError`` where a table is wrong."""
    found: dict[Key, Rule] = {}
    for rule in (*_of_triggers(), *_of_standing(), *_of_posts(), *_of_encoder(), *_derived()):
        found.setdefault(rule.key, rule)
    return MappingProxyType(found)


def _of_triggers() -> Iterator[Rule]:
    every = [t for pos in POS for own in triggers()[pos].values() for t in own]
    for t in sorted(every, key=lambda t: t.line):
        yield Rule(f"{FAMILIES[t.pos]}:{t.name}", t.relation, _ends(t), t.confidence, t.line)


def _ends(t: Trigger) -> str:
    ends = f"{', '.join(s.name for s in t.source)} → {', '.join(s.name for s in t.target)}"
    words = sorted(t.objects)
    return f"{ends}; with {', '.join(words[:_SHOWN])}{', …' * (len(words) > _SHOWN)}" if words else ends


def _of_standing() -> Iterator[Rule]:
    for r in standing_rules():
        says, example = f"{r.source.text} → {r.target.text}", r.example.partition(" => ")[0]
        yield Rule(r.id, r.relation, says, r.confidence, example=example)


def _of_posts() -> Iterator[Rule]:
    """The rules of posts but for the rows that only say that a post makes no relation."""
    for r in _post_rules().values():
        example = r.example.partition(" => ")[0]
        if isinstance(r, RoleRule):
            yield Rule(f"post:{r.id}", ANY, r.path.text, _OF_ROLES, example=example)
        elif r.relation != "none":
            says = "" if r.relation == "role" else f"as {r.relation}"
            yield Rule(f"post:{r.id}", ANY, says, r.confidence, example=example)


def _of_encoder() -> Iterator[Rule]:
    standing = sorted(set[str]().union(*PROPOSED_STANDING.values()))
    for relation in (*_events(), *standing):
        yield Rule(f"encoder:{relation.lower()}", relation, "found by the relation encoder alone", _NO_ROW)


def _derived() -> Iterator[Rule]:
    made = {
        "will": frozenset(["REJECTS"]),
        "ended": frozenset(STOPPED.values()),
        "deed": OF_DEEDS,
    }
    for suffix, relations in made.items():
        for relation in _events():
            if relation in relations:
                yield Rule(f"/{suffix}", relation, DERIVED[suffix], _NO_ROW)


def _events() -> list[str]:
    return [name for name, relation in tables.relations().items() if relation.quad is not None]


@cache
def predicates() -> tuple[Predicate, ...]:
    """Every condition that is Python, with how many rows of the tables name it."""
    rows = Counter(name for table in _COLUMNS for cells in _cells(table) for name in _named(cells))
    columns = ("relation", "rules", "end", "condition", "meaning")
    of_ends = [(row["condition"], row["meaning"]) for row in tables.rows("constraints", columns)]
    meanings, uses = dict(of_ends), Counter(name for name, _ in of_ends)
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
    """The features and conditions that a row names, of "patient>site" the last."""
    inside = [name for cell in cells for group in _BRACKETS.findall(cell) for name in group.split(",")]
    outside = [name for cell in cells for name in re.split("[;,]", cell)]
    return {name.strip().lstrip("!").rpartition(">")[2] for name in (*inside, *outside)}


def _meaning(condition: Callable[..., bool]) -> str:
    return " ".join((condition.__doc__ or "").split()).rstrip(".")
