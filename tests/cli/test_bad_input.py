"""Whatever a user gives wrongly: one clear message (what, where, what to do), no traceback, nothing lost."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from graphbuild.ledger import Ledger
from graphbuild.ledger.database import SCHEMA_VERSION
from tests.commands import ROOT, graphbuild, python
from tests.example_graph import example_graph

pytestmark = pytest.mark.slow

TEXT = "France attacked Algeria.\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with one good article, an empty folder, and files that are no articles."""
    (tmp_path / "good.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "in").mkdir()
    shutil.copy(tmp_path / "good.txt", tmp_path / "in")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (tmp_path / "blank.txt").write_text(" \n\n", encoding="utf-8")
    (tmp_path / "page.html").write_text("<html></html>", encoding="utf-8")
    return tmp_path


def refused(done: subprocess.CompletedProcess[str], *said: str) -> None:
    """It ended with exit code 1, nothing on stdout, and one error that says all this."""
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(re.findall(r"^error: ", done.stderr, re.MULTILINE)) == 1, done.stderr
    for words in said:
        assert words in done.stderr


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("nowhere.txt", ("nowhere.txt", "no such file or folder", "check the path")),
        ("empty", ("empty: holds no article", ".jsonl")),
    ],
)
def test_an_input_that_is_not_there(home: Path, given: str, said: tuple[str, ...]) -> None:
    refused(graphbuild("build", "good.txt", given, cwd=home), *said)
    assert not (home / "graph").exists()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("binary.txt", "skipped binary.txt: "),
        ("blank.txt", "skipped blank.txt: has no text"),
        ("page.html", "skipped page.html: a page in which no article was found"),
    ],
)
def test_a_file_that_is_no_article_is_recorded_and_skipped(home: Path, given: str, said: str) -> None:
    done = graphbuild("build", given, "good.txt", cwd=home)
    assert done.returncode == 0, done.stderr
    assert said in done.stderr
    assert "1 article · " in done.stdout
    assert "1 failed" in done.stdout
    with Ledger.open(home / "graph") as ledger:
        assert [failure.where for failure in ledger.failures()] == [given]


