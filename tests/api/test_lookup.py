from __future__ import annotations

import logging
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import graphbuild as gb
from graphbuild.aggregation import aggregate
from graphbuild.api.forms import plain, without_titles
from graphbuild.api.lookup import NameWarning, candidates, find, matches, only
from graphbuild.errors import QueryError
from graphbuild.ledger import Ledger
from graphbuild.model import Entity, Kind, Relation, entity_id
from tests.factories import (
    make_article,
    make_country,
    make_entity,
    make_mention,
    make_reading,
    make_statement,
)

pytestmark = pytest.mark.filterwarnings("ignore::graphbuild.NameWarning")


@pytest.fixture(autouse=True)
def unhandled(monkeypatch: pytest.MonkeyPatch) -> None:
    """No command that a test has run in this process prints what names are taken for."""
    monkeypatch.setattr(logging.getLogger("graphbuild.api.lookup"), "handlers", [])
    monkeypatch.setattr(logging.getLogger("graphbuild.api.lookup"), "propagate", True)


def entities() -> tuple[Entity, ...]:
    """Four countries, two Bushes, two Kims of whom one is known by surname alone, and two bodies."""
    found = [
        make_country("CHN", "China", make_mention("China"), make_mention("Beijing")),
        make_country("RUS", "Russia"),
        make_country("SUN", "Soviet Union"),
        make_country("CIV", "Côte d’Ivoire"),
        make_entity("person", "george bush", "George Bush"),
        make_entity("person", "laura bush", "Laura Bush"),
        make_entity("person", "kim a", "Kim"),
        make_entity("person", "kim dae-jung", "Kim Dae-jung", mentions=[make_mention("DJ")]),
        make_entity("organisation", "united nations", "United Nations", mentions=[make_mention("UN")]),
        make_entity("organisation", "warsaw pact", "Warsaw Pact"),
    ]
    return aggregate([make_reading(make_article(), found)]).entities


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("China", "China"),
        ("china", "China"),
        ("  the  CHINA ", "China"),
        ("chinese", "China"),
        ("Beijing", "China"),
        ("CHN", "China"),
        ("chn", "China"),
        ("cote d'ivoire", "Côte d’Ivoire"),
        ("Soviets", "Soviet Union"),
        ("UN", "United Nations"),
        ("U.N.", "United Nations"),
        ("Laura Bush", "Laura Bush"),
        ("Laura", "Laura Bush"),
        ("dj", "Kim Dae-jung"),
        ("Dae-jung", "Kim Dae-jung"),
        ("Kim", "Kim"),
        ("warsaw", "Warsaw Pact"),
        ("war", "Warsaw Pact"),
    ],
)
def test_a_name_is_found_by(asked: str, name: str) -> None:
    assert find(entities(), asked).name == name


def test_an_entity_is_found_by_its_id() -> None:
    for entity in entities():
        assert find(entities(), entity.id) == entity


def test_a_name_of_several_lists_them_with_ids() -> None:
    bushes = sorted((e for e in entities() if "Bush" in e.name), key=lambda e: e.name)
    with pytest.raises(
        QueryError, match=r"^'bush' may be one of 2; give the full .* id:\n  George Bush .*\n  Laura Bush "
    ) as caught:
        find(entities(), "bush")
    assert all(e.id in str(caught.value) for e in bushes)


def test_a_capital_of_two_states_is_not_guessed() -> None:
    with pytest.raises(QueryError, match=r"Russia .*\n  Soviet Union"):
        find(entities(), "Moscow")


def test_an_unknown_name_is_reported_with_near_names() -> None:
    with pytest.raises(QueryError, match=r"no entity is called 'Ruslandia'; did you mean"):
        find([*entities(), *_told("Ruslandic Party", 1), *_told("Ruslander", 1)], "Ruslandia")
    with pytest.raises(QueryError, match=r"'Zanzibar'; `graphbuild search Zanzibar` looks for it, `graph"):
        find(entities(), "Zanzibar")
    with pytest.raises(QueryError, match=r"; `graphbuild search 'Old Zanzibar'` looks for it, "):
        find(entities(), "Old Zanzibar")


@pytest.mark.parametrize("asked", ["", "  ", "the"])
def test_an_empty_name_means_nobody(asked: str) -> None:
    with pytest.raises(QueryError):
        find(entities(), asked)


