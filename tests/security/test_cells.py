"""CSV that a spreadsheet opens: nothing in it runs, and its two files belong together."""

from __future__ import annotations

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.errors import StoreError
from graphbuild.stores import files
from graphbuild.stores.spreadsheet import cell
from tests.stores.sample import GRAPH, STATEMENTS, graph

RUNS = tuple("=+-@")
ARMED = [
    "=1+1",
    ";=1+1",
    "\uff1d1+1",
    "\ufe66A1",
    " =1+1",
    "\u3000=1+1",
    "a;=1+1",
    "a; =1+1",
    'a;"=1+1',
    "a;;=1+1",
    "a\t=1+1",
    "a\n=1+1",
    "a\r\n@SUM(1)",
    "a|=1+1",
    ",=1+1",
    "\t=1",
    "'=1+1",
    "\ufeff=1+1",
]
PLAIN = [
    "China",
    "Xi Jinping; Wen Jiabao",
    "a = b",
    "5 - 3",
    "mail@example.org",
    "",
    "a;b",
    "A|B",
    "one\ntwo",
    "12;30/5",
    "a|1",
    "x;:y",
]


def _cells(text: str, delimiter: str) -> list[str]:
    """Cells of a line with the text in its midst, as a spreadsheet that cuts at the delimiter sees them."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(["1", text, "2"])
    return [found for row in csv.reader(io.StringIO(line.getvalue()), delimiter=delimiter) for found in row]


def _runs(found: str) -> bool:
    return unicodedata.normalize("NFKC", found.strip(' "\u00a0\u3000\ufeff'))[:1] in RUNS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("text", ARMED)
def test_no_cell_is_a_formula_whatever_cells_are_cut_at(text: str, delimiter: str) -> None:
    assert not [found for found in _cells(cell(text), delimiter) if _runs(found)]


@pytest.mark.parametrize("text", PLAIN)
def test_what_runs_nowhere_stays(text: str) -> None:
    assert cell(text) == text


@given(st.text(st.sampled_from("=+-@;|\t\n '\"ab\uff1d"), max_size=8), st.sampled_from(",;\t|"))
def test_nor_is_any_text(text: str, delimiter: str) -> None:
    assert not [found for found in _cells(cell(text), delimiter)[1:-1] if _runs(found)]


def test_of_several_files_all_are_written_or_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [path.read_bytes() for path in files.export(GRAPH, tmp_path / "out.csv")]
    other = graph(STATEMENTS[:3])
    real = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.suffix == ".tmp" and target.name == "out.edges.csv":
            raise OSError(28, "No space left on device")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", failing)
        with pytest.raises(StoreError, match="No space left"):
            files.export(other, tmp_path / "out.csv")
    assert [(tmp_path / f"out.{part}.csv").read_bytes() for part in ("nodes", "edges", "stances")] == before
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "out.edges.csv", "out.nodes.csv", "out.stances.csv"
    ]  # fmt: skip
    (tmp_path / "out.edges.csv").unlink()
    (tmp_path / "out.edges.csv").mkdir()
    with pytest.raises(StoreError, match=r"out\.edges\.csv: cannot be written"):
        files.export(other, tmp_path / "out.csv")
    assert (tmp_path / "out.nodes.csv").read_bytes() == before[0]
    (tmp_path / "fresh.edges.csv").mkdir()
    with pytest.raises(StoreError):
        files.export(other, tmp_path / "fresh.csv")
    assert not (tmp_path / "fresh.nodes.csv").exists()
