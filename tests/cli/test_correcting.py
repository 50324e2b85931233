"""Correcting a graph at the terminal: what is said, what is asked, and what happens where nobody can be."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.cli.titles import Titles
from graphbuild.ledger import Ledger
from graphbuild.model import digest
from tests.api.test_corrections import READINGS
from tests.commands import ROOT, graphbuild, in_turn
from tests.factories import make_article, make_reading
from tests.resolve.articles import reading


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write((digest(repr(r)), r) for r in READINGS)
    return tmp_path / "graph"


def at_terminal(*arguments: object, typed: str) -> tuple[int, str]:
    """Exit code and what is shown of a command at a terminal, where these lines are typed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "graphbuild", *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "dumb", "COLUMNS": "200"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        try:
            while part := os.read(ours, 4096):
                shown += part
        except OSError:  # the end of a terminal
            pass
        os.close(ours)
        process.wait(60)
    return process.returncode, shown.decode().replace("\r\n", "\n")


def test_a_statement_is_rejected_by_the_id_that_explain_prints(folder: Path) -> None:
    shown = graphbuild("explain", "France", "Italy", "-g", folder).stdout
    # One article has the sentence in quotation marks of its own.
    id_, _ = re.findall(r"“Paris attacked Rome\.”\n.* · id ([0-9a-f]{8})\n", shown)
    done = graphbuild("reject", id_, "-g", folder)
    assert done.stdout == "rejected: France ATTACKS Italy (asserted) in “Paris attacked Rome.”\n"
    shown = graphbuild("explain", "France", "Italy", "-g", folder).stdout
    assert re.search(r"  2 rejected by you:\n    “Paris attacked Rome\.”\n", shown)
    told = graphbuild("stats", "-g", folder).stdout
    assert "2 statements rejected by you, counted nowhere above\n" in told
    listed = graphbuild("decisions", "-g", folder).stdout
    decision, said = listed[:8], listed.partition("  rejected: ")[2]
    assert said == "France ATTACKS Italy (asserted) in “Paris attacked Rome.”\n"
    (record,) = json.loads(graphbuild("decisions", "--json", "-g", folder).stdout)
    assert (record["id"][:8], record["verdict"], record["status"]) == (decision, "rejected", "asserted")
    undone = graphbuild("undo", decision, "-g", folder)
    assert undone.stdout.startswith("taken back: rejected: France ATTACKS Italy")
    assert graphbuild("decisions", "-g", folder).stderr == "nothing has been decided\n"


def test_a_relation_is_rejected_and_accepted_by_its_names(folder: Path) -> None:
    done = graphbuild("reject", "France", "attacks", "Italy", "-g", folder)
    assert done.stdout == "rejected: France ATTACKS Italy\n"
    shown = graphbuild("explain", "France", "Italy", "-g", folder).stdout
    assert shown.startswith("France ATTACKS Italy  (not reported as fact)\n  4 rejected by you:\n")
    done = graphbuild("accept", "France", "ATTACKS", "Italy", "-g", folder)
    assert done.stdout == "accepted: France ATTACKS Italy\n"
    again = graphbuild("accept", "France", "ATTACKS", "Italy", "-g", folder)
    assert (again.returncode, again.stdout) == (1, "")
    assert "is not rejected; there is nothing to accept" in again.stderr
    wrong = graphbuild("reject", "France", "ATTACKS", "-g", folder)
    assert (wrong.returncode, "A RELATION B" in wrong.stderr) == (2, True)


def test_an_excluded_and_a_removed_article_are_listed_and_come_back(folder: Path) -> None:
    assert graphbuild("exclude", "a1", "a2", "-g", folder).stdout == "excluded 2 articles\n"
    assert graphbuild("exclude", "a1", "-g", folder).stdout == "excluded 0 articles; 1 is decided already\n"
    told = graphbuild("stats", "-g", folder).stdout
    assert told.startswith("1 article ")
    assert "2 articles excluded or removed by you (graphbuild decisions lists them)\n" in told
    undone = graphbuild("undo", "-g", folder)
    assert undone.stdout == "taken back: excluded: article a1\ntaken back: excluded: article a2\n"
    assert undone.stderr == ""
    graphbuild("exclude", "a1", "-g", folder)
    assert graphbuild("remove", "a1", "-g", folder).stdout == "removed 1 article\n"
    listed = graphbuild("decisions", "-g", folder).stdout
    assert re.fullmatch(r".* removed: article a1\n.* excluded: article a1\n", listed)
    undone = graphbuild("undo", "a1", "-g", folder)
    assert (undone.stdout, undone.stderr) == ("taken back: removed: article a1\n", "")
    undone = graphbuild("undo", "a1", "-g", folder)
    assert undone.stderr == "what was removed is read again by the next build of its files\n"