def _told(name: str, articles: int, *aliases: str, kind: Kind = "person") -> list[Entity]:
    """An entity that so many articles tell of."""
    return [
        Entity(
            id=entity_id(kind, name),
            kind=kind,
            name=name,
            aliases=aliases,
            iso3="",
            mentions=articles,
            articles=articles,
            first_seen="",
            last_seen="",
        )
    ]


def test_the_one_that_is_reported_most_is_meant_and_the_others_are_said(
    caplog: pytest.LogCaptureFixture,
) -> None:
    howards = [*_told("Howard", 1), *_told("Michael Howard", 79), *_told("Howard Smith", 3)]
    with caplog.at_level("INFO", "graphbuild.api.lookup"):
        assert find(howards, "Howard").name == "Michael Howard"
    (said,) = caplog.messages
    assert said.startswith("'Howard' is taken for Michael Howard (person, 79 articles, id ")
    assert "it may also be Howard Smith" in said
    assert "Howard (person, 1 article" in said
    assert find(howards, "howard smith").name == "Howard Smith"


def test_an_alias_counts_as_much_as_a_name() -> None:
    bushes = [*_told("George W. Bush", 9, "Bush", "Mr. Bush"), *_told("Bush", 4), *_told("Laura Bush", 5)]
    assert find(bushes[:1] + bushes[2:], "bush").name == "George W. Bush"
    with pytest.raises(QueryError, match=r":\n  George W. Bush .*\n  Laura Bush .*\n  Bush "):
        find(bushes, "bush")


def test_an_alias_alone_tells_nobody_from_who_is_reported_as_often() -> None:
    smiths = [*_told("Sean Smith", 1, "Smith"), *_told("Ben Smith", 1), *_told("Ann Smith", 1, "Annie Smith")]
    with pytest.raises(
        QueryError, match=r"'Smith' may be one of 3; .*\n  Ann Smith .*\n  Ben Smith .*\n  Sean"
    ):
        find(smiths, "Smith")
    assert find(smiths, "Annie Smith").name == "Ann Smith"
    assert find([*smiths, *_told("Will Smith", 2, "Smith")], "Smith").name == "Will Smith"


def test_of_several_words_that_only_begin_so_none_is_what_it_is_called() -> None:
    begun = [*_told("German Marshall Fund", 1), *_told("Sarah Marsh", 2)]
    with pytest.raises(
        QueryError, match=r"^no entity is called 'Mars'; did you mean Sarah Marsh or German Marsh"
    ):
        find(begun, "Mars")
    assert find([*begun, *_told("Ann Marston", 9)], "Mars").name == "Ann Marston"


def test_a_slip_of_spelling_is_forgiven_where_one_name_is_near(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "graphbuild.api.lookup"):
        assert find(entities(), "Rusia").name == "Russia"
    assert caplog.messages[0].startswith("no entity is called 'Rusia'; taken for Russia (country")
    with pytest.raises(QueryError, match="did you mean"):
        find([*_told("Jean Martin", 5), *_told("Joan Martin", 5)], "Jaen Martin")


def test_a_name_that_only_begins_with_the_letters_is_told(caplog: pytest.LogCaptureFixture) -> None:
    mayors = _told("Jeansen Kolb", 2)
    with caplog.at_level("INFO", "graphbuild.api.lookup"):
        assert find(mayors, "Jeans").name == "Jeansen Kolb"
        assert find(mayors, "Kolb").name == "Jeansen Kolb"
        assert find([*_told("Donald Trumbull", 40), *_told("Trumbull Tower", 2)], "Trumb").kind == "person"
    begun, clear = caplog.messages
    assert begun.startswith("no entity is called 'Jeans'; taken for Jeansen Kolb (person, 2 articles")
    assert clear.startswith("'Trumb' is taken for Donald Trumbull (person, 40 articles")


def test_words_of_a_name_are_told_unless_they_are_the_surname_of_the_only_one(
    caplog: pytest.LogCaptureFixture,
) -> None:
    some = [*_told("Georgia Institute of Technology", 1, kind="organisation"), *_told("Ángela Merkel", 9)]
    with caplog.at_level("INFO", "graphbuild.api.lookup"):
        assert find(some, "Georgia").kind == "organisation"
        assert find(some, "angela").name == "Ángela Merkel"
        assert find(some, "merkel").name == find(some, "Angela MERKEL").name == "Ángela Merkel"
    words, first = caplog.messages
    assert words.startswith("no entity is called 'Georgia'; taken for Georgia Institute of Technology (orga")
    assert first.startswith("no entity is called 'angela'; taken for Ángela Merkel (person, 9 articles")


