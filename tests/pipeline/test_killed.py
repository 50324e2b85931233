"""A build that is killed at any moment keeps what it did, and the same command ends in the same bytes."""

from __future__ import annotations

import json
import os
from collections import Counter
from itertools import permutations
from pathlib import Path

import pytest

from graphbuild.aggregation import aggregate
from graphbuild.ledger import Ledger
from graphbuild.stores.files import export
from tests.commands import python

pytestmark = pytest.mark.slow

KILLS = int(os.environ.get("GRAPHBUILD_TEST_KILLS", "10"))
COUNTRIES = ("France", "Algeria", "Sweden", "Norway", "Kenya", "Peru", "Chile", "Ghana", "India", "Japan")
VERBS = ("attacked", "sanctioned", "praised", "accused")


def corpus(folder: Path) -> Path:
    """Short articles in files of two kinds, some of which cannot be read."""
    folder.mkdir()
    texts = [
        f"{a} {VERBS[(i + len(b)) % 4]} {b} on Monday." for i, (a, b) in enumerate(permutations(COUNTRIES, 2))
    ]
    rows = [json.dumps({"id": f"j{i}", "text": text}) for i, text in enumerate(texts[:60])]
    (folder / "a.jsonl").write_text("".join(row + "\n" for row in [*rows, "{broken"]), encoding="utf-8")
    for i, text in enumerate(texts[60:]):
        (folder / f"b{i}.txt").write_text(text, encoding="utf-8")
    (folder / "c.txt").write_bytes(b"\x00\x01")
    (folder / "d.jsonl").write_text("".join(row + "\n" for row in rows[:3]), encoding="utf-8")
    return folder


def content(graph: Path) -> tuple[bytes, list[object], dict[str, str]]:
    """Everything that a graph folder tells: the whole graph with its evidence, failures, stamps."""
    with Ledger.open(graph) as ledger:
        (file,) = export(aggregate(ledger.readings()), graph / "x.json")
        return file.read_bytes(), list(ledger.failures()), ledger.known()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
def test_a_build_that_is_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    inputs = corpus(tmp_path / "in")
    done = python("-m", "tests.pipeline.killing", str(inputs), str(tmp_path), str(KILLS), "7", limit=600)
    assert done.returncode == 0, done.stderr
    builds = json.loads(done.stdout)
    killed = [build for build in builds if build["code"]]
    assert len(killed) >= KILLS
    assert {build["code"] for build in builds} == {0, -9}
    assert all(build["before"] <= build["after"] for build in builds), "what was done is kept"
    assert any(0 < build["after"] < 90 for build in killed), "some were killed in the midst"
    expected = content(tmp_path / "undisturbed")
    assert len(expected[1]) == 2
    ended = Counter(build["graph"] for build in builds if build["code"] == 0)
    assert set(ended.values()) == {1}
    for graph in ended:
        assert content(tmp_path / str(graph)) == expected
