"""What is saved of the pages: pictures, tables, lists and reports, as files that hold what is seen."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from graphbuild.explore.answers import Answers
from graphbuild.explore.server import Server
from tests.explore.browsing import called, go, shot, watched

pytestmark = pytest.mark.slow

SVG = "{http://www.w3.org/2000/svg}"
ENDS = ("source", "target")


def saved(page: Page, folder: Path, name: str, what: str) -> Path:
    """The file that a button saves."""
    with page.expect_download() as found:
        label = f"{name}: {what}" if name.startswith("Save") else f"Save {what} as {name}"
        page.get_by_role("button", name=label, exact=True).click()
    file = folder / found.value.suggested_filename
    found.value.save_as(file)
    return file


def rows(file: Path) -> list[list[str]]:
    return list(csv.reader(io.StringIO(file.read_text(encoding="utf-8-sig"))))


def test_a_picture_is_saved_as_it_is_seen(
    page: Page, served: Server, corpus: Answers, tmp_path: Path
) -> None:
    go(page, f"{served.address}#/entity/{called(corpus, 'Iran')}?show=300")
    nodes = page.locator(".ego a")
    expect(nodes.first).to_be_visible()
    what = "the picture of Iran and its neighbours"
    svg = ElementTree.fromstring(saved(page, tmp_path, "SVG", what).read_bytes())
    words = {"".join(text.itertext()) for text in svg.iter(f"{SVG}text")}
    shown = {name.strip() for name in page.locator(".ego .isolate").all_text_contents()}
    assert "Iran and its neighbours" in words, "it says what it shows"
    assert shown <= {re.sub(r"(\d+|–)$", "", word) for word in words} | words
    assert not any(name in part.attrib for part in svg.iter() for name in ("class", "href", "style"))
    assert {part.get("fill") for part in svg.iter(f"{SVG}rect")} - {None}, "the ground is filled"
    png = saved(page, tmp_path, "PNG", what).read_bytes()
    assert png.startswith(b"\x89PNG")
    width, height = (int.from_bytes(png[at : at + 4], "big") for at in (16, 20))
    assert (width, height) == (2 * int(svg.attrib["width"]), 2 * int(svg.attrib["height"]))


def test_a_saved_picture_is_not_empty(page: Page, served: Server, corpus: Answers, tmp_path: Path) -> None:
    iran, saudi = called(corpus, "Iran"), called(corpus, "Saudi Arabia")
    go(page, f"{served.address}#/pair/{iran}/{saudi}")
    expect(page.locator(".course")).to_be_visible()
    png = saved(page, tmp_path, "PNG", "the picture of Iran – Saudi Arabia, stance over time")
    assert png.name == "iran-saudi-arabia-stance-over-time.png"
    colours = page.evaluate(COLOURS, list(png.read_bytes()))
    assert colours > 20


COLOURS = """async bytes => {
    const image = await createImageBitmap(new Blob([new Uint8Array(bytes)], {type: "image/png"}));
    const canvas = new OffscreenCanvas(image.width, image.height);
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    return new Set(new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer)).size;
}"""


def test_tables_and_lists_are_saved_with_all_their_rows(
    page: Page, served: Server, corpus: Answers, tmp_path: Path
) -> None:
    usa = called(corpus, "United States")
    go(page, f"{served.address}#/entity/{usa}?relation=cooperation")
    header, *ties = rows(saved(page, tmp_path, "CSV", "Relations of United States"))
    counts = corpus.entity(usa, {"relation": "cooperation"})["tie_counts"]
    assert len(ties) == counts["cooperation"] == sum(counts.values()) > 24
    assert header[:3] == ["source", "relation", "target"]
    assert all(row[header.index("sentence")] for row in ties)
    figure = page.locator("figure").first
    figure.get_by_text("As a table").click()
    _, *neighbours = rows(saved(page, tmp_path, "CSV", "the table of United States and its neighbours"))
    assert len(neighbours) == corpus.entity(usa, {"relation": "cooperation"})["neighbour_count"]

    iran, saudi = called(corpus, "Iran"), called(corpus, "Saudi Arabia")
    go(page, f"{served.address}#/pair/{iran}/{saudi}")
    header, *said = rows(saved(page, tmp_path, "CSV", "Statements about Iran and Saudi Arabia"))
    told = corpus.pair(iran, saudi, {"per": "10000"})["statements"]
    assert [row[header.index("trigger")] for row in said] == [s["trigger"] for s in told]


def test_a_list_of_articles_is_saved_with_what_finds_them_again(
    page: Page, served: Server, corpus: Answers, tmp_path: Path
) -> None:
    iran = called(corpus, "Iran")
    go(page, f"{served.address}#/entity/{iran}")
    header, *articles = rows(saved(page, tmp_path, "CSV", "the table of Articles that mention Iran"))
    told = corpus.entity(iran, {})["articles"]
    assert header == ["Date", "Article", "Publisher", "Mentions", "Address", "Article id"]
    assert [row[-2:] for row in articles] == [[a["url"], a["id"]] for a in told]
    expect(page.get_by_text(told[0]["id"], exact=True)).to_be_hidden()


def test_a_table_of_which_the_page_shows_the_first_is_saved_whole_in_its_order(
    page: Page, served: Server, corpus: Answers, tmp_path: Path
) -> None:
    usa = called(corpus, "United States")
    what = {
        f"articles/{usa}": ("title", "Articles that mention United States"),
        f"neighbours/{usa}": ("-name", "United States and its neighbours"),
    }
    for narrowed in ({}, {"relation": "cooperation"}):
        for path, (sort, name) in what.items():
            table = path.partition("/")[0]
            told = {**narrowed, f"sort_{table}": sort}
            page.goto("about:blank")  # the table is open at once only on a page that is loaded anew
            go(page, f"{served.address}#/entity/{usa}?{urlencode(told)}")
            shown = page.get_by_role("region", name=f"Table of {name}").locator("tbody tr")
            expect(shown.first).to_be_visible()
            header, *said = rows(saved(page, tmp_path, "CSV", f"the table of {name}"))
            listed = corpus.listed(path.split("/"), {**narrowed, "sort": sort, "per": "1000"})
            assert listed is not None
            assert len(said) == listed["count"] >= shown.count()
            assert narrowed or len(said) > shown.count()
            key = "title" if table == "articles" else "name"
            column = header.index("Article" if table == "articles" else "Neighbour")
            assert [row[column] for row in said] == [one[key] for one in listed["items"]]
    # Also from further on in a list, in parts.
    name = "Articles that mention United States"
    go(page, f"{served.address}#/list/articles/{usa}?from=50")
    expect(page.locator("tbody tr").first).to_be_visible()
    shown_now = [
        " ".join(cell.split()) for cell in page.locator("tbody tr > :nth-child(2)").all_inner_texts()
    ]
    _, *said = rows(saved(page, tmp_path, "CSV", f"the table of {name}"))
    assert len(said) == corpus.entity(usa, {})["article_count"] > 50
    assert [row[1] for row in said[50:]] == shown_now


def test_a_table_of_stances_is_saved_whole(
    page: Page, served: Server, corpus: Answers, tmp_path: Path
) -> None:
    def cut(route: Route) -> None:
        route.continue_(url=route.request.url.replace("per=24", "per=1"))

    iran = called(corpus, "Iran")
    page.route("**/api/list/stances**", cut)
    for path, of in (((), "Pairs"), ((iran,), "Stances toward others")):
        go(page, f"{served.address}#/{f'entity/{iran}' if path else ''}?relation=conflict&sort_stances=name")
        expect(page.get_by_text("The first 1 of")).to_be_visible()
        _, *said = rows(saved(page, tmp_path, "CSV", f"the table of {of}"))
        listed = corpus.listed(("stances", *path), {"relation": "conflict", "sort": "name"})
        assert listed is not None
        name = {id_: e["name"] for id_, e in listed["named"].items()}
        told = [(() if path else (name[s["a"]],)) + (name[s["b"]],) for s in listed["items"]]
        assert [row[0] for row in said] == [" – ".join(names) for names in told]
        assert len(said) > 1


def test_what_is_said_of_persons_in_office_is_saved_with_the_statements_of_a_pair(
    page: Page, served: Server, corpus: Answers, tmp_path: Path
) -> None:
    usa, soviet = called(corpus, "United States"), called(corpus, "Soviet Union")
    told = corpus.pair(usa, soviet, {"per": "10000"})
    through = told["course"]["through"]
    assert through, "somebody in office acts for one of the two"
    go(page, f"{served.address}#/pair/{usa}/{soviet}")
    header, *said = rows(saved(page, tmp_path, "CSV", "Statements about United States and Soviet Union"))
    assert [row[header.index("trigger")] for row in said] == [
        s["trigger"] for s in (*told["statements"], *through)
    ]
    names = {row[header.index(end)] for row in said for end in ENDS}
    assert names == {told["named"][s[end]]["name"] for s in (*told["statements"], *through) for end in ENDS}


def test_what_changed_is_saved_with_all_its_rows(
    page: Page, served: Server, corpus: Answers, tmp_path: Path
) -> None:
    days = {"since": "1975-01-01", "until": "1985-01-01"}
    whole = corpus.changes({**days, "relation": "standing", "per": "1000"})
    assert min(whole["appeared_count"], whole["silent_count"]) > 25, "more than are shown"
    go(page, f"{served.address}#/changes?since=1975-01-01&until=1985-01-01&relation=standing&from=25")
    for name, sort in (("Appeared", "appeared"), ("Fell silent", "silent")):
        header, *ties = rows(saved(page, tmp_path, "CSV", name))
        assert [row[header.index("sentence")] for row in ties] == [
            "".join(text for text, _ in t["best"]["pieces"]) for t in whole[sort]
        ]
        assert all(row[header.index("source")] for row in ties)


def test_a_long_list_is_whole_on_its_own_page(page: Page, corpus: Answers) -> None:
    page.get_by_role("link", name="All articles").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Articles")
    lines = page.locator("tbody tr")
    expect(lines).to_have_count(50)
    first = lines.first.text_content() or ""
    shot(page, "list")
    page.get_by_role("link", name="Next").click()
    expect(lines).to_have_count(len(corpus.index.articles) - 50)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    expect(page).to_have_url(re.compile("from=50"))
    page.go_back()
    expect(lines.first).to_have_text(first)


def test_what_is_seen_is_saved_as_one_file_that_opens_from_disk(
    page: Page, chromium: Browser, served: Server, corpus: Answers, tmp_path: Path
) -> None:
    iran, saudi = called(corpus, "Iran"), called(corpus, "Saudi Arabia")
    go(page, f"{served.address}#/pair/{iran}/{saudi}?asserted=1")
    expect(page.locator(".course")).to_be_visible()
    shown = page.locator(".statement").count()
    file = saved(page, tmp_path, "Save as a file", "what is shown")
    assert file.name == "iran-saudi-arabia.html"
    with watched(chromium, file.as_uri()) as kept:
        kept.goto(file.as_uri())
        expect(kept.get_by_role("heading", level=1)).to_have_text(re.compile("Iran.*Saudi Arabia"))
        expect(kept.locator(".statement")).to_have_count(shown)
        expect(kept.get_by_text("Narrowed to: asserted only")).to_be_visible()
        what = "the picture of Iran – Saudi Arabia, stance over time"
        assert saved(kept, tmp_path, "PNG", what).stat().st_size > 5_000
        assert rows(saved(kept, tmp_path, "CSV", "Statements about Iran and Saudi Arabia"))[1:]
        shot(kept, "report-saved")


def test_hostile_names_are_harmless_in_what_is_saved(
    chromium: Browser, hostile: Answers, tmp_path: Path
) -> None:
    ids = list(hostile.index.entities)
    with Server(hostile) as server, watched(chromium, server.address) as page:
        go(page, f"{server.address}#/entity/{ids[0]}")
        expect(page.locator(".ego")).to_be_visible()
        picture = page.get_by_role("button", name=re.compile("^Save the picture of .*neighbours as SVG"))
        with page.expect_download() as found:
            picture.click()
        svg = found.value.path().read_bytes()
        tags = {part.tag.removeprefix(SVG) for part in ElementTree.fromstring(svg).iter()}
        assert tags <= {"svg", "title", "rect", "g", "path", "text", "tspan"}
        with page.expect_download() as found:
            page.get_by_role("button", name=re.compile("^Save Relations of")).click()
        for row in rows(found.value.path())[1:]:
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)


def test_a_formula_in_a_name_is_a_text_in_a_spreadsheet(page: Page, tmp_path: Path) -> None:
    page.locator("table tbody th a bdi").first.wait_for()
    page.evaluate("document.querySelector('table tbody th a bdi').textContent = '=HYPERLINK(\"x\")'")
    file = saved(page, tmp_path, "CSV", "the table of Pairs with the most reports")
    assert any(row[0].startswith("'=") or "–" in row[0] for row in rows(file)[1:])
    assert "'=HYPERLINK" in file.read_text(encoding="utf-8-sig")