@given(st.permutations([*entities(), *_told("Kim", 7), *_told("George Bush Jr.", 40)]))
def test_the_order_of_entities_does_not_matter(found: list[Entity]) -> None:
    assert find(found, "bush").name == "George Bush Jr."


def test_a_full_name_of_several_means_the_one_that_is_reported_most(
    caplog: pytest.LogCaptureFixture,
) -> None:
    howards = [*_told("Michael Howard", 79), *_told("Michael Howard", 3, kind="organisation")]
    with caplog.at_level("INFO", "graphbuild.api.lookup"):
        assert find(howards, "Michael Howard").kind == "person"
    assert "it may also be Michael Howard (organisation, 3 articles" in caplog.text
    alike = [*_told("Michael Howard", 79), *_told("Michael Howard", 40, kind="organisation")]
    with pytest.raises(QueryError, match=r"give the id:\n"):
        find(alike, "Michael Howard")


def test_near_names_are_those_of_a_word_too_the_most_reported_first() -> None:
    some = [*_told("Oba", 1), *_told("Barack Obama", 318), *_told("Michelle Obama", 9), *_told("Al Gore", 40)]
    with pytest.raises(QueryError, match="did you mean Barack Obama or Michelle Obama"):
        find(some, "Obmaa")


def named(articles: dict[str, int]) -> list[Entity]:
    """Persons of these names and numbers of articles."""
    return [
        Entity(entity_id("person", name), "person", name, (), "", n, n, "", "")
        for name, n in articles.items()
    ]


def test_a_slip_of_spelling_means_the_one_that_is_reported_most() -> None:
    assert find(named({"Merkel": 30, "Merkell": 2}), "Merkkel").name == "Merkel"
    with pytest.raises(QueryError, match="did you mean Merkel or Merkell"):
        find(named({"Merkel": 30, "Merkell": 20}), "Merkkel")


@pytest.mark.parametrize("asked", ["ergodan", "Erdoagn", "edrogan"])
def test_two_letters_that_are_exchanged_are_one_slip(asked: str) -> None:
    assert find(named({"Erdan": 3, "Erdogan": 40, "Organ": 9}), asked).name == "Erdogan"
    some = named({"Gilad Erdan": 90, "Recep Tayyip Erdogan": 40})
    with pytest.raises(QueryError, match=r"did you mean .*Recep Tayyip Erdogan"):
        find(some, asked)


@pytest.mark.parametrize("asked", ["more", "nergodan"])
def test_letters_exchanged_in_a_short_name_or_further_apart_are_another_word(asked: str) -> None:
    with pytest.raises(QueryError):
        find(named({"Rome": 40, "Erdogan": 40}), asked)


@pytest.mark.parametrize(("asked", "name"), [("putn", "Putin"), ("Obma", "Obama"), ("isreal", "Israel")])
def test_one_slip_in_a_short_name_is_forgiven(asked: str, name: str) -> None:
    some = named({"Putin": 60, "Putins": 1, "Obama": 90, "Oman": 8, "Israel": 70, "AIPAC": 2})
    assert find(some, asked).name == name
    with pytest.raises(QueryError, match="did you mean"):
        find(named({"Babi": 1}), "Bali")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Republicans", "Republican Party"),
        ("Tories", "Conservative Party"),
        ("the conservatives", "Conservative Party"),
        ("House Republicans", "House Republicans"),
    ],
)
def test_members_mean_their_organisation(asked: str, name: str) -> None:
    names = ("Republican Party", "Conservative Party", "House Republicans", "Senate Republicans")
    some = [
        e for name, n in zip(names, (60, 1, 2, 3), strict=True) for e in _told(name, n, kind="organisation")
    ]
    assert find(some, asked).name == candidates(some, asked)[0].name == matches(some, asked)[0].name == name


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ("Mr. Putin", "Vladimir Putin"),
        ("Russian President Vladimir Putin", "Vladimir Putin"),
        ("former US Vice-President Mike Pence", "Mike Pence"),
        ("ex-president Trump", "Donald Trump"),
        ("President Vladimir Puttin", "Vladimir Putin"),
        ("President Dilma", "Dilma Rousseff"),
        ("Mrs. Clinton", "Hillary Clinton"),
        ("Mr. Kim", "Kim Jong-un"),
        ("Mr. Andrea Rossi", "Andrea Rossi"),
        ("Pope Francis", "Francis"),
        ("Queen Elizabeth", "Elizabeth II"),
        ("General Petraeus", "David Petraeus"),
    ],
)
def test_a_title_before_a_name_is_dropped(asked: str, name: str, caplog: pytest.LogCaptureFixture) -> None:
    persons = ("Mike Pence", "Donald Trump", "Elizabeth Warren", "Francis Fukuyama", "James Francis")
    some = [
        *named(dict.fromkeys((*persons, "Andrea Rossi", "Francis", "David Petraeus", "Bill Clinton"), 9)),
        *(e for full, short in _SHORT.items() for e in _told(full, 2, full, short)),
    ]
    with pytest.warns(NameWarning, match=rf"^no entity is called '{asked}'; taken for {name} "):
        assert find(some, asked).name == name
    called = {plain(full) for e in some for full in (e.name, *e.aliases)}
    if without_titles(plain(asked)) in called:
        assert [e.name for e in candidates(some, asked)] == [e.name for e in matches(some, asked)] == [name]
        return
    for look_up in (candidates, matches):  # decisions do not guess
        with pytest.raises(QueryError, match=rf"no entity is called '{asked}'; did you mean .*{name}"):
            look_up(some, asked)


