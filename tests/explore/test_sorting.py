"""Lists in the order of a column: all that there is, and not only what a page shows of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import graphbuild
from graphbuild.api.lists import ArticleSort
from graphbuild.errors import QueryError
from graphbuild.explore.answers import Answers
from graphbuild.explore.sorting import Column, descending_column, ordered, words
from graphbuild.resolve.spelling import plain
from tests.example_graph import example_graph
from tests.explore.browsing import called

Json = dict[str, Any]
#: What the cells of columns hold, by list and by the word that sorts by them.
ARTICLES: dict[str, Callable[[Json], Any]] = {
    "date": lambda a: a["date"] or a["year"],
    "title": lambda a: plain(a["title"]),
    "source": lambda a: plain(a["source"]),
}
COLUMNS: dict[str, dict[str, Callable[[Json], Any]]] = {
    "stances": {
        "stance": lambda s: plain(s["stance"]["label"]),
        "since": lambda s: s["stance"]["since"],
        "before": lambda s: plain(s["stance"]["before"]),
        "cooperation": lambda s: s["stance"]["cooperation"],
        "conflict": lambda s: s["stance"]["conflict"],
        "reports": lambda s: s["stance"]["reports"],
        "last": lambda s: s["stance"]["as_of"],
    },
    "neighbours": {
        "name": lambda n: plain(n["name"]),
        "side": lambda n: n["side"],
        "reports": lambda n: n["reports"],
        "denied": lambda n: n["denied"],
        "unasserted": lambda n: n["unasserted"],
        "last": lambda n: n["last"],
    },
    "relations": {
        "reports": lambda t: t["reports"],
        "last": lambda t: t["last"] or t["best"]["article"]["year"],
    },
    "articles": {**ARTICLES, "mentions": lambda a: a["mentions"]},
    "sources": {**ARTICLES, "statements": lambda a: a["statements"]},
}
#: Columns of articles by which the command sorts them, too.
BY_COMMAND: tuple[ArticleSort, ...] = ("date", "title", "source")
#: Columns of words; all others begin with the greatest.
WORDS = ("name", "stance", "before", "side", "title", "source")


def listed(answers: Answers, *path: str, sort: str = "", per: int = 1000) -> list[Json]:
    found = answers.listed(path, {"sort": sort, "per": str(per)})
    assert found is not None
    items: list[Json] = found["items"]
    return items


@pytest.mark.parametrize(("what", "column"), [(what, by) for what, some in COLUMNS.items() for by in some])
def test_a_list_comes_in_the_order_of_a_column(example: Answers, what: str, column: str) -> None:
    egypt, israel = called(example, "Egypt"), called(example, "Israel")
    path = {"sources": (what, egypt, israel), "stances": (what,)}.get(what, (what, egypt))
    cell = COLUMNS[what][column]
    own, found, turned = (listed(example, *path, sort=by) for by in ("", column, f"-{column}"))
    assert len(own) > 2
    known, unknown = [i for i in own if cell(i) != ""], [i for i in own if cell(i) == ""]
    greatest_first = column not in WORDS
    # What is equal stays in the order of the list, whichever way it is turned.
    assert found == sorted(known, key=cell, reverse=greatest_first) + unknown
    assert turned == sorted(known, key=cell, reverse=not greatest_first) + unknown
    assert listed(example, *path, sort=column, per=2) == found[:2], "the first of all, not of those shown"


def test_all_pairs_and_all_articles_can_be_sorted(example: Answers) -> None:
    pairs = listed(example, "stances", sort="name")
    name = {e.id: e.name for e in example.index.entities.values()}
    told = [plain(f"{name[p['a']]} – {name[p['b']]}") for p in pairs]
    assert told == sorted(told)
    titles = [plain(a["title"]) for a in listed(example, "articles", sort="-title")]
    assert titles == sorted(titles, reverse=True)


def test_a_column_sorts_as_the_command_does_that_calls_it_so(example: Answers) -> None:
    egypt = called(example, "Egypt")
    with graphbuild.open(example_graph()) as opened:
        for column in ("cooperation", "conflict", "reports", "since"):
            told = [getattr(p.stance, column) for p in opened.stance(egypt, sort=column)]
            shown = [s["stance"][column] for s in listed(example, "stances", egypt, sort=column)]
            assert shown == told, column
        names = [p.b.name for p in opened.stance(egypt, sort="name")]
        for by in BY_COMMAND:
            told = [getattr(a.article, by) for a in opened.articles(sort=by)]
            assert [a[by] for a in listed(example, "articles", sort=by)] == told, by
    shown = listed(example, "stances", egypt, sort="name")
    assert [example.index.entities[s["b"]].name for s in shown] == names


def test_the_sources_of_a_pair_are_a_list(example: Answers) -> None:
    egypt, israel = called(example, "Egypt"), called(example, "Israel")
    page = example.pair(egypt, israel, {})
    assert listed(example, "sources", egypt, israel) == page["sources"]
    assert page["source_count"] == len(page["sources"]) > 2


def test_relations_of_an_entity_come_in_the_order_of_their_list(example: Answers) -> None:
    egypt = called(example, "Egypt")
    for sort in ("", "reports", "last"):
        page = example.entity(egypt, {"sort_relations": sort, "ties": "3"})
        for family in page["tie_counts"]:
            params = {"family": family, "sort": sort, "per": "3"}
            some = example.listed(["relations", egypt], params)
            assert some is not None
            assert [t for t in page["ties"] if t["family"] == family] == some["items"], (sort, family)
    with pytest.raises(QueryError, match="sort is 'size'; give one of reports, last"):
        example.entity(egypt, {"sort_relations": "size"})


def test_all_neighbours_are_a_list(example: Answers) -> None:
    usa = called(example, "United States")
    page = example.entity(usa, {"show": "2"})
    neighbours = listed(example, "neighbours", usa)
    assert neighbours[:2] == page["neighbours"]
    assert len(neighbours) == page["neighbour_count"] > 2


def test_letters_with_accents_stand_with_those_without_and_nothing_stands_last() -> None:
    names = ["Zürich", "oslo", "", "Ötzi", "Östersund", "“Omsk”", "Pécs"]
    columns: dict[str, Column[str]] = {"name": words(str), "length": descending_column(len)}
    by_name = ["“Omsk”", "oslo", "Östersund", "Ötzi", "Pécs", "Zürich", ""]
    assert ordered(names, {"sort": "name"}, columns) == by_name
    assert ordered(names, {"sort": "-name"}, columns) == [*reversed(by_name[:-1]), ""]
    assert ordered(names, {"sort": "length"}, columns)[0] == "Östersund"
    assert ordered(names, {}, columns) == names


@pytest.mark.parametrize("sort", ["size", "-", "--name", "name-"])
def test_a_column_that_is_none_is_reported(example: Answers, sort: str) -> None:
    with pytest.raises(QueryError, match=f"sort is '{sort}'; give one of name, stance, since"):
        example.listed(["stances"], {"sort": sort})
