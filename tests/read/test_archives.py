from __future__ import annotations

import gzip
import io
import lzma
import os
import stat
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.read.packing import parquet, tarred, warc, zipped
from tests.read.reading import SAMPLES, both, texts, written

LEAVES = "its path leads out of the archive; not read"


def members() -> dict[str, bytes]:
    return {
        "b/note.txt": b"France signed.",
        "a/page.html": (SAMPLES / "page.html").read_bytes(),
        "table.csv.gz": gzip.compress(b"text,id\nItaly signed.,7\nx\n"),
        "deep/rows.zip": zipped({"rows.parquet": parquet({"text": ["Spain signed."]})}),
        "deep/rows.tar.xz": lzma.compress(tarred({"x.jsonl": b'{"text": "Peru signed."}\n?'})),
        "crawl.warc.gz": warc(["Rome"]),
        ".hidden/x.txt": b"x",
        "__MACOSX/x.txt": b"x",
        "picture.png": b"\x89PNG\r\n\x1a\n",
        "../out.txt": b"x",
        "/etc/out.txt": b"x",
    }


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tar.gz", "a.tgz", "a", "a.zip.zst"])
def test_members_of_every_kind(tmp_path: Path, name: str) -> None:
    packed = zipped(members()) if "zip" in name else tarred(members())
    if name.endswith("gz"):
        packed = gzip.compress(packed)
    articles, failures = both(written(tmp_path / name.removesuffix(".zst"), packed))
    assert [a.text[:14] for a in articles] == [
        "France signed.",
        "Envoys meet in",
        "Italy signed.",
        "Spain signed.",
        "Peru signed.",
        "Rome\n\nThe fore",
    ]
    assert [(where, reason[:30]) for where, reason in failures] == [
        ("!table.csv.gz:3", "1 column where the header has "),
        ("!deep/rows.tar.xz!x.jsonl:2", "not JSON: Expecting value (col"),
        ("!picture.png", "not of a format that is read ("),
        ("!../out.txt", LEAVES[:30]),
        ("!/etc/out.txt", LEAVES[:30]),
    ]


def test_links_and_secrets_are_not_followed(tmp_path: Path) -> None:
    path = written(tmp_path / "a.tar", tarred({"a.txt": b"France signed."}, {"b.txt": "/etc/passwd"}))
    assert [f for _, f in [both(path)]] == [[("!b.txt", "a link, not followed")]]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("b.txt")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("c.txt", "Italy signed.")
    articles, failures = both(written(tmp_path / "a.zip", out.getvalue()))
    assert [a.text for a in articles] == ["Italy signed."]
    assert failures == [("!b.txt", "a link, not followed")]


def test_an_encrypted_member(tmp_path: Path) -> None:
    packed = bytearray(zipped({"a.txt": b"x", "b.txt": b"Italy signed."}))
    packed[6] |= 1
    packed[packed.index(b"PK\1\2") + 8] |= 1
    articles, failures = both(written(tmp_path / "a.zip", bytes(packed)))
    assert [a.text for a in articles] == ["Italy signed."]
    assert failures == [("!a.txt", "encrypted; unpack it first")]


def test_after_a_damaged_member_the_next_is_read(tmp_path: Path) -> None:
    files = {f"{n}.txt": b"Text of %d. " % n * 50 for n in range(5)}
    zip_ = bytearray(zipped(files))
    at = zip_.index(b"2.txt") + 10
    zip_[at : at + 8] = b"\xff" * 8
    articles, failures = both(written(tmp_path / "a.zip", bytes(zip_)))
    assert [a.text[:9] for a in articles] == ["Text of 0", "Text of 1", "Text of 3", "Text of 4"]
    assert [where for where, _ in failures] == ["!2.txt"]
    tar = bytearray(tarred(files))
    tar[3072 + 148 : 3072 + 156] = b"broken!!"
    articles, failures = both(written(tmp_path / "a.tar", bytes(tar)))
    assert [a.text[:9] for a in articles] == ["Text of 0", "Text of 1", "Text of 3", "Text of 4"]
    assert failures == [("", "damaged; the members before and after are read")]


