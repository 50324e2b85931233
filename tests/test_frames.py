"""Rows as frames and as HTML: typed, also where values are odd, and nothing in them is markup."""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.errors import InputError
from graphbuild.frames import text
from graphbuild.stores.base import Rows
from tests.test_abuse import ARMED

DAY = date(1979, 3, 26)


def _rows(*values: Any) -> Rows:
    return Rows(("x",), tuple((value,) for value in values))


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((DAY, None), pa.date32()),
        ((1, 2), pa.int64()),
        ((1, 2.5, None), pa.float64()),
        ((True, None), pa.bool_()),
        (("a", None), pa.string()),
        ((["a"], []), pa.list_(pa.string())),
        ((), pa.null()),
    ],
)
def test_columns_have_the_type_of_their_values(values: tuple[Any, ...], kind: pa.DataType) -> None:
    table = _rows(*values).to_arrow()
    assert table.schema.field("x").type == kind
    assert table.column("x").to_pylist() == list(values)


@pytest.mark.parametrize(
    "values", [(1, "a"), (True, 1, "b"), (2**80, 1), ({"a": 1}, [1]), ({"a": 1}, {"a": "b"}), (DAY, 3)]
)
def test_values_of_several_types_are_texts(values: tuple[Any, ...]) -> None:
    found = _rows(*values).to_arrow()
    assert found.schema.field("x").type == pa.string()
    assert len(found) == len(values)


def test_days_are_days_in_every_frame() -> None:
    rows = Rows(("day", "n"), ((DAY, 1), (None, 2)))
    pandas = rows.to_pandas()
    assert str(pandas["day"].dtype).startswith("datetime64")
    assert pandas["day"][0].date() == DAY
    assert pandas["n"].tolist() == [1, 2]
    polars = rows.to_polars()
    assert dict(polars.schema) == {"day": pl.Date, "n": pl.Int64}
    assert polars.rows() == [(DAY, 1), (None, 2)]


def test_an_empty_answer_keeps_its_columns() -> None:
    rows = Rows(("a", "b"), ())
    assert list(rows.to_pandas().columns) == rows.to_polars().columns == ["a", "b"]
    assert "<th><bdi>a</bdi></th><th><bdi>b</bdi></th>" in rows._repr_html_()


@given(st.lists(st.text(), max_size=4))
def test_any_text_fits_into_a_frame(texts: list[str]) -> None:
    halves = [*texts, "\ud800", "a\x00b"]
    assert _rows(*halves).to_arrow().column("x").to_pylist() == [*texts, "\ufffd", "a\x00b"]


@pytest.mark.parametrize("to", ["to_pandas", "to_polars", "to_arrow"])
def test_without_arrow_an_error_says_what_to_install(to: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(
        InputError, match=r"pyarrow is not installed here; pip install 'graphbuild\[frames\]'"
    ):
        getattr(_rows(1), to)()


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_without_a_library_an_error_says_what_to_install(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(
        InputError, match=rf"{name} is not installed here; pip install 'graphbuild\[frames\]'"
    ):
        getattr(_rows(1), f"to_{name}")()


@pytest.mark.parametrize("hostile", [*ARMED, "<script>alert(1)</script>", '"><img src=x onerror=a>', "&lt;"])
def test_no_text_is_markup(hostile: str) -> None:
    node = {"labels": ["Entity"], "properties": {"name": hostile}}
    shown = Rows((hostile,), ((hostile,), ([hostile],), ({"a": hostile},), (node,)))._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert not set(shown) & set("\x1b\u202e\u2066")


def test_long_answers_and_texts_are_cut() -> None:
    shown = _rows(*range(1000))._repr_html_()
    assert shown.count("<tr>") == 31
    assert "30 of 1,000 rows" in shown
    assert len(text("a" * 10_000)) < 400


def test_a_short_form_says_what_it_is() -> None:
    rows = Rows(("a", "b"), ((1, 2), (3, 4)))
    assert repr(rows) == "<Rows: 2 of a, b>"
    assert [row[0] for row in rows] == [1, 3]
    assert (rows[0], rows[-1], rows[1:]) == ((1, 2), (3, 4), ((3, 4),))
    assert len(rows) == 2
