"""What the pages show, of a small graph made by hand."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import graphbuild
from graphbuild.api.filters import NONE
from graphbuild.errors import QueryError
from graphbuild.explore import figures
from graphbuild.explore.answers import Answers
from graphbuild.explore.filters import filters_of
from graphbuild.explore.site import encoded
from graphbuild.incremental.overview import publishers, undated_years
from graphbuild.ledger import Ledger
from graphbuild.model import NOT_READ
from graphbuild.tables import relations
from tests.example_graph import example_graph
from tests.explore.conftest import IMAGE, SCRIPT, TEXT
from tests.factories import make_article, make_country, make_entity, make_reading, make_statement


def called(answers: Answers, name: str) -> str:
    """The id of the entity of this name."""
    (found,) = [e.id for e in answers.index.entities.values() if e.name == name]
    return found


def test_the_summary_counts_what_stats_counts(example: Answers) -> None:
    found = example.summary({})
    with graphbuild.open(example_graph()) as opened:
        stats = opened.stats()
    assert (found["articles"], found["copies"]) == (stats.articles, stats.copies)
    assert found["entities"] == stats.entities
    assert {name: n for name, n, _ in found["relations"]} == stats.relations
    coverage = found["coverage"]
    assert sum(bar["articles"] for bar in coverage["bars"]) + coverage["left_out"] == stats.articles
    assert [e["articles"] for e in found["known"]["country"]] == sorted(
        (e["articles"] for e in found["known"]["country"]), reverse=True
    )


def test_an_entity_has_its_relations_by_what_is_best_reported(example: Answers) -> None:
    id_ = called(example, "Egypt")
    page = example.entity(id_, {})
    assert page["entity"]["name"] == "Egypt"
    assert list(dict.fromkeys(t["family"] for t in page["ties"])) == ["conflict", "cooperation", "standing"]
    for family, count in page["tie_counts"].items():
        reports = [t["reports"] for t in page["ties"] if t["family"] == family]
        assert reports == sorted(reports, reverse=True)
        assert len(reports) == count
    with graphbuild.open(example_graph()) as opened:
        edges = {(t.relation.relation, t.source.id, t.target.id): t.relation for t in opened.show(id_).ties}
    shown = {(t["relation"], t["source"], t["target"]): t for t in page["ties"]}
    assert edges.keys() <= shown.keys()
    for edge, relation in edges.items():
        tie = shown[edge]
        assert (tie["reports"], tie["publishers"]) == (relation.articles, relation.sources)
        assert (tie["denied"], tie["unasserted"]) == (relation.negated, relation.hypothetical)
    assert all(shown[edge]["reports"] == 0 for edge in shown.keys() - edges.keys())


@pytest.mark.slow
def test_every_entity_that_is_named_is_reported(example: Answers) -> None:
    pairs: dict[frozenset[str], dict[str, Any]] = {}
    for id_ in example.index.entities:
        page = example.entity(id_, {})
        mentioned = {t[end] for t in page["ties"] for end in ("source", "target")}
        mentioned |= {n["id"] for n in page["neighbours"]}
        assert mentioned <= page["named"].keys()
        assert {link[end] for link in page["links"] for end in "ab"} <= {n["id"] for n in page["neighbours"]}
        for neighbour in page["neighbours"]:
            both = frozenset((id_, neighbour["id"]))
            pair = pairs.get(both) or pairs.setdefault(both, example.pair(id_, neighbour["id"], {}))
            assert pair["reports"] == neighbour["reports"]
            assert {s[end] for s in cited(pair) for end in ("source", "target")} <= pair["named"].keys()


def cited(pair: dict[str, Any]) -> list[dict[str, Any]]:
    course = pair["course"]
    turns = [s for turn in course["turning_points"] for s in turn["cited"]]
    return [*pair["statements"], *course["because"], *turns]


def test_an_ego_picture_has_at_most_so_many_nodes(example: Answers) -> None:
    id_ = called(example, "United States")
    whole = example.entity(id_, {"show": "9999"})
    assert len(whole["neighbours"]) == whole["neighbour_count"] <= 300
    part = example.entity(id_, {"show": "3"})
    assert part["neighbours"] == whole["neighbours"][:3], "more are added behind those that were there"
    assert part["neighbour_count"] == whole["neighbour_count"]


def test_a_neighbour_is_on_the_side_of_what_is_reported_most(example: Answers) -> None:
    for id_ in example.index.entities:
        for n in example.entity(id_, {"show": "300"})["neighbours"]:
            events = n["cooperation"] + n["conflict"]
            if n["reports"] and n["standing"] <= 2 * events:
                assert n["side"] in ("conflict", "cooperation")
                assert n[n["side"]] == max(n["conflict"], n["cooperation"])
            elif n["reports"]:
                assert n["side"] == "standing"
            else:  # nothing but posts is on the side of posts
                families = {relations()[r].family for r in n["relations"]}
                assert (n["side"] == "standing") == (families == {"standing"})


def test_a_pair_is_told_as_stance_tells_it(example: Answers) -> None:
    egypt, israel = called(example, "Egypt"), called(example, "Israel")
    page = example.pair(egypt, israel, {"by": "year"})
    with graphbuild.open(example_graph()) as opened:
        told = opened.stance("Egypt", "Israel", by="year")
    assert page["course"]["stance"]["label"] == told.stance.label
    assert [p["period"] for p in page["course"]["periods"]] == [p.period for p in told.periods]
    assert [t["day"] for t in page["course"]["turning_points"]] == [t.day for t in told.turning_points]
    last = page["course"]["curve"][-1]
    assert last[1:3] == [told.stance.cooperation, told.stance.conflict]
    days = [s["article"]["date"] for s in page["statements"]]
    assert days == sorted(days)
    assert page["statement_count"] == len(page["statements"]) == len({s["id"] for s in page["statements"]})
    assert [s["id"] for s in example.pair(israel, egypt, {})["statements"]] == [
        s["id"] for s in page["statements"]
    ]


def test_what_counts_through_persons_and_bodies_is_shown_with_a_pair(example: Answers) -> None:
    egypt, israel = called(example, "Egypt"), called(example, "Israel")
    states, actors = (example.pair(egypt, israel, {"level": level})["course"] for level in ("state", "actor"))
    assert states["through_count"] == len(states["through"]) > 0 == actors["through_count"]
    days = [s["article"]["date"] for s in states["through"]]
    assert days == sorted(days)
    named = example.pair(egypt, israel, {"level": "state"})["named"]
    assert all({s["source"], s["target"]} != {egypt, israel} for s in states["through"])
    assert all(s[end] in named for s in states["through"] for end in ("source", "target"))


def test_a_turning_point_cites_what_rose_and_not_what_fell(tmp_path: Path) -> None:
    """Cooperation ends when conflict begins, but for one accord in between."""
    days = [*(f"2015-{month:02}-10" for month in range(1, 9)), "2015-09-28"]
    said = [(day, "AGREED_WITH") for day in days]
    said += [(f"{2015 + n // 12}-{n % 12 + 1:02}-14", "ACCUSES") for n in range(8, 18)]
    a, b = make_country("FRA", "France"), make_country("ITA", "Italy")
    with Ledger.create(tmp_path / "graph") as ledger:
        for day, relation in said:
            words = f"France and Italy on {day}."
            article = make_article(day, words, date=day, source=day)
            ledger.write(
                [(day, make_reading(article, [a, b], [make_statement(a, relation, b, words, article=day)]))]
            )
    with graphbuild.open(tmp_path / "graph") as opened:
        turns = Answers(opened, "graph").pair(a.id, b.id, {})["course"]["turning_points"]
    assert any(turn["cooperation"][1] < turn["cooperation"][0] for turn in turns)
    assert {s["relation"] for turn in turns for s in turn["cited"]} == {"ACCUSES"}


#: Times of articles, as far as they tell them.
TIMES = ["2015-03", "2014", "2013-05-01", "", "2014-07-02", "2015-03-02"]


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """Two who fight in articles of which some tell a day, some the month or year, and one nothing."""
    folder = tmp_path_factory.mktemp("timed") / "graph"
    a, b = make_country("FRA", "France"), make_country("ITA", "Italy")
    minister = make_entity("person", "jean roux", "Jean Roux")
    with Ledger.create(folder) as ledger:
        for n, time in enumerate(TIMES):
            words, again = f"France attacked Italy for the time {n}.", f"Roux accused Italy for the time {n}."
            day, told = (time, "") if len(time) == 10 else ("", time and NOT_READ + time)
            article = make_article(f"a{n}", f"{words} {again}", date=day, date_from=told, source=f"Paper {n}")
            said = [
                make_statement(a, "ATTACKS", b, words, article=article.id),
                make_statement(minister, "REPRESENTS", a, again, article=article.id, start=100),
                make_statement(minister, "ACCUSES", b, again, article=article.id, start=100),
            ]
            ledger.write([(article.id, make_reading(article, [a, b, minister], said))])
    with graphbuild.open(folder) as opened:
        yield Answers(opened, "graph")


def test_what_is_of_a_month_or_year_comes_at_its_beginning(timed: Answers) -> None:
    def times(articles: Iterable[dict[str, Any]]) -> list[str]:
        return [article["date"] or article["year"] for article in articles]

    pair = timed.pair(called(timed, "France"), called(timed, "Italy"), {})
    earliest = ["2013-05-01", "2014", "2014-07-02", "2015-03", "2015-03-02", ""]
    assert times(s["article"] for s in pair["statements"]) == earliest
    assert times(s["article"] for s in pair["course"]["through"]) == earliest
    assert times(pair["sources"]) == earliest
    latest = earliest[::-1][1:]
    assert times(part(timed, "articles")["items"])[:-1] == latest
    assert times(timed.entity(called(timed, "Italy"), {})["articles"])[:-1] == latest


def test_articles_of_a_known_year_stand_in_a_coverage_by_years(timed: Answers) -> None:
    months = timed.summary({})["coverage"]
    assert (months["unit"], months["left_out"]) == ("month", 3)
    assert sum(bar["articles"] for bar in months["bars"]) == 3
    whole = figures.overview(timed.index, NONE)
    longer = replace(whole, articles=whole.articles + 1, months={"1949-05": 1, **whole.months})
    years = figures.figures(longer)["coverage"]
    assert (years["unit"], years["left_out"]) == ("year", 1)
    shown = {bar["period"]: bar["articles"] for bar in years["bars"] if bar["articles"]}
    assert shown == {"1949": 1, "2013": 1, "2014": 2, "2015": 2}


def test_filters_take_out_statements_and_nothing_else(example: Answers) -> None:
    id_ = called(example, "Egypt")
    whole, part = example.entity(id_, {}), example.entity(id_, {"relation": "conflict"})
    assert {t["family"] for t in part["ties"]} == {"conflict"}
    assert part["tie_counts"] == {**whole["tie_counts"], "cooperation": 0, "standing": 0}
    assert part["entity"] == whole["entity"]
    strong = example.entity(id_, {"reports": "2"})
    assert len(strong["ties"]) == sum(t["reports"] >= 2 for t in whole["ties"])
    assert example.entity(id_, {"until": "1900-01-01"})["ties"] == []


def test_an_article_has_its_text_with_everything_in_its_place(example: Answers) -> None:
    for id_ in example.index.articles:
        page = example.article(id_, {})
        text = "".join(piece for piece, _ in page["pieces"])
        with graphbuild.open(example_graph()) as opened:
            view = opened.article(id_)
        assert text == view.article.text
        for mention in view.mentions:
            assert text[mention.mention.start : mention.mention.end] == mention.mention.text
        for n, s in enumerate(view.statements):
            said = "".join(piece for piece, marks in page["pieces"] if {"sentence": n} in marks)
            assert said == s.sentence
            assert page["statements"][n]["id"] == s.id
        entities = {mark["entity"] for _, marks in page["pieces"] for mark in marks if "entity" in mark}
        assert entities == page["mentions"].keys() <= page["named"].keys()


def test_a_copy_names_its_original(example: Answers) -> None:
    copy, original = next(iter(example.index.original.items()))
    page = example.article(copy, {})
    assert page["original"]["id"] == original
    assert all(s["copy_of"] == original for s in page["statements"])
    assert copy in [a["id"] for a in example.article(original, {})["copies"]]


def test_two_days_are_compared(example: Answers) -> None:
    found = example.changes({"since": "1970-01-01", "until": "1980-01-01"})
    assert found["earlier"] == ["1960-01-02", "1970-01-01"], "the time before is as long"
    assert found["appeared_count"] >= len(found["appeared"]) > 0
    for tie in found["appeared"]:
        assert "1970-01-01" < tie["first"] <= tie["last"] <= "1980-01-01"
    for tie in found["silent"]:
        assert "1960-01-02" < tie["last"] <= "1970-01-01"
    appeared = {(t["relation"], t["source"], t["target"]) for t in found["appeared"]}
    assert not appeared & {(t["relation"], t["source"], t["target"]) for t in found["silent"]}


def test_two_periods_far_apart_are_compared(example: Answers) -> None:
    later = {"since": "1979-01-01", "until": "1982-12-31", "per": "1000"}
    found = example.changes({**later, "earlier_since": "1972-01-01", "earlier_until": "1974-12-31"})
    assert found["earlier"] == ["1971-12-31", "1974-12-31"]
    assert found["silent"]
    between = {(t["relation"], t["source"], t["target"]) for t in example.changes(later)["appeared"]}
    appeared = {(t["relation"], t["source"], t["target"]) for t in found["appeared"]}
    assert between < appeared, "what came between the two is new in the later"


def test_stances_of_two_periods_far_apart_are_those_of_their_ends(example: Answers) -> None:
    days = {"since": "2017-12-31", "until": "2018-12-31"}
    found = example.changes({**days, "earlier_since": "1998-01-01", "earlier_until": "1999-12-31"})
    pair = {called(example, "Eritrea"), called(example, "Ethiopia")}
    (turned,) = [c for c in found["turned"] if {c["a"], c["b"]} == pair]
    assert not turned["faded"]
    assert turned["before"]["infers"] == "HOSTILITY_TOWARD"
    assert turned["after"]["infers"] == "PARTNERSHIP"


def test_a_stance_that_has_only_faded_is_told_as_that(example: Answers) -> None:
    found = example.changes({"since": "1970-01-01", "until": "1974-01-01"})
    faded = {example.index.entities[c["a"]].name: c["faded"] for c in found["turned"]}
    assert faded["China"], "hostile to the Soviet Union, then tense, as less is reported"
    assert not all(faded.values())


def test_two_days_are_compared_for_one_entity(example: Answers) -> None:
    days = {"since": "1970-01-01", "until": "1980-01-01", "per": "1000"}
    egypt = called(example, "Egypt")
    whole, one = example.changes(days), example.changes({**days, "of": egypt})
    assert one["of"]["name"] == "Egypt"
    for sort in ("appeared", "silent"):
        assert one[sort] == [t for t in whole[sort] if egypt in (t["source"], t["target"])]
        assert one[f"{sort}_count"] == len(one[sort])
    assert one["turned"] == [c for c in whole["turned"] if egypt in (c["a"], c["b"])]
    assert one["appeared"]
    first = example.changes({**days, "per": "1"})
    later = example.changes({**days, "from": "1"})
    assert first["appeared"] + later["appeared"] == whole["appeared"]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda a: a.entity("nobody", {}), "holds no entity 'nobody'"),
        (lambda a: a.article("nothing", {}), "holds no article 'nothing'"),
        (lambda a: a.pair(called(a, "Egypt"), called(a, "Egypt"), {}), "two different"),
        (lambda a: a.pair(called(a, "Egypt"), called(a, "Israel"), {"by": "week"}), "month, quarter or year"),
        (lambda a: a.pair(called(a, "Egypt"), called(a, "Israel"), {"level": "x"}), "state or actor"),
        (lambda a: a.entity(called(a, "Egypt"), {"show": "many"}), "show is 'many'"),
        (lambda a: a.changes({"since": "1970-01-01"}), "both days"),
        (
            lambda a: a.changes({"since": "1970-01-01", "until": "1971-01-01", "of": "nobody"}),
            "holds no entity",
        ),
        (lambda a: a.changes({"since": "1970-01-01", "until": "1970-13-01"}), "give a day"),
        (
            lambda a: a.changes(
                {"since": "1970-01-01", "until": "1971-01-01", "earlier_since": "1960-01-01"}
            ),
            "both days of the earlier period, or neither",
        ),
        (
            lambda a: a.changes(
                {
                    "since": "1970-01-01",
                    "until": "1971-01-01",
                    "earlier_since": "1969-01-01",
                    "earlier_until": "1970-06-01",
                }
            ),
            "ends on 1970-06-01, not before 1970-01-01",
        ),
    ],
)
def test_what_is_not_there_is_reported(example: Answers, ask: Any, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(example)


def test_the_earliest_day_has_a_time_before_it(example: Answers) -> None:
    assert example.changes({"since": "0001-01-01", "until": "9999-12-31"})["earlier"][0] == "0001-01-01"


def test_hostile_texts_are_texts(hostile: Answers) -> None:
    (article,) = hostile.index.articles
    page = hostile.article(article, {})
    assert "".join(piece for piece, _ in page["pieces"]) == TEXT
    assert page["article"]["url"] == ""
    assert {e["name"] for e in page["named"].values()} >= {SCRIPT, IMAGE}
    for answer in (page, hostile.summary({}), hostile.search({"q": "script"})):
        assert json.loads(encoded(answer)) == json.loads(json.dumps(answer))


def test_halves_of_characters_break_no_answer() -> None:
    assert encoded({"text": "a\ud800b"}) == b'{"text":"a?b"}'


def test_a_graph_without_texts_or_statements_can_be_looked_at(tmp_path: Any, example: Answers) -> None:
    with graphbuild.open(example_graph()) as opened:
        json_file, graphml = tmp_path / "graph.json", tmp_path / "graph.graphml"
        opened.export(json_file)
        opened.export(graphml)
    for file in (json_file, graphml):
        with graphbuild.open(file) as opened:
            answers = Answers(opened, file.name)
            egypt, israel = called(answers, "Egypt"), called(answers, "Israel")
            assert answers.summary({})["articles"] >= 0
            assert not answers.summary({})["folder"], "it knows of no decisions"
            assert answers.entity(egypt, {})["entity"]["name"] == "Egypt"
            assert answers.pair(egypt, israel, {})["a"]["name"] == "Egypt"
            for id_ in answers.index.articles:
                assert answers.article(id_, {})["pieces"] == []


def test_sentences_are_searched_where_a_graph_came_without_texts(tmp_path: Path, example: Answers) -> None:
    with graphbuild.open(example_graph()) as opened:
        opened.export(tmp_path / "graph.json")
    with graphbuild.open(tmp_path / "graph.json") as opened:
        answers = Answers(opened, "graph.json")
        answers.read()
        while not answers.search_index.complete:
            time.sleep(0.02)
        said = next(s for s in answers.index.graph.statements if len(s.sentence) > 60)
        last = said.sentence.split()[-1].strip('".”')
        words = f"{said.sentence.split()[0]} {last}"
        found = answers.search({"q": words})
        assert said.article in {a["id"] for a in found["articles"]}
        assert found["textless"]
        assert not example.search({"q": words})["textless"]
        assert answers.article(said.article, {"words": words})["pieces"] == []


def test_stances_are_told_as_stance_tells_them(example: Answers) -> None:
    id_ = called(example, "Israel")
    found = part(example, "stances", id_)
    kind = {e.id: e.kind for e in example.index.entities.values()}
    with graphbuild.open(example_graph()) as opened:
        told = opened.stance("Israel", sort="reports")
    assert [(p["b"], p["stance"]["label"]) for p in found["items"] if kind[p["b"]] == "country"] == [
        (p.b.id, p.stance.label) for p in told
    ]
    assert all(p["a"] == id_ for p in found["items"])
    strongest = part(example, "stances")
    reports = [p["stance"]["reports"] for p in strongest["items"]]
    assert reports == sorted(reports, reverse=True)
    assert {p[end] for p in strongest["items"] for end in "ab"} == strongest["named"].keys()


def test_a_list_tells_since_when_a_stance_stands_as_exactly_as_its_page(tmp_path: Path) -> None:
    """Of Italy the year alone is told, of Spain the day."""
    a, b, c = make_country("FRA", "France"), make_country("ITA", "Italy"), make_country("ESP", "Spain")
    with Ledger.create(tmp_path / "graph") as ledger:
        for n in range(4):
            first, second = f"France attacked Italy in 2015, {n}.", f"France attacked Spain on Friday, {n}."
            article = make_article(f"a{n}", f"{first} {second}", date="2016-02-05", source=f"Paper {n}")
            said = [
                make_statement(a, "ATTACKS", b, first, article=article.id, when=("2015-01-01", "2015-12-31")),
                make_statement(a, "ATTACKS", c, second, article=article.id, start=100),
            ]
            ledger.write([(article.id, make_reading(article, [a, b, c], said))])
    with graphbuild.open(tmp_path / "graph") as opened:
        answers = Answers(opened, "graph")
        for path, params in ((("stances",), {}), (("stances", a.id), {"relation": "conflict"})):
            listed = part(answers, *path, **params)["items"]
            told = {frozenset((p["a"], p["b"])): p["since_told"] for p in listed}
            assert told == {frozenset((a.id, b.id)): "2015", frozenset((a.id, c.id)): "2016-02-05"}
            for (one, other), since in told.items():
                assert answers.pair(one, other, {})["course"]["stance"]["since"] == since


def test_filters_choose_what_stances_are_inferred_from_and_which_are_listed(example: Answers) -> None:
    israel, egypt = called(example, "Israel"), called(example, "Egypt")
    then = part(example, "stances", israel, until="1979-06-01")
    with graphbuild.open(example_graph()) as opened:
        told = opened.stance("Israel", "Egypt", until="1979-06-01").stance
        fought = opened.stance("Israel", "Egypt", relation="conflict").stance
    (found,) = (p["stance"] for p in then["items"] if p["b"] == egypt)
    assert (found["label"], found["reports"]) == (told.label, told.reports)
    assert found["as_of"] < told.as_of == "1979-06-01" < example.summary({})["last"], "the last report"
    page = example.pair(israel, egypt, {"relation": "conflict"})
    assert page["course"]["stance"]["reports"] == fought.reports
    assert all(s["family"] == "conflict" for s in page["course"]["because"])

    whole = part(example, "stances")["items"]
    of_people = part(example, "stances", kind="person")
    kinds = {id_: e["kind"] for id_, e in of_people["named"].items()}
    assert of_people["items"]
    assert all("person" in (kinds[p["a"]], kinds[p["b"]]) for p in of_people["items"])
    often = [p for p in whole if p["stance"]["reports"] >= 3]
    assert 0 < len(often) < len(whole)
    assert part(example, "stances", reports="3")["items"] == often
    late = {p["stance"]["as_of"] for p in part(example, "stances", since="2000-01-01")["items"]}
    assert late == {p["stance"]["as_of"] for p in whole if p["stance"]["as_of"] >= "2000-01-01"} != set()


def test_a_pair_in_a_period_counts_and_cites_what_was_reported_in_it(tmp_path: Path) -> None:
    """Two fight in 2015, and once more in 2017; of some articles nobody knows the day."""
    days = [*(f"2015-0{month}-10" for month in range(1, 8)), "2017-03-01", "", ""]
    a, b = make_country("FRA", "France"), make_country("ITA", "Italy")
    with Ledger.create(tmp_path / "graph") as ledger:
        for n, day in enumerate(days):
            words = f"France attacked Italy on {day}, for the time {n}."
            article = make_article(f"a{n}", words, date=day, source=f"Paper {n}")
            said = make_statement(a, "ATTACKS", b, words, article=article.id)
            ledger.write([(article.id, make_reading(article, [a, b], [said]))])
    with graphbuild.open(tmp_path / "graph") as opened:
        answers = Answers(opened, "graph")

        def told(**period: str) -> tuple[dict[str, Any], list[str]]:
            course = answers.pair(a.id, b.id, period)["course"]
            return course["stance"], [s["article"]["date"] for s in course["because"]]

        whole, _ = told()
        assert (whole["reports"], whole["undated"]) == (10, 2)
        then, cited = told(since="2017-01-01", until="2017-12-31")
        assert (then["reports"], then["articles"], then["publishers"], then["undated"]) == (1, 1, 1, 0)
        assert cited == ["2017-03-01"]
        assert then["as_of"] == "2017-12-31"
        silent, cited = told(since="2016-01-01", until="2016-03-31")
        assert (silent["reports"], silent["undated"], cited) == (0, 0, [])
        assert (silent["infers"], silent["as_of"]) == ("HOSTILITY_TOWARD", "2016-03-31")
        (listed,) = part(answers, "stances", until="2016-03-31")["items"]
        assert (listed["stance"]["as_of"], listed["stance"]["reports"]) == ("2015-07-10", 7)
        assert not part(answers, "stances", since="2016-01-01", until="2016-03-31")["items"]
        (listed,) = part(answers, "stances", since="2017-01-01")["items"]
        assert (listed["stance"]["reports"], listed["stance"]["undated"]) == (1, 0)


def part(answers: Answers, *path: str, **params: str) -> dict[str, Any]:
    found = answers.listed(path, params)
    assert found is not None
    return found


def test_a_list_is_whole_part_by_part(example: Answers) -> None:
    egypt, israel = called(example, "Egypt"), called(example, "Israel")
    for path in (
        ("relations",),
        ("relations", egypt),
        ("statements", egypt, israel),
        ("stances",),
        ("articles",),
        ("articles", egypt),
        ("entities",),
    ):
        whole = part(example, *path, per="1000")
        assert whole["count"] == len(whole["items"]) > 2
        first, rest = part(example, *path, per="2"), part(example, *path, **{"from": "2", "per": "1000"})
        assert first["items"] + rest["items"] == whole["items"]
        assert first["count"] == rest["count"] == whole["count"]
        assert part(example, *path, **{"from": "99999999"})["items"] == []


def test_a_list_holds_what_its_page_counts(example: Answers) -> None:
    egypt, israel = called(example, "Egypt"), called(example, "Israel")
    page, pair = example.entity(egypt, {"ties": "2"}), example.pair(egypt, israel, {"per": "2"})
    for family, count in page["tie_counts"].items():
        some = part(example, "relations", egypt, family=family)
        assert some["count"] == count
        assert [t for t in page["ties"] if t["family"] == family] == some["items"][:2]
    assert part(example, "articles", egypt)["count"] == page["article_count"]
    statements = part(example, "statements", egypt, israel)
    assert statements["count"] == pair["statement_count"]
    assert statements["items"][:2] == pair["statements"]
    narrowed = part(example, "statements", egypt, israel, relation="conflict")
    assert {s["family"] for s in narrowed["items"]} == {"conflict"}
    days = [a["date"] for a in part(example, "articles", since="1970-01-01", until="1979-12-31")["items"]]
    assert days
    assert all("1970" <= day < "1980" for day in days)
    kinds = {e["kind"] for e in part(example, "entities", kind="person")["items"]}
    assert kinds == {"person"}


def test_articles_of_an_entity_are_those_that_say_what_the_filters_let_through(example: Answers) -> None:
    egypt = called(example, "Egypt")
    whole = [a["id"] for a in part(example, "articles", egypt)["items"]]
    for filters in (
        {"relation": "ATTACKS"},
        {"status": "denied"},
        {"kind": "person"},
        {"reports": "2"},
        {"direction": "out"},
    ):
        page = example.entity(egypt, filters)
        said = example.index.about_one(egypt, filters_of(filters)).statements
        saying = {s.article for s in said}
        assert [a["id"] for a in page["articles"]] == [id_ for id_ in whole if id_ in saying], filters
        assert 0 < page["article_count"] == len(saying) < len(whole), filters
        assert part(example, "articles", egypt, **filters)["count"] == page["article_count"]
    of_days = {"since": "1970-01-01", "until": "1979-12-31"}
    assert example.entity(egypt, of_days)["article_count"] == sum(
        "1970" <= example.index.articles[id_].date < "1980" for id_ in whole
    )


@pytest.mark.parametrize(
    "filters",
    [
        {"relation": "ATTACKS"},
        {"status": "denied"},
        {"kind": "person"},
        {"reports": "2"},
        {"alone": "1"},
        {"direction": "out"},
        {"direction": "in", "relation": "ATTACKS", "kind": "country"},
        {"relation": "conflict", "since": "1970-01-01", "until": "1979-12-31"},
        {"until": "1979-12-31"},
    ],
)
def test_the_best_known_are_those_of_which_the_filters_let_anything_through(
    example: Answers, filters: dict[str, str]
) -> None:
    found = example.summary(filters)
    count = {id_: example.entity(id_, filters)["article_count"] for id_ in example.index.entities}
    assert 0 < sum(n > 0 for n in count.values()) == sum(found["entities"].values()) < len(count)
    for kind, known in found["known"].items():
        assert [e["articles"] for e in known] == [count[e["id"]] for e in known]
        listed = part(example, "entities", kind, **filters)
        assert listed["items"][: len(known)] == known
        assert listed["count"] == found["entities"][kind]
        assert [e["articles"] for e in listed["items"]] == sorted(
            (n for id_, n in count.items() if n and example.index.entities[id_].kind == kind), reverse=True
        )


def test_what_an_entity_does_is_told_apart_from_what_is_done_to_it(example: Answers) -> None:
    egypt = called(example, "Egypt")

    def edges(page: dict[str, Any]) -> set[tuple[str, str, str]]:
        return {(t["relation"], t["source"], t["target"]) for t in page["ties"]}

    whole, out, done = (example.entity(egypt, {"ties": "1000", "direction": d}) for d in ("", "out", "in"))
    both = {edge for edge in edges(whole) if relations()[edge[0]].symmetric}
    assert edges(out) == both | {edge for edge in edges(whole) if edge[1] == egypt}
    assert edges(done) == both | {edge for edge in edges(whole) if edge[2] == egypt}
    assert both
    assert len(edges(out)) < len(edges(whole)) > len(edges(done))
    for page, direction in ((out, "out"), (done, "in")):
        ends = {end for edge in edges(page) for end in edge[1:]} - {egypt}
        assert {n["id"] for n in part(example, "neighbours", egypt, direction=direction)["items"]} == ends
        listed = part(example, "relations", egypt, direction=direction, per="1000")
        assert listed["count"] == len(edges(page))
        assert part(example, "articles", egypt, direction=direction)["count"] == page["article_count"]
        around = {n["id"] for n in page["neighbours"]}
        known = {(x["a"], x["b"]) for x in whole["links"] if {x["a"], x["b"]} <= around}
        assert {(x["a"], x["b"]) for x in page["links"]} == known, "of each other they may do anything"


def test_of_two_the_first_is_the_one_who_does_it(example: Answers) -> None:
    egypt, israel = called(example, "Egypt"), called(example, "Israel")

    def ids(one: str, other: str, direction: str) -> list[str]:
        page = example.pair(one, other, {"direction": direction, "per": "1000"})
        told = [s["id"] for s in page["statements"]]
        listed = part(example, "statements", one, other, direction=direction, per="1000")["items"]
        assert told == [s["id"] for s in listed]
        return told

    out, done, whole = (ids(egypt, israel, direction) for direction in ("out", "in", ""))
    assert out == ids(israel, egypt, "in")
    assert done == ids(israel, egypt, "out")
    assert {*out} | {*done} == {*whole}
    assert {*out} != {*whole} != {*done}
    courses = [example.pair(egypt, israel, {"direction": d})["course"] for d in ("", "out")]
    assert courses[0]["stance"] == courses[1]["stance"], "how two stand to each other is of both"


def test_what_persons_in_office_did_is_told_apart_by_for_whom(example: Answers) -> None:
    index = example.index
    found = 0
    for stance in index.stances_of(None):
        if stance.level != "state":
            continue
        a, b = stance.a, stance.b
        whole, out, done, turned = (
            {s["id"] for s in part(example, "through", *ends, direction=d, per="1000")["items"]}
            for ends, d in (((a, b), ""), ((a, b), "out"), ((a, b), "in"), ((b, a), "in"))
        )
        assert out == turned
        assert out | done == whole
        found += out != whole != done
    assert found, "in one pair at least both do something"


def test_the_list_of_all_relations_holds_what_the_first_page_counts(example: Answers) -> None:
    filters = {"since": "1950-01-01", "reports": "2"}
    ties = part(example, "relations", **filters, per="1000")["items"]
    found = example.summary(filters)
    assert {name: n for name, n, _ in found["relations"]} == Counter(t["relation"] for t in ties)
    assert found["asserted"] >= sum(t["reports"] for t in ties) > 0


def test_figures_are_told_in_a_line(example: Answers) -> None:
    told = repr(figures.overview(example.index, NONE))
    assert told.startswith(f"<Overview: {len(example.index.articles)} articles of ")
    assert len(told) < 100


def test_a_publisher_is_called_as_he_is_mostly_written() -> None:
    written = {"OBSERVER": 1, "Observer": 3, "The Post": 4, "the post": 4, "Wire": 9}
    assert list(publishers(written.items()).items()) == [("Wire", 9), ("The Post", 8), ("Observer", 4)]


def test_what_is_denied_is_found(example: Answers) -> None:
    ties = part(example, "relations", status="denied", per="1000")["items"]
    found = example.summary({"status": "denied"})
    assert ties
    assert all(t["denied"] and not t["reports"] and t["best"]["status"] == "denied" for t in ties)
    assert (found["asserted"], found["denied"], found["unasserted"]) == (0, sum(t["denied"] for t in ties), 0)


def test_a_publisher_alone_is_found_with_what_no_other_reports(example: Answers) -> None:
    def edges(**params: str) -> set[tuple[str, ...]]:
        ties = part(example, "relations", **params, per="1000")["items"]
        return {(t["relation"], t["source"], t["target"]) for t in ties}

    publishers: dict[tuple[str, ...], set[str]] = {edge: set() for edge in edges()}
    for s in example.index.graph.statements:
        if s.asserted:
            publishers[s.relation, s.source, s.target].add(example.index.articles[s.article].source)
    for name, _ in example.summary({})["publishers"]:
        alone = {edge for edge in edges(publisher=name) if publishers[edge] <= {name}}
        assert edges(publisher=name, alone="1") == alone
    assert edges(alone="1") == {edge for edge in edges() if len(publishers[edge]) <= 1}, "whichever it is"


def test_the_sources_of_a_pair_are_the_articles_of_its_statements(example: Answers) -> None:
    pair = example.pair(called(example, "Egypt"), called(example, "Israel"), {})
    said = [*pair["statements"], *pair["course"]["through"]]
    assert pair["course"]["through"], "what persons in office did is among them"
    assert {a["id"]: a["statements"] for a in pair["sources"]} == Counter(s["article"]["id"] for s in said)
    assert pair["source_count"] == len(pair["sources"])


def test_a_summary_counts_what_the_filters_let_through(example: Answers) -> None:
    whole = example.summary({})
    assert example.summary({"reports": "0"}) == whole
    filters = {"since": "1970-01-01", "until": "1979-12-31", "relation": "conflict"}
    found = example.summary(filters)
    assert 0 < found["articles"] < whole["articles"]
    assert found["articles"] == part(example, "articles", **filters)["count"]
    assert {family for _, _, family in found["relations"]} == {"conflict"}
    assert "1970" <= found["first"] <= found["last"] < "1980"
    assert found["all_publishers"] == whole["all_publishers"], "what may be chosen stays"


def test_the_first_page_is_the_same_before_and_after_the_graph_is_read(
    example: Answers, tmp_path: Path
) -> None:
    with graphbuild.open(example_graph()) as opened:
        early = opened.overview(figures.MOST)
        assert early == figures.overview(example.index, NONE)
        (file,) = opened.export(tmp_path / "graph.json")
    with graphbuild.open(file) as opened:
        assert opened.overview() is None, "only the whole tells it"
        assert Answers(opened, "example").summary({})["articles"] == example.summary({})["articles"]


def test_a_search_is_narrowed_and_comes_part_by_part(example: Answers) -> None:
    whole = example.search({"q": "the"})
    assert whole["article_count"] > 3
    later = example.search({"q": "the", "from": "2", "per": "2"})
    assert later["articles"] == whole["articles"][2:4]
    assert later["article_count"] == whole["article_count"]
    narrowed = example.search({"q": "the", "since": "1970-01-01", "until": "1979-12-31"})
    assert 0 < narrowed["article_count"] < whole["article_count"]
    assert all("1970" <= a["date"] < "1980" for a in narrowed["articles"])
    assert {e["kind"] for e in example.search({"q": "a", "kind": "person"})["entities"]} == {"person"}


@pytest.mark.parametrize(
    ("path", "params", "message"),
    [
        (("relations", "nobody"), {}, "holds no entity"),
        (("stances", "nobody"), {}, "holds no entity"),
        (("entities",), {"kind": "ship"}, "no kind is called 'ship'"),
        (("entities", "ship"), {}, "no kind is called 'ship'"),
        (("entities",), {"from": "-1"}, "from is '-1'"),
    ],
)
def test_a_list_of_nothing_is_reported(
    example: Answers, path: tuple[str, ...], params: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        example.listed(path, params)


def test_a_path_without_a_list_is_none(example: Answers) -> None:
    assert example.listed(("nothing",), {}) is None


def test_years_of_articles_without_a_day_are_counted() -> None:
    dates = [("not read: 2021", 2), ("not read: 2021-03", 1), ("none", 1), ("not read: spring of 2019", 4)]
    assert undated_years([*dates, ("not read: 03/04/2021 or 2022", 1)]) == {"2019": 4, "2021": 3}
