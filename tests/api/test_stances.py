"""How entities stand to each other, as Python and the command line tell it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

import graphbuild
from graphbuild.api.filters import Filters
from graphbuild.api.stances import Stances, TurningPoint, Unit
from graphbuild.cli.app import app
from graphbuild.errors import QueryError
from graphbuild.stores import files
from tests.factories import make_country, make_entity
from tests.stance.making import ARDAL, ARMY, BELIA, CORVO, MINISTER, Said, graph_of

STORY = [
    Said("1998-03-01", "MET_WITH", publisher="Meridian Wire", sentence="The two met."),
    Said("1998-05-01", "AIDS", publisher="Harbour News", sentence="Grain was sent."),
    Said("1998-06-01", "SUPPORTS", publisher="Lantern Post", sentence="It was praised."),
    Said("2001-05-01", "ATTACKS", publisher="Meridian Wire", sentence="Troops crossed the border."),
    Said("2001-05-03", "ATTACKS", BELIA, ARDAL, publisher="Harbour News", sentence="Shells fell."),
    Said("2001-05-09", "ACCUSES", publisher="Lantern Post", sentence="Each blamed the other."),
    Said("2001-07-09", "REPRESENTS", MINISTER, ARDAL, publisher="Lantern Post"),
    Said("2001-07-09", "AIDS", MINISTER, CORVO, publisher="Lantern Post"),
    Said("2001-07-19", "AIDS", ARDAL, CORVO, publisher="Meridian Wire"),
    Said("2001-07-19", "PART_OF", ARMY, ARDAL, publisher="Meridian Wire"),
]


@pytest.fixture(scope="module")
def stances() -> Stances:
    return Stances(graph_of(STORY))


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("stances") / "story.json"
    files.export(graph_of(STORY), path)
    return path


def test_two_are_reported_period_by_period_with_turning_points_and_reasons(stances: Stances) -> None:
    found = stances.of("Italy", "France", by="month")
    assert (found.a.name, found.b.name, found.stance.level) == ("Italy", "France", "state")
    assert found.stance.infers == "HOSTILITY_TOWARD"
    assert [p.period for p in found.periods] == ["1998-03", "1998-05", "1998-06", "2001-05"]
    assert [p.reports for p in found.periods] == [1, 1, 1, 3]
    (turn,) = found.turning_points
    assert turn.day == "2001-05-01"
    assert {c.article.date for c in turn.cited} <= {"2001-05-01", "2001-05-03", "2001-05-09"}
    assert turn.conflict[1] > turn.conflict[0]
    assert found.because[0].statement.relation == "ATTACKS"
    assert [row["period"] for row in found.dicts()] == [p.period for p in found.periods]


@pytest.mark.parametrize(
    ("by", "periods"),
    [("year", ["1998", "2001"]), ("quarter", ["1998-Q1", "1998-Q2", "2001-Q2"])],
)
def test_periods_are_years_or_quarters(stances: Stances, by: str, periods: list[str]) -> None:
    assert [p.period for p in stances.of("France", "Italy", by=by).periods] == periods  # type: ignore[arg-type]


def test_until_is_the_day_of_the_answer_and_since_the_first_that_is_shown(stances: Stances) -> None:
    before = stances.of("France", "Italy", until="1999-12-31")
    assert before.stance.infers != "HOSTILITY_TOWARD"
    assert [p.period for p in before.periods] == ["1998"]
    assert [p.period for p in stances.of("France", "Italy", since="2000-01-01").periods] == ["2001"]


def test_one_is_reported_with_all_others_latest_change_first(stances: Stances) -> None:
    found = stances.all("France")
    assert [(one.b.name, one.stance.infers) for one in found] == [
        ("Spain", "PARTNERSHIP"),
        ("Italy", "HOSTILITY_TOWARD"),
    ]
    assert [one.b.name for one in stances.all("France", since="2001-07-01")] == ["Spain"]
    assert not stances.all("France", level="actor", since="2001-07-01")


REBELS = make_entity("organisation", "red front", "Red Front")
ARMED = [
    *(Said(f"2001-05-0{n}", "ATTACKS", REBELS, ARDAL, publisher=f"{n}") for n in (1, 3)),
    *(Said(f"2001-06-0{n}", "AIDS", BELIA, ARDAL, publisher=f"{n}") for n in (1, 3)),
    *(Said(f"2001-07-0{n}", "ACCUSES", MINISTER, ARDAL, publisher=f"{n}") for n in (1, 3)),
    *(Said(f"2001-07-0{n}", "ACCUSES", MINISTER, BELIA, publisher=f"{n}") for n in (1, 3)),
    Said("2001-07-05", "REPRESENTS", MINISTER, CORVO),
]


def test_a_state_is_listed_with_its_armed_opponents_but_not_with_who_acts_for_another_state() -> None:
    def listed(**options: Any) -> dict[str, str]:
        found = Stances(graph, filters=Filters.of(kind=options.pop("kind", None))).all("France", **options)
        return {one.b.name: one.stance.level for one in found}

    graph = graph_of(ARMED)
    assert listed() == {"Red Front": "actor", "Italy": "state", "Spain": "state"}
    assert listed(level="state") == {"Italy": "state", "Spain": "state"}
    assert listed(level="actor") == {"Red Front": "actor", "Italy": "actor", "Jean Roux": "actor"}
    assert listed(kind="person") == {"Jean Roux": "actor"}
    assert Stances(graph).of("France", "Red Front").stance == Stances(graph).all("France")[-1].stance


def test_a_list_of_both_levels_says_which(tmp_path: Path) -> None:
    file = tmp_path / "armed.json"
    files.export(graph_of(ARMED), file)
    both, states, none = (
        CliRunner().invoke(app, ["stance", *arguments, "-g", str(file)])
        for arguments in (
            ["France"],
            ["France", "--level", "state"],
            ["Spain", "--level", "state", "--until", "1990"],
        )
    )
    assert [line.split()[-1] for line in both.stdout.splitlines()] == ["level", "state", "state", "actor"]
    assert "level" not in states.stdout
    assert "too few reports about Spain and any other state" in none.stderr


def test_relations_that_make_no_stance_are_named_with_the_command_that_has_them(tmp_path: Path) -> None:
    file = tmp_path / "armed.json"
    files.export(graph_of(ARMED), file)
    done = CliRunner().invoke(app, ["stance", "Spain", "Jean Roux", "-g", str(file)])
    assert "nothing that counts for a stance is reported between Spain and Jean Roux" in done.stderr
    assert "`graphbuild explain Spain 'Jean Roux'` lists REPRESENTS: posts, memberships" in done.stderr


def test_what_changed_is_reported_with_the_sentences_behind_it(stances: Stances) -> None:
    (one,) = stances.changes("2000-12-31", "2001-06-30")
    assert {one.a.name, one.b.name} == {"France", "Italy"}
    assert one.before.label != one.after.label
    assert one.cited[0].statement.sentence in ("Troops crossed the border.", "Shells fell.")
    assert not stances.changes("2010-01-01", "2011-01-01")
    assert stances.changes("2000-12-31") == stances.changes(
        "2000-12-31", stances.changes("2000-12-31")[0].after.as_of
    )


def test_what_only_faded_is_told_so_and_comes_last() -> None:
    graph = graph_of(
        [
            *(Said(f"2001-05-0{n}", "ATTACKS", publisher=f"{n}") for n in (1, 3, 5)),
            Said("2004-05-01", "ACCUSES", publisher="4"),
            *(Said(f"2001-05-0{n}", "ACCUSES", CORVO, BELIA, publisher=f"{n}") for n in (1, 3)),
            *(Said(f"2004-05-0{n}", "ATTACKS", CORVO, BELIA, publisher=f"{n}") for n in (1, 3)),
        ]
    )
    worse, faded = Stances(graph).changes("2001-05-31", "2004-05-31")
    assert (worse.faded, worse.after.label) == (False, "hostile")
    assert (faded.faded, faded.before.label, faded.after.label) == (True, "hostile", "tense")
    assert faded.strength > worse.strength
    assert (worse.after.reports, faded.after.reports) == (2, 1)  # in between


def test_changes_are_filtered_as_lists_are(file: Path) -> None:
    days = ("2000-12-31", "2001-06-30")
    with graphbuild.open(file) as graph:
        (one,) = graph.changes(*days)
        reports = one.after.reports
        assert graph.changes(*days, kind="country", min_reports=reports, sort="name")
        assert not graph.changes(*days, kind="person")
        assert not graph.changes(*days, min_reports=reports + 1)
        assert graph.changes(*days, relation="conflict")
        with pytest.raises(QueryError, match="no article is published by 'Nobody': "):
            graph.changes(*days, source="Nobody")


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda s: s.of("France", "Atlantis"), "no entity is called 'Atlantis'"),
        (lambda s: s.of("France", "FRA"), "both France"),
        (lambda s: s.of("France", "Italy", since="2001-02-30"), "give a day as in"),
        (lambda s: s.of("France", "Italy", since="2002-01-01", until="2001-01-01"), "is after until"),
        (lambda s: s.changes("2002-01-01", "2001-01-01"), "is after until"),
        (lambda s: s.changes("", "2001-01-01"), "give the day since when"),
        (lambda s: s.changes("2000-12-31", "2001-01-01", sort="day"), "give one of strength"),
        (lambda s: s.of("France", "Jean Roux", level="state"), "Jean Roux is no state"),
        (lambda s: s.of("France", "Italy", by="week"), "give month, quarter or year"),
        (lambda s: s.of("France", "Italy", level="people"), "give state or actor"),
    ],
)
def test_bad_questions_get_a_clear_line(
    stances: Stances, ask: Callable[[Stances], object], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        ask(stances)


@pytest.mark.parametrize("half_life", [0, -1.0, float("nan")])
def test_a_half_life_is_above_zero(half_life: float) -> None:
    with pytest.raises(QueryError, match="half-life"):
        Stances(graph_of(STORY), half_life)


def test_pairs_of_which_nothing_is_reported_are_unknown(stances: Stances) -> None:
    found = stances.of("Italy", "Spain")
    assert (found.stance.label, found.stance.reports, found.periods) == ("unknown", 0, ())


def test_python_tells_the_same_of_a_file(file: Path) -> None:
    with graphbuild.open(file) as graph:
        assert graph.stance("France", "Italy").stance.infers == "HOSTILITY_TOWARD"
        assert len(graph.stance("France")) == 2
        assert len(graph.changes("2000-12-31", "2001-06-30")) == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["stance", "France", "Italy"], ["France – Italy", "turning points", "because", "Shells fell."]),
        (["stance", "France", "Italy", "--by", "month", "--until", "1999-01-01"], ["1998-05"]),
        (["stance", "France"], ["Spain", "Italy", "partner"]),
        (["stance", "France", "--limit", "1"], ["Spain"]),
        (["stance", "France", "--limit", "0"], ["Spain", "Italy", "partner"]),
        (["changes", "--since", "2000-12-31", "--until", "2001-06-30"], [" → ", "Shells fell."]),
    ],
)
def test_the_commands_tell_it(file: Path, words: list[str], told: list[str]) -> None:
    done = CliRunner().invoke(app, [*words, "-g", str(file)])
    assert done.exit_code == 0, done.output
    for part in told:
        assert part in done.stdout


def test_the_commands_write_json(file: Path) -> None:
    done = CliRunner().invoke(app, ["stance", "France", "Italy", "-g", str(file), "--json"])
    assert json.loads(done.stdout)["stance"]["label"]
    for words, number in ((["--limit", "1"], 1), ([], 2)):
        done = CliRunner().invoke(app, ["stance", "France", "-g", str(file), "--json", *words])
        assert len(json.loads(done.stdout)) == number
    done = CliRunner().invoke(
        app, ["changes", "--since", "2000-12-31", "--until", "2001-06-30", "-g", str(file), "--json"]
    )
    assert json.loads(done.stdout)[0]["after"]["infers"] == "HOSTILITY_TOWARD"


def test_nothing_reported_is_said_on_stderr(file: Path) -> None:
    done = CliRunner().invoke(app, ["stance", "Italy", "Spain", "-g", str(file)])
    assert done.stdout == ""
    assert "nothing is reported between Italy and Spain" in done.stderr
    done = CliRunner().invoke(
        app, ["changes", "--since", "1998-03-01", "--until", "1998-03-02", "-g", str(file)]
    )
    assert done.stderr == "no stance changed from 1998-03-01 to 1998-03-02\n"
    done = CliRunner().invoke(app, ["changes", "--since", "2010", "--until", "2011", "-g", str(file)])
    told = "no stance changed from 2010 to 2011; the articles are from 1998-03-01 to 2001-07-19\n"
    assert done.stderr == told
    given = ["--relation", "TRADES_WITH", "--min-reports", "9"]
    done = CliRunner().invoke(app, ["changes", "--since", "1998", "--until", "2001", *given, "-g", str(file)])
    told = "no stance changed from 1998 to 2001 with --relation TRADES_WITH --min-reports 9"
    assert done.stderr == f"{told}; without them there may be more\n"


def test_a_curve_jumps_with_reports_and_fades_between_them(stances: Stances) -> None:
    points = stances.curve("Italy", "France")
    told = stances.of("Italy", "France").stance
    days = [p.day for p in points]
    assert days == sorted(set(days))
    assert [p.day for p in points if p.reported] == [
        "1998-03-01", "1998-05-01", "1998-06-01", "2001-05-01", "2001-05-03", "2001-05-09",
    ]  # fmt: skip
    assert (points[-1].cooperation, points[-1].conflict) == (told.cooperation, told.conflict)
    for before, after in pairwise(points):
        if not after.reported:
            assert after.cooperation <= before.cooperation
            assert after.conflict <= before.conflict
    eve = points[days.index("2001-04-30")]
    assert 0 < eve.cooperation < points[days.index("1998-06-01")].cooperation
    assert eve.conflict == 0 < points[days.index("2001-05-01")].conflict


def test_a_curve_is_of_the_days_that_are_asked_for(stances: Stances) -> None:
    points = stances.curve("Italy", "France", since="1999-01-01", until="2000-12-31")
    assert (points[0].day, points[-1].day) == ("1999-01-01", "2000-12-31")
    assert not any(p.reported for p in points)
    assert points[0].cooperation > points[-1].cooperation > 0
    assert stances.curve("Italy", "France", until="1990-01-01") == ()
    assert len(stances.curve("Italy", "France", until="2999-01-01")) < 650


def monthly(year: int, relation: str, *, times: int = 1, day: int = 1) -> list[Said]:
    """Something that is reported so many times each month of a year, from this day of the month on."""
    return [
        Said(f"{year}-{month:02}-{day + n:02}", relation, publisher=f"Paper {n}")
        for month in range(1, 13)
        for n in range(times)
    ]


def turns(said: list[Said]) -> list[TurningPoint]:
    return list(Stances(graph_of(said)).of("France", "Italy").turning_points)


def test_no_turning_point_tells_that_nothing_more_is_reported() -> None:
    (turn,) = turns([*monthly(2010, "ATTACKS", times=2), *monthly(2014, "ATTACKS", times=2, day=5)])
    assert turn.day == "2014-01-05"
    assert turn.conflict[1] > turn.conflict[0] > 0
    assert turn.cited
    lone = [Said("2011-08-09", "ATTACKS")]  # one report of a silent year makes no course of it
    (turn,) = turns([*monthly(2010, "ATTACKS", times=2), *lone, *monthly(2014, "ATTACKS", times=2)])
    assert turn.day == "2014-01-01"


def test_where_neither_a_label_nor_an_axis_changes_there_is_no_turning_point() -> None:
    assert not turns([*monthly(2010, "ATTACKS", times=2), *monthly(2012, "ATTACKS", times=2, day=5)])


def test_an_axis_falls_on_the_day_on_which_the_other_rises() -> None:
    (turn,) = turns([*monthly(2010, "ATTACKS", times=2), *monthly(2011, "AIDS", times=2, day=7)])
    assert turn.day == "2011-01-07"
    assert turn.conflict[0] > turn.conflict[1] > 0
    assert turn.cooperation[1] > turn.cooperation[0] == 0
    assert {c.statement.relation for c in turn.cited} == {"AIDS"}


def test_that_less_is_reported_is_a_turning_point_where_the_label_changes() -> None:
    assert not turns([*monthly(2010, "ATTACKS", times=3), *monthly(2011, "ACCUSES", day=4)])
    years = [one for year in range(2011, 2016) for one in monthly(year, "ACCUSES", day=4)]
    assert not turns([*monthly(2010, "ATTACKS", times=3), *years])  # two half-lives later it still is at war
    (turn,) = turns([*monthly(2010, "ATTACKS", times=2), *years])
    assert (turn.day, turn.before, turn.after) == ("2011-01-04", "at war", "hostile")
    assert turn.conflict[0] > turn.conflict[1] > 0.5


def test_a_fall_of_both_axes_is_no_turning_point() -> None:
    helped = monthly(2010, "AIDS", times=2)
    years = [one for year in range(2011, 2014) for one in monthly(year, "ACCUSES", day=4)]
    assert not turns([*monthly(2010, "ATTACKS", times=2), *helped, *years])
    (turn,) = turns([*monthly(2010, "ACCUSES", times=2), *helped, *years])  # conflict stays, help ends
    assert (turn.before, turn.after) == ("partner", "tense")


def test_a_course_that_begins_with_silence_has_the_day_of_what_rose() -> None:
    said = [Said("2011-03-02", "ACCUSES"), *monthly(2011, "AIDS", day=20)[4:]]
    (turn,) = turns([*monthly(2010, "ACCUSES"), *said])
    assert turn.conflict[1] < turn.conflict[0]
    assert turn.cooperation[1] > turn.cooperation[0]
    assert (turn.day, turn.cited[0].article.date) == ("2011-05-20", "2011-05-20")


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(0, 47), st.sampled_from(["ATTACKS", "AIDS"])), min_size=12, max_size=60)
)
def test_no_two_turning_points_have_one_day_and_something_is_reported_on_each(
    months: list[tuple[int, str]],
) -> None:
    said = [
        Said(f"{2010 + month // 12}-{month % 12 + 1:02}-{n % 28 + 1:02}", relation)
        for n, (month, relation) in enumerate(months)
    ]
    found = turns(said)
    days = [turn.day for turn in found]
    assert days == sorted(set(days))
    assert set(days) <= {one.day for one in said}
    assert all(turn.cited for turn in found)


PERIODS = [
    *(Said(f"2015-0{n}-01", "ATTACKS", publisher=f"Paper {n}") for n in range(1, 8)),
    Said("2016-02-01", "ATTACKS", publisher="Meridian Wire", sentence="Shells fell."),
    Said("2016-02-03", "ACCUSES", BELIA, ARDAL, publisher="Meridian Wire", sentence="Each blamed the other."),
    *(Said("", "ATTACKS", publisher=f"Undated {n}") for n in range(3)),
    Said("2016-01-08", "REPRESENTS", MINISTER, ARDAL),
    Said("2016-02-02", "ACCUSES", MINISTER, BELIA, publisher="Lantern Post", sentence="He blamed Italy."),
]


@pytest.fixture(scope="module")
def periods() -> Stances:
    return Stances(graph_of(PERIODS))


def test_a_period_counts_and_cites_what_was_reported_in_it(periods: Stances) -> None:
    whole = periods.of("France", "Italy").stance
    assert (whole.reports, whole.undated) == (13, 3)
    found = periods.of("France", "Italy", since="2016-02-02", until="2016-12-31")
    s = found.stance
    assert (s.reports, s.articles, s.sources, s.undated) == (2, 2, 2, 0)
    assert {c.article.date for c in found.because} == {"2016-02-02", "2016-02-03"}
    assert [(p.period, p.reports) for p in found.periods] == [("2016", 2)]
    until = periods.of("France", "Italy", until="2016-12-31").stance
    assert until.reports == 10, "what has no day is in no period"
    for name in ("label", "since", "before", "conflict", "belief"):
        assert getattr(s, name) == getattr(until, name), "the label is that of the end of the period"
    assert s.as_of == until.as_of == "2016-12-31"
    open_end = periods.of("France", "Italy", since="2016-02-02").stance
    assert (open_end.reports, open_end.undated, open_end.as_of) == (2, 0, "2016-02-03")


def test_a_period_without_reports_has_none_and_the_label_of_its_end(periods: Stances) -> None:
    found = periods.of("France", "Italy", since="2017-01-01", until="2017-03-31")
    assert found.stance.infers == "HOSTILITY_TOWARD"
    assert (found.stance.reports, found.stance.articles, found.because, found.periods) == (0, 0, (), ())


def test_what_counts_through_others_is_of_the_period(periods: Stances) -> None:
    assert [c.statement.sentence for c in periods.through_others("France", "Italy")] == ["He blamed Italy."]
    assert periods.through_others("France", "Italy", since="2016-02-02", until="2016-02-02")
    assert not periods.through_others("France", "Italy", since="2016-02-03")
    assert not periods.through_others("France", "Italy", until="2016-02-01")


def test_in_a_list_the_last_report_is_told_and_not_the_end_of_the_period(periods: Stances) -> None:
    (one,) = periods.all("France", until="2016-12-31")
    (held,) = periods.held(until="2016-12-31")
    assert one.stance.as_of == held.as_of == "2016-02-03"
    told = periods.of("France", "Italy", until="2016-12-31").stance
    for name in ("label", "conflict", "reports"):
        assert getattr(one.stance, name) == getattr(held, name) == getattr(told, name)
    (counted,) = periods.held(since="2016-02-02")
    assert (counted.reports, counted.undated) == (2, 0)
    assert next(periods.held()).undated == 3


def test_the_command_tells_what_is_counted_in_a_period(tmp_path: Path) -> None:
    file = tmp_path / "periods.json"
    files.export(graph_of(PERIODS), file)

    def told(*days: str) -> str:
        done = CliRunner().invoke(app, ["stance", "France", "Italy", *days, "-g", str(file)])
        assert done.exit_code == 0, done.output
        return " ".join(done.stdout.split())

    found = told("--since", "2016-01-01", "--until", "2016-12-31")
    assert "as of 2016-12-31, by all reports until then)" in found
    assert "3 reports in 3 articles of 2 publishers from 2016-01-01 to 2016-12-31" in found
    assert "3 reports of unknown day left out" in found
    assert "no report from 2017-01-01 on" in told("--since", "2017-01-01")
    assert "3 of unknown day" in told()


@pytest.mark.parametrize(
    ("times", "words"),
    [
        (1, "1 report tells of an earlier time without saying when; it counts for nothing"),
        (2, "2 reports tell of an earlier time without saying when; they count for nothing"),
    ],
)
def test_what_was_before_nobody_knows_when_is_told_apart(tmp_path: Path, times: int, words: str) -> None:
    """Reports that end before some day, and one of no day at all."""
    said = [Said("2016-05-09", "ATTACKS", publisher=str(n), when=("", "2015-01-01")) for n in range(times)]
    file, other = tmp_path / "past.json", tmp_path / "undated.json"
    files.export(graph_of(said), file)
    undated = Said("", "ATTACKS", publisher="Undated")
    files.export(graph_of([*said, undated]), other)

    def told(file: Path, *days: str) -> str:
        done = CliRunner().invoke(app, ["stance", "France", "Italy", *days, "-g", str(file)])
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    assert words in told(file)
    assert "0 report" not in told(file)
    period = Stances(graph_of([*said, undated])).of("France", "Italy", since="2016-01-01")
    assert (period.left_out, period.past_left_out) == (1, times)
    assert f"1 report of unknown day left out; {words}" in told(other, "--since", "2016-01-01")


@pytest.mark.parametrize(
    ("when", "told"),
    [
        (("2015-11-24", "2015-11-24"), "2015-11-24"),
        (("2015-11-23", "2015-11-29"), "2015-11-26"),
        (("2015-11-01", "2015-11-30"), "2015-11"),
        (("2015-01-01", "2015-12-31"), "2015"),
        (("", ""), "2016-02-05"),
    ],
)
def test_since_when_is_told_as_exactly_as_reports_tell_it(when: tuple[str, str], told: str) -> None:
    said = [Said("2016-02-05", "ATTACKS", publisher=str(n), when=when) for n in range(4)]
    found = Stances(graph_of(said)).of("France", "Italy")
    assert found.stance.label != "unknown"
    assert found.since_date == told
    assert found.stance.since.startswith(told)
    assert f"since {told}," in repr(found)


@pytest.mark.parametrize(
    ("day", "when", "told"),
    [
        ("2016", ("", ""), "2016"),
        ("2016-02", ("", ""), "2016-02"),
        ("2016", ("2015-11-24", "2015-11-24"), "2015-11-24"),
        ("2016", ("2014-01-01", ""), "2016"),
        ("2016", ("2016-03-04", ""), "2016-03-04"),
    ],
)
def test_the_year_of_an_article_is_told_as_no_day(day: str, when: tuple[str, str], told: str) -> None:
    said = [Said(day, "ATTACKS", publisher=str(n), when=when) for n in range(4)]
    assert Stances(graph_of(said)).of("France", "Italy").since_date == told


@pytest.mark.parametrize(
    ("day", "when", "by", "periods", "left_out", "last"),
    [
        ("2016", ("", ""), "month", [], 4, "2016"),
        ("2016", ("", ""), "quarter", [], 4, "2016"),
        ("2016", ("", ""), "year", ["2016"], 0, "2016"),
        ("2016-02", ("", ""), "month", ["2016-02"], 0, "2016-02"),
        ("2016-02-05", ("2015-01-01", "2015-12-31"), "month", [], 4, "2016-02-05"),
        ("2016-02-05", ("2015-10-01", "2015-12-31"), "quarter", ["2015-Q4"], 0, "2016-02-05"),
    ],
)
def test_a_report_is_in_no_period_that_is_finer_than_its_time(
    day: str, when: tuple[str, str], by: Unit, periods: list[str], left_out: int, last: str
) -> None:
    stances = Stances(graph_of([Said(day, "ATTACKS", publisher=str(n), when=when) for n in range(4)]))
    found = stances.of("France", "Italy", by=by)
    assert ([p.period for p in found.periods], found.imprecise) == (periods, left_out)
    assert sum(p.reports for p in found.periods) + found.imprecise == found.stance.reports == 4
    assert found.as_of_date == last
    assert {one.as_of_date for one in stances.all("France")} <= {last}


def test_the_command_says_what_is_in_no_period(tmp_path: Path) -> None:
    said = [Said(day, "ATTACKS", publisher=str(n)) for n, day in enumerate(["2015-02-05", *["2016"] * 2])]
    files.export(graph_of(said), tmp_path / "graph.json")
    asked = ["stance", "France", "Italy", "--by", "month", "-g", str(tmp_path / "graph.json")]
    told = CliRunner().invoke(app, asked).output
    assert "2 reports of unknown month left out: --by year has them" in told
    assert "as of 2016)" in told
    assert "2016-01" not in told


def test_of_an_article_without_a_date_the_year_since_which_it_tells_something_is_no_day() -> None:
    graph = graph_of([Said("", "ATTACKS", publisher=str(n), when=("2014-01-01", "")) for n in range(4)])
    since_2014 = replace(graph, statements=tuple(replace(s, when_precision="year") for s in graph.statements))
    assert Stances(since_2014).of("France", "Italy").since_date == "2014"


def test_what_happened_in_office_counts_for_the_state() -> None:
    obama, putin = make_entity("person", "barack obama"), make_entity("person", "vladimir putin")
    usa, russia = make_country("USA", "United States"), make_country("RUS", "Russia")
    said = [
        Said("2010-06-01", "LEADER_OF", obama, usa),
        Said("2015-06-01", "LEADER_OF", obama, usa),
        Said("", "LEADER_OF", obama, usa),
        Said("2016-06-01", "LEADER_OF", putin, russia),
        *(Said(f"{year}-06-01", "ACCUSES", obama, putin) for year in (2008, 2014, 2018)),
    ]
    counted = Stances(graph_of(said)).through_others("United States", "Russia")
    assert [c.article.date for c in counted] == ["2014-06-01"], (
        "neither as a candidate nor when out of office"
    )


def test_pairs_of_whom_too_little_is_known_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "roux.json"
    other = make_entity("person", "anne roux", "Anne Roux")
    files.export(graph_of([*STORY, Said("2001-07-09", "AIDS", ARDAL, other)]), path)
    with graphbuild.open(path) as opened:
        found = opened.stance("France", level="actor")
        assert (found.unknown, found.first(1).unknown) == (2, 2)
        assert opened.stance("France", level="actor", until="2001-07-08").unknown == 0
        assert opened.stance("France", level="actor", kind="person").unknown == 1
    done = CliRunner().invoke(app, ["stance", "France", "--level", "actor", "-g", str(path)])
    assert done.stderr.endswith("2 pairs of whom too little is known are left out\n")


def test_who_may_be_meant_is_told_by_post(tmp_path: Path) -> None:
    other = make_entity("person", "anne roux", "Anne Roux")
    path = tmp_path / "roux.json"
    files.export(graph_of([*STORY, Said("2001-07-09", "AIDS", other, CORVO)]), path)
    told = r"'Roux' may be one of 2; .*\n  Jean Roux \(.*\): REPRESENTS France\n"
    with graphbuild.open(path) as opened:
        with pytest.raises(QueryError, match=told):
            opened.stance("Roux", "Italy")
        with pytest.raises(QueryError, match=told):
            opened.stance("Roux")
        with pytest.raises(QueryError, match=told):
            opened.plot("Roux")


def test_an_axis_that_is_not_believed_is_told() -> None:
    said = [
        Said("2001-02-01", "AIDS", publisher="x"),
        Said("2001-02-02", "AIDS", publisher="y"),
        Said("2001-02-03", "ACCUSES", publisher="x", confidence=0.5),
    ]
    found = Stances(graph_of(said)).of("France", "Italy")
    assert found.stance.conflict > 0
    assert found.doubted == ("conflict",)


def test_a_hostility_that_a_few_weeks_make_is_a_turning_point() -> None:
    before = [
        Said("2021-09-15", "MOBILIZES_AGAINST"),
        Said("2022-01-01", "ACCUSES", publisher="Harbour News"),
    ]
    war = [
        Said("2022-02-14", "ATTACKS", publisher="Harbour News"),
        Said("2022-02-23", "ATTACKS", publisher="Lantern Post"),
        Said("2022-02-24", "MOBILIZES_AGAINST", publisher="Meridian Wire"),
    ]
    (turn,) = turns([*before, *war])
    assert (turn.day, turn.before, turn.after) == ("2022-02-14", "tense", "hostile")
    assert not turns(war)  # what is told at first is no change


def test_what_is_told_from_memory_again_and_again_is_one_event() -> None:
    def remembered(papers: int) -> list[Said]:
        days = [f"2020-{month:02}-01" for month in range(1, papers + 1)]
        return [Said(day, "ATTACKS", publisher=day, when=("2019-03-05", "2019-03-05")) for day in days]

    few, many = (Stances(graph_of(remembered(n))).of("France", "Italy").stance for n in (2, 9))
    assert many.reports == 9 > few.reports
    assert many.belief >= few.belief
    levels = [Stances(graph_of(remembered(n))).of("France", "Italy", until="2019-04-01") for n in (2, 9)]
    assert levels[0].stance.conflict == levels[1].stance.conflict > 0


def test_a_pair_that_is_only_remembered_has_no_label_now() -> None:
    said = [
        Said(day, "ATTACKS", publisher=day, when=("2003-01-01", "2003-12-31"))
        for day in ("2016-05-09", "2016-06-01")
    ]
    found = Stances(graph_of(said)).of("France", "Italy").stance
    assert (found.label, found.as_of, found.reports) == ("unknown", "2016-06-01", 2)
    then = Stances(graph_of(said)).of("France", "Italy", until="2003-12-31").stance
    assert then.label == "tense"


def test_the_worked_example_of_the_documentation() -> None:
    said = [
        Said("2001-05-01", "ATTACKS", publisher="Meridian Wire"),
        Said("2001-05-03", "ATTACKS", BELIA, ARDAL, publisher="Harbour News"),
        Said("2001-05-09", "ACCUSES", publisher="Lantern Post"),
    ]
    stances = Stances(graph_of(said))
    found = stances.of("France", "Italy").stance
    assert (found.label, found.since, found.as_of) == ("hostile", "2001-05-03", "2001-05-09")
    assert (found.conflict, found.cooperation, found.belief) == (1.978, 0, 0.997)
    later = stances.of("France", "Italy", until="2002-05-09").stance
    assert (later.label, later.conflict) == ("tense", 1.414)
