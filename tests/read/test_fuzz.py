"""Damaged files of every format; many more with ``python -m tests.read.fuzz --cases N``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.read import fuzz

pytestmark = pytest.mark.slow

_CASES = 1500
_ROW_CASES = 800
_PARTS = 4


@pytest.mark.parametrize("part", range(_PARTS))
def test_what_is_damaged_harms_nothing_else(tmp_path: Path, part: int) -> None:
    fuzz.neighbours(tmp_path)
    for number in range(part, _CASES, _PARTS):
        fuzz.check(number, 1, tmp_path)


@pytest.mark.parametrize("part", range(_PARTS))
def test_a_damaged_piece_harms_no_other(tmp_path: Path, part: int) -> None:
    for number in range(part, _ROW_CASES, _PARTS):
        fuzz.check_rows(number, 1, tmp_path)


def test_samples_are_whole(tmp_path: Path) -> None:
    """Undamaged they give articles, and fail where they should alone: the cases test what they seem to."""
    from tests.read.reading import both, written

    for name, data in fuzz.samples().items():
        articles, failures = both(written(tmp_path / name, data))
        assert articles, name
        assert [where for where, _ in failures] == ([":entry 3"] if name == "rss.xml" else []), name


@pytest.mark.parametrize("only", ["all.tar", "a.tar"])
def test_samples_of_either_sort_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], only: str
) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz", "--cases", "3", "--only", only])
    assert fuzz.main() == 0
    assert capsys.readouterr().out.startswith("3 cases, 0 failed, ")


def test_an_unknown_sample_is_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["fuzz", "--only", "nosuch"])
    with pytest.raises(SystemExit, match="2"):
        fuzz.main()
    assert "no sample has 'nosuch' in its name" in capsys.readouterr().err