def test_a_broken_line_is_recorded_and_the_other_lines_are_read(home: Path) -> None:
    rows = [json.dumps({"id": "a", "text": TEXT}), '{"id": "b", "text": "cut off', '{"id": "c"}']
    (home / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = graphbuild("build", "in.jsonl", cwd=home)
    assert done.returncode == 0
    assert re.search(r"^skipped in\.jsonl:2: not JSON: .*column", done.stderr, re.MULTILINE)
    assert "skipped in.jsonl:3: has no text" in done.stderr
    assert "2 failed" in done.stdout


def test_where_no_article_can_be_read_the_build_fails(home: Path) -> None:
    done = graphbuild("build", "binary.txt", cwd=home)
    assert done.returncode == 1
    assert "error: no article could be read; nothing was added to the graph; `graphbuild stats" in done.stderr
    assert "binary.txt" in graphbuild("stats", "--failures", cwd=home).stdout


def test_strict_stops_at_the_first_bad_article(home: Path) -> None:
    refused(
        graphbuild("build", "blank.txt", "good.txt", "--strict", cwd=home),
        "blank.txt: has no text",
        "--strict",
    )


def test_an_unknown_model(home: Path) -> None:
    done = graphbuild("build", "good.txt", "--model", "en_core_web_none", cwd=home)
    refused(done, "unknown model 'en_core_web_none'", "install it")
    assert not (home / "graph").exists()


@pytest.mark.parametrize("command", [("query", "RETURN 1"), ("stats",), ("remove", "x"), ("explain", "A")])
@pytest.mark.parametrize(("graph", "said"), [("nowhere", "there is no such graph"), ("in", "is not a graph")])
def test_a_folder_that_is_no_graph(home: Path, command: tuple[str, ...], graph: str, said: str) -> None:
    refused(graphbuild(*command, "-g", graph, cwd=home), said, "graphbuild build")


def test_a_file_that_is_no_graph(home: Path) -> None:
    for command in (("stats",), ("show", "China"), ("reject", "a1b2c3")):
        refused(
            graphbuild(*command, "-g", "good.txt", cwd=home),
            "good.txt: is a file, not a graph folder; give a folder, or a .json or .graphml file that export",
        )
    refused(
        graphbuild("merge", "good.txt", "-g", "merged", cwd=home),
        "good.txt: is a file, not a graph folder; give a folder that build made",
    )
    assert not (home / "merged").exists()


def test_a_build_into_a_folder_that_holds_something_else_touches_nothing(home: Path) -> None:
    refused(graphbuild("build", "good.txt", "-g", "in", cwd=home), "in: is not a graph", "--graph")
    assert [path.name for path in (home / "in").iterdir()] == ["good.txt"]


@pytest.mark.parametrize("command", [("build", "good.txt"), ("stats",)])
def test_a_graph_of_a_newer_schema(home: Path, command: tuple[str, ...]) -> None:
    Ledger.create(home / "graph").close()
    with sqlite3.connect(home / "graph" / "ledger.sqlite") as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    db.close()
    refused(graphbuild(*command, cwd=home), "newer graphbuild", "upgrade")


def test_an_unwritable_place(home: Path) -> None:
    refused(
        graphbuild("build", "good.txt", "-g", "good.txt/graph", cwd=home), "good.txt/graph", "another place"
    )
    refused(
        graphbuild("extract", "good.txt", "-o", "nowhere/out.jsonl", cwd=home),
        "nowhere/out.jsonl: cannot be written (there is no folder nowhere); give another place",
    )
    graph = ("-g", example_graph())
    for command in (("export", "good.txt/out.json"), ("plot", "China", "-o", "good.txt/out.json")):
        refused(
            graphbuild(*command, *graph, *(["--format", "svg"] if command[0] == "plot" else []), cwd=home),
            "good.txt/out.json: cannot be written (good.txt is no folder); give another place",
        )


def test_an_unknown_export_suffix(home: Path) -> None:
    done = graphbuild("export", "graph.docx", "-g", example_graph(), cwd=home)
    assert done.returncode == 2
    assert "graph.docx: 'docx' is none of graphml, gexf, json, jsonld, csv, xlsx" in done.stderr
    assert not (home / "graph.docx").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", "hostility"), ("hostility", "hostilities", "graphbuild queries")),
        (("--name", "hostilities"), ("country", "graphbuild query hostilities COUNTRY")),
        (("-n", "hostilities", "-p", "land=China"), ("no parameter 'land'", "country")),
        (("leaders", "former=maybe"), ("former is 'maybe'; give yes, no or any",)),
    ],
)
def test_a_named_query_is_asked_wrongly(words: tuple[str, ...], said: tuple[str, ...]) -> None:
    done = graphbuild("query", *words, "-g", example_graph())
    assert (done.returncode, done.stdout) == (2, "")
    for part in said:
        assert part in done.stderr


@pytest.mark.parametrize("words", [("members", "7"), ("-n", "members", "-p", "organisation=7")])
def test_a_number_for_an_entity_is_its_name_on_the_command_line(words: tuple[str, ...]) -> None:
    refused(graphbuild("query", *words, "-g", example_graph()), "no entity is called '7'")


def test_a_missing_cypher_parameter() -> None:
    done = graphbuild("query", "MATCH (n {name: $who}) RETURN n", "-g", example_graph())
    refused(done, "$who", "--param who=")


def test_a_cypher_error_is_shown_with_its_place() -> None:
    done = graphbuild("query", "MATCH (a:Country\nRETURN a.name", "-g", example_graph())
    refused(done, "line 2, column 1", "  RETURN a.name\n  ^")


def test_a_query_that_writes() -> None:
    done = graphbuild("query", "MATCH (a:Country) DETACH DELETE a", "-g", example_graph())
    refused(done, "DETACH", "--write")


