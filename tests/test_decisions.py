from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild import decisions
from graphbuild.decisions import (
    COLUMNS,
    FILE,
    ArticleDecision,
    Decision,
    NameDecision,
    RelationDecision,
    Side,
)
from graphbuild.tables.keys import without_accents

ONE = NameDecision(
    "same", "person", Side("a1/acland", "", "Acland"), Side("peter acland", "", "Peter Acland"), "2020-01-02"
)
TWO = NameDecision(
    "different",
    "person",
    Side("john reed", "a7", "John Reed"),
    Side("john reed", "", "John Reed"),
    "2020-01-01",
)
OLD = "verdict\tkind\tkey_a\tarticle_a\tname_a\tkey_b\tarticle_b\tname_b\tdecided\n"
HEADER = f"{OLD.rstrip()}\trelation\tkind_b\tstatus\tsentence\n"


def test_a_file_round_trips_and_is_sorted(tmp_path: Path) -> None:
    assert decisions.load(tmp_path) == ()
    decisions.save(tmp_path, (ONE, TWO))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert text == (
        HEADER
        + "different\tperson\tjohn reed\ta7\tJohn Reed\tjohn reed\t\tJohn Reed\t2020-01-01\t\t\t\t\n"
        + "same\tperson\ta1/acland\t\tAcland\tpeter acland\t\tPeter Acland\t2020-01-02\t\t\t\t\n"
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
        ("same\tperson\ta\t\tA\tb\t\tB", r"decisions\.tsv:4: 8 cells; expected 13"),
        (
            "equal\tperson\ta\t\tA\tb\t\tB\t",
            r"decisions\.tsv:4: verdict: 'equal' is not one of same, different, rejected, ",
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
            side = Side(f"a{without_accents(text)}", text, "A")
            decided = NameDecision("different", "person", side, Side("b", "", "B"), "2020")
            decisions.save(Path(folder), (decided,))
            assert decisions.load(Path(folder)) == (decided,)
            lines = (Path(folder) / FILE).read_text(encoding="utf-8").splitlines()
            assert [line.count("\t") for line in lines] == [12, 12]


def test_keys_that_were_stored_with_accents_are_those_of_today() -> None:
    stored = Side("françois hollande", "", "François Hollande"), Side("x/zoë", "", "Zoë")
    found = decisions.of_cells(decisions.cells(NameDecision("same", "person", *stored, "2020")))
    assert isinstance(found, NameDecision)
    assert (found.a.key, found.b.key) == ("francois hollande", "x/zoe")
    article = ArticleDecision("zoë", "Zoë", "2020")
    assert decisions.of_cells(decisions.cells(article)) == article


def test_of_decisions_about_the_same_two_the_latest_counts() -> None:
    turned = NameDecision("different", "person", ONE.b, ONE.a, "2020-01-03")
    assert decisions.effective((turned, ONE, TWO)) == tuple(sorted((TWO, turned)))
    assert decisions.latest((ONE, TWO)) == (ONE,)
    assert decisions.latest(()) == ()


RELATION = RelationDecision(
    "rejected", "country", Side("FRA", "", "France"), "ATTACKS", "country", Side("ITA", "a1", "Italy")
)
STATEMENT = replace(RELATION, verdict="accepted", status="denied", sentence="Paris did\nnot attack.")
ARTICLE = ArticleDecision("a\t1", "A  title", "2020-01-01")
REMOVED = ArticleDecision("b", "B", "2020-01-01", removed=True)
ALL: list[Decision] = [ONE, TWO, RELATION, STATEMENT, ARTICLE, REMOVED]
SORTED = sorted(ALL, key=decisions.cells)


def test_decisions_of_all_sorts_come_back(tmp_path: Path) -> None:
    decisions.save(tmp_path, SORTED)
    found = decisions.load(tmp_path)
    assert [decisions.cells(d) for d in found] == [decisions.cells(d) for d in SORTED]
    assert [str(d) for d in found] == [
        "accepted: France ATTACKS Italy @ a1 (denied) in “Paris did not attack.”",
        "John Reed @ a7 and John Reed are two",
        "excluded: article a\t1 (A title)",
        "removed: article b (B)",
        "rejected: France ATTACKS Italy @ a1",
        "Acland and Peter Acland are one",
    ]
    decisions.save(tmp_path, found)
    assert decisions.load(tmp_path) == found
    assert len({d.id for d in found}) == len(found)


def test_a_file_of_before_is_read_and_written_with_the_new_columns(tmp_path: Path) -> None:
    old = f"{OLD}same\tperson\ta1/acland\t\tAcland\tpeter acland\t\tPeter Acland\t2020-01-02\n"
    (tmp_path / FILE).write_text(old, encoding="utf-8")
    assert decisions.load(tmp_path) == (ONE,)
    decisions.save(tmp_path, (ONE, ARTICLE))
    text = (tmp_path / FILE).read_text(encoding="utf-8")
    assert text.startswith(HEADER)
    assert text.count(OLD.rstrip()) == 1
    assert set(decisions.load(tmp_path)) == {ONE, replace(ARTICLE, title="A title")}


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"verdict": "excluded", "kind": "article", "key_a": ""}, "key_a: must be the id of an article"),
        ({"key_b": ""}, "relation, key_a, key_b: must be a relation and its two ends"),
        ({"relation": ""}, "relation, key_a, key_b: must be a relation and its two ends"),
        ({"kind_b": "planet"}, "kind_b: 'planet' is not one of person, "),
        ({"status": "odd", "sentence": "So."}, "status: 'odd' must be one of asserted, "),
        ({"status": "", "sentence": "So."}, "status: '' must be one of asserted, "),
        ({"status": "denied", "sentence": ""}, "status: 'denied' must be one of asserted, "),
    ],
)
def test_a_line_that_decides_nothing_is_reported(cells: dict[str, str], told: str) -> None:
    line = dict(zip(COLUMNS, decisions.cells(RELATION), strict=True)) | cells
    found = decisions.of_cells(list(line.values()))
    assert isinstance(found, str)
    assert found.startswith(told)


def test_a_statement_and_its_relation_are_decided_apart_and_the_latest_counts() -> None:
    later: list[Decision] = [replace(d, decided="2021") for d in (RELATION, STATEMENT)]
    accepted = replace(RELATION, verdict="accepted", decided="2022")
    assert set(decisions.effective([RELATION, STATEMENT, *later, accepted])) == {later[1], accepted}
    assert decisions.excluded([ARTICLE, RELATION]) == {"a\t1"}
    assert decisions.latest(later) == tuple(sorted(later, key=decisions.cells)), "both, of one command"
