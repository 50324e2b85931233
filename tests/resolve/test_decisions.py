from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
        ("same\tperson\ta\t\tA\tb\t\tB", r"decisions\.tsv:4: 8 cells; expected 9"),
        (
            "equal\tperson\ta\t\tA\tb\t\tB\t",
            r"decisions\.tsv:4: verdict: 'equal' is not one of same, different",
        ),
        ("same\tplanet\ta\t\tA\tb\t\tB\t", r"decisions\.tsv:4: kind: 'planet' is not one of person, "),
        ("same\tperson\ta\t\tA\ta\t\tA\t", r"decisions\.tsv:4: key_a, key_b: must be two keys"),
        ("same\tperson\t\t\tA\ta\t\tA\t", r"decisions\.tsv:4: key_a, key_b: must be two keys"),
    ],
)
def test_a_damaged_line_is_named_kept_and_passed_over(
    tmp_path: Path, line: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    decisions.save(tmp_path, (ONE,))
    with (tmp_path / FILE).open("a", encoding="utf-8") as file:
        file.write("# mine\n" + line + "\n")
    assert decisions.load(tmp_path) == (ONE,)
    assert re.search(told, caplog.text)
    caplog.clear()
    assert decisions.load(tmp_path) == (ONE,)
    assert not caplog.text, "once is enough"
    decisions.save(tmp_path, (TWO,))
    assert decisions.load(tmp_path) == (TWO,)
    assert (tmp_path / FILE).read_text(encoding="utf-8").endswith(f"\n# mine\n{line}\n"), "it is kept"


def test_a_line_that_is_no_text_is_passed_over(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    decisions.save(tmp_path, (ONE,))
    with (tmp_path / FILE).open("ab") as file:
        file.write(b"same\tperson\t\xff\n")
    assert decisions.load(tmp_path) == (ONE,)
    assert "decisions.tsv:3: is not UTF-8; the line is passed over: correct or delete it" in caplog.text


@given(*[st.text(st.characters(codec="utf-8"))] * 2)
def test_whatever_a_key_and_an_article_are_called_they_come_back(key: str, article: str) -> None:
    with TemporaryDirectory() as folder:
        for text in (key, article, "a\tb\nc\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029\\t\\\\n \\"):
            decided = Decision("different", "person", Side(f"a{text}", text, "A"), Side("b", "", "B"), "2020")
            decisions.save(Path(folder), (decided,))
            assert decisions.load(Path(folder)) == (decided,)
            lines = (Path(folder) / FILE).read_text(encoding="utf-8").splitlines()
            assert [line.count("\t") for line in lines] == [8, 8]


def test_of_decisions_about_the_same_two_the_latest_counts() -> None:
    turned = Decision("different", "person", ONE.b, ONE.a, "2020-01-03")
    assert decisions.effective((turned, ONE, TWO)) == tuple(sorted((TWO, turned)))
    assert decisions.latest((ONE, TWO)) == ONE
    assert decisions.latest(()) is None
