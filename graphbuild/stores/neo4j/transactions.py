"""The changes of a load, in transactions: records, and what is written down about them, in one.

While the server works on one, the rows of the next are made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from graphbuild.stores.neo4j import bookkeeping, writing
from graphbuild.stores.neo4j.manifest import TABLES, Change, Place, Table
from graphbuild.stores.neo4j.schema import Names
from graphbuild.stores.neo4j.writing import NODES


class BrokenError(Exception):
    """Nodes are missing that the manifest lists."""


@dataclass(frozen=True, slots=True)
class Task:
    """One half of a change: to remove what goes, or to write what comes."""

    table: Table
    change: Change
    removes: bool

    def __len__(self) -> int:
        """How many records it is about."""
        return len(self.change.removed if self.removes else self.change.written)


def tasks(changes: Mapping[Table, Sequence[Change]]) -> list[Task]:
    """The tasks in their order: edges go before their ends, and come after them."""
    going = [Task(t, change, True) for t in reversed(TABLES) for change in changes[t] if change.removed]
    coming = [
        Task(t, change, False)
        for t in TABLES
        for change in changes[t]
        if change.written or not change.removed
    ]
    return going + coming


@dataclass(frozen=True, slots=True)
class _Group:
    """Tasks of one kind and one table, as Cypher with its rows."""

    label: str
    """Of nodes that are written; else empty."""
    ids: list[str]
    steps: list[writing.Step]
    removes: bool
    parts: Sequence[tuple[Place, str, Mapping[str, int]]]
    """What is written down."""

    def run(self, tx: Any, names: Names) -> int:
        if self.label:
            writing.revive(tx, self.label, self.ids, names)
        kept = 0
        for cypher, rows in self.steps:
            result = tx.run(cypher, rows=rows)
            if self.removes:
                kept += int(result.consume().counters.labels_added)
            elif result.single()[0] < len(rows):
                raise BrokenError
        bookkeeping.save(tx, names, self.parts)
        return kept


@dataclass(frozen=True, slots=True)
class Lot:
    """What one transaction does."""

    groups: list[_Group]
    written: int
    removed: int

    def run(self, tx: Any, names: Names) -> int:
        """Do it; how many nodes stay that should go, since something of others is on them.

        Raises ``BrokenError`` where the end of an edge is missing.
        """
        return sum(group.run(tx, names) for group in self.groups)


def prepared(all_tasks: Iterable[Task], names: Names, size: int) -> Iterator[Lot]:
    """The tasks in lots of about so many records, each made while the one before is being used."""
    with ThreadPoolExecutor(1) as aside:
        coming: deque[Future[Lot]] = deque()
        for some in _lots(all_tasks, size):
            coming.append(aside.submit(_lot, some, names))
            if len(coming) > 1:
                yield coming.popleft().result()
        for last in coming:
            yield last.result()


def _lots(all_tasks: Iterable[Task], size: int) -> Iterator[list[Task]]:
    lot: list[Task] = []
    records = 0
    for task in all_tasks:
        lot.append(task)
        records += len(task)
        if records >= size:
            yield lot
            lot, records = [], 0
    if lot:
        yield lot


def _lot(some: Sequence[Task], names: Names) -> Lot:
    groups = [
        _group(table, [task.change for task in same], names, removes=removes)
        for (table, removes), same in groupby(some, lambda task: (task.table, task.removes))
    ]
    removed = sum(len(task) for task in some if task.removes)
    return Lot(groups, sum(map(len, some)) - removed, removed)


def _group(table: Table, changes: Sequence[Change], names: Names, *, removes: bool) -> _Group:
    if removes:
        left = [
            (c.place, "" if c.written else c.digest, {k: d for k, d in c.held.items() if k in c.wanted})
            for c in changes
        ]
        keys = [key for change in changes for key in change.removed]
        return _Group("", [], list(writing.removals(table, keys, names)), True, left)
    records = [record for change in changes for record in change.written]
    steps = [(cypher, rows) for cypher, rows in writing.writes(table, records, names) if rows]
    now = [(change.place, change.digest, change.wanted) for change in changes]
    label = table.name if table.name in NODES and records else ""
    return _Group(label, [record.id for record in records] if label else [], steps, False, now)
