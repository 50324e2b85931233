from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.read.dates import day_of_dateline, day_of_text, iso_day


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


@pytest.mark.parametrize(
    ("written", "neither", "day_first", "month_first"),
    [
        ("25/03/2021", "2021-03-25", "2021-03-25", "2021-03-25"),
        ("03/25/2021 10:00", "2021-03-25", "2021-03-25", "2021-03-25"),
        ("04-04-2021", "2021-04-04", "2021-04-04", "2021-04-04"),
        ("03.04.2021", "2021-04-03", "2021-04-03", "2021-04-03"),
        ("03/04/2021", "", "2021-04-03", "2021-03-04"),
        ("3-4-2021", "", "2021-04-03", "2021-03-04"),
        ("13/13/2021", "", "", ""),
        ("31/02/2021", "", "", ""),
        ("3/4/21", "", "", ""),
    ],
)
def test_days_in_numbers(written: str, neither: str, day_first: str, month_first: str) -> None:
    assert iso_day(written) == neither
    assert iso_day(written, day_first=True) == day_first
    assert iso_day(written, day_first=False) == month_first


@pytest.mark.parametrize(
    "written",
    [
        "4. März 2021",
        "jeudi 4 mars 2021 à 10h",
        "4 de marzo de 2021",
        "4 марта 2021",
        "2021年3月4日",
        "Thu Mar 04 10:00:00 +0000 2021",
        "Mar 4 10:00:00 2021",
    ],
)
def test_days_of_other_languages_and_programs(written: str) -> None:
    assert iso_day(written) == "2021-03-04"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Talks\n\nGENEVA, March 4, 2021 (Reuters) - Talks began.", "2021-03-04"),
        ("GENEVA, Switzerland, 4 March 2021 — Talks began.", "2021-03-04"),
        ("NEW YORK (Sept. 4, 2021) – Talks began.", "2021-09-04"),
        ("Talks\nBy Jane Roe\nPublished on 4 March 2021 at 10:00 GMT\n\nTalks began.", "2021-03-04"),
        ("Talks\n\nThursday, March 4, 2021\n\nTalks began.", "2021-03-04"),
        ("GENEVA, March 4 (Reuters) - Talks began.", ""),
        ("France attacked on March 4, 2021 - a black day.", ""),
        ("4 March 2021\n\nA day to remember.", ""),
        ("Talks\n\nThe treaty of 4 March 2021 holds.", ""),
        ("Talks\n" + "x\n" * 6 + "March 4, 2021\n", ""),
    ],
)
def test_the_day_that_a_text_tells_by_itself(text: str, day: str) -> None:
    assert day_of_text(text) == day


@pytest.mark.parametrize(
    ("text", "near", "day"),
    [
        ("OSLO, May 14 (Harbour News) - Norway left.", "2019-05-15", "2019-05-14"),
        ("LIMA, Peru, 31 December – Norway left.", "2019-01-02", "2018-12-31"),
        ("OSLO, Sept. 3, 2018 (Harbour News) — Norway left.", "", "2018-09-03"),
        ("OSLO, May 14 - Norway left.", "2019-08-15", ""),  # too old for its print
        ("OSLO, May 14 - Norway left.", "", ""),
        ("OSLO - Norway left on May 14 - and came back.", "2019-05-15", ""),
        ("Norway left on May 14.", "2019-05-15", ""),
        ("OSLO, February 31 - Norway left.", "2019-03-01", ""),
    ],
)
def test_the_day_of_a_dateline_is_read_near_that_of_publication(text: str, near: str, day: str) -> None:
    found, end = day_of_dateline(text, near)
    assert found == day
    assert not found or text[:end].rstrip().endswith(("-", "–", "—"))
