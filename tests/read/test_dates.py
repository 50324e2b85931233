from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.read.dates import iso_day


@pytest.mark.parametrize(
    "written",
    [
        "1987-03-16",
        "1987-03-16T15:03:22.75+09:00",
        "1987-03-16 15:03",
        "1987/3/16",
        "19870316",
        "19870316T150322Z",
        "16 March 1987",
        "16th March, 1987",
        "the 16th of March 1987",
        "Monday, 16 March 1987",
        "March 16, 1987",
        "Mar. 16, 1987 at 3:03 p.m.",
        "Updated March 16th 1987",
        "16-MAR-1987 15:03:22.75",
        "16-Mar-1987",
        "Mon, 16 Mar 1987 15:03:22 GMT",
    ],
)
def test_a_day_is_read(written: str) -> None:
    assert iso_day(written) == "1987-03-16"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "yesterday",
        "03/04/1987",
        "1987",
        "March 1987",
        "30 February 1987",
        "16 Foo 1987",
        "1987-13-01",
        "16.3.87",
    ],
)
def test_what_is_no_certain_day_gives_none(written: str) -> None:
    assert iso_day(written) == ""


def test_september() -> None:
    assert iso_day("Sept. 11, 2001") == "2001-09-11"


@given(
    st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d-%b-%Y"])
)
def test_every_day_in_every_form(day: date, form: str) -> None:
    assert iso_day(day.strftime(form)) == day.isoformat()