@pytest.mark.slow
@pytest.mark.parametrize("command", ["remove", "exclude"])
def test_many_articles_are_taken_out_after_a_question_alone(tmp_path: Path, command: str) -> None:
    graph, ids = tmp_path / "graph", [f"a{n}" for n in range(11)]
    with Ledger.create(graph) as ledger:
        ledger.write((id_, make_reading(make_article(id_, id_))) for id_ in ids)
    refused = graphbuild(command, *ids, "-g", graph)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert re.search(
        r"error: \w+ would take 11 articles out\. .*; give --yes if that is meant", refused.stderr
    )
    code, shown = at_terminal(command, *ids, "-g", graph, typed="n\n")
    assert (code, "would take 11 articles out." in shown, "nothing was changed" in shown) == (1, True, True)
    assert graphbuild("stats", "-g", graph).stdout.startswith("11 articles ")
    code, shown = at_terminal(command, *ids, "-g", graph, typed="y\n")
    assert (code, f"{command}d 11 articles" in shown) == (0, True)
    with Ledger.open(graph) as ledger:
        ledger.end()
    refused = graphbuild("undo", "-g", graph)
    assert re.search(rf"decision is “{command}d: article a0; [^“]* and 6 more”: it was", refused.stderr)
    assert len(refused.stderr) < 500
    undone = graphbuild("undo", "--yes", "-g", graph)
    assert undone.stdout.endswith(f"taken back: {command}d: article a3\n… and 6 more\n")
    if command == "exclude":
        assert graphbuild(command, *ids, "--yes", "-g", graph).stdout == "excluded 11 articles\n"


@pytest.mark.slow
def test_undo_asks_where_a_build_came_after_the_last_decision(folder: Path) -> None:
    graphbuild("exclude", "a1", "-g", folder)
    with Ledger.open(folder) as ledger:
        ledger.end()
    refused = graphbuild("undo", "-g", folder)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(
        "error: the last decision is “excluded: article a1”: it was decided before the last build or merge;"
        " it will be undone, and what was built stays."
    )
    assert "--yes" in refused.stderr
    code, shown = at_terminal("undo", "-g", folder, typed="\n")
    assert (code, "nothing was changed" in shown) == (1, True)
    assert graphbuild("undo", "--yes", "-g", folder).stdout == "taken back: excluded: article a1\n"


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    texts = (
        "Acland [1950-03-01; Harbour News; of NZL]",
        "Peter Acland [1950-03-02; Meridian Wire; foreign minister NZL]",
        "Brandt [1950-03-01; Harbour News; of NZL]",
        "Lena Brandt [1950-03-02; Meridian Wire; foreign minister NZL]",
    )
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write((f"a{k}", reading(f"a{k}", text)) for k, text in enumerate(texts))
    return tmp_path / "graph"


def test_what_is_decided_already_is_not_written_down_again(doubtful: Path) -> None:
    decided = ("different", "Acland", "Peter Acland", "-g", doubtful)
    first, again = in_turn(decided, decided)
    assert (first.returncode, first.stdout) == (0, "Acland and Peter Acland are two\n")
    assert (again.returncode, again.stdout) == (0, first.stdout)
    assert len(graphbuild("decisions", "-g", doubtful).stdout.splitlines()) == 1
    assert graphbuild("same", "Acland", "Peter Acland", "-g", doubtful).returncode == 0


@pytest.mark.slow
def test_merge_candidates_are_reviewed_one_at_a_time_with_their_sentences(doubtful: Path) -> None:
    code, shown = at_terminal("resolve", "--review", "-g", doubtful, typed="x\ns\nu\nl\nd\n")
    assert code == 0, shown
    assert shown.count("[s]ame, [d]ifferent, [l]ater, [u]ndo, [q]uit?") == 5
    context = (
        r"2 pairs in doubt\nAcland \(1 article.*?\n\n  Acland\n    “.+”\n.*?\n\n  Peter Acland\n    “.+”\n"
    )
    assert re.search(context, shown, re.DOTALL)
    assert "  Acland and Peter Acland are one\n" in shown
    assert "  'x' is no answer; give s, d, l, u or q\n" in shown
    assert "  taken back: Acland and Peter Acland are one\n" in shown
    assert "  Brandt and Lena Brandt are two\n" in shown
    assert shown.endswith("1 pair decided, 1 left; graphbuild undo takes back the last\n")
    assert len(graphbuild("decisions", "-g", doubtful).stdout.splitlines()) == 1


def test_a_review_needs_a_terminal(doubtful: Path) -> None:
    done = graphbuild("resolve", "--review", "-g", doubtful)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("error: --review asks at a terminal; elsewhere use same and different")
    assert graphbuild("resolve", "--review", "--json", "-g", doubtful).returncode == 2


def test_labels_lack_articles_that_were_removed_meanwhile(folder: Path) -> None:
    with gb.open(folder) as graph:
        titles = Titles(graph)
        untitled = [replace(a.article, title="", url="") for a in graph.articles()]
        with gb.open(folder) as other:
            other.remove([untitled[1].id])
            other.undo()
        titles.look_up(untitled)
        assert titles(untitled[0]).startswith("“")
        assert titles(untitled[1]) == untitled[1].id
