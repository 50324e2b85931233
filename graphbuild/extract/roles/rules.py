"""The rules by which roles find their holders and bodies, and posts their relations, from two tables.

``role_rules.tsv``: how a text ties a role noun to a person, and to that which it is a role of.

=============  ==================================================================================
column         holds
=============  ==================================================================================
id             ``how/what``; a post carries the ids of the rules that made it
end            ``holder``, ``body``, ``nation`` (the state whose adjective stands by the role) or
               ``principal`` (the person whom a role serves: "*Obama's* adviser")
role           features of the role, ``,`` between them; empty for all
path           from the role's noun to who or what stands at this end
through        for a holder the path to the verb that says so, for a body that to a noun between the
               role and it ("head of the bank's *board*")
where          paths that must, or with ``!`` must not, lead anywhere, ``;`` between them
flags          ``former``: what it says is over; ``also``: the rules below are tried as well
example        a sentence, ``=>``, and the post ``HOLDER|role|BODY`` (``|former``) that it finds
counterexample a sentence in which the rule finds nothing
=============  ==================================================================================

Of the rules of one end the first that leads anywhere decides.

``post_relations.tsv``: which relation a post makes of its holder. Of the rows of one end the first decides.

=============  ==================================================================================
id             ``group/what``
end            to whom: ``of`` the body, its ``nation``, the ``state`` that the body is of, or one
               that is only ``implied`` by the article
role, body     features of the role, and of the word that means the body
modifier       one of the role's modifiers, or empty
via            features of the noun between; ``none`` where there must be none, ``some`` for any
where          as above
to             a path from the word that means the body to the target, where it is not the body; for an
               implied end ``called:army`` for the one body of the article with that word in its name,
               ``state:USA`` for a state where the article names it,
               ``leaders`` for the state that the person leads by the table, ``subject`` for the one
               that the article is about
relation       a relation, ``role`` for that of the role, ``none``
confidence     how sure before it was measured
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
from graphbuild.extract.patterns.columns import Where
from graphbuild.extract.patterns.paths import Path

ENDS = ("holder", "body", "nation", "principal")
FLAGS = ("former", "also")
TARGETS = ("of", "nation", "state", "implied")
_COLUMNS = ("id", "end", "role", "path", "through", "where", "flags", "example", "counterexample")
_RELATIONS = (
    *("id", "end", "role", "modifier", "body", "via", "where", "to", "relation", "confidence"),
    *("example", "counterexample"),
)


@dataclass(frozen=True, slots=True)
class RoleRule:
    """A way in which a text ties a role to its holder or to what it is a role of."""

    id: str
    role: tuple[str, ...]
    path: Path
    through: Path | None
    where: tuple[Where, ...]
    flags: tuple[str, ...]
    example: str
    counterexample: str


@dataclass(frozen=True, slots=True)
class PostRelation:
    """What posts of some kind say of their holders."""

    id: str
    role: tuple[str, ...]
    modifier: str
    body: tuple[str, ...]
    via: tuple[str, ...]
    where: tuple[Where, ...]
    to: Path | None
    implied: str
    relation: str
    confidence: float
    example: str
    counterexample: str


@cache
def role_rules() -> Mapping[str, tuple[RoleRule, ...]]:
    """The rules of each end in table order. Raises ``TableError`` where the table is wrong."""
    found: dict[str, list[RoleRule]] = defaultdict(list)
    seen: set[str] = set()
    for row in tables.rows("role_rules", _COLUMNS):
        rule = RoleRule(
            _unique(row, seen),
            columns.features(row, "role"),
            columns.path(row, "path", row.required("path")),
            columns.path(row, "through", row["through"]) if row["through"] else None,
            columns.where(row),
            row.words("flags"),
            row["example"],
            row["counterexample"],
        )
        if unknown := set(rule.flags) - set(FLAGS):
            raise row.error("flags", f"unknown flag {unknown.pop()!r}; one of {', '.join(FLAGS)}")
        found[row.choice("end", ENDS)].append(rule)
    return MappingProxyType({end: tuple(rules) for end, rules in found.items()})


@cache
def post_relations() -> Mapping[str, tuple[PostRelation, ...]]:
    """The rows of each end in table order. Raises ``TableError`` where the table is wrong."""
    found: dict[str, list[PostRelation]] = defaultdict(list)
    seen: set[str] = set()
    for row in tables.rows("post_relations", _RELATIONS):
        rule = PostRelation(
            _unique(row, seen),
            columns.features(row, "role"),
            row.choice("modifier", ("", *tables.nouns.MODIFIERS)),
            columns.features(row, "body"),
            columns.features(row, "via"),
            columns.where(row),
            columns.path(row, "to", row["to"]) if row["to"] and row["end"] != "implied" else None,
            row["to"] if row["end"] == "implied" else "",
            row.choice("relation", ("role", "none", *tables.relations())),
            float(row["confidence"] or 0.9),
            row["example"],
            row["counterexample"],
        )
        found[row.choice("end", TARGETS)].append(rule)
    return MappingProxyType({end: tuple(rules) for end, rules in found.items()})


def has(role: tables.Role, feature: str) -> bool:
    """Whether a role has a feature: of lexicon.tsv (``ends:``, ``opens:`` a word), a relation, ``of:any``."""
    wanted = not feature.startswith("!")
    feature = feature.lstrip("!")
    kind, _, name = feature.partition(":")
    if kind == "of" and name:
        found = role.of == name
    elif kind == "ends":
        found = role.name.rsplit(maxsplit=1)[-1] in words(name)
    elif kind == "opens":
        found = role.name.split()[0] in words(name)
    elif feature.isupper():
        found = role.relation == feature
    else:
        found = role.name in words(feature)
    return found is wanted


def _unique(row: tables.Row, seen: set[str]) -> str:
    name = row.required("id")
    if name in seen:
        raise row.error("id", f"{name!r} is there twice")
    seen.add(name)
    return name
