from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.model import Article
from tests.read.reading import SAMPLES, both, written

BODY = "<p>The foreign ministers of France and Italy met in Zürich and signed a treaty on fishing.</p>"


def test_a_page_is_read_without_what_stands_around_the_article() -> None:
    (page,), failures = both(SAMPLES / "page.html")
    assert failures == []
    assert page == Article(
        id=page.id,
        text="Envoys meet in Geneva\n\n"
        "The foreign ministers of France and Italy met in Geneva on Tuesday and signed a treaty on fishing "
        "rights.\n\n"
        "Spain, which had threatened to leave the talks, accused Italy of delay. “We shall not wait,” its "
        "envoy said.\n\n"
        "The talks go on next week.",
        title="Envoys meet in Geneva",
        date="2021-03-04",
        source="Harbour News",
        url="https://harbour.example.org/2021/03/04/envoys",
    )


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a", "index.php", "a.csv", "a.json", "a.xhtml"])
def test_a_page_is_known_by_its_content(tmp_path: Path, name: str) -> None:
    (page,), failures = both(written(tmp_path / name, (SAMPLES / "page.html").read_bytes()))
    assert failures == []
    assert page.title == "Envoys meet in Geneva"


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("<!DOCTYPE html><html><head><meta charset='iso-8859-1'>", "latin-1"),
        ("<html><head><meta http-equiv=Content-Type content='text/html; charset=ISO-8859-2'>", "iso-8859-2"),
        ('<?xml version="1.0" encoding="windows-1252"?><html><head>', "cp1252"),
        ("<html><head><meta charset='utf-8'>", "utf-8"),
        ("<html><head><meta charset='latin-1'>", "utf-8"),
        ("<html><head><meta charset='no-such'>", "utf-8"),
        ("<html><head><meta charset='punycode'>", "cp1252"),
        ("<html><head>", "utf-16"),
    ],
)
def test_the_encoding_that_a_page_declares(tmp_path: Path, head: str, encoding: str) -> None:
    page = f"{head}<title>x</title></head><body><article>{BODY}</article></body></html>"
    (found,), _ = both(written(tmp_path / "a.html", page.encode(encoding)))
    assert "met in Zürich" in found.text


def test_a_fragment_is_a_page(tmp_path: Path) -> None:
    (found,), _ = both(written(tmp_path / "a.htm", BODY))
    assert found.text == BODY.removeprefix("<p>").removesuffix("</p>")


def test_a_page_without_a_date_has_none(tmp_path: Path) -> None:
    page = f"<html><body><article>{BODY}<p>© 2019 Harbour News</p></article></body></html>"
    (found,), _ = both(written(tmp_path / "a.html", page))
    assert found.date == ""


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body></body></html>", "a page in which no article was found"),
        ("<html>" + "x" * 9_000_000, "a page of more than 8 MB"),
        ("<html><body>" + "<div>" * 50_000, "elements in each other to a depth of more than 500"),
    ],
    ids=["empty", "large", "deep"],
)
def test_a_page_that_gives_no_article(tmp_path: Path, page: str, reason: str) -> None:
    articles, [(where, said)] = both(written(tmp_path / "a.html", page))
    assert articles == []
    assert where == ""
    assert said.startswith(reason)
