"""Check the parts of a graph, and rebuild derived data where it is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from graphbuild import decisions
from graphbuild.aggregation import aggregate
from graphbuild.api import places
from graphbuild.errors import GraphbuildError
from graphbuild.ledger import Ledger
from graphbuild.model import Graph
from graphbuild.stores import layout
from graphbuild.tables import aliases


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one check."""

    what: str
    state: Literal["ok", "note", "bad"]
    """A note is no fault, or a fault that has been repaired."""
    found: str
    advice: str = ""
    """What to do; empty if there is nothing to do."""


def check(place: places.Place) -> Iterator[Finding]:
    """Check all parts of a graph folder, or of a dump; nothing is checked for other places.

    The ledger is read completely, and the stored aggregation and the content of the embedded database are
    compared with a complete aggregation: this takes about as long as aggregating everything.
    """
    try:
        if isinstance(place, places.Folder):
            yield from _ledger(place)
            yield _kept_aggregation(place)
        if isinstance(place, places.Folder | places.Dumped):
            yield _database(place)
    except GraphbuildError as error:  # says itself what to do
        yield Finding("graph", "bad", str(error))


def _ledger(place: places.Folder) -> Iterator[Finding]:
    with Ledger.open(place.path) as ledger:
        problems = ledger.problems()
    for problem in problems:
        yield Finding("ledger", "bad", problem, "restore the folder from a backup, or build a new one")
    if not problems:
        yield Finding("ledger", "ok", "is whole")


def _kept_aggregation(place: places.Folder) -> Finding:
    decided, known = decisions.load(place.path), aliases.kept(place.path)
    with place.kept() as aggregation:
        mended = aggregation.mended
        kept = aggregation.graph()
        with Ledger.open(place.path) as ledger:
            rebuilt = aggregate(ledger.readings(), decided, known)
        if _everything(kept) != _everything(rebuilt):
            mended = "it is not what the ledger says"
            aggregation.start_over()
    if not mended:
        return Finding("aggregation", "ok", "is what the ledger says")
    with place.kept() as aggregation:
        whole = _everything(aggregation.graph()) == _everything(rebuilt)
    if not whole:
        return Finding("aggregation", "bad", f"{mended}, and rebuilding it does not help", "report this")
    return Finding("aggregation", "note", f"{mended}: it was made anew")


def _everything(graph: Graph) -> tuple[object, ...]:
    """All fields of a graph, including those that equality ignores."""
    return (graph, graph.identities, graph.unresolved, graph.boilerplate, dict(graph.meant), graph.rejected)


def _database(place: places.Folder | places.Dumped) -> Finding:
    from graphbuild.stores.embedded_seal import damages

    damaged = damages(place.path)
    store = place.store()
    graph = place.graph()
    ((nodes,),) = store.query("MATCH (n) RETURN count(n)").rows
    ((edges,),) = store.query("MATCH ()-[r]->() RETURN count(r)").rows
    if damaged:
        return Finding("database", "note", f"{damaged[0]}: it was made anew")
    if (nodes, edges) != layout.size(graph):
        return Finding("database", "note", "differs from the graph: queries with --write changed it")
    return Finding("database", "ok", f"holds {nodes:,} nodes and {edges:,} edges, as the graph does")
