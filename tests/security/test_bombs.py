"""Whatever lies between two articles, both are read, it is told, and no more than 1 GB of memory is taken."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands import python
from tests.security import bombs

pytestmark = pytest.mark.slow

MOST_MB = 1000
MOST_HERE_MB = 512
"""Without the process that reads pages, feeds, crawls, Parquet and large JSON objects."""
_READ = """
import json, resource, sys
from graphbuild import processes
from graphbuild.read import Failure, read
results = list(read([sys.argv[1]]))
processes._close_all()
found = {
    "texts": [r.text for r in results if not isinstance(r, Failure)],
    "failures": [r.reason for r in results if isinstance(r, Failure)],
    "peaks": [
        int(open("/proc/self/status").read().partition("VmHWM:")[2].split()[0]) // 1024,
        resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    ],
}
print(json.dumps(found))
"""


def read(folder: Path) -> dict[str, Any]:
    """What reading a folder gives, with what it takes in memory, here and in the process that it starts."""
    (folder / "0.txt").write_text("Spain signed.", encoding="utf-8")
    (folder / "~.txt").write_text("Japan signed.", encoding="utf-8")
    done = python("-c", _READ, str(folder), limit=600)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted on Linux alone")
@pytest.mark.parametrize("name", bombs.MEMORY)
def test_no_file_takes_all_memory(tmp_path: Path, name: str) -> None:
    make, reason = bombs.MEMORY[name]
    make(tmp_path / name)
    found = read(tmp_path)
    assert {"Spain signed.", "Japan signed."} <= {*found["texts"]}
    assert sum(found["peaks"]) < MOST_MB
    assert found["peaks"][0] < MOST_HERE_MB
    assert any(said.startswith(reason) for said in found["failures"]) or not reason, found["failures"]
    kept = {text.partition("\n")[0] for text in found["texts"]}
    if name.endswith("warc"):
        assert {"Geneva", "Bonn.."} <= kept
    if name in ("value.parquet", "header.tar"):
        assert {"France signed.", "Italy signed."} <= kept
    if name.endswith((".jsonl", ".json", "digits.tar", "dictionary.parquet", "row.csv")):
        assert "France signed." in kept
