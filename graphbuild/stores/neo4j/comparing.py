"""Compare a graph with a database, part by part.

If the database holds a known state of the stored aggregation, that knows the differences; otherwise all parts
are compared.
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
"""Reads the content of parts: digests of records by key."""


@dataclass(frozen=True, slots=True)
class Part:
    """The content that a part should have."""

    digest: str
    records: Sequence[Any]


class TargetGraph:
    """A graph to be loaded. It is computed when first needed, and each part is compared once.

    ``kept`` opens the stored aggregation that it comes from, if any.
    """

    def __init__(self, graph: Callable[[], Graph], kept: Callable[[], Aggregation | None]) -> None:
        self.graph = cache(graph)
        self.check = cache(lambda: layout.check_ends(self.graph()))
        """Raises ``StoreError`` for an incomplete graph; ``changes`` does so for duplicate records."""
        self.digest = cache(lambda: manifest.graph_digest(self.graph()))
        """Digest of the whole graph."""
        self._kept = cache(kept)
        self._changes = cache(self._changes_since)
        self._parts = cache(self._cut)

    @property
    def aggregation(self) -> str:
        """The current state of the stored aggregation; empty if there is none."""
        kept = self._kept()
        return kept.state if kept else ""

    def known(self, root: Root) -> Changes | None:
        """Return the changes since the last load; None if they are unknown and everything must be
        compared.
        """
        return self._changes(root.aggregation) if root.aggregation else None

    def _changes_since(self, aggregation: str) -> Changes | None:
        kept = self._kept()
        return kept.changes(aggregation) if kept else None

    def bits(self, state: State, table: Table) -> int:
        """Return the bits of the part numbers of a table, for a database in this state."""
        return manifest.bits(len(table.records(self.graph())), state.bits.get(table.name))

    def parts(self, state: State, table: Table) -> Mapping[int, Part]:
        """Return the parts of a table by number, split as in a database in this state."""
        return self._parts(table, self.bits(state, table))

    def few_changes(self, state: State, details: Details) -> dict[Table, list[Change]] | None:
        """Like ``changes``, but from the known differences alone; None if they cannot be relied on."""
        known = self.known(state.root) if state.sound else None
        if known is None:
            return None
        bits = {t: state.bits.get(t.name, manifest.bits(len(t.records(known.written)))) for t in TABLES}
        written = {table: manifest.parts(table, known.written, bits[table]) for table in TABLES}
        removed: dict[Table, dict[int, set[str]]] = {table: defaultdict(set) for table in TABLES}
        for table in TABLES:
            for key in map(manifest.key_of, known.gone.get(table.name, ())):
                removed[table][manifest.part_of_key(table, key, bits[table])].add(key)
        places = {
            t: [(t.name, bits[t], n) for n in sorted(written[t].keys() | removed[t].keys())] for t in TABLES
        }
        stored = self._stored(state, places, details)
        if any(manifest.part_digest(of.values()) != state.head(place).digest for place, of in stored.items()):
            return None  # the manifest was changed by somebody else
        found = {}
        for table in TABLES:
            changes = [
                manifest.change(
                    table, p, written[table].get(p[2], ()), stored.get(p, {}), removed[table].get(p[2], ())
                )
                for p in places[table]
            ]
            grown = sum(len(change.wanted) - len(change.held) for change in changes)
            if manifest.bits(state.count(table) + grown, state.bits.get(table.name)) != bits[table]:
                return None
            found[table] = [change for change in changes if change.wanted != change.held]
        return found

    def changes(self, state: State, details: Details, *, full: bool) -> dict[Table, list[Change]]:
        """Return the changes from this state of the database to the graph, by table; all records if
        ``full``.
        """
        numbers = {table: self._numbers(state, table, full=full) for table in TABLES}
        places = {t: [(t.name, self.bits(state, t), number) for number in of] for t, of in numbers.items()}
        stored = self._stored(state, places, details)

        def changed(table: Table) -> Iterator[Change]:
            parts = self.parts(state, table)
            for place in places[table]:
                records = parts[place[2]].records if place[2] in parts else ()
                part_digests = stored.get(place, {})
                yield manifest.change(table, place, records, part_digests, part_digests, full=full)

        return {table: list(changed(table)) for table in TABLES}

    @staticmethod
    def _stored(
        state: State, places: Mapping[Table, list[Place]], details: Details
    ) -> dict[Place, Mapping[str, int]]:
        """Return the stored content of those of these parts that exist."""
        known = [p for of in places.values() for p in of if p[2] in state.heads.get(p[0], {})]
        return {place: {} for place in known} | details(known)

    def _numbers(self, state: State, table: Table, *, full: bool) -> list[int]:
        if full:
            return sorted(self.parts(state, table).keys() | state.heads.get(table.name, {}).keys())
        return self._differing(state, table)

    def _differing(self, state: State, table: Table) -> list[int]:
        """Return the numbers of the parts that differ."""
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
