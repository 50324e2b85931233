"""What changed in the inputs, and what is gone from them, is known by file; nothing else is read again."""

from __future__ import annotations

import io
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.errors import InputError
from graphbuild.ledger import Ledger
from graphbuild.pipeline import BuildReport, build
from tests.commands import graphbuild, python

SAID = "France attacked Algeria."
BUILD = (
    "import sys\n"
    "opened = []\n"
    "sys.addaudithook(lambda event, values: opened.append(values[0]) if event == 'open' else None)\n"
    "from graphbuild.pipeline import build\n"
    "report = build(sys.argv[1], sys.argv[2], encoder=False)\n"
    "files = {str(name) for name in opened if str(name).startswith(sys.argv[1])}\n"
    "print(report.read, report.unchanged, report.failed, len(files))"
)


def lines(file: Path, *ids: str, bad: int = 0) -> Path:
    """A file of one article a line, and some lines that are none; it looks as if it were an hour old."""
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = [json.dumps({"id": id_, "text": SAID}) for id_ in ids] + ["{broken"] * bad
    file.write_text("".join(row + "\n" for row in rows), encoding="utf-8")
    return file


def run(inputs: Path | list[Path | str], graph: Path, *, prune: bool = False) -> BuildReport:
    return build(inputs, graph, encoder=False, prune=prune)


def ids(graph: Path) -> list[str]:
    with Ledger.open(graph) as ledger:
        return list(ledger.known())


def settle() -> None:
    """Wait until a file that was just written can be told from one that changed once more."""
    time.sleep(1.1)


def told(inputs: Path, graph: Path) -> list[int]:
    """Articles read, unchanged, failed, and how many files of the input a process of its own opened."""
    done = python("-c", BUILD, str(inputs), str(graph))
    assert done.returncode == 0, done.stderr
    return [int(number) for number in done.stdout.split()]


@pytest.mark.slow
def test_a_file_that_looks_as_it_did_is_not_opened_again(tmp_path: Path) -> None:
    inputs, graph = tmp_path / "in", tmp_path / "graph"
    lines(inputs / "a.jsonl", "a1", "a2", bad=1)
    lines(inputs / "b.jsonl", "b1")
    settle()
    assert told(inputs, graph) == [3, 0, 1, 2]
    assert told(inputs, graph) == [0, 3, 1, 0]
    lines(inputs / "b.jsonl", "b1", "b2")
    assert told(inputs, graph) == [1, 3, 1, 1]


