"""The tables: what they say of well-known words, and that each contradiction is told with its place."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from graphbuild import tables
from graphbuild.errors import TableError
from graphbuild.tables import reader

LOADERS: tuple[Callable[[], object], ...] = (
    tables.relations,
    tables.countries,
    tables.country_forms,
    tables.blocs,
    tables.organisations,
    tables.roles,
    tables.modifiers,
    tables.actors,
    tables.common_nouns,
    tables.places,
    tables.first_names,
    tables.leaders,
    tables.word_features,
    tables.patterns,
    tables.no_actors,
    tables.heads,
    tables.reasons,
    tables.variants,
)


def forget() -> None:
    for loader in LOADERS:
        loader.cache_clear()  # type: ignore[attr-defined]


@pytest.fixture
def resources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the tables that a test may spoil."""
    for file in tables.RESOURCES.glob("*.tsv"):
        (tmp_path / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(reader, "RESOURCES", tmp_path)
    forget()
    yield tmp_path
    forget()


def test_every_table_loads_and_is_large_enough() -> None:
    least = {
        "relations": 27,
        "countries": 240,
        "blocs": 150,
        "organisations": 700,
        "roles": 350,
        "modifiers": 20,
        "actors": 300,
        "common_nouns": 400,
        "places": 1500,
        "shorthands": 15,
        "first_names": 2500,
        "leaders": 300,
        "no_actors": 300,
        "reasons": 25,
        "variants": 9,
        "word_features": 900,
        "patterns": 6,
    }
    sizes = tables.load()
    assert sizes.keys() == least.keys()
    assert {name: size for name, size in sizes.items() if size < least[name]} == {}


def test_the_taxonomy() -> None:
    attacks = tables.relations()["ATTACKS"]
    assert (attacks.plover, attacks.quad, attacks.symmetric) == ("ASSAULT", 4, False)
    assert tables.relations()["LEADER_OF"].plover is None
    assert tables.relations()["CITIZEN_OF"].target == ("country",)
    assert {name for name, relation in tables.relations().items() if relation.symmetric} == {
        "MET_WITH",
        "AGREED_WITH",
        "PARTNERSHIP",
        "ALLIED_WITH",
        "TRADES_WITH",
        "RIVAL_OF",
    }


def test_score_and_quad_class_agree() -> None:
    for relation in tables.relations().values():
        if relation.quad in (1, 2):
            assert relation.score > 0, relation.name
        if relation.quad == 4:
            assert relation.score < 0, relation.name


@pytest.mark.parametrize(
    ("word", "iso3", "kind"),
    [
        ("U.S.", "USA", "name"),
        ("Britain", "GBR", "name"),
        ("DPRK", "PRK", "name"),
        ("Côte d'Ivoire", "CIV", "name"),
        ("Burma", "MMR", "name"),
        ("West Germany", "DEU", "name"),
        ("USSR", "SUN", "name"),
        ("British", "GBR", "adjective"),
        ("Briton", "GBR", "people"),
        ("Frenchmen", "FRA", "people"),
        ("Kiev", "UKR", "capital"),
        ("Kremlin", "RUS", "seat"),
        ("Downing Street", "GBR", "seat"),
        ("Scottish", "XSC", "adjective"),
    ],
)
def test_words_for_countries(word: str, iso3: str, kind: str) -> None:
    first = tables.country_forms()[word][0]
    assert (first.iso3, first.kind) == (iso3, kind)


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("MEETS", " (did you mean MET_WITH?)"),
        ("meet with", " (did you mean MET_WITH?)"),
        ("LEADS", " (did you mean LEADER_OF?)"),
        ("sanctioned", " (did you mean SANCTIONS?)"),
        ("criticize", " (did you mean ACCUSES?)"),
        ("ATTAKS", " (did you mean ATTACKS?)"),
        ("FIGHTS", ""),
        ("FROM", ""),
        ("-", ""),
    ],
)
def test_another_form_of_a_word_is_taken_for_the_relation_that_has_it(word: str, meant: str) -> None:
    told = f"no relation is called {word!r}{meant}: `graphbuild relations --all` lists them"
    said = str(tables.no_relation(word))
    assert said == told if meant else said == f"{told}; all of one sort are called cooperation or conflict"


def test_words_that_mean_several_countries_are_marked() -> None:
    forms, countries = tables.country_forms(), tables.countries()
    for word, senses in forms.items():
        living = {s.iso3 for s in senses if countries[s.iso3].status != "historical"}
        if len(living) > 1:
            assert all(s.ambiguous for s in senses), word


@pytest.mark.parametrize(
    "word", ["Georgia", "Jordan", "Chad", "Turkey", "America", "Niger", "Guinea", "Congo"]
)
def test_countries_that_may_be_something_else(word: str) -> None:
    assert all(sense.ambiguous for sense in tables.country_forms()[word])


