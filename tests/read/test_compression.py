from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd

from graphbuild.read import limits
from tests.read.reading import both, texts, written

pytestmark = pytest.mark.slow

PACKED: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstd.compress,
}
#: A few rows of 110 kB together.
COUNT = 500
ROWS = b"".join(
    b'{"text": "Text of %d: %s."}\n' % (n, b" ".join(b"%d" % (n * k) for k in range(40)))
    for n in range(COUNT)
)


@pytest.mark.parametrize("suffix", PACKED)
def test_every_compression_with_and_without_its_suffix(tmp_path: Path, suffix: str) -> None:
    packed = PACKED[suffix](ROWS)
    for name in (f"a.jsonl{suffix}", f"a.JSONL{suffix.upper()}", "a.jsonl", "a.data"):
        assert len(texts(written(tmp_path / name, packed))) == COUNT
    text = PACKED[suffix](b"France signed.")
    for name in (f"b.txt{suffix}", f"b{suffix}", "b"):
        assert texts(written(tmp_path / name, text)) == ["France signed."]


@pytest.mark.parametrize("suffix", PACKED)
def test_several_streams_in_a_row_are_one(tmp_path: Path, suffix: str) -> None:
    packed = PACKED[suffix](ROWS[:2000]) + PACKED[suffix](ROWS[2000:])
    assert len(texts(written(tmp_path / f"a.jsonl{suffix}", packed))) == COUNT


@pytest.mark.parametrize("suffix", PACKED)
def test_what_comes_before_the_cut_is_read(tmp_path: Path, suffix: str) -> None:
    packed = PACKED[suffix](ROWS[:60_000]) + PACKED[suffix](ROWS[60_000:])[:-20]
    articles, failures = both(written(tmp_path / f"a.jsonl{suffix}", packed))
    assert len(articles) > COUNT // 5
    assert failures[-1][1].startswith(("not gzip, or", "not bzip2, or", "not xz, or", "not zstd, or"))


@pytest.mark.parametrize("suffix", PACKED)
def test_what_is_not_compressed_as_its_name_says(tmp_path: Path, suffix: str) -> None:
    articles, [(where, reason)] = both(written(tmp_path / f"a.txt{suffix}", b"plain text"))
    assert (articles, where) == ([], "")
    assert "or cut off" in reason
    assert len(texts(written(tmp_path / f"b.jsonl{suffix}", ROWS))) == COUNT  # a download that was unpacked


@pytest.mark.parametrize("suffix", PACKED)
def test_a_bomb_is_not_read_to_its_end(tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graphbuild.read.items.FREE_EXPANSION", 2**20)
    bomb = PACKED[suffix](b'{"text": "x"}\n' * 10 + b"\n" * 2_000_000)
    articles, failures = both(written(tmp_path / f"a.jsonl{suffix}", bomb))
    assert len(articles) == 1
    assert [reason[:32] for _, reason in failures] == ["expands to more than 200 times i"]


def test_a_bomb_in_layers(tmp_path: Path) -> None:
    data = b"x" * 3_000_000
    for _ in range(limits.MAX_DEPTH + 1):
        data = gzip.compress(data)
    articles, failures = both(written(tmp_path / "a", data))
    assert (articles, failures) == ([], [("", "packed more than 6 times; unpack it first")])


def test_nothing_heavy_is_imported_for_plain_text(tmp_path: Path) -> None:
    from tests.commands import python

    written(tmp_path / "a.txt", "France signed.")
    script = (
        "import sys; from graphbuild.read import read; assert len(list(read(['a.txt']))) == 1\n"
        "heavy = {'trafilatura', 'lxml', 'feedparser', 'pyarrow', 'fastwarc', 'backports.zstd',\n"
        "         'dateparser', 'charset_normalizer', 'spacy'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = python("-c", script, cwd=tmp_path)
    assert (done.stdout, done.stderr) == ("[]\n", "")
