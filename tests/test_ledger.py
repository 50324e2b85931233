"""The ledger keeps exactly what was read, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild.aggregation import aggregate
from graphbuild.errors import LedgerError
from graphbuild.ledger import SCHEMA_VERSION, InputChanges, Ledger
from graphbuild.model import Reading
from graphbuild.read import Failure
from graphbuild.read.files import LEDGER_FILE
from tests.factories import (
    make_article,
    make_country,
    make_entity,
    make_reading,
    make_statement,
    reading_sets,
    readings,
)

pytestmark = pytest.mark.slow

#: Each example makes databases on disk, which takes as long as the disk does.
few = settings(max_examples=25)

FRANCE = make_country("FRA", "France")
ITALY = make_country("ITA", "Italy")


def make_readings(*ids: str) -> list[Reading]:
    return [
        make_reading(make_article(id), (FRANCE, ITALY), [make_statement(FRANCE, "AIDS", ITALY, article=id)])
        for id in ids  # noqa: A001
    ]


def stamped(readings: list[Reading]) -> list[tuple[str, Reading]]:
    return [(reading.article.hash, reading) for reading in readings]


@contextmanager
def new_ledger() -> Iterator[Ledger]:
    with tempfile.TemporaryDirectory() as folder, Ledger.create(folder) as ledger:
        yield ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger.create(tmp_path / "graph") as ledger:
        yield ledger


@few
@given(reading_sets())
def test_what_is_written_is_read_again(readings: list[Reading]) -> None:
    with new_ledger() as ledger:
        ledger.write(stamped(readings))
        kept = list(ledger.readings(with_text=True))
    assert kept == sorted(readings, key=lambda reading: reading.article.id)


@few
@given(reading_sets(), st.randoms(use_true_random=False))
def test_at_once_or_one_by_one_or_twice_in_any_order(readings: list[Reading], random: Random) -> None:
    with new_ledger() as at_once, new_ledger() as one_by_one:
        at_once.write(stamped(readings))
        again = stamped(readings) * 2
        random.shuffle(again)
        for item in again:
            one_by_one.write([item])
        assert list(one_by_one.readings()) == list(at_once.readings())
        assert one_by_one.counts() == at_once.counts()
        assert one_by_one.stamp() == at_once.stamp()


@few
@given(reading_sets(), reading_sets())
def test_removing_restores_what_was_before(before: list[Reading], added: list[Reading]) -> None:
    old = {reading.article.id for reading in before}
    added = [reading for reading in added if reading.article.id not in old]
    with new_ledger() as ledger:
        ledger.write(stamped(before))
        state = (list(ledger.readings(with_text=True)), ledger.counts(), ledger.known(), ledger.stamp())
        ledger.write(stamped(added))
        ledger.remove(reading.article.id for reading in added)
        assert (
            list(ledger.readings(with_text=True)),
            ledger.counts(),
            ledger.known(),
            ledger.stamp(),
        ) == state


@few
@given(readings("a"), readings("a"))
def test_a_changed_article_replaces_the_old(old: Reading, new: Reading) -> None:
    with new_ledger() as ledger:
        ledger.write([("old", old)])
        ledger.write([("new", new)])
        assert list(ledger.readings(with_text=True)) == [new]
        assert ledger.known() == {"a": "new"}


@few
@given(reading_sets())
def test_counts_are_those_of_the_graph_before_names_are_joined(readings: list[Reading]) -> None:
    with new_ledger() as ledger:
        ledger.write(stamped(readings))
        counts = ledger.counts()
        graph = aggregate(ledger.readings())
    joined = len({one for pair in graph.identities if pair.joined for one in (pair.a, pair.b)})
    assert counts["mentions"] == sum(entity.mentions for entity in graph.entities)
    assert (counts["articles"], counts["failures"]) == (len(graph.articles), 0)
    if not joined:
        assert counts["entities"] == len(graph.entities)
        assert counts["statements"] == len(graph.statements)
        assert counts["relations"] == len(graph.relations)


def test_texts_are_left_out_unless_asked_for(ledger: Ledger) -> None:
    ledger.write(stamped(make_readings("a")))
    assert next(ledger.readings()).article.text == ""
    assert ledger.article("a") == make_article("a")
    assert next(ledger.readings(with_text=True)).article == make_article("a")


def test_an_unknown_article_is_reported(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="graph: holds no article b; check the id"):
        ledger.article("b")


def test_removal_is_whole_or_not_at_all(ledger: Ledger) -> None:
    ledger.write(stamped(make_readings("a", "b", "c")))
    with pytest.raises(LedgerError, match="holds no article x, y; nothing was removed"):
        ledger.remove(["y", "a", "x"])
    assert list(ledger.known()) == ["a", "b", "c"]
    assert ledger.remove(["c", "a", "a"]) == ["a", "c"]
    assert list(ledger.known()) == ["b"]


def test_what_holds_and_what_is_over_count_as_two(ledger: Ledger) -> None:
    now = make_statement(FRANCE, "MEMBER_OF", ITALY, article="a")
    ledger.write(
        stamped([make_reading(make_article("a"), (FRANCE, ITALY), [now, replace(now, former=True)])])
    )
    assert ledger.counts()["statements"] == len(aggregate(ledger.readings()).statements) == 2


def test_many_unknown_articles_are_counted(ledger: Ledger) -> None:
    with pytest.raises(LedgerError, match="0, 1, 2, 3, 4 and 2 more; nothing"):
        ledger.remove("0123456")


def test_a_batch_is_written_whole_or_not_at_all(ledger: Ledger) -> None:
    ledger.write(stamped(make_readings("a")))
    stranger = make_statement(FRANCE, "AIDS", make_entity("person", "roux"), article="c")
    bad = make_reading(make_article("c"), [FRANCE], [stranger])
    with pytest.raises(LedgerError, match=r"the ledger failed .*FOREIGN KEY"):
        ledger.write(stamped([*make_readings("a", "b"), bad]), failing("d.txt", "is empty"))
    assert list(ledger.known()) == ["a"]
    assert ledger.counts()["statements"] == 1
    assert ledger.failures() == []


def failing(*failures: str) -> InputChanges:
    """Failures, given as place and reason in turns, in a folder that could not be searched."""
    pairs = zip(failures[::2], failures[1::2], strict=True)
    return InputChanges(failures=[(None, Failure(*pair)) for pair in pairs])


def test_failures_are_kept_by_place_until_the_next_run(ledger: Ledger) -> None:
    ledger.write([], failing("b.txt", "is empty", "a.txt", "is empty"))
    ledger.write([], failing("b.txt", "has no text"))
    assert ledger.failures() == [Failure("a.txt", "is empty"), Failure("b.txt", "has no text")]
    assert ledger.counts()["failures"] == 2
    ledger.begin_run()
    assert ledger.failures() == []


def test_the_stamp_tells_contents_apart(ledger: Ledger) -> None:
    stamps = [ledger.stamp()]
    for stamp in ("1", "2"):
        ledger.write((stamp, reading) for reading in make_readings("a"))
        stamps.append(ledger.stamp())
    ledger.write(("2", reading) for reading in make_readings("b"))
    stamps.append(ledger.stamp())
    assert len(set(stamps)) == 4


def test_it_lasts(tmp_path: Path) -> None:
    for id_ in ("a", "b"):
        with Ledger.create(tmp_path / "new" / "graph") as ledger:
            ledger.write(stamped(make_readings(id_)))
    with Ledger.open(tmp_path / "new" / "graph") as ledger:
        assert list(ledger.readings(with_text=True)) == make_readings("a", "b")
    assert [path.name for path in (tmp_path / "new" / "graph").iterdir()] == [LEDGER_FILE]


def test_reading_goes_on_while_another_writes(ledger: Ledger) -> None:
    ledger.write(stamped(make_readings("a", "b", "c")))
    reading = ledger.readings()
    next(reading)
    with Ledger.open(ledger.folder) as other:
        other.remove(["b"])
    assert [r.article.id for r in reading] == ["b", "c"]
    assert list(ledger.known()) == ["a", "c"]


@pytest.mark.parametrize("make", [Ledger.create, Ledger.open])
def test_a_ledger_of_another_schema_is_refused(ledger: Ledger, make: Callable[[Path], Ledger]) -> None:
    for version, message in ((SCHEMA_VERSION + 1, "by a newer graphbuild .*upgrade"), (0, "by an older")):
        with closing(sqlite3.connect(ledger.folder / LEDGER_FILE)) as db:
            db.execute(f"PRAGMA user_version = {version}")
        with pytest.raises(LedgerError, match=f"{ledger.folder}: was made {message}"):
            make(ledger.folder)


@pytest.mark.parametrize("make", [Ledger.create, Ledger.open])
def test_what_is_not_a_ledger_is_refused(tmp_path: Path, make: Callable[[Path], Ledger]) -> None:
    with closing(sqlite3.connect(tmp_path / LEDGER_FILE)) as db:
        db.execute("CREATE TABLE other (x)")
    with pytest.raises(LedgerError, match=r"is not a graph \(ledger.sqlite is not graphbuild's\)"):
        make(tmp_path)
    (tmp_path / LEDGER_FILE).write_bytes(b"no database at all" * 100)
    with pytest.raises(LedgerError, match=r"ledger.sqlite is damaged .*build it again"):
        make(tmp_path)


def test_a_damaged_ledger_is_reported(tmp_path: Path) -> None:
    with Ledger.create(tmp_path) as ledger:
        ledger.write(stamped(make_readings(*(f"article {i}" for i in range(200)))))
    file = tmp_path / LEDGER_FILE
    data = file.read_bytes()
    file.write_bytes(data[:8192] + b"\xff" * (len(data) - 8192))
    with Ledger.open(tmp_path) as ledger, pytest.raises(LedgerError, match="is damaged"):
        list(ledger.readings())


def test_a_missing_graph_is_reported(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="missing: there is no such graph; make one with: graphbuild build"):
        Ledger.open(tmp_path / "missing")
    with pytest.raises(LedgerError, match="is not a graph; make one with: graphbuild build"):
        Ledger.open(tmp_path)


def test_a_folder_of_something_else_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(LedgerError, match=r"is not a graph, and not empty \(it holds a.txt\)"):
        Ledger.create(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_an_interrupted_creation_is_made_good(tmp_path: Path) -> None:
    (tmp_path / LEDGER_FILE).touch()
    with Ledger.create(tmp_path) as ledger:
        assert ledger.known() == {}


def test_a_place_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "graph"):
        with pytest.raises(LedgerError, match="no graph can be made here"):
            Ledger.create(place)


def test_another_writer_is_waited_for_and_then_reported(ledger: Ledger) -> None:
    with closing(sqlite3.connect(ledger.folder / LEDGER_FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with (
            Ledger.open(ledger.folder, wait=0.05) as impatient,
            pytest.raises(LedgerError, match="is being written to by another process"),
        ):
            impatient.write(stamped(make_readings("a")))
        assert ledger.known() == {}


@pytest.mark.parametrize("another_is_open", [False, True])
def test_a_graph_that_cannot_be_written_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, another_is_open: bool
) -> None:
    with Ledger.create(tmp_path) as ledger:
        ledger.write(stamped(make_readings("a")))
        if not another_is_open:
            ledger.close()
        monkeypatch.setattr(os, "access", lambda *_: False)
        with Ledger.open(tmp_path) as opened:
            assert list(opened.known()) == ["a"]
            with pytest.raises(LedgerError, match="cannot be written to; check its permissions"):
                opened.write(stamped(make_readings("b")))
