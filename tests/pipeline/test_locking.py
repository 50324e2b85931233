"""One process writes to a graph folder at a time; others are told at once, and readers go on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from graphbuild.errors import LedgerError
from graphbuild.ledger import Ledger, write_lock
from graphbuild.ledger.lock import LOCK_FILE
from tests.commands import ROOT, graphbuild

FEED = '{{"id": "{}", "text": "France attacked Algeria."}}\n'


def begun(graph: Path) -> subprocess.Popen[str]:
    """A build that has begun to write and waits for more on its standard input."""
    command = [sys.executable, "-m", "graphbuild", "build", "-", "-g", str(graph), "--fast", "--json"]
    process = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdin
    assert process.stderr
    process.stdin.write(FEED.format("a1"))
    process.stdin.flush()
    for line in process.stderr:  # one a second
        assert "progress" in line
        if (graph / LOCK_FILE).exists():
            return process
    raise AssertionError("the build ended before it began to write")


def free(graph: Path) -> bool:
    try:
        with write_lock(graph):
            return True
    except LedgerError:
        return False


@pytest.mark.slow
def test_a_second_writer_is_told_at_once_and_readers_go_on(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    (tmp_path / "b.jsonl").write_text(FEED.format("b1"), encoding="utf-8")
    assert graphbuild("build", tmp_path / "b.jsonl", "-g", graph, "--fast").returncode == 0
    process = begun(graph)
    try:
        for command in (("build", tmp_path / "b.jsonl"), ("remove", "b1")):
            done = graphbuild(*command, "-g", graph)
            assert done.returncode == 1
            assert done.stderr == (
                f"error: {graph}: another process is writing to this graph; wait for it to end and try again"
                " (questions can be asked meanwhile)\n"
            )
        assert graphbuild("stats", "-g", graph).stdout.startswith("1 article ")
        out, err = process.communicate(FEED.format("a2"), timeout=60)
    finally:
        process.kill()
        process.communicate()
    assert process.returncode == 0, err
    assert json.loads(out)["articles"] == 3
    assert graphbuild("remove", "b1", "-g", graph).returncode == 0


def test_the_lock_of_a_writer_that_was_killed_is_gone(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    process = begun(graph)
    process.kill()
    process.communicate()
    assert free(graph)


def test_a_second_writer_in_the_same_process_is_told_too(tmp_path: Path) -> None:
    Ledger.create(tmp_path / "graph").close()
    with write_lock(tmp_path / "graph"):
        assert not free(tmp_path / "graph")
    assert free(tmp_path / "graph")
