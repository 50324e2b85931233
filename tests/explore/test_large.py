"""A graph that is too large to be shown at once: what is sent and drawn stays small, and nothing is lost.

Budgets are sizes and numbers of nodes, which are the same on every machine; ``benchmarks`` prints seconds.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from graphbuild.explore import report
from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server
from graphbuild.explore.site import encoded
from tests.explore import large
from tests.explore.browsing import go, shot, watched

pytestmark = pytest.mark.slow

#: Bytes of an answer, nodes of the page, bytes of a report.
ANSWER, PAGE, REPORT = 200_000, 9_000, 1_500_000


@pytest.fixture(scope="module")
def answers() -> Answers:
    made = large.answers()
    made.prepare()
    return made


def test_answers_stay_small(answers: Answers) -> None:
    other = answers.entity(large.HUB, {})["neighbours"][0]["id"]
    for name, answer in {
        "summary": answers.summary({}),
        "entity": answers.entity(large.HUB, {}),
        "entity, grown": answers.entity(large.HUB, {"show": "99999"}),
        "pair": answers.pair(large.HUB, other, {}),
        "search": answers.search({"q": "name"}),
        "misspelt": answers.search({"q": "hubb"}),
        "changes": answers.changes({"since": "2010-01-01", "until": "2011-01-01"}),
        "relations": answers.listed(["relations", large.HUB], {}),
        "entities": answers.listed(["entities"], {}),
    }.items():
        assert len(encoded(answer)) < ANSWER, name


def test_nothing_is_lost_that_is_not_shown(answers: Answers) -> None:
    page = answers.entity(large.HUB, {})
    assert page["neighbour_count"] == large.NEIGHBOURS
    found: list[Any] = []
    while True:
        part = answers.listed(["relations", large.HUB], {"from": str(len(found)), "per": "1000"})
        assert part is not None
        found += part["items"]
        if len(found) == part["count"]:
            break
    assert len(found) == sum(page["tie_counts"].values())
    said = sum(t["denied"] + t["reports"] for t in found)
    assert said <= large.STATEMENTS
    assert len({(t["relation"], t["target"]) for t in found}) == len(found)
    entities = answers.listed(["entities"], {"from": "99990"})
    assert entities is not None
    assert (entities["count"], len(entities["items"])) == (large.ENTITIES, 10)


def test_any_of_many_entities_is_found(answers: Answers) -> None:
    assert [e["name"] for e in answers.search({"q": "name 98765"})["entities"]] == ["Name 98765"]
    assert answers.search({"q": "hubb"})["entities"][0]["name"] == "Hub"
    assert answers.search({"q": "name"})["entity_count"] == large.ENTITIES - 1


def test_a_report_of_much_stays_small(answers: Answers) -> None:
    assert len(report.of_page(answers, []).encode()) < REPORT
    assert len(report.of_page(answers, ["entity", large.HUB]).encode()) < REPORT


def test_a_page_of_much_stays_light(answers: Answers, chromium: Browser) -> None:
    with Server(answers) as server, watched(chromium, server.address) as page:
        for where in (f"entity/{large.HUB}?show=300", "list/entities", f"list/relations/{large.HUB}"):
            go(page, f"{server.address}#/{where}")
            expect(page.locator("main h1")).to_be_attached()
            expect(page.locator("[aria-busy=true]")).to_have_count(0)
            assert page.evaluate("document.querySelectorAll('*').length") < PAGE, where
            shot(page, f"large-{where.split('?')[0].split('/')[0]}")
        go(page, f"{server.address}#/entity/{large.HUB}?show=300")
        expect(page.locator(".ego a")).to_have_count(300)
        expect(page.get_by_role("link", name="Show")).to_have_count(0)
