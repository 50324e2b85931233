"""However articles, titles, sources and names are called, the graph can be asked and decided on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild.annotate import Annotator
from graphbuild.read import Failure, read
from graphbuild.read.limits import MAX_FIELD, MAX_ID
from graphbuild.stores import files

TEXT = "Ann Otieno of Kenya met Bob Kamau. Otieno praised Sweden."


def written(folder: Path, **fields: str) -> Path:
    rows = [{"id": "short", "text": "Peru attacked Chile."}, {"text": TEXT, **fields}]
    (folder / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder / "in.jsonl"


@pytest.mark.parametrize("length", [MAX_ID, MAX_ID + 1, 9_000, 300_000])
def test_a_long_id_is_hashed_and_kept_beside(tmp_path: Path, length: int) -> None:
    given = "é" * length
    with gb.build([written(tmp_path, id=given)], graph=tmp_path / "graph", encoder=False) as graph:
        (article,) = [a for a in graph.graph.articles if a.id != "short"]
        assert len(article.id) <= MAX_ID
        rows = graph.query("MATCH (a:Article) WHERE a.id <> 'short' RETURN a.id AS id, a.given_id AS given")
        assert [{**row} for row in rows] == [{"id": article.id, "given": given if length > MAX_ID else None}]
        (_, again) = read([tmp_path / "in.jsonl"])
        assert not isinstance(again, Failure)
        assert (again.id, again.given_id) == (article.id, article.given_id)
        files.export(graph.graph, tmp_path / "out.json")
    with gb.open(tmp_path / "out.json") as opened:
        assert {a.given_id for a in opened.graph.articles} == {"", article.given_id}
    rebuilt = gb.build([tmp_path / "in.jsonl"], graph=tmp_path / "graph", encoder=False)
    with rebuilt:
        assert rebuilt.report is not None
        assert rebuilt.report.unchanged == 2


def test_two_long_ids_are_two(tmp_path: Path) -> None:
    rows = [{"id": "x" * 9000 + end, "text": TEXT} for end in "ab"]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    first, second = read([tmp_path / "in.jsonl"])
    assert not isinstance(first, Failure)
    assert not isinstance(second, Failure)
    assert first.id != second.id


@pytest.mark.parametrize("field", ["title", "source", "url"])
def test_other_fields_are_cut_and_stay_apart(tmp_path: Path, field: str) -> None:
    found = set()
    for end in "ab":
        (_, article) = read([written(tmp_path, **{field: "x" * 300_000 + end})])
        assert not isinstance(article, Failure)
        value = getattr(article, field)
        assert len(value) <= MAX_FIELD
        found.add(value)
    assert len(found) == 2


@pytest.mark.slow
def test_what_is_too_long_is_no_name() -> None:
    name = " ".join(["Alphabetagammadelta"] * 40)
    parse = Annotator().parse(f"Angela Merkel met {name} Company Inc. in Rome.")
    assert parse.names
    assert all(parse.end[stop - 1] - parse.start[first] <= 200 for first, stop, _ in parse.names)


@pytest.mark.parametrize("between", ["\t", "\n", "\r\n", "\x85", "\u2028", "\u2029", "\x1c", "\\t", "\\"])
def test_decisions_about_an_article_of_any_id(tmp_path: Path, between: str) -> None:
    id_ = f"a{between}b"
    rows = [{"id": id_, "text": TEXT}, {"id": "c", "text": TEXT.replace("Sweden", "Norway")}]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with gb.build([tmp_path / "in.jsonl"], graph=tmp_path / "graph", encoder=False) as graph:
        before = {e.name for e in graph.graph.entities}
        graph.different(f"Ann Otieno @ {id_}", "Ann Otieno")
    with gb.open(tmp_path / "graph") as graph:
        assert len([e for e in graph.graph.entities if e.name == "Ann Otieno"]) == 2
        graph.undo()
    with gb.open(tmp_path / "graph") as graph:
        assert {e.name for e in graph.graph.entities} == before
        assert len([e for e in graph.graph.entities if e.name == "Ann Otieno"]) == 1
