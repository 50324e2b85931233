"""Stances of a kept aggregation change with what they hang on, and no others are inferred anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from graphbuild.incremental import Changes, inferring
from graphbuild.incremental.database import Database
from graphbuild.model import LEVELS, Level, LocalEntity, Reading, Stance
from tests.factories import (
    make_article,
    make_country,
    make_entity,
    make_fingerprint,
    make_reading,
    make_statement,
)
from tests.incremental.held import Held

FRANCE, ITALY, SPAIN = (
    make_country("FRA", "France"), make_country("ITA", "Italy"), make_country("ESP", "Spain")
)  # fmt: skip
ROUX, CONTI = make_entity("person", "jean roux", "Jean Roux"), make_entity("person", "ada conti", "Ada Conti")
MINISTRY = make_entity("organisation", "sea ministry", "Sea Ministry")
Said = tuple[LocalEntity, str, LocalEntity]


def report(id_: str, *said: Said, date: str = "1963-01-22", text: str = "", when: str = "") -> Reading:
    """An article of a publisher of its own that states these things; with a text it may be a copy."""
    statements = [
        make_statement(
            source, relation, target, f"{id_} tells {k}.", article=id_, start=100 * k, when=(when, when)
        )
        for k, (source, relation, target) in enumerate(said)
    ]
    ends = {e.id: e for source, _, target in said for e in (source, target)}
    article = make_article(id_, date=date, source=f"{id_} Post")
    return make_reading(article, ends.values(), statements, make_fingerprint(text))


def stances(held: Held, level: Level) -> dict[frozenset[str], Stance]:
    """The stances of the kept aggregation by the names of the two; it is what aggregating at once gives."""
    held.check()
    with held.updated() as aggregation:
        graph = aggregation.graph()
    names = {e.id: e.name for e in graph.entities}
    return {frozenset((names[s.a], names[s.b])): s for s in graph.stances if s.level == level}


def changed(held: Held, written: Iterable[Reading], gone: Iterable[str] = ()) -> Changes:
    """What a change of the ledger changes in the graph."""
    with held.updated() as aggregation:
        before = aggregation.state
    held.change(list(written), list(gone))
    with held.updated() as aggregation:
        found = aggregation.changes(before)
    assert found is not None
    return found


@pytest.fixture
def held(tmp_path: Path) -> Held:
    return Held(tmp_path / "g")


ATTACKS = [report("a", (ROUX, "ATTACKS", ITALY)), report("b", (ROUX, "ATTACKS", ITALY))]


def test_acts_of_a_leader_count_for_the_state_while_the_office_is_reported(held: Held) -> None:
    held.change([*ATTACKS, report("post", (ROUX, "LEADER_OF", FRANCE))])
    found = stances(held, "state")
    assert found.keys() == {frozenset(("France", "Italy"))}
    assert stances(held, "actor").keys() == {frozenset(("Jean Roux", "Italy"))}
    (stance,) = found.values()
    assert changed(held, [], ["post"]).gone["STANCE"] == ((stance.a, stance.b, stance.id),)
    assert not stances(held, "state")
    changed(held, [report("post", (ROUX, "LEADER_OF", SPAIN))])
    assert stances(held, "state").keys() == {frozenset(("Spain", "Italy"))}


def test_an_office_told_at_another_time_moves_the_acts(held: Held) -> None:
    earlier, now = (
        report("before", (ROUX, "LEADER_OF", SPAIN), date="1957-01-01"),
        report("now", (ROUX, "LEADER_OF", FRANCE)),
    )
    held.change([*ATTACKS, earlier, now])
    assert stances(held, "state").keys() == {frozenset(("France", "Italy"))}
    held.change([report(a.article.id, (ROUX, "ATTACKS", ITALY), date="1957-01-02") for a in ATTACKS])
    assert stances(held, "state").keys() == {frozenset(("Spain", "Italy"))}


def test_a_spokeswoman_of_a_ministry_acts_for_its_state(held: Held) -> None:
    acts = [report(id_, (CONTI, "ACCUSES", ITALY), (CONTI, "SANCTIONS", ITALY)) for id_ in "ab"]
    held.change(
        [*acts, report("post", (CONTI, "REPRESENTS", ROUX)), report("of", (ROUX, "PART_OF", MINISTRY))]
    )
    assert not stances(held, "state")
    held.change([report("whole", (MINISTRY, "PART_OF", FRANCE))])
    assert stances(held, "state").keys() == {frozenset(("France", "Italy"))}
    held.change([], ["of"])
    assert not stances(held, "state")


def test_an_alliance_holds_as_long_as_it_is_one(held: Held) -> None:
    def pact(name: str) -> LocalEntity:
        return make_entity("organisation", "north pact", name)

    talks = [report(id_, (FRANCE, "SUPPORTS", ITALY)) for id_ in "ab"]
    member = report("m", (FRANCE, "MEMBER_OF", pact("NATO")), (ITALY, "MEMBER_OF", pact("NATO")))
    held.change([*talks, member])
    pair = frozenset(("France", "Italy"))
    for level in LEVELS:
        assert (stances(held, level)[pair].label, stances(held, level)[pair].standing) == (
            "allied",
            ("allied",),
        )
    held.change([report(id_, (SPAIN, "MET_WITH", pact("North Pact"))) for id_ in "xy"])
    assert stances(held, "state")[pair].standing == ()
    held.change([], ["x", "y"])
    assert stances(held, "state")[pair].standing == ("allied",)
    held.change([report("m", (FRANCE, "MEMBER_OF", pact("NATO")))])
    assert stances(held, "state")[pair].standing == ()


def test_a_copy_reports_nothing_of_its_own(held: Held) -> None:
    text = "The fleets of both states met in the harbour on Monday and opened fire at dawn.\nAll went home."
    first, second = (report(id_, (FRANCE, "ATTACKS", ITALY), text=text) for id_ in "ab")
    held.change([first, second])
    assert not stances(held, "actor")
    held.change([report("b", (FRANCE, "ATTACKS", ITALY), text="Another text altogether, of other words.")])
    assert stances(held, "actor").keys() == {frozenset(("France", "Italy"))}
    held.change([second])
    assert not stances(held, "actor")


def test_only_touched_pairs_are_inferred_anew(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    others = [report(f"o{n}", (SPAIN, "ATTACKS", ITALY), (CONTI, "SUPPORTS", SPAIN)) for n in range(3)]
    held.change([*ATTACKS, *others, report("post", (ROUX, "LEADER_OF", FRANCE))])
    held.check()
    written: list[tuple[str, ...]] = []
    real = inferring._write

    def write(db: Database, pair: tuple[str, str], found: Iterable[Stance]) -> None:
        written.append(pair)
        real(db, pair, found)

    monkeypatch.setattr(inferring, "_write", write)
    found = changed(held, [report("c", (ROUX, "ATTACKS", ITALY))])
    assert written == sorted(tuple(sorted(pair)) for pair in ((ROUX.id, ITALY.id), (FRANCE.id, ITALY.id)))
    assert len(found.written.stances) == 2
    assert "STANCE" not in found.gone


def test_what_a_head_of_state_did_counts_in_his_terms(held: Held) -> None:
    obama, usa = make_entity("person", "barack obama", "Barack Obama"), make_country("USA", "United States")
    pair = frozenset(("United States", "Italy"))

    def accuses(year: int) -> list[Reading]:
        return [
            report(id_, (obama, "ACCUSES", ITALY), (obama, "SANCTIONS", ITALY), date=f"{year}-05-01")
            for id_ in "ab"
        ]

    held.change([*accuses(2014), report("post", (obama, "LEADER_OF", usa), date="2015-01-22")])
    assert pair in stances(held, "state")
    for outside in (2008, 2018):
        held.change(accuses(outside))
        assert pair not in stances(held, "state")
    held.change([report("later", (obama, "REPRESENTS", usa), date="2018-02-01")])
    assert pair in stances(held, "state"), "who has another office then acts in that"


def test_the_year_of_an_article_of_which_no_more_is_known_counts_when_it_changes(held: Held) -> None:
    def told(year: int) -> list[Reading]:
        found = (report(id_, (FRANCE, "ATTACKS", ITALY), date="") for id_ in "ab")
        return [replace(r, article=replace(r.article, date_from=f"not read: {year}")) for r in found]

    for year in (1963, 1964):
        held.change(told(year))
        assert stances(held, "actor")[frozenset(("France", "Italy"))].as_of == f"{year}-01-01"


def test_what_somebody_is_asserted_to_be_is_found_by_who_it_is(held: Held) -> None:
    held.change(ATTACKS)
    with held.updated() as aggregation:
        plan = aggregation._db.execute(
            f"EXPLAIN QUERY PLAN SELECT 1 FROM statement s WHERE s.source = ? AND {inferring._ASSERTED}",
            ("",),
        ).fetchall()
    assert "statement_edge (source=?)" in str(plan)
