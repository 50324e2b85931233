"""How published sets name what our relations mean: ``resources/evaluation.tsv``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from graphbuild import tables


@dataclass(frozen=True, slots=True)
class Group:
    """Relations of ours and labels of a set that are compared as one."""

    name: str
    relations: tuple[str, ...]
    labels: Mapping[str, str]
    """Each label with ``~`` where the set has its ends the other way round, ``=`` in either order."""
    implied: tuple[tuple[str, str], ...]
    """Label and another of the same ends from which it follows."""

    @property
    def symmetric(self) -> bool:
        return "=" in self.labels.values()


@cache
def groups(name: str) -> tuple[Group, ...]:
    """The groups of a set. Raises ``TableError`` for what contradicts itself."""
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
    """The group of each relation of ours that the set can tell."""
    return {relation: group for group in groups(name) for relation in group.relations}


def roots() -> dict[str, str]:
    """Root and quad class that the PLOVER set uses, by root of our taxonomy: it merges some into one."""
    ours = tables.relations()
    return {
        root: group.name
        for group in groups("plover")
        for relation in group.relations
        if group.name and (root := ours[relation].plover)
    }
