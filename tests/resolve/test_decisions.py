from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.errors import LedgerError
from graphbuild.resolve import Decision, decisions
from graphbuild.resolve.decisions import FILE, Side

ONE = Decision(
    "same", "person", Side("a1/acland", "", "Acland"), Side("peter acland", "", "Peter Acland"), "2020-01-02"
)
TWO = Decision(
    "different",
    "person",
    Side("john reed", "a7", "John Reed"),
    Side("john reed", "", "John Reed"),
    "2020-01-01",
)
HEADER = "verdict\tkind\tkey_a\tarticle_a\tname_a\tkey_b\tarticle_b\tname_b\tdecided\n"


def test_a_file_round_trips_and_is_sorted(tmp_path: Path) -> None:
    assert decisions.load(tmp_path) == ()
    decisions.save(tmp_path, (ONE, TWO))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert text == (
        HEADER
        + "different\tperson\tjohn reed\ta7\tJohn Reed\tjohn reed\t\tJohn Reed\t2020-01-01\n"
        + "same\tperson\ta1/acland\t\tAcland\tpeter acland\t\tPeter Acland\t2020-01-02\n"
    )
    assert decisions.load(tmp_path) == (TWO, ONE)
    decisions.save(tmp_path, decisions.load(tmp_path)[::-1])
    assert (tmp_path / FILE).read_text(encoding="utf-8") == text
    decisions.save(tmp_path, ())
    assert list(tmp_path.iterdir()) == []


def test_lines_may_be_commented_reordered_and_left_blank(tmp_path: Path) -> None:
    decisions.save(tmp_path, (ONE, TWO))
    head, *lines = (tmp_path / FILE).read_text(encoding="utf-8").splitlines()
    (tmp_path / FILE).write_text("\n".join(["# mine", head, "", *lines[::-1]]), encoding="utf-8")
    assert decisions.load(tmp_path) == (TWO, ONE)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("same\tperson\ta\t\tA\tb\t\tB", r"decisions\.tsv:2: 8 cells; expected 9"),
        (
            "equal\tperson\ta\t\tA\tb\t\tB\t",
            r"decisions\.tsv:2: verdict: 'equal' is not one of same, different",
        ),
        ("same\tplanet\ta\t\tA\tb\t\tB\t", r"decisions\.tsv:2: kind: 'planet' is not one of person, "),
        ("same\tperson\ta\t\tA\ta\t\tA\t", r"decisions\.tsv:2: key_a, key_b: must be two keys"),
        ("same\tperson\t\t\tA\ta\t\tA\t", r"decisions\.tsv:2: key_a, key_b: must be two keys"),
    ],
)
def test_what_is_wrong_is_told_with_file_line_and_column(tmp_path: Path, line: str, told: str) -> None:
    (tmp_path / FILE).write_text(HEADER + line + "\n", encoding="utf-8")
    with pytest.raises(LedgerError, match=told):
        decisions.load(tmp_path)


def test_of_decisions_about_the_same_two_the_latest_counts() -> None:
    turned = Decision("different", "person", ONE.b, ONE.a, "2020-01-03")
    assert decisions.effective((turned, ONE, TWO)) == tuple(sorted((TWO, turned)))
    assert decisions.latest((ONE, TWO)) == ONE
    assert decisions.latest(()) is None
