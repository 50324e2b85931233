"""A report in one file: what is in it, and that it is whole by itself."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import graphbuild
from graphbuild.cli.app import app
from graphbuild.errors import QueryError, StoreError
from graphbuild.explore import report
from graphbuild.explore.answers import Answers
from tests.example_graph import example_graph
from tests.explore.conftest import SCRIPT

pytestmark = pytest.mark.slow


def inside(page: str) -> Any:
    """The data of a report."""
    (packed,) = re.findall(
        r'<script id="data" type="application/octet-stream">([A-Za-z0-9+/=]+)</script>', page
    )
    return json.loads(gzip.decompress(base64.b64decode(packed)))


def test_a_report_of_all_has_what_matters_most(example: Answers) -> None:
    data = inside(report.render_report(example))
    assert data["start"] == "#/"
    summary = data["answers"]["summary"]
    assert summary == json.loads(json.dumps(example.summary({})))
    best = max((e for some in summary["known"].values() for e in some), key=lambda e: e["articles"])
    assert f"entity/{best['id']}" in data["answers"]
    assert data["answers"]["list/stances"]["items"]
    for p in data["answers"]["list/stances"]["items"][:20]:
        assert f"pair/{p['a']}/{p['b']}" in data["answers"]
    changes = data["answers"]["changes"]
    assert changes["until"] == summary["last"]
    year = date.fromisoformat(changes["until"]) - date.fromisoformat(changes["since"])
    assert year == timedelta(days=365)
    strongest = data["answers"]["strongest"]["items"]
    assert strongest == json.loads(json.dumps(example.listed(["relations"], {"per": "20"})))["items"]
    assert len(strongest) == 20


def test_a_report_of_a_pair_has_every_statement(example: Answers) -> None:
    data = inside(report.render_report(example, "Egypt", "Israel"))
    page = data["answers"][data["start"].removeprefix("#/")]
    assert (page["a"]["name"], page["b"]["name"]) == ("Egypt", "Israel")
    assert len(page["statements"]) == page["statement_count"] > 0


def test_a_report_of_an_entity_has_its_pairs(example: Answers) -> None:
    data = inside(report.render_report(example, "Egypt"))
    page = data["answers"][data["start"].removeprefix("#/")]
    for neighbour in page["neighbours"]:
        assert f"pair/{page['entity']['id']}/{neighbour['id']}" in data["answers"]


def test_a_report_holds_what_the_filters_of_its_page_let_through(example: Answers) -> None:
    egypt = next(e.id for e in example.index.entities.values() if e.name == "Egypt")
    data = inside(report.of_page(example, ["entity", egypt], {"relation": "conflict", "from": "7"}))
    assert data["start"] == f"#/entity/{egypt}?relation=conflict"
    for path, answer in data["answers"].items():
        if path.startswith(("entity", "pair")):
            assert {t["family"] for t in answer["ties"]} <= {"conflict"}, path


@pytest.mark.parametrize(
    ("path", "params"),
    [
        (["changes"], {"since": "1970-01-01", "until": "1980-01-01"}),
        (["search"], {"q": "egypt"}),
        (["list", "stances"], {}),
        (["list", "entities"], {"kind": "person"}),
    ],
)
def test_every_page_makes_a_report(example: Answers, path: list[str], params: dict[str, str]) -> None:
    data = inside(report.of_page(example, path, params))
    assert "/".join(path) in data["answers"]


def test_an_article_makes_a_report_with_its_text(example: Answers) -> None:
    article = next(iter(example.index.articles))
    data = inside(report.of_page(example, ["article", article]))
    text = "".join(piece for piece, _ in data["answers"][f"article/{article}"]["pieces"])
    with graphbuild.open(example_graph()) as opened:
        assert text == opened.article(article).article.text


def test_a_page_that_is_none_makes_no_report(example: Answers) -> None:
    with pytest.raises(QueryError, match="no such page"):
        report.of_page(example, ["list", "nothing"])


@pytest.mark.slow
def test_the_same_graph_gives_the_same_bytes(example: Answers) -> None:
    assert report.render_report(example) == report.render_report(example)


def test_only_the_scripts_and_styles_of_the_report_run_in_it(example: Answers) -> None:
    page = report.render_report(example)
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    for name, content in (("script-src", script), ("style-src", style)):
        hashed = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{hashed}'"
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules
    assert page.count("<script") == 2
    assert not re.search(r"\b(src|href)=\"?https?:", page)


def test_a_hostile_graph_puts_nothing_into_the_file_but_data(hostile: Answers) -> None:
    page = report.render_report(hostile)
    assert SCRIPT not in page
    assert page.count("<script") == 2
    assert "<title>&lt;script&gt;" in page
    assert inside(page)["answers"]["summary"]["name"] == SCRIPT


def test_the_command_writes_the_file(tmp_path: Path) -> None:
    out = tmp_path / "pair.html"
    done = CliRunner().invoke(app, ["report", "Egypt", "Israel", "-o", str(out), "-g", str(example_graph())])
    assert done.exit_code == 0, done.output
    assert re.search(r"wrote .*pair\.html \(\d+ kB\)", done.output.replace("\n", ""))
    assert out.read_text(encoding="utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize(
    ("names", "file", "error", "message"),
    [
        (("Atlantis",), "r.html", QueryError, "no entity is called 'Atlantis'"),
        (("Egypt", "Egypt"), "r.html", QueryError, "two different"),
        ((), "nowhere/r.html", StoreError, "cannot be written"),
    ],
)
def test_what_cannot_be_written_is_reported(
    example: Answers, tmp_path: Path, names: tuple[str, ...], file: str, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        report.write(example, tmp_path / file, *names)
    assert not (tmp_path / file).exists()
