"""Dating of events: a table of sentences, each with an event between asterisks and its expected time.

``day`` is the article's day, month or year; ``from`` and ``to`` are the first and last day, empty for an open
end. ``¶`` ends a paragraph. A ``flaw`` is the reason why a case is known to fail.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from graphbuild import tables
from graphbuild.annotate import Annotator, Parse
from graphbuild.errors import TableError
from graphbuild.extract import factuality
from graphbuild.extract.syntax import Syntax
from graphbuild.extract.time import EventTime, EventTimes
from graphbuild.extract.time.attachment import attach
from graphbuild.extract.time.expressions import READINGS, classes, find
from graphbuild.extract.time.reference import Reference
from graphbuild.extract.time.values import value

_TABLE = Path(__file__).with_name("time_cases.tsv")
with _TABLE.open(encoding="utf-8") as lines:
    CASES = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
#: Expressions relative to the article's day in days and weeks.
_RELATIVE = (
    "today", "yesterday", "two days ago", "three weeks ago", "last week", "this week", "overnight",
    "on Monday", "on Friday", "last Tuesday", "over the weekend", "last weekend", "the day before yesterday",
    "a few days ago", "earlier this week", "on Sunday night",
)  # fmt: skip


@cache
def _annotator() -> Annotator:
    return Annotator()


@cache
def _parsed(text: str) -> tuple[Parse, Syntax]:
    parse = _annotator().parse(text.replace("¶", "\n").replace("*", ""))
    return parse, Syntax(parse, {}, {}, {})


def when(text: str, day: str) -> EventTime:
    """Return the time of the event between asterisks."""
    parse, syntax = _parsed(text)
    event = parse.start.index(text.index("*"))
    carrier = next(iter(syntax.step(event, "carrier")), -1)
    event_factuality = factuality.at_token(parse, syntax, event, carrier)
    exact = len(day) == len("2019-05-15")
    return EventTimes(parse, day if exact else "", "" if exact else day).at_token(
        event, carrier, event_factuality
    )


def _marks(case: dict[str, str]) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.xfail(reason=case["flaw"], strict=True),) if case["flaw"] else ()


@pytest.mark.parametrize("case", [pytest.param(c, id=c["text"], marks=_marks(c)) for c in CASES])
def test_time(case: dict[str, str]) -> None:
    found = when(case["text"], case["day"])
    assert (found.first, found.last, found.precision, found.source) == (
        case["from"], case["to"], case["precision"], case["source"],
    )  # fmt: skip


def test_most_cases_are_right() -> None:
    assert len(CASES) >= 250
    assert sum(not c["flaw"] for c in CASES) / len(CASES) >= 0.95


@pytest.mark.parametrize("expression", _RELATIVE)
@pytest.mark.parametrize("weeks", [1, 5, 53, 300])
def test_relative_times_move_with_the_day_of_the_article(expression: str, weeks: int) -> None:
    """The day moves by whole weeks, so that weekdays stay."""
    text, moved = f"Norway *attacked* Peru {expression}.", timedelta(weeks=weeks)
    for number in range(7):
        day = date(2019, 5, 13) + timedelta(days=number)
        before, after = when(text, day.isoformat()), when(text, (day + moved).isoformat())
        assert before.first
        assert before.last
        assert date.fromisoformat(after.first) - date.fromisoformat(before.first) == moved
        assert date.fromisoformat(after.last) - date.fromisoformat(before.last) == moved


@pytest.mark.parametrize("expression", ["today", "yesterday", "two days ago", "overnight"])
@pytest.mark.parametrize("days", [1, 17, 365])
def test_days_counted_back_move_by_any_number_of_days(expression: str, days: int) -> None:
    text = f"Norway *attacked* Peru {expression}."
    before, after = when(text, "2019-05-15"), when(text, str(date(2019, 5, 15) + timedelta(days=days)))
    assert (date.fromisoformat(after.first) - date.fromisoformat(before.first)).days == days


@pytest.mark.parametrize("expression", ["in 1979", "on 3 May 2011", "in the 1990s", "between 2008 and 2011"])
def test_absolute_times_do_not_depend_on_the_day_of_the_article(expression: str) -> None:
    text = f"Norway *attacked* Peru {expression}."
    assert when(text, "2019-05-15") == when(text, "2013-01-01") == when(text, "")


def test_the_words_of_an_expression_are_kept() -> None:
    assert when("Norway *attacked* Peru on Monday.", "2019-05-15").text == "on Monday"
    assert when("Norway *attacked* Peru on Monday.", "").text == "on Monday"
    assert when("Norway *attacked* Peru.", "2019-05-15").text == ""


def test_a_former_role_ends_before_the_day_of_the_article() -> None:
    parse, _ = _parsed("Former president Ola Dahl met Peru's leader in 2011.")
    found = EventTimes(parse, "2019-05-15").at_token(1, -1, factuality.Factuality(tense="past"), former=True)
    assert found == EventTime(last="2019-05-15", source="tense")


@pytest.mark.parametrize("title", ["then-president", "then president"])
def test_a_then_role_ends_before_the_day_of_the_article(title: str) -> None:
    parse, _ = _parsed(f"Peru's leader met Ola Dahl, {title} of Norway.")
    post, present = parse.words.index("president"), factuality.Factuality(tense="present")
    assert EventTimes(parse, "2019-05-15").at_token(post, -1, present) == EventTime(
        last="2019-05-15", source="tense"
    )


def _rows() -> list[tuple[str, str]]:
    rows = tables.rows("time_expressions", ("pattern", "reading", "argument", "example"))
    return [(row["example"], row["reading"]) for row in rows]


@pytest.mark.parametrize(("example", "reading"), _rows())
def test_the_example_of_each_row_has_the_reading_of_that_row(example: str, reading: str) -> None:
    parse = _annotator().parse(f"Norway attacked Peru {example}.")
    readings = [e.reading for e in find(parse, 0, len(parse.words))]
    assert readings == ([] if reading == "none" else [reading])


def test_every_reading_has_a_row() -> None:
    assert {reading for _, reading in _rows()} == {*READINGS}
    parse = _annotator().parse("Norway attacked Peru on 30 February 2019 and in the 1990s.")
    impossible, decade = find(parse, 0, len(parse.words))
    assert value(impossible, Reference(None)) == value(impossible, Reference(date(2019, 5, 15)))
    assert value(decade, Reference(None)) is not None


def test_a_class_that_the_table_lacks_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from graphbuild.extract.time import expressions
    from graphbuild.tables import reader

    (tmp_path / "time_expressions.tsv").write_text(
        "pattern\treading\targument\texample\nin {fortnight}\tdate\t\tin spring\n", encoding="utf-8"
    )
    classes()
    monkeypatch.setattr(reader, "RESOURCES", tmp_path)
    expressions._compiled.cache_clear()
    with pytest.raises(TableError, match=r"time_expressions.tsv:2: pattern: no class 'fortnight'"):
        expressions._compiled()
    expressions._compiled.cache_clear()


@pytest.mark.parametrize(
    "bound",
    [
        "",
        "until",
        "after",
        *(pytest.param(b, marks=pytest.mark.slow) for b in ("since", "by", "before", "from")),
    ],
)
def test_no_time_ends_before_it_starts(bound: str) -> None:
    for example, reading in _rows():
        parse = _annotator().parse(f"Norway attacked Peru {bound} {example}.")
        for e in attach(parse, (0, len(parse.words))):
            for day in (None, date(2019, 1, 1), date(2020, 2, 29), date(2021, 12, 31)):
                for ahead in (False, True):
                    time = e.value(Reference(day, ahead, True))
                    closed = time is not None and time.first is not None and time.last is not None
                    assert not closed or time.first <= time.last, (example, reading, day, ahead)  # type: ignore[union-attr, operator]
