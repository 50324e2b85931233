"""Where commands write: never over what they read or what a graph is made of, and whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from graphbuild import decisions
from graphbuild.api import places
from graphbuild.ledger import lock
from graphbuild.tables import aliases
from tests.commands import graphbuild
from tests.example_graph import example_graph

TEXT = "France attacked Algeria.\n"
PAIR = json.dumps({"id": 1, "text": TEXT, "source": [0, 6], "target": [16, 23]}) + "\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with an article, one without words, and a pair to classify."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ok.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "blank.txt").write_text("\n", encoding="utf-8")
    (tmp_path / "ok.jsonl").write_text(PAIR, encoding="utf-8")
    return tmp_path


def refused(done: subprocess.CompletedProcess[str], said: str) -> None:
    """It ended with this error and nothing else."""
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"error: {said}\n")


@pytest.mark.parametrize("given", ["in/ok.txt", "in", ".", "in/*.txt", "i*", "link.txt"])
def test_extract_does_not_write_over_its_input(home: Path, given: str) -> None:
    (home / "link.txt").symlink_to("in/ok.txt")
    done = graphbuild("extract", given, "-o", "in/ok.txt", cwd=home)
    refused(done, "in/ok.txt: is an input; give another --out")
    assert (home / "in" / "ok.txt").read_text(encoding="utf-8") == TEXT


def test_a_link_to_an_input_is_an_input(home: Path) -> None:
    (home / "link.txt").symlink_to("in/ok.txt")
    refused(
        graphbuild("extract", "in", "-o", "link.txt", cwd=home), "link.txt: is an input; give another --out"
    )


def test_extract_does_not_write_over_its_aliases(home: Path) -> None:
    (home / "names.tsv").write_text("name\tkind\n", encoding="utf-8")
    done = graphbuild("extract", "in", "--aliases", "names.tsv", "-o", "names.tsv", cwd=home)
    refused(done, "names.tsv: is an input; give another --out")


def test_classify_does_not_write_over_its_input(home: Path) -> None:
    done = graphbuild("classify", "ok.jsonl", "-o", "./ok.jsonl", cwd=home)
    refused(done, "ok.jsonl: is an input; give another --out")
    assert (home / "ok.jsonl").read_text(encoding="utf-8") == PAIR


def test_what_a_folder_passes_over_is_no_input(home: Path) -> None:
    (home / "in" / ".out.jsonl").write_text("before", encoding="utf-8")
    done = graphbuild("extract", "in", "--fast", "-o", "in/.out.jsonl", cwd=home)
    assert done.returncode == 0, done.stderr
    assert json.loads((home / "in" / ".out.jsonl").read_text(encoding="utf-8"))["id"]


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("extract", "blank.txt"), "error: no article could be read"),
        (("classify", "blank.jsonl"), "error: no row could be read"),
    ],
)
def test_a_file_stays_as_it_was_where_nothing_can_be_read(
    home: Path, command: tuple[str, ...], said: str
) -> None:
    (home / "blank.jsonl").write_text("[]\n", encoding="utf-8")
    (home / "out.jsonl").write_text("before", encoding="utf-8")
    files = sorted(home.iterdir())
    done = graphbuild(*command, "--fast", "-o", "out.jsonl", cwd=home)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1] == said
    assert (home / "out.jsonl").read_text(encoding="utf-8") == "before"
    assert sorted(home.iterdir()) == files


def through(pipe: Path, run: Callable[[], subprocess.CompletedProcess[str]]) -> str:
    """What a command that ends well writes to a new named pipe."""
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    done = run()
    assert done.returncode == 0, done.stderr
    assert pipe.is_fifo()
    reader.join(60)
    return read[0]


def test_extract_writes_into_a_pipe_and_where_a_link_leads(home: Path) -> None:
    written = through(home / "pipe", lambda: graphbuild("extract", "in", "--fast", "-o", "pipe", cwd=home))
    assert json.loads(written)["statements"]
    (home / "link").symlink_to("out.jsonl")
    for _ in range(2):  # where nothing is yet, and where a file is
        assert graphbuild("extract", "in", "--fast", "-o", "link", cwd=home).returncode == 0
        assert (home / "link").is_symlink()
        assert (home / "out.jsonl").read_text(encoding="utf-8") == written


COMMANDS = [
    (("extract", "in", "-o"), "another --out"),
    (("classify", "ok.jsonl", "-o"), "another --out"),
    (("report", "-g", "g", "-o"), "another --out"),
    (("plot", "Israel", "-g", "g", "--format", "svg", "-o"), "another --out"),
    (("export", "-g", "g", "--format", "json"), "another file"),
]


@pytest.fixture
def graph(home: Path) -> Path:
    """A graph folder that was asked, so that it has a database."""
    shutil.copytree(example_graph(), home / "g")
    done = graphbuild("query", "MATCH (e:Entity) RETURN count(e)", "-g", "g", cwd=home)
    assert done.returncode == 0, done.stderr
    return home / "g"


def content(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_no_command_writes_over_a_file_of_a_graph(home: Path, graph: Path) -> None:
    (home / "link.txt").symlink_to("g/ledger.sqlite")
    before = content(graph)
    assert len(before) > 5
    for command, instead in COMMANDS:
        for out in ("g/ledger.sqlite", "g/decisions.tsv", "g/cypher/lock", "link.txt"):
            done = graphbuild(*command, out, cwd=home)
            refused(done, f"{out}: belongs to the graph g; give {instead}")
    assert content(graph) == before


@pytest.mark.slow
def test_all_that_a_graph_folder_holds_is_its_own(home: Path, graph: Path) -> None:
    done = graphbuild("different", "Israel", "Egypt", "-g", "g", cwd=home)
    assert done.returncode == 0, done.stderr
    names = {path.name for path in graph.iterdir()}
    assert {"ledger.sqlite", "aggregation.sqlite", "cypher", ".deciding", decisions.FILE} <= names
    names |= {aliases.FILE, lock.LOCK_FILE, "ledger.sqlite-wal"}
    for name in sorted(names):
        done = graphbuild("report", "-g", "g", "-o", graph / name, cwd=home)
        refused(done, f"{graph / name}: belongs to the graph {graph}; give another --out")


def test_other_files_in_a_graph_folder_can_be_written(home: Path) -> None:
    shutil.copytree(example_graph(), home / "g")
    for _ in range(2):
        done = graphbuild("export", "g/graph.json", "-g", "g", cwd=home)
        assert done.returncode == 0, done.stderr


def test_a_dumped_graph_is_not_written_over_but_an_export_is(home: Path) -> None:
    (home / "d").mkdir()
    file = Path("d", places.DUMP)
    for _ in range(2):
        assert graphbuild("export", file, "-g", example_graph(), cwd=home).returncode == 0
    done = graphbuild("export", file, "-g", "d", "--relation", "conflict", cwd=home)
    refused(done, f"{file}: belongs to the graph d; give another file")
