"""Of very many failures of a file the first are told one by one, and the rest are counted."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import graphbuild
from graphbuild.model import Article
from graphbuild.read import Broken, Failure, listed, read


@pytest.fixture(autouse=True)
def _few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphbuild.read.failures.MAX_FAILURES", 3)


def found(*kinds: str) -> Iterator[Article | Failure]:
    for number, kind in enumerate(kinds, start=1):
        match kind:
            case "article":
                yield Article(f"a{number}", "x")
            case "broken":
                yield Broken(f"x:{number}", "late")
            case _:
                yield Failure(f"x:{number}", "empty")


def test_as_many_as_the_limit_are_listed() -> None:
    assert [*listed(found("no", "no", "article", "no"))] == [*found("no", "no", "article", "no")]


def test_the_rest_are_counted_after_all_articles() -> None:
    given = [*listed(found(*["no"] * 5, "article", "no"))]
    assert given[:3] == [*found("no", "no", "no")]
    assert isinstance(given[3], Article)
    assert given[4:] == [Failure("x:4", "more failures than are listed: 3, the last at x:7")]


def test_what_broke_the_reader_among_the_rest_is_tried_again() -> None:
    *_, last = listed(found(*["no"] * 4, "broken", "no"))
    assert isinstance(last, Broken)
    assert last.reason.startswith("more failures than are listed: 3")


def test_a_file_of_failures_and_of_clashes(tmp_path: Path) -> None:
    rows = [json.dumps({"id": "same", "text": f"Text of {number}."}) for number in range(9)]
    (tmp_path / "a.json").write_text(f"[{'{},' * 9}{','.join(rows)}]", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text("{}\n" * 4, encoding="utf-8")
    results = [*read([tmp_path])]
    failures = [(r.where.rpartition("/")[2], r.reason) for r in results if isinstance(r, Failure)]
    assert [r.text for r in results if isinstance(r, Article)] == ["Text of 0."]
    assert [place for place, _ in failures] == [
        *(f"a.json:item {n}" for n in (1, 2, 3, 4)),
        *(f"b.jsonl:{n}" for n in (1, 2, 3, 4)),
    ]
    assert failures[3][1] == f"more failures than are listed: 14, the last at {tmp_path}/a.json:item 18"
    assert failures[7][1] == f"more failures than are listed: 1, the last at {tmp_path}/b.jsonl:4"


def test_a_build_records_as_many_and_passes_the_file_the_next_time(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "a.jsonl"
    path.write_text("{}\n" * 9 + '{"id": "a", "text": "France attacked Algeria."}\n', encoding="utf-8")
    for read_now in (1, 0):
        with graphbuild.build(path, tmp_path / "g", encoder=False) as opened:
            assert opened.report is not None
            assert (opened.report.read, opened.report.failed) == (read_now, 4)
            assert len(opened.failures().failures) == 4


@pytest.mark.parametrize(
    ("name", "head", "row"),
    [
        ("a.jsonl", "", "{}\n"),
        ("a.json", "[", "{},"),
        ("a.csv", "text,id\n", ",\n"),
        ("b.csv", "text,id\n", "x\n"),
    ],
)
def test_going_through_failures_is_linear(tmp_path: Path, name: str, head: str, row: str) -> None:
    def seconds(rows: int) -> float:
        (tmp_path / name).write_text(head + row * rows, encoding="utf-8")
        begun = time.process_time()
        assert len([*read([tmp_path / name])]) == 4
        return time.process_time() - begun

    few = seconds(10_000)
    assert few / (len(row) * 10_000 / 2**20) < 60, "CPU seconds a megabyte; 4 to 10 are usual"
    assert seconds(40_000) < 10 * few
