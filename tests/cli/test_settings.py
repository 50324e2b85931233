"""Defaults from files and the environment, help by word, completion, and how much is said."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graphbuild.cli.group import ZSH_LINE
from graphbuild.ledger import Ledger
from tests.commands import ROOT, graphbuild, in_turn, python
from tests.example_graph import example_graph
from tests.factories import make_article, make_entity, make_mention, make_reading

GRAPH = str(example_graph())


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A user's folder of settings, beside a working directory."""
    (tmp_path / "config" / "graphbuild").mkdir(parents=True)
    (tmp_path / "work").mkdir()
    return tmp_path


def run(home: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    (done,) = in_turn(
        [*arguments], cwd=home / "work", envs=[{"XDG_CONFIG_HOME": str(home / "config"), **env}]
    )
    return done


def user(home: Path, text: str) -> None:
    (home / "config" / "graphbuild" / "config.toml").write_text(text, encoding="utf-8")


def here(home: Path, text: str) -> None:
    (home / "work" / "graphbuild.toml").write_text(text, encoding="utf-8")


def test_what_is_nearer_goes_before(home: Path) -> None:
    user(home, f'graph = {json.dumps(GRAPH)}\nlimit = 5\n[entities]\nformat = "csv"\n')

    def rows(*arguments: str, **env: str) -> int:
        return len(run(home, "entities", *arguments, **env).stdout.splitlines()) - 1

    assert rows() == 5
    here(home, "limit = 4\n")
    assert rows() == 4
    here(home, "limit = 4\n[entities]\nlimit = 3\n")
    assert rows() == 3
    assert rows(GRAPHBUILD_LIMIT="6") == 6
    assert rows(GRAPHBUILD_LIMIT="6", GRAPHBUILD_ENTITIES_LIMIT="2") == 2
    assert rows("--limit", "1", GRAPHBUILD_ENTITIES_LIMIT="2") == 1


def test_options_that_repeat_and_flags_can_be_set(home: Path) -> None:
    here(home, f'graph = {json.dumps(GRAPH)}\n[show]\nrelation = ["conflict", "LEADER_OF"]\njson = true\n')
    ties = json.loads(run(home, "show", "Egypt").stdout)["ties"]
    assert {t["relation"]["relation"] for t in ties} == {"ATTACKS", "SANCTIONS", "LEADER_OF"}
    told = run(home, "show", "Egypt", GRAPHBUILD_RELATION="AIDS;AGREED_WITH").stdout
    assert {t["relation"]["relation"] for t in json.loads(told)["ties"]} == {"AIDS", "AGREED_WITH"}
    here(home, f"graph = {json.dumps(GRAPH)}\nuntil = 1960-01-01\n")
    assert "mentions in 1 article, 1956-11-07, id" in run(home, "show", "Egypt").stdout


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limt = 3\n", "graphbuild.toml: there is no setting limt; did you mean limit"),
        ("[entites]\nlimit = 3\n", "there is no setting [entites]; did you mean entities"),
        ("[entities]\nlimt = 3\n", "there is no setting entities.limt; did you mean limit?"),
        ("limit = \n", "graphbuild.toml: cannot be read: "),
        ("[entities]\nlimit = [1, 2]\n", "limit is [1, 2]; give one value"),
        ("[query]\nwrite = true\n", "write may be set in"),
        ('model = "evil"\n', "for others may have written this file"),
        ("[entities]\nlimit = 'many'\n", "graphbuild.toml: [entities] limit is 'many': "),
    ],
)
def test_a_setting_that_is_none_is_reported(home: Path, text: str, message: str) -> None:
    here(home, text)
    done = run(home, "entities", "-g", GRAPH)
    assert done.returncode == (1 if "cannot be read" in message else 2)
    assert message in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [
        (
            "GRAPHBUILD_LIMITT",
            "5",
            "GRAPHBUILD_LIMITT: there is no such setting; did you mean GRAPHBUILD_LIMIT?",
        ),
        ("GRAPHBUILD_LIMIT", "many", "GRAPHBUILD_LIMIT is 'many': "),
        ("GRAPHBUILD_JSON", "perhaps", "GRAPHBUILD_JSON is 'perhaps': "),
    ],
)
def test_a_variable_that_is_wrong_is_named(home: Path, variable: str, value: str, message: str) -> None:
    done = run(home, "entities", "-g", GRAPH, **{variable: value})
    assert done.returncode == 2
    assert message in done.stderr
    assert run(home, "entities", "-g", GRAPH, GRAPHBUILD_OF_ANOTHER_TOOL="1").returncode == 0


