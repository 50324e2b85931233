from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from graphbuild.model import Article
from tests.read.packing import parquet
from tests.read.reading import both, texts, written


def test_a_table(tmp_path: Path) -> None:
    content = parquet({
        "id": [1, 2, None],
        "maintext": ["France signed.", None, "Italy signed."],
        "title": ["Rome", "x", None],
        "date_publish": [datetime(2021, 3, 4, 23, 30), None, None],
        "vector": [[1.0], [2.0], None],
    })  # fmt: skip
    for name in ("a.parquet", "a.data", "a"):
        articles, failures = both(written(tmp_path / name, content))
        assert articles == [
            Article(id="1", text="France signed.", title="Rome", date="2021-03-04"),
            Article(id=articles[1].id, text="Italy signed."),
        ]
        assert failures == [(":row 2", "has no text")]


@pytest.mark.parametrize(
    "day",
    [
        pa.array([date(2021, 3, 4)], pa.date32()),
        pa.array([datetime(2021, 3, 4, 1, 2, 3)], pa.timestamp("ns")),
        pa.array([datetime(2021, 3, 4, 1, 2, 3, tzinfo=UTC)], pa.timestamp("ms", "UTC")),
        pa.array(["4 March 2021"], pa.large_string()),
        pa.array(["2021-03-04"]).dictionary_encode(),
    ],
    ids=lambda array: str(array.type)[:20],
)
def test_days_of_every_type(tmp_path: Path, day: pa.Array) -> None:
    articles, _ = both(written(tmp_path / "a.parquet", parquet({"text": ["x"], "date": day})))
    assert [a.date for a in articles] == ["2021-03-04"]


def test_columns_of_other_names(tmp_path: Path) -> None:
    path = written(tmp_path / "a.parquet", parquet({"story": ["x"], "size": [1]}))
    assert both(path)[1] == [
        (
            "",
            "no column is called text, body, content or maintext; name the one that holds the text with "
            "--map text=COLUMN (there are 'story', 'size')",
        )
    ]
    assert texts(path, {"text": "story"}) == ["x"]
    assert both(path, {"text": "size"})[1] == [(":row 1", '"size" is a number, not a string')]


def test_after_a_damaged_part_the_next_is_read(tmp_path: Path) -> None:
    rows = [f"Text of {n}. {n * 7919 % 1000003}" for n in range(4000)]
    content = bytearray(parquet({"text": rows}, group=1000))
    content[9000:9400] = bytes(400)
    articles, failures = both(written(tmp_path / "a.parquet", bytes(content)))
    assert 2000 <= len(articles) < 4000
    assert articles[-1].text == rows[-1]
    (where, reason), *_ = failures
    assert where.startswith(":rows ")
    assert reason.startswith("damaged: ")


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1" + b"\0" * 100 + b"PAR1", parquet({"text": ["x"]})[:-9]])
def test_what_is_no_table(tmp_path: Path, content: bytes) -> None:
    articles, [(where, reason)] = both(written(tmp_path / "a.parquet", content))
    assert (articles, where) == ([], "")
    assert reason.startswith("not Parquet, or damaged: ")


def test_without_pyarrow_it_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "a.parquet", parquet({"text": ["x"]}))
    monkeypatch.setitem(sys.modules, "pyarrow", None)  # as if it were not installed
    reason = "Parquet needs pyarrow, which is not installed: pip install 'graphbuild[parquet]'"
    assert both(path) == ([], [("", reason)])
