"""Copies and shared paragraphs do not depend on the order of articles, nor on what was built when."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from graphbuild.aggregation import aggregate
from graphbuild.api import views
from graphbuild.ledger import Ledger
from graphbuild.model import Graph
from graphbuild.pipeline import build
from graphbuild.stores.files import export

pytestmark = pytest.mark.slow

NAMES = "France Germany Italy Spain Poland Sweden Norway Japan China".split()
NOTICE = "John Harper is our man in Cairo, where he met the Egyptian president Gamal Nasser."
FRENCH = "Le ministre des Affaires étrangères est arrivé lundi dans la capitale. " * 3


def articles() -> list[dict[str, str]]:
    """Nine reports of one paper under its notice, two copies of the last by others, one article in French."""
    texts = [
        f"{name} attacked {other} on Monday, officials in {name} said, and the port was closed.\n"
        f"The foreign minister of {name} met his colleague from Egypt to talk of {other}.\n\n{NOTICE}"
        for name, other in zip(NAMES, (*NAMES[1:], NAMES[0]), strict=True)
    ]
    told = [
        {"id": f"post{i}", "text": text, "source": "Harbour Post", "date": f"1956-10-{i + 10}"}
        for i, text in enumerate(texts)
    ]
    told += [
        {"id": f"copy{i}", "text": texts[-1], "source": f"Paper {i}", "date": f"1956-10-{i + 19}"}
        for i in (0, 1)
    ]
    return [*told, {"id": "french", "text": FRENCH, "source": "Harbour Post"}]


def graph_of(folder: Path) -> Graph:
    with Ledger.open(folder) as ledger:
        return aggregate(ledger.readings())


def written(folder: Path) -> list[bytes]:
    graph = graph_of(folder)
    files = [file for form in ("graphml", "json", "csv") for file in export(graph, folder / f"x.{form}")]
    return [str(asdict(views.stats(graph))).encode(), *(file.read_bytes() for file in files)]


@pytest.mark.slow
def test_one_by_one_in_any_order_is_at_once(tmp_path: Path) -> None:
    rows = articles()
    everything = tmp_path / "all.jsonl"
    everything.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    report = build(everything, tmp_path / "at once", encoder=False)
    assert (report.read, report.skipped) == (11, {"fr": 1})
    Random(1).shuffle(rows)
    for i, row in enumerate(rows):
        one = tmp_path / f"{i}.jsonl"
        one.write_text(json.dumps(row))
        build(one, tmp_path / "one by one", encoder=False)
    assert written(tmp_path / "one by one") == written(tmp_path / "at once")
    graph = graph_of(tmp_path / "at once")
    assert {(c.article, c.original) for c in graph.copies} == {("copy0", "post8"), ("copy1", "post8")}
    (notice,) = graph.boilerplate
    assert (notice.source, notice.articles) == ("Harbour Post", 11)
    assert "Gamal Nasser" not in {entity.name for entity in graph.entities}


def test_what_is_removed_leaves_no_trace(tmp_path: Path) -> None:
    rows = articles()
    for name, some in (("all", rows), ("few", rows[:3])):
        (tmp_path / f"{name}.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in some))
        build(tmp_path / f"{name}.jsonl", tmp_path / name, encoder=False)
    with Ledger.open(tmp_path / "all") as ledger:
        ledger.remove([row["id"] for row in rows[3:-1]])
    assert written(tmp_path / "all") == written(tmp_path / "few")
    assert "Gamal Nasser" in {entity.name for entity in graph_of(tmp_path / "all").entities}


def test_articles_stand_by_themselves_where_that_is_wanted(tmp_path: Path) -> None:
    (tmp_path / "all.jsonl").write_text("".join(f"{json.dumps(row)}\n" for row in articles()))
    build(tmp_path / "all.jsonl", tmp_path / "graph", encoder=False, collate=False)
    graph = graph_of(tmp_path / "graph")
    assert (graph.copies, graph.boilerplate) == ((), ())
    assert "Gamal Nasser" in {entity.name for entity in graph.entities}
    build(tmp_path / "all.jsonl", tmp_path / "graph", encoder=False)
    assert len(graph_of(tmp_path / "graph").copies) == 2