_SHORT = {
    "Vladimir Putin": "V. Putin",
    "Dilma Rousseff": "Dilma",
    "Hillary Clinton": "Clinton",
    "Kim Jong-un": "Kim",
    "Elizabeth II": "Elizabeth",
}


@pytest.mark.parametrize(
    ("asked", "other"),
    [
        ("Queen Elizabeth", "Elizabeth Warren"),
        ("Pope Francis", "Francis Fukuyama"),
        ("Pope Francis", "James Francis"),
        ("Mrs. Clinton", "Bill Clinton"),
        ("Chairman Clinton", "Hillary Clinton"),
        ("President Vlad", "Vladimir Putin"),
        ("President Vladimir", "Vladimir Putin"),
        ("General Motors", "Ann Motors"),
        ("General Assembly", "Ann Assembly"),
    ],
)
def test_a_name_with_a_title_means_nobody_else(asked: str, other: str) -> None:
    first, last = other.split()
    some = _told(other, 9, other, *([] if first == "Vladimir" else [first, last]))
    for look_up in (find, candidates, matches):
        with pytest.raises(QueryError, match=f"no entity is called '{asked}'"):
            look_up(some, asked)


@pytest.mark.parametrize("asked", ["General Motors", "King"])
def test_a_name_that_begins_like_a_title_is_whole(asked: str) -> None:
    some = [*named({"King": 1, "Ann Motors": 3}), *_told("General Motors", 1, kind="organisation")]
    assert find(some, asked).name == asked
    assert [e.name for e in candidates(some, asked)] == [e.name for e in matches(some, asked)] == [asked]


def test_only_persons_have_titles() -> None:
    with pytest.raises(QueryError, match=r"no entity is called 'Mr\. Putin'"):
        find(_told("Putin Institute", 1, kind="organisation"), "Mr. Putin")


@pytest.mark.parametrize("asked", ["Francois Hollande", "François Hollande", "FRANÇOIS HOLLANDE"])
def test_an_exact_spelling_comes_before_others(asked: str, caplog: pytest.LogCaptureFixture) -> None:
    some = named({"Francois Hollande": 4, "François Hollande": 3, "FRANÇOIS HOLLANDE": 1})
    with warnings.catch_warnings(), caplog.at_level("INFO", "graphbuild.api.lookup"):
        warnings.simplefilter("error")
        assert find(some, asked).name == asked
    assert "; it may also be Fran" in caplog.text
    assert [e.name for e in candidates(some, asked)] == [e.name for e in matches(some, asked)] == [asked]
    with pytest.raises(QueryError, match="may be one of 3"):
        find(some, "francois hollande")


def test_another_country_of_that_word_is_told(caplog: pytest.LogCaptureFixture) -> None:
    korea = [
        Entity(entity_id("country", iso3), "country", name, (), iso3, n, n, "", "")
        for iso3, name, n in (
            ("KOR", "South Korea", 9),
            ("PRK", "North Korea", 8),
            ("USA", "United States", 99),
        )
    ]
    with caplog.at_level("INFO", "graphbuild.api.lookup"):
        assert find(korea, "Korea").name == "South Korea"
        assert find(korea, "USA").name == "United States"
    (said,) = caplog.messages
    assert "; it may also be North Korea (country, 8 articles" in said