def test_capitals_that_do_not_stand_for_the_state() -> None:
    assert tables.countries()["RUS"].metonym
    assert not tables.countries()["BEL"].metonym  # Brussels says what the European Union says


def test_a_historical_state_names_its_successor() -> None:
    for country in tables.countries().values():
        assert (country.status != "historical") or country.successor, country.name


def test_blocs_and_their_members() -> None:
    blocs = tables.blocs()
    assert {"FRA", "USA", "TUR"} <= set(blocs["NATO"].members)
    assert len(blocs["European Union"].members) == 27
    assert blocs["UN Security Council"].members == ("CHN", "FRA", "RUS", "GBR", "USA")
    assert blocs["Warsaw Pact"].seat == "RUS"


@pytest.mark.parametrize(
    ("name", "alias", "country", "type_"),
    [
        ("Islamic State", "Daesh", "", "armed_group"),
        ("Hamas", "Hamas", "PSE", "armed_group"),
        ("Central Intelligence Agency", "CIA", "USA", "agency"),
        ("Federal Reserve", "Fed", "USA", "central_bank"),
        ("Associated Press", "AP", "USA", "media"),
        ("State Department", "US State Department", "USA", "ministry"),
    ],
)
def test_organisations(name: str, alias: str, country: str, type_: str) -> None:
    found = tables.organisations()[name]
    assert alias in (found.name, *found.aliases)
    assert (found.country, found.type) == (country, type_)


def test_members_of_organisations() -> None:
    assert {"Tory", "Tories"} <= set(tables.organisations()["Conservative Party"].members)
    assert {"Democrat", "Democrats"} <= set(tables.organisations()["Democratic Party"].members)


@pytest.mark.parametrize(
    ("word", "relation", "of"),
    [
        ("president", "LEADER_OF", "any"),
        ("prime ministers", "LEADER_OF", "any"),
        ("vice president", "REPRESENTS", "any"),
        ("foreign minister", "REPRESENTS", "any"),
        ("spokeswomen", "REPRESENTS", "any"),
        ("lawmaker", "MEMBER_OF", "any"),
        ("economist", "WORKS_FOR", "organisation"),
        ("opposition leader", "LEADER_OF", "organisation"),
        ("monarch", "LEADER_OF", "country"),
        ("national", "CITIZEN_OF", "country"),
        ("mr.", "", ""),
    ],
)
def test_roles(word: str, relation: str, of: str) -> None:
    role = tables.roles()[word]
    assert (role.relation, role.of) == (relation, of)


def test_every_role_says_a_relation_of_the_taxonomy_from_a_person() -> None:
    for role in tables.roles().values():
        if role.relation:
            assert "person" in tables.relations()[role.relation].source


@pytest.mark.parametrize(
    ("word", "kind"),
    [("former", "former"), ("acting", "acting"), ("-elect", "designate"), ("deputy", "deputy")],
)
def test_modifiers(word: str, kind: str) -> None:
    assert tables.modifiers()[word] == kind


@pytest.mark.parametrize(
    ("noun", "for_state", "for_body"),
    [
        ("troops", True, True),
        ("militants", False, True),
        ("protesters", False, False),
        ("aircraft", True, True),
    ],
)
def test_actors(noun: str, for_state: bool, for_body: bool) -> None:
    actor = tables.actors()[noun]
    assert (actor.for_state, actor.for_body) == (for_state, for_body)


def test_places_may_share_a_name() -> None:
    assert {place.country for place in tables.places()["Hyderabad"]} == {"IND", "PAK"}
    assert tables.places()["Leningrad"][0].name == "St. Petersburg"
    assert tables.places()["Red Sea"][0].country == ""


def test_a_place_that_is_also_a_given_name_is_marked() -> None:
    for name, places in tables.places().items():
        if name in tables.first_names():
            assert all(name in place.ambiguous for place in places), name


@pytest.mark.parametrize(
    ("name", "gender"),
    [("Vladimir", "m"), ("Angela", "f"), ("Xiaoping", "m"), ("Ngozi", "f"), ("Robin", "u")],
)
def test_first_names(name: str, gender: str) -> None:
    assert tables.first_names()[name] == gender


