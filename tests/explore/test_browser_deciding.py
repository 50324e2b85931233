"""Deciding in a real Chromium, with mouse and keyboard: see ``test_browser``."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import graphbuild
from graphbuild import decisions
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server
from graphbuild.ledger import Ledger
from graphbuild.model import digest
from tests.api.test_corrections import FRANCE, ITALY, READINGS
from tests.explore.browsing import go, shot, violations, watched
from tests.explore.test_deciding import TEXTS
from tests.factories import make_article, make_reading, make_statement
from tests.resolve.articles import reading

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    more = [reading(f"b{k}", text) for k, text in enumerate(TEXTS)]
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write((digest(repr(r)), r) for r in (*READINGS, *more))
    return tmp_path / "graph"


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """A graph folder with three pairs of names that may be one."""
    pairs = (("Acland", "Peter Acland"), ("Corvin", "Paul Corvin"), ("Delmar", "John Delmar"))
    texts = (
        f"{name} [195{n}-03-0{day}; {more} NZL]"
        for n, names in enumerate(pairs)
        for day, name, more in zip((1, 2), names, ("Harbour News; of", "foreign minister"), strict=True)
    )
    with Ledger.create(tmp_path / "doubtful") as ledger:
        ledger.write((digest(repr(r)), r) for r in (reading(f"b{k}", text) for k, text in enumerate(texts)))
    return tmp_path / "doubtful"


@contextmanager
def opened(chromium: Browser, folder: Path, *, read_only: bool = False) -> Iterator[Page]:
    with graphbuild.open(folder) as graph:
        answers = Answers(graph, "graph")
        answers.search_index.read_texts(graph.texts())
        with Server(answers, read_only=read_only) as server, watched(chromium, server.address) as page:
            page.goto(server.address)
            expect(page.get_by_role("heading", level=1)).to_have_text("graph")
            yield page


def caught(page: Page, held: list[Route]) -> Route:
    """The request that was held back, as soon as the browser has told of it."""
    for _ in range(150):
        if held:
            break
        page.wait_for_timeout(100)
    (route,) = held
    held.clear()
    return route


def told(folder: Path) -> list[str]:
    return [str(d) for d in decisions.load(folder)]


def test_a_graph_that_is_no_folder_says_that_it_cannot_know_of_decisions(
    chromium: Browser, folder: Path, tmp_path: Path
) -> None:
    with graphbuild.open(folder) as graph:
        graph.export(tmp_path / "graph.json")
    with opened(chromium, tmp_path / "graph.json") as page:
        for address, what in {
            "candidates": "names that may be one",
            "list/doubts": "names that may be one",
            "decisions": "decisions",
        }.items():
            go(page, f"{page.url.partition('#')[0]}#/{address}")
            expect(page.get_by_text(f"This graph knows of no {what}: they are kept")).to_be_visible()
            expect(page.get_by_text("graphbuild explore -g FOLDER")).to_be_visible()
            expect(page.get_by_text("Nothing")).to_have_count(1)  # leaves this machine
            shot(page, f"no-folder-{address.replace('/', '-')}")


def test_candidates_are_decided_side_by_side_and_taken_back(chromium: Browser, folder: Path) -> None:
    with opened(chromium, folder) as page:
        page.get_by_text("Show them").click()
        page.get_by_role("link", name="Decide, with sentences of both side by side").click()
        pair = page.get_by_role("region", name="Acland and Peter Acland")
        expect(pair.locator("q")).to_have_count(2)
        expect(pair.locator("mark").first).to_have_text("Acland")
        shot(page, "candidates")
        pair.get_by_role("button", name="Later").click()
        expect(page.get_by_text("1 pair in doubt, the likeliest first. 1 put off.")).to_be_visible()
        page.reload()
        page.get_by_role("button", name="Same").click()
        expect(page.get_by_text("Nothing is in doubt.")).to_be_visible()
        done = page.locator(".done")
        expect(done).to_contain_text("Acland and Peter Acland are one")
        assert told(folder) == ["Acland and Peter Acland are one"]
        done.get_by_role("button", name="Undo").click()
        expect(done).to_contain_text("Taken back: Acland and Peter Acland are one")
        expect(pair).to_be_visible()
        assert told(folder) == []


def test_names_for_which_the_same_speaks_stand_together_with_sentences_of_each(
    chromium: Browser, folder: Path
) -> None:
    def sevenfold(route: Route) -> None:
        found = route.fetch().json()
        (one,) = found["items"]
        others = [{**one, "ids": [f"{n}", one["ids"][1]], "when": [f"199{n}-05-01", ""]} for n in range(6)]
        route.fulfill(json=found | {"items": [one, *others], "count": 7})

    with opened(chromium, folder) as page:
        page.route("**/api/list/doubts*", sevenfold)
        page.reload()
        page.get_by_text("Show them").click()
        reasons, beside = page.locator(".reasons"), page.locator(".beside")
        expect(reasons).to_have_count(1)
        expect(beside).to_have_count(7)
        expect(beside.last).to_be_hidden()
        page.get_by_text("2 more").click()
        expect(beside.last).to_be_visible()
        last = page.get_by_role(
            "button", name="Acland (1 article, 1995-05-01) and Peter Acland are one entity"
        )
        expect(last).to_be_visible()
        beside.first.get_by_text("Sentences").click()
        expect(beside.first.locator("q")).to_have_count(2)
        expect(beside.first.locator("mark").first).to_have_text("Acland")
        beside.last.get_by_text("Sentences").click()  # of a name that is gone
        expect(beside.last.locator("q")).to_have_count(1)


def test_another_window_follows_at_once_and_can_take_it_back(chromium: Browser, doubtful: Path) -> None:
    with opened(chromium, doubtful) as page, page.context.new_page() as other:
        for one in (page, other):
            go(one, f"{page.url.partition('#')[0]}#/candidates")
            expect(one.locator(".candidate")).to_have_count(3)
        pair = page.get_by_role("region", name="Acland and Peter Acland")
        pair.get_by_role("button", name="Same").click()
        for one in (page, other):
            expect(one.locator(".candidate")).to_have_count(2)
            expect(one.locator(".done")).to_contain_text("Acland and Peter Acland are one")
        other.locator(".done").get_by_role("button", name="Undo").click()
        for one in (page, other):
            expect(one.locator(".candidate")).to_have_count(3)
            expect(one.locator(".done")).to_contain_text("Taken back: Acland and Peter Acland are one")
    assert told(doubtful) == []


def test_a_pair_cannot_be_decided_twice_and_is_gone_once_it_is_decided(
    chromium: Browser, doubtful: Path
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with opened(chromium, doubtful) as page:
        go(page, f"{page.url.partition('#')[0]}#/candidates")
        pair = page.get_by_role("region", name="Acland and Peter Acland")
        expect(page.locator(".candidate")).to_have_count(3)
        page.route("**/api/same", hold)
        page.route("**/api/candidates", hold)
        pair.get_by_role("button", name="Same").click()
        expect(pair.get_by_role("button", name="working…")).to_be_disabled()
        for name in ("Different", "Later"):
            expect(pair.get_by_role("button", name=name)).to_be_disabled()
        pair.get_by_role("button", name="Different").click(force=True)
        pair.get_by_role("button", name="Later").click(force=True)
        caught(page, held).continue_()
        expect(pair).to_have_count(0)
        expect(page.get_by_text("2 pairs in doubt")).to_be_visible()
        expect(page.locator("main [aria-busy=true]")).to_be_visible()
        assert told(doubtful) == ["Acland and Peter Acland are one"]
        caught(page, held).continue_()
        expect(page.locator("main [aria-busy=true]")).to_have_count(0)
        expect(page.locator(".candidate")).to_have_count(2)


def test_pairs_are_decided_by_keys_one_after_the_other(chromium: Browser, doubtful: Path) -> None:
    with opened(chromium, doubtful) as page:
        go(page, f"{page.url.partition('#')[0]}#/candidates")
        first, second, third = (
            page.get_by_role("region", name=f"{name} and") for name in ("Acland", "Corvin", "Delmar")
        )
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("s")  # no pair is looked at
        first.get_by_role("link").first.focus()
        page.keyboard.press("s")
        expect(second.get_by_role("button", name="Same")).to_be_focused()
        expect(first).to_have_count(0)
        page.keyboard.press("l")
        expect(third.get_by_role("button", name="Same")).to_be_focused()
        page.keyboard.press("d")
        expect(page.locator(".done").get_by_role("button", name="Undo")).to_be_focused()
        assert set(told(doubtful)) == {"Acland and Peter Acland are one", "Delmar and John Delmar are two"}
        expect(page.get_by_text("1 put off")).to_be_visible()
        page.get_by_role("link", name="Decisions").click()
        expect(page.locator(".decisions li")).to_have_count(2)
        page.go_back()
        expect(page.get_by_text("1 pair in doubt, the likeliest first. 1 put off.")).to_be_visible()
        expect(page.locator(".candidate")).to_have_count(0)
        page.get_by_role("button", name="Show again").click()
        expect(second).to_be_visible()


def test_a_graph_that_was_changed_elsewhere_is_read_anew(chromium: Browser, folder: Path) -> None:
    with opened(chromium, folder) as page:
        lead = page.locator(".lead")
        expect(lead).to_contain_text("5 articles")
        with graphbuild.open(folder) as other:
            other.remove(["a3"])
        page.reload()
        expect(lead).to_contain_text("4 articles")
        go(page, f"{page.url.partition('#')[0]}#/article/a3")
        expect(page.locator("main")).to_contain_text("You excluded this article")


def test_a_stance_that_had_faded_is_not_called_first_known(chromium: Browser, tmp_path: Path) -> None:
    days = [f"2015-0{month}-10" for month in (1, 2, 3, 4)] + ["2024-05-01", "2024-05-03", "2024-05-04"]
    with Ledger.create(tmp_path / "graph") as ledger:
        for k, day in enumerate(days):
            article = make_article(f"a{k}", f"Text {k}.\n", date=day, source=f"Paper {k}")
            said = make_statement(FRANCE, "ATTACKS", ITALY, f"France struck {k}.", article=f"a{k}")
            ledger.write([(f"stamp {k}", make_reading(article, (FRANCE, ITALY), [said]))])
    with opened(chromium, tmp_path / "graph") as page:
        start = page.url.partition("#")[0]
        for since, words in (
            ("2022-01-01", "nothing recent before (hostile, last report of 2015-04):"),
            ("2014-01-01", "first known:"),
        ):
            go(page, f"{start}#/changes?since={since}&until=2024-06-01")
            expect(page.locator(".turns .head").first).to_contain_text(words)
        go(page, f"{start}#/pair/{FRANCE.id}/{ITALY.id}?until=2015-01-20")
        expect(page.get_by_text("Unknown, because too few articles report it")).to_be_visible()


def test_names_are_joined_on_the_page_of_a_pair(chromium: Browser, folder: Path) -> None:
    with graphbuild.open(folder) as graph:
        ids = {e.name: e.id for e in graph.graph.entities}
    with opened(chromium, folder) as page:
        start = page.url.partition("#")[0]
        go(page, f"{start}#/pair/{FRANCE.id}/{ITALY.id}")
        expect(page.locator("article.statement").first).to_be_visible()
        expect(page.get_by_role("button", name="are one entity")).to_have_count(0)  # states are told apart
        go(page, f"{start}#/pair/{ids['Acland']}/{ids['Peter Acland']}")
        page.get_by_role("button", name="Acland and Peter Acland are one entity").click()
        page.get_by_text("Why its names are one entity").click()
        expect(page.get_by_text("decided by you")).to_be_visible()
        assert told(folder) == ["Acland and Peter Acland are one"]


def test_two_that_nothing_takes_for_one_are_joined_only_when_that_is_confirmed(
    chromium: Browser, folder: Path
) -> None:
    with graphbuild.open(folder) as graph:
        ids = {e.name: e.id for e in graph.graph.entities}
    with opened(chromium, folder) as page:
        go(page, f"{page.url.partition('#')[0]}#/pair/{ids['Jean Roux']}/{ids['Peter Acland']}")
        same = page.get_by_role("button", name="Jean Roux and Peter Acland are one entity")
        asked = page.get_by_role("group", name="Make Jean Roux and Peter Acland one entity?")
        yes, no = asked.get_by_role("button", name="Yes"), asked.get_by_role("button", name="No")
        same.press("Enter")
        expect(asked).to_be_visible()
        shot(page, "join")
        expect(no).to_be_focused()
        page.keyboard.press("Enter")
        expect(same).to_be_focused()
        page.keyboard.press("Enter")
        expect(no).to_be_focused()
        page.keyboard.press("Escape")
        expect(same).to_be_focused()
        assert told(folder) == []
        page.keyboard.press("Enter")
        expect(no).to_be_focused()
        page.keyboard.press("Shift+Tab")
        expect(yes).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator(".done")).to_contain_text("Jean Roux and Peter Acland are one")
        expect(page).to_have_url(re.compile("#/entity/"))
        assert told(folder) == ["Jean Roux and Peter Acland are one"]


def test_a_decision_that_takes_long_says_so_and_leads_nowhere_from_another_page(
    chromium: Browser, folder: Path
) -> None:
    with graphbuild.open(folder) as graph:
        ids = {e.name: e.id for e in graph.graph.entities}
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with opened(chromium, folder) as page:
        page.route("**/api/same", hold)
        go(page, f"{page.url.partition('#')[0]}#/pair/{ids['Acland']}/{ids['Peter Acland']}")
        page.get_by_role("button", name="Acland and Peter Acland are one entity").click()
        expect(page.get_by_role("button", name="working…")).to_be_visible()
        sent = caught(page, held)  # until then the page only asks whether it is plain
        page.get_by_role("link", name="Decisions").click()
        expect(page.get_by_text("Nothing has been decided.")).to_be_visible()
        sent.continue_()
        expect(page.locator(".done")).to_contain_text("Acland and Peter Acland are one")
        expect(page.locator(".decisions li")).to_have_count(1)
        page.wait_for_timeout(300)
        expect(page.get_by_role("heading", level=1)).to_have_text("Decisions")
        expect(page).to_have_url(re.compile("#/decisions$"))


def test_names_that_were_joined_are_parted_on_the_page_of_the_entity(
    chromium: Browser, tmp_path: Path
) -> None:
    texts = (
        "Acland [1950-03-01; foreign minister NZL]",
        "Peter Acland [1950-03-02; foreign minister NZL]",
    )
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write((digest(repr(r)), r) for r in (reading(f"b{k}", text) for k, text in enumerate(texts)))
    with graphbuild.open(tmp_path / "graph") as graph:
        (id_,) = (e.id for e in graph.graph.entities if e.kind == "person")
    with opened(chromium, tmp_path / "graph") as page:
        go(page, f"{page.url.partition('#')[0]}#/entity/{id_}")
        page.get_by_text("Why its names are one entity").click()
        page.get_by_role("button", name="Acland and Peter Acland are two entities").click()
        expect(page.locator(".done")).to_contain_text("Acland and Peter Acland are two")
        expect(page.get_by_text("Told apart by you")).to_be_visible()
        assert told(tmp_path / "graph") == ["Acland and Peter Acland are two"]


def test_a_statement_is_rejected_where_it_is_read_and_accepted_again(chromium: Browser, folder: Path) -> None:
    with opened(chromium, folder) as page:
        go(page, f"{page.url.partition('#')[0]}#/pair/{FRANCE.id}/{ITALY.id}")
        wrong = page.locator("article.statement", has_text="France struck Italy.").last
        wrong.get_by_role("button", name="Reject").click()
        expect(page.locator(".done")).to_contain_text("rejected: France attacks Italy (asserted)")
        expect(page.locator("article.statement", has_text="France struck Italy.")).to_have_count(0)
        shot(page, "rejected")
        page.get_by_text("1 rejected by you").click()
        page.get_by_role("button", name="Accept").click()
        expect(page.locator("article.statement", has_text="France struck Italy.").last).to_be_visible()
        page.get_by_role("link", name="Decisions").click()
        rows = page.locator(".decisions li")
        expect(rows).to_have_count(2)
        shot(page, "decisions")
        rows.first.get_by_role("button", name="Undo").click()
        expect(rows).to_have_count(1)
        rows.first.get_by_role("button", name="Undo").press("Enter")
        expect(page.get_by_text("Nothing has been decided.")).to_be_visible()
        assert told(folder) == []


def test_a_whole_relation_is_rejected_and_accepted_again(chromium: Browser, folder: Path) -> None:
    with opened(chromium, folder) as page:
        go(page, f"{page.url.partition('#')[0]}#/pair/{FRANCE.id}/{ITALY.id}")
        page.get_by_role("button", name="Reject all that is stated").click()
        done = page.locator(".done")
        expect(done).to_contain_text("rejected: France attacks Italy")
        expect(page.locator("article.statement")).to_have_count(0)
        done.get_by_role("button", name="Undo").click()
        expect(page.locator("article.statement").first).to_be_visible()
        assert told(folder) == []
        page.get_by_role("button", name="Reject all that is stated").press("Enter")
        expect(done.get_by_role("button", name="Undo")).to_be_focused()
        page.get_by_text("4 rejected by you").click()
        shot(page, "rejected-whole")
        page.get_by_role("button", name="Accept all").click()
        expect(page.locator("article.statement").first).to_be_visible()
        expect(page.get_by_text("rejected by you")).to_have_count(0)


def test_the_next_part_of_a_list_is_read_from_its_heading_on(chromium: Browser, tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "graph") as ledger:
        for k in range(60):
            article = make_article(f"a{k}", f"Text {k}.\n", date="", source="Post")
            said = make_statement(FRANCE, "ATTACKS", ITALY, f"France struck {k}.", article=f"a{k}")
            ledger.write([(f"stamp {k}", make_reading(article, (FRANCE, ITALY), [said]))])
    with opened(chromium, tmp_path / "graph") as page:
        go(page, f"{page.url.partition('#')[0]}#/pair/{FRANCE.id}/{ITALY.id}")
        heading = page.get_by_role("heading", name="All statements")
        page.get_by_role("link", name="Next").click()
        expect(page.get_by_text("51 – 60 of 60")).to_be_attached()
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()
        page.keyboard.press("Tab")
        expect(page.locator("section", has=heading).locator("a").first).to_be_focused()


def test_an_article_of_which_the_year_alone_is_known_tells_it(chromium: Browser, folder: Path) -> None:
    article = replace(make_article("c1", "A pact.\n", title="A pact"), date_from="not read: 2025")
    with Ledger.open(folder) as ledger:
        ledger.write([("stamp", make_reading(article))])
    with opened(chromium, folder) as page:
        page.get_by_role("link", name="All articles").click()
        expect(page.locator("tr", has_text="A pact").locator("td").first).to_have_text("2025 (day unknown)")
        page.get_by_role("link", name="A pact").click()
        expect(page.locator(".lead p").first).to_contain_text("2025 (day unknown)")


def test_the_year_of_an_article_is_saved_and_relations_are_called_the_same(
    chromium: Browser, tmp_path: Path
) -> None:
    article = replace(make_article("c1", "A raid.\n", title="A raid"), date="", date_from="not read: 2025")
    with Ledger.create(tmp_path / "graph") as ledger:
        said = make_statement(FRANCE, "ATTACKS", ITALY, article="c1")
        ledger.write([("stamp", make_reading(article, (FRANCE, ITALY), [said]))])
    with opened(chromium, tmp_path / "graph") as page:
        start = page.url.partition("#")[0]
        for path in (f"pair/{FRANCE.id}/{ITALY.id}", "list/relations"):
            go(page, f"{start}#/{path}")
            button = page.get_by_role(
                "button", name=re.compile("^Save (Statements about|Relations).* as CSV$")
            )
            with page.expect_download() as found:
                button.click()
            lines = found.value.path().read_text(encoding="utf-8-sig").splitlines()
            (row,) = csv.DictReader(lines)
            assert (row["relation"], row["date"]) == ("ATTACKS", "2025")


def test_a_bar_that_is_alone_is_no_block(chromium: Browser, tmp_path: Path) -> None:
    with Ledger.create(tmp_path / "graph") as ledger:
        said = make_statement(FRANCE, "ATTACKS", ITALY)
        ledger.write([("stamp", make_reading(make_article(date="1980-05-01"), (FRANCE, ITALY), [said]))])
    with opened(chromium, tmp_path / "graph") as page:
        go(page, f"{page.url.partition('#')[0]}#/entity/{FRANCE.id}")
        bar = page.locator(".chart .bar")
        expect(bar).to_have_count(1)
        assert (
            bar.evaluate("bar => bar.width.baseVal.value / bar.ownerSVGElement.viewBox.baseVal.width") < 0.1
        )


def test_an_article_without_a_title_is_called_by_its_address(chromium: Browser, folder: Path) -> None:
    url = "https://www.example.org/news/a-pact/?from=home"
    with Ledger.open(folder) as ledger:
        ledger.write([("stamp", make_reading(make_article("c1", "A pact.\n", url=url)))])
    with opened(chromium, folder) as page:
        page.get_by_role("link", name="All articles").click()
        page.get_by_role("link", name="example.org/news/a-pact").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("example.org/news/a-pact")
        expect(page).to_have_title("example.org/news/a-pact – graph – graphbuild")


def test_a_sentence_is_rejected_where_the_relation_is_listed(chromium: Browser, folder: Path) -> None:
    with opened(chromium, folder) as page:
        go(page, f"{page.url.partition('#')[0]}#/entity/{FRANCE.id}?relation=ATTACKS")
        tie = page.locator(".tie", has_text="France struck Italy.")
        tie.get_by_role("button", name="Reject").click()
        expect(page.locator(".done")).to_contain_text("rejected: France attacks Italy (asserted)")
        expect(tie).to_have_count(0)


def test_labels_of_buttons_begin_with_what_is_seen(chromium: Browser, folder: Path) -> None:
    """Who speaks to the page says what stands on a button."""
    labels = """[...document.querySelectorAll("button[aria-label]")]
        .map(button => [button.getAttribute("aria-label"), button.innerText.trim()])"""
    with opened(chromium, folder) as page:
        start = page.url.partition("#")[0]
        for where in ("article/a3", f"pair/{FRANCE.id}/{ITALY.id}", f"entity/{FRANCE.id}", "candidates"):
            go(page, f"{start}#/{where}")
            page.locator("main h1").wait_for()
            found = page.evaluate(labels)
            assert found
            assert [label for label, seen in found if seen not in label] == [], where


def test_an_article_is_excluded_where_it_is_read(chromium: Browser, folder: Path) -> None:
    with opened(chromium, folder) as page:
        go(page, f"{page.url.partition('#')[0]}#/article/a3")
        page.get_by_role("button", name="Leave this article out of the graph").click()
        expect(page.locator(".done")).to_contain_text("excluded: article a3")
        expect(page.locator("main")).to_contain_text("You excluded this article")
        assert told(folder) == ["excluded: article a3"]
        page.locator(".done").get_by_role("button", name="Undo").click()
        expect(page.locator(".done")).to_contain_text("Taken back: excluded: article a3")
        expect(page.get_by_role("heading", level=1)).to_have_text("a3")
        page.get_by_role("link", name="Decisions").click()
        expect(page.locator(".done")).to_have_count(0)
        assert told(folder) == []


def test_what_was_decided_elsewhere_meanwhile_is_reported(chromium: Browser, folder: Path) -> None:
    with graphbuild.open(folder) as graph, Server(Answers(graph, "graph")) as server:
        page = chromium.new_page()
        go(page, f"{server.address}#/article/a3")
        page.get_by_role("button", name="Leave this article out of the graph").click()
        undo = page.locator(".done").get_by_role("button", name="Undo")
        expect(undo).to_be_visible()
        decisions.save(folder, ())
        with page.expect_response(lambda response: response.status == 409):
            undo.click()
        expect(page.get_by_role("alert").last).to_contain_text("there is no such decision any more")
        page.close()


def test_a_page_that_only_reads_has_no_buttons(chromium: Browser, folder: Path) -> None:
    with opened(chromium, folder, read_only=True) as page:
        expect(page.get_by_role("link", name="Decisions")).to_have_count(0)
        go(page, f"{page.url.partition('#')[0]}#/pair/{FRANCE.id}/{ITALY.id}")
        expect(page.locator("article.statement").first).to_be_visible()
        for name in ("Reject", "Exclude", "Undo"):
            expect(page.get_by_role("button", name=name)).to_have_count(0)


def twice(route: Route) -> None:
    """Candidates with a second pair of the same names."""
    found = route.fetch().json()
    (one,) = found["candidates"]
    others = [{**side, "id": f"other {side['id']}"} for side in one["sides"]]
    route.fulfill(json=found | {"candidates": [one, {**one, "sides": others}], "count": 2})


def greyed(route: Route) -> None:
    """An article with a paragraph of boilerplate."""
    found = route.fetch().json()
    found["pieces"].append(["Write to us.", [{"boilerplate": True}]])
    route.fulfill(json=found | {"boilerplate": 1})


def test_the_pages_of_decisions_are_accessible(chromium: Browser, folder: Path) -> None:
    with opened(chromium, folder) as page:
        start = page.url.partition("#")[0]
        for path, ready in (
            ("candidates", ".candidate"),
            ("article/a3", ".text"),
            ("decisions", ".decisions"),
        ):
            page.route("**/api/candidates", twice)
            page.route("**/api/article/a3", greyed)
            go(page, f"{start}#/{path}")
            expect(page.locator(ready).first).to_be_attached()
            if path.startswith("article"):
                page.locator(".said a").first.click()
                page.get_by_role("button", name="Reject this statement").first.click()
                expect(page.locator(".done")).to_be_visible()
            assert violations(page) == [], path
