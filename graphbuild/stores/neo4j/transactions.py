"""The changes of a load as transactions, each with records and their entries in the manifest.

The rows of the next transaction are prepared while the server processes the current one.
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
    """One half of a change: the records to remove, or the records to write."""

    table: Table
    change: Change
    removes: bool

    def __len__(self) -> int:
        """Return the number of records."""
        return len(self.change.removed if self.removes else self.change.written)


def tasks(changes: Mapping[Table, Sequence[Change]]) -> list[Task]:
    """Return the tasks in order: edges are removed before their ends, and written after them."""
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
    """Label of written nodes; else empty."""
    ids: list[str]
    steps: list[writing.Step]
    removes: bool
    parts: Sequence[tuple[Place, str, Mapping[str, int]]]
    """The entries in the manifest."""

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
    """The content of one transaction."""

    groups: list[_Group]
    written: int
    removed: int

    def run(self, tx: Any, names: Names) -> int:
        """Run it; return the number of obsolete nodes that remain because of foreign relationships.

        Raises ``BrokenError`` if the end of an edge is missing.
        """
        return sum(group.run(tx, names) for group in self.groups)


def prepared(all_tasks: Iterable[Task], names: Names, size: int) -> Iterator[Lot]:
    """Yield the tasks in lots of about ``size`` records, each prepared while the previous one is
    processed.
    """
    with ThreadPoolExecutor(1) as aside:
        coming: deque[Future[Lot]] = deque()
        for lot_tasks in _lots(all_tasks, size):
            coming.append(aside.submit(_lot, lot_tasks, names))
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


def _lot(tasks: Sequence[Task], names: Names) -> Lot:
    groups = [
        _group(table, [task.change for task in same], names, removes=removes)
        for (table, removes), same in groupby(tasks, lambda task: (task.table, task.removes))
    ]
    removed = sum(len(task) for task in tasks if task.removes)
    return Lot(groups, sum(map(len, tasks)) - removed, removed)


def _group(table: Table, changes: Sequence[Change], names: Names, *, removes: bool) -> _Group:
    if removes:
        remaining = [
            (c.place, "" if c.written else c.digest, {k: d for k, d in c.held.items() if k in c.wanted})
            for c in changes
        ]
        keys = [key for change in changes for key in change.removed]
        return _Group("", [], list(writing.removals(table, keys, names)), True, remaining)
    records = [record for change in changes for record in change.written]
    steps = [(cypher, rows) for cypher, rows in writing.writes(table, records, names) if rows]
    now = [(change.place, change.digest, change.wanted) for change in changes]
    label = table.name if table.name in NODES and records else ""
    return _Group(label, [record.id for record in records] if label else [], steps, False, now)