@pytest.mark.parametrize(
    ("iso3", "role", "day", "name"),
    [
        ("FRA", "president", "2013-05-06", "Francois Hollande"),
        ("SUN", "leader", "1962-10-22", "Nikita Khrushchev"),
        ("IRL", "premier", "2009-01-01", "Brian Cowen"),
        ("GBR", "monarch", "1999-01-01", "Elizabeth II"),
        ("KEN", "leader", "2024-01-01", "William Ruto"),
        ("NGA", "leader", "1990-06-01", "Ibrahim Babangida"),  # beside the offices of the state
        ("NGA", "leader", "2016-06-01", "Muhammadu Buhari"),  # the only head on that day
        ("MMR", "leader", "2017-06-01", "Aung San Suu Kyi"),
        ("FRA", "leader", "2013-05-06", ""),  # a president and a prime minister
        ("FRA", "president", "2017-05-14", ""),  # the day of a change
        ("FRA", "prime minister", "1955-02-10", ""),  # within a month that is all the table knows
        ("FRA", "king", "2013-05-06", ""),
        ("FRA", "president", "2026-01-01", ""),  # after the table's end
    ],
)
def test_who_was_in_office(iso3: str, role: str, day: str, name: str) -> None:
    assert tables.in_office(iso3, role, day) == name


def test_living_states_have_leaders_to_the_end() -> None:
    table = tables.leaders()
    present = {iso3 for (iso3, _), held in table.items() if held[-1].end == "2025-12-31"}
    states = {c.iso3 for c in tables.countries().values() if c.status == "sovereign"}
    assert states - present == {"BIH", "GNB", "SMR"}  # several heads at once, or none that is sure


#: Neighbours in the table between whom nobody held an office for more than two months.
JUNTA = ("Gustavo Rojas Pinilla", "Alberto Lleras Camargo")


@pytest.mark.parametrize(
    ("office", "states"),
    [
        ("president", "USA FRA DEU ITA RUS BRA MEX ARG IND IDN TUR PHL COL PER KEN"),
        ("prime minister", "GBR FRA ITA JPN CAN AUS IND ISR POL ESP NLD BEL SWE NOR NZL TUR ZAF SUN CHN DDR"),
        ("chancellor", "DEU"),
        ("king", "SAU JOR NOR"),
        ("taoiseach", "IRL"),
    ],
)
def test_an_office_of_a_large_state_is_never_empty_for_long(office: str, states: str) -> None:
    for iso3 in states.split():
        for before, after in itertools.pairwise(tables.leaders()[iso3, office]):
            left, came = (before.end + "-28")[:10], (after.start + "-01")[:10]
            gap = date.fromisoformat(came) - date.fromisoformat(left)
            assert gap.days <= 60 or (before.name, after.name) == JUNTA, (iso3, before.name, after.name)


RELATION = "PRAISES\tperson\tperson\tno\tSUPPORT\t1\t5\tspeaks well of"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("PRAISES", "Praises", "name: 'Praises' is not in capitals"),
        ("PRAISES", "ATTACKS", "name: ATTACKS is there twice"),
        ("\tperson\tperson", "\tpeople\tperson", "source: unknown kind 'people'"),
        ("\tperson\tperson", "\tperson\t", "target: is empty"),
        ("\tperson\tno", "\tcountry\tyes", "symmetric: PRAISES has different kinds"),
        ("\tno\t", "\tmaybe\t", "symmetric: 'maybe' is not one of yes, no"),
        ("SUPPORT", "PRAISE", "plover: 'PRAISE' is not one of"),
        ("\t1\t", "\t5\t", "quad: '5' is not one of 1, 2, 3, 4"),
        ("\t5\t", "\tfive\t", "score: 'five' is not a number"),
        ("\t5\t", "\t11\t", "score: 11 is not between -10 and 10"),
        ("\tspeaks well of", "\t", "meaning: is empty"),
        ("\tspeaks well of", "", r"7 cells; expected 8"),
    ],
)
def test_a_spoilt_relation_is_reported_with_its_line(
    resources: Path, old: str, new: str, message: str
) -> None:
    file = resources / "relations.tsv"
    lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    file.write_text("\n".join([*lines, RELATION.replace(old, new, 1)]), encoding="utf-8")
    with pytest.raises(TableError, match=rf"relations\.tsv:{len(lines) + 1}: {message}"):
        tables.relations()