def test_an_unreachable_database() -> None:
    for command in (
        ("query", "RETURN 1", "-g", "bolt://127.0.0.1:1"),
        ("load", "bolt://127.0.0.1:1", "-g", example_graph()),
    ):
        refused(graphbuild(*command), "bolt://127.0.0.1:1")


def test_an_address_that_is_none() -> None:
    refused(graphbuild("stats", "-g", "http://localhost"), "http://localhost", "bolt")


def test_an_exported_file_that_is_missing_or_none_of_ours(home: Path) -> None:
    refused(
        graphbuild("stats", "-g", "graph.graphml", cwd=home),
        "graph.graphml: no such file",
        "graphbuild export",
    )
    for name in ("graph.graphml", "graph.json"):
        (home / name).write_text("<not ours>", encoding="utf-8")
        refused(graphbuild("stats", "-g", name, cwd=home), name)


def test_an_unknown_or_ambiguous_name() -> None:
    graph = example_graph()
    refused(graphbuild("show", "Atlantis", "-g", graph), "no entity is called 'Atlantis'")
    refused(graphbuild("explain", "China", "Sowjetunion", "-g", graph), "did you mean Soviet Union?")
    taken = graphbuild("explain", "China", "Sovjet Union", "-g", graph)
    assert taken.returncode == 0
    assert "no entity is called 'Sovjet Union'; taken for Soviet Union (country" in taken.stderr


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{broken", "pairs.jsonl:1: not JSON"),
        ("[]", "pairs.jsonl:1: not an object"),
        ('{"id": 1, "text": "France.", "source": [0, 99]}', 'row 1: "source" is [0, 99]'),
    ],
)
def test_classify_rows_of_another_form(home: Path, row: str, said: str) -> None:
    (home / "pairs.jsonl").write_text(row + "\n", encoding="utf-8")
    refused(graphbuild("classify", "pairs.jsonl", cwd=home), said, "no row could be read")
    refused(graphbuild("classify", "pairs.jsonl", "--strict", "-o", "out.jsonl", cwd=home), said)
    assert not (home / "out.jsonl").exists()


def test_classify_goes_on_after_a_row_of_another_form(home: Path) -> None:
    good = '{"id": 1, "text": "France praised Italy.", "source": [0, 6], "target": [15, 20]}'
    (home / "pairs.jsonl").write_text("{broken\n" + good + "\n", encoding="utf-8")
    result = graphbuild("classify", "pairs.jsonl", "--no-encoder", cwd=home)
    assert result.returncode == 0
    assert [json.loads(line)["id"] for line in result.stdout.splitlines()] == [1]
    assert "skipped pairs.jsonl:1: not JSON" in result.stderr


def test_a_build_into_an_address(home: Path) -> None:
    done = graphbuild("build", "good.txt", "-g", "bolt://127.0.0.1:1", cwd=home)
    refused(done, "bolt://127.0.0.1:1: is an address", "--graph", "--to")
    assert not (home / "bolt:").exists()


def test_a_build_for_a_database_that_does_not_answer_reads_nothing(home: Path) -> None:
    address = "bolt://127.0.0.1:1"
    refused(graphbuild("build", "good.txt", "-g", "new", "--to", address, cwd=home), address)
    assert not (home / "new").exists()


def test_a_build_for_an_address_that_is_none_of_neo4j_reads_nothing(home: Path) -> None:
    done = graphbuild("build", "good.txt", "-g", "new", "--to", "http://127.0.0.1:1", cwd=home)
    assert done.returncode == 2
    assert "Error: http://127.0.0.1:1 is not a Neo4j address: write bolt://HOST:7687" in done.stderr
    assert not (home / "new").exists()


def test_a_watch_with_a_day_that_is_none_ends(home: Path) -> None:
    done = graphbuild("watch", "in", "-g", "new", "--date", "tomorrow", cwd=home)
    assert done.returncode == 2
    assert "Error: --date is 'tomorrow'; give a day" in done.stderr


