"""Articles that the user excluded stay out of whatever is built, until that is taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild import decisions
from graphbuild.pipeline import BuildReport
from tests.pipeline.test_inputs import ids, lines, run, settle

pytestmark = pytest.mark.slow


def counts(report: BuildReport) -> tuple[int, int, int, int]:
    return report.read, report.unchanged, report.excluded, report.articles


def test_a_removed_article_is_not_read_again_until_that_is_taken_back(tmp_path: Path) -> None:
    inputs, graph = lines(tmp_path / "a.jsonl", "a1", "a2"), tmp_path / "graph"
    settle()
    assert counts(run(inputs, graph)) == (2, 0, 0, 2)
    with gb.open(graph) as opened:
        opened.remove(["a1"])
    for _ in range(2):
        assert counts(run(inputs, graph)) == (0, 1, 1, 1)
        assert ids(graph) == ["a2"]
    lines(inputs, "a1", "a2", "a3")
    settle()
    assert counts(run(inputs, graph, prune=True)) == (1, 1, 1, 2)
    assert counts(run(inputs, graph)) == (0, 2, 1, 2), "the file is not opened"
    decisions.save(graph, ())  # as by hand
    assert counts(run(inputs, graph)) == (1, 2, 0, 3)
    assert ids(graph) == ["a1", "a2", "a3"]


def test_an_excluded_article_is_kept_as_its_file_is_and_counts_for_nothing(tmp_path: Path) -> None:
    inputs, graph = lines(tmp_path / "a.jsonl", "a1", "a2"), tmp_path / "graph"
    run(inputs, graph)
    with gb.open(graph) as opened:
        opened.exclude(["a1"])
        assert [a.id for a in opened.graph.articles] == ["a2"]
    settle()
    for _ in range(2):  # the second time the file is not opened
        assert counts(run(inputs, graph)) == (0, 1, 1, 1)
    text = inputs.read_text(encoding="utf-8").replace("attacked", "praised")
    inputs.write_text(text, encoding="utf-8")
    report = run(inputs, graph)
    assert (report.replaced, *counts(report)) == (2, 2, 0, 1, 1)
    assert report.statements == 1
    assert ids(graph) == ["a1", "a2"]
    with gb.open(graph) as opened:
        opened.undo()
        assert {s.trigger for s in opened.graph.statements} == {"praised"}
        assert len(opened.graph.articles) == 2


def test_an_article_excluded_before_it_was_removed_stays_out(tmp_path: Path) -> None:
    inputs, graph = lines(tmp_path / "a.jsonl", "a1", "a2"), tmp_path / "graph"
    run(inputs, graph)
    with gb.open(graph) as opened:
        opened.exclude(["a1"])
        opened.remove(["a1"])
        opened.undo("a1")
    assert counts(run(inputs, graph)) == (0, 1, 1, 1)
    with gb.open(graph) as opened:
        opened.undo("a1")
    assert counts(run(inputs, graph)) == (1, 1, 0, 2)


def test_an_excluded_article_of_a_file_that_cannot_be_wholly_read(tmp_path: Path) -> None:
    inputs, graph = lines(tmp_path / "a.jsonl", "a1", "a2", bad=1), tmp_path / "graph"
    settle()
    run(inputs, graph)
    with gb.open(graph) as opened:
        opened.remove(["a1"])
    for _ in range(2):
        assert counts(run(inputs, graph)) == (0, 1, 1, 1)
    lines(inputs, "a2", bad=1)
    settle()
    for _ in range(2):
        assert counts(run(inputs, graph)) == (0, 1, 0, 1)
