"""What can be found and listed without Cypher, in the example graph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.api.searching import Search
from graphbuild.errors import QueryError
from graphbuild.ledger import Ledger
from graphbuild.model import Entity
from tests.example_graph import example_graph
from tests.factories import make_article, make_country, make_entity, make_reading, make_statement


@pytest.fixture(scope="module")
def graph() -> Iterator[gb.OpenGraph]:
    with gb.open(example_graph()) as opened:
        yield opened


@pytest.fixture(scope="module")
def exported(graph: gb.OpenGraph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[gb.OpenGraph]:
    (file,) = graph.export(tmp_path_factory.mktemp("lists") / "graph.json")
    with gb.open(file) as opened:
        yield opened


@pytest.mark.parametrize(
    ("words", "first"), [("soviet", "Soviet Union"), ("Achesson", "Dean Acheson"), ("nixon", "Richard Nixon")]
)
def test_an_entity_is_found_by_part_of_a_name(graph: gb.OpenGraph, words: str, first: str) -> None:
    assert graph.search(words).entities[0].name == first
    assert graph.entities(words).rows[0].name == first


def test_articles_are_found_by_words_with_the_place(graph: gb.OpenGraph) -> None:
    found = graph.search("SINAI penin")
    assert {one.article.id for one in found.articles} == {"suez-1956", "camp-david-1978"}
    for one in found.articles:
        hits = [text for text, hit in one.pieces if hit]
        assert [text.lower() for text in hits] == ["sinai", "peninsula"]


@pytest.mark.slow
def test_accents_and_case_do_not_hide_a_text_from_the_search(tmp_path: Path) -> None:
    rows = '{"id": "a", "text": "France met Erdo\\u011fan in ANKARA.", "date": "2020-01-02"}'
    (tmp_path / "a.jsonl").write_text(rows, encoding="utf-8")
    with gb.build([str(tmp_path / "a.jsonl")], tmp_path / "graph", encoder=False) as opened:
        assert [one.article.id for one in opened.search("erdogan ankara").articles] == ["a"]


def test_a_post_lasts_until_the_end_of_its_term(graph: gb.OpenGraph, exported: gb.OpenGraph) -> None:
    for one in (graph, exported):
        (leads,) = (t for t in one.show("Anwar Sadat").ties if t.relation.relation == "LEADER_OF")
        listed = next(t for t in one.relations("LEADER_OF") if t.relation.id == leads.relation.id)
        assert leads.relation.former
        assert leads.until == listed.until == "1981-10-06"
    (then,) = (t for t in graph.show("Anwar Sadat", until="1979").ties if t.relation.relation == "LEADER_OF")
    assert not then.relation.former


def test_two_names_are_a_pair(graph: gb.OpenGraph) -> None:
    pair = graph.search("Egypt and Israel").pair
    assert pair is not None
    assert [e.name for e in pair] == ["Egypt", "Israel"]
    assert graph.search("Egypt").pair is None


def test_limit_is_how_many_there_are_at_most(graph: gb.OpenGraph) -> None:
    days = "1973-12-31", "1979-12-31"
    for ask in (
        lambda limit: graph.explain("Egypt", limit=limit),
        lambda limit: graph.show("Egypt", limit=limit).ties,
        lambda limit: graph.stance("Egypt", limit=limit),
        lambda limit: graph.changes(*days, limit=limit),
    ):
        whole = ask(None)
        assert len(whole) > 1
        assert (ask(1), ask(0)) == (whole[:1], whole)
        with pytest.raises(gb.QueryError, match=r"limit is -1; give a whole number from 0 up"):
            ask(-1)


def test_the_filters_of_a_search_choose_entities_and_articles(graph: gb.OpenGraph) -> None:
    assert graph.search("Egypt", kind="person").entities == ()
    found = graph.search("Sinai", until="1973-12-31", source="meridian wire")
    assert [one.article.id for one in found.articles] == ["sinai-1973", "suez-1956"]


def test_entities_are_listed_by_what_is_asked_for(graph: gb.OpenGraph) -> None:
    whole = graph.entities()
    assert whole.total == len(whole) == len(graph.graph.entities)
    assert [e.articles for e in whole] == sorted((e.articles for e in whole), reverse=True)
    assert graph.entities(limit=3).rows == whole.rows[:3]
    assert graph.entities(limit=3).total == whole.total
    assert (whole[0], whole[1:3]) == (whole.rows[0], whole.rows[1:3])
    names = [e.name for e in graph.entities(kind="person", sort="name")]
    assert names == sorted(names, key=str.casefold)
    assert {e.kind for e in graph.entities(kind=["person", "country"])} == {"person", "country"}
    last = [e.last_seen for e in graph.entities(sort="last")]
    assert last == sorted(last, reverse=True)


def test_entities_of_a_time_are_counted_in_it_alone(graph: gb.OpenGraph) -> None:
    (sadat,) = [e for e in graph.entities(until="1974-12-31") if e.name == "Anwar Sadat"]
    among = graph.articles(about="Anwar Sadat", until="1974-12-31")
    assert sadat.articles == among.total
    assert sadat.last_seen <= "1974-12-31"
    assert sadat.articles < graph.show("Anwar Sadat").entity.articles


def test_relations_are_ranked_by_reports_and_weight(graph: gb.OpenGraph) -> None:
    found = [t.relation for t in graph.relations("material conflict")]
    assert {r.relation for r in found} <= {"ATTACKS", "SANCTIONS", "COERCES", "MOBILIZES_AGAINST"}
    ranks = [(-r.articles, -abs(r.score)) for r in found]
    assert ranks == sorted(ranks)
    everything = [t.relation for t in graph.relations()]
    standing = [r.score == 0 and r.relation != "REQUESTS" for r in everything]
    assert standing == sorted(standing), "posts and seats come after what is done"


@pytest.mark.parametrize(
    "filters",
    [
        {},
        {"relation": "conflict", "kind": "country"},
        {"min_reports": 2},
        {"source": "MERIDIAN WIRE"},
        {"since": "1973-01-01", "until": "1979-12-31", "min_reports": 2},
    ],
)
def test_types_count_what_is_listed(graph: gb.OpenGraph, filters: dict[str, Any]) -> None:
    listed = graph.relations(**filters)
    types = graph.relation_types(**filters)
    assert listed.total > 0
    assert {t.type.name: t.relations for t in types} == {
        name: sum(t.relation.relation == name for t in listed)
        for name in {t.relation.relation for t in listed}
    }
    assert sum(t.reports for t in types) == sum(t.relation.articles for t in listed)


def test_relations_of_a_publisher_are_counted_in_its_articles_alone(graph: gb.OpenGraph) -> None:
    wire = {a.id for a in graph.graph.articles if a.source == "Meridian Wire"}
    said = {
        (s.relation, s.source, s.target) for s in graph.graph.statements if s.article in wire and s.asserted
    }
    listed = {
        (t.relation.relation, t.source.id, t.target.id) for t in graph.relations(source="Meridian Wire")
    }
    assert listed == said


def test_articles_are_listed_with_what_they_state(graph: gb.OpenGraph) -> None:
    listed = graph.articles()
    assert listed.total == len(graph.graph.articles)
    dates = [one.article.date for one in listed]
    assert dates == sorted(dates, reverse=True)
    assert sum(one.statements for one in listed) == len(graph.graph.statements)
    assert sum(one.entities for one in listed) == len(graph.graph.mentioned)
    assert {one.article.id: one.copy_of for one in listed if one.copy_of} == {
        c.article: c.original for c in graph.graph.copies
    }
    mentioning = {m.article for m in graph.graph.mentioned if m.entity == graph.show("Egypt").entity.id}
    assert {one.article.id for one in graph.articles(about="Egypt")} == mentioning


@pytest.mark.slow
def test_a_file_lists_the_same_as_a_folder(graph: gb.OpenGraph, exported: gb.OpenGraph) -> None:
    assert exported.entities(sort="mentions") == graph.entities(sort="mentions")
    assert exported.relations("cooperation", limit=7) == graph.relations("cooperation", limit=7)
    assert exported.articles(sort="source") == graph.articles(sort="source")
    assert exported.relation_types() == graph.relation_types()
    assert exported.failed() == 0


def _in_year(year: str) -> dict[str, str]:
    return {"when_from": f"{year}-01-01", "when_to": f"{year}-12-31", "when_precision": "year"}


def test_relations_have_the_days_on_which_they_held(tmp_path: Path) -> None:
    france, italy = make_country("FRA", "France"), make_country("ITA", "Italy")
    said = {
        "a": ("1980-05-01", {"when_from": "1979-03-01", "when_to": "1979-03-31", "when_precision": "month"}),
        "b": ("1990-05-01", {"when_from": "1985-01-01", "when_to": "", "when_precision": "year"}),
        # the day of the article stands in; only an end is known; denied
        "c": ("1999-05-01", {"when_from": "1999-05-01", "when_to": "1999-05-01"}),
        "d": ("1999-05-02", {"when_from": "", "when_to": "1999-05-02", "when_precision": "day"}),
        "e": (
            "1999-05-03",
            {
                "when_from": "1999-05-03",
                "when_to": "1999-05-03",
                "when_precision": "day",
                "negated": True,
            },
        ),
        # the end of the year of the article is no end; what is over by then has one; the year stands in
        "f": ("1995", {**_in_year("1995"), "when_from": "1983-01-01", "when_source": "tense"}),
        "g": ("1996", _in_year("1987")),
        "h": ("1997", {**_in_year("1997"), "when_source": "article"}),
    }
    with Ledger.create(tmp_path / "g") as ledger:
        for id_, (day, when) in said.items():
            dated = {"date": day} if "-" in day else {"date_from": f"not read: {day}"}
            article = make_article(id_, f"Text {id_}", **dated)
            made = make_statement(france, "ATTACKS", italy, f"France attacked Italy {id_}.", article=id_)
            statements = [replace(made, **when)]  # type: ignore[arg-type]
            if id_ == "c":
                statements.append(make_statement(italy, "MET_WITH", france, "Italy met it.", article=id_))
            ledger.write([(id_, make_reading(article, (france, italy), statements))])
    with gb.open(tmp_path / "g") as opened:
        (attacks,), (met,) = opened.relations("ATTACKS"), opened.relations("MET_WITH")
        assert (attacks.since, attacks.until) == ("1979-03-01", "1987-12-31")
        assert (met.since, met.until) == ("", "")
        (row,) = opened.relations("ATTACKS").dicts()
        assert (row["since"], row["until"]) == (date(1979, 3, 1), date(1987, 12, 31))
        (later,) = opened.relations("ATTACKS", since="1990")
        assert (later.since, later.until) == ("1983-01-01", "1987-12-31")
        assert [t for t in opened.show("France").ties if t.relation.relation == "ATTACKS"] == [attacks]
        whole = opened.graph  # once read, the answers come from it
        assert whole.relations
        assert [*opened.relations()] == [attacks, met]


def test_what_has_no_date_is_counted_and_listed(tmp_path: Path) -> None:
    rows = [
        '{"id": "a", "text": "France attacked Algeria.", "date": "1956-01-02"}',
        '{"id": "b", "text": "France met Egypt."}',
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(rows), encoding="utf-8")
    with gb.build([str(tmp_path / "a.jsonl")], tmp_path / "graph", encoder=False) as opened:
        assert opened.undated() == (1, 2)
        assert opened.undated("Algeria") == (0, 1)
        assert opened.undated("France", "Egypt") == (1, 1)
        assert [one.article.id for one in opened.articles(undated=True)] == ["b"]
        assert [one.article.id for one in opened.articles()] == ["a", "b"]


def test_entities_of_one_name_are_told_apart(tmp_path: Path) -> None:
    kenya, *courts = (
        make_country("KEN", "Kenya"),
        *(make_entity("organisation", f"court {n}", "Supreme Court") for n in range(3)),
        make_entity("organisation", "court of kenya", "Court of Kenya"),
    )
    with Ledger.create(tmp_path / "g") as ledger:
        for n, (court, title) in enumerate(zip(courts, ("Vote", "Law", "", "Bail"), strict=True)):
            for day, called in ((f"2021-03-0{n + 1}", title), ("2022-01-01", "Later")):
                id_ = f"{n}-{day}"
                said = [make_statement(court, "BASED_IN", kenya, article=id_)] if n == 0 else []
                article = make_article(id_, f"Text {id_}", date=day, title=called)
                ledger.write([(id_, make_reading(article, (kenya, court), said))])
    with gb.open(tmp_path / "g") as opened:
        known = {e.first_seen: e for e in opened.entities("court")}
        assert [e.name for e in known.values()].count("Supreme Court") == 3
        apart = {id_: mark.words() for id_, mark in opened.apart(known.values()).items()}
        assert apart == {
            known["2021-03-01"].id: "BASED_IN Kenya",
            known["2021-03-02"].id: "first article: Law",
            known["2021-03-03"].id: "first article: 2-2021-03-03",
        }
        assert opened.apart([known["2021-03-01"], known["2021-03-04"]]) == {}
        with pytest.raises(QueryError, match="may be one of 3; give the id") as error:
            opened.show("Supreme Court")
        assert "): BASED_IN Kenya\n" in f"{error.value}\n"
        assert "): first article: Law\n" in f"{error.value}\n"


#: Articles by how their dates are written, the latest first.
_WRITTEN = {
    "year-26": "2026",
    "day": "2025-03-04",
    "month": "2025-03",
    "year-25": "2025",
    "leap": "2024-02",
    "season": "Spring 2024",
    "none": "",
    "two years": "2024 to 2025",
}


@pytest.fixture(scope="module")
def of_years(tmp_path_factory: pytest.TempPathFactory) -> Iterator[gb.OpenGraph]:
    folder = tmp_path_factory.mktemp("years")
    rows = [
        {"id": id_, "date": day, "text": f"France attacked Algeria, said report {n}."}
        for n, (id_, day) in enumerate(_WRITTEN.items())
    ]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with gb.build([str(folder / "a.jsonl")], folder / "graph", encoder=False, collate=False) as opened:
        yield opened


@pytest.mark.parametrize(
    ("since", "until", "within", "left_out"),
    [
        ("2025", "2025", {"day", "month", "year-25"}, 2),
        ("2025-03", "2025-03", {"day", "month"}, 3),
        ("2025-02-01", "2025-03-30", {"day"}, 4),
        ("2024-02-01", "2024-02-28", set(), 4),
        ("2024-02-01", "2024-02-29", {"leap"}, 3),
        ("2025-01-02", "2026", {"day", "month", "year-26"}, 3),
        ("2026", None, {"year-26"}, 2),
        (None, "2024", {"leap", "season"}, 2),
        (None, "2026-11", {*_WRITTEN} - {"year-26", "none", "two years"}, 3),
    ],
)
def test_a_month_or_year_that_lies_wholly_in_a_period_counts(
    of_years: gb.OpenGraph, since: str | None, until: str | None, within: set[str], left_out: int
) -> None:
    days: Any = {"since": since, "until": until}
    assert {one.article.id for one in of_years.articles(**days)} == within
    assert of_years.undated(**days) == (left_out, len(_WRITTEN))
    assert {p.article.id for p in of_years.search("attacked", **days).articles} == within
    explained = of_years.explain("France", "Algeria", **days)
    assert {e.articles[0].id for one in explained for e in one.asserted} == within
    counted = of_years.relations("ATTACKS", **days)
    assert [tie.relation.articles for tie in counted] == ([len(within)] if within else [])
    named: Any = {name: day or "" for name, day in days.items()}
    rows = of_years.query("evidence", a="France", b="Algeria", **named)
    numbers = {str(n): id_ for n, id_ in enumerate(_WRITTEN)}
    assert {numbers[row["sentence"].rstrip(".")[-1]] for row in rows} == within


def test_articles_of_a_year_or_month_come_behind_the_days_in_it(of_years: gb.OpenGraph) -> None:
    listed = [one.article.id for one in of_years.articles()]
    assert listed == ["year-26", "day", "month", "year-25", "leap", "season", "none", "two years"]
    assert [a.article.id for a in of_years.show("France").appearances][:4] == listed[:4]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (lambda g: g.search(" "), "WORDS is empty; give any part of a name"),
        (lambda g: g.entities(kind="planet"), "no kind is called 'planet'"),
        (lambda g: g.entities(sort="size"), "sort is 'size'; give one of articles, mentions"),
        (lambda g: g.relations("ATTAKS"), "(did you mean ATTACKS?): `graphbuild relations --all` lists them"),
        (lambda g: g.relations(min_reports=-1), "from 0 up"),
        (lambda g: g.articles(source="Meridan"), "did you mean Meridian Wire?"),
        (lambda g: g.articles(since="soon"), "give a day as in"),
        (lambda g: g.articles(undated=True, since="1979-01-01"), "of any time"),
        (lambda g: g.articles(about="Atlantis"), "no entity is called 'Atlantis'"),
        (lambda g: g.article("camp-david"), "did you mean camp-david-1978?"),
    ],
)
def test_what_means_nothing_is_reported(graph: gb.OpenGraph, asked: Any, message: str) -> None:
    with pytest.raises(QueryError, match=re.escape(message)):
        asked(graph)


def test_the_most_reported_of_those_with_the_words_in_a_name_comes_first(tmp_path: Path) -> None:
    def e(name: str, articles: int, *aliases: str) -> Entity:
        return Entity(name, "person", name, aliases, "", articles, articles, "", "")

    search = Search(
        [
            e("Juwan Howard", 1, "Howard"), e("Michael Howard", 79), e("Howardson", 90), e("Cohowardly", 99),
            e("Russia", 350), e("Belarus", 10, "Belorusian"), e("United Kingdom", 5, "UK"), e("Ukraine", 50),
        ],
        (),
    )  # fmt: skip
    assert [one.name for one in search.entities("howard")][:3] == [
        "Michael Howard",
        "Juwan Howard",
        "Howardson",
    ]
    assert search.entities("rusia")[0].name == "Russia"
    assert search.entities("uk")[0].name == "United Kingdom"


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda g: g.show(5), "a name is 5; give a text"),
        (lambda g: g.explain("Egypt", limit="3"), "limit is '3'; give a whole number from 0 up"),
        (lambda g: g.relations(min_reports=2.5), "min_reports is 2.5; give a whole number from 0 up"),
        (lambda g: g.query("leaders", limit=-1), "limit is -1"),
        (lambda g: gb.open(g.stats()), "is no graph; give a folder"),
    ],
)
def test_values_of_a_wrong_type_are_errors(graph: gb.OpenGraph, ask: Any, told: str) -> None:
    with pytest.raises(gb.GraphbuildError, match=told):
        ask(graph)


@pytest.mark.slow
def test_what_is_near_enough_is_understood(graph: gb.OpenGraph) -> None:
    assert graph.query("leaders", kind="country", limit=2) == graph.query(name="leaders", kind="country")[:2]
    assert len(graph.query("leaders", limit=0)) == len(graph.query("leaders"))
    assert graph.plan("leaders") == graph.plan(name="leaders")
    noon = datetime(1973, 12, 31, 12)
    assert graph.articles(until=noon) == graph.articles(until="1973-12-31")


def test_who_is_often_told_of_comes_before_a_rare_namesake_and_words_are_no_names() -> None:
    def entity(name: str, articles: int) -> Entity:
        return Entity(name, "person", name, (), "", articles, articles, "", "")

    known = [entity(*e) for e in (("PUTIN", 2), ("Vladimir Putin", 125), ("Nathan Deal", 1), ("Iran", 9))]
    texts = {f"a{n}": "The nuclear deal with Iran." for n in range(9)}
    search = Search(known, [make_article(id_, text) for id_, text in texts.items()])
    search.read_texts(texts.items())
    assert [e.name for e in search.entities("putin")] == ["Vladimir Putin", "PUTIN"]
    pair = search.pair("iran putin")
    assert pair is not None
    assert [e.name for e in pair] == ["Iran", "Vladimir Putin"]
    assert search.pair("iran deal") is None, "nine articles have the word, one tells of Nathan Deal"
    explicit = search.pair("iran, deal")
    assert explicit is not None