def test_a_file_written_a_moment_ago_is_read_once_more(tmp_path: Path) -> None:
    inputs, graph = lines(tmp_path / "a.jsonl", "a1"), tmp_path / "graph"
    run(inputs, graph)
    before = inputs.stat()
    lines(inputs, "a2")
    os.utime(inputs, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert run(inputs, graph).read == 1


def test_an_unchanged_file_is_read_again_by_another_version_and_after_a_removal(tmp_path: Path) -> None:
    inputs, graph = lines(tmp_path / "a.jsonl", "a1", "a2"), tmp_path / "graph"
    settle()
    run(inputs, graph)
    (tmp_path / "own.tsv").write_text("name\tkind\nGaldor Bank\torganisation\n", encoding="utf-8")
    assert build(inputs, graph, encoder=False, aliases=tmp_path / "own.tsv").replaced == 2
    assert run(inputs, graph).unchanged == 2
    graphbuild("remove", "a1", "-g", graph)
    graphbuild("undo", "-g", graph)
    assert (run(inputs, graph).read, ids(graph)) == (1, ["a1", "a2"])


def test_two_files_that_give_an_article_of_one_id(tmp_path: Path) -> None:
    inputs, graph = tmp_path / "in", tmp_path / "graph"
    lines(inputs / "a.jsonl", "x", "y")
    settle()
    run(inputs, graph)
    (inputs / "b.jsonl").write_text('{"id": "x", "text": "Sweden attacked Norway."}\n', encoding="utf-8")
    for _ in range(2):
        report = run(inputs, graph)
        assert (report.read, report.unchanged) == (0, 2)
        assert report.reasons == {"another article of this run has the same id": 1}
    lines(inputs / "b.jsonl", "x")
    assert (run(inputs, graph).failed, ids(graph)) == (0, ["x", "y"])


def test_prune_takes_out_what_is_gone_and_nothing_else(tmp_path: Path) -> None:
    inputs, other, graph = tmp_path / "in", tmp_path / "other", tmp_path / "graph"
    lines(inputs / "a.jsonl", "a1", "a2")
    lines(inputs / "b.jsonl", "b1", "a2")
    lines(other / "c.jsonl", "c1")
    run([inputs, other], graph)
    lines(inputs / "a.jsonl", "a1")
    assert run(inputs, graph, prune=True).pruned == 0, "a2 is in b.jsonl, too"
    lines(inputs / "b.jsonl", "b1")
    assert run(inputs, graph).pruned == 0
    assert ids(graph) == ["a1", "a2", "b1", "c1"]
    assert run(inputs, graph, prune=True).pruned == 1
    (inputs / "a.jsonl").unlink()
    (other / "c.jsonl").unlink()
    lines(other / "d.jsonl", "d1")
    assert run(inputs, graph, prune=True).pruned == 1
    assert ids(graph) == ["b1", "c1"]
    assert run(other, graph, prune=True).pruned == 1
    assert ids(graph) == ["b1", "d1"]


def test_a_file_of_a_name_that_begins_alike_is_no_part_of_the_folder(tmp_path: Path) -> None:
    inputs, beside, graph = tmp_path / "in", tmp_path / "in2", tmp_path / "graph"
    lines(inputs / "a.jsonl", "a1")
    lines(beside / "b.jsonl", "b1")
    run([inputs, beside], graph)
    assert run(inputs, graph, prune=True).pruned == 0


@pytest.mark.parametrize("what", ["a line", "the file"])
def test_what_cannot_be_read_takes_nothing_out(tmp_path: Path, what: str) -> None:
    inputs, graph = tmp_path / "in", tmp_path / "graph"
    lines(inputs / "a.jsonl", "a1", "a2")
    lines(inputs / "b.jsonl", "b1")
    run(inputs, graph)
    if what == "a line":
        lines(inputs / "a.jsonl", "a1", bad=1)
    else:
        (inputs / "a.jsonl").write_bytes(b"\x00\x01\x02" * 99)
    report = run(inputs, graph, prune=True)
    assert (report.failed, report.pruned) == (1, 0)
    assert ids(graph) == ["a1", "a2", "b1"]
    lines(inputs / "a.jsonl", "a1")
    assert run(inputs, graph, prune=True).pruned == 1


def test_a_folder_that_is_not_searched_takes_nothing_out(tmp_path: Path) -> None:
    inputs, graph = tmp_path / "in", tmp_path / "graph"
    for name in ("a", "deep/b", "other/c"):
        lines(inputs / f"{name}.jsonl", name)
    run(inputs, graph)
    (inputs / "deep").rename(tmp_path / "elsewhere")
    (inputs / "deep").symlink_to(tmp_path / "elsewhere")  # a link to a folder is not followed
    (inputs / "other" / "c.jsonl").unlink()
    report = run(inputs, graph, prune=True)
    assert (report.failed, report.pruned) == (1, 1)
    assert ids(graph) == ["a", "deep/b"]


def test_a_pattern_takes_out_what_is_gone_from_the_files_that_it_matches(tmp_path: Path) -> None:
    inputs, graph = tmp_path / "in", tmp_path / "graph"
    lines(inputs / "a.jsonl", "a1", "a2")
    lines(inputs / "b.jsonl", "b1")
    run(inputs, graph)
    lines(inputs / "a.jsonl", "a1")
    (inputs / "b.jsonl").unlink()
    assert run(inputs / "*.jsonl", graph, prune=True).pruned == 1
    assert ids(graph) == ["a1", "b1"]


def test_a_strict_run_that_stops_takes_nothing_out(tmp_path: Path) -> None:
    inputs, graph = tmp_path / "in", tmp_path / "graph"
    lines(inputs / "a.jsonl", "a1")
    lines(inputs / "b.jsonl", "b1")
    run(inputs, graph)
    (inputs / "a.jsonl").unlink()
    lines(inputs / "b.jsonl", "b1", bad=1)
    with pytest.raises(InputError, match="--strict"):
        build(inputs, graph, encoder=False, prune=True, strict=True)
    assert ids(graph) == ["a1", "b1"]


def test_standard_input_does_not_tell_what_is_gone(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--prune needs files"):
        run(["-"], tmp_path / "graph", prune=True)
    assert not (tmp_path / "graph").exists()


def test_a_failure_lasts_until_it_is_mended_or_its_file_is_gone(tmp_path: Path) -> None:
    inputs, graph = tmp_path / "in", tmp_path / "graph"
    lines(inputs / "a.jsonl", "a1", bad=2)
    lines(inputs / "b.jsonl", "b1", bad=1)
    report = run(inputs, graph)
    assert (report.failed, report.reasons) == (3, {"not JSON": 3})
    assert places(graph) == ["a.jsonl:2", "a.jsonl:3", "b.jsonl:2"]
    lines(inputs / "a.jsonl", "a1")
    run(inputs / "a.jsonl", graph)
    assert places(graph) == ["b.jsonl:2"]
    (inputs / "b.jsonl").unlink()
    run(inputs, graph)
    assert places(graph) == []


def places(graph: Path) -> list[str]:
    with Ledger.open(graph) as ledger:
        return [Path(failure.where).name for failure in ledger.failures()]


def test_stats_tell_what_failed_by_reason_and_place(tmp_path: Path) -> None:
    inputs, graph = lines(tmp_path / "a.jsonl", "a1", bad=2), tmp_path / "graph"
    (tmp_path / "b.txt").write_bytes(b"")
    run([inputs, tmp_path / "b.txt"], graph)
    done = graphbuild("stats", "--failures", "-g", graph)
    assert done.stdout.splitlines()[:4] == [
        "last build: 3 failed, 0 pruned, 1 read, 0 replaced, 0 skipped, 0 unchanged",
        "3 failures",
        "  2 × not JSON",
        "  1 × is empty",
    ]
    assert f"{tmp_path / 'b.txt'}: is empty" in done.stdout
    as_json = json.loads(graphbuild("stats", "--failures", "--json", "-g", graph).stdout)
    assert as_json["reasons"] == {"not JSON": 2, "is empty": 1}
    assert as_json["last_build"]["read"] == 1
    assert len(as_json["failures"]) == 3


@pytest.mark.slow
def test_programs_are_told_the_progress_in_lines_of_json(tmp_path: Path) -> None:
    inputs = lines(tmp_path / "a.jsonl", "a1", "a2", bad=1)
    done = graphbuild("build", inputs, "-g", tmp_path / "graph", "--json", "--no-encoder")
    told = [json.loads(line)["progress"] for line in done.stderr.splitlines()]
    assert told
    assert {key: told[-1][key] for key in ("read", "unchanged", "failed", "share")} == {
        "read": 2,
        "unchanged": 0,
        "failed": 1,
        "share": 1.0,
    }
    assert json.loads(done.stdout)["read"] == 2


class Frame:
    """Something with columns, as a table of pandas."""

    columns = ("id", "text")

    def __iter__(self) -> Iterator[str]:
        return iter(self.columns)


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        (
            [{"id": "1", "text": "France met Italy."}],
            "inputs[0] is a dict, not a path; write the articles as",
        ),
        ({"text": "France met Italy."}, "inputs is a dict, not a path; write the articles as JSON Lines"),
        (["a.jsonl", Frame()], "inputs[1] is a Frame, not a path; write the articles as JSON Lines and give"),
        (Frame(), "inputs is a Frame, not a path; write the articles as JSON Lines and give the file"),
        (b"France met Italy.", "inputs is a bytes, not a path; give a path of a file or folder, or several"),
        ([b"a.jsonl"], "inputs[0] is a bytes, not a path; give paths of files and folders"),
        (io.StringIO("France met Italy."), "inputs is a StringIO, not a path; give the path of the file"),
    ],
)
def test_articles_in_place_of_paths_are_not_looked_for_as_files(
    tmp_path: Path, inputs: Any, message: str
) -> None:
    for read in (lambda: gb.extract(inputs, encoder=False), lambda: gb.build(inputs, tmp_path / "graph")):
        with pytest.raises(gb.InputError) as told:
            read()
        assert str(told.value).startswith(message)
        assert "Italy" not in str(told.value)
