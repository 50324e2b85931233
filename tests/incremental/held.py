"""A ledger and its kept aggregation that tests change step by step."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graphbuild.aggregation import aggregate
from graphbuild.decisions import Decision
from graphbuild.incremental import Aggregation
from graphbuild.ledger import Ledger
from graphbuild.model import Graph, Reading, digest
from graphbuild.tables.aliases import Alias


def everything(graph: Graph) -> tuple[Any, ...]:
    """All that is in a graph, also what two graphs are not compared by."""
    dated = [a.date_from for a in graph.articles]
    beside = (graph.identities, graph.unresolved, graph.boilerplate, dict(graph.meant), graph.rejected)
    return (graph, dated, *beside)


class Held:
    """A ledger and its kept aggregation, and what the ledger should hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.readings: dict[str, Reading] = {}
        self.decisions: list[Decision] = []
        self.aliases: tuple[Alias, ...] = ()
        Ledger.create(folder).close()

    def change(self, written: Sequence[Reading], gone: Sequence[str] = ()) -> None:
        with Ledger.open(self.folder) as ledger:
            ledger.remove(gone)
            ledger.write((digest(repr((r, r.fingerprint))), r) for r in written)
        for id_ in gone:
            del self.readings[id_]
        self.readings.update((r.article.id, r) for r in written)

    @contextmanager
    def updated(self) -> Iterator[Aggregation]:
        with (
            Ledger.open(self.folder) as ledger,
            Aggregation(self.folder, "test", self.aliases) as aggregation,
        ):
            yield aggregation.update(ledger, self.decisions)

    def aggregate(self) -> Graph:
        """The graph as it should be."""
        return aggregate(self.readings.values(), self.decisions, self.aliases)

    def check(self) -> None:
        with self.updated() as aggregation:
            found = aggregation.graph()
        assert everything(found) == everything(self.aggregate())
