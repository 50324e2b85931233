from __future__ import annotations

from pathlib import Path

import pytest

from graphbuild.model import Article
from tests.read.reading import SAMPLES, both, texts, written


def test_the_json_of_news_please() -> None:
    (found,), failures = both(SAMPLES / "news_please.json")
    assert failures == []
    assert found == Article(
        id=found.id,
        text="The foreign ministers of France and Italy met in Geneva.\n"
        "They signed a treaty on fishing rights.",
        title="Envoys meet in Geneva",
        date="2021-03-04",
        source="harbour.example.org",
        url="https://harbour.example.org/1",
    )


@pytest.mark.parametrize(
    ("name", "content", "count"),
    [
        ("a.json", '{"text": "x"}\n{"text": "y"}\n', 2),
        ("a.json", '{"text": "x"}\n', 1),
        ("a.json", '{\n "text": "x"\n}', 1),
        ("a.jsonl", '[\n{"text": "x"},\n{"text": "y"}]', 2),
        ("a.jsonl", '[{"text": "x"},\n{"text": "y"}]', 2),
        ("a.txt", '{"text": "x"}\n{"text": "y"}\n', 2),
        ("a.log", '{"text": "x"}\n{"text": "y"}\n', 2),
        ("a", '[{"text": "x"}, {"text": "y"}]', 2),
        ("a", '{\n "text": "x"\n}', 1),
        ("a.txt", "{this is prose}\n", 1),
        ("a.txt", "[1] is prose, too.\n", 1),
    ],
)
def test_lines_lists_and_objects_are_told_apart(tmp_path: Path, name: str, content: str, count: int) -> None:
    assert len(texts(written(tmp_path / name, content))) == count


def test_a_stray_mark_in_a_list_hides_no_item(tmp_path: Path) -> None:
    path = written(tmp_path / "a.json", '[{"text": "x"}", {"text": "y"}, "z", {"text": "z"}]')
    articles, failures = both(path)
    assert [a.text for a in articles] == ["x", "y", "z"]
    assert [where for where, _ in failures] == [":item 2", ":item 4"]


def test_names_of_keys(tmp_path: Path) -> None:
    rows = (
        '{"Body": "x", "Headline": "y", "publish-date": "4 March 2021", "text": " ", "other": 1}\n'
        '{"story": "z", "key": 7, "published": "2021-03-05"}\n'
    )
    path = written(tmp_path / "a.jsonl", rows)
    articles, failures = both(path)
    assert [(a.text, a.title, a.date) for a in articles] == [("x", "y", "2021-03-04")]
    assert failures == [(":2", "has no text")]
    articles, failures = both(path, {"text": "story", "id": "key", "date": ""})
    assert articles == [Article(id="7", text="z")]
    assert failures == [(":1", "has no text")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_a_list(tmp_path: Path, encoding: str) -> None:
    content = '[{"text": "The Élysée said no."}, {"text": "Perú joined."}]'.encode(encoding)
    assert texts(written(tmp_path / "a.json", content)) == ["The Élysée said no.", "Perú joined."]