def test_a_setting_that_suits_only_some_commands_is_for_those(home: Path) -> None:
    listed = run(home, "entities", "-g", GRAPH, GRAPHBUILD_FORMAT="csv", GRAPHBUILD_LIMIT="0")
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.startswith("name,kind,")
    drawn = run(home, "plot", "Egypt", "-g", GRAPH, "-o", "x.svg", GRAPHBUILD_FORMAT="csv")
    assert drawn.returncode == 2
    assert "GRAPHBUILD_FORMAT is 'csv': " in drawn.stderr
    assert drawn.stderr.endswith("; for one command alone set its own, such as GRAPHBUILD_QUERY_FORMAT\n")


@pytest.mark.parametrize(
    ("text", "command", "message"),
    [
        (
            "format = 'csv'",
            ("plot", "Egypt"),
            "graphbuild.toml: format is 'csv': 'csv' is not one of 'svg', 'png'; for one command alone write"
            " it under its own table, such as [query]",
        ),
        (
            "format = 'csv'",
            ("export", "x.json"),
            "let both say the same; for one command alone write it under",
        ),
        ("format = 'csv'", ("extract", "x"), "graphbuild.toml: format: 'csv' is not jsonl; for one command"),
        (
            "kind = 'person'",
            ("query", "members", "NATO"),
            "graphbuild.toml: kind: query members has no kind: activity,",
        ),
        (
            "[query]\nkind = 'person'",
            ("query", "leaders"),
            "graphbuild.toml: [query] kind: query leaders has no kind 'person'; give country, organisation or"
            " any\n",
        ),
    ],
)
def test_a_setting_is_blamed_on_the_file_that_says_it(
    home: Path, text: str, command: tuple[str, ...], message: str
) -> None:
    here(home, text)
    graph = () if command[0] == "extract" else ("-g", GRAPH)
    done = run(home, *command, *(("-o", "x.svg") if command[0] == "plot" else ()), *graph)
    assert done.returncode == 2
    assert message in done.stderr
    assert "--" not in done.stderr


def test_the_list_of_settings_names_both(home: Path) -> None:
    told = run(home, "help", "settings").stdout
    assert "min-reports" in told
    assert "GRAPHBUILD_MIN_REPORTS" in told
    assert "version" not in told.split()
    formats = [" ".join(line.split()[2:]) for line in told.splitlines() if line.startswith("format ")]
    assert formats[0].startswith("Output format. (query, ")
    assert "Image format. (plot)" in formats


def test_quiet_says_nothing_but_errors_and_warnings_verbose_more(home: Path) -> None:
    usual, quiet, wrong, more = in_turn(
        ["entities", "-g", GRAPH, "--limit", "1"],
        ["entities", "-g", GRAPH, "--limit", "1", "-q"],
        ["show", "Atlantis", "-q", "-g", GRAPH],
        ["entities", "-g", GRAPH, "--limit", "1", "-v"],
    )
    assert "more (--limit 0" in usual.stderr
    assert quiet.stderr == ""
    assert quiet.stdout == usual.stdout
    assert wrong.stderr.startswith("error: no entity is called 'Atlantis'")
    assert "settings from: none" in more.stderr
    assert more.stderr.rstrip().endswith(" s")


@pytest.mark.parametrize(
    ("word", "told"),
    [
        (["explain"], "Usage: graphbuild explain"),
        (["ATTACKS"], "ATTACKS: uses force against"),
        (["attacks"], "conflict · score -9 · material conflict · PLOVER ASSAULT"),
        (["material", "conflict"], "COERCES "),
        (["assault"], "ATTACKS "),
        (["standing"], "standing: relations with score 0"),
        (["hypothetical"], "hypothetical: said under a condition"),
        (["hostile"], "hostile (a stance): "),
        (["entity"], "entity: a person, country or organisation"),
        (["said", "by"], "said by: who the article quotes"),
        (["acts", "through"], "acts through: of an entity"),
        (["level", "state"], "level state: of a stance"),
        (["leaders"], "leaders (a query): Who leads"),
        (["formats"], "formats that are read: .txt, .md,"),
        (["functions"], "coalesce, collect, cos,"),
        (["verb:attack/passive"], "verb:attack (a rule): states ATTACKS (uses force against"),
        (["party/noun"], "party/noun (a rule): states MEMBER_OF (belongs to a body"),
        (["post:president/title/name"], "post:title/name (a rule): finds who holds a post"),
    ],
)
def test_help_explains_a_word(word: list[str], told: str) -> None:
    done = graphbuild("help", *word)
    assert done.returncode == 0, done.stderr
    assert told in done.stdout


