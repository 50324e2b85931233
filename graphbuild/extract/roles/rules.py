"""The rules that attach roles to holders and organisations, and those that derive relations from posts.

``role_rules.tsv``: how the text relates a role noun to its holder and to the organisation or state.

=============  ==================================================================================
column         holds
=============  ==================================================================================
id             ``group/what``; a post has the ids of its rules
end            ``holder``, ``body`` (organisation or state), ``nation`` (state whose adjective modifies
               the role), ``principal`` (person whom the holder serves: "*Obama's* adviser") or ``ending``
               (from the holder to an event that ends the post, and back: "dismissed *Ann Otieno*")
role           features of the role, ``,`` between them; empty for all
path           from the role noun to the actor at this end; of an ending, from the holder to himself
through        for a holder, path to the verb that states the post; for an ending, to the event; for a body,
               path to a noun between
               the role and it ("head of the bank's *board*")
where          paths that must, or with ``!`` must not, reach a token, ``;`` between them
flags          ``former``: the post has ended; ``also``: later rules are tried as well
example        a sentence, ``=>``, and the post ``HOLDER|role|BODY`` (``|former``) that it finds
counterexample a sentence in which the rule finds nothing
=============  ==================================================================================

The first rule of an end that reaches an actor applies.

``post_relations.tsv``: the relation that a post states. The first row of an end that matches applies.

=============  ==================================================================================
id             ``group/what``
end            the target: ``of`` for the body, ``nation``, ``state`` for the state of the body, or
               ``implied`` for one that only the article implies
role, body     features of the role, and of the mention of the body
modifier       one of the role's modifiers, or empty
via            features of the noun between; ``none`` where there must be none, ``some`` for any
where          as above
to             path from the mention of the body to the target, where it is not the body; for an
               implied target ``called:army`` for the one organisation in the article with that name
               ending, ``type:party`` for the one of a type, ``state:USA`` for a state if the article
               names it, ``leaders`` for the state that the person leads by the table, ``subject`` for
               the one that the article is about
relation       a relation, ``role`` for that of the role, ``none``
confidence     confidence as long as it is not measured
=============  ==================================================================================
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from graphbuild import tables
from graphbuild.extract.lexicon import words
from graphbuild.extract.patterns import columns
from graphbuild.extract.patterns.columns import RuleCondition
from graphbuild.extract.patterns.paths import Path

ENDS = ("holder", "body", "nation", "principal", "ending")
FLAGS = ("former", "also")
TARGETS = ("of", "nation", "state", "implied")
_COLUMNS = ("id", "end", "role", "path", "through", "where", "flags", "example", "counterexample")
_RELATIONS = (
    *("id", "end", "role", "modifier", "body", "via", "where", "to", "relation", "confidence"),
    *("example", "counterexample"),
)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A row of ``role_rules.tsv``."""

    id: str
    role: tuple[str, ...]
    path: Path
    through: Path | None
    where: tuple[RuleCondition, ...]
    flags: tuple[str, ...]
    example: str
    counterexample: str


@dataclass(frozen=True, slots=True)
class PostRelation:
    """A row of ``post_relations.tsv``."""

    id: str
    role: tuple[str, ...]
    modifier: str
    body: tuple[str, ...]
    via: tuple[str, ...]
    where: tuple[RuleCondition, ...]
    to: Path | None
    implied: str
    relation: str
    confidence: float
    example: str
    counterexample: str


@cache
def role_rules() -> Mapping[str, tuple[RoleRule, ...]]:
    """The rules of each end in table order. Raises ``TableError`` for an invalid row."""
    by_end: dict[str, list[RoleRule]] = defaultdict(list)
    seen: set[str] = set()
    for row in tables.rows("role_rules", _COLUMNS):
        rule = RoleRule(
            _unique(row, seen),
            columns.features(row, "role"),
            columns.path(row, "path", row.required("path")),
            columns.path(row, "through", row["through"]) if row["through"] else None,
            columns.rule_conditions(row),
            row.words("flags"),
            row["example"],
            row["counterexample"],
        )
        if unknown := set(rule.flags) - set(FLAGS):
            raise row.error("flags", f"unknown flag {unknown.pop()!r}; one of {', '.join(FLAGS)}")
        by_end[row.choice("end", ENDS)].append(rule)
    return MappingProxyType({end: tuple(rules) for end, rules in by_end.items()})


@cache
def post_relations() -> Mapping[str, tuple[PostRelation, ...]]:
    """The rows of each end in table order. Raises ``TableError`` for an invalid row."""
    by_end: dict[str, list[PostRelation]] = defaultdict(list)
    seen: set[str] = set()
    for row in tables.rows("post_relations", _RELATIONS):
        rule = PostRelation(
            _unique(row, seen),
            columns.features(row, "role"),
            row.choice("modifier", ("", *tables.nouns.MODIFIERS)),
            columns.features(row, "body"),
            columns.features(row, "via"),
            columns.rule_conditions(row),
            columns.path(row, "to", row["to"]) if row["to"] and row["end"] != "implied" else None,
            row["to"] if row["end"] == "implied" else "",
            row.choice("relation", ("role", "none", *tables.relations())),
            float(row["confidence"] or 0.9),
            row["example"],
            row["counterexample"],
        )
        by_end[row.choice("end", TARGETS)].append(rule)
    return MappingProxyType({end: tuple(rules) for end, rules in by_end.items()})


def has(role: tables.Role, feature: str) -> bool:
    """Whether a role has a feature; ``!`` negates it.

    A feature is one of lexicon.tsv for its name (``ends:`` and ``opens:`` for its last and first word), its
    relation, or ``of:`` with what it is of.
    """
    required = not feature.startswith("!")
    feature = feature.lstrip("!")
    kind, _, name = feature.partition(":")
    if kind == "of" and name:
        matches = role.of == name
    elif kind == "ends":
        matches = role.name.rsplit(maxsplit=1)[-1] in words(name)
    elif kind == "opens":
        matches = role.name.split()[0] in words(name)
    elif feature.isupper():
        matches = role.relation == feature
    else:
        matches = role.name in words(feature)
    return matches is required


def _unique(row: tables.Row, seen: set[str]) -> str:
    name = row.required("id")
    if name in seen:
        raise row.error("id", f"{name!r} is there twice")
    seen.add(name)
    return name
