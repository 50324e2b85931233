"""The shell: what its lines do, what Tab completes, on a terminal and with lines piped in."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild import queries
from graphbuild.cli.completion import candidates
from graphbuild.cli.shell import Shell, complete, split, statements
from graphbuild.stores import files
from tests.commands import ROOT, graphbuild, interruptible, without_settings
from tests.example_graph import example_graph
from tests.stores.sample import GRAPH

COMMANDS = {"help": "this list", "queries": "the library", "quit": "end"}


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("RETURN 1", False),
        ("RETURN 1;", True),
        ("RETURN 1; ", True),
        ("RETURN ';", False),
        ("RETURN ';'", False),
        ("RETURN ';';", True),
        ("RETURN 1 // ;", False),
        ("RETURN 1; RETURN 2", False),
        ("CALL { RETURN 1 AS x;", True),
        ("MATCH (n RETURN n;", True),
        ("MATCH (n RETURN n", False),
        (":help", True),
        (":plan MATCH (n)", False),
        (":plan MATCH (n) RETURN n;", True),
        ("RETURN 1; :help", True),
        ("", True),
        ("// nothing", True),
    ],
)
def test_a_statement_ends_with_a_semicolon_a_command_with_its_line(text: str, whole: bool) -> None:
    assert complete(text) is whole


def test_lines_are_put_together_and_taken_apart() -> None:
    lines = ["MATCH (n)\n", "RETURN n;\n", "\n", ":help\n", "RETURN 1; RETURN ';';\n", "// x\n", "RETURN 2"]
    assert [text.strip() for text in statements(lines)] == [
        "MATCH (n)\nRETURN n;",
        ":help",
        "RETURN 1;",
        "RETURN ';';",
        "RETURN 2",
    ]
    assert split("  ;; RETURN 1") == [" RETURN 1"]
    assert split("MATCH (n RETURN n;\n:help\n") == ["MATCH (n RETURN n;", "\n:help\n"]


@pytest.mark.parametrize(
    ("text", "begun", "some"),
    [
        ("MATCH (n:Cou", "Cou", {"Country"}),
        ("MATCH (n:", "", {"Article", "Country", "Entity", "Organisation", "Person", "Statement"}),
        ("MATCH (a:Country)-[r:ATT", "ATT", {"ATTACKS"}),
        ("MATCH (a)-[:ATTACKS|SANC", "SANC", {"SANCTIONS"}),
        ("MATCH (a)-[r]->(b:per", "per", {"Person"}),
        ("MATCH (n) RETURN n.first", "first", {"first_seen"}),
        ("MATCH (n) RETURN n.trigger_", "trigger_", {"trigger_start", "trigger_end"}),
        ("MATCH (n) RETU", "RETU", {"RETURN"}),
        ("MATCH (n) RETURN colle", "colle", {"collect("}),
        ("MATCH (n) ", "", set()),
        (":he", "he", {"help"}),
        (":hosti", "hosti", {"hostilities"}),
        (":queries tri", "tri", {"triangles"}),
        (":stance ", "", {"a=", "b=", "limit="}),
        (":stance a=", "a=", set()),
        (":nosuch x", "x", set()),
    ],
)
def test_what_may_come_next(text: str, begun: str, some: set[str]) -> None:
    word, found = candidates(text, COMMANDS)
    assert word == begun
    assert {name for name, _ in found} == some


def test_commands_and_queries_have_names_of_their_own() -> None:
    session = Shell(None, limit=1, timeout=1)  # type: ignore[arg-type]  # no graph is asked
    assert not session.commands.keys() & queries.load().keys()


@pytest.mark.slow
def test_piped_lines_are_answered_in_turn() -> None:
    lines = (
        ":param name=Iraq\nMATCH (c:Country {name: $name})\nRETURN c.iso3; RETURN 2 AS two;\n"
        ":format jsonl\n:who_met person='Richard Nixon' limit=1\n:explain Ukraine NATO\n:quit\n"
        "RETURN 3 AS three;"
    )
    done = graphbuild("shell", "-g", example_graph(), stdin=lines)
    assert done.returncode == 0, done.stderr
    assert 'name = "Iraq"' in done.stdout
    assert re.search(r"^IRQ$", done.stdout, re.MULTILINE)
    assert re.search(r'^\{"met": ', done.stdout, re.MULTILINE)
    assert "Ukraine MEMBER_OF NATO" in done.stdout
    assert "three" not in done.stdout
    took = r" · [\d,]+ ms\n"
    assert re.fullmatch(f"(1 row{took}){{2}}1 row, and more \\(limit=0 shows all\\){took}", done.stderr)


@pytest.mark.slow
def test_piped_lines_end_at_the_first_error() -> None:
    done = graphbuild("shell", "-g", example_graph(), stdin="RETURN 1 AS one;\nRETUR 2;\nRETURN 3 AS three;")
    assert done.returncode == 1
    assert "one" in done.stdout
    assert "error: Cypher error at line 1, column 1" in done.stderr
    assert "three" not in done.stdout


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    file = tmp_path_factory.mktemp("shell") / "graph.json"
    files.export(GRAPH, file)
    with gb.open(file) as graph:
        yield Shell(graph, limit=None, timeout=30)


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (":nosuch", "there is no :nosuch; :help lists"),
        (":format xml", "give one of table, json, jsonl, csv"),
        (":param x", "'x' is not KEY=VALUE"),
        (":members NATO 1 2", "nothing is left that takes '2': members takes organisation, limit"),
        (":show 'x", "close the quotation marks"),
        (":show", "give a name"),
        (":explain", "give one or two names"),
        (":who_met", ":who_met PERSON in the shell"),
        ("MATCH (n RETURN n;", "Cypher error at line 1, column 10"),
        (":queries nosuch", "no query 'nosuch'"),
        ("CREATE (n);", "read-only"),
        ("MATCH (n) RETURN $x;", ":param x=… in the shell"),
        ("UNWIND range(1, 20000) AS n RETURN n;", "more than 10,000 rows"),
    ],
)
def test_what_is_wrong_is_said(session: Shell, line: str, error: str) -> None:
    with pytest.raises(gb.GraphbuildError, match=re.escape(error)) as caught:
        session.do(line)
    assert not caught.value.wrong, "it would be wrong usage of the command shell"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (":help", ":hostilities Iraq"),
        (":queries", "How do two entities stand"),
        (":queries stance", "graphbuild query --name stance"),
        (":show Russia", "Russia  country, RUS"),
        (":explain China Russia", "China ALLIED_WITH Russia"),
        (":stats", "articles from 2 sources"),
        (":plan MATCH (n:Country) RETURN n;", "Country"),
        (":members organisation=NATO", "United States"),
        (":members NATO", "United States"),
        ("RETURN 'done' AS x;", "done"),
    ],
)
def test_a_line_is_answered(session: Shell, capsys: pytest.CaptureFixture[str], line: str, told: str) -> None:
    session.do(line)
    assert told in capsys.readouterr().out


class Terminal:
    """The shell on a terminal of its own."""

    def __init__(self, home: Path) -> None:
        self._ours, theirs = pty.openpty()
        environment = {
            **without_settings(),
            "TERM": "xterm-256color",
            "PROMPT_TOOLKIT_NO_CPR": "1",
            "XDG_STATE_HOME": str(home),
            "COLUMNS": "100",
            "LINES": "40",
        }
        command = [sys.executable, "-m", "graphbuild", "shell", "-g", str(example_graph())]
        with interruptible():
            self.process = subprocess.Popen(
                command,
                cwd=ROOT,
                stdin=theirs,
                stdout=theirs,
                stderr=theirs,
                env=environment,
                start_new_session=True,
                preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 -- for Ctrl-C
            )
        os.close(theirs)
        self._shown = ""

    def until(self, wanted: str, seconds: float = 60) -> str:
        """What is shown, since this was asked last, until this is; without the control sequences."""
        deadline = time.monotonic() + seconds
        while wanted not in self._shown:
            left = deadline - time.monotonic()
            assert left > 0, f"no {wanted!r} in {self._shown!r}"
            if select.select([self._ours], [], [], left)[0]:
                raw = os.read(self._ours, 65536).decode("utf-8", "replace")
                self._shown += re.sub(r"\x1b(\[[0-9;?]*[a-zA-Z]|[=>])|\r", "", raw)
        told, _, self._shown = self._shown.partition(wanted)
        return told + wanted

    def type(self, text: str) -> None:
        os.write(self._ours, text.encode())

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    opened = Terminal(tmp_path)
    yield opened
    opened.close()


@pytest.mark.slow
def test_a_session_on_a_terminal(terminal: Terminal, tmp_path: Path) -> None:
    terminal.until("graph>")
    terminal.type("MATCH (c:Coun\t")
    terminal.until("try")
    terminal.type(" {iso3: 'IRQ'})\r")  # Enter within a statement
    terminal.until("·")
    terminal.type("RETURN c.name AS named;\r")
    told = terminal.until(" ms")
    assert "Iraq" in told
    assert re.search(r"1 row · [\d,]+ ms", told)
    terminal.until("graph>")
    terminal.type("RETURN nosuch;\r")
    terminal.until("error: Cypher error at line 1, column 8")
    terminal.until("graph>")
    terminal.type("MATCH (n RETURN n;\r")
    terminal.until("is never closed")
    terminal.until("graph>")
    terminal.type("UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*);\r")
    terminal.until("AS b")
    time.sleep(1)
    terminal.type("\x03")
    terminal.until("interrupted")
    terminal.until("graph>")
    terminal.type("\x1b[A" * 5)  # up to the second line of the first query
    terminal.until("named")
    terminal.type("\x03")
    terminal.until("interrupted")
    terminal.until("graph>")
    terminal.type(":triangles limit=1\r")
    assert "balanced" in terminal.until(" ms")
    terminal.until("graph>")
    terminal.type(":quit\r")
    assert terminal.process.wait(60) == 0
    kept = tmp_path / "graphbuild" / "history"
    assert "+RETURN c.name AS named;" in kept.read_text(encoding="utf-8")
    assert "+MATCH (c:Country {iso3: 'IRQ'})" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.slow
def test_ctrl_d_ends(terminal: Terminal) -> None:
    terminal.until("graph>")
    terminal.type("\x04")
    assert terminal.process.wait(60) == 0
