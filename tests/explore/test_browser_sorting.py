"""Tables sorted by their columns, in a real Chromium: by the page where all is there, else by the server."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from graphbuild.explore import report
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server
from tests.explore.browsing import called, go, shot, tab, watched
from tests.explore.conftest import SCRIPT

pytestmark = pytest.mark.slow


def table(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=f"Table of {name}")


def column(of: Locator, name: str) -> Locator:
    return of.get_by_role("columnheader", name=name, exact=True)


def down(of: Locator, number: int) -> Locator:
    """The cells of a column, counted from 1."""
    return of.locator(f"tbody tr > :nth-child({number})")


def cells(of: Locator, number: int) -> list[str]:
    """What stands in a column now."""
    return down(of, number).all_inner_texts()


def test_a_table_is_sorted_turned_round_and_left_as_it_was(page: Page, corpus: Answers) -> None:
    stances = table(page, "Pairs with the most reports")
    expect(stances).to_be_visible()
    own, since = cells(stances, 1), cells(stances, 3)
    assert since != sorted(since, reverse=True)
    assert corpus.listed(["stances"], {})["count"] == len(own), "all are there"  # type: ignore[index]
    pairs = table(page, "Pairs")
    pressed = column(pairs, "Since").get_by_role("button")

    column(stances, "Since").get_by_role("button").click()
    expect(column(pairs, "Since")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("heading", name="Pairs", exact=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"#/\?sort_stances=since$"))
    expect(down(pairs, 3)).to_have_text(sorted(since, reverse=True))
    shot(page, "sorted")

    expect(pressed).to_be_focused()
    page.keyboard.press("Enter")
    expect(column(pairs, "Since")).to_have_attribute("aria-sort", "ascending")
    expect(page).to_have_url(re.compile(r"sort_stances=-since$"))
    expect(down(pairs, 3)).to_have_text(sorted(since))

    expect(pressed).to_be_focused()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"#/$"))
    expect(stances).to_be_visible()
    expect(stances.locator("[aria-sort]")).to_have_count(0)
    expect(down(stances, 1)).to_have_text(own)

    page.go_back()
    expect(page).to_have_url(re.compile(r"sort_stances=-since$"))
    expect(column(pairs, "Since")).to_have_attribute("aria-sort", "ascending")
    page.reload()
    expect(column(pairs, "Since")).to_have_attribute("aria-sort", "ascending")
    expect(down(pairs, 3)).to_have_text(sorted(since))
    # Tab leads from one header to the next, and is seen where it is.
    column(pairs, "Pair").get_by_role("button").focus()
    page.keyboard.press("Tab")
    stance = column(pairs, "Stance").get_by_role("button")
    expect(stance).to_be_focused()
    assert stance.evaluate("button => getComputedStyle(button).outlineStyle") == "solid"


def test_numbers_names_and_days_each_have_their_order(page: Page, served: Server, corpus: Answers) -> None:
    go(page, f"{served.address}#/entity/{called(corpus, 'United States')}?show=300")
    page.get_by_text("As a table").first.click()
    around = table(page, "United States and its neighbours")
    for name, number in (("Reports", 3), ("Denied", 4)):
        column(around, name).get_by_role("button").click()
        expect(column(around, name)).to_have_attribute("aria-sort", "descending")
        found = [int(cell) for cell in cells(around, number)]
        assert found == sorted(found, reverse=True)
        assert len(found) > 24
    column(around, "Neighbour").get_by_role("button").click()
    expect(column(around, "Neighbour")).to_have_attribute("aria-sort", "ascending")
    expect(around.locator("[aria-sort]")).to_have_count(1)
    names = cells(around, 1)
    collated = page.evaluate("names => names.toSorted(new Intl.Collator('en').compare)", names)
    assert names == collated
    assert names != [n["name"] for n in corpus.entity(called(corpus, "United States"), {})["neighbours"]]
    column(around, "Last").get_by_role("button").click()
    expect(column(around, "Last")).to_have_attribute("aria-sort", "descending")
    days = cells(around, 6)
    assert days == sorted(days, reverse=True)
    # The order of another table of the page is beside it in the address.
    over_time = page.locator("figure").nth(1)
    over_time.get_by_text("As a table").click()
    column(over_time, "Conflict").get_by_role("button").click()
    expect(page).to_have_url(re.compile("show=300&sort_neighbours=last&sort_timeline=conflict"))
    conflict = [int(cell) for cell in down(over_time, 2).all_inner_texts()]
    assert conflict == sorted(conflict, reverse=True)
    expect(down(around, 6)).to_have_text(days)
    # What the address sorts is seen where the page is opened anew.
    page.reload()
    expect(column(around, "Last")).to_have_attribute("aria-sort", "descending")
    expect(down(around, 6)).to_have_text(days)


def test_ten_is_more_than_nine(page: Page, served: Server, corpus: Answers) -> None:
    counts = {
        id_: [a["mentions"] for a in corpus.entity(id_, {})["articles"]] for id_ in corpus.index.entities
    }
    entity = next(
        id_ for id_, some in counts.items() if len(some) < 20 and sorted(some) != sorted(some, key=str)
    )
    go(page, f"{served.address}#/entity/{entity}")
    articles = table(page, f"Articles that mention {corpus.index.entities[entity].name}")
    for order in ("descending", "ascending"):
        column(articles, "Mentions").get_by_role("button").click()
        expect(column(articles, "Mentions")).to_have_attribute("aria-sort", order)
        found = [int(cell) for cell in cells(articles, 4)]
        assert found == sorted(counts[entity], reverse=order == "descending")


def test_of_a_list_that_is_cut_the_first_of_all_are_shown(
    page: Page, served: Server, corpus: Answers
) -> None:
    usa = called(corpus, "United States")
    go(page, f"{served.address}#/entity/{usa}")
    articles = table(page, "Articles that mention United States")
    expect(articles.locator("tbody tr")).to_have_count(20)
    first = corpus.listed(["articles", usa], {"sort": "title", "per": "1000"})
    assert first is not None
    titles = [a["title"] for a in first["items"]]
    assert len(titles) > 40
    column(articles, "Article").get_by_role("button").click()
    expect(column(articles, "Article")).to_have_attribute("aria-sort", "ascending")
    expect(articles.locator("tbody th").first).to_have_text(titles[0])
    expect(down(articles, 2)).to_have_text(titles[:20])
    column(articles, "Article").get_by_role("button").click()
    expect(articles.locator("tbody th").first).to_have_text(titles[-1])
    expect(page.get_by_text(f"The first 20 of {len(titles)}.")).to_be_visible()
    expect(down(articles, 2)).to_have_text(titles[:-21:-1])
    # The list of all goes on in that order, and another one begins at its first.
    page.get_by_role("link", name="All articles").click()
    expect(articles.locator("tbody tr")).to_have_count(50)
    expect(down(articles, 2)).to_have_text(titles[:-51:-1])
    page.get_by_role("link", name="Next").click()
    expect(articles.locator("tbody tr")).to_have_count(len(titles) - 50)
    expect(down(articles, 2)).to_have_text(titles[-51::-1])
    column(articles, "Date").get_by_role("button").click()
    expect(articles.locator("tbody tr")).to_have_count(50)
    assert "from=" not in page.url
    days = cells(articles, 1)
    assert days == sorted(days, reverse=True)


def test_a_table_beside_a_picture_says_whom_it_has_in_another_order(
    page: Page, served: Server, corpus: Answers
) -> None:
    usa = called(corpus, "United States")
    go(page, f"{served.address}#/entity/{usa}?sort_neighbours=-name")
    around = table(page, "United States and its neighbours")
    expect(around).to_be_visible()
    expect(around.get_by_text("not those of the picture")).to_be_visible()
    found = corpus.listed(["neighbours", usa], {"sort": "-name", "per": "1000"})
    assert found is not None
    names = [n["name"] for n in found["items"]]
    expect(down(around, 1)).to_have_text(names[:24])
    around.get_by_role("link", name="All neighbours").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Neighbours of United States")
    whole = table(page, "Neighbours of United States")
    expect(column(whole, "Neighbour")).to_have_attribute("aria-sort", "descending")
    expect(down(whole, 1)).to_have_text(names[:50])


def test_the_sources_of_a_pair_have_a_list(page: Page, served: Server, corpus: Answers) -> None:
    usa, soviet = called(corpus, "United States"), called(corpus, "Soviet Union")
    go(page, f"{served.address}#/list/sources/{usa}/{soviet}")
    name = "Sources on United States and Soviet Union"
    expect(page.get_by_role("heading", level=1)).to_have_text(name)
    sources = table(page, name)
    column(sources, "Statements").get_by_role("button").click()
    expect(column(sources, "Statements")).to_have_attribute("aria-sort", "descending")
    numbers = [int(cell) for cell in cells(sources, 4)]
    assert numbers == sorted(numbers, reverse=True)
    page.get_by_role("link", name="the two").click()
    expect(page.locator(".course")).to_be_visible()


def test_relations_come_latest_first(page: Page, served: Server, corpus: Answers, tmp_path: Path) -> None:
    usa = called(corpus, "United States")
    go(page, f"{served.address}#/entity/{usa}?relation=standing")
    ties = page.locator(".ties .tie .days")
    orders = page.get_by_role("group", name="Order of the relations")
    by_reports, latest = (orders.get_by_role("link", name=name) for name in ("by reports", "latest first"))
    expect(by_reports).to_have_attribute("aria-current", "true")
    own = ties.all_text_contents()

    def last(days: list[str]) -> list[str]:
        return [day.rpartition(" ")[2] for day in days]

    by_reports.focus()
    page.keyboard.press("Tab")
    expect(latest).to_be_focused()
    page.keyboard.press("Enter")
    expect(latest).to_have_attribute("aria-current", "true")
    expect(latest).to_be_focused()
    expect(page).to_have_url(re.compile("relation=standing&sort_relations=last$"))
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    found = ties.all_text_contents()
    assert last(found) == sorted(last(found), reverse=True) != last(own)
    latest.scroll_into_view_if_needed()
    shot(page, "relations-latest-first")

    page.get_by_role("link", name="All relations of standing").click()
    expect(latest).to_have_attribute("aria-current", "true")
    expect(ties).to_have_count(50)
    days = ties.all_text_contents()
    assert days[: len(found)] == found
    with page.expect_download() as saved:
        page.get_by_role("button", name="Save Relations of United States as CSV").click()
    file = tmp_path / "relations.csv"
    saved.value.save_as(file)
    header, *rows = csv.reader(file.read_text(encoding="utf-8-sig").splitlines())
    told = [row[header.index("last")] for row in rows]
    assert told == sorted(told, reverse=True)
    assert len(told) > 50
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("from=50"))
    by_reports.click()
    expect(page).not_to_have_url(re.compile("from=|sort_relations"))
    expect(ties.first).to_have_text(own[0])
    page.go_back()
    expect(latest).to_have_attribute("aria-current", "true")


def test_a_report_sorts_what_it_holds_whole(chromium: Browser, corpus: Answers, tmp_path: Path) -> None:
    usa = called(corpus, "United States")
    file = tmp_path / "usa.html"
    report.write(corpus, file, "United States")
    with watched(chromium, file.as_uri()) as page:
        page.goto(file.as_uri())
        articles = table(page, "Articles that mention United States")
        stances = table(page, "Stances toward others")
        expect(articles.locator("tbody tr")).to_have_count(20)
        expect(articles.get_by_role("button")).to_have_count(0)
        column(stances, "With").get_by_role("button").click()
        expect(column(stances, "With")).to_have_attribute("aria-sort", "ascending")
        names = cells(stances, 1)
        assert names == sorted(names)
        assert len(names) > 1
        column(stances, "With").get_by_role("button").click()
        expect(column(stances, "With")).to_have_attribute("aria-sort", "descending")
        expect(down(stances, 1)).to_have_text(names[::-1])
        # An address that sorts what is there in part sorts nothing, and does not say so.
        go(page, f"{file.as_uri()}#/entity/{usa}?sort_articles=title")
        expect(stances).to_be_visible()
        expect(page.locator("[aria-sort]")).to_have_count(0)


def test_an_order_that_is_none_is_reported(chromium: Browser, served: Server) -> None:
    with tab(chromium) as page:
        go(page, f"{served.address}#/list/articles?sort_articles=size")
        expect(page.get_by_role("alert")).to_contain_text("sort is 'size'; give one of date, title, source")


def test_hostile_cells_are_only_sorted(chromium: Browser, hostile: Answers) -> None:
    (entity,) = [id_ for id_, e in hostile.index.entities.items() if e.name == SCRIPT]
    with Server(hostile) as server, watched(chromium, server.address) as page:
        go(page, f"{server.address}#/entity/{entity}?sort_neighbours=name&sort_articles=%3Cscript%3E")
        expect(page.locator("[aria-sort=ascending]")).to_have_text("Neighbour")
        assert page.locator("figure tbody tr").count() > 1
        assert page.locator("main script, main img, main iframe, main [onerror]").count() == 0
        assert page.title() != "owned"