def test_candidates_are_told_by_whom_they_lead() -> None:
    some = [*named({"Will Smith": 3, "Ben Smith": 3}), *named({"BuzzFeed": 1})]
    ends = (some[1].id, some[2].id)
    leads = Relation("r", "LEADER_OF", *ends, 1, 1, 0, 1, 0, 0, "", "", 0.0, 0.9, "Ben Smith leads BuzzFeed.")
    with pytest.raises(QueryError) as caught:
        find(some, "Smith", [leads])
    head, ben, will = str(caught.value).splitlines()
    assert head == "'Smith' may be one of 2; give the full name or the id:"
    assert ben == f"  Ben Smith (person, 3 articles, id {some[1].id}): LEADER_OF BuzzFeed"
    assert will == f"  Will Smith (person, 3 articles, id {some[0].id})"


def test_what_decides_something_is_told_all_whom_a_name_may_mean() -> None:
    some = named({"Trump": 1, "Donald Trump": 500, "Ivana Trump": 4})
    some = [replace(e, aliases=("Trump",)) if e.name == "Donald Trump" else e for e in some]
    assert [e.name for e in candidates(some, "trump")] == ["Donald Trump", "Trump"]
    assert [e.name for e in candidates(some, "Ivana Trump")] == ["Ivana Trump"]
    with pytest.raises(QueryError, match=r"'trump' may be .*\n  Donald Trump \(.*\n  Trump \("):
        only(candidates(some, "trump"), "trump")


@pytest.mark.filterwarnings("error::graphbuild.NameWarning")
@pytest.mark.parametrize("asked", ["Howard", "the howard", "Michael Howard", "Soviets", "Nixon", "UN"])
def test_a_name_that_is_exact_or_plain_gives_no_warning(asked: str) -> None:
    some = [
        *entities(),
        *_told("Howard", 9),
        *_told("Michael Howard", 2),
        *_told("Howard Smith", 1),
        *_told("Pat Nixon", 3),
    ]
    find(some, asked)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("Howard", r"'Howard' is taken for Michael Howard \(.*; it may also be Howard Smith \(.*Howard \("),
        ("Ann Lee", r"'Ann Lee' is taken for Ann Lee \(person.*; it may also be Ann Lee \(organisation"),
        ("Kolbb", r"no entity is called 'Kolbb'; taken for Kolb"),
        ("Jeans", r"no entity is called 'Jeans'; taken for Jeansen Marsh"),
    ],
)
def test_a_name_that_is_guessed_gives_a_warning(asked: str, message: str) -> None:
    some = [
        *[*_told("Howard", 1), *_told("Michael Howard", 79), *_told("Howard Smith", 3)],
        *[*_told("Ann Lee", 9), *_told("Ann Lee", 2, kind="organisation")],
        *[*_told("Kolb", 2), *_told("Jeansen Marsh", 2)],
    ]
    with pytest.warns(NameWarning, match=f"^{message}"):
        find(some, asked)


def test_a_warning_is_of_the_line_that_gave_the_name(tmp_path: Path) -> None:
    anne, ben = (make_entity("person", f"{name} roux", f"{name} Roux") for name in ("Anne", "Ben"))
    statement = make_statement(anne, "MET_WITH", ben)
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write([("x", make_reading(make_article(), [anne, ben], [statement]))])
    with gb.open(tmp_path / "graph") as graph, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        graph.show("Anne")
        graph.explain("Anne", "Ben Roux")
        graph.stance("Anne")
        graph.articles(about="Anne")
        graph.query(name="who_met", person="Anne")
        with graph.stream(name="who_met", person="Anne"):
            pass
    assert [warning.category for warning in caught] == [NameWarning] * 6
    assert {warning.filename for warning in caught} == {__file__}
    assert len({warning.lineno for warning in caught}) == 6


def test_whoever_prints_the_log_is_not_warned() -> None:
    log, handler = logging.getLogger("graphbuild.api.lookup"), logging.NullHandler()
    log.addHandler(handler)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert find(_told("Jeansen Kolb", 2), "Jeans").name == "Jeansen Kolb"
    finally:
        log.removeHandler(handler)
