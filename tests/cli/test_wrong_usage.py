"""What is given wrongly on the command line: exit code 2, and words that tell what may be given instead."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from graphbuild.cli import option_conflicts
from graphbuild.cli.app import app
from tests.commands import ROOT, graphbuild, python
from tests.example_graph import example_graph


def said(*arguments: str | Path, code: int = 2, cwd: Path | None = None) -> str:
    """What a command says on stderr that ends with this exit code and has nothing on stdout."""
    done = graphbuild(*arguments, cwd=cwd)
    assert done.returncode == code, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    return done.stderr


def asked(*arguments: str, code: int = 2) -> str:
    """The same of a command that is asked of the example."""
    return said(*arguments, "-g", str(example_graph()), code=code)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "Egypt", "--since", "yesterday"), "--since is 'yesterday'; give a day as in 1979-03-26"),
        (("changes", "--since", "1979-02-30"), "--since is '1979-02-30', and there is no such day; give a"),
        (
            ("query", "timeline", "Iran", "since=1979-13-01"),
            "is '1979-13-01', and there is no such day; give",
        ),
        (
            ("explain", "Iran", "Iraq", "--relation", "war"),
            "all of one sort are called cooperation or conflict",
        ),
        (
            ("export", "x.json", "--since", "1980-01-01", "--until", "1979-01-01"),
            "--since 1980-01-01 is after --until 1979-01-01; give the earlier day first",
        ),
        (
            ("build", "x.txt", "--workers", "500000"),
            "--workers is 500000; give a whole number from 1 to 1,000, or auto",
        ),
        (("build", "x.txt", "--date", "soon"), "--date is 'soon'; give a day as in 1979-03-26"),
        (("show", " "), "the name is empty; give the name of a person, country or organisation"),
        (("search", ""), "WORDS is empty; give any part of a name, or words of articles"),
        (("stance", "Egypt", "Egypt"), "'Egypt' and 'Egypt' are both Egypt; give two different entities"),
        (("load", ""), "No Neo4j address is given: give it, for instance bolt://localhost:7687"),
        (("load", "localhost"), "localhost is not a Neo4j address: write bolt://HOST:7687"),
        (("articles", "--undated", "--since", "1979-01-01"), "leave out --undated, or --since and --until"),
        (
            ("stance", "Egypt", "Israel", "--half-life", "-5"),
            "--half-life is -5; give a number of days above 0",
        ),
        (
            ("show", "Egypt", "--kind", "prson"),
            "Invalid value for '--kind': no kind is called 'prson' (did you",
        ),
        (
            ("show", "Egypt", "--relation", "ATTAKS"),
            "'--relation': no relation is called 'ATTAKS' (did you mean",
        ),
        (("plot",), "give the name of an entity, of two, or --timeline for that of the whole graph"),
        (
            ("build", "x.csv", "--map", "texts=a"),
            "'--map': 'texts' is nothing that an article has (did you mean",
        ),
        (("show", "Egypt", "--since", "since"), "--since is 'since'; give a day"),
        (
            ("export", "format.pdf"),
            "format.pdf: 'pdf' is none of graphml, gexf, json, jsonld, csv, xlsx; give one of",
        ),
        (("export", "x.json", "--format", "csv"), "x.json: ends with .json, but --format is csv"),
        (
            ("export", "-"),
            "stdout: no file suffix to go by; give one of graphml, gexf, json, jsonld as",
        ),
        (
            ("export", "-", "--format", "csv"),
            "stdout: CSV is three files, of entities, relations and stances;",
        ),
        (("export",), "say where to: a file, such as graph.graphml or relations.csv, or - for stdout"),
        (("export", "x.json", "-o", "y.json"), "two files are given, x.json and y.json with --out; give one"),
        (("export", "", "--format", "csv"), "the name of the file is empty; give another file"),
        (("report", "Egypt", "-o", "r.pdf"), "r.pdf: a report is HTML; give a name that ends with .html or"),
        (
            ("undo", "a", "b", "c", "d"),
            "give the id of a decision, an article or a statement, two names, or A",
        ),
        (
            ("query", "timeline", "entity=Iran", "entity=Iraq"),
            "entity is given twice: Iran and Iraq; give one",
        ),
        (("query", "members", "NATO", "-p", "limit=1", "limit=2"), "limit is given twice: 1 and 2; give one"),
        (("query", "RETURN 1", "--timeout", "nan"), "--timeout is nan; give a number of seconds above 0"),
        (("query", "leaders", "limit=2.5"), "leaders: limit is 2.5; give a whole number from 0 up (leaders"),
        (("query", "leaders", "limit=-1"), "leaders: limit is -1; give a whole number from 0 up (leaders"),
        (
            ("query", "leaders", "limit=1e400"),
            "leaders: limit is inf; give a whole number from 0 up (leaders takes kind",
        ),
        (
            ("query", "leaders", "limit=true"),
            "leaders: limit is True; give a whole number from 0 up (leaders takes kind",
        ),
        (
            ("query", "members", "NATO", "1", "2"),
            "nothing is left that takes '2': members takes organisation",
        ),
    ],
)
def test_a_value_that_means_nothing(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    (tmp_path / "x.txt").write_text("France attacked Algeria.", encoding="utf-8")
    (tmp_path / "x.csv").write_text("a\nFrance attacked Algeria.\n", encoding="utf-8")
    graph = () if arguments[0] == "build" else ("-g", str(example_graph()))
    assert message in said(*arguments, *graph, cwd=tmp_path)
    assert not (tmp_path / "x.json").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("show", "Egypt", "--limit", "many"), "'--limit': give a whole number from 0 up, not 'many'"),
        (("show", "Egypt", "--limit", "-3"), "'--limit': give a whole number from 0 up, not -3"),
        (("articles", "--limit", "0.5"), "'--limit': give a whole number from 0 up, not '0.5'"),
        (("explore", "--port", "70000"), "'--port': give a whole number from 0 to 65535, not 70000"),
        (
            ("query", "RETURN 1", "--timeout", "x"),
            "'--timeout': give a number of seconds from 0.001 up, not 'x'",
        ),
        (
            ("stance", "Egypt", "Israel", "--half-life", "x"),
            "'--half-life': give a number of days above 0, not 'x'",
        ),
        (
            ("build", "x.txt", "--workers", "1.5"),
            "'--workers': give a whole number from 1 up, or auto, not '1.5'",
        ),
        (("show", "Egypt", "-g", ""), "the name is empty; give a folder"),
        (
            ("show", "Egypt", "Israel"),
            "unexpected 'Israel': show takes NAME only; words that belong together",
        ),
        (("show", "Iran", "Iraq"), "quotation marks; of two names: graphbuild explain Iran Iraq"),
        (("article", "a", "b"), "unexpected 'b': article takes ID only; one at a time"),
        (("help", "nonsense"), "no command, relation or other word 'nonsense' (did you mean tense?): `graph"),
        (("leaders",), "No such command 'leaders'; for the named query: graphbuild query leaders"),
        (("attacks",), "No such command 'attacks'; for the relation: graphbuild relations ATTACKS"),
        (("Angela Merkel",), "for a name: graphbuild show 'Angela Merkel'"),
        (("shwo",), "No such command 'shwo'. Did you mean 'show'?"),
        (("-g", "x", "show", "Egypt"), "-g belongs behind a command: graphbuild COMMAND -g …"),
        (("query", "leaders", "--name", "members"), "give one query: leaders or --name members"),
        (("query", "single-sourced"), "There is no query 'single-sourced' (did you mean single_source"),
        (("query", "members", "NATO", "--since", "1990-01-01"), "members has no since: accused, "),
        (("stance", "Egypt", "--sinc", "2020"), "No such option: --sinc (did you mean --since?)\n"),
        (("show", "Egypt", "--lim", "3"), "No such option: --lim (did you mean --limit?)\n"),
        (("explain", "Iran", "Iraq", "--json", "--format", "csv"), "No such option: --format\n"),
        (("stats", "all"), "unexpected 'all': stats takes options only"),
        (("--install-completion", "fish"), "--install-completion takes nothing, not 'fish'"),
        (("reject", "France", "ATTACKS"), "B is missing; give the id of a statement, or A RELATION B"),
    ],
)
def test_numbers_and_arguments(arguments: tuple[str, ...], message: str) -> None:
    assert message in said(*arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("query", "leaders", "--json", "-f", "csv"), "--format has no meaning with --json"),
        (("query", "leaders", "--json", "--explain-plan"), "--json has no meaning with --explain-plan"),
        (("entities", "--json", "-f", "csv"), "--format has no meaning with --json; leave it out, or --json"),
        (
            ("articles", "--failures", "--about", "Egypt", "--since", "1979-01-01"),
            "--about and --since have no meaning with --failures; leave them out, or --failures",
        ),
        (
            ("relations", "--all", "--limit", "3"),
            "--all has no meaning with --limit; leave it out, or --limit",
        ),
        (
            ("stance", "Egypt", "Israel", "--min-reports", "2"),
            "--min-reports has no meaning with B; leave it out",
        ),
        (("stance", "Egypt", "--by", "year"), "--by has no meaning without B"),
        (("explain", "Egypt", "--json", "--ids"), "--ids has no meaning with --json"),
        (("rules", "--markdown", "-f", "json"), "--format has no meaning with --markdown"),
        (
            ("rules", "--unused"),
            "--unused has no meaning without --on or --annotated; give --on or --annotated",
        ),
        (("resolve", "--review", "--json"), "--json has no meaning with --review"),
        (
            ("build", "x", "--user", "bob", "--prefix", "A"),
            "--user and --prefix have no meaning without --to",
        ),
        (
            ("build", "x", "--day-first", "--month-first"),
            "--day-first and --month-first contradict each other",
        ),
    ],
)
def test_options_that_would_be_passed_over(arguments: tuple[str, ...], message: str) -> None:
    assert message in said(*arguments)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ("MATCH",),
            'MATCH alone is no query; put the whole query into quotation marks: graphbuild query "MATCH …"',
        ),
        (("match", "n", "RETURN", "n"), 'quotation marks: graphbuild query "match n RETURN n"'),
        (
            ("leaders", "United States"),
            "leaders has no parameter for an entity such as 'United States'; it takes kind (country,"
            " organisation or any); former (yes, no or any); limit (most rows)",
        ),
        (
            ("denied", "Iran"),
            "denied has no parameter for an entity such as 'Iran'; it takes since (first day",
        ),
        (("leaders", "contry"), "kind is 'contry'; give country, organisation or any"),
        (("leaders", "Yes"), "'Yes' is a value of former, not of kind; give former=Yes"),
        (("leaders", "any", "true", "many"), "limit is 'many'; give a whole number"),
        (("leaders", "true"), "'true' is a value of former, not of kind; give former=true"),
        (("hostilities", "China", "Iran"), "limit is 'Iran'; give a whole number"),
    ],
)
def test_what_is_missing_in_a_query_is_said(arguments: tuple[str, ...], told: str) -> None:
    assert told in asked("query", *arguments)


def test_settings_of_all_commands_may_be_passed_over() -> None:
    env = {"GRAPHBUILD_FORMAT": "csv", "GRAPHBUILD_SORT": "name"}
    for command in (("entities", "--json"), ("relations",)):
        done = graphbuild(*command, "-g", example_graph(), env=env)
        assert done.returncode == 0
    assert done.stdout.startswith("relation,relations,reports,"), "types, as without a setting"


def test_a_setting_that_means_nothing_is_named() -> None:
    for variable, value in (("GRAPHBUILD_SINCE", "soon"), ("GRAPHBUILD_RELATION", "FOO")):
        done = graphbuild("show", "Egypt", "-g", example_graph(), env={variable: value})
        assert done.returncode == 2
        assert done.stderr.startswith(f"error: {variable}: ")
        assert repr(value) in done.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("entities",), "nothing was found with --since 2050-01-01; the articles are from "),
        (("relations",), "nothing was found with --since 2050-01-01; the articles are from "),
        (("articles",), "nothing was found with --since 2050-01-01; the articles are from "),
        (("entities", "zzzz"), "nothing is called 'zzzz' with --since 2050-01-01; the articles are from "),
        (
            ("search", "attacked"),
            "no article has these words with --since 2050-01-01; the articles are from ",
        ),
        (("show", "Egypt"), "no relation was found with --since 2050-01-01; the articles are from "),
        (
            ("stance", "Egypt", "--min-reports", "3"),
            "to infer a stance with --since 2050-01-01 --min-reports 3; the articles are from ",
        ),
        (("stance", "Egypt", "Norway"), "between Egypt and Norway with --since 2050-01-01; the articles are"),
        (("changes", "--kind", "person"), "to the last report with --kind person; the articles are from "),
        (
            ("query", "timeline", "entity=Egypt"),
            "nothing was found with --since 2050-01-01; the articles are",
        ),
        (
            ("relations", "ATTACKS", "--min-reports", "99"),
            "nothing was found with --since 2050-01-01 --min-reports 99; the articles are",
        ),
    ],
)
def test_filters_that_let_nothing_through_are_named_once(arguments: tuple[str, ...], told: str) -> None:
    done = graphbuild(*arguments, "--since", "2050-01-01", "-g", example_graph())
    assert done.returncode == 0, done.stderr
    assert told in done.stderr
    number = re.compile(r"left out: .*|\d+ [a-z]+")
    assert len([line for line in done.stderr.splitlines() if not number.fullmatch(line)]) == 1


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (
            ["since=2050", "until=2051", "relation=conflict"],
            "--relation conflict --since 2050 --until 2051; the",
        ),
        (["-p", "min_reports=99", "kind=any"], "--min-reports 99; without it there may be more"),
        (["--kind", "person", "-p", "min_reports=99"], "--kind person --min-reports 99; without them"),
    ],
)
def test_filters_of_a_named_query_are_named_however_they_are_given(values: list[str], told: str) -> None:
    done = graphbuild("query", "timeline", "entity=Egypt", *values, "-g", example_graph())
    assert done.stderr.count("nothing was found") == 1
    assert f"nothing was found with {told}" in done.stderr


def test_what_there_is_without_filters_is_counted() -> None:
    told = asked("explain", "Egypt", "Norway", "--since", "2050", code=0)
    assert told.rstrip() == "the articles state nothing between Egypt and Norway"
    told = asked("explain", "Egypt", "Israel", "--since", "2050", code=0)
    assert re.search(r"with --since 2050; without it there are \d+ statements$", told.rstrip())


def test_the_first_year_of_articles_is_not_called_one_without() -> None:
    said = graphbuild(
        "relations", "ATTACKS", "--until", "1949", "--min-reports", "99", "-g", example_graph()
    ).stderr
    assert "--until 1949 --min-reports 99; without them there may be more" in said


def test_filters_that_let_nothing_through_are_named_by_what_writes_files(tmp_path: Path) -> None:
    for command, code, told in (
        (("export", "x.json"), 0, "no relation was found"),
        (("export", "y.csv", "--no-isolates"), 1, "error: nothing was found"),
        (("plot", "Egypt", "-o", "x.svg"), 1, "error: nothing is said of Egypt and any other"),
    ):
        done = graphbuild(
            *command, "--kind", "person", "--min-reports", "99", "-g", example_graph(), cwd=tmp_path
        )
        assert done.returncode == code
        assert f"{told} with --kind person --min-reports 99; without them" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]


def test_an_export_of_days_of_which_there_is_nothing_writes_no_file(tmp_path: Path) -> None:
    command = ("export", "x.csv", "--relation", "MET_WITH", "--since", "2099", "-g", example_graph())
    done = graphbuild(*command, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "nothing was found with --relation MET_WITH --since 2099; the articles are from" in done.stderr
    assert not any(tmp_path.iterdir())


def test_an_article_that_is_none_beside_a_name() -> None:
    told = asked("same", "Egypt @ nosuch", "Israel", code=1)
    assert "the graph holds no article 'nosuch' with names; `graphbuild articles` lists their ids" in told
    assert "nothing was removed: `graphbuild articles` lists their ids" in asked("remove", "x", "-y", code=1)


def test_folders_that_are_no_graph_or_the_wrong_one(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("France attacked Algeria.", encoding="utf-8")
    assert (
        "in: is not a graph (it holds a.txt); give another --graph, or make one with: graphbuild build INPUT"
        in (said("stats", "-g", "in", code=1, cwd=tmp_path))
    )
    graph = tmp_path / "g"
    shutil.copytree(example_graph(), graph)
    assert "g: is what others are merged into" in said("merge", "g", "-g", "g", code=1, cwd=tmp_path)
    assert said("watch", "nowhere", "-g", "g", code=1, cwd=tmp_path).startswith(
        "error: nowhere: there is no such"
    )


def test_what_a_query_writes_is_said_not_to_stay(tmp_path: Path) -> None:
    shutil.copytree(example_graph(), tmp_path / "g")
    done = graphbuild("query", "CREATE (n:Foo) RETURN n", "--write", "-g", "g", cwd=tmp_path)
    assert done.returncode == 0
    assert "warning" not in done.stderr
    assert (
        "what was written is in g until the next build or decision, which makes its database anew"
        in done.stderr
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("export", ".", "--format", "json"), "error: .: is a folder; give another file"),
        (("export", "/", "--format", "json"), "error: /: is a folder; give another file"),
        (("export", "..", "--format", "csv"), "error: ..: is a folder; give another file"),
        (("plot", "Egypt", "-o", "."), "error: .: is a folder; give another --out"),
        (("explain", "Egypt, Israel"), "'Egypt, Israel'; of two: graphbuild explain Egypt Israel"),
        (("explain", "Egypt and United States"), "of two: graphbuild explain Egypt 'United States'"),
        (
            ("query", "MATCH (a) WHERE a.name = Egypt RETURN a"),
            "Variable 'Egypt' not defined; a text stands in quotation marks\n",
        ),
        (("query", "MATCH (a) RETURN b"), "Variable 'b' not defined\n"),
    ],
)
def test_what_cannot_be_done_is_no_bug(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    told = said(*arguments, "-g", example_graph(), code=1, cwd=tmp_path)
    assert message in told
    assert "This is a bug" not in told
    assert not [*tmp_path.iterdir()]


def test_what_is_extracted_goes_into_no_folder(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("France attacked Algeria.", encoding="utf-8")
    told = said("extract", "x.txt", "--out", ".", code=1, cwd=tmp_path)
    assert told == "error: .: is a folder; give another --out\n"


def test_a_file_of_which_the_graph_holds_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("France attacked Algeria.", encoding="utf-8")
    told = said("remove", "./x.txt", "-g", example_graph(), code=1, cwd=tmp_path)
    assert "holds no article of ./x.txt; `graphbuild articles` lists their ids" in told


def test_a_folder_that_cannot_be_merged_is_an_argument(tmp_path: Path) -> None:
    (tmp_path / "txt").mkdir()
    (tmp_path / "txt" / "a.txt").write_text("France attacked Algeria.", encoding="utf-8")
    told = said("merge", "txt", "-g", "new", code=1, cwd=tmp_path)
    assert told.startswith("error: txt: is not a graph (it holds a.txt); give another GRAPH, or make one")


def test_a_graph_of_the_environment_is_none_to_be_measured(tmp_path: Path) -> None:
    done = graphbuild("eval", "nosuch", cwd=tmp_path, env={"GRAPHBUILD_GRAPH": str(example_graph())})
    assert done.returncode == 1
    assert done.stderr == "error: nosuch: no such file or folder; check the path\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_disk_is_no_bug() -> None:
    command = [sys.executable, "-m", "graphbuild", "queries"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        "error: stdout: cannot be written (No space left on device); make room, or give another place\n"
    )


@pytest.mark.parametrize(
    ("module", "package"), [("xlsxwriter", "XlsxWriter"), ("arcadedb_embedded", "arcadedb-embedded")]
)
def test_a_package_that_is_missing_is_named(module: str, package: str, tmp_path: Path) -> None:
    shutil.copytree(example_graph(), tmp_path / "g")
    asked = {"xlsxwriter": ["export", "x.xlsx"], "arcadedb_embedded": ["query", "leaders"]}[module]
    code = f"import sys; sys.modules[{module!r}] = None; sys.argv = {['graphbuild', *asked, '-g', 'g']!r}"
    done = python("-c", f"{code}; from graphbuild.cli import main; main()", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr == (
        f"error: the package {package} is not installed here; pip install graphbuild brings it\n"
    )


def test_a_query_of_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    shutil.copytree(example_graph(), tmp_path / "g", ignore=shutil.ignore_patterns("cypher"))
    (tmp_path / "g" / "cypher").write_text("no folder", encoding="utf-8")
    at = ("-g", "g")
    read = graphbuild("query", "MATCH (n:Country {name: 'Egypt'}) RETURN n.name", *at, cwd=tmp_path)
    assert read.returncode == 0, read.stderr
    assert "Egypt" in read.stdout
    assert "queries are asked of a copy in a temporary folder" in read.stderr
    wrote = graphbuild("query", "CREATE (n:Foo) RETURN n", "--write", *at, cwd=tmp_path)
    assert wrote.returncode == 1
    assert "cypher: cannot be written to, so no query can write; check its permissions" in wrote.stderr
    assert graphbuild("query", "queryy", *at, cwd=tmp_path).returncode == 2


def test_rules_on_combined_options_name_existing_options() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for table in (option_conflicts.IGNORED_WITH, option_conflicts.IGNORED_WITHOUT):
        for command, rules in table.items():
            known = {name for param in commands[command].params for name in option_conflicts.names(param)}
            told = {name for one, others in rules.items() for name in f"{one} {others}".split()}
            assert told <= known, command
