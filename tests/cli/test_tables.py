"""How rows look on a terminal of a given width."""

from __future__ import annotations

import re

import pytest
from rich.console import Console

import graphbuild as gb
from graphbuild.cli import output
from graphbuild.cli.output import plain_lines
from graphbuild.cli.stances import _write_list
from graphbuild.cli.tables import as_table
from tests.example_graph import example_graph

SENTENCE = "China rejected the charge and said that Soviet soldiers had fired first on Chinese soil."
COLUMNS = ("source", "relation", "statements", "sentence")
ROWS = [["Soviet Union", "HOSTILITY_TOWARD", "3", SENTENCE], ["中国", "ACCUSES", "12", ""]]
NUMERIC = [False, False, True, False]


def lines(width: int | None) -> list[str]:
    console = Console(width=width or 10_000, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(*as_table(COLUMNS, ROWS, numeric=NUMERIC, width=width), sep="\n")
    return [line.rstrip() for line in captured.get().splitlines()]


def test_elsewhere_than_on_a_terminal_a_row_is_a_line() -> None:
    head, rule, first, second = lines(None)
    assert head.split() == list(COLUMNS)
    assert set(rule) == {"─"}
    assert first.endswith(f"3   {SENTENCE}")
    assert second.split() == ["中国", "ACCUSES", "12"]


def test_a_long_text_is_broken_where_there_is_room_for_it() -> None:
    found = lines(90)
    assert found[2].startswith("Soviet Union   HOSTILITY_TOWARD            3   China rejected")
    assert " ".join(re.sub(r"^.{47}", "", line) for line in found[2:-1]).endswith("Chinese soil.")


def test_a_long_text_stands_below_its_row_where_there_is_not() -> None:
    assert lines(60) == [
        "source         relation           statements",
        "  sentence",
        "────────────────────────────────────────────",
        "Soviet Union   HOSTILITY_TOWARD            3",
        "  China rejected the charge and said that Soviet soldiers",
        "  had fired first on Chinese soil.",
        "中国           ACCUSES                    12",
    ]


def test_short_columns_are_on_two_lines_where_one_is_too_short() -> None:
    assert lines(40) == [
        "source         relation",
        "  statements",
        "  sentence",
        "───────────────────────────────",
        "Soviet Union   HOSTILITY_TOWARD",
        "           3",
        "  China rejected the charge and said",
        "  that Soviet soldiers had fired first",
        "  on Chinese soil.",
        "中国           ACCUSES",
        "          12",
    ]


def test_where_short_columns_need_more_lines_a_row_is_a_block() -> None:
    found = lines(30)
    assert found[:4] == [
        "source       Soviet Union",
        "relation     HOSTILITY_TOWARD",
        "statements   3",
        "sentence     China rejected",
    ]
    second = found[found.index("") + 1 :]
    assert second == ["source       中国", "relation     ACCUSES", "statements   12"], "no empty sentence"


def test_a_row_without_any_value_is_a_block_of_names() -> None:
    blocks = as_table(("published", "sentence"), [["", ""]], numeric=[False] * 2, width=8)
    assert len(blocks) == 1
    assert plain_lines(*blocks) == ["published", "sentence"]


def test_a_second_line_without_a_value_is_left_out() -> None:
    columns, rows = ("id", "title", "copy_of"), [["a1", "x" * 20, ""], ["a2", "y" * 20, "a1"]]
    found = as_table(columns, rows, numeric=[False] * 3, width=30)
    assert [str(line) for line in found[-3:]] == [f"a1   {'x' * 20}", f"a2   {'y' * 20}", "  a1"]


@pytest.mark.parametrize("width", [60, 80, 100, 120])
def test_stances_are_read_on_a_terminal_of_any_width(
    width: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "terminal_width", lambda: width)
    with gb.open(example_graph()) as graph:
        found = graph.stance("Egypt")
    _write_list(found, 0)
    shown = capsys.readouterr().out
    assert "…" not in shown
    for one in found:
        assert one.b.name in shown
        assert one.stance.as_of in shown
    assert max(map(len, shown.splitlines())) <= width


@pytest.mark.parametrize("width", [20, 40, 44, 45, 60, 80, 90, 200])
def test_no_line_is_longer_than_the_terminal_and_no_name_is_broken(width: int) -> None:
    assert max(map(len, lines(width))) <= width
    assert width < 40 or "HOSTILITY_TOWARD" in " ".join(lines(width))
