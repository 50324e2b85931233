"""Each command as a user runs it: what it writes, where, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.ledger import Ledger
from graphbuild.pipeline import build
from tests.commands import ROOT, graphbuild, in_turn, python
from tests.corpus import ARTICLES
from tests.example_graph import example_graph, readings
from tests.resolve.articles import reading

COMMANDS = (
    "build", "query", "queries", "shell", "search", "entities", "relations", "articles", "article",
    "explain", "show", "stance", "changes", "explore", "report", "plot", "mcp",
    "stats", "resolve", "same", "different", "reject", "accept", "exclude", "decisions",
    "undo", "export", "load", "dump", "watch", "merge", "remove",
    "extract", "classify", "doctor", "eval", "rules", "help",
)  # fmt: skip
HEAVY = {
    "spacy", "thinc", "numpy", "neo4j", "jpype", "arcadedb_embedded", "networkx", "onnxruntime", "rich",
    "pydantic", "sqlite3", "importlib.metadata",
}  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example(command: str) -> None:
    done = graphbuild(command, "--help")
    assert done.returncode == 0
    assert re.search(rf"Examples?:\s+(\w+=\S+ )?graphbuild {command}", done.stdout)
    assert not re.search(r"x[<>]=?\d", done.stdout), "a range in mathematical terms"


def test_the_list_of_commands_is_complete_and_no_summary_is_cut() -> None:
    listed = graphbuild("--help").stdout.partition("Commands:")[2]
    assert sorted(re.findall(r"^  (\w+) ", listed, re.MULTILINE)) == sorted(COMMANDS)
    assert "..." not in listed


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["query", "--help"], ["queries", "--format", "json"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('loaded', sorted({HEAVY} & sys.modules.keys()), file=sys.stderr))\n"
        f"sys.argv = ['graphbuild', *{arguments}]\n"
        "from graphbuild.cli import main\n"
        "main()"
    )
    assert python("-c", code).stderr == "loaded []\n"


def test_version() -> None:
    assert graphbuild("--version").stdout == f"graphbuild {gb.__version__}\n"


@pytest.mark.slow
def test_build_tells_what_there_is(tmp_path: Path) -> None:
    first = graphbuild("build", ARTICLES[0], ARTICLES[1], cwd=tmp_path)
    assert re.fullmatch(
        r"2 articles · \d+ entities · \d+ statements · \d+ relations · 0 failed · \d+\.\d s\n", first.stdout
    )
    assert first.stderr == ""
    again = graphbuild("build", ARTICLES[0], ARTICLES[1], cwd=tmp_path)
    assert again.stdout.startswith("2 articles (2 unchanged) · ")


@pytest.mark.slow
def test_build_reads_json_lines_from_stdin_and_reports_as_json(tmp_path: Path) -> None:
    rows = '{"id": "a", "text": "France attacked Algeria."}\nbroken\n'
    done = graphbuild("build", "-", "--json", cwd=tmp_path, stdin=rows)
    report = json.loads(done.stdout)
    assert (report["read"], report["articles"], report["entities"], report["relations"]) == (1, 1, 2, 1)
    assert report["failures"][0]["where"] == "stdin:2"


def test_the_graph_is_named_by_option_or_environment(tmp_path: Path) -> None:
    graph = str(example_graph())
    by_option = graphbuild("stats", "-g", graph, cwd=tmp_path)
    by_environment = graphbuild("stats", cwd=tmp_path, env={"GRAPHBUILD_GRAPH": graph})
    assert by_option.stdout == by_environment.stdout != ""


@pytest.mark.slow
def test_query_answers_cypher_with_parameters() -> None:
    cypher = (
        "MATCH (a:Country {name: $country})-[r:ATTACKS]->(b:Country) "
        "RETURN b.name AS target, r.score AS score, r.first_seen AS first ORDER BY r.id LIMIT $most"
    )
    given = ("-p", "country=Soviet Union", "-p", "most=1", "-g", example_graph(), "-f", "json")
    done = graphbuild("query", cypher, *given)
    assert done.returncode == 0, done.stderr
    (row,) = json.loads(done.stdout)
    assert list(row) == ["target", "score", "first"]
    assert row["score"] < 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", row["first"])
    assert done.stderr == ""


@pytest.mark.slow
def test_named_queries_answer_and_a_table_tells_its_rows_apart_from_the_data() -> None:
    done = graphbuild("query", "-n", "hostilities", "-p", "country=USA", "-g", example_graph())
    assert done.returncode == 0, done.stderr
    head, _, *rows = done.stdout.splitlines()
    assert head.startswith("source ")
    assert all("United States" in row for row in rows)
    assert done.stderr == f"{len(rows)} rows\n"


@pytest.mark.slow
def test_export_writes_a_part_to_a_file_or_to_stdout(tmp_path: Path) -> None:
    options = ("--relation", "conflict", "--kind", "country", "--min-reports", "1", "--no-isolates")
    done = graphbuild("export", "x.graphml", "-g", example_graph(), *options, cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "wrote x.graphml\n")
    with gb.open(tmp_path / "x.graphml") as opened:
        assert {e.kind for e in opened.graph.entities} == {"country"}
        assert {r.score < 0 for r in opened.graph.relations} == {True}
    piped = graphbuild("export", "-", "--format", "graphml", "-g", tmp_path / "x.graphml")
    assert (piped.returncode, piped.stderr) == (0, "")
    assert piped.stdout == (tmp_path / "x.graphml").read_text(encoding="utf-8")
    again = graphbuild(
        "export", "y.gexf", "-g", "x.graphml", "--until", "1979-12-31", "--limit", "2", cwd=tmp_path
    )
    assert again.returncode == 0
    assert (tmp_path / "y.gexf").read_text(encoding="utf-8").count("<edge ") == 2
    wrong = graphbuild("export", "-", "-g", example_graph())
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert "--format" in wrong.stderr


def test_export_takes_its_file_as_other_commands_do(tmp_path: Path) -> None:
    short, long = in_turn(
        *(
            ("export", option, tmp_path / f"x{option}.json", "-g", example_graph())
            for option in ("-o", "--out")
        )
    )
    assert (short.returncode, short.stdout, long.returncode) == (0, "", 0)
    assert short.stderr == f"wrote {tmp_path / 'x-o.json'}\n"
    assert (tmp_path / "x-o.json").read_bytes() == (tmp_path / "x--out.json").read_bytes()


@pytest.mark.slow
def test_plot_draws_to_a_file_or_to_stdout(tmp_path: Path) -> None:
    done = graphbuild("plot", "Israel", "-g", example_graph(), "--out", "x.svg", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "wrote x.svg\n")
    piped = graphbuild("plot", "Israel", "-g", example_graph())
    assert piped.stdout == (tmp_path / "x.svg").read_text(encoding="utf-8")
    options = ("--timeline", "--relation", "conflict", "--since", "1970-01-01", "--out", "y.png")
    done = graphbuild("plot", *options, "-g", example_graph(), cwd=tmp_path)
    assert done.returncode == 0
    assert (tmp_path / "y.png").read_bytes().startswith(b"\x89PNG")
    wrong = graphbuild("plot", "Atlantis", "-g", example_graph())
    assert (wrong.returncode, wrong.stdout) == (1, "")
    assert wrong.stderr.startswith("error: ")


def test_queries_lists_the_library() -> None:
    listed = json.loads(graphbuild("queries", "--format", "json").stdout)
    (hostilities,) = [query for query in listed if query["name"] == "hostilities"]
    assert hostilities["question"].endswith("?")
    assert hostilities["parameters"][0]["name"] == "country"
    assert json.loads(graphbuild("queries", "--json").stdout) == listed
    assert "hostilities" in graphbuild("queries").stdout


def test_explain_shows_the_words_that_say_it() -> None:
    done = graphbuild("explain", "soviets", "china", "-g", example_graph())
    assert done.returncode == 0, done.stderr
    assert (
        "“The Soviet Union accused China of ambushing a patrol on March 2 and killing 31 men.”" in done.stdout
    )
    assert re.search(
        r"^Soviet Union ACCUSES China  \d+ sentences? · \d+ articles? · \d{4}-", done.stdout, re.MULTILINE
    )
    assert "trigger: accused · rule: " in done.stdout
    assert (
        "1969-03-09 · Harbour Press Agency · Chinese and Soviet troops clash on frozen river" in done.stdout
    )
    assert not re.search(r"[ \t]$|\x1b", done.stdout, re.MULTILINE)


def test_explain_keeps_apart_what_is_denied() -> None:
    done = graphbuild("explain", "Ukraine", "NATO", "-g", example_graph())
    assert re.search(
        r"Ukraine MEMBER_OF NATO  \(not reported as fact\)\n  denied:\n"
        r"    “Ukraine is not a member of NATO\.”",
        done.stdout,
    )
    as_json = json.loads(graphbuild("explain", "UKR", "NATO", "--json", "-g", example_graph()).stdout)
    (found,) = [one for one in as_json if one["relation"] == "MEMBER_OF"]
    assert found["edge"] is None
    assert found["denied"][0]["statement"]["negated"] is True


def test_explain_says_where_nothing_is_stated() -> None:
    done = graphbuild("explain", "Finland", "Eritrea", "-g", example_graph())
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "the articles state nothing between Finland and Eritrea\n"
    more = ("--relation", "TRADES_WITH", "-g", example_graph())
    done = graphbuild("explain", "Finland", "Eritrea", *more)
    assert done.stderr == "the articles state nothing between Finland and Eritrea\n"
    done = graphbuild("explain", "UKR", "NATO", *more)
    assert (done.returncode, done.stdout) == (0, "")
    (number,) = re.findall(
        r"^nothing is stated between UKR and NATO with --relation TRADES_WITH; without it"
        r" there (?:is|are) (\d+) statements?$",
        done.stderr,
    )
    told = json.loads(graphbuild("explain", "UKR", "NATO", "--json", "-g", example_graph()).stdout)
    assert int(number) == sum(
        len(one[said]) for one in told for said in ("asserted", "denied", "hypothetical")
    )
    done = graphbuild("explain", "UKR", "--source", "The Lantern Post", "--until", "1900-01-01", *more)
    assert (
        " about UKR with --relation TRADES_WITH --until 1900-01-01 --source 'The Lantern Post'; without them"
        in (done.stderr)
    )


def test_show_and_stats() -> None:
    shown = graphbuild("show", "nixon", "-g", example_graph()).stdout
    assert "former until 1974-08-09" in shown
    assert shown.startswith("Richard Nixon  person\n")
    assert "Nixon ends week in China with pledge of better ties" in shown
    assert (
        json.loads(graphbuild("show", "nixon", "--json", "-g", example_graph()).stdout)["entity"]["kind"]
        == "person"
    )
    articles = len(list(readings()))
    assert f"{articles} articles from " in graphbuild("stats", "-g", example_graph()).stdout
    counted = json.loads(graphbuild("stats", "--json", "-g", example_graph()).stdout)
    assert counted["articles"] == articles


@pytest.mark.slow
def test_remove_takes_out_what_came_from_a_file(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    build(ARTICLES[:2], graph, encoder=False)
    done = graphbuild("remove", ARTICLES[0], "-g", graph)
    assert done.stdout == "removed 1 article\n"
    assert graphbuild("stats", "-g", graph).stdout.startswith("1 article from ")
    again = graphbuild("remove", ARTICLES[0], "-g", graph)
    assert again.returncode == 1
    assert "holds no article" in again.stderr


@pytest.mark.slow
def test_extract_writes_a_line_an_article_to_stdout_or_a_file(tmp_path: Path) -> None:
    done = graphbuild("extract", *ARTICLES[:2])
    assert [len(json.loads(line)["entities"]) > 1 for line in done.stdout.splitlines()] == [True, True]
    assert done.stderr == ""
    written = graphbuild("extract", *ARTICLES[:2], "-o", tmp_path / "out.jsonl")
    assert written.stdout == ""
    assert (tmp_path / "out.jsonl").read_text(encoding="utf-8") == done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["out.jsonl"]


@pytest.mark.slow
def test_doctor_says_what_works_and_what_to_do(tmp_path: Path) -> None:
    commands = [("doctor",), ("doctor", "--json"), ("doctor", "--model", "no_such_model", "--json")]
    done, broken, unknown = in_turn(
        *commands, cwd=tmp_path, envs=[{}, {"NEO4J_URI": "bolt://127.0.0.1:1"}, {}]
    )
    assert done.returncode == 0, done.stdout
    for what in ("Python", "spacy", "model", "weights", "own models", "HTML", "engine"):
        assert re.search(rf"^ok    {what} +\S", done.stdout, re.MULTILINE)
    assert "there is no such graph" in done.stdout
    assert all(re.fullmatch(r".{23}  \S.*", line) for line in done.stdout.splitlines())
    assert broken.returncode == 1
    (neo4j,) = [check for check in json.loads(broken.stdout) if check["what"] == "Neo4j"]
    assert neo4j["state"] == "bad"
    assert "NEO4J_URI" in neo4j["advice"]
    assert ":)" not in neo4j["found"]
    assert unknown.returncode == 1
    (model,) = [check for check in json.loads(unknown.stdout) if check["what"] == "model"]
    assert "unknown model 'no_such_model'" in model["found"]
    assert model["advice"] == "", "the error gives it"


def test_doctor_tells_that_a_library_for_html_is_missing() -> None:
    program = """
