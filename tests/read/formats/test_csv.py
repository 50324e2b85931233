from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild.model import Article, digest
from tests.read.reading import SAMPLES, both, texts, written

_CHARACTERS = st.characters(codec="utf-8", exclude_characters="\0")
GOOD = "text,id\nRead before.,1\n{}\nRead after.,3\n"


def test_a_table() -> None:
    articles, failures = both(SAMPLES / "table.csv")
    assert failures == []
    assert articles == [
        Article(
            id="1",
            text="The foreign ministers of France and Italy met in Geneva.\n\n"
            'They signed a treaty on "fishing rights".',
            title="Envoys meet in Geneva",
            date="2021-03-04",
            source="Harbour News",
            url="https://harbour.example.org/1",
        ),
        Article(
            id="2",
            text="Spain left the talks, and accused Italy of delay.",
            title="Spain leaves talks",
            date="2021-03-05",
            source="Harbour News",
            url="https://harbour.example.org/2",
        ),
        Article(id="3", text="Peru joined the treaty.", source="Meridian Wire"),
    ]


def test_a_table_with_tabs() -> None:
    articles, failures = both(SAMPLES / "table.tsv")
    assert failures == []
    assert [(a.text, a.date, a.source) for a in articles] == [
        ('France and Italy said "yes" in Geneva.', "2021-03-04", "harbour.example.org"),
        ("Spain left the talks.", "2021-03-05", "harbour.example.org"),
    ]


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt", "a.dat"])
def test_what_parts_the_columns_is_told_by_the_header(tmp_path: Path, delimiter: str, name: str) -> None:
    lines = [delimiter.join(row) for row in (["title", "text"], ["Rome", "Italy signed."])]
    assert texts(written(tmp_path / name, "\n".join(lines))) == ["Italy signed."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    table = "text;id\r\nThe Élysée said no.;1\r\nPerú joined.;2\r\n"
    assert texts(written(tmp_path / "a.csv", table.encode(encoding))) == [
        "The Élysée said no.",
        "Perú joined.",
    ]


@pytest.mark.parametrize(
    ("row", "reasons"),
    [
        ('"never closed,2', ["a quotation mark that is never closed"]),
        ('"closed" badly,2,', ["its quotation marks do not match"]),
        ('"opened\nand "closed" badly', ["not CSV: ',' expected after '\"'", "1 column where the"]),
        ("Too few.", ["1 column where the header has 2"]),
        ("Too,many,2", ["3 columns where the header has 2"]),
        (",2", ["has no text"]),
        ("NUL\0,2", ['"text" holds a character that is none']),
    ],
)
def test_a_bad_row_is_told_and_the_rest_goes_on(tmp_path: Path, row: str, reasons: list[str]) -> None:
    articles, failures = both(written(tmp_path / "a.csv", GOOD.format(row)))
    assert [a.text for a in articles] == ["Read before.", "Read after."]
    assert failures[0][0] == ":3"
    for (_, said), reason in zip(failures, reasons, strict=False):
        assert said.startswith(reason)


@pytest.mark.parametrize(
    "row", ['He said "no" to it.,2', '6" of rain fell.,2', '"Italy said ""no"".",2', '"A ""\n\n"" b",2']
)
def test_quotation_marks_that_can_be_read(tmp_path: Path, row: str) -> None:
    assert len(texts(written(tmp_path / "a.csv", GOOD.format(row)))) == 3


def test_a_table_without_text_says_what_it_has(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "name,story\nx,Italy signed.\n")
    assert both(path) == (
        [],
        [
            (
                ":1",
                "no column is called text, body, content or maintext; name the one that holds the text with "
                "--map text=COLUMN (there are 'name', 'story')",
            )
        ],
    )
    assert texts(path, {"text": "story"}) == ["Italy signed."]


def test_long_fields_and_long_tables(tmp_path: Path) -> None:
    long = "Italy signed. " * 50_000
    path = written(tmp_path / "a.csv", f'text,id\n"{long}",1\n' + "x,y\n" * 10_000)
    articles, failures = both(path)
    assert articles[0].text == long
    assert len(failures) == 0
    assert len(articles) == 2


@settings(max_examples=50)
@given(st.lists(st.text(_CHARACTERS, max_size=20), max_size=5))
def test_what_csv_writes_is_read(tmp_path_factory: pytest.TempPathFactory, rows: list[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["text", "source"], *([f"{row} x", "y"] for row in rows)])
    articles, failures = both(written(tmp_path_factory.getbasetemp() / "any.csv", out.getvalue()))
    assert {(a.id, a.text) for a in articles} == {
        (digest("article", "", f"{row} x", "y"), f"{row} x") for row in rows
    }
    assert failures == []


def test_a_table_without_a_suffix_is_one_by_the_column_that_was_named(tmp_path: Path) -> None:
    table = written(tmp_path / "table", "story,nr\nPeru sanctioned Chile.,7\nJapan praised India.,8\n")
    assert texts(table, {"text": "story"}) == ["Peru sanctioned Chile.", "Japan praised India."]
    assert len(texts(table)) == 1, "nothing tells that this is no text"
    prose = written(tmp_path / "prose", "A story, and no table.\nPeru sanctioned Chile.\n")
    assert len(texts(prose, {"text": "story"})) == 1
