"""``graphbuild watch`` follows a folder, as a user runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graphbuild.ledger import Ledger
from tests.commands import ROOT, interruptible

pytestmark = pytest.mark.slow

SAID = "France attacked Algeria."


@contextmanager
def watching(folder: Path, graph: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "graphbuild", "watch", str(folder), "-g", str(graph), "--fast", "--json"]
    with interruptible():
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def told(process: subprocess.Popen[str]) -> dict[str, int]:
    """The next report, which comes when a change was read."""
    assert process.stdout
    report = json.loads(process.stdout.readline())
    return {name: report[name] for name in ("read", "replaced", "pruned", "articles")}


def text(file: Path, id_: str, said: str = SAID) -> None:
    """Write a file as a careful program does: it is there whole or not at all."""
    partial = file.with_name(f".{file.name}")
    partial.write_text(f"---\nid: {id_}\n---\n{said}\n", encoding="utf-8")
    os.replace(partial, file)


def test_what_comes_changes_and_goes_is_followed_until_ctrl_c(tmp_path: Path) -> None:
    inputs, graph = tmp_path / "in", tmp_path / "in" / "graph"  # its own graph is no change
    inputs.mkdir()
    text(inputs / "a.txt", "a")
    with watching(inputs, graph) as process:
        assert told(process) == {"read": 1, "replaced": 0, "pruned": 0, "articles": 1}
        (tmp_path / "deep").mkdir()
        text(tmp_path / "deep" / "b.txt", "b")
        (tmp_path / "deep").rename(inputs / "deep")
        assert told(process) == {"read": 1, "replaced": 0, "pruned": 0, "articles": 2}
        text(inputs / "a.txt", "a", "Sweden attacked Norway.")
        assert told(process) == {"read": 1, "replaced": 1, "pruned": 0, "articles": 2}
        (inputs / "deep" / "b.txt").unlink()
        assert told(process) == {"read": 0, "replaced": 0, "pruned": 1, "articles": 1}
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (out, process.returncode) == ("", 0)
    assert err.splitlines() == [f"watching {inputs} for {graph}; Ctrl-C ends", f"ended; {graph} is kept"]
    with Ledger.open(graph) as ledger:
        assert ledger.article("a").text.startswith("Sweden")


def test_what_cannot_be_built_yet_is_waited_for(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    with watching(inputs, tmp_path / "graph") as process:
        assert process.stderr
        process.stderr.readline()
        assert "holds no article" in process.stderr.readline()
        text(inputs / "a.txt", "a")
        assert told(process)["articles"] == 1
