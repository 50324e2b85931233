"""Pages and feeds that libraries take minutes for are told at every door, and ended where they are late."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from graphbuild.model import Article
from graphbuild.read import Broken, Failure, read
from tests.read.packing import PAGE, record, zipped

pytestmark = pytest.mark.slow

SECONDS = 60.0
"""In which all of this must be told, on a busy machine, too."""
TEXT = "<p>The foreign ministers of France and Italy met in Rome on Tuesday and signed a treaty.</p>"
ATTRIBUTED = "an element of more than 256 attributes"
TOO_MANY = "more than 50,000 elements"
TOO_DEEP = "elements in each other to a depth of more than 500"
ATTRIBUTES = " ".join(f"a{number}='1'" for number in range(100_000))


def page(body: str) -> bytes:
    return f"<html><body><article>{TEXT}{body}</article></body></html>".encode()


def feed(described: str, root: str = "") -> bytes:
    items = [
        f"<item><title>T</title><description>{said}</description></item>" for said in (described, "It met.")
    ]
    return f'<rss version="2.0"{root}><channel><title>Wire</title>{"".join(items)}</channel></rss>'.encode()


FLOODS: dict[str, tuple[str, bytes, str]] = {
    "attributes": ("a.html", page(f"<p {ATTRIBUTES}>x</p>"), ATTRIBUTED),
    "bare attributes": (
        "a.html",
        page(f"<p {'a ' * 500_000}>x</p>"),
        ATTRIBUTED,
    ),
    "breaks": ("a.html", page("x<br>" * 1_400_000), TOO_MANY),
    "depth": ("a.html", page("<div>" * 40_000), TOO_DEEP),
    "flat": ("a.html", page("<div>x</div>" * 300_000), TOO_MANY),
    "open": ("a.html", page("<a" * 2_000_000), ""),
    "size": ("a.html", page("x" * 8_500_000), "a page of more than 8 MB"),
    "in the head of a feed": ("a.xml", feed("x", f" {ATTRIBUTES}"), ATTRIBUTED),
    "in a feed": ("a.xml", feed("<br/>" * 300_000), "more than 200,000 elements"),
    "deep in a feed": ("a.xml", feed("<div>" * 40_000), TOO_DEEP),
    "written out in a feed": ("a.xml", feed("&lt;b&gt;" * 51_000), ""),
    "pieces in a feed": ("a.xml", feed("<![CDATA[x]]>" * 100_000), ""),
    "blanks before a feed": ("a.xml", b" " * 8_000_000 + feed("It met."), ""),
    "declarations of a feed": ("a.xml", b"<rss>" + b"<?xml " * 1_000_000, ""),
    "size in a crawl": (
        "a.warc",
        record(page("x" * 8_500_000), "https://harbour.example.org/"),
        "a page of more than 8 MB",
    ),
    "breaks in a crawl": (
        "a.warc",
        record(page("x<br>" * 1_400_000), "https://harbour.example.org/"),
        TOO_MANY,
    ),
    "attributes in a crawl": (
        "a.warc",
        record(feed("x", f" {ATTRIBUTES}"), "https://harbour.example.org/", content="application/rss+xml"),
        ATTRIBUTED,
    ),
    "breaks in an archive": (
        "a.zip",
        zipped({"a.html": page("x<br>" * 1_400_000)}),
        TOO_MANY,
    ),
}


@pytest.mark.parametrize("kind", FLOODS)
def test_floods_are_told_before_they_are_read(tmp_path: Path, kind: str) -> None:
    name, content, reason = FLOODS[kind]
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.html").write_bytes(PAGE.format("Geneva").encode())
    begun = time.monotonic()
    results = list(read([tmp_path]))
    assert time.monotonic() - begun < SECONDS
    assert "Geneva" in [r.title for r in results if isinstance(r, Article)]
    reasons = [r.reason for r in results if isinstance(r, Failure)]
    assert not reason or any(said.startswith(reason) for said in reasons), reasons
    assert not any(said.startswith("cannot be read") for said in reasons), reasons


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.html", page("x<br>" * 49_000)),
        ("a.warc", record(page("x<br>" * 49_000), "https://harbour.example.org/")),
    ],
)
def test_a_page_that_takes_too_long_is_ended_and_the_next_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes
) -> None:
    (tmp_path / "0.html").write_bytes(PAGE.format("Rome").encode())  # so that the process is there
    (tmp_path / name).write_bytes(content)
    (tmp_path / "z.html").write_bytes(PAGE.format("Geneva").encode())
    given = read([tmp_path])
    assert isinstance(next(given), Article)
    monkeypatch.setattr("graphbuild.read.apart.SECONDS", 0.2)
    monkeypatch.setattr("graphbuild.read.apart.SECONDS_A_MEGABYTE", 0.0)
    late = next(given)
    assert isinstance(late, Broken)
    assert late.reason.startswith("took too long (more than")
    monkeypatch.undo()
    (last,) = given
    assert isinstance(last, Article)
    assert last.title == "Geneva"
