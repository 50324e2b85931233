from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.read.packing import PAGE, record, warc, warc_records
from tests.read.reading import SAMPLES, both, texts, written

PLACES = ["Geneva", "Rome", "Paris", "Bonn"]


def titles(path: Path) -> tuple[list[str], list[tuple[str, str]]]:
    articles, failures = both(path)
    return [a.title for a in articles], failures


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc", "a.gz", "a"])
def test_pages_of_a_crawl(tmp_path: Path, packed: bool, name: str) -> None:
    articles, failures = both(written(tmp_path / name, warc(PLACES, packed=packed)))
    assert failures == []
    assert [a.title for a in articles] == PLACES
    assert articles[0].text.startswith("Geneva\n\nThe foreign ministers of France and Italy met in Geneva on")
    assert articles[0].url == "https://harbour.example.org/Geneva"
    assert articles[0].source == "harbour.example.org"
    assert articles[0].date == ""  # when it was fetched is not when it was published


def test_a_crawl_packed_as_one(tmp_path: Path) -> None:
    whole = gzip.compress(warc(PLACES, packed=False))
    assert titles(written(tmp_path / "a.warc.gz", whole)) == (PLACES, [])


def test_texts_feeds_and_what_is_none(tmp_path: Path) -> None:
    records = [
        record(
            b"Peru joined the treaty.",
            "https://harbour.example.org/peru",
            kind="conversion",
            content="text/plain",
        ),
        record(
            (SAMPLES / "atom.atom").read_bytes(),
            "https://meridian.example.org/",
            content="application/atom+xml",
        ),
        record(b"\x89PNG", "https://harbour.example.org/a.png", content="image/png"),
        record(b"\x89PNG", "https://harbour.example.org/b.png", content="image/png"),
        record(b"<html>gone</html>", "https://harbour.example.org/c", status="404 Not Found"),
        record(
            gzip.compress(PAGE.format("Rome").encode()),
            "https://harbour.example.org/d",
            more="Content-Encoding: gzip\r\n",
        ),
    ]
    articles, failures = both(written(tmp_path / "a.warc", b"".join(records)))
    assert [(a.text[:24], a.source) for a in articles] == [
        ("Peru joined the treaty.", "harbour.example.org"),
        ("Peru joined the treaty.\n", "Meridian Wire"),
        ("Rome\n\nThe foreign minist", "harbour.example.org"),
    ]
    assert failures == [
        ("", "responses that are no page, text or feed: 2 × image/png, 1 × status 404"),
    ]


@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"WARC/1.0", b"XARC/1.0"),
        (b"Content-Length: ", b"Content-Length: 9"),
        (b"Content-Length: ", b"Content-Length: 99999999"),
        (b"Content-Length: ", b"Xontent-Length: "),
        (b"HTTP/1.1 200", b"\0\1"),
    ],
)
def test_after_a_damaged_record_the_next_is_read(
    tmp_path: Path, packed: bool, old: bytes, new: bytes
) -> None:
    records = warc_records(PLACES)
    records[4] = records[4].replace(old, new, 1)
    content = b"".join(gzip.compress(r) if packed else r for r in records)
    found, failures = titles(written(tmp_path / "a.warc.gz", content))
    assert found == ["Geneva", "Paris", "Bonn"]
    assert failures


@pytest.mark.parametrize("at", [12, 60, 200, -6])
def test_after_a_damaged_member_the_next_is_read(tmp_path: Path, at: int) -> None:
    members = [bytearray(gzip.compress(r)) for r in warc_records(PLACES)]
    members[4][at : at + 4] = bytes(b ^ 0x5A for b in members[4][at : at + 4])
    found, failures = titles(written(tmp_path / "a.warc.gz", b"".join(members)))
    assert [place for place in found if place != "Rome"] == ["Geneva", "Paris", "Bonn"]
    assert failures
    assert failures[0][0].startswith(":record ")


def test_a_crawl_cut_off(tmp_path: Path) -> None:
    found, failures = titles(written(tmp_path / "a.warc.gz", warc(PLACES)[:-30]))
    assert found == PLACES[:-1]
    assert failures == [(":record 9", "a damaged record: cut off")]


def test_a_record_that_is_too_large(tmp_path: Path) -> None:
    large = record(b"x" * 17_000_000, "https://harbour.example.org/large")
    found, failures = titles(written(tmp_path / "a.warc", large + warc(["Rome"], packed=False)))
    assert found == ["Rome"]
    assert failures == [(":record 1", "a record of more than 16 MB")]


def test_what_is_no_crawl(tmp_path: Path) -> None:
    assert texts(written(tmp_path / "a.txt", "Warc of old was a castle.")) == ["Warc of old was a castle."]
    assert both(written(tmp_path / "a.warc", "\n\n"))[1] == [("", "holds no record")]
