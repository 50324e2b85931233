"""Whether all parts of a graph are what they should be; what is derived is made anew where it is not."""

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
    """One thing that was looked at."""

    what: str
    state: Literal["ok", "note", "bad"]
    """A note is what is no fault, or was one and is mended."""
    found: str
    advice: str = ""
    """What to do; empty where there is nothing to do."""


def check(place: places.Place) -> Iterator[Finding]:
    """Look at all parts of a graph folder, or of a dump; of what is elsewhere there is nothing to find here.

    The ledger is read to its end, the kept aggregation is compared with one that is made at once, and so
    is what the embedded database holds: that takes about as long as aggregating everything.
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
        yield Finding(
            "ledger", "bad", problem, "take the folder from a backup, or build it again into a new one"
        )
    if not problems:
        yield Finding("ledger", "ok", "is whole")


def _kept_aggregation(place: places.Folder) -> Finding:
    decided, known = decisions.load(place.path), aliases.kept(place.path)
    with place.kept() as aggregation:
        mended = aggregation.mended
        kept = aggregation.graph()
        with Ledger.open(place.path) as ledger:
            made = aggregate(ledger.readings(), decided, known)
        if _everything(kept) != _everything(made):
            mended = "it is not what the ledger says"
            aggregation.start_over()
    if not mended:
        return Finding("aggregation", "ok", "is what the ledger says")
    with place.kept() as aggregation:
        whole = _everything(aggregation.graph()) == _everything(made)
    if not whole:
        return Finding("aggregation", "bad", f"{mended}, and making it anew does not help", "report this")
    return Finding("aggregation", "note", f"{mended}: it was made anew")


def _everything(graph: Graph) -> tuple[object, ...]:
    """All that is in a graph, also what two graphs are not compared by."""
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
        return Finding("database", "note", "holds other than the graph: queries with --write changed it")
    return Finding("database", "ok", f"holds {nodes:,} nodes and {edges:,} edges, as the graph does")
