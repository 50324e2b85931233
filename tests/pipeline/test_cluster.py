"""A Ray cluster reads articles, and the graph is the same as on one machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graphbuild.pipeline import build
from tests.commands import graphbuild, python
from tests.corpus import ARTICLES
from tests.pipeline.test_merging import content

pytestmark = pytest.mark.slow


def test_a_cluster_of_two_nodes_gives_the_same_bytes_although_it_is_disturbed(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "x", "text": "France attacked Algeria."}\n{broken\n', encoding="utf-8")
    some = ARTICLES[::3]
    inputs = [*map(str, some), str(bad)]
    done = python("-m", "tests.pipeline.on_cluster", str(tmp_path), *inputs, limit=600)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    build(inputs, tmp_path / "here", encoder=False)
    expected = content(tmp_path / "here")

    assert told["lost"], "a node was lost in the midst"
    assert told["cluster"] == {"read": len(some) + 1, "unchanged": 0, "failed": 1}
    assert told["unchanged"] == {"read": 0, "unchanged": len(some) + 1, "failed": 1}
    assert content(tmp_path / "cluster") == expected

    killed, shards = told["killed"], told["shards"]
    assert 3 <= killed["before"] < killed["after"], "a build was killed in the midst"
    assert killed["kept"] >= killed["before"] - 1, "shards that were there are taken as they are"
    assert content(tmp_path / "killed") == expected
    assert shards["kept"] >= shards["before"] - 1
    assert shards["read"] == len(some) + 1
    assert content(tmp_path / "shards") == expected

    assert told["vanished"].startswith(f"{tmp_path / 'vanishes'}: "), "an error of a machine, no traceback"
    assert "cannot write a shard there (Not a directory); the folder has to be on" in told["vanished"]


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