def test_doctor_fails_for_a_graph_that_is_named_and_is_not_there(home: Path) -> None:
    done = graphbuild("doctor", "-g", "new", cwd=home)
    assert done.returncode == 1
    assert "BAD   graph              new: there is no such graph" in done.stdout


def test_classify_a_file_that_is_no_text(home: Path) -> None:
    (home / "pairs.jsonl").write_bytes(b"\xff\xfe{}\n")
    refused(
        graphbuild("classify", "pairs.jsonl", cwd=home), "pairs.jsonl: marked as utf-16", "save it as UTF-8"
    )


def test_a_closed_stdout() -> None:
    command = f"{sys.executable} -m graphbuild stats -g {example_graph()} >&-"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    refused(done, "stdout is closed")


def test_what_may_not_be_read(home: Path) -> None:
    code = "import graphbuild.cli.app as app\n"
    code += "def fail(*_, **__): raise PermissionError(13, 'Permission denied', 'g/ledger.sqlite')\n"
    code += "app.app = fail\napp.main()"
    refused(python("-c", code, cwd=home), "g/ledger.sqlite: Permission denied; check the permissions")


def test_a_quiet_command_says_in_one_line_how_much_could_not_be_read(home: Path) -> None:
    articles = [json.dumps({"id": "a", "text": TEXT}), *['{"id": "b", "text": "cut off'] * 6]
    (home / "bad.jsonl").write_text("\n".join(articles), encoding="utf-8")
    (home / "pairs.jsonl").write_text('{"id": 1, "text": "Iran."}\n[]\n', encoding="utf-8")
    for command, said in (
        (("extract", "bad.jsonl"), "6 of 7 articles"),
        (("classify", "pairs.jsonl"), "1 of 2 rows"),
    ):
        quiet = graphbuild(*command, "--fast", "-q", "-o", "out.jsonl", cwd=home)
        assert quiet.returncode == 0
        assert quiet.stderr == f"{said} could not be read; without -q each is listed\n"
        loud = graphbuild(*command, "--fast", "-o", "out.jsonl", cwd=home)
        assert "could not be read; without" not in loud.stderr
        assert loud.stderr.count("skipped ") == int(said[0])


def test_classify_without_its_file(home: Path) -> None:
    refused(graphbuild("classify", "nowhere.jsonl", cwd=home), "nowhere.jsonl", "check the path")


@pytest.mark.parametrize(
    "arguments",
    [
        ("build",),
        ("build", "x", "--workers", "none"),
        ("build", "x", "--workers", "0"),
        ("query",),
        ("query", "RETURN 1", "--name", "x"),
        ("query", "RETURN 1", "--name", "leaders"),
        ("query", "RETURN 1", "more"),
        ("query", "RETURN $a", "--param", "a"),
        ("query", "RETURN 1", "--format", "xml"),
        ("extract", "x", "--format", "xml"),
        ("fly",),
        ("stats", "--nothing"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_how_it_is_used(arguments: tuple[str, ...]) -> None:
    done = graphbuild(*arguments)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Usage: graphbuild" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ((), "no column is called text, body, content or maintext; name the one that holds the text with"),
        (("--map", "text=stori"), "no column is called stori (did you mean story?); name the one that holds"),
    ],
)
def test_a_table_whose_columns_are_not_known(home: Path, options: tuple[str, ...], said: str) -> None:
    (home / "in.csv").write_text("story,paper\nFrance attacked Algeria.,The Post\n", encoding="utf-8")
    done = graphbuild("build", "in.csv", *options, cwd=home)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_columns_are_mapped(home: Path) -> None:
    (home / "in.csv").write_text(
        "story,paper,day\nFrance attacked Algeria.,The Post,03/04/2021\n", encoding="utf-8"
    )
    options = ("--map", "text=story", "--map", "source=paper", "--map", "date=day", "--day-first", "--fast")
    done = graphbuild("build", "in.csv", *options, cwd=home)
    assert done.returncode == 0, done.stderr
    told = graphbuild("stats", cwd=home).stdout
    assert told.startswith("1 article from 1 source, 2021-04-03 to 2021-04-03\n  days from column day (1)\n")
