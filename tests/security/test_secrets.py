"""Passwords are never repeated, and what is ours is for its owner alone."""

from __future__ import annotations

import json
import os
import random
import stat
from pathlib import Path
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.cli.options import login
from graphbuild.cli.output import say
from graphbuild.errors import StoreError
from graphbuild.ledger import Ledger
from tests.commands import graphbuild, in_turn, python

SECRET = "hunter2"
ADDRESSES = [
    f"bolt://neo4j:{SECRET}@localhost:7687",
    f"neo4j+s://neo4j:{SECRET}@db.example.com",
    f"http://neo4j:{SECRET}@localhost:7474",
    f"https://neo4j:{SECRET}/more@localhost",
    f"neo4j:{SECRET}@localhost:7687",
    f"neo4j:{SECRET}@localhost",
    f"bolt://:{SECRET}@localhost",
    f"bolt://neo4j:a@{SECRET}@localhost",
    f"neo4j:{SECRET}/x@localhost",
    f"postgres://u:{SECRET}@h/d",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_password_in_an_address_is_not_repeated(tmp_path: Path, address: str) -> None:
    with pytest.raises(StoreError, match="do not belong into the address") as caught:
        gb.open(address)
    assert SECRET not in str(caught.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [
        ("stats", "-g", "{}"),
        ("query", "RETURN 1", "-g", "{}"),
        ("shell", "-g", "{}"),
        ("export", "x.json", "-g", "{}"),
        ("load", "{}", "-g", "graph"),
        ("dump", "{}", "-g", "theirs"),
        ("doctor", "-g", "{}"),
        ("merge", "{}", "-g", "both"),
        ("build", "in", "-g", "graph", "--to", "{}", "--fast"),
    ],
    ids=lambda command: command[0],
)
def test_no_command_repeats_it(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "in").mkdir()
    addresses = (ADDRESSES[0], ADDRESSES[2], ADDRESSES[4])
    commands = [[part.format(address) for part in command] for address in addresses]
    envs = [{"NEO4J_URI": address} if command[0] == "doctor" else {} for address in addresses]
    for done in in_turn(*commands, cwd=tmp_path, envs=envs):
        assert done.stdout + done.stderr
        assert SECRET not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_nor_does_any_message(capsys: pytest.CaptureFixture[str]) -> None:
    for address in ADDRESSES:
        say(f"error: {address}: no such thing")
        say(f'error: cannot use "{address}" (at {address})')
    shown = capsys.readouterr().err
    assert SECRET not in shown
    assert "…@localhost" in shown
    say("mail a:b, 12:30 and x@y.example to http://host/path")
    assert capsys.readouterr().err == "mail a:b, 12:30 and x@y.example to http://host/path\n"


def test_a_folder_may_be_called_so(tmp_path: Path) -> None:
    named = tmp_path / "a:b@c"
    Ledger.create(named).close()
    with gb.open(named) as opened:
        assert opened.graph.articles == ()


@pytest.mark.parametrize("content", ["\ufeff{}\n", "{}", "{}\r\n", "{}\nmore\n"])
def test_the_first_line_of_a_password_file_is_the_password(tmp_path: Path, content: str) -> None:
    file = tmp_path / "password"
    file.write_bytes(content.format(SECRET).encode())
    assert login(None, file, None)["password"] == SECRET


def test_a_graph_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("France attacked Italy on Monday.")
    old = os.umask(0o022)
    try:
        done = graphbuild("build", "in", "-g", "graph", "--fast", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        done = graphbuild("query", "RETURN 1", "-g", "graph", cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    finally:
        os.umask(old)
    folder = tmp_path / "graph"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for file in ("ledger.sqlite", "aggregation.sqlite", ".writing"):
        assert stat.S_IMODE((folder / file).stat().st_mode) == 0o600, file
    assert stat.S_IMODE((folder / "cypher").stat().st_mode) == 0o700


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "graph").mkdir(mode=0o755)
    (tmp_path / "graph").chmod(0o755)
    Ledger.create(tmp_path / "graph").close()
    assert stat.S_IMODE((tmp_path / "graph").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "graph" / "ledger.sqlite").stat().st_mode) == 0o600


def test_what_a_broken_jvm_leaves_is_for_its_owner_alone(tmp_path: Path) -> None:
    code = """
import os, signal
from graphbuild.stores import engine
engine.start()
os.kill(os.getpid(), signal.SIGSEGV)
"""
    (tmp_path / "graphbuild").mkdir(mode=0o755)
    done = python("-c", code, cwd=tmp_path, env={"XDG_STATE_HOME": str(tmp_path)})
    assert done.returncode
    folder = tmp_path / "graphbuild"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.suffix for path in folder.iterdir()] == [".log"]
    assert [path.name for path in tmp_path.iterdir()] == ["graphbuild"]