def test_an_archive_cut_off(tmp_path: Path) -> None:
    files = {f"{n}.txt": os.urandom(600).hex().encode() for n in range(5)}
    for name, packed in (("a.tar", tarred(files)[:6000]), ("a.tgz", gzip.compress(tarred(files))[:2500])):
        articles, failures = both(written(tmp_path / name, packed))
        assert 2 <= len(articles) < 5
        assert failures
        assert all("cut off" in reason for _, reason in failures)
    articles, failures = both(written(tmp_path / "a.zip", zipped(files)[:3000]))
    assert (articles, len(failures)) == ([], 1)


def test_a_bomb_of_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphbuild.read.items.FREE_EXPANSION", 2**20)
    files = {f"{n}.jsonl": b'{"text": "x"}\n' + b"\n" * 400_000 for n in range(20)}
    articles, failures = both(written(tmp_path / "a.zip", zipped(files)))
    assert len(articles) == 1
    assert failures
    assert all(reason.startswith("expands to more than 200 times its size") for _, reason in failures)


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_bomb_of_empty_members(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: Callable[[dict[str, bytes]], bytes]
) -> None:
    monkeypatch.setattr("graphbuild.read.items.FREE_EXPANSION", 2**20)
    inner = pack({f"{n}.txt": b"" for n in range(200)})
    packed = gzip.compress(pack({f"{n}.{pack.__name__[:3]}": inner for n in range(20)}))
    _, failures = both(written(tmp_path / f"a.{'zip' if pack is zipped else 'tar'}.gz", packed))
    assert any(reason.startswith("expands to more than 200 times its size") for _, reason in failures)
    assert len(failures) < 20 * 200


@pytest.mark.parametrize("pack", [zipped, tarred])
def test_a_member_with_a_very_long_name(tmp_path: Path, pack: Callable[[dict[str, bytes]], bytes]) -> None:
    names = ["a.txt", f"{'b' * 996}.txt", f"{'c/' * 499}.txt", f"{'../' * 9000}d.txt", "e.txt"]
    packed = pack({name: f"Text of {name[0]}.".encode() for name in names})
    articles, failures = both(written(tmp_path / f"a.{pack.__name__[:3]}", packed))
    assert [a.text for a in articles] == ["Text of a.", "Text of b.", "Text of e."]
    told = "a name of more than 1,000 characters; not read"
    assert failures == [(f"!{name[:100]}…", told) for name in names[2:4]]


def test_names_of_a_megabyte_are_not_taken_apart(tmp_path: Path) -> None:
    packed = gzip.compress(tarred(dict.fromkeys((f"{'a/' * 500_000}{n}.txt" for n in range(40)), b"x")))
    begun = time.process_time()
    articles, failures = both(written(tmp_path / "a.tar.gz", packed))
    assert time.process_time() - begun < 2
    assert (len(articles), len(failures)) == (0, 40)
    assert max(len(where) for where, _ in failures) < 200


def test_an_archive_on_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    for packed in (zipped(members()), gzip.compress(tarred(members()))):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed)))
        articles, failures = both("-")
        assert len(articles) == 6
        assert failures[0][0] == "stdin!table.csv.gz:3"


@pytest.mark.parametrize("name", ["a.zip", "a.tar"])
def test_what_is_no_archive(tmp_path: Path, name: str) -> None:
    articles, [(where, reason)] = both(written(tmp_path / name, b"plain text" * 99))
    assert (articles, where) == ([], "")
    assert reason.startswith((f"not {name[2:]}, or", "damaged"))


def test_texts_of_a_folder_of_archives_come_in_order_of_name(tmp_path: Path) -> None:
    for name in ("b", "a"):
        written(tmp_path / f"{name}.zip", zipped({f"{n}.txt": f"{name}{n}".encode() for n in range(2)}))
    assert texts(tmp_path) == ["a0", "a1", "b0", "b1"]
