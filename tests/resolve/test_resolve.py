"""Resolution is a function of the set of readings and decisions, and each of its results has reasons."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.aggregation import aggregate
from graphbuild.decisions import NAME_VERDICTS, NameDecision, Side
from graphbuild.model import Reading
from graphbuild.resolve import resolve
from tests.resolve.articles import reading
from tests.resolve.test_cases import rows

TEXTS = sorted({text for row in rows() for text in (row[2], row[3]) if "Zelensk" in text or "Reed" in text})
TEXTS += [
    "Reed [2002-03-01; president USA]",
    "Reed [1990-03-01; Harbour News; +USA]",
    "Thomas Reed [1990-03-02; Harbour News; +USA]",
    "Thomas Reed []",
    "Tom Reed [1991-01-01; of USA]",
    "Thomas Reed [1991-01-01; finance minister AUS]",
    "Zelensky [2022-03-03; president UKR]",
    "org:Bank of Galdor/BoG [2016-05-01]",
    "org:BoG []",
    "org:Board of Grain/BoG [] & Zelensky [2022-03-03; Harbour News; +UKR]",
]


@st.composite
def sets(draw: st.DrawFn) -> list[Reading]:
    chosen = draw(st.lists(st.sampled_from(TEXTS), max_size=9))
    return [reading(f"a{k}", text) for k, text in enumerate(chosen)]


def side(r: Reading) -> Side:
    """The name of an article's first entity: of every second article, as that article has it."""
    key, number = r.entities[0].key, int(r.article.id[1:])
    return Side(key, r.article.id if number % 2 and not key.startswith(r.article.id) else "")


@pytest.mark.slow
@given(sets(), st.randoms(use_true_random=False), st.data())
def test_order_does_not_matter(readings: list[Reading], random: Random, data: st.DataObject) -> None:
    people = [r for r in readings if r.entities[0].kind == "person"]
    decisions: list[NameDecision] = []
    for _ in range(data.draw(st.integers(0, 3)) if len(people) > 1 else 0):
        a, b = data.draw(st.sampled_from(people)), data.draw(st.sampled_from(people))
        if side(a).unit != side(b).unit:
            verdict = data.draw(st.sampled_from(NAME_VERDICTS))
            decisions.append(NameDecision(verdict, "person", side(a), side(b)))
    graph, found = aggregate(readings, decisions), resolve(readings, decisions)
    again = [replace(r, entities=r.entities[::-1], statements=r.statements[::-1]) for r in readings]
    random.shuffle(again)
    random.shuffle(decisions)
    assert aggregate(again, decisions) == graph
    other = resolve(again, decisions)
    assert (other.entities, other.identities) == (found.entities, found.identities)
    assert other.unresolved == found.unresolved


@given(sets())
def test_every_entity_is_somebody_and_every_joint_has_reasons(readings: list[Reading]) -> None:
    found = resolve(readings)
    assert found.entities.keys() == {(r.article.id, e.id) for r in readings for e in r.entities}
    units = {unit.id: entity for unit, entity in found.units}
    assert len(units) == len(found.units)
    for pair in found.identities:
        assert (units[pair.a], units[pair.b]) == (pair.entity_a, pair.entity_b)
        assert pair.speaks_for or pair.speaks_against
        assert 0 <= pair.score <= 1
    for entity in set(units.values()):
        members = {unit for unit, of in units.items() if of == entity}
        tied = {frozenset((p.a, p.b)) for p in found.identities if p.joined and p.entity_a == entity}
        assert len(members) == 1 or members == {unit for pair in tied for unit in pair}


def test_a_joint_entity_has_all_names_statements_and_the_id_of_a_full_name() -> None:
    graph = aggregate(
        [
            reading("a1", "Acland [1950-03-01; foreign minister NZL]"),
            reading("a2", "Peter Acland [1951-03-01; foreign minister NZL]"),
        ]
    )
    (person,) = [e for e in graph.entities if e.kind == "person"]
    assert (person.name, person.aliases, person.articles) == ("Peter Acland", ("Acland",), 2)
    assert person.id == reading("x", "Peter Acland []").entities[0].id
    (office,) = [r for r in graph.relations if r.relation == "REPRESENTS"]
    assert (office.source, office.articles) == (person.id, 2)
    assert {m.article for m in graph.mentioned if m.entity == person.id} == {"a1", "a2"}


def test_who_keeps_the_plain_name_among_namesakes() -> None:
    known = [reading(f"a{k}", "Maria Silva [2016-03-02; president PRT]") for k in range(3)]
    other = reading("b", "Maria Silva [2016-03-02; finance minister BRA]")
    alone = aggregate(known)
    both = aggregate([*known, other])
    plain = next(e.id for e in alone.entities if e.kind == "person")
    assert {e.id: e.articles for e in both.entities if e.kind == "person"}[plain] == 3
    (doubt,) = [i for i in both.identities if not i.joined]
    assert doubt.speaks_against[0] == "one is of Portugal, the other of Brazil"


def decision(verdict: str, a: Side, b: Side) -> NameDecision:
    return NameDecision("same" if verdict == "same" else "different", "person", a, b)


def test_decisions_join_and_part() -> None:
    readings = [
        reading("a1", "Elena Brandt [2019-01-02; of DEU]"),
        reading("a2", "Elena Brandt [2019-01-03]"),
    ]
    readings.append(reading("a3", "Lena Brandt [2019-01-02]"))

    def people(*decisions: NameDecision) -> int:
        return len([e for e in aggregate(readings, decisions).entities if e.kind == "person"])

    one, other, third = Side("elena brandt"), Side("elena brandt", "a2"), Side("lena brandt")
    assert people() == 2
    assert people(decision("same", one, third)) == 1
    assert people(decision("different", one, other)) == 3
    assert people(decision("different", one, other), decision("same", other, third)) == 2
    assert people(decision("same", one, Side("nobody"))) == 2
    joining = decision("same", one, third), decision("same", other, third)
    assert people(*joining, decision("different", one, other)) == 2
    found = aggregate(readings, (*joining, decision("different", one, other)))
    assert found.unresolved == (
        "no effect has: elena brandt and lena brandt are one: no article has the names, "
        "or another decision forbids it",
    )
    later = replace(decision("different", one, third), decided="2020-01-02")
    assert people(joining[0], later) == 2


@pytest.mark.parametrize("number", [2000])
def test_common_names_do_not_make_it_slow(number: int) -> None:
    readings = [
        reading(f"a{k}", f"John Smith{'abcdefghij'[k % 10]} [2001-01-01; of USA]") for k in range(number)
    ]
    found = resolve(readings)
    assert len(found.units) < number


def test_a_decision_parts_nobody_from_those_whom_it_joins() -> None:
    readings = [
        reading("a1", "Maria Silva [2016-03-02; president PRT] & Marya Silva []"),
        reading("a2", "Maria Silva [2016-03-05; president PRT]"),
        reading("a3", "Maria Rosa Silva [2016-03-07; president PRT]"),
    ]

    def names(*decisions: NameDecision) -> list[tuple[str, ...]]:
        people = [e for e in aggregate(readings, decisions).entities if e.kind == "person"]
        return sorted((e.name, *e.aliases) for e in people)

    assert names() == [("Maria Silva", "Maria Rosa Silva"), ("Marya Silva",)]
    (one,) = names(decision("same", Side("marya silva"), Side("maria rosa silva")))
    assert set(one) == {"Maria Silva", "Maria Rosa Silva", "Marya Silva"}
