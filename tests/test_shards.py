"""Shards: all that was read in a file, whole or not there, asked by others, found again."""

from __future__ import annotations

import os
from pathlib import Path

import pandas as pd
import pytest

from graphbuild.errors import GraphbuildError, InputError
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Reading
from graphbuild.read import Broken, Foreign, read
from graphbuild.shards import Shards, portions, shard_name, write
from tests.commands import graphbuild, python
from tests.corpus import ARTICLES


@pytest.fixture(scope="module")
def outcomes() -> list[tuple[Article, str, Reading | Foreign | Broken]]:
    """Of articles, their stamps, and what comes of them: one is not in English, one broke the reader."""
    extractor = Extractor(encoder=False)
    foreign = Article(
        "fr", "Le ministre a rencontré hier à Paris son homologue allemand pour en parler. " * 5
    )
    broke = Article("x\u2028y", 'A "text" 😀\n\nwith lines', url="https://example.org/?a=1", date_from="feed")
    articles = [article for article in read(ARTICLES[:4]) if isinstance(article, Article)]
    read_: list[tuple[Article, str, Reading | Foreign | Broken]] = [
        (a, extractor.stamp(a), extractor.passed_over(a) or extractor.read(a)) for a in [*articles, foreign]
    ]
    assert isinstance(read_[-1][-1], Foreign)
    return [*read_, (broke, extractor.stamp(broke), Broken("article x", "broke the reader: MemoryError: "))]


@pytest.mark.slow
def test_what_was_read_comes_back_as_it_was(
    outcomes: list[tuple[Article, str, Reading | Foreign | Broken]], tmp_path: Path
) -> None:
    write(str(tmp_path), "a.parquet", outcomes)
    back = Shards.at(tmp_path).outcomes("a.parquet")
    assert back == [outcome for _, _, outcome in outcomes]
    for (article, _, _), reading in zip(outcomes, back, strict=True):
        assert not isinstance(reading, Reading) or reading.article.date_from == article.date_from
    assert [file.name for file in tmp_path.iterdir()] == ["a.parquet"]
    size = (tmp_path / "a.parquet").read_bytes()
    write(str(tmp_path), "a.parquet", outcomes)
    assert (tmp_path / "a.parquet").read_bytes() == size


def test_pandas_asks_shards_who_does_what_to_whom(
    outcomes: list[tuple[Article, str, Reading | Foreign | Broken]], tmp_path: Path
) -> None:
    write(str(tmp_path), "a.parquet", outcomes[:2])
    write(str(tmp_path), "b.parquet", outcomes[2:])
    table = pd.read_parquet(tmp_path)
    said = table[["id", "date", "statements"]].explode("statements").dropna(subset="statements")
    rows = [
        (row.id, s["source_name"], s["relation"], s["target_name"], s["sentence"])
        for row in said.itertuples()
        for s in [row.statements]
    ]
    expected = []
    for _, _, reading in outcomes:
        if isinstance(reading, Reading):
            names = {e.id: e.name for e in reading.entities}
            expected += [
                (reading.article.id, names[s.source], s.relation, names[s.target], s.sentence)
                for s in reading.statements
            ]
    assert rows == expected
    assert len(rows) > 10
    assert list(table[table["reason"].notna()]["language"]) == ["fr", ""]


def test_a_shard_is_taken_only_if_it_is_whole_and_of_these_articles(
    outcomes: list[tuple[Article, str, Reading | Foreign | Broken]], tmp_path: Path
) -> None:
    stamps = [stamp for _, stamp, _ in outcomes]
    before = Shards.at(tmp_path)
    write(str(tmp_path), "whole.parquet", outcomes[:5])
    write(str(tmp_path), "broke.parquet", outcomes)
    half = (tmp_path / "whole.parquet").read_bytes()[:-200]
    (tmp_path / "half.parquet").write_bytes(half)
    (tmp_path / ".whole.parquet.other.7").write_bytes(half)
    shards = Shards.at(tmp_path)
    assert shards.has("whole.parquet", stamps[:5])
    assert not before.has("whole.parquet", stamps[:5]), "written meanwhile: by an actor of this build"
    assert not shards.has("whole.parquet", stamps[:4])
    assert not shards.has("whole.parquet", stamps[4::-1])
    assert not shards.has("broke.parquet", stamps), "what broke the reader is read again"
    assert not shards.has("half.parquet", stamps[:5])
    assert not shards.has(shard_name(stamps), stamps)
    with pytest.raises(GraphbuildError, match=r"half.parquet cannot be read .*run again"):
        shards.outcomes("half.parquet")
    with pytest.raises(GraphbuildError, match=r"gone.parquet is not there.*that all machines share"):
        shards.outcomes("gone.parquet")


def test_what_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(GraphbuildError, match=r"cannot write a shard there .*that all machines share"):
        write(str(tmp_path / "nowhere"), "a.parquet", [])
    assert not (tmp_path / "nowhere").exists(), "nobody makes a folder that others do not see"
    (tmp_path / "file").touch()
    with pytest.raises(GraphbuildError, match=r"cannot write a shard there \(Not a directory\)"):
        write(str(tmp_path / "file"), "a.parquet", [])
    with pytest.raises(InputError, match="no folder for shards"):
        Shards.at(tmp_path / "file")


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files")
def test_a_disk_that_is_full_leaves_no_half_shard(tmp_path: Path) -> None:
    code = """
import resource, signal, sys
from graphbuild.errors import GraphbuildError
from graphbuild.model import Article
from graphbuild.shards import write
from graphbuild.read import Broken
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
rows = [(Article(str(i), f"text {i * i}"), str(i), Broken("a", "b")) for i in range(1000)]
try:
    write(sys.argv[1], "a.parquet", rows)
except GraphbuildError as error:
    print(error)
"""
    done = python("-c", code, str(tmp_path))
    assert "cannot write a shard there (File too large)" in done.stdout, done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_same_articles_come_into_the_same_shards_wherever_a_build_begins() -> None:
    articles = [Article(f"a{i}", f"text {i}") for i in range(3000)]

    def names(of: list[Article]) -> list[str]:
        return [shard_name([a.hash for a in portion]) for portion in portions(of, lambda a: a.hash)]

    whole = names(articles)
    assert 30 < len(whole) < 70
    for begin in (1, 77, 500, 1300):
        rest = names(articles[begin:])
        assert rest[5:] == whole[-len(rest) + 5 :]
    sizes = [len(portion) for portion in portions(articles, lambda _: "1")]
    assert sizes == [256] * 11 + [184]
    mixed = [*articles[:3], *range(9000), articles[3]]
    assert [item for portion in portions(mixed, lambda a: a.hash) for item in portion] == mixed


def test_wrong_requests_are_reported(tmp_path: Path) -> None:
    done = graphbuild("build", ARTICLES[0], "-g", tmp_path / "g", "--shards", tmp_path / "s")
    assert (done.returncode, "--shards has no meaning without --ray" in done.stderr) == (2, True)
    (tmp_path / "in").mkdir()
    done = graphbuild(
        "build", tmp_path / "in", "-g", tmp_path / "g", "--ray", "auto", "--shards", tmp_path / "in" / "s"
    )
    assert (done.returncode, "would be read as input" in done.stderr) == (1, True)
    assert not (tmp_path / "g").exists()
