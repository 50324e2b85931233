from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from graphbuild.cli.output import Format, count, write_rows

CHINA = {"labels": ["Country", "Entity"], "properties": {"id": "c", "name": "China", "iso3": "CHN"}}
IRAN = {"labels": ["Country", "Entity"], "properties": {"id": "i", "name": "Iran", "iso3": "IRN"}}
AIDS = {"type": "AIDS", "source": "i", "target": "c", "properties": {"articles": 1}}
COLUMNS = ("name", "number", "share", "day", "known", "none", "list", "node", "path")
ROW = (
    'Côte d’Ivoire, "CI"',
    12,
    0.123456,
    date(1956, 7, 26),
    True,
    None,
    ["a", "b"],
    CHINA,
    {"nodes": [CHINA, IRAN], "relationships": [AIDS]},
)


def written(capsys: pytest.CaptureFixture[str], form: Format, *rows: tuple[Any, ...]) -> str:
    write_rows(COLUMNS, rows, form)
    out, err = capsys.readouterr()
    assert err == ""
    return out


def test_json_holds_every_value(capsys: pytest.CaptureFixture[str]) -> None:
    expected = {**dict(zip(COLUMNS, ROW, strict=True)), "day": "1956-07-26"}
    assert json.loads(written(capsys, Format.json, ROW, ROW)) == [expected, expected]
    assert [json.loads(line) for line in written(capsys, Format.jsonl, ROW).splitlines()] == [expected]


def test_csv_quotes_what_it_must(capsys: pytest.CaptureFixture[str]) -> None:
    columns, row = csv.reader(io.StringIO(written(capsys, Format.csv, ROW)))
    assert tuple(columns) == COLUMNS
    assert row[:7] == ['Côte d’Ivoire, "CI"', "12", "0.123456", "1956-07-26", "true", "", '["a", "b"]']
    assert json.loads(row[7]) == CHINA


def test_a_table_is_for_reading(capsys: pytest.CaptureFixture[str]) -> None:
    head, line, row = written(capsys, Format.table, ROW).splitlines()
    assert head.split() == list(COLUMNS)
    assert set(line) == {"─"}
    for cell in ("Côte d’Ivoire", "0.1235", "1956-07-26", "true", "a, b", "China <-[AIDS]- Iran"):
        assert cell in row


@pytest.mark.parametrize(
    ("form", "expected"),
    [(Format.json, "[]\n"), (Format.jsonl, ""), (Format.csv, ",".join(COLUMNS) + "\n")],
)
def test_no_rows(capsys: pytest.CaptureFixture[str], form: Format, expected: str) -> None:
    assert written(capsys, form) == expected


def test_a_text_of_several_lines_stays_in_its_row_of_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    write_rows(("sentence",), [("Russia met\r\n  Iran.",)], Format.table)
    assert capsys.readouterr().out.splitlines()[2:] == ["Russia met Iran."]


def test_no_rows_in_a_table_keep_its_head(capsys: pytest.CaptureFixture[str]) -> None:
    assert written(capsys, Format.table).splitlines()[0].split() == list(COLUMNS)


def test_count() -> None:
    assert [count(0, "row"), count(1, "row"), count(2310, "row"), count(2, "entity", "entities")] == [
        "0 rows",
        "1 row",
        "2,310 rows",
        "2 entities",
    ]
