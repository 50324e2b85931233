"""Graph folders that were built apart give, joined, what one build gives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.errors import InputError, LedgerError
from graphbuild.ledger import Ledger, write_lock
from graphbuild.pipeline import build, merge
from graphbuild.stores.files import export
from tests.commands import graphbuild
from tests.corpus import ARTICLES

pytestmark = pytest.mark.slow

SOME = ARTICLES[::3]
HALF = len(SOME) // 2


def content(graph: Path) -> bytes:
    """Everything that a graph folder tells, and the articles' texts and stamps."""
    with gb.open(graph) as opened:
        (file,) = export(opened.graph, graph.with_suffix(".json"))
    with Ledger.open(graph) as ledger:
        texts = [reading.article.text for reading in ledger.readings(with_text=True)]
        return file.read_bytes() + json.dumps([texts, ledger.known(), ledger.counts()]).encode()


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus in two folders that share two articles, and in one."""
    home = tmp_path_factory.mktemp("apart")
    for name, articles in (
        ("a", SOME[: HALF + 1]),
        ("b", SOME[HALF - 1 :]),
        ("once", SOME),
    ):
        build(articles, home / name, encoder=False)
    return home


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a"), ("a", "b", "a")])
def test_joined_graphs_are_the_graph_of_one_build(
    apart: Path, tmp_path: Path, order: tuple[str, ...]
) -> None:
    report = merge([apart / name for name in order], tmp_path / "c")
    assert (report.merged, report.conflicts) == (len(SOME), ())
    assert report.same >= 2
    assert content(tmp_path / "c") == content(apart / "once")


def test_a_graph_is_added_to_and_joining_again_changes_nothing(apart: Path, tmp_path: Path) -> None:
    merge([apart / "a"], tmp_path / "c")
    merge([tmp_path / "c", apart / "b"], tmp_path / "c")
    before = content(tmp_path / "c")
    again = merge([apart / "a", apart / "b"], tmp_path / "c")
    assert (again.merged, again.same) == (0, len(SOME) + 2)
    assert content(tmp_path / "c") == before == content(apart / "once")


def test_a_joined_graph_knows_which_files_it_came_from(apart: Path, tmp_path: Path) -> None:
    merge([apart / "a", apart / "b"], tmp_path / "c")
    report = build(SOME[:3], tmp_path / "c", encoder=False)
    assert (report.read, report.unchanged) == (0, 3)


def feed(file: Path, **texts: str) -> Path:
    file.write_text("".join(json.dumps({"id": i, "text": t}) + "\n" for i, t in texts.items()) + "{broken\n")
    return file


def test_the_first_of_two_that_contradict_each_other_is_kept_and_the_other_reported(tmp_path: Path) -> None:
    one = feed(tmp_path / "one.jsonl", x="France attacked Algeria.", y="Kenya praised Ghana.")
    two = feed(tmp_path / "two.jsonl", x="Sweden attacked Norway.", z="Peru praised Chile.")
    build(one, tmp_path / "a", encoder=False)
    build(two, tmp_path / "b", encoder=False)
    (tmp_path / "own.tsv").write_text("name\tkind\nGaldor Bank\torganisation\n", encoding="utf-8")
    (tmp_path / "y.jsonl").write_text(one.read_text().splitlines()[1] + "\n")
    build(tmp_path / "y.jsonl", tmp_path / "d", encoder=False, aliases=tmp_path / "own.tsv")
    done = graphbuild("merge", tmp_path / "a", tmp_path / "b", tmp_path / "d", "-g", tmp_path / "c")
    assert done.returncode == 0
    assert done.stderr.splitlines() == [
        f"conflict: {tmp_path / 'b'}: article x is here with another content; it is left as it is",
        f"conflict: {tmp_path / 'd'}: article y is here by another reading: other models, names or version;"
        " it is left as it is",
    ]
    assert done.stdout.startswith("3 articles joined · 2 conflicts · now 3 articles · ")
    with Ledger.open(tmp_path / "c") as ledger:
        assert ledger.article("x").text == "France attacked Algeria."
        assert len(ledger.failures()) == 2
    assert build(two, tmp_path / "c", encoder=False, aliases=tmp_path / "own.tsv").replaced == 2


def test_decisions_come_along(apart: Path, tmp_path: Path) -> None:
    merge([apart / "a"], tmp_path / "a")
    with gb.open(tmp_path / "a") as opened:
        people = sorted(e.id for e in opened.graph.entities if e.kind == "person")
        opened.different(people[0], people[1])
    merge([tmp_path / "a", apart / "b"], tmp_path / "c")
    assert (tmp_path / "c" / "decisions.tsv").read_text() == (tmp_path / "a" / "decisions.tsv").read_text()


def test_wrong_requests_are_reported(apart: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no graph to merge"):
        merge([], tmp_path / "c")
    with pytest.raises(LedgerError, match="no such graph"):
        merge([apart / "a", tmp_path / "nowhere"], tmp_path / "c")
    assert not (tmp_path / "c").exists()
    Ledger.create(tmp_path / "c").close()
    with write_lock(tmp_path / "c"), pytest.raises(LedgerError, match="another process is writing"):
        merge([apart / "a"], tmp_path / "c")
