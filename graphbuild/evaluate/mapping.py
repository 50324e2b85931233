"""Mapping of our relations to the labels of published sets: ``resources/evaluation.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graphbuild import tables


@dataclass(frozen=True, slots=True)
class Group:
    """Relations of ours and labels of a set that are compared as one class."""

    name: str
    relations: tuple[str, ...]
    labels: Mapping[str, str]
    """Each label with ``~`` if the set has its ends reversed, ``=`` if their order does not matter."""
    implied: tuple[tuple[str, str], ...]
    """A label, and another one of the same ends from which it follows."""

    @property
    def symmetric(self) -> bool:
        return "=" in self.labels.values()


@cache
def groups(name: str) -> tuple[Group, ...]:
    """Return the groups of a set. Raises ``TableError`` for contradictions."""
    found = []
    for row in tables.rows("evaluation", ("set", "group", "relations", "labels", "implied")):
        if row["set"] != name:
            continue
        if unknown := set(row.words("relations")) - tables.relations().keys():
            raise row.error("relations", f"unknown relation {min(unknown)!r}; see relations.tsv")
        labels = {w.lstrip("~="): w[0] if w[0] in "~=" else "" for w in row.words("labels")}
        implied = tuple((label, by) for label, _, by in (w.partition("<") for w in row.words("implied")))
        if stray := {label for label, _ in implied} - labels.keys():
            raise row.error("implied", f"{min(stray)!r} is no label of this row")
        found.append(Group(row["group"], row.words("relations"), labels, implied))
    return tuple(found)


def group_of(name: str) -> dict[str, Group]:
    """Return the group of each relation of ours that the set has."""
    return {relation: group for group in groups(name) for relation in group.relations}


def roots() -> dict[str, str]:
    """Return root and quad class in the PLOVER set, which merges some roots, by root of our taxonomy."""
    ours = tables.relations()
    return {
        root: group.name
        for group in groups("plover")
        for relation in group.relations
        if group.name and (root := ours[relation].plover)
    }