@pytest.mark.parametrize(
    ("table", "line", "message"),
    [
        (
            "countries",
            "XZZ\tUtopia\tFrance\t\t\t\tno\t\tsovereign\t\t",
            "aliases: 'France' is also a name of line",
        ),
        ("countries", "FRA\tUtopia\t\t\t\t\tno\t\tsovereign\t\t", "iso3: 'FRA' is there twice"),
        (
            "countries",
            "XZZ\tUtopia\t\t\t\t\tno\t\thistorical\tXQQ\t",
            "successor: unknown country code 'XQQ'",
        ),
        ("countries", "XZZ\tUtopia\t\t\t\t\tno\t\tsovereign\t\tNowhere", "ambiguous: 'Nowhere' is no name"),
        ("countries", "XZZ\tUtopia\tA;;B\t\t\t\tno\t\tsovereign\t\t", "aliases: 'A;;B' has an empty"),
        ("blocs", "Club\t\tbloc\t\tFRA XQQ\t", "members: unknown country code 'XQQ'"),
        ("blocs", "Club\tNato\tbloc\t\t\t", "aliases: 'Nato' is also a name of line"),
        ("organisations", "Club\tNATO\t\t\tclub\t", "aliases: 'NATO' is already a name of the bloc NATO"),
        ("organisations", "Club\tHamas\t\t\tclub\t", "aliases: 'Hamas' is also a name of line"),
        ("organisations", "Club\t\t\t\tbar\t", "type: 'bar' is not one of party"),
        ("roles", "president\t\tLEADER_OF\tany\tyes\t", "role: 'president' is there twice"),
        ("roles", "gaffer\t\tRULES\tany\tyes\t", "relation: 'RULES' is not one of"),
        ("roles", "gaffer\t\tLEADER_OF\t\tyes\t", "of: '' is not one of country"),
        ("actors", "troop\t\tmilitary\tyes\tyes\t", "noun: 'troop' is there twice"),
        ("places", "Paris\t\tXQQ\tcity\t", "iso3: unknown country code 'XQQ'"),
        ("places", "Lagos\t\tNGA\tcity\t", "name: 'Lagos' is there twice as a city of NGA"),
        ("leaders", "XQQ\tpresident\tAnn Otieno\t2001\t2002", "iso3: unknown country code 'XQQ'"),
        ("leaders", "KEN\tgaffer\tAnn Otieno\t2001\t2002", "office: unknown role 'gaffer'"),
        ("leaders", "KEN\tpresident\t\t2001\t2002", "name: is empty"),
        ("leaders", "KEN\tprime minister\tAnn Otieno\t2001-13\t", "from: '2001-13' is no day, month or year"),
        (
            "leaders",
            "KEN\tprime minister\tAnn Otieno\t2001-02-01\t2026",
            "to: '2026' is no day, month",
        ),
        (
            "leaders",
            "KEN\tprime minister\tAnn Otieno\t2001-02\t2001-01-31",
            "to: 2001-01-31 is before",
        ),
        (
            "leaders",
            "KEN\tpresident\tAnn Otieno\t2025-01-01\t",
            "from: 2025-01-01 is before the end of",
        ),
        ("no_actors", "people\tFrench", "names: 'French' already means a country"),
        ("no_actors", "people\tCree", "names: 'Cree' is there twice"),
        ("no_actors", "tribe\tCree", "sort: 'tribe' is not one of people"),
        ("words", "bank\tcompany noun", "word: 'bank' is there twice"),
        ("words", "bankish\t", "features: is empty"),
        ("patterns", "company suffix\tA\tsuffixes", "name: 'company suffix' is there twice"),
        ("patterns", "rating\t(A\tratings", r"pattern: '\(A' is no regular expression"),
        ("first_names", "Angela\tf", "name: 'Angela' is there twice"),
        ("first_names", "Angela-May\tx", "gender: 'x' is not one of m, f, u"),
    ],
)
def test_a_spoilt_row_is_reported_with_its_line(resources: Path, table: str, line: str, message: str) -> None:
    file = resources / f"{table}.tsv"
    lines = file.read_text(encoding="utf-8").rstrip("\n").split("\n")
    file.write_text("\n".join([*lines, line]), encoding="utf-8")
    with pytest.raises(TableError, match=rf"{table}\.tsv:{len(lines) + 1}: {message}"):
        tables.load()


def test_comments_and_blank_lines_are_skipped_but_counted(resources: Path) -> None:
    (resources / "toys.tsv").write_text("# toys\n\nname\tcolour\n# round\nball\tred\n\n", encoding="utf-8")
    (row,) = tables.rows("toys", ("name", "colour"))
    assert (row.file, row.line, row["colour"]) == ("toys.tsv", 5, "red")
    assert str(row.error("colour", "is too loud")) == "toys.tsv:5: colour: is too loud"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"name\tprice\nball\t3\n", r"toys\.tsv:1: columns are name, price; expected name, colour"),
        (b"# nothing\n", r"toys\.tsv:1: has no header"),
        (b"name\tcolour\nball\t\xff\n", r"toys\.tsv: cannot be read .*; reinstall graphbuild"),
    ],
)
def test_a_spoilt_file_is_reported(resources: Path, content: bytes, message: str) -> None:
    (resources / "toys.tsv").write_bytes(content)
    with pytest.raises(TableError, match=message):
        list(tables.rows("toys", ("name", "colour")))


def test_a_missing_file_is_reported(resources: Path) -> None:
    with pytest.raises(TableError, match=r"toys\.tsv: cannot be read"):
        list(tables.rows("toys", ("name", "colour")))
