"""The example graph is what its tables say, and hangs on nothing that reads text."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphbuild as gb
from tests import example_graph
from tests.commands import python
from tests.example_graph import readings


def test_every_place_is_that_of_its_words() -> None:
    for reading in readings():
        text = reading.article.text
        mentioned = {e.id: {(m.start, m.end) for m in e.mentions} for e in reading.entities}
        assert all(text[m.start : m.end] == m.text for e in reading.entities for m in e.mentions)
        for s in reading.statements:
            assert text[slice(*s.sentence_span)] == s.sentence
            assert text[slice(*s.trigger_span)] == s.trigger
            assert s.source_span in mentioned[s.source], s
            assert s.target_span in mentioned[s.target], s


def test_no_model_and_no_rule_is_needed_to_make_it(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.example_graph import make\n"
        "make(Path(sys.argv[1]))\n"
        "modules = ('annotate', 'encoder', 'link', 'relate', 'extractor')\n"
        "print([m for m in modules if f'graphbuild.{m}' in sys.modules])"
    )
    done = python("-c", code, str(tmp_path / "graph"))
    assert (done.stdout, done.stderr) == ("[]\n", "")
    with gb.open(tmp_path / "graph") as made, gb.open(example_graph.example_graph()) as other:
        assert made.graph == other.graph


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("x\tIran met Iraq.\tIran\tMET_WITH\tIraq\tsaw", "x: no 'saw' in 'Iran met Iraq.'"),
        ("x\tIran met Iraq.\tIran\tMET_WITH\tChina\tmet", "x: no name of 'China' in 'Iran met Iraq.'"),
        ("x\tIran met Iraq.\tIran=They\tMET_WITH\tIraq\tmet", "x: no 'They' in 'Iran met Iraq.'"),
        ("x\tIran met Iraq.\tIran\tMET_WITH\tIraq\tmet\tdenid", "x: said is 'denid'; give one of denied, "),
    ],
)
def test_a_row_that_its_sentence_does_not_bear_out_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str, told: str
) -> None:
    for table in ("articles", "entities", "statements"):
        head, *rest = (example_graph.TABLES / f"{table}.tsv").read_text(encoding="utf-8").splitlines()
        lines = {"articles": ["x\t2020-01-01\tWire\tTalks"], "entities": rest, "statements": [row]}[table]
        (tmp_path / f"{table}.tsv").write_text("\n".join((head, *lines)), encoding="utf-8")
    monkeypatch.setattr(example_graph, "TABLES", tmp_path)
    with pytest.raises(ValueError, match=told):
        list(readings())
