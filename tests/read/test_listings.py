"""Tables and lists of figures are told from prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.read.listings import listings

BODY = "Ministers met in Geneva on Tuesday.\nFrance and Italy signed the treaty."


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in listings(text)]


@pytest.mark.parametrize(
    "table",
    [
        "Shr 39 cts vs 28 cts\nNet 491,000 vs 356,000\nRevs 8.9 mln vs 7.2 mln",
        "Duluth 1.49 1.75 1.55 off",
        "Day\tHost\tGuest\n4 May\tItaly\tFrance",
        "| Country | Envoys | Talks |\n|---|---|---|\n| France | two | none |",
        "Italy        2    1    --\nFrance       1    0    3",
        "Harbour Steel 14.20 +0.3%\nLantern Oil 7.05 -1.1%\nMeridian Air 3.10 0.0%",
        "1) Jean Roux; $9.2 billion\n2) Anna Conti & sons; $8.8 billion\n3) Peter Acland; $7.9 billion",
        "France – 90 percent\nItaly – 85 percent\nSpain – 92 percent",
        "Result: Roux 6-7 (6/8) 6-2 7-6 Conti",
        "----------------",
    ],
)
def test_a_table_or_list(table: str) -> None:
    assert found(table) == table.splitlines()
    assert found(f"{BODY}\n{table}\n{BODY}") == table.splitlines()


@pytest.mark.parametrize(
    "prose",
    [
        "France attacked Italy with 30 missiles, 12 drones and 4 rockets.",
        "Iran fired 30 missiles, 12 drones, 4 rockets.",
        "The dollar rose to 1.85 marks from 1.83 and to 154.2 yen from 153.9.",
        "Italy spent 2.1% in 2019, 2.0% in 2020 and 1.9% in 2021.",
        "Syria: 5 dead, 12 hurt",
        "1. Iran attacks Iraq\n2. Egypt meets Israel\n3. Sweden sanctions Norway",
        "Iraq invades Kuwait 1990\nCoalition expels Iraq 1991\nInspectors leave Baghdad 1998",
        "France  attacked   Italy",
        "Iran frees 52 Americans minutes before oath\n21 January, 10:30\n5 min read",
        "“We met 3 envoys,” Roux said.",
        "On March 4, 2022, at 10:30, talks began.",
        "",
    ],
)
def test_prose_and_headlines_are_none(prose: str) -> None:
    assert found(prose) == []
    assert found(f"{BODY}\n{prose}\n{BODY}") == []


@given(st.text("aA1.-|\t \n,%", max_size=60))
def test_what_is_found_is_whole_lines(text: str) -> None:
    spans = listings(text)
    assert spans == sorted(spans)
    lines = {line.strip() for line in text.split("\n")}
    assert all(text[start:end] in lines for start, end in spans)


def test_a_line_of_any_length_takes_no_time() -> None:
    for line in ("a" + " " * 300_000 + "b", "1" + "." * 300_000 + "x", "|" * 300_000, "1 " * 150_000):
        listings(line)
