"""Builds on a real Ray cluster of two nodes: ``python -m tests.pipeline.on_cluster HOME INPUT...``.

Prints as JSON what each did. In order:

- ``cluster``: more actors are asked for than there are processors, and one of the nodes is taken away in
  the midst, with what it was reading.
- ``unchanged``: the same once more, on the node that is left; then another comes.
- ``killed``: with shards; the build is killed (``SIGKILL``) when some are there, and started again.
- ``shards``: into another folder, from shards that are all there.
- ``vanished``: the folder for shards is none any more when the first is written.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

os.environ.update(
    RAY_USAGE_STATS_ENABLED="0",
    RAY_agent_register_timeout_ms="300000",  # on a busy machine a node starts slowly
    RAY_raylet_start_wait_time_s="300",
)

import ray
from ray._private import services
from ray.cluster_utils import Cluster

from graphbuild import shards
from graphbuild.errors import GraphbuildError
from graphbuild.pipeline import Progress, build

STORE = 128 * 2**20
KILLED_AT = 3
"""Shards that are there when a build is killed."""
shards._ARTICLES = 2
SLOWLY = 60
"""Seconds that a node may take to start on a busy machine, where Ray itself waits for 30 …"""
TRIES = 4
"""… and some of its parts for 15, after which they break."""


def patiently(address: str, node: str, asked: Callable[[str, str], Any] = services.get_node) -> Any:
    """What is known of a node, as soon as it has started."""
    end = time.monotonic() + SLOWLY
    while time.monotonic() < end:
        try:
            return asked(address, node)
        except RuntimeError:
            time.sleep(0.1)
    return asked(address, node)


services.get_node = patiently


def added(cluster: Cluster, **settings: Any) -> Any:
    """Another node of the cluster."""
    for left in reversed(range(TRIES)):
        try:
            return cluster.add_node(num_cpus=1, object_store_memory=STORE, **settings)
        except Exception:
            if not left:
                raise
    raise AssertionError


def start(graph: Path, address: str, inputs: list[str], progress: Callable[[Progress], None] | None) -> Any:
    """Build with shards on a cluster."""
    return build(
        inputs,
        graph,
        encoder=False,
        workers="auto",
        ray=address,
        shards=graph.parent / "made",
        progress=progress,
    )


def main(home: Path, inputs: list[str]) -> None:
    cluster = Cluster(initialize_head=False)
    added(cluster, include_dashboard=False)
    second = added(cluster)
    cluster.wait_for_nodes()
    lost: list[int] = []

    def lose(progress: Progress) -> None:
        if progress.read >= 16 and not lost:
            lost.append(progress.read)
            cluster.remove_node(second)

    told: dict[str, Any] = {}
    for name in ("cluster", "unchanged"):
        report = build(inputs, home / "cluster", encoder=False, workers=3, ray=cluster.address, progress=lose)
        told[name] = {"read": report.read, "unchanged": report.unchanged, "failed": report.failed}
    told["lost"] = lost
    added(cluster)
    command = [sys.executable, "-m", "tests.pipeline.on_cluster", str(home), *inputs]
    child = subprocess.Popen(command, env={**os.environ, "ON_CLUSTER": cluster.address})
    while child.poll() is None and len(seen(home)) < KILLED_AT:
        time.sleep(0.001)
    child.kill()
    child.wait()
    for name in ("killed", "shards"):
        before = seen(home)
        report = start(home / name, cluster.address, inputs, None)
        kept = before.items() & seen(home).items()
        told[name] = {
            "read": report.read, "before": len(before), "kept": len(kept), "after": len(seen(home)),
        }  # fmt: skip
    told["vanished"] = vanished(home, cluster.address, inputs)
    print(json.dumps(told))
    cluster.shutdown()  # type: ignore[no-untyped-call]


def vanished(home: Path, address: str, inputs: list[str]) -> str:
    """What is told when a machine cannot write its shards."""
    folder = home / "vanishes"

    def vanish() -> None:
        while not (folder.exists() and ray.is_initialized()):  # it was looked into, and the cluster joined
            time.sleep(0.001)
        folder.rmdir()
        folder.touch()

    Thread(target=vanish, daemon=True).start()
    try:
        build(inputs, home / "none", encoder=False, ray=address, shards=folder)
    except GraphbuildError as error:
        return str(error)
    return ""


def seen(home: Path) -> dict[str, int]:
    """The shards that are there, each with the number of its file: another one if it is written again."""
    return {file.name: file.stat().st_ino for file in (home / "made").glob("*.parquet")}


if __name__ == "__main__":
    if address := os.environ.get("ON_CLUSTER"):
        start(Path(sys.argv[1]) / "killed", address, sys.argv[2:], None)
    else:
        main(Path(sys.argv[1]), sys.argv[2:])
