"""Builds that are killed at random moments: ``python -m tests.pipeline.killing INPUT HOME KILLS SEED``.

The model is loaded once, in a process that forks a build, kills it (``SIGKILL``), and forks the next
one into the same graph folder until one comes to its end; then another graph is begun. These builds read
articles themselves, where others start a process that would have to load the model each time. Each kill comes
when a random number of articles have been gone through, half of them at the next moment when the ledger is
being written. Prints as JSON how many articles each build found and left.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from mmap import mmap
from pathlib import Path
from random import Random

from graphbuild.extractor import Extractor
from graphbuild.ledger import Ledger, file_state
from graphbuild.model import Article
from graphbuild.pipeline import Progress, build, building
from graphbuild.workers import read_article

GIVEN = 93
"""Articles in the inputs, those that are given twice among them."""


def start(inputs: Path, graph: Path, gone: mmap) -> int:
    """The process id of a build that has begun; it counts in ``gone`` what it has gone through."""
    gone[0] = 0
    child = os.fork()
    if child:
        return child

    def count(progress: Progress) -> None:
        gone[0] = progress.read + progress.unchanged

    try:
        build(inputs, graph, encoder=False, progress=count)
        os._exit(0)
    finally:
        os._exit(1)


def has_ended(child: int) -> bool:
    """Whether a build ended by itself; its exit code is still to be asked for."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def is_written(graph: Path, size: int) -> bool:
    """Whether the ledger's log has changed since it had this size."""
    return log_size(graph) != size


def log_size(graph: Path) -> int:
    seen = file_state(graph / "ledger.sqlite-wal")
    return seen.size if seen else 0


def articles(graph: Path) -> int:
    if not (graph / "ledger.sqlite").exists():
        return 0
    with Ledger.create(graph) as ledger:
        return ledger.counts()["articles"]


def main(inputs: Path, home: Path, kills: int, seed: int) -> None:
    vars(building)["readings"] = lambda items, reader, workers: (
        read_article(reader, item) if isinstance(item, Article) else item for item in items
    )
    random = Random(seed)
    Extractor(encoder=False).read(Article("warm", "France attacked Algeria."))
    gone = mmap(-1, 1)
    child = start(inputs, home / "undisturbed", gone)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    told = []
    graph, number, killed = home / "0", 0, 0
    while killed < kills or articles(graph) or not number:
        before = articles(graph)
        child = start(inputs, graph, gone)
        if killed < kills:
            moment = random.randrange(before, GIVEN)
            while gone[0] < moment and not has_ended(child):
                time.sleep(0.0005)
            size = log_size(graph)
            at_a_write = random.random() < 0.5
            while at_a_write and not is_written(graph, size) and not has_ended(child):
                time.sleep(0.0005)
            os.kill(child, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        killed += code == -signal.SIGKILL
        told.append({"graph": number, "code": code, "before": before, "after": articles(graph)})
        if code == 0:
            number += 1
            graph = home / str(number)
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
