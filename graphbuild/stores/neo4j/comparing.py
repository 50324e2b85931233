"""The graph that a database is to hold, cut into parts as the database has it, and which of them differ.

Where the database holds a state of the kept aggregation, this knows what differs; else all is compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.stores.neo4j import manifest
from graphbuild.stores.neo4j.bookkeeping import Root, State
from graphbuild.stores.neo4j.manifest import TABLES, Change, Place, Table

if TYPE_CHECKING:
    from graphbuild.incremental import Aggregation, Changes

Details = Callable[[list[Place]], dict[Place, Mapping[str, int]]]
"""Reads what parts hold: digests of records by key."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a part is to hold."""

    digest: str
    records: Sequence[Any]


class Wanted:
    """A graph to be loaded; it is asked for when it is first needed, and each part is compared once.

    ``kept`` opens the kept aggregation that it comes from, where it comes from one.
    """

    def __init__(self, graph: Callable[[], Graph], kept: Callable[[], Aggregation | None]) -> None:
        self.graph = cache(graph)
        self.check = cache(lambda: layout.check_ends(self.graph()))
        """Refuses a graph that is incomplete, with ``StoreError``; ``changes`` one with a record twice."""
        self.digest = cache(lambda: manifest.graph_digest(self.graph()))
        """Names all that the graph says."""
        self._kept = cache(kept)
        self._changes = cache(self._changes_since)
        self._parts = cache(self._cut)

    @property
    def aggregation(self) -> str:
        """The state of the kept aggregation that this is; empty where it comes from none."""
        kept = self._kept()
        return kept.state if kept else ""

    def known(self, root: Root) -> Changes | None:
        """What differs from what was last loaded; None where only comparing can tell."""
        return self._changes(root.aggregation) if root.aggregation else None

    def _changes_since(self, aggregation: str) -> Changes | None:
        kept = self._kept()
        return kept.changes(aggregation) if kept else None

    def bits(self, state: State, table: Table) -> int:
        """Bits of the numbers of a table's parts, in a database of this state."""
        return manifest.bits(len(table.records(self.graph())), state.bits.get(table.name))

    def parts(self, state: State, table: Table) -> Mapping[int, Part]:
        """The parts of a table by number, cut as in a database of this state."""
        return self._parts(table, self.bits(state, table))

    def few_changes(self, state: State, details: Details) -> dict[Table, list[Change]] | None:
        """As ``changes``, found by what is known to differ alone; None where that is not to be relied on."""
        known = self.known(state.root) if state.sound else None
        if known is None:
            return None
        bits = {t: state.bits.get(t.name, manifest.bits(len(t.records(known.written)))) for t in TABLES}
        written = {table: manifest.parts(table, known.written, bits[table]) for table in TABLES}
        gone: dict[Table, dict[int, set[str]]] = {table: defaultdict(set) for table in TABLES}
        for table in TABLES:
            for key in map(manifest.key_of, known.gone.get(table.name, ())):
                gone[table][manifest.part_of_key(table, key, bits[table])].add(key)
        places = {
            t: [(t.name, bits[t], n) for n in sorted(written[t].keys() | gone[t].keys())] for t in TABLES
        }
        held = self._held(state, places, details)
        if any(manifest.part_digest(of.values()) != state.head(place).digest for place, of in held.items()):
            return None  # somebody changed what was written down
        found = {}
        for table in TABLES:
            changes = [
                manifest.change(
                    table, p, written[table].get(p[2], ()), held.get(p, {}), gone[table].get(p[2], ())
                )
                for p in places[table]
            ]
            grown = sum(len(change.wanted) - len(change.held) for change in changes)
            if manifest.bits(state.count(table) + grown, state.bits.get(table.name)) != bits[table]:
                return None
            found[table] = [change for change in changes if change.wanted != change.held]
        return found

    def changes(self, state: State, details: Details, *, full: bool) -> dict[Table, list[Change]]:
        """What makes a database of this state hold the graph, by table; everything if ``full``."""
        numbers = {table: self._numbers(state, table, full=full) for table in TABLES}
        places = {t: [(t.name, self.bits(state, t), number) for number in of] for t, of in numbers.items()}
        held = self._held(state, places, details)

        def changed(table: Table) -> Iterator[Change]:
            parts = self.parts(state, table)
            for place in places[table]:
                records = parts[place[2]].records if place[2] in parts else ()
                holds = held.get(place, {})
                yield manifest.change(table, place, records, holds, holds, full=full)

        return {table: list(changed(table)) for table in TABLES}

    @staticmethod
    def _held(
        state: State, places: Mapping[Table, list[Place]], details: Details
    ) -> dict[Place, Mapping[str, int]]:
        """What those of these parts hold that the database has."""
        known = [p for of in places.values() for p in of if p[2] in state.heads.get(p[0], {})]
        return {place: {} for place in known} | details(known)

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
        return {
            number: Part(manifest.part_digest(manifest.record_digests(table, of)), of)
            for number, of in cut.items()
        }