import sys; sys.modules["lxml_html_clean"] = None
from graphbuild.cli import doctor; print(doctor._attempt("HTML", doctor._html))
"""
    done = python("-c", program)
    assert "state='bad'" in done.stdout
    assert "lxml_html_clean" in done.stdout
    assert "advice='install again" in done.stdout


def test_a_reader_that_goes_away_is_no_error_to_show() -> None:
    command = f"{sys.executable} -m graphbuild stats -g {example_graph()} | true"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stderr == ""


@pytest.mark.slow
def test_a_terminal_gets_a_bar_and_colours(tmp_path: Path) -> None:
    told = on_terminal("build", *map(str, ARTICLES[:3]), "-g", str(tmp_path / "graph"), "--no-encoder")
    assert "reading articles" in told
    assert "3 read" in told
    assert "100%" in told
    assert "3 articles · " in told
    explained = on_terminal("explain", "soviets", "china", "-g", str(example_graph()))
    assert re.search(r"\x1b\[[\d;]*33[\d;]*m\S*accused", explained)


def on_terminal(*arguments: str) -> str:
    """What a terminal shows of the command."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "100"}
    process = subprocess.Popen(
        [sys.executable, "-m", "graphbuild", *arguments],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=environment,
    )
    os.close(theirs)
    told = b""
    while True:
        try:
            read = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not read:
            break
        told += read
    os.close(ours)
    assert process.wait(timeout=60) == 0
    return told.decode()


