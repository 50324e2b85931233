"""The explorer as it is asked over HTTP."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server
from graphbuild.ledger import Ledger
from tests.commands import ROOT, interruptible
from tests.example_graph import example_graph


@pytest.fixture(scope="module")
def served(example: Answers) -> Iterator[Server]:
    with Server(example) as server:
        yield server


def got(server: Server, path: str) -> Any:
    with urllib.request.urlopen(server.address + path, timeout=20) as response:
        return json.load(response)


def test_every_page_is_answered(served: Server, example: Answers) -> None:
    summary = got(served, "api/summary")
    assert summary["name"] == "example"
    one, other = (e["id"] for e in summary["known"]["country"][:2])
    assert got(served, "api/list/stances").keys() == got(served, f"api/list/stances/{one}?per=2").keys()
    assert got(served, f"api/entity/{one}?relation=conflict&show=3")["entity"]["id"] == one
    assert got(served, f"api/pair/{one}/{other}?by=year")["b"]["id"] == other
    assert got(served, f"api/article/{quote(next(iter(example.index.articles)), safe='')}")["pieces"]
    assert got(served, "api/search?q=egypt")["entities"][0]["name"] == "Egypt"
    assert got(served, "api/changes?since=1970-01-01&until=1980-01-01")["appeared"]


def test_ids_with_any_characters_are_found(hostile: Answers) -> None:
    (article,) = hostile.index.articles
    with Server(hostile) as server:
        assert got(server, f"api/article/{quote(article, safe='')}")["article"]["id"] == article


@pytest.mark.parametrize(
    ("path", "code", "message"),
    [
        ("api/entity/nobody", 404, "holds no entity"),
        ("api/entity/%3Cscript%3E", 404, "holds no entity"),
        ("api/changes?since=1979-03-26", 404, "both days"),
        ("api/nothing", 404, "nothing at this address"),
        ("api/list/nothing", 404, "nothing at this address"),
        ("report/nothing", 404, "no such page"),
        ("report/entity/nobody", 404, "holds no entity"),
    ],
)
def test_what_is_not_there_is_reported_in_a_line(served: Server, path: str, code: int, message: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as failed:
        got(served, path)
    assert failed.value.code == code
    assert message in json.load(failed.value)["error"]


@pytest.mark.parametrize("path", ["../wrong/", "nowhere"])
def test_a_browser_is_told_in_a_page_what_is_wrong_with_an_address(served: Server, path: str) -> None:
    start = served.address.rsplit("/", 2)[0] + "/" if path.startswith("..") else served.address
    asked = urllib.request.Request(start + path.removeprefix("../"), headers={"Accept": "text/html,*/*"})
    with pytest.raises(urllib.error.HTTPError) as failed:
        urllib.request.urlopen(asked, timeout=20)
    assert failed.value.headers["Content-Type"].startswith("text/html")
    assert "graphbuild explore</code> runs" in failed.value.read().decode()


def test_the_page_is_told_of_no_commands(served: Server) -> None:
    with pytest.raises(urllib.error.HTTPError) as failed:
        got(served, "api/list/stances?publisher=Nobody")
    told = json.load(failed.value)["error"]
    assert told.startswith("no article is published by 'Nobody'")
    assert "`" not in told


def test_a_graph_that_went_away_is_reported(tmp_path: Path) -> None:
    import graphbuild

    folder = tmp_path / "graph"
    shutil.copytree(example_graph(), folder)
    with graphbuild.open(folder) as opened:
        answers = Answers(opened, "graph")
        article = next(iter(answers.index.articles))
        with Server(answers) as server:
            shutil.rmtree(folder)
            with pytest.raises(urllib.error.HTTPError) as failed:
                got(server, f"api/article/{article}")
            told = json.load(failed.value)["error"]
    assert failed.value.code == 503
    assert "there is no such graph" in told


def test_a_graph_that_was_changed_elsewhere_is_read_anew(tmp_path: Path) -> None:
    import graphbuild

    folder = tmp_path / "graph"
    shutil.copytree(example_graph(), folder)
    with graphbuild.open(folder) as opened:
        answers = Answers(opened, "graph")
        article = next(iter(answers.index.articles))
        with graphbuild.open(folder) as other:
            other.remove([article])
        before = len(answers.index.articles)
        with Server(answers) as server:
            assert got(server, f"api/article/{article}")["excluded"]["verdict"] == "excluded"
            assert got(server, "api/summary")["articles"] == before - 1
            index = answers.index
            (folder / "ledger.sqlite").touch()
            assert got(server, "api/summary")["articles"] == before - 1
            assert answers.index is index, "nothing but the time of the file changed"


def test_a_graph_is_read_once_while_its_ledger_is_open(tmp_path: Path) -> None:
    """SQLite makes files beside a ledger that somebody reads: no change of the graph."""
    import graphbuild

    folder = tmp_path / "graph"
    shutil.copytree(example_graph(), folder)
    with graphbuild.open(folder) as opened:
        answers = Answers(opened, "graph")
        answers.prepare()
        index = answers.index
        with Ledger.open(folder):
            assert {file.name for file in folder.iterdir()} >= {"ledger.sqlite-wal"}
            answers.follow()
            assert answers.index is index
        answers.follow()
        assert answers.index is index


def test_a_fault_of_ours_is_reported_without_a_traceback(
    example: Answers, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(self: Answers, params: object) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(Answers, "summary", broken)
    with Server(example) as server:
        with pytest.raises(urllib.error.HTTPError) as failed:
            got(server, "api/summary")
        told = json.load(failed.value)["error"]
    assert (failed.value.code, "ZeroDivisionError" in told, "inside" in told) == (500, True, False)
    assert "Traceback" in capsys.readouterr().err


def test_the_command_prints_the_address_and_ends_with_ctrl_c() -> None:
    import os
    import signal

    command = [sys.executable, "-m", "graphbuild", "explore", "-g", str(example_graph()), "--no-open"]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with (
        interruptible(),
        subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env
        ) as process,
    ):
        assert process.stdout is not None
        assert process.stderr is not None
        address = process.stdout.readline().strip()
        assert process.stderr.readline() == "the page is served until Ctrl-C\n"
        with urllib.request.urlopen(address, timeout=20) as response:
            assert b'<div id="app">' in response.read()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert errors == "ended\n"


def test_no_java_is_started_for_the_page() -> None:
    code = f"""
import sys, graphbuild
from graphbuild.explore.answers import Answers
with graphbuild.open({str(example_graph())!r}) as opened:
    answers = Answers(opened, "x")
    id_ = next(iter(answers.index.entities))
    answers.summary({{}}), answers.entity(id_, {{}}), answers.search({{"q": "a"}})
print([name for name in ("jpype", "arcadedb_embedded", "neo4j", "spacy") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
