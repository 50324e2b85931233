"""A loader to be killed, which prints a line for each transaction.

``python -m tests.stores.neo4j.slow_loader URI all|fewer|FOLDER``
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from graphbuild.incremental import Aggregation
from graphbuild.ledger import Ledger
from graphbuild.model import Graph
from graphbuild.stores.neo4j import Neo4jStore, Options, loading, manifest
from tests.stores.sample import GRAPH, STATEMENTS, graph

GRAPHS: dict[str, Graph] = {"all": GRAPH, "fewer": graph(STATEMENTS[:7])}

#: Records of a transaction, and of a part of the manifest: many transactions for few records.
BATCH, SIZE = 1, 2


def tell(done: int, total: int) -> None:
    print(f"{done} of {total}", flush=True)


def load(store: Neo4jStore, name: str, tell: Callable[[int, int], None] = tell) -> None:
    if name in GRAPHS:
        store.load(lambda: GRAPHS[name], Options(progress=tell))
        return
    with Ledger.open(Path(name)) as ledger, Aggregation(Path(name), "test") as aggregation:
        aggregation.update(ledger)
        store.load(aggregation.graph, Options(kept=lambda: aggregation, progress=tell))


if __name__ == "__main__":
    loading.BATCH, manifest.SIZE = BATCH, SIZE
    uri, name = sys.argv[1:]
    with Neo4jStore(uri) as store:
        load(store, name)
