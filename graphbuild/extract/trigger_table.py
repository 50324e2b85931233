"""The rows of ``triggers.tsv``, and the relations that a lemma alone states.

The full triggers, with the paths to their arguments, are in :mod:`graphbuild.extract.patterns.triggers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType

from graphbuild import tables


def rows() -> Iterator[tables.Row]:
    """The rows in table order."""
    return tables.rows(
        "triggers",
        ("trigger", "pos", "relation", "source", "target", "objects", "where", "confidence", "root"),
    )


def targets(row: tables.Row) -> tuple[str, ...]:
    """The slots of the target; the object where the cell is empty."""
    return row.words("target") or ("obj",)


@cache
def noun_relations() -> Mapping[str, frozenset[str]]:
    """The relations that each noun triggers."""
    by_noun: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        for noun in row.words("trigger") if row["pos"] == "n" else ():
            by_noun[noun].add(row["relation"])
    return MappingProxyType({noun: frozenset(relations) for noun, relations in by_noun.items()})


@cache
def object_relations() -> Mapping[str, frozenset[str]]:
    """The relations of which each verb takes the target as its object, whatever that object is."""
    by_verb: dict[str, set[str]] = defaultdict(set)
    for row in rows():
        if row["pos"] == "v" and not row["objects"] and "obj" in targets(row):
            for verb in row.words("trigger"):
                by_verb[verb.partition(" ")[0]].add(row["relation"])
    return MappingProxyType({verb: frozenset(relations) for verb, relations in by_verb.items()})