_COUNTED = ("mentions", "articles")
_MEASURED = ("score", "confidence")


def test_a_json_file_that_is_no_graph_of_ours_is_reported_in_a_line(tmp_path: Path) -> None:
    from graphbuild.stores import files
    from tests.stores.sample import GRAPH

    (file,) = files.export(GRAPH, tmp_path / "graph.json")
    whole = json.loads(file.read_text())
    node, edge = whole["nodes"][0], whole["edges"][0]
    statement = whole["graph"]["statements"][0]
    wrong: dict[str, tuple[dict[str, Any], list[Any]]] = {
        "node": (node, [7, {}, [[1]], True, 1.5]),
        "edge": (edge, [[], {}, float("nan"), -1, 2**70]),
        "statement": (statement, [[], {}, [1, 2, 3], 2**70]),
    }
    broken = [(of, name, value) for of, values in wrong.values() for name in of for value in values]
    broken += [
        (node, "first_seen", "yesterday"),
        (node, "kind", "x"),
        (edge, "last_seen", "2020-02-30"),
        (edge, "source", "nobody"),
        (whole, "nodes", 3),
        (whole, "nodes", [3]),
        (whole, "edges", None),
        (whole, "graph", []),
        (whole["graph"], "statements", [None]),
        (whole["graph"], "articles", "abc"),
        (whole["graph"], "format", ["graphbuild 2"]),
    ]
    for record, name, value in broken:
        before = record[name]
        record[name] = value
        try:
            file.write_text(json.dumps(whole))
        finally:
            record[name] = before
        if (name in _COUNTED and value == 7) or (name in _MEASURED and value == -1):
            continue
        try:
            files.load(file)
        except StoreError as error:
            told = str(error)
        else:
            pytest.fail(f"{name} = {value!r} is taken")
        assert told.startswith(f"{file}: not a graph that export wrote (")
        assert len(told) < 300
    for text in ("", "{", "[]", "3", "null", "[" * 100_000, '{"a":' * 100_000, "{}", '{"graph": 3}'):
        file.write_text(text)
        with pytest.raises(StoreError, match=r": not a graph that export wrote \("):
            files.load(file)


def test_a_graphml_file_that_is_no_graph_of_ours_is_reported_in_a_line(tmp_path: Path) -> None:
    from graphbuild.stores import files
    from tests.stores.sample import GRAPH

    (file,) = files.export(GRAPH, tmp_path / "graph.graphml")
    whole = file.read_text(encoding="utf-8")
    assert files.load(file) == GRAPH
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 9}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    laughing = f'<!DOCTYPE g [<!ENTITY a "ha">{entities}]><graphml>&i;</graphml>'
    broken = ["", "<", "{", "<a/>", "<graphml/>", "<a>" * 100_000, whole[:-300], laughing]
    chance = random.Random(15)
    for _ in range(300):
        at = chance.randrange(len(whole))
        end = at + chance.choice((0, 1, 5, 50))
        broken.append(whole[:at] + chance.choice(("", "<", "9", "x", '"', "null", "\0")) + whole[end:])
    told = []
    for text in broken:
        file.write_text(text, encoding="utf-8")
        try:
            files.load(file)
        except StoreError as error:
            told.append(str(error))
    assert len(told) > 200
    assert [line for line in told if not line.startswith(f"{file}: not a graph that export wrote (")] == []
    assert [line for line in told if "\n" in line or len(line) > 400] == []