@pytest.mark.slow
def test_names_in_doubt_are_listed_decided_and_taken_back(tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    texts = (
        "Acland [1950-03-01; of NZL]",
        "Peter Acland [1950-03-02; foreign minister NZL]",
        "Elena Brandt [2019-01-02; of DEU]",
        "Elena Brandt-Roux []",
        "Volodymyr Bondar [2022-01-01; president UKR]",
        "Volodimir Bondar [2022-01-02; president UKR]",
    )
    with Ledger.create(graph) as ledger:
        ledger.write((f"a{k}", reading(f"a{k}", text)) for k, text in enumerate(texts))
    listed = graphbuild("resolve", "-g", graph)
    assert listed.stdout.startswith("Acland (1 article, 1950-03-01, id ")
    assert "person · score 0.50\n  + Acland is the surname of Peter Acland\n" in listed.stdout
    assert re.fullmatch(r"1 pair in doubt; decide with: graphbuild resolve --review, or .*\n", listed.stderr)
    (joined,) = json.loads(graphbuild("resolve", "--joined", "--json", "-g", graph).stdout)
    assert {joined["name_a"], joined["name_b"]} == {"Volodymyr Bondar", "Volodimir Bondar"}
    before = graphbuild("stats", "-g", graph).stdout
    (doubt,) = json.loads(graphbuild("resolve", "--json", "-g", graph).stdout)
    done = graphbuild("same", doubt["a"], doubt["b"], "-g", graph)
    assert done.stdout == "Acland and Peter Acland are one\n"
    assert graphbuild("resolve", "-g", graph).stderr == "nothing is in doubt\n"
    shown = graphbuild("show", "Peter Acland", "-g", graph).stdout
    assert re.search(r"one entity because\n  Acland \(.*decided\n    \+ you said that they are one", shown)
    assert "you said that they are one" in graphbuild("explain", doubt["a"], doubt["b"], "-g", graph).stdout
    done = graphbuild("different", "Elena Brandt", "Volodymyr Bondar", "-g", graph)
    assert done.stdout == "Elena Brandt and Volodymyr Bondar are two\n"
    (latest,) = graphbuild("decisions", "--limit", "1", "-g", graph).stdout.splitlines()
    assert "Elena Brandt" in latest
    assert graphbuild("decisions", "--limit", "1", "-g", graph).stderr.startswith("… and 1 more")
    (latest,) = json.loads(graphbuild("resolve", "--limit", "1", "--json", "-g", graph).stdout)
    listed = graphbuild("resolve", "-g", graph)
    assert "you said that they are two" in listed.stdout
    assert listed.stderr == "nothing is in doubt; 1 pair decided by you\n"
    assert graphbuild("undo", "Nobody", "Elena Brandt", "-g", graph).returncode == 1
    undone = graphbuild("undo", "volodymyr bondar", "elena brandt", "-g", graph)
    assert undone.stdout == "taken back: Elena Brandt and Volodymyr Bondar are two\n"
    graphbuild("undo", "-g", graph)
    assert graphbuild("stats", "-g", graph).stdout == before
    wrong = graphbuild("undo", "Acland", "-g", graph)
    assert wrong.returncode == 1
    assert "nothing has been decided about 'Acland'" in wrong.stderr


@pytest.mark.slow
def test_a_named_query_needs_no_option_and_is_limited() -> None:
    def ask(*words: str) -> list[dict[str, object]]:
        done = graphbuild("query", *words, "-f", "json", "-g", example_graph())
        assert done.returncode == 0, done.stderr
        rows: list[dict[str, object]] = json.loads(done.stdout)
        return rows

    whole = ask("hostilities", "-p", "country=Iraq")
    assert (
        ask("hostilities", "Iraq", "--limit", "2")
        == ask("-n", "hostilities", "country=Iraq")[:2]
        == whole[:2]
    )
    assert len(ask("hostilities", "Iraq", "--limit", "1", "-p", "limit=2")) == 2
    cypher = ("MATCH (n:Country) RETURN n.name ORDER BY n.name",)
    assert ask(*cypher, "--limit", "2") == ask(*cypher, "--limit", "0")[:2] == ask(*cypher)[:2]
    done = graphbuild("query", *cypher, "--limit", "2", "-g", example_graph())
    assert done.stderr == "2 rows, and more (--limit 0 shows all)\n"
    assert json.loads(graphbuild("query", *cypher, "--json", "-g", example_graph()).stdout) == ask(*cypher)
    days = [str(row["last"]) for row in ask("hostilities", "Iraq", "--sort", "-last")]
    assert days == sorted(days, reverse=True) != []
    done = graphbuild("query", "hostilities", "Iraq", "2", "Iran", "-g", example_graph())
    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing is left that takes 'Iran': hostilities takes country, limit" in done.stderr
    done = graphbuild("query", "hostilitys", "-g", example_graph())
    assert ask("between", "a=Iraq", "b=Iran", "--limit", "1") == ask("between", "Iraq", "Iran")[:1] != []
    assert (done.returncode, done.stdout) == (2, "")
    assert "There is no query 'hostilitys' (did you mean hostilities" in done.stderr


@pytest.mark.slow
def test_a_build_says_how_many_articles_have_no_date(tmp_path: Path) -> None:
    (tmp_path / "dated.txt").write_text(
        "---\ndate: 2021-03-04\n---\nFrance supports Italy.\n", encoding="utf-8"
    )
    done = graphbuild("build", "dated.txt", cwd=tmp_path)
    assert "no day" not in done.stderr
    yearly = "---\ndate: 2021\n---\nFrance supports Spain.\n"
    (tmp_path / "yearly.txt").write_text(yearly, encoding="utf-8")
    done = graphbuild("build", "yearly.txt", "-g", "yearly", cwd=tmp_path)
    assert "1 of 1 article has no day (1 only a year or month, as '2021')." in done.stderr
    (tmp_path / "undated.txt").write_text("France supports Spain.\n", encoding="utf-8")
    done = graphbuild("build", "undated.txt", cwd=tmp_path)
    assert "1 of 2 articles has no day." in done.stderr
    assert "--map date=NAME" in done.stderr
    assert json.loads(graphbuild("build", "undated.txt", "--json", cwd=tmp_path).stdout)["undated"] == 1
