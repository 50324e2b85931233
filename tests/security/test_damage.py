"""Damaged files of a graph folder: noticed before they answer, made anew where they are derived.

``GRAPHBUILD_TEST_DAMAGES=60`` damages so many files of a database instead of 30.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.api import health, places
from graphbuild.errors import LedgerError, QueryError
from graphbuild.incremental.database import FILE
from graphbuild.model import Graph
from graphbuild.stores import embedded_seal, guard
from graphbuild.stores.embedded import EmbeddedStore
from tests.commands import graphbuild, in_turn
from tests.example_graph import example_graph
from tests.stores.sample import GRAPH

pytestmark = pytest.mark.slow

CHANCE = random.Random(15)
TRIES = int(os.environ.get("GRAPHBUILD_TEST_DAMAGES", "8"))
COUNTS = (
    "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN count(DISTINCT n) AS n, count(r) AS r, sum(n.mentions) AS m"
)


def _flip(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    at = chance.randrange(len(content))
    content[at] ^= 1 << chance.randrange(8)
    file.write_bytes(content)


def _zero(file: Path, chance: random.Random) -> None:
    content = bytearray(file.read_bytes())
    at = chance.randrange(len(content))
    content[at : at + 4096] = bytes(len(content[at : at + 4096]))
    file.write_bytes(content)


def _cut(file: Path, chance: random.Random) -> None:
    with file.open("r+b") as stream:
        stream.truncate(chance.randrange(file.stat().st_size))


def _empty(file: Path, chance: random.Random) -> None:
    file.write_bytes(b"")


def _delete(file: Path, chance: random.Random) -> None:
    file.unlink()


DAMAGES = (_flip, _flip, _zero, _cut, _empty, _delete)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The example graph, asked once, so that all that is derived is there."""
    shutil.copytree(example_graph(), tmp_path / "graph")
    with gb.open(tmp_path / "graph") as opened:
        opened.query("RETURN 1")
    return tmp_path / "graph"


def _database(folder: Path) -> Path:
    (database,) = (folder / "cypher").glob("db-*")
    return database


def test_a_damaged_database_never_answers(tmp_path: Path) -> None:
    with EmbeddedStore.open(tmp_path, lambda: GRAPH, "1") as store:
        whole = store.query(COUNTS)
    built = []

    def load() -> Graph:
        built.append(1)
        return GRAPH

    for number in range(TRIES):
        damage = DAMAGES[number % len(DAMAGES)]
        files = sorted(f for f in _database(tmp_path).iterdir() if f.stat().st_size)
        file = CHANCE.choice(files)
        before = file.read_bytes()
        damage(file, CHANCE)
        if file.exists() and file.read_bytes() == before:
            continue
        with EmbeddedStore.open(tmp_path, load, "1") as store:
            assert store.query(COUNTS) == whole, (damage.__name__, file.name)
            assert built.pop(), (damage.__name__, file.name)
    with EmbeddedStore.open(tmp_path, load, "1") as store:
        assert store.query(COUNTS) == whole
    assert not built


def test_what_is_not_of_the_database_makes_it_no_database(tmp_path: Path) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    database = _database(tmp_path)
    assert embedded_seal.broken(database) == ""
    (database / "more.bucket").write_bytes(b"")
    assert "more.bucket" in embedded_seal.broken(database)


def _reseal(database: Path) -> None:
    """As who gives a graph folder away can do."""
    told = json.loads((database / "graphbuild.json").read_text())
    told["files"] = embedded_seal._checksums(database)
    (database / "graphbuild.json").write_text(json.dumps(told))


ARMED: dict[str, dict[str, dict[str, object]]] = {
    "settings": {"configuration.json": {"configuration": {"opencypher.loadCsv.allowFileUrls": True}}},
    "triggers": {"schema.json": {"triggers": {"t": {"name": "t", "event": "CREATE", "actionCode": "x"}}}},
    "functions": {"schema.json": {"functions": {"a": {"language": "js", "functions": {}}}}},
    "views": {"schema.json": {"materializedViews": {"v": {"query": "SELECT FROM Entity"}}}},
}


@pytest.mark.parametrize("kind", ARMED)
def test_a_database_that_was_armed_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    EmbeddedStore.open(tmp_path, lambda: GRAPH, "1").close()
    database = _database(tmp_path)
    for name, more in ARMED[kind].items():
        file = database / name
        told = json.loads(file.read_text()) if file.exists() else {}
        file.write_text(json.dumps({**told, **more}))
    _reseal(database)
    built = []

    def load() -> Graph:
        built.append(1)
        return GRAPH

    with EmbeddedStore.open(tmp_path, load, "1") as store:
        assert built
        monkeypatch.setattr(guard, "check", lambda *_, **__: None)
        with pytest.raises(QueryError, match="reads files or the network"):
            store.query("LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line")


def test_settings_are_looked_at_when_a_database_is_opened(tmp_path: Path) -> None:
    code = """
        from pathlib import Path
        from graphbuild.stores import engine
        from graphbuild.stores.embedded import EmbeddedStore
        from tests.stores.sample import GRAPH
        engine.start()
        setting = engine.java_class("com.arcadedb.GlobalConfiguration").OPENCYPHER_LOAD_CSV_ALLOW_FILE_URLS
        setting.setValue(True)
        EmbeddedStore.temporary(GRAPH)
    """
    from textwrap import dedent

    from tests.commands import python

    done = python("-c", dedent(code))
    assert "StoreError: The embedded engine has arcadedb.opencypher.loadCsv.allowFileUrls=true" in done.stderr