def test_help_without_a_word_lists_the_commands_and_an_unknown_one_is_reported() -> None:
    assert graphbuild("help").stdout == graphbuild("--help").stdout
    done = graphbuild("help", "atacks")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no command, relation or other word 'atacks' (did you mean ATTACKS?)" in done.stderr


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        (["graphbuild", "query", "host"], ["hostilities"]),
        (["graphbuild", "explain", "-g", GRAPH, "Egy"], ["Egypt"]),
        (["graphbuild", "explain", "-g", GRAPH, "eGYP"], ["Egypt"]),
        (["graphbuild", "show", "-g", GRAPH, "carter"], [r"Jimmy\ Carter"]),
        (["graphbuild", "show", "-g", GRAPH, "jimmy\\ c"], [r"Jimmy\ Carter"]),
        (["graphbuild", "show", "-g", GRAPH, '"jimmy c'], ["Jimmy Carter"]),
        (["graphbuild", "show", "-g", GRAPH, "ke"], ["ke", r"John\ Kennedy", r"John\ Kerry"]),
        (["graphbuild", "query", "-g", GRAPH, "hostilities", "egy"], ["Egypt"]),
        (["graphbuild", "query", "-g", GRAPH, "-n", "hostilities", "egy"], ["Egypt"]),
        (["graphbuild", "query", "-g", GRAPH, "hostilities", "country=egy"], ["country=Egypt"]),
        (["graphbuild", "query", "-g", GRAPH, "hostilities", "country", "=", "egy"], ["Egypt"]),
        (["graphbuild", "query", "-g", GRAPH, "paths", "Egypt", "israe"], ["Israel"]),
        (["graphbuild", "query", "-g", GRAPH, "paths", "a=Egypt", "family=coop"], ["family=cooperation"]),
        (["graphbuild", "query", "-g", GRAPH, "timeline", "Egypt", "relation=atta"], ["relation=ATTACKS"]),
        (["graphbuild", "query", "-g", GRAPH, "hostilities", "Egypt", "5"], []),
        (["graphbuild", "query", "MATCH (n) RETURN n", "egy"], []),
        (["graphbuild", "show", "-g", "nowhere", "Egy"], []),
        (["graphbuild", "relations", "ATT"], ["ATTACKS"]),
        (["graphbuild", "relations", "att"], ["ATTACKS"]),
        (["graphbuild", "article", "-g", GRAPH, "suez"], ["suez-1956"]),
        (["graphbuild", "show", "--kind", "per"], ["person"]),
        (["graphbuild", "exclude", "-g", GRAPH, "suez"], ["suez-1956"]),
        (["graphbuild", "plot", "-g", GRAPH, "Egy"], ["Egypt"]),
        (["graphbuild", "export", "x.gexf", "--format", "g"], ["gexf", "graphml"]),
        (["graphbuild", "query", "central", "--sort", "m"], ["mentions"]),
        (["graphbuild", "query", "-n", "central", "--sort", "n"], ["name"]),
        (["graphbuild", "query", "--sort", "n"], []),
    ],
)
def test_tab_completes_what_there_is(line: list[str], offered: list[str]) -> None:
    env = {
        "_GRAPHBUILD_COMPLETE": "complete_bash",
        "COMP_WORDS": "\n".join(line),
        "COMP_CWORD": str(len(line) - 1),
    }
    done = graphbuild(env=env)
    assert [one for one in done.stdout.splitlines() if one] == offered
    assert done.stderr == ""


