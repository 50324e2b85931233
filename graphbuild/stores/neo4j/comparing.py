"""The graph that a database is to hold, cut into parts as the database has it, and which of them differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.neo4j import bookkeeping, manifest
from graphbuild.stores.neo4j.bookkeeping import State
from graphbuild.stores.neo4j.manifest import TABLES, Change, Head, Place, Table


@dataclass(frozen=True, slots=True)
class Part:
    """What a part is to hold."""

    digest: str
    records: Sequence[Any]


class Wanted:
    """A graph to be loaded; it is asked for when it is first needed, and each part is told once."""

    def __init__(self, graph: Callable[[], Graph]) -> None:
        self.graph = cache(graph)
        self.check = cache(lambda: layout.check_ends(self.graph()))
        """Refuses a graph that is incomplete, with ``StoreError``; ``changes`` one with a record twice."""
        self._parts = cache(self._cut)

    def bits(self, state: State, table: Table) -> int:
        """Bits of the numbers of a table's parts, in a database of this state."""
        return manifest.bits(len(table.records(self.graph())), state.bits.get(table.name))

    def parts(self, state: State, table: Table) -> Mapping[int, Part]:
        """The parts of a table by number, cut as in a database of this state."""
        return self._parts(table, self.bits(state, table))

    def differ(self, state: State) -> bool:
        """Whether the database holds another graph."""
        return any(self._differing(state, table) for table in TABLES)

    def changes(
        self, state: State, details: Callable[[list[Place]], Mapping[Place, Mapping[str, int]]], *, full: bool
    ) -> dict[Table, list[Change]]:
        """What makes a database of this state hold the graph, by table; everything if ``full``.

        ``details`` reads what parts hold.
        """
        numbers = {table: self._numbers(state, table, full=full) for table in TABLES}
        places = {t: [(t.name, self.bits(state, t), number) for number in of] for t, of in numbers.items()}
        known = [p for of in places.values() for p in of if p[2] in state.heads.get(p[0], {})]
        held = details(known)

        def changed(table: Table) -> Iterator[Change]:
            parts = self.parts(state, table)
            for place in places[table]:
                part = parts.get(place[2], Part("", ()))
                holds = held.get(place, {})
                yield manifest.change(table, place, part.digest, part.records, holds, full=full)

        return {table: list(changed(table)) for table in TABLES}

    def stamp(self, state: State) -> str:
        """What the heads tell when the database, of this state, holds the graph."""
        heads = {
            table.name: {
                number: Head(number, part.digest, len(part.records))
                for number, part in self.parts(state, table).items()
            }
            for table in TABLES
        }
        return bookkeeping.stamp_of(heads)

    def _numbers(self, state: State, table: Table, *, full: bool) -> list[int]:
        if full:
            return sorted(self.parts(state, table).keys() | state.heads.get(table.name, {}).keys())
        return self._differing(state, table)

    def _differing(self, state: State, table: Table) -> list[int]:
        """Numbers of the parts that are not as they should be."""
        heads, parts = state.heads.get(table.name, {}), self.parts(state, table)
        return sorted(
            number
            for number in heads.keys() | parts.keys()
            if number not in heads or number not in parts or heads[number].digest != parts[number].digest
        )

    def _cut(self, table: Table, bits: int) -> dict[int, Part]:
        cut = manifest.parts(table, self.graph(), bits)
        return {number: Part(manifest.part_digest(table, of), of) for number, of in cut.items()}