@pytest.fixture
def exported(folder: Path, tmp_path: Path) -> bytes:
    with gb.open(folder) as opened:
        (file,) = opened.export(tmp_path / "whole.json")
    return file.read_bytes()


def test_flipped_bits_in_the_aggregation_change_no_export(
    folder: Path, exported: bytes, tmp_path: Path
) -> None:
    for number in range(9):
        file = folder / FILE
        (_flip, _zero, _cut)[number % 3](file, CHANCE)
        with gb.open(folder) as opened:
            (out,) = opened.export(tmp_path / "out.json")
        assert out.read_bytes() == exported
    place = places.place(folder)
    assert isinstance(place, places.Folder)
    with place.kept() as aggregation:
        assert aggregation.mended == ""


def test_a_killed_process_leaves_an_aggregation_that_is_taken_for_whole(
    folder: Path, exported: bytes, tmp_path: Path
) -> None:
    code = (
        "import os, signal\n"
        "from graphbuild.api import places\n"
        f"place = places.place({str(folder)!r})\n"
        "with place.kept() as aggregation:\n"
        "    aggregation.start_over()\n"
        "with place.kept() as aggregation:\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False)
    assert done.returncode == -signal.SIGKILL
    assert (folder / f"{FILE}-wal").stat().st_size
    place = places.place(folder)
    assert isinstance(place, places.Folder)
    with place.kept() as aggregation:
        assert aggregation.mended == ""
    with gb.open(folder) as opened:
        (out,) = opened.export(tmp_path / "out.json")
    assert out.read_bytes() == exported


def _checked(folder: Path) -> list[health.Finding]:
    with closing(places.place(folder)) as place:
        return list(health.check(place))


def test_doctor_finds_nothing_in_a_whole_graph_and_names_faults_of_a_ledger(
    folder: Path, tmp_path: Path
) -> None:
    shutil.copytree(folder, tmp_path / "faulty")
    with closing(sqlite3.connect(tmp_path / "faulty" / "ledger.sqlite")) as db, db:
        db.execute("UPDATE article SET text = replace(text, 'China', 'Chima')")
    graphs = (folder, tmp_path / "faulty")
    whole, faulty = in_turn(*(("doctor", "-g", graph, "--json") for graph in graphs))
    assert whole.returncode == 0, whole.stdout + whole.stderr
    states = {check["what"]: check["state"] for check in json.loads(whole.stdout)}
    assert [states[what] for what in ("ledger", "aggregation", "database")] == ["ok"] * 3
    assert faulty.returncode == 1
    found = [check for check in json.loads(faulty.stdout) if check["what"] == "ledger"]
    assert found
    assert all(check["state"] == "bad" and "backup" in check["advice"] for check in found)
    assert "is not what stands in its text" in found[0]["found"]


def test_doctor_mends_what_is_derived(folder: Path) -> None:
    _flip(folder / FILE, CHANCE)
    _flip(_database(folder) / "dictionary.0.65536.v1.dict", CHANCE)
    states = {f.what: (f.state, f.found) for f in _checked(folder)}
    assert states["ledger"][0] == "ok"
    assert states["aggregation"] == ("note", f"{FILE} is not as it was written: it was made anew")
    assert states["database"][0] == "note"
    assert "is not as it was written): it was made anew" in states["database"][1]
    assert {f.state for f in _checked(folder)} == {"ok"}


def test_doctor_reports_an_aggregation_that_is_not_what_the_ledger_says(folder: Path) -> None:
    place = places.Folder(folder)
    with place.kept() as aggregation:  # a fault of ours, not of the disk: the checksum is right
        db = aggregation._db
        with db.stays(), db.transaction():
            db.execute("UPDATE entity SET mentions = mentions + 1")
            db.begin_change()
    found = {f.what: f for f in _checked(folder)}
    assert found["aggregation"].state == "note"
    assert "not what the ledger says: it was made anew" in found["aggregation"].found
    assert {f.state for f in _checked(folder)} == {"ok"}


def test_garbage_in_the_lock_and_zeroed_pages_are_reported_in_a_line(folder: Path) -> None:
    (folder / ".writing").write_bytes(b"garbage" * 1000)
    done = graphbuild("remove", "nosuch", "-g", folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"error: {folder}: .writing is damaged (")
    assert "delete it" in done.stderr
    (folder / ".writing").unlink()
    content = bytearray((folder / "ledger.sqlite").read_bytes())
    for page in range(1, len(content) // 4096, 2):
        content[page * 4096 : (page + 1) * 4096] = bytes(4096)
    (folder / "ledger.sqlite").write_bytes(content)
    (folder / FILE).unlink()
    for command in (
        ("stats",),
        ("query", "RETURN 1"),
        ("explain", "China"),
        ("build", "data/articles", "--fast"),
    ):
        done = graphbuild(*command, "-g", folder)
        assert done.returncode == 1
        assert "ledger.sqlite is damaged (" in done.stderr, done.stderr
        assert "Traceback" not in done.stderr
        assert "This is a bug" not in done.stderr
    with pytest.raises(LedgerError, match="is damaged"), gb.open(folder) as opened:
        opened.graph  # noqa: B018 -- to read it is the point