@pytest.mark.parametrize(("shell", "printed"), [("zsh", True), ("fish", False)])
def test_after_installing_completion_zsh_users_are_given_the_line(
    shell: str, printed: bool, tmp_path: Path
) -> None:
    code = (
        f"import shellingham, sys; shellingham.detect_shell = lambda *_: ('{shell}', '/bin/{shell}');"
        " sys.argv = ['graphbuild', '--install-completion']; from graphbuild.cli import main; main()"
    )
    done = python("-c", code, env={"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert f"{shell} completion installed in {tmp_path}" in done.stdout.replace("\n", "")
    documented = (ROOT / "docs/reference/cli.md").read_text("utf-8")
    assert ZSH_LINE in documented
    assert ("add to ~/.zshrc:\n  " + ZSH_LINE + "\n" in done.stdout) == printed


def _installed(tmp_path: Path) -> None:
    """Put the command graphbuild into a folder."""
    (tmp_path / "graphbuild").write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m graphbuild "$@"\n', encoding="utf-8"
    )
    (tmp_path / "graphbuild").chmod(0o755)


@contextlib.contextmanager
def _on_terminal(*command: str, **env: str) -> Iterator[int]:
    """Run a shell on a terminal; its other end."""
    terminal, its_end = pty.openpty()
    with subprocess.Popen(
        command,
        stdin=its_end,
        stdout=its_end,
        stderr=its_end,
        env={**os.environ, "TERM": "dumb", **env},
        start_new_session=True,
    ) as shell:
        try:
            yield terminal
        finally:
            shell.kill()
            os.close(its_end)
            os.close(terminal)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
@pytest.mark.parametrize(("typed", "completed"), [("carter", r"Jimmy\ Carter "), ("jimm", r"Jimmy\ Carter ")])
def test_zsh_completes_any_part_of_a_name_as_documented(typed: str, completed: str, tmp_path: Path) -> None:
    documented = re.search(
        r"^ *zstyle .*$", (ROOT / "docs/reference/cli.md").read_text("utf-8"), re.MULTILINE
    )
    assert documented
    _installed(tmp_path)
    begin = (
        f"PROMPT='ready> '; path=({tmp_path} $path); autoload -Uz compinit; compinit -u;"
        f' {documented[0].strip()}; eval "$(graphbuild --show-completion)"'
    )
    (tmp_path / ".zshrc").write_text(begin, encoding="utf-8")
    with _on_terminal("zsh", "-i", ZDOTDIR=str(tmp_path)) as terminal:
        assert _until(terminal, "ready> ")
        os.write(terminal, f"graphbuild show -g {GRAPH} {typed}\t".encode())
        assert _until(terminal, completed)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
def test_bash_never_shortens_what_is_typed(tmp_path: Path) -> None:
    entities = [
        make_entity("person", "donald trump", "Donald Trump"),
        make_entity("organisation", "donald trump pac", "DONALD TRUMP Super PAC"),
        make_entity("person", "drew kolb", "Drew Kolb", mentions=[make_mention("Donald")]),
        make_entity("person", "angela merkel", "Ángela Merkel"),
        make_entity("person", "ann roux", "Ann Roux", mentions=[make_mention("Alba"), make_mention("Cox")]),
        make_entity("person", "amy roux", "Amy Roux", mentions=[make_mention("Alba"), make_mention("Cox")]),
    ]
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write([("x", make_reading(make_article(), entities))])
    _installed(tmp_path)
    begin = f"PS1='ready> '; PATH={tmp_path}:$PATH; eval \"$(graphbuild --show-completion)\"\n"
    (tmp_path / "rc").write_text(begin, encoding="utf-8")
    with _on_terminal("bash", "--noprofile", "--rcfile", str(tmp_path / "rc"), "-i") as terminal:
        assert _until(terminal, "ready> ")
        for typed, end, completed in (
            ("Donald", "", "Donald T"),
            ("donald", "", "donald T"),
            ('"Donald T', '"', "Donald T"),
            ("merk", "", "Ángela Merkel"),
            ("angela", "", "Ángela Merkel"),
            ("Alba", "", "Alba"),
            ("Cox", "", "Cox"),
        ):
            os.write(terminal, f"graphbuild show -g {tmp_path}/graph {typed}\t".encode())
            os.write(terminal, f"{end}\x01printf '<%s>' \r".encode())  # Ctrl-A: to the beginning
            assert _until(terminal, f"<{completed}>ready> "), typed


def _until(terminal: int, text: str) -> bool:
    """Whether a text comes on a terminal in a minute."""
    read, late = "", time.monotonic() + 60
    while text not in read and time.monotonic() < late:
        if select.select([terminal], [], [], 1)[0]:
            read += os.read(terminal, 65536).decode("utf-8", "replace")
    return text in read
