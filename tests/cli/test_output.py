from __future__ import annotations

import csv
import io
import json
import re
import sys
import time
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from graphbuild.cli.output import (
    ControlSafe,
    count,
    escape_controls,
    json_progress,
    plain_lines,
    say,
    show,
)
from graphbuild.cli.rows import Format, write_rows
from graphbuild.errors import InputError
from graphbuild.pipeline import Progress

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


def test_progress_for_programs_is_told_regularly_also_while_nothing_ends(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with json_progress(every=0.02) as progress:
        progress(Progress(1, 0, 0, 0.1, 0.5))
        lines: list[str] = []
        until = time.monotonic() + 60
        while len(lines) < 4 and time.monotonic() < until:
            time.sleep(0.02)
            lines += capsys.readouterr().err.splitlines()
    told = [json.loads(line)["progress"] for line in (*lines, *capsys.readouterr().err.splitlines())]
    assert len(told) > 3
    assert (told[0]["read"], told[0]["share"]) == (0, None)
    assert {(at["read"], at["share"]) for at in told[1:]} == {(1, 0.5)}
    seconds = [at["seconds"] for at in told]
    assert seconds == sorted(seconds)


def test_progress_for_programs_is_told_before_anything_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError), json_progress():
        raise InputError("no such file")
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
def test_progress_that_nobody_reads_any_more_ends_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    def run() -> None:
        with json_progress(every=0.01) as progress:
            monkeypatch.setattr(sys, "stderr", Unread())
            for _ in range(500):
                time.sleep(0.01)
                progress(Progress(1, 0, 0, 0.1, 0.5))
            pytest.fail("the run goes on")

    with pytest.raises(BrokenPipeError):
        run()


class Unread(io.StringIO):
    def write(self, text: str) -> int:
        raise BrokenPipeError


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


def test_the_rest_of_a_line_stands_further_in() -> None:
    lines = (
        "China ALLIED_WITH Soviet Union  3 sentences",
        "  2 mentions in 1 article, 1973-10-26 to 1978-09-19\n\n  short",
        "  12  Iran RIVAL_OF Saudi Arabia  trigger: rivals",
        "    - they are of different states and parties",
        Text("  unbroken " * 9, no_wrap=True, overflow="ellipsis"),
    )
    assert plain_lines(*lines, width=30) == [
        "China ALLIED_WITH Soviet",
        "  Union  3 sentences",
        "  2 mentions in 1 article,",
        "    1973-10-26 to 1978-09-19",
        "",
        "  short",
        "  12  Iran RIVAL_OF Saudi",
        "      Arabia  trigger: rivals",
        "    - they are of different",
        "      states and parties",
        "  unbroken   unbroken   unbro…",
    ]


@pytest.mark.parametrize(("part", "rest"), [("one two three", "  three"), (Group("one two three"), "three")])
def test_a_part_is_as_wide_as_what_it_stands_in(part: RenderableType, rest: str) -> None:
    told = io.StringIO()
    Console(file=told, width=40).print(Padding(ControlSafe(part), (0, 30, 0, 0)))
    assert [line.rstrip() for line in told.getvalue().splitlines()] == ["one two", rest]


@pytest.mark.parametrize("width", range(3, 60))
def test_a_line_broken_between_two_parts_has_no_separator_there(width: int) -> None:
    parts = ["3 sentences", "1 article and 2 copies", "1973-10-26", "former"]
    lines = plain_lines(*(f"{' ' * indent}{' · '.join(parts)}" for indent in (0, 2, 8)), width=width)
    assert max(map(len, lines)) <= width
    assert not any(line.strip().startswith("·") or line.strip().endswith("·") for line in lines)
    assert all(line.strip() for line in lines)
    letters = "".join("".join(lines).split())
    assert letters.replace("·", "") == 3 * "".join("".join(parts).split())


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


HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202eevil\x9b31m\x00"
STEERING = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


@pytest.mark.parametrize("form", Format)
def test_nothing_in_a_value_steers_the_terminal(capsys: pytest.CaptureFixture[str], form: Format) -> None:
    node = {"labels": ["Entity"], "properties": {"name": HOSTILE}}
    write_rows(("a", HOSTILE), [(HOSTILE, [node, {HOSTILE: HOSTILE}])], form)
    out = capsys.readouterr().out
    assert "evil" in out
    assert not STEERING.search(out)
    if form is Format.jsonl:
        assert json.loads(out) == {"a": HOSTILE, HOSTILE: [node, {HOSTILE: HOSTILE}]}


def test_nor_does_what_is_printed_beside_it(capsys: pytest.CaptureFixture[str]) -> None:
    from rich.text import Text

    show(Text(HOSTILE, style="bold"), HOSTILE)
    say(HOSTILE)
    out, err = capsys.readouterr()
    assert not STEERING.search(out + err)
    assert out.count("\\u202eevil\\x9b31m\\x00\n") == 2
    assert err == escape_controls(HOSTILE) + "\n"
    assert escape_controls("Côte\td’Ivoire\n😀 — \u200d") == "Côte\td’Ivoire\n😀 — \u200d"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t1", '=HYPERLINK("x")'])
def test_a_spreadsheet_runs_no_cell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    write_rows((text, "n"), [(text, -1.5)], Format.csv)
    header, row = csv.reader(io.StringIO(capsys.readouterr().out))
    assert header == [f"'{text}", "n"]
    assert row == [f"'{text}", "-1.5"]


@pytest.mark.parametrize("form", [Format.json, Format.jsonl, Format.csv])
def test_rows_are_written_as_they_come(capsys: pytest.CaptureFixture[str], form: Format) -> None:
    held: list[str] = []

    def rows() -> Iterator[tuple[int]]:
        for i in range(3):
            yield (i,)
            held.append(capsys.readouterr().out)

    assert write_rows(("i",), rows(), form) == 3
    assert all(str(i) in text for i, text in enumerate(held))
    whole = "".join(held) + capsys.readouterr().out
    if form is Format.json:
        assert json.loads(whole) == [{"i": 0}, {"i": 1}, {"i": 2}]
        assert whole == json.dumps(json.loads(whole), indent=2) + "\n"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.123456, "0.1235"),
        (2.0, "2"),
        (1234567.25, "1234567.25"),
        (-0.5, "-0.5"),
        (0.0, "0"),
        (1e-9, "1e-09"),
    ],
)
def test_numbers_read_well(capsys: pytest.CaptureFixture[str], value: float, shown: str) -> None:
    write_rows(("x",), [(value,)], Format.table)
    assert capsys.readouterr().out.splitlines()[2].strip() == shown
