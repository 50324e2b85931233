"""A Ray cluster reads articles, and the graph is the same as on one machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphbuild.pipeline import build
from tests.corpus import ARTICLES, graphbuild, python
from tests.pipeline.test_merging import content


def test_a_cluster_of_two_nodes_gives_the_same_bytes_although_one_is_lost(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "x", "text": "France attacked Algeria."}\n{broken\n', encoding="utf-8")
    inputs = [*map(str, ARTICLES), str(bad)]
    done = python("-m", "tests.pipeline.on_cluster", str(tmp_path / "cluster"), *inputs, limit=300)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout.splitlines()[-1])
    assert (report["read"], report["failed"]) == (len(ARTICLES) + 1, 1)
    assert report["lost"], "a node was lost in the midst"
    build(inputs, tmp_path / "here", encoder=False)
    assert content(tmp_path / "cluster") == content(tmp_path / "here")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("127.0.0.1:1", "no Ray cluster can be reached"),
        ("nowhere", "not auto or an address host:port"),
    ],
)
def test_a_cluster_that_is_not_there_is_told_at_once(tmp_path: Path, address: str, told: str) -> None:
    done = graphbuild("build", ARTICLES[0], "-g", tmp_path / "graph", "--ray", address)
    assert done.returncode == 1
    assert done.stderr.startswith(f"error: --ray {address}: {told}")
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "graph").exists()


def test_ray_is_asked_for_where_it_is_missing(tmp_path: Path) -> None:
    code = "import sys; sys.modules['ray'] = None\nfrom graphbuild.cli import main; main()"
    done = python("-c", code, "build", str(ARTICLES[0]), "-g", str(tmp_path / "g"), "--ray", "auto")
    assert done.returncode == 1
    assert "pip install 'graphbuild[ray]'" in done.stderr
