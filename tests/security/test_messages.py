"""Names of files and members, and what libraries say, neither break a line nor steer a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.cli import correcting, evidence
from graphbuild.decisions import NameDecision, Side
from graphbuild.errors import InputError
from graphbuild.model import Article
from graphbuild.read import Failure
from tests.commands import graphbuild, python
from tests.read.packing import tarred, zipped

EVIL = "a\nskipped b.txt: all is well\r\x1bc\x9b\t\u2028.txt"
SHOWN = "a\\nskipped b.txt: all is well\\r\\x1bc\\x9b\\t\\u2028.txt"


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil")
    (folder / "in").mkdir()
    (folder / "in" / EVIL).write_bytes(b"\0")
    (folder / "in" / "b.zip").write_bytes(zipped({EVIL: b"\0"}))
    (folder / "in" / "c.tar").write_bytes(tarred({EVIL: b"\0"}))
    (folder / "in" / "z.txt").write_text(
        "---\ndate: 1956-11-07\n---\nFrance attacked Algeria.", encoding="utf-8"
    )
    return folder


def test_every_failure_is_told_on_one_line(inputs: Path) -> None:
    build = graphbuild("build", "in", "--fast", cwd=inputs)
    told = build.stderr.splitlines()
    assert told == [
        f"skipped in/{SHOWN}: a binary file, not text",
        f"skipped in/b.zip!{SHOWN}: a binary file, not text",
        f"skipped in/c.tar!{SHOWN}: a binary file, not text",
    ]
    stats = graphbuild("stats", "--failures", cwd=inputs).stdout.splitlines()
    assert sum(line.endswith("a binary file, not text") and "\\nskipped b.txt" in line for line in stats) == 3
    assert not [line for line in stats if line.startswith("skipped")]
    extract = graphbuild("extract", "in", "--fast", "-o", "out.jsonl", cwd=inputs)
    assert extract.stderr.splitlines() == told
    progress = graphbuild("build", "in", "--fast", "--json", "-g", "other", cwd=inputs)
    assert all(json.loads(line) for line in progress.stderr.splitlines())


def test_errors_are_told_on_one_line(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        gb.build([inputs / "in" / EVIL], graph=tmp_path / "graph", encoder=False, strict=True)
    assert str(caught.value).count("\n") == 0
    with pytest.raises(InputError) as caught:
        gb.build([tmp_path / EVIL], graph=tmp_path / "graph")
    assert str(caught.value) == f"{tmp_path}/{SHOWN}: no such file or folder; check the path"
    assert str(Failure("a\nb", "c\x7f")) == "a\\nb: c\\x7f"


def test_ids_of_articles_are_told_on_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    sides = (Side("maria keler", EVIL, "Maria Keler"), Side("maria keller", "", "Maria Keller"))
    correcting.print_decisions([NameDecision("different", "person", *sides, "2026-01-01")], as_json=False)
    assert capsys.readouterr().out == f"Maria Keler @ {SHOWN} and Maria Keller are two\n"
    assert evidence.article_line(Article(EVIL, "x", date="2026-01-01")) == f"2026-01-01 · {SHOWN}"


def test_warnings_of_libraries_are_for_programmers() -> None:
    code = """
        import sys, warnings
        from graphbuild.cli import app
        app.app = lambda **options: warnings.warn("old", DeprecationWarning) or warnings.warn("odd")
        app.main()
    """
    code = "\n".join(line.strip() for line in code.splitlines())
    assert python("-c", code).stderr == ""
    assert "odd" in python("-W", "default", "-c", code).stderr
