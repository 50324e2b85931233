"""One article or row that breaks the reader, takes too long or ends it is a failure; all others are read."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path
from typing import Any

import pytest

from graphbuild.errors import InputError
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Reading, Span, Verdict
from graphbuild.pipeline import build, building, classify, classifying, extract, extracting
from graphbuild.read import Failure

pytestmark = pytest.mark.slow

TEXTS = ("France attacked Algeria.", "raise", "Sweden met Norway.", "late", "die", "Kenya praised Peru.")
REASONS = [
    "broke the reader: IndexError: list index out of range",
    "took too long",
    "ended the process that read it",
]


class Raising(Extractor):
    """Does with a text what it says, and finds nothing in others, so that no model has to be loaded."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(encoder=False)

    def __reduce__(self) -> Any:
        return type(self), ()

    def read(self, article: Article) -> Reading:
        self._do(article.text)
        return Reading(article, (), ())

    def judge(self, text: str, source: Span | None, target: Span | None) -> tuple[Verdict, Verdict]:
        self._do(text)
        nothing = Verdict(None, None, "neutral", 1.0)
        return nothing, nothing

    def _do(self, text: str) -> None:
        if text == "raise":
            text.split()[1]
        if text == "late":
            time.sleep(1000)
        if text == "die":
            os._exit(1)


@pytest.fixture(autouse=True)
def _raising(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (building, classifying, extracting):
        monkeypatch.setattr(module, "Extractor", Raising)
    monkeypatch.setattr("graphbuild.workers._SECONDS", 3.0)


def rows(folder: Path) -> Path:
    lines = [json.dumps({"id": str(number), "text": text}) for number, text in enumerate(TEXTS)]
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder / "in.jsonl"


def check(failures: list[Failure]) -> None:
    assert len(failures) == len(REASONS)
    for failure, reason in zip(failures, REASONS, strict=True):
        assert failure.reason.startswith(reason)


@pytest.mark.parametrize("workers", [1, 2])
def test_build(tmp_path: Path, workers: int) -> None:
    report = build(rows(tmp_path), tmp_path / "graph", workers=workers)
    check([*report.failures])
    assert (report.read, report.articles) == (3, 3)
    if workers == 1:
        again = build(rows(tmp_path), tmp_path / "graph")
        assert (again.read, again.unchanged, again.failed) == (0, 3, 3), "what broke is tried again"


def test_extract(tmp_path: Path) -> None:
    failed: list[Failure] = []
    assert [row["id"] for row in extract(rows(tmp_path), on_failure=failed.append)] == ["0", "2", "5"]
    check(failed)


def test_classify() -> None:
    failed: list[Failure] = []
    given = [{"id": number, "text": text} for number, text in enumerate(TEXTS)]
    assert [row["id"] for row in classify(given, on_failure=failed.append)] == [0, 2, 5]
    check(failed)
    assert [failure.where for failure in failed] == ["row 2", "row 4", "row 5"]
    with pytest.raises(InputError, match="row 2: broke the reader"):
        list(classify(given))
