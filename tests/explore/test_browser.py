"""The explorer in a real Chromium: what an analyst does with it, with mouse and keyboard, in light and dark.

Every page is watched: an error in its console, or a request to anywhere but its own server, fails the test.
Screenshots go to the folder that GRAPHBUILD_SCREENSHOTS names.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, Route, expect

import graphbuild
from graphbuild.explore import report
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server
from graphbuild.ledger import Ledger
from graphbuild.model import Mention
from graphbuild.stores import files
from tests.example_graph import example_graph
from tests.explore.browsing import SIZE, called, go, shot, tab, violations, watched
from tests.explore.conftest import IMAGE, SCRIPT, Shown
from tests.factories import make_article, make_entity, make_reading
from tests.stance.making import ARDAL, BELIA, Said, graph_of

pytestmark = pytest.mark.slow

#: The labels of charts that reach out of their chart.
CUT_LABELS = """[...document.querySelectorAll("svg.chart text")].filter((label) => {
    const [box, chart] = [label, label.ownerSVGElement].map((one) => one.getBoundingClientRect());
    return box.left < chart.left - 1 || box.right > chart.right + 1;
}).map((label) => label.textContent)"""


#: The pictures and tables of which a part is only seen when they are moved.
CUT = """[...document.querySelectorAll(".scroll")].filter(box => box.scrollWidth > box.clientWidth + 1)
    .map(box => box.getAttribute("aria-label"))"""


def test_a_search_by_keys_alone_leads_to_an_entity(page: Page) -> None:
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("isr", delay=20)
    expect(page.locator(".result", has_text="Israel").first).to_be_visible()
    expect(page).to_have_url(re.compile("q=isr"))  # a slow machine searches for what is typed before, too
    shot(page, "search")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".result").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Israel")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.go_back()
    expect(page.get_by_role("heading", name="Entities")).to_be_visible()
    while "/search" in page.url:  # where the machine is slow, a step of the typing is one of the way back
        before = page.url
        page.go_back()
        expect(page).not_to_have_url(before)
    expect(page.get_by_role("heading", level=1)).to_have_text("sample corpus")


def test_the_search_has_the_words_of_the_address(page: Page, served: Server) -> None:
    box, found = page.get_by_role("searchbox"), page.locator(".result")
    box.fill("egypt")
    expect(found.first).to_have_text("Egypt")
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("sample corpus")
    expect(box).to_have_value("")
    page.go_forward()
    expect(box).to_have_value("egypt")
    expect(box).to_be_focused()
    go(page, f"{served.address}#/search?q=israel")
    expect(found.first).to_have_text("Israel")
    expect(box).to_have_value("israel")
    box.press_sequentially(" saudi")
    expect(page).to_have_url(re.compile(r"q=israel\+saudi$"))
    expect(box).to_have_value("israel saudi")


def test_enter_waits_for_the_answer_to_what_was_typed(page: Page) -> None:
    box, found = page.get_by_role("searchbox"), page.locator(".result")
    box.fill("israel")
    expect(found.first).to_have_text("Israel")
    held: list[Route] = []
    released: list[bool] = []

    def hold(route: Route) -> None:
        if released:  # on a slow machine it is asked only now
            route.continue_()
        else:
            held.append(route)

    page.route(re.compile("api/search.*q=egypt"), hold)
    box.fill("egypt")
    box.press("Enter")
    expect(page).to_have_url(re.compile("q=egypt"))
    expect(page.locator("main [aria-busy=true]")).to_be_visible()
    expect(box).to_be_focused()
    released.append(True)
    for route in held:
        route.continue_()
    expect(found.first).to_have_text("Egypt")
    expect(found.first).to_be_focused()
    box.press("Enter")
    expect(found.first).to_be_focused()  # what is here already need not be waited for
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Egypt")


def test_a_question_leads_to_the_relation_it_asks_for(page: Page) -> None:
    page.keyboard.type("who attacked israel", delay=10)
    expect(page.locator("a.result.pair")).to_have_text("Israel: attacks")
    page.keyboard.press("Enter")
    expect(page.locator("a.result.pair")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Israel")
    expect(page).to_have_url(re.compile("relation=ATTACKS"))
    expect(page.locator(".tie .relation:text('attacks')").first).to_be_visible()
    expect(page.locator(".tie .relation:not(:text('attacks'))")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("egypt", delay=10)
    expect(page.locator(".result").first).to_have_text("Egypt")
    expect(page).to_have_url(re.compile(r"search\?q=egypt$"))  # the next question is another


def test_words_of_an_article_with_slips_of_spelling_lead_to_it(page: Page) -> None:
    page.get_by_role("searchbox").fill("presidnet cartr")
    expect(page.get_by_text("No article has these words as they are written.")).to_contain_text(
        "president carter"
    )
    page.locator(".results .source a").first.click()
    sought = page.locator(".text .sought")
    expect(sought.first).to_be_in_viewport()
    assert "carter" in {words.lower() for words in sought.all_text_contents()}


def test_words_of_an_article_lead_to_it(page: Page) -> None:
    page.get_by_role("searchbox").fill("camp david")
    first = page.locator(".results .source a").first
    title = first.text_content()
    expect(page.locator("mark.found").first).to_be_visible()
    first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title or "")
    expect(page).to_have_url(re.compile("words=camp"))
    sought = page.locator(".text .sought")
    expect(sought.first).to_be_in_viewport()
    assert {words.lower() for words in sought.all_text_contents()} == {"camp", "david"}


def test_an_article_of_an_entity_shows_where_it_is_mentioned(
    page: Page, served: Server, corpus: Answers
) -> None:
    entity = called(corpus, "Jimmy Carter")
    go(page, f"{served.address}#/entity/{entity}")
    page.get_by_role("table").last.get_by_role("link").last.click()
    expect(page).to_have_url(re.compile(f"#/article/.*of={entity}"))
    sought = page.locator(".text .sought")
    expect(sought.first).to_be_in_viewport()
    expect(sought.filter(has_text="Carter").first).to_be_visible()
    page.keyboard.press("j")
    expect(page).to_have_url(re.compile(f"of={entity}&at="))
    expect(page.locator(".text .current").first).to_be_in_viewport()
    unmarked = page.locator("aside a[aria-label^=Mark]:not([aria-current])").first
    label = unmarked.get_attribute("aria-label") or ""
    unmarked.click()
    expect(page.get_by_role("link", name=label)).to_have_attribute("aria-current", "true")
    expect(sought.first).to_be_in_viewport()


def test_back_passes_over_the_steps_from_statement_to_statement(page: Page, served: Server) -> None:
    page.get_by_role("searchbox").fill("camp david")
    page.locator(".results .source a").first.click()
    expect(page.locator(".text")).to_be_visible()
    for key in ("j", "j", "j", "k"):
        before = page.url
        page.keyboard.press(key)
        expect(page).not_to_have_url(before)
    statement = page.locator("aside .statement")
    expect(statement.get_by_role("button", name="Copy citation")).to_be_visible()
    expect(statement.locator(".below .source")).to_have_count(0)  # it is the article that is read
    page.go_back()
    expect(page).to_have_url(re.compile("#/search"))


def test_two_names_lead_to_the_pair_and_a_turning_point_to_its_article(
    chromium: Browser, shown: Shown
) -> None:
    with watched(chromium, shown.server.address) as page:
        page.goto(shown.server.address)
        page.get_by_role("searchbox").fill(", ".join(shown.pair))
        page.get_by_role("link", name=re.compile("how they stand to each other")).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(re.compile(".*".join(shown.pair)))
        expect(page.locator(".course")).to_be_visible()
        shot(page, f"pair-{shown.pair[0]}")
        statement = page.locator(".statement").first
        sentence = statement.locator(".sentence bdi").text_content() or ""
        statement.get_by_text("Why is this so?").click()
        expect(statement.locator("dl code")).not_to_be_empty()
        statement.locator(".source a").click()
        current = page.locator(".text .current")
        expect(current.first).to_be_in_viewport()
        assert "".join(current.evaluate_all(TEXTS)) == sentence
        expect(page.locator(".text .trigger.now").first).to_be_visible()
        shot(page, f"article-{shown.pair[0]}")


#: What the pieces of a text say, without the numbers of the statements that begin there.
TEXTS = """pieces => pieces.map(piece => {
    const copy = piece.cloneNode(true);
    copy.querySelectorAll(".stop").forEach(stop => stop.remove());
    return copy.textContent;
})"""


def test_the_statements_of_an_article_are_walked_through_by_keys(
    page: Page, served: Server, corpus: Answers
) -> None:
    count = {a: len(corpus.article(a, {})["statements"]) for a in corpus.index.articles}
    article = max(count, key=lambda a: (count[a], a))
    go(page, f"{served.address}#/article/{article}")
    expect(page.locator(".text")).to_be_visible()
    text = "".join(page.locator(".text > span").evaluate_all(TEXTS))
    assert text == "".join(piece for piece, _ in corpus.article(article, {})["pieces"])
    shown = [page.url]
    for _ in range(3):
        page.keyboard.press("j")
        expect(page).not_to_have_url(shown[-1])
        expect(page.locator(".said [aria-current]")).to_be_in_viewport()
        shown.append(page.url)
    assert len({*shown}) == 4
    page.keyboard.press("k")
    expect(page).to_have_url(shown[-2])


def test_a_picture_grows_without_moving_what_is_there(page: Page, served: Server, corpus: Answers) -> None:
    go(page, f"{served.address}#/entity/{called(corpus, 'United States')}?show=6")
    nodes = page.locator(".ego a")
    expect(nodes).to_have_count(6)
    places = dict(nodes.evaluate_all(PLACES))
    page.get_by_role("link", name=re.compile("^Show .* more")).click()
    expect(nodes).not_to_have_count(6)
    grown = dict(nodes.evaluate_all(PLACES))
    assert {name: grown[name] for name in places} == places
    expect(page).to_have_url(re.compile("show="))
    assert len(grown) == page.locator("figcaption table").first.locator("tbody tr").count(), "the table twin"
    shot(page, "entity")


#: Where nodes are on the page, whatever part of it is in view.
PLACES = """nodes => nodes.map(node => {
    const place = node.querySelector(".node").getBoundingClientRect();
    return [node.getAttribute("aria-label"), [Math.round(place.x + scrollX), Math.round(place.y + scrollY)]];
})"""


def test_filters_stand_in_the_address_and_stay(page: Page, served: Server, corpus: Answers) -> None:
    go(page, f"{served.address}#/entity/{called(corpus, 'United States')}")
    page.get_by_role("button", name="Filters").click()
    page.get_by_role("combobox", name="Relation").select_option("conflict")
    page.get_by_role("combobox", name="Reported as").select_option("asserted")
    expect(page.locator(".chip")).to_have_count(2)
    expect(page).to_have_url(re.compile("relation=conflict"))
    expect(page).to_have_url(re.compile("status=asserted"))
    expect(page.get_by_role("heading", name=re.compile("^Cooperation"))).to_have_count(0)
    expect(page.get_by_role("combobox", name="Relation")).to_have_value("conflict")
    page.locator(".ego a").first.click()
    expect(page).to_have_url(re.compile("#/pair/.*relation=conflict"))
    page.reload()
    expect(page.locator(".chip")).to_have_count(2)
    page.get_by_role("link", name="remove all").click()
    expect(page.locator(".chip")).to_have_count(0)
    page.go_back()
    expect(page.locator(".chip")).to_have_count(2)


def test_what_an_entity_does_and_what_is_done_to_it_are_filters(
    page: Page, served: Server, corpus: Answers
) -> None:
    iran, usa = called(corpus, "Iran"), called(corpus, "United States")
    go(page, f"{served.address}#/entity/{iran}?relation=conflict")
    heads = page.locator(".ties .tie .head")
    expect(heads.first).to_be_visible()
    every = {*heads.all_text_contents()}
    page.get_by_role("button", name="Filters").press("Enter")
    direction = page.get_by_role("combobox", name="Direction")
    assert direction.locator("option").all_text_contents() == [
        "both",
        "what Iran does",
        "what is done to Iran",
    ]
    direction.focus()
    page.keyboard.press("ArrowDown")
    chips = page.locator(".chip")
    expect(chips).to_have_text(["conflict ×", "what Iran does ×"])
    expect(page).to_have_url(re.compile("relation=conflict&direction=out"))
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    told = heads.all_text_contents()
    assert 0 < len(told) < len(every)
    assert all(head.startswith("Iran ") for head in told)
    expect(page.get_by_text("inferred from what both do")).to_be_visible()
    shot(page, "direction")
    direction.select_option("what is done to Iran")
    expect(chips).to_have_text(["conflict ×", "what is done to Iran ×"])
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    done = heads.all_text_contents()
    assert {*told} | {*done} == every
    assert all("rival of" in head for head in {*told} & {*done}), "that is what both do"

    # Of two the first is the one whose page one came from, and where there is none nobody is named.
    go(page, f"{served.address}#/pair/{iran}/{usa}?direction=in")
    expect(chips).to_have_text("what United States does to Iran ×")
    expect(page.locator(".statement").first).to_be_visible()
    options = page.locator("select[name=direction] option")
    expect(options).to_have_text(["both", "what Iran does", "what United States does"])
    go(page, f"{served.address}#/list/relations?direction=in")
    expect(chips).to_have_text("what is done to each ×")
    expect(page.get_by_text("the direction narrows what is shown of an entity or of two")).to_be_visible()
    page.get_by_role("link", name="Remove the filter: what is done to each").click()
    expect(page).not_to_have_url(re.compile("direction"))


def test_filters_are_carried_through_an_article(page: Page, served: Server, corpus: Answers) -> None:
    go(page, f"{served.address}#/entity/{called(corpus, 'Iran')}?relation=conflict")
    page.locator(".tie .source a").first.click()
    expect(page.locator(".text .current").first).to_be_visible()
    expect(page).to_have_url(re.compile("relation=conflict&at="))
    page.locator(".said a").last.click()
    page.locator("aside .name").last.click()
    expect(page).to_have_url(re.compile("#/entity/.*relation=conflict"))
    expect(page.locator(".chip")).to_have_text(["conflict ×"])


def test_days_to_compare_are_those_of_the_entity(page: Page, served: Server, corpus: Answers) -> None:
    summary = corpus.summary({})
    entity = next(
        e for e in corpus.index.best_known if summary["first"] < e.first_seen < e.last_seen < summary["last"]
    )
    go(page, f"{served.address}#/entity/{entity.id}")
    expect(page.get_by_label("Second day")).to_have_value(entity.last_seen)
    assert entity.first_seen <= page.get_by_label("First day", exact=True).input_value() < entity.last_seen


def test_a_relation_of_a_pair_leads_to_what_is_said_of_it_alone(
    page: Page, served: Server, corpus: Answers
) -> None:
    usa, soviet = called(corpus, "United States"), called(corpus, "Soviet Union")
    ties = corpus.pair(usa, soviet, {})["ties"]
    name = ties[0]["relation"].lower().replace("_", " ")
    go(page, f"{served.address}#/pair/{usa}/{soviet}")
    page.locator(".edges").get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator(".chip")).to_have_text([f"{name} ×"])
    expect(page.locator(".edges li")).to_have_count(sum(t["relation"] == ties[0]["relation"] for t in ties))
    expect(page.locator(".edges").get_by_role("link", name=name, exact=True)).to_have_count(0)


def test_a_neighbour_has_the_same_number_in_the_picture_and_the_table(
    page: Page, served: Server, corpus: Answers
) -> None:
    usa = called(corpus, "United States")
    around = corpus.entity(usa, {"show": "300"})["neighbours"]
    assert any(n["reports"] not in (0, n[n["side"]]) for n in around), "one of which sums are otherwise"
    go(page, f"{served.address}#/entity/{usa}?show=300")
    expect(page.locator(".ego a")).to_have_count(len(around))
    shown = [text.strip() for text in page.locator(".ego .reports").all_text_contents()]
    assert shown == [str(n["reports"] or "–") for n in around]
    page.get_by_text("As a table").first.click()
    cells = page.locator("figcaption table").first.locator("tbody td:nth-child(3)")
    assert cells.all_text_contents() == [str(n["reports"]) for n in around]


def test_a_day_is_typed_key_by_key(page: Page) -> None:
    page.locator(".names a").first.click()
    expect(page).to_have_url(re.compile("#/entity/"))
    page.get_by_role("button", name="Filters").click()
    until = page.locator("#filters input[name=until]")
    until.focus()
    until.press_sequentially("12311985")
    expect(page.locator(".chip")).to_have_text(["until 1985-12-31 ×"])
    expect(until).to_be_focused()


def test_days_that_are_compared_are_no_filters_elsewhere(page: Page) -> None:
    page.get_by_label("First day", exact=True).fill("1975-01-01")
    page.get_by_label("Second day").fill("1985-01-01")
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile("#/changes.*until="))
    page.get_by_role("link", name="graphbuild").click()
    expect(page).to_have_url(re.compile("#/$"))  # the days were compared, not filtered by
    expect(page.get_by_role("heading", name="Pairs with the most reports")).to_be_visible()


def test_a_bar_of_the_coverage_narrows_the_first_page(page: Page, corpus: Answers) -> None:
    bars = page.locator(".chart a")
    articles = len(corpus.index.articles)
    expect(page.locator(".lead")).to_contain_text(f"{articles} articles")
    bars.last.click()
    expect(page.locator(".chip")).to_have_count(2)
    expect(page.locator(".lead")).not_to_contain_text(f"{articles} articles")
    assert page.get_by_label("First day", exact=True).input_value() in page.url, (
        "the days are those to be compared"
    )
    page.get_by_role("link", name="The relations that the filters let through").click()
    expect(page.locator(".tie").first).to_be_visible()
    expect(page).to_have_url(re.compile("#/list/relations.*since="))
    page.go_back()
    expect(page).to_have_url(re.compile(r"#/\?.*since="))
    page.go_back()
    expect(page.locator(".lead")).to_contain_text(f"{articles} articles")


def test_a_publisher_leads_to_what_it_reports_and_no_other_does(page: Page) -> None:
    page.get_by_role("listitem").filter(has_text=re.compile("^Meridian Wire")).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Relations"))
    everything = int(page.locator(".lead p").inner_text().replace(",", ""))
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("as a fact by one publisher alone").check()
    expect(page.locator(".chip")).to_have_text(["Meridian Wire ×", "by one publisher alone ×"])
    expect(page.locator(".lead p")).not_to_have_text(f"{everything:,}")
    assert 0 < int(page.locator(".lead p").inner_text().replace(",", "")) < everything
    publisher = page.get_by_role("combobox", name="Publisher")
    expect(publisher).to_have_value("Meridian Wire")
    publisher.fill("Nobody at all")
    publisher.press("Enter")
    told = publisher.evaluate("field => field.validationMessage")
    assert told.startswith("No article is published by this one")
    expect(page.locator(".chip").first).to_have_text("Meridian Wire ×")
    publisher.fill("the lantern post")
    publisher.press("Enter")
    expect(page.locator(".chip").first).to_have_text("The Lantern Post ×")
    page.get_by_label("Remove the filter: The Lantern Post").click()
    expect(page.locator(".chip")).to_have_text(["by one publisher alone ×"])
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    alone = page.locator(".lead p").inner_text()
    page.get_by_label("Remove the filter: by one publisher alone").click()
    expect(page.locator(".lead p")).not_to_have_text(alone)
    page.get_by_role("combobox", name="Reported as").select_option("denied")
    expect(page.locator(".tie .status.denied").first).to_be_visible()
    expect(page.locator(".tie:not(:has(.status.denied))")).to_have_count(0)
    shot(page, "denied")


def test_an_article_without_its_text_has_all_its_sentences(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "graph.json"
    with graphbuild.open(example_graph()) as opened:
        opened.export(file)
    with graphbuild.open(file) as opened, Server(Answers(opened, "graph")) as server:
        answers = Answers(opened, "graph")
        article = max(answers.index.articles, key=lambda a: len(answers.article(a, {})["statements"]))
        said = answers.article(article, {})["statements"]
        with watched(chromium, server.address) as page:
            go(page, f"{server.address}#/article/{article}?at={said[-1]['id']}")
            shown = page.locator(".reader .statements .statement")
            expect(shown).to_have_count(len(said))
            expect(
                page.locator(".reader li.current .sentence, .reader li.current .quiet").first
            ).to_be_in_viewport()
            page.keyboard.press("k")
            expect(page).to_have_url(re.compile(said[-2]["id"]))
            expect(page.get_by_role("heading", name="Entities")).to_have_count(0)
            shot(page, "article-without-text")


def test_two_days_are_compared_for_an_entity(page: Page, served: Server, corpus: Answers) -> None:
    go(page, f"{served.address}#/entity/{called(corpus, 'Iran')}")
    page.get_by_label("First day", exact=True).fill("1975-01-01")
    page.get_by_label("Second day").fill("1985-01-01")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What changed for Iran from 1975-01-01 to 1985-01-01"
    )
    ties = page.locator(".tie .head")
    expect(ties.first).to_be_visible()
    assert all("Iran" in tie for tie in ties.all_text_contents())


def test_on_a_narrow_screen_a_statement_stays_in_view(page: Page, served: Server, corpus: Answers) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    article = next(a for a in corpus.index.articles if len(corpus.article(a, {})["statements"]) > 1)
    go(page, f"{served.address}#/article/{article}")
    page.locator(".text .stop").first.click()
    card = page.locator("aside > .statement")
    expect(card).to_be_in_viewport(ratio=1)
    expect(page.locator(".text .current").first).to_be_in_viewport()
    page.keyboard.press("j")
    expect(page.locator(".said a").nth(1)).to_have_attribute("aria-current", "true")
    expect(card).to_be_in_viewport(ratio=1)
    shot(page, "narrow")
    card.get_by_text("Why is this so?").click()
    card.locator("code").evaluate("code => { code.textContent = 'post:president/title/name'.repeat(3); }")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    inside = "card => [...card.querySelectorAll('dd, dt')].every(e => e.scrollWidth <= card.clientWidth)"
    assert card.evaluate(inside)


def test_two_days_are_compared(page: Page) -> None:
    page.get_by_label("First day", exact=True).fill("1975-01-01")
    page.get_by_label("Second day").fill("1985-01-01")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What changed from 1975-01-01 to 1985-01-01")
    expect(page.locator(".tie .sentence").first).to_be_visible()
    expect(page).to_have_url(re.compile("since=1975-01-01&until=1985-01-01"))


def test_two_periods_far_apart_are_compared(page: Page) -> None:
    page.get_by_label("First day", exact=True).fill("1979-01-01")
    page.get_by_label("Second day").fill("1982-12-31")
    page.get_by_text("with an earlier time").click()
    page.get_by_label("First day of the earlier time").fill("1972-01-01")
    page.get_by_label("Last day of the earlier time").fill("1974-12-31")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "What changed from 1972-01-01 – 1974-12-31 to 1979-01-01 – 1982-12-31"
    )
    expect(page.get_by_text("Reported in the earlier time, and not in the later.")).to_be_visible()
    expect(page.get_by_label("Last day of the earlier time")).to_have_value("1974-12-31")
    expect(page).to_have_url(re.compile("earlier_since=1972-01-01&earlier_until=1974-12-31"))
    page.get_by_label("Last day of the earlier time").fill("1980-12-31")
    page.get_by_role("button", name="Compare").click()
    told = page.get_by_label("Last day of the earlier time").evaluate("field => field.validationMessage")
    assert told.startswith("The earlier time ends before the other begins")
    expect(page).to_have_url(re.compile("earlier_until=1974-12-31"))


def test_the_parts_of_a_comparison_are_reached_from_its_top(
    page: Page, served: Server, corpus: Answers
) -> None:
    days = {"since": "1979-01-01", "until": "1982-12-31"}
    days |= {"earlier_since": "1972-01-01", "earlier_until": "1974-12-31"}
    found = corpus.changes(days)
    go(page, f"{served.address}#/changes?{urlencode(days)}")
    for sort, told, title in (
        ("silent", "fell silent", "Fell silent"),
        ("appeared", "appeared", "Appeared"),
        ("turned", "turned", "Stances that turned"),
    ):
        assert found[sort]
        page.get_by_role("button", name=f"{found[f'{sort}_count']:,} {told}").click()
        heading = page.get_by_role("heading", name=re.compile(f"^{title}"))
        expect(heading).to_be_focused()
        expect(heading).to_be_in_viewport()


@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("1946-01-01", "1990-01-01", "what is new here may only be better covered."),
        ("2010-01-01", "2100-01-01", "what fell silent here may only be covered less."),
        ("1975-01-01", "1985-01-01", ""),
    ],
)
def test_two_times_of_which_much_more_or_less_is_reported_are_told(
    page: Page, served: Server, corpus: Answers, since: str, until: str, told: str
) -> None:
    before, after = corpus.changes({"since": since, "until": until})["reports"]
    assert (max(before, after) > 3 * min(before, after)) == bool(told)
    go(page, f"{served.address}#/changes?since={since}&until={until}")
    expect(page.get_by_role("heading", level=1)).to_contain_text(since)
    expect(page.get_by_text(f"before, {after} after: {told}")).to_have_count(1 if told else 0)
    expect(page.get_by_text("covered")).to_have_count(1 if told else 0)
    if told:
        expect(page.get_by_text(f"{before} report")).to_have_count(1)


def test_what_is_only_told_of_an_earlier_time_is_told_so(chromium: Browser, tmp_path: Path) -> None:
    file = tmp_path / "past.json"
    files.export(graph_of([Said("2016-05-09", "ATTACKS", when=("", "2015-01-01"))]), file)
    with (
        graphbuild.open(file) as opened,
        Server(Answers(opened, "past")) as server,
        watched(chromium, server.address) as page,
    ):
        go(page, f"{server.address}#/pair/{ARDAL.id}/{BELIA.id}")
        lead = page.locator(".lead")
        expect(lead).to_contain_text(
            "· 1 report tells of an earlier time without saying when; it counts for nothing"
        )
        expect(lead).not_to_contain_text("0 reports")


def test_a_sentence_in_quotation_marks_gets_no_others(chromium: Browser, tmp_path: Path) -> None:
    sentences = ["“Our towns were shelled.”", "Our “towns” were shelled."]
    file = tmp_path / "quoted.json"
    said = [Said(f"2016-05-0{n}", "ATTACKS", sentence=words) for n, words in enumerate(sentences, 1)]
    files.export(graph_of(said), file)
    permissions = ["clipboard-read", "clipboard-write"]
    with (
        graphbuild.open(file) as opened,
        Server(Answers(opened, "quoted")) as server,
        watched(chromium, server.address, permissions=permissions) as page,
    ):
        go(page, f"{server.address}#/pair/{ARDAL.id}/{BELIA.id}")
        for words, inside in ((sentences[0], ""), (sentences[1], "“")):
            statement = page.locator(".statement").filter(has_text=words).last
            quotes = "quote => getComputedStyle(quote).quotes"
            assert (statement.locator(".sentence").evaluate(quotes) == "none") == (not inside)
            statement.get_by_role("button", name="Copy citation").click()
            expect(statement.get_by_role("button", name="copied")).to_be_visible()
            cited = page.evaluate("navigator.clipboard.readText()")
            assert cited.startswith(f"{inside}{words}{'”' if inside else ''} — ")


def test_a_link_and_a_citation_are_copied(chromium: Browser, served: Server, corpus: Answers) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    iran, saudi = called(corpus, "Iran"), called(corpus, "Saudi Arabia")
    with watched(chromium, served.address, permissions=permissions) as page:
        go(page, f"{served.address}#/pair/{iran}/{saudi}")
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("button", name="copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == page.url
        statement = page.locator(".statement").first
        statement.get_by_text("Why is this so?").click()
        statement.get_by_role("button", name="Copy citation").click()
        expect(statement.get_by_role("button", name="copied")).to_be_visible()
        cited = page.evaluate("navigator.clipboard.readText()")
        assert (statement.locator(".sentence bdi").text_content() or "").split()[0] in cited
        assert re.search(r"\d{4}-\d\d-\d\d", cited)


@pytest.mark.parametrize(
    ("where", "message"),
    [
        ("entity/nobody", "holds no entity"),
        ("article/nothing", "holds no article"),
        ("nothing", "There is no page"),
    ],
)
def test_what_is_not_there_is_reported_in_the_page(
    chromium: Browser, served: Server, where: str, message: str
) -> None:
    with tab(chromium) as page:
        go(page, f"{served.address}#/{where}")
        expect(page.get_by_role("alert")).to_contain_text(message)


def test_a_period_that_ends_before_it_begins_can_be_mended(
    chromium: Browser, served: Server, corpus: Answers
) -> None:
    with tab(chromium) as page:
        for where in ("", f"entity/{called(corpus, 'Iran')}", "list/relations"):
            go(page, f"{served.address}#/{where}?since=1990-01-01&until=1985-12-31")
            expect(page.get_by_role("alert")).to_contain_text("earlier day first")
            page.locator(".chip", has_text="until").click()
            expect(page.locator(".chip")).to_have_text(["from 1990-01-01 ×"])
            expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_server_that_ended_is_reported_in_the_page(chromium: Browser, corpus: Answers) -> None:
    context = chromium.new_context()
    page = context.new_page()
    with Server(corpus) as server:
        page.goto(server.address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.evaluate("location.hash = '#/search?q=egypt'")
    alert = page.locator("main").get_by_role("alert")
    expect(alert).to_contain_text("Is it still running")
    page.get_by_role("link", name="graphbuild").click()
    expect(page).to_have_url(re.compile("#/$"))
    expect(alert).to_have_count(1)
    expect(alert).to_contain_text("Is it still running")
    expect(page.locator("main section")).to_have_count(0)
    page.get_by_role("button", name="Try again").click()
    expect(alert).to_contain_text("Is it still running")
    context.close()


def test_a_wrong_token_leads_to_a_page_that_says_what_to_do(chromium: Browser, served: Server) -> None:
    page = chromium.new_page()
    page.goto(served.address.rsplit("/", 2)[0] + "/wrong/")
    expect(page.get_by_text("The address stands in the terminal")).to_be_visible()
    page.close()


def test_a_part_beyond_the_end_of_a_list_leads_to_its_first(page: Page, served: Server) -> None:
    go(page, f"{served.address}#/list/articles?from=999999")
    expect(page.get_by_text("The list ends at")).to_be_visible()
    expect(page.get_by_text("999,999")).to_have_count(0)
    page.get_by_role("link", name="From the first").click()
    expect(page.locator("tbody tr")).to_have_count(50)


def test_the_search_says_on_a_phone_what_can_be_searched(page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.get_by_role("searchbox").evaluate(ROOM) >= 20


#: The room that the words in an empty field leave; the cross that empties it has its place there.
ROOM = """field => {
    const style = getComputedStyle(field);
    const context = document.createElement("canvas").getContext("2d");
    context.font = style.font;
    const inside = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return inside - context.measureText(field.placeholder).width;
}"""


def test_a_citation_has_no_control_characters(chromium: Browser, hostile: Answers) -> None:
    ids = [hostile.entity(id_, {})["entity"]["id"] for id_ in hostile.index.entities]
    permissions = ["clipboard-read", "clipboard-write"]
    with Server(hostile) as server, watched(chromium, server.address, permissions=permissions) as page:
        go(page, f"{server.address}#/entity/{ids[0]}")
        page.get_by_role("button", name="Copy citation").first.click()
        expect(page.get_by_role("button", name="copied")).to_be_visible()
        cited = page.evaluate("navigator.clipboard.readText()")
        assert SCRIPT in cited
        assert re.search(r"[\x00-\x1f\x7f-\x9f]", cited) is None


def test_hostile_names_and_texts_are_only_read(chromium: Browser, hostile: Answers) -> None:
    (article,) = hostile.index.articles
    ids = list(hostile.index.entities)
    with Server(hostile) as server, watched(chromium, server.address) as page:
        pages = ["#/", "#/search?q=script", f"#/entity/{ids[0]}", f"#/pair/{ids[0]}/{ids[1]}"]
        pages.append("#/article/" + page.evaluate("encodeURIComponent", article))
        pages.append("#/entity/" + page.evaluate("encodeURIComponent", SCRIPT))
        for where in pages[:-1]:
            go(page, server.address + where)
            expect(page.locator("main h1")).to_be_attached()
            page.wait_for_timeout(200)
            assert page.locator("main script, main img, main iframe, main [onerror]").count() == 0
            assert page.locator("a[href^='javascript' i]").count() == 0
            assert page.title() != "owned"
        expect(page.locator(".text")).to_contain_text(SCRIPT)
        expect(page.locator(".text")).to_contain_text(IMAGE)
        shot(page, "hostile")


def test_a_report_opens_from_disk_and_asks_nobody(
    chromium: Browser, corpus: Answers, hostile: Answers, tmp_path: Path
) -> None:
    for name, answers, names in (
        ("all", corpus, ()),
        ("pair", corpus, ("Iran", "Saudi Arabia")),
        ("hostile", hostile, ()),
    ):
        file = tmp_path / f"{name}.html"
        report.write(answers, file, *names)
        with watched(chromium, file.as_uri()) as page:
            page.goto(file.as_uri())
            expect(page.get_by_role("heading", level=1)).to_be_visible()
            shot(page, f"report-{name}")
            assert page.title() != "owned"
            if name == "all":
                expect(page.get_by_role("heading", name="Strongest relations")).to_be_visible()
                expect(page.get_by_role("heading", name=re.compile("^What changed from"))).to_be_visible()
                assert page.locator(".tie .sentence").count() > 0
                page.locator("table a").first.click()
                expect(page.locator(".course")).to_be_visible()
                page.go_back()
                page.locator(".names a").first.click()
                expect(page.locator(".ego")).to_be_visible()
            assert page.locator("a[href^='#']").evaluate_all("links => links.length") >= 1


@pytest.mark.parametrize("pairs", [20, 22])
def test_a_report_says_which_pairs_have_no_page(chromium: Browser, tmp_path: Path, pairs: int) -> None:
    others = [make_entity("organisation", f"body {n}", f"Body {n}") for n in range(pairs)]
    days = ("2016-05-01", "2016-05-02", "2016-05-03")
    said = [Said(day, "ATTACKS", target=other, publisher=day) for other in others for day in days]
    graph, file = tmp_path / "pairs.json", tmp_path / "report.html"
    files.export(graph_of(said), graph)
    with graphbuild.open(graph) as opened:
        report.write(Answers(opened, "pairs"), file)
    with watched(chromium, file.as_uri()) as page:
        page.goto(file.as_uri())
        rows = page.get_by_role("table").first.locator("tbody th")
        expect(rows).to_have_count(pairs)
        expect(rows.get_by_role("link")).to_have_count(20)
        expect(page.get_by_text("Pairs without a link have no page")).to_have_count(1 if pairs > 20 else 0)


LOOKS: tuple[tuple[Literal["light", "dark"], int, dict[str, Any]], ...] = (
    ("light", SIZE["width"], {}),
    ("dark", SIZE["width"], {"runOnly": ["color-contrast"]}),
    ("light", 390, {}),
)


@pytest.mark.parametrize("shown", ["modern"], indirect=True)
def test_nothing_bars_anybody(chromium: Browser, shown: Shown) -> None:
    """Without violations that axe can see: contrast, names of controls, order of headings, landmarks.

    On one graph: the pages of another have the same elements, and axe takes half a minute.
    """
    a = called(shown.answers, shown.pair[0])
    pages = [*_pages(shown), f"entity/{a}?relation=conflict", "list/entities"]
    pages += ["list/articles?sort_articles=-title", f"entity/{a}?sort_neighbours=name"]
    with watched(chromium, shown.server.address, color_scheme="light") as page:
        for where in pages:
            page.set_viewport_size(SIZE)
            go(page, f"{shown.server.address}#/{where}")
            expect(page.locator("main h1")).to_be_attached()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            for scheme, width, rules in LOOKS:  # the window is made narrow, the room gets dark
                page.emulate_media(color_scheme=scheme)
                page.set_viewport_size({"width": width, "height": 900})
                page.evaluate("new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn, 50)))")
                shot(page, f"{scheme}-{width}-{where.split('/')[0].split('?')[0] or 'home'}-{shown.pair[0]}")
                told = violations(page, **rules)
                assert told == [], f"{where}, {scheme}, {width}: {json.dumps(told, indent=1)}"


def _pages(shown: Shown) -> list[str]:
    """One of each sort."""
    a, b = (called(shown.answers, name) for name in shown.pair)
    article = shown.answers.pair(a, b, {})["statements"][0]["article"]["id"]
    return [
        *("", "search?q=un", f"entity/{a}", f"pair/{a}/{b}", f"article/{article}"),
        *("list/articles", "list/stances", f"changes?since={shown.since}&until={shown.until}"),
    ]


@pytest.mark.parametrize(("width", "height"), [(320, 256), (390, 844)])
def test_nothing_is_cut_on_a_phone_and_at_400_percent(
    chromium: Browser, shown: Shown, width: int, height: int
) -> None:
    with watched(chromium, shown.server.address) as page:
        page.set_viewport_size({"width": width, "height": height})
        for where in _pages(shown):
            go(page, f"{shown.server.address}#/{where}")
            expect(page.locator("main h1")).to_be_attached()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            page.locator("figure details").evaluate_all("all => all.forEach(one => { one.open = true; })")
            page.evaluate("new Promise(drawn => requestAnimationFrame(() => setTimeout(drawn, 50)))")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, where
            assert page.evaluate(CUT_LABELS) == [], where
            assert page.evaluate(CUT) == [], where


def test_a_long_address_in_place_of_a_title_is_not_cut(chromium: Browser, tmp_path: Path) -> None:
    url = f"https://news.example/columns/{'a-name-without-an-end-' * 3}/2025/11/20/{'n2671745' * 5}"
    ardal = make_entity("country", "ardal", "Ardal", mentions=[Mention(0, 5, "Ardal", "name", "test")])
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write([("stamp", make_reading(make_article(text="Ardal.", url=url), [ardal]))])
    with graphbuild.open(tmp_path / "graph") as opened:
        answers = Answers(opened, "graph")
        with Server(answers) as server, watched(chromium, server.address) as page:
            page.set_viewport_size({"width": 375, "height": 800})
            for where in ("list/articles", f"entity/{called(answers, 'Ardal')}"):
                go(page, f"{server.address}#/{where}")
                expect(page.get_by_role("link", name="news.example").first).to_be_visible()
                assert page.evaluate("document.documentElement.scrollWidth") <= 375, where
                assert page.evaluate(CUT) == [], where


def test_back_comes_to_where_a_page_was_left(page: Page, served: Server, corpus: Answers) -> None:
    egypt, israel = called(corpus, "Egypt"), called(corpus, "Israel")
    go(page, f"{served.address}#/pair/{egypt}/{israel}")
    source = page.locator(".statement .source a").last
    source.scroll_into_view_if_needed()
    page.wait_for_function("() => scrollY > 0 && history.state?.y === scrollY")  # the place is kept
    left = page.evaluate("scrollY")
    source.click()
    expect(page.locator(".text")).to_be_visible()
    page.go_back()
    page.wait_for_function("y => Math.abs(scrollY - y) < 2", arg=left)


def test_back_waits_for_the_page_that_was_left(page: Page, served: Server, corpus: Answers) -> None:
    """What is seen at first is the page before, which is long enough, too."""
    egypt, israel = called(corpus, "Egypt"), called(corpus, "Israel")
    go(page, f"{served.address}#/entity/{egypt}")
    expect(page.locator("main h1")).to_have_text("Egypt")
    page.evaluate("scrollTo(0, 300)")
    page.wait_for_function("() => history.state?.y === 300")  # the place is kept
    page.evaluate(f"location.hash = '#/pair/{egypt}/{israel}'")
    expect(page.locator("main h1")).to_contain_text("Israel")
    assert page.evaluate("document.documentElement.scrollHeight > 300 + innerHeight")

    def late(route: Route) -> None:
        page.wait_for_timeout(400)
        route.continue_()

    page.route(re.compile("api/entity"), late)
    page.go_back()
    expect(page.locator("main h1")).to_have_text("Egypt")
    page.wait_for_function("() => Math.abs(scrollY - 300) < 2")
