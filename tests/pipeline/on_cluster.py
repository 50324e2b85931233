"""A build on a real Ray cluster of two nodes: ``python -m tests.pipeline.on_cluster GRAPH INPUT...``.

The first node has no processor to spare, so that all reading is done on others. One of them is taken
away in the midst of the build, with what it was reading. Prints as JSON what the build did and where.
"""

from __future__ import annotations

import json
import os
import sys

os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

from ray.cluster_utils import Cluster

from graphbuild.pipeline import Progress, build


def main(graph: str, inputs: list[str]) -> None:
    store = 128 * 2**20
    cluster = Cluster(
        initialize_head=True,
        head_node_args={"num_cpus": 1, "object_store_memory": store, "include_dashboard": False},
    )
    second = cluster.add_node(num_cpus=1, object_store_memory=store)
    cluster.wait_for_nodes()
    lost: list[int] = []

    def lose(progress: Progress) -> None:
        if progress.read >= 16 and not lost:
            lost.append(progress.read)
            cluster.remove_node(second)
            cluster.add_node(num_cpus=1, object_store_memory=store)

    report = build(inputs, graph, encoder=False, workers="auto", ray=cluster.address, progress=lose)
    print(json.dumps({"read": report.read, "failed": report.failed, "lost": lost}))
    cluster.shutdown()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
