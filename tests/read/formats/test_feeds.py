from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.model import Article, digest
from tests.read.reading import SAMPLES, both, written

RSS = (SAMPLES / "rss.xml").read_text(encoding="utf-8")


def test_rss() -> None:
    articles, failures = both(SAMPLES / "rss.xml")
    text = "Spain left the talks, and accused Italy of delay."
    assert articles == [
        Article(
            id="https://harbour.example.org/1",
            text="The foreign ministers of France and Italy met in Geneva.\n\n"
            "They signed a treaty on fishing rights.",
            title="Envoys meet in Geneva & sign",
            date="2021-03-04",
            source="Harbour News",
            url="https://harbour.example.org/1",
        ),
        Article(
            id=digest(
                "article", "Spain leaves talks", text, "Harbour News"
            ),  # 17 is an id in this feed alone
            text=text,
            title="Spain leaves talks",
            date="2021-03-05",
            source="Harbour News",
        ),
    ]
    assert failures == [(":entry 3", "has no text")]


def test_atom() -> None:
    articles, failures = both(SAMPLES / "atom.atom")
    assert failures == []
    assert articles == [
        Article(
            id="urn:uuid:6f8a4c00-0000-4000-8000-000000000001",
            text="Peru joined the treaty.\n\nChile welcomed it.",
            title="Peru joins treaty",
            date="2021-03-05",  # where it was published
            source="Meridian Wire",
            url="https://meridian.example.org/peru",
        )
    ]


@pytest.mark.parametrize("name", ["a.txt", "feed", "a.html", "a.php"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_feed_is_known_by_its_content(tmp_path: Path, name: str, encoding: str) -> None:
    feed = RSS.replace("Geneva", "Zürich").replace('"utf-8"', f'"{encoding.removesuffix("-sig")}"')
    articles, _ = both(written(tmp_path / name, feed.encode(encoding)))
    assert articles[0].title == "Envoys meet in Zürich & sign"


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<?xml version='1.0'?><root><p>France signed.</p></root>", "XML, but neither RSS nor Atom"),
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "a feed without entries"),
        ("<rss>" + " " * 33_600_000, "a feed of more than 32 MB"),
        (
            RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><rss', 1),
            "XML that declares entities, which may expand without end",
        ),
        (
            RSS.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss', 1),
            "XML that declares entities",
        ),
    ],
    ids=["other", "empty", "large", "expanding", "external"],
)
def test_what_is_refused(tmp_path: Path, xml: str, reason: str) -> None:
    articles, [(where, said)] = both(written(tmp_path / "a.xml", xml))
    assert articles == []
    assert where == ""
    assert said.startswith(reason)


def test_of_a_damaged_feed_what_can_be_read_is_read(tmp_path: Path) -> None:
    damaged = RSS.replace("<title>Spain", "<title><b>Spain")
    articles, failures = both(written(tmp_path / "a.rss", damaged))
    assert articles[0].id == "https://harbour.example.org/1"
    assert failures[-1] == (":16", "damaged here; entries may be missing")


@pytest.mark.parametrize("number", ["&#xD800;", "&#55296;", "&#x110000;", f"&#{'9' * 5000};", "&#xDFFF"])
def test_a_number_that_no_character_has_costs_no_entry(tmp_path: Path, number: str) -> None:
    feed = RSS.replace("<title>", f"<title>{number} ")
    articles, failures = both(written(tmp_path / "a.xml", feed))
    usual, usual_failures = both(written(tmp_path / "b.xml", RSS))
    assert [a.text for a in articles] == [a.text for a in usual]
    assert [a.title for a in articles] == [f"\ufffd {a.title}" for a in usual]
    assert [why for _, why in failures] == [why for _, why in usual_failures]
