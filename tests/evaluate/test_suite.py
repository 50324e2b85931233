"""What `eval` counts on our suite, with outcomes worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graphbuild.errors import TableError
from graphbuild.evaluate import report, suite
from graphbuild.evaluate.names import is_called
from graphbuild.evaluate.suite import Case, Fact, Tally
from graphbuild.model import LocalEntity, Reading, Statement
from graphbuild.tables import reader, relations
from tests.factories import make_article, make_country, make_entity, make_mention, make_statement

IRAN = make_country("IRN", "Iran")
IRAQ = make_country("IRQ", "Iraq")
EU = make_entity("organisation", "european union", "European Union", mentions=[make_mention("the EU's")])
ORBAN = make_entity("person", "viktor orban", "Viktor Orban", mentions=[make_mention("Orban")])
ATTACK = Fact("Iraq", ("ATTACKS", "COERCES"), "Iran")


def outcome(
    *statements: Statement,
    expected: tuple[Fact, ...] = (),
    forbidden: tuple[Fact, ...] = (),
    phenomenon: str = "active",
) -> suite.Outcome:
    case = Case(f"{phenomenon}-01", phenomenon, "A text.", expected, forbidden)
    return suite.score(case, Reading(make_article(), (IRAN, IRAQ, EU, ORBAN), statements))


@pytest.mark.parametrize(
    ("entity", "name", "same"),
    [
        (IRAN, "Iran", True),
        (IRAN, "Islamic Republic of Iran", True),
        (IRAN, "Iraq", False),
        (EU, "EU", True),
        (EU, "European Union", True),
        (EU, "Union", True),
        (EU, "Iran", False),
        (ORBAN, "Prime Minister Viktor Orban", True),
        (ORBAN, "Orb", False),
        (make_entity("organisation", "bank of china", "Bank of China"), "China", False),
        (make_country("CHN", "China"), "Bank of China", False),
        (make_entity("person", "x", "Osei"), "", False),
    ],
)
def test_countries_are_compared_by_code_and_others_by_one_name_in_the_other(
    entity: LocalEntity, name: str, same: bool
) -> None:
    assert is_called(entity, name) is same


def test_a_fact_is_found_with_its_ends_one_of_its_relations_and_its_polarity() -> None:
    tally = outcome(make_statement(IRAQ, "COERCES", IRAN), expected=(ATTACK,)).tally
    assert (tally.expected, tally.found, tally.right, tally.statements_right) == (1, 1, 1, 1)
    assert tally.measures()["recall"] == tally.measures()["precision"] == 1
    other = outcome(make_statement(IRAQ, "AIDS", IRAN), expected=(ATTACK,))
    assert other.missed == (ATTACK,)
    assert other.wrong == ()  # a text may say more than it is asked


@pytest.mark.parametrize(
    ("statement", "polarity"),
    [
        (make_statement(IRAQ, "ATTACKS", IRAN), "asserted"),
        (make_statement(IRAQ, "ATTACKS", IRAN, attribution="Orban"), "reported"),
        (make_statement(IRAQ, "ATTACKS", IRAN, negated=True, attribution="Orban"), "negated"),
        (make_statement(IRAQ, "ATTACKS", IRAN, modality="demanded", attribution="Orban"), "demanded"),
    ],
)
def test_a_statement_of_another_polarity_is_found_but_not_right(statement: Statement, polarity: str) -> None:
    for wanted in {*suite.POLARITIES} - {"former"}:  # which is told by the tense, not by these
        fact = Fact("Iraq", ("ATTACKS",), "Iran", wanted)
        result = outcome(statement, expected=(fact,))
        assert result.missed == ()
        assert (result.unsure == ()) is (wanted == polarity)
        assert result.tally.measures()["polarity_accuracy"] == (wanted == polarity)


def test_in_questions_possible_future_and_hypothetical_are_one() -> None:
    fact = Fact("Iraq", ("ATTACKS",), "Iran", "future")
    said = make_statement(IRAQ, "ATTACKS", IRAN, modality="possible")
    assert outcome(said, expected=(fact,), phenomenon="question").unsure == ()
    assert outcome(said, expected=(fact,), phenomenon="modality").unsure == (fact,)


def test_a_plain_statement_where_nothing_is_stated_is_a_false_positive() -> None:
    plain = outcome(make_statement(IRAQ, "MET_WITH", IRAN))
    hedged = outcome(
        make_statement(IRAQ, "MET_WITH", IRAN, modality="possible"),
        make_statement(IRAQ, "ATTACKS", IRAN, attribution="Orban"),
    )
    assert (plain.tally + hedged.tally).measures()["false_positive_rate"] == 0.5
    assert plain.failed
    assert not hedged.failed


def test_a_swap_is_the_reverse_plainly_stated() -> None:
    swapped = outcome(make_statement(IRAN, "ATTACKS", IRAQ), expected=(ATTACK,)).tally
    right = outcome(make_statement(IRAQ, "ATTACKS", IRAN), expected=(ATTACK,)).tally
    denied = outcome(make_statement(IRAN, "ATTACKS", IRAQ, negated=True), expected=(ATTACK,)).tally
    assert swapped.measures()["role_swap_rate"] == 1
    assert (swapped + right).measures()["role_swap_rate"] == 0.5
    assert denied.measures()["role_swap_rate"] is None


def test_what_goes_both_ways_cannot_be_swapped() -> None:
    back = Fact("Iran", ("ATTACKS",), "Iraq")
    clash = outcome(make_statement(IRAN, "ATTACKS", IRAQ), expected=(ATTACK, back)).tally
    meeting = Fact("Iraq", ("MET_WITH",), "Iran")
    met = outcome(make_statement(IRAN, "MET_WITH", IRAQ), expected=(meeting,))
    assert (clash.directed, clash.swapped, met.tally.directed, met.tally.right) == (0, 0, 0, 1)


def test_forbidden_facts_count_only_when_plainly_stated() -> None:
    never = (Fact("Iran", (suite.ANY_RELATION,), "EU"),)
    said = make_statement(IRAN, "ACCUSES", EU)
    hedged = make_statement(IRAN, "ACCUSES", EU, modality="future")
    wrong = outcome(said, expected=(ATTACK,), forbidden=never)
    fine = outcome(hedged, expected=(ATTACK,), forbidden=never)
    assert wrong.wrong == (said,)
    assert wrong.tally.measures()["precision"] == 0
    assert (wrong.tally + fine.tally).measures()["forbidden_rate"] == 0.5


def test_a_former_role_is_right_only_in_the_past() -> None:
    once = Fact("Orban", ("LEADER_OF",), "EU", "former")
    said = make_statement(ORBAN, "LEADER_OF", EU)
    past = outcome(replace(said, tense="past"), expected=(once,))
    present = outcome(replace(said, tense="present"), expected=(once,))
    assert not past.failed
    assert present.unsure == (once,)
    assert present.tally.measures()["precision"] == 0
    assert (past.tally + present.tally).measures()["forbidden_rate"] == 0.5


@pytest.mark.parametrize(("part", "least"), [("all", 500), ("all hard", 330)])
def test_the_suite_is_sound(part: str, least: int) -> None:
    cases = [case for case in suite.cases() if case.part == part]
    empty = [case for case in cases if not case.expected]
    assert len(cases) >= least
    assert len(empty) >= len(cases) / 3
    assert len({case.text for case in cases}) == len(cases)
    for case in cases:
        stated = {
            _unordered(f.source, r, f.target)
            for f in case.expected
            for r in f.relations
            if f.polarity in ("asserted", "former")
        }
        assert not stated & {
            _unordered(f.source, r, f.target) for f in case.forbidden for r in f.relations
        }, case.id


def _unordered(source: str, relation: str, target: str) -> tuple[str, ...]:
    """A fact, the ends of a symmetric one in alphabetical order."""
    if relation != suite.ANY_RELATION and relations()[relation].symmetric:
        source, target = sorted((source, target))
    return source, relation, target


def test_the_hard_part_holds_paragraphs_and_no_phenomenon_of_the_basic_one() -> None:
    parts = {part: {c.phenomenon for c in suite.cases() if c.part == part} for part in suite.PARTS}
    assert not parts["all"] & parts["all hard"]
    broken = [case for case in suite.cases() if case.phenomenon == "paragraph_break"]
    assert broken
    assert all("\n\n" in case.text and "¶" not in case.text for case in broken)


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("a-1\ta\tText.\tIran|ATTACKS|Iraq\t", "expected: 'Iran|ATTACKS|Iraq' is not SOURCE"),
        ("a-1\ta\tText.\tIran|ATTACKS|Iraq|likely\t", "is not SOURCE"),
        ("a-1\ta\tText.\tIran|ADORES|Iraq|asserted\t", "unknown relation 'ADORES'"),
        ("a-1\ta\tText.\tIran|*|Iraq|asserted\t", "unknown relation"),
        ("a-1\ta\t\t\t", "text: is empty"),
        ("a-1\ta\tText.\t\t\na-1\ta\tText.\t\t", "suite.tsv:3: id: a-1 is there twice"),
    ],
)
def test_a_broken_case_is_reported_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, complaint: str
) -> None:
    (tmp_path / "suite.tsv").write_text(
        f"id\tphenomenon\ttext\texpected\tforbidden\n{line}\n", encoding="utf-8"
    )
    monkeypatch.setattr(reader, "RESOURCES", tmp_path)
    with pytest.raises(TableError) as error:
        suite.cases.__wrapped__()
    assert complaint in str(error.value)


def test_a_phenomenon_of_two_parts_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = "id\tphenomenon\ttext\texpected\tforbidden\n"
    (tmp_path / "suite.tsv").write_text(f"{header}a-1\ta\tText.\t\t\n", encoding="utf-8")
    (tmp_path / "suite_hard.tsv").write_text(f"{header}a-2\ta\tText.\t\t\n", encoding="utf-8")
    monkeypatch.setattr(reader, "RESOURCES", tmp_path)
    with pytest.raises(TableError, match=r"suite_hard.tsv:2: phenomenon: 'a' is in suite.tsv as well"):
        suite.cases.__wrapped__()


def test_tallies_are_kept_by_phenomenon_and_for_each_part() -> None:
    some = [outcome(phenomenon="active"), outcome(phenomenon="denial"), outcome(phenomenon="active")]
    tallies = suite.by_phenomenon(some)
    assert {name: tally.cases for name, tally in tallies.items()} == {"active": 2, "denial": 1, "all": 3}
    hard = replace(some[0], case=replace(some[0].case, phenomenon="sport", part="all hard"))
    assert list(suite.by_phenomenon([hard, *some])) == ["active", "denial", "all", "sport", "all hard"]
    assert report.rows({"none": Tally()}) == [["none", "0", *"–" * len(report.HEADINGS)]]


def test_an_error_is_shown_with_everything_that_was_read() -> None:
    said = make_statement(IRAN, "ATTACKS", IRAQ, attribution="Orban")
    lines = "\n".join(report.problems(outcome(said, expected=(ATTACK,))))
    assert "MISSED    Iraq ATTACKS/COERCES Iran (asserted)" in lines
    assert "Iran ATTACKS Iraq (reported said by 'Orban')  rule test, trigger 'signed'" in lines
