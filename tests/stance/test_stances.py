"""Stances are inferred from dated, believed, independent reports, and explain themselves."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graphbuild import stance
from graphbuild.aggregation import aggregate, within
from graphbuild.model import Graph, Reading, Stance
from graphbuild.stance import Parameters, Report, belief, turns
from graphbuild.stance.labels import Standing, labels
from graphbuild.stance.reports import PAST, UNDATED
from tests.factories import of_days, reading_sets
from tests.stance.making import ARDAL, ARMY, BELIA, CORVO, MINISTER, PACT, UN, Said, graph_of

WAR = [
    Said("2001-05-01", "ATTACKS", publisher="Meridian Wire"),
    Said("2001-05-03", "ATTACKS", BELIA, ARDAL, publisher="Harbour News"),
    Said("2001-05-04", "ATTACKS", publisher="Lantern Post"),
]
PEACE = [
    Said("2004-02-01", "AIDS", publisher="Meridian Wire"),
    Said("2004-02-11", "SUPPORTS", BELIA, ARDAL, publisher="Harbour News"),
    Said("2004-03-11", "PARTNERSHIP", publisher="Lantern Post"),
]


def of(graph: Graph, level: str = "actor") -> dict[frozenset[str], Stance]:
    names = {e.id: e.name for e in graph.entities}
    return {frozenset((names[s.a], names[s.b])): s for s in graph.stances if s.level == level}


def between(graph: Graph, level: str = "actor", *names: str) -> Stance:
    return of(graph, level)[frozenset(names or ("France", "Italy"))]


def reports_of(said: list[Said]) -> list[Report]:
    """The reports about the one pair of which something is said, in order of day."""
    graph = graph_of(said)
    articles = {article.id: article for article in graph.articles}
    entities = {entity.id: entity for entity in graph.entities}
    pairs = stance.Pairs(graph.statements, articles, {}, entities)
    (acted,) = pairs.statements_by_pair("actor").values()
    return pairs.reports(acted)


def test_force_on_both_sides_is_hostility_and_later_help_is_partnership() -> None:
    assert between(graph_of(WAR)).infers == "HOSTILITY_TOWARD"
    after = between(graph_of([*WAR, *PEACE]))
    assert (after.label, after.infers) == ("partner", "PARTNERSHIP")
    assert after.before
    assert after.since >= "2004"


def test_the_two_axes_do_not_cancel_each_other() -> None:
    alone, both = (between(graph_of(said)) for said in (WAR, [*WAR, *(_moved(PEACE, "2001"))]))
    assert both.cooperation > 1
    assert both.conflict == pytest.approx(alone.conflict, abs=0.2)
    assert both.label in ("mixed", "tense")


def _moved(said: list[Said], year: str) -> list[Said]:
    return [replace(one, day=year + one.day[4:]) for one in said]


def test_intensity_halves_with_the_half_life() -> None:
    said = [Said("2001-01-01", "ATTACKS", confidence=1.0), Said("2002-01-01", "ATTACKS", confidence=1.0)]
    found = between(graph_of(said))
    assert math.expm1(found.conflict) == pytest.approx(3 * (1 + 0.5 ** (365 / 365)), abs=0.02)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        (WAR[:1], None),  # one report makes no enemy
        ([Said("2001-05-01", "ATTACKS", article="x"), Said("2001-05-01", "ACCUSES", article="x")], None),
        ([Said("2001-05-01", "ATTACKS", negated=True), Said("2001-05-02", "ATTACKS", negated=True)], None),
        ([Said("2001-05-01", "ATTACKS", modality="possible"), *WAR[:1]], None),
        ([Said("2001-05-01", "REQUESTS"), Said("2001-05-02", "REQUESTS")], None),  # to ask is neither
        ([Said("2001-05-01", "ACCUSES"), Said("2001-05-02", "ACCUSES")], "tense"),
        ([Said("2001-05-01", "MET_WITH"), Said("2001-05-02", "SUPPORTS")], "cooperative"),
    ],
)
def test_too_little_is_no_stance_and_words_are_less_than_deeds(said: list[Said], label: str | None) -> None:
    found = of(graph_of(said))
    assert [s.label for s in found.values()] == ([label] if label else [])


def test_one_report_that_nobody_need_believe_does_not_unmake_a_friend() -> None:
    alone = Said("2004-02-05", "ATTACKS", publisher="Meridian Wire", confidence=0.7)
    friends = [*_moved(PEACE, "2004"), Said("2004-02-04", "AIDS", publisher="Nadir Times")]
    doubted = between(graph_of([*friends, alone]))
    assert doubted.conflict > 0.6, "it is told, though it is not believed"
    assert doubted.label == between(graph_of(friends)).label == "partner"
    believed = [alone, Said("2004-02-06", "ATTACKS", BELIA, ARDAL, publisher="Harbour News", confidence=0.9)]
    assert between(graph_of([*friends, *believed])).label == "mixed"


def test_a_sentence_that_two_articles_print_is_one_report() -> None:
    said = [Said(one.day, one.relation, sentence="Troops crossed the border.") for one in WAR[:1] * 2]
    assert not of(graph_of(said))


def test_a_war_that_articles_only_remember_makes_nobody_hostile() -> None:
    remembered = [
        Said("2020-05-01", "ATTACKS", when=("1979-02-17", "1979-03-16")),
        Said("2020-06-01", "ATTACKS", when=("", "2020-06-01")),
        Said("2020-07-01", "ATTACKS", when=("1979-01-01", "1979-12-31")),
    ]
    found = between(graph_of([*remembered, *_moved(PEACE, "2020")]))
    assert found.label == "partner"
    assert found.past == 1
    assert found.months[0] == "1979-03"


def test_what_goes_on_since_some_day_counts_for_the_day_of_the_report() -> None:
    said = [Said(f"2020-05-0{n}", "ATTACKS", when=("2014-01-01", ""), publisher=str(n)) for n in (1, 2)]
    assert between(graph_of(said)).as_of == "2020-05-02"


@pytest.mark.parametrize("when", [("2014-01-01", ""), ("2014-01-01", "2020-12-31")])
def test_of_an_article_of_which_only_the_year_is_known_it_counts_for_its_beginning(
    when: tuple[str, str],
) -> None:
    said = [Said("2020", "ATTACKS", when=when, publisher=name) for name in ("Meridian Wire", "Nadir Times")]
    found = between(graph_of(said))
    assert (found.as_of, found.months) == ("2020-01-01", ("2020-01",))


def test_what_an_article_remembers_of_which_only_the_year_is_known_is_told_once() -> None:
    annexed = ("2014-02-01", "2014-03-31")
    said = [
        Said("2016", "ATTACKS", when=annexed, publisher="Meridian Wire"),
        Said("2018-12-20", "ATTACKS", when=annexed, publisher="Nadir Times"),
        Said("2019-05", "ATTACKS", when=annexed, publisher="Harbour News"),
    ]
    found = reports_of(said)
    assert [(stance.iso(r.day), r.retold) for r in found] == [
        ("2014-03-02", False), ("2014-03-02", True), ("2014-03-02", True)
    ]  # fmt: skip
    assert [stance.iso(day) for day in stance.last_days(found)] == ["2019-05-01"], "an article last told then"


def test_what_is_told_less_exactly_has_the_day_of_a_report_of_the_same_in_that_time() -> None:
    clash = Said("1969-03-09", "ATTACKS")
    in_1969 = Said("1989-05-17", "ATTACKS", when=("1969-01-01", "1969-12-31"))
    assert [(stance.iso(r.day), r.retold) for r in reports_of([clash, in_1969])] == [
        ("1969-03-09", False), ("1969-03-09", True)
    ]  # fmt: skip
    bombed = Said("2026-02-28", "ATTACKS")
    a_week_ago = Said("2026-03-09", "ATTACKS", when=("2026-02-23", "2026-03-02"))
    assert [(stance.iso(r.day), r.retold) for r in reports_of([a_week_ago, bombed])] == [
        ("2026-02-28", False)
    ] * 2
    in_january = replace(a_week_ago, when=("2026-01-20", "2026-01-25"))
    other = replace(a_week_ago, relation="ACCUSES")
    for apart, day in ((in_january, "2026-01-22"), (other, "2026-02-26")):
        assert {stance.iso(r.day) for r in reports_of([apart, bombed])} == {day, "2026-02-28"}


@pytest.mark.parametrize("when", [("", ""), ("2014-01-01", "")])
def test_the_first_of_the_year_of_an_article_is_the_day_of_no_other_report(when: tuple[str, str]) -> None:
    year_only = Said("2019", "ATTACKS", when=when)
    in_winter = Said("2019-06-20", "ATTACKS", when=("2019-01-01", "2019-03-31"))
    assert [stance.iso(r.day) for r in reports_of([year_only, in_winter])] == ["2019-01-01", "2019-02-14"]
    new_year = replace(year_only, when=("2019-01-01", "2019-01-01"))  # a day that is told
    assert {stance.iso(r.day) for r in reports_of([new_year, in_winter])} == {"2019-01-01"}


def test_undated_articles_take_part_and_are_counted() -> None:
    undated = [Said("", one.relation, one.source, one.target, one.publisher) for one in WAR]
    found = between(graph_of(undated))
    assert (found.label, found.as_of, found.undated) == ("hostile", "", 3)
    dated = between(graph_of(WAR))
    assert found.conflict < dated.conflict
    both, alone = between(graph_of([*undated, *PEACE])), between(graph_of(PEACE))
    assert both.undated == 3
    assert both.conflict == alone.conflict == 0  # nobody knows when it was
    assert not set(both.because) & set(between(graph_of(undated)).because)


def test_belief_grows_with_publishers_and_shrinks_with_denials() -> None:
    def report(day: int, publisher: str, *, denied: bool = False) -> Report:
        return Report(
            day, str(day), 1, "ATTACKS", str(day), "conflict", True, True, publisher, 0.8, denied=denied
        )

    one = belief([report(1, "x")])
    assert one == pytest.approx(1 - (0.05 + 0.95 * 0.2))
    same, other = belief([report(1, "x"), report(2, "x")]), belief([report(1, "x"), report(2, "y")])
    assert one < same < other
    assert belief([report(n, "x") for n in range(1, 40)]) <= 0.95  # what one publisher says may be one error
    assert belief([report(1, "x"), report(2, "y"), report(3, "z", denied=True)]) < other
    assert belief([]) == belief([report(1, "x", denied=True)]) == 0


def test_a_denial_lowers_belief_in_what_it_denies_alone() -> None:
    attacks = [Said("2001-01-01", "ATTACKS", publisher="x"), Said("2001-02-01", "ATTACKS", publisher="y")]
    spared = [Said(f"2001-0{n}-09", "ACCUSES", publisher="z", negated=True) for n in (1, 2, 3)]
    denied = [replace(one, relation="ATTACKS") for one in spared]
    # That it does not blame Italy is no reason to doubt that it attacked Italy.
    assert between(graph_of([*attacks, *spared])).belief == between(graph_of(attacks)).belief
    assert not of(graph_of([*attacks, *denied]))


def test_persons_in_office_and_bodies_count_for_their_state() -> None:
    said = [
        Said("2001-01-05", "REPRESENTS", MINISTER, ARDAL),
        Said("2001-01-05", "PART_OF", ARMY, ARDAL),
        Said("2001-02-01", "ACCUSES", MINISTER, BELIA, publisher="x"),
        Said("2001-02-02", "ATTACKS", ARMY, BELIA, publisher="y"),
    ]
    graph = graph_of(said)
    assert not of(graph, "actor")
    found = between(graph, "state")
    assert (found.label, found.reports) == ("hostile", 2)
    later = [
        *said,
        Said("2012-02-01", "AIDS", MINISTER, BELIA),
        Said("2012-02-02", "AIDS", MINISTER, BELIA),
    ]
    assert between(graph_of(later), "state").as_of == "2001-02-02"  # nobody says that he is minister still


def test_who_serves_an_organisation_of_states_acts_for_none() -> None:
    envoy = [Said("2001-01-05", "REPRESENTS", MINISTER, ARDAL)]  # "France envoy Jean Roux"
    served = [Said(f"2001-01-1{n}", "REPRESENTS", MINISTER, UN) for n in (1, 2)]
    acts = [Said(f"2001-02-0{n}", "ACCUSES", MINISTER, BELIA, publisher=p) for n, p in ((1, "x"), (2, "y"))]
    assert of(graph_of([*envoy, *acts]), "state")
    assert not of(graph_of([*envoy, *served, *acts]), "state")


def test_members_of_one_alliance_are_allied_until_they_fight() -> None:
    members = [Said("2000-01-01", "MEMBER_OF", ARDAL, PACT), Said("2000-01-01", "MEMBER_OF", BELIA, PACT)]
    talks = [Said("2000-02-01", "MET_WITH", publisher="x"), Said("2000-02-03", "SUPPORTS", publisher="y")]
    found = between(graph_of([*members, *talks]))
    assert (found.label, found.standing, found.infers) == ("allied", ("allied",), "PARTNERSHIP")
    assert between(graph_of([*members, *talks, *_moved(WAR, "2001")])).label in ("hostile", "at war")


def test_severed_ties_end_with_restored_ones() -> None:
    def report(day: int, relation: str, wording: str) -> Report:
        return Report(day, str(day), 1, relation, str(day), "conflict", True, False, "", 0.9, wording=wording)

    standing = Standing()
    for one, stands in (
        (report(1, "ALLIED_WITH", "ally"), "allied"),
        (report(5, "SANCTIONS", "severed"), "severed"),
        (report(9, "AGREED_WITH", "restored"), "restored"),
        (report(11, "SANCTIONS", "cut ties with"), "severed"),
        (report(12, "AGREED_WITH", "agreed to restore their fleets"), "severed"),
        (report(13, "AGREED_WITH", "agreed on Friday to restore relations"), "restored"),
    ):
        standing.add(one)
        assert standing.current() == (stands,)
    standing = Standing()
    standing.add(replace(report(1, "RIVAL_OF", "rivals"), confidence=0.6))
    assert standing.current() == (), "one report that is not sure makes nobody a rival"
    standing.add(replace(report(2, "RIVAL_OF", "rivals"), confidence=0.6, publisher="another"))
    assert standing.current() == ("rival",)


def test_what_decides_is_named_and_heaviest_first() -> None:
    graph = graph_of([Said("2001-04-30", "ACCUSES"), *WAR])
    found = between(graph)
    by_id = {s.id: s for s in graph.statements}
    assert [by_id[id_].relation for id_ in found.because][:3] == ["ATTACKS"] * 3


def test_a_part_of_the_days_has_the_stances_of_its_own_articles() -> None:
    graph = graph_of([*WAR, *PEACE])
    assert between(within(graph, of_days(graph, until="2002-12-31"))).label in ("hostile", "at war")
    assert between(within(graph, of_days(graph, since="2003-01-01"))).label == "partner"


def test_the_order_of_reports_does_not_matter() -> None:
    said = [replace(one, article=f"a{n}", sentence=f"No {n}.") for n, one in enumerate([*WAR, *PEACE[:1]])]
    expected = graph_of(said).stances
    for order in permutations(said):
        assert [s.conflict for s in graph_of(order).stances] == [s.conflict for s in expected]


@settings(max_examples=15)
@given(reading_sets(max_size=8), st.randoms(use_true_random=False))
def test_stances_depend_on_the_set_of_articles_alone(readings: list[Reading], random: Random) -> None:
    again = list(readings)
    random.shuffle(again)
    graph = aggregate(readings)
    assert aggregate(again).stances == graph.stances
    ids = {s.id for s in graph.statements}
    for found in graph.stances:
        assert found.a < found.b
        assert set(found.because) <= ids
        assert found.reports >= Parameters().least_reports
        assert 0 <= found.belief <= 1
        assert found.label != stance.UNKNOWN


def test_readings_at_other_days_let_time_pass() -> None:
    report = Report(730_000, "a", 1, "ATTACKS", "s", "conflict", True, True, "x", 1.0)
    first, later = stance.readings([report], days=[730_000 + 365])
    assert math.expm1(later.conflict) == pytest.approx(math.expm1(first.conflict) / 2)
    assert not list(stance.readings([]))
    (undated,) = stance.readings([Report(UNDATED, "a", 1, "ATTACKS", "s", "conflict", True, True, "x", 1.0)])
    assert undated.day == 0
    assert not list(stance.readings([Report(PAST, "a", 1, "ATTACKS", "s", "conflict", True, True, "x", 1.0)]))


@pytest.mark.parametrize(
    ("cooperation", "conflict", "at"),
    [
        ([], [], []),
        ([1.0], [0.0], []),
        ([1.0] * 12, [0.2] * 12, []),
        ([1.0] * 6 + [0.0] * 6, [0.0] * 6 + [2.0] * 6, [6]),
        ([0.0] * 5 + [1.5] * 5 + [0.0] * 5, [2.0] * 5 + [0.0] * 5 + [2.0] * 5, [5, 10]),
        ([0.5, 0.7, 0.4, 0.6, 0.5, 0.7, 0.4, 0.6], [0.3, 0.2, 0.4, 0.3, 0.2, 0.4, 0.3, 0.2], []),
    ],
)
def test_turning_points_are_where_the_course_changes(
    cooperation: list[float], conflict: list[float], at: list[int]
) -> None:
    found = turns(cooperation, conflict)
    assert [t.at for t in found] == at
    for t in found:
        assert t.before != t.after


def test_a_turn_that_is_mirrored_in_time_is_found_again() -> None:
    rise = ([0.0] * 7 + [1.5] * 5, [1.0] * 12)
    (turn,) = turns(*rise)
    (back,) = turns(rise[0][::-1], rise[1][::-1])
    assert (turn.at, back.at) == (7, 5)


def test_the_table_of_labels_covers_everything() -> None:
    for cooperation in (0.0, 0.5, 1.0, 2.0, 5.0):
        for conflict in (0.0, 0.5, 1.0, 2.0, 5.0):
            measures = {
                "cooperation": cooperation,
                "conflict": conflict,
                "force": 0.0,
                "lead": conflict - cooperation,
            }
            first = next(row for row in labels() if row.fits(measures, ()))
            if first.infers == "PARTNERSHIP":
                assert cooperation > conflict
            if first.infers == "HOSTILITY_TOWARD":
                assert conflict > cooperation


def test_stances_of_pairs_without_reports_are_unknown() -> None:
    assert CORVO.id not in {id_ for s in graph_of(WAR).stances for id_ in (s.a, s.b)}
