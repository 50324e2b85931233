"""A label that has only faded goes on when it is renewed; a period is counted by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from graphbuild.model import Stance
from graphbuild.stance import Parameters, Report, infer, readings
from graphbuild.stance.labels import labels, places
from graphbuild.stance.reports import PAST, UNDATED
from tests.stance.making import ARDAL, BELIA, Said, graph_of
from tests.stance.test_labels import NEW_YEAR, reports

WAR = ["ATTACKS"] * 7


def told(*said: tuple[int, list[str]], denied: int = -1) -> list[Report]:
    """Reports of these relations on these days after the new year; those of day ``denied`` are denials."""
    return [
        replace(r, article=f"{day} {r.article}", statement=f"{day} {r.statement}", denied=day == denied)
        for day, names in said
        for r in reports(*names, day=NEW_YEAR + day)
    ]


def stood(found: Stance) -> tuple[str, int, str]:
    """The label, its first day after the new year, and the label before."""
    return found.label, date.fromisoformat(found.since).toordinal() - NEW_YEAR, found.before


def test_a_label_that_only_faded_goes_on_when_it_is_renewed() -> None:
    faded = told((0, WAR), (480, ["ATTACKS"]))
    assert stood(infer("a", "b", faded)) == ("hostile", 480, "at war")
    renewed = told((0, WAR), (480, ["ATTACKS"]), (490, ["ATTACKS"] * 3))
    assert stood(infer("a", "b", renewed)) == ("at war", 0, "")
    grown = told((-200, ["ATTACKS"] * 2), (0, WAR), (480, ["ATTACKS"]), (490, ["ATTACKS"] * 3))
    assert stood(infer("a", "b", grown)) == ("at war", 0, "hostile")


def test_a_label_that_faded_again_and_again_goes_on() -> None:
    said = [
        (day, some) for start in (0, 600, 1200) for day, some in ((start - 10, ["ATTACKS"]), (start, WAR))
    ]
    assert [p.label.name for p in readings(told(*said))][1:] == ["at war", "hostile"] * 2 + ["at war"]
    assert stood(infer("a", "b", told(*said))) == ("at war", 0, "")


def test_a_label_begins_anew_after_what_speaks_for_another() -> None:
    back = (480, ["ATTACKS"]), (490, ["ATTACKS"] * 7)
    helped = ((0, WAR), (300, ["AIDS"] * 6), *back)
    label, since, before = stood(infer("a", "b", told(*helped)))
    assert (label, since) == ("at war", 490)
    assert before not in ("at war", "hostile", "tense")
    assert stood(infer("a", "b", told(*helped, denied=300))) == ("at war", 0, ""), (
        "to deny speaks for nothing"
    )


def test_a_war_goes_on_while_the_two_talk() -> None:
    met = ((0, WAR), (300, ["MET_WITH"]), (480, ["ATTACKS"]), (490, ["ATTACKS"] * 3))
    assert [p.label.name for p in readings(told(*met))] == ["at war", "hostile", "hostile", "at war"]
    assert stood(infer("a", "b", told(*met))) == ("at war", 0, "")


@pytest.mark.parametrize(("back", "since"), [(729, 0), (730, 0), (731, 731)])
def test_a_label_begins_anew_after_two_half_lives(back: int, since: int) -> None:
    said = told((0, WAR), (720, ["ATTACKS"]), (back, WAR))
    assert stood(infer("a", "b", said)) == ("at war", since, "")


def test_the_time_in_which_a_label_is_renewed_goes_with_the_half_life() -> None:
    said = told((0, WAR), (480, ["ATTACKS"]), (490, WAR))
    assert stood(infer("a", "b", said, parameters=Parameters(half_life=200)))[1] == 490
    assert stood(infer("a", "b", said, parameters=Parameters(half_life=250)))[1] == 0


def test_a_label_that_gave_way_to_a_stronger_one_has_not_faded() -> None:
    said = told((0, ["ATTACKS"] * 4), (30, WAR), (600, ["ATTACKS"]))
    assert stood(infer("a", "b", said)) == ("hostile", 600, "at war")


def test_since_when_depends_on_the_set_of_articles_alone() -> None:
    said = [
        Said(day, relation, *ends, publisher=str(n), article=f"a{n}", sentence=f"No {n}.")
        for n, (day, relation) in enumerate(
            [
                *((f"2001-01-{day:02}", "ATTACKS") for day in range(1, 8)),
                ("2002-04-20", "ATTACKS"),
                *((f"2002-05-{day:02}", "ATTACKS") for day in range(1, 5)),
            ]
        )
        for ends in [(ARDAL, BELIA) if n % 2 else (BELIA, ARDAL)]
    ]
    expected = {(s.level, s.label, s.since, s.before) for s in graph_of(said).stances}
    assert ("state", "at war", "2001-01-06", "") in expected
    for seed in range(10):
        Random(seed).shuffle(said)
        assert {(s.level, s.label, s.since, s.before) for s in graph_of(said).stances} == expected


def test_places_are_those_of_the_table() -> None:
    assert sorted(places(), key=lambda name: places()[name]) == list(dict.fromkeys(r.name for r in labels()))


def test_in_a_period_what_has_no_day_counts_for_nothing() -> None:
    of_some_day = told((0, ["ACCUSES"]), (10, ["ACCUSES"]))
    undated = reports("ATTACKS", "ATTACKS", "MET_WITH", day=UNDATED)
    said = [*of_some_day, *undated, *reports("ATTACKS", day=PAST)]
    whole = infer("a", "b", said)
    assert (whole.reports, whole.undated, whole.past) == (5, 3, 1)
    for since, until in ((NEW_YEAR, 0), (0, NEW_YEAR + 10), (NEW_YEAR, NEW_YEAR + 10)):
        found = infer("a", "b", said, since=since, until=until)
        assert found == infer("a", "b", of_some_day)
        assert found.belief < whole.belief
    assert infer("a", "b", undated).label != "unknown"
    assert infer("a", "b", undated, since=NEW_YEAR).label == "unknown"


def test_what_is_counted_and_named_is_of_the_period_and_the_label_of_its_end() -> None:
    said = told((0, WAR), (100, ["ATTACKS", "ACCUSES"]), (400, ["ATTACKS"]), denied=400)
    found = infer("a", "b", said, since=NEW_YEAR + 100, until=NEW_YEAR + 200)
    whole = infer("a", "b", said, until=NEW_YEAR + 200)
    assert (found.reports, found.articles, found.sources, found.denied) == (2, 2, 2, 0)
    assert found.because == ("100 s0", "100 s1")
    assert found.months == ("2001-04",)
    for name in ("label", "since", "before", "conflict", "belief", "as_of"):
        assert getattr(found, name) == getattr(whole, name)
    silent = infer("a", "b", said, since=NEW_YEAR + 200, until=NEW_YEAR + 300)
    assert (silent.label, silent.reports, silent.because) == ("hostile", 0, ())
    assert infer("a", "b", said, since=NEW_YEAR + 400).denied == 1
