"""The Excel workbook: what it holds, where its links lead, and what it does at the limits of Excel."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from graphbuild.model import Graph
from graphbuild.stores import workbook
from graphbuild.stores.files import export
from tests.stores.sample import ARTICLES, GRAPH
from tests.test_abuse import ARMED, armed_graph


def _opened(graph: Graph, folder: Path) -> Any:
    (path,) = export(graph, folder / "graph.xlsx")
    return openpyxl.load_workbook(path)


def _rows(sheet: Any) -> Iterator[dict[str, Any]]:
    head, *rows = sheet.iter_rows()
    for row in rows:
        yield {name.value: cell for name, cell in zip(head, row, strict=True)}


def test_a_sheet_for_entities_relations_statements_and_stances(tmp_path: Path) -> None:
    book = _opened(GRAPH, tmp_path)
    assert book.sheetnames == ["Entities", "Relations", "Statements", "Stances"]
    assert {row["name"].value for row in _rows(book["Entities"])} == {e.name for e in GRAPH.entities}
    assert {row["id"].value for row in _rows(book["Relations"])} == {r.id for r in GRAPH.relations}
    statements = {row["id"].value: row for row in _rows(book["Statements"])}
    assert statements.keys() == {s.id for s in GRAPH.statements}
    for s in GRAPH.statements:
        row, article = statements[s.id], ARTICLES[s.article]
        assert (row["sentence"].value, row["article"].value) == (s.sentence, s.article)
        assert row["status"].value == ("denied" if s.negated else s.modality)
        day = row["date"].value
        assert (day.date().isoformat() if day else "") == article.date
        assert (row["url"].hyperlink.target if article.url else row["url"].hyperlink) == (article.url or None)
    for sheet in book:
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")
    assert {row["stance"].value for row in _rows(book["Stances"])} == {s.label for s in GRAPH.stances}


def test_links_lead_to_the_row_that_is_meant(tmp_path: Path) -> None:
    book = _opened(GRAPH, tmp_path)
    names = {e.id: e.name for e in GRAPH.entities}
    relations = {r.id: r for r in GRAPH.relations}
    entities = {row["name"].value: str(n) for n, row in enumerate(_rows(book["Entities"]), 2)}
    edges = {}
    for n, row in enumerate(_rows(book["Relations"]), 2):
        for end in ("source", "target"):
            assert row[end].hyperlink.location == f"'Entities'!A{entities[row[end].value]}"
        r = relations[row["id"].value]
        assert (row["source"].value, row["target"].value) == (names[r.source], names[r.target])
        edges[r.relation, r.source, r.target] = f"'Relations'!A{n}"
    told = {s.id: s for s in GRAPH.statements}
    for row in _rows(book["Statements"]):
        s, link = told[row["id"].value], row["relation"].hyperlink
        assert (link.location if link else None) == edges.get((s.relation, s.source, s.target))


def test_no_text_of_an_article_is_a_formula_or_a_link(tmp_path: Path) -> None:
    book = _opened(armed_graph(), tmp_path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    names = {row["name"].value for row in _rows(book["Entities"])}
    assert len(names) == len(ARMED)
    assert "=" in {name[:1] for name in names}, "a text stays as it is, and is no formula"
    assert not [row for row in _rows(book["Statements"]) if row["url"].hyperlink]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "http://x/ y", "http://" + "x" * 3000, "internal:A1"]
)
def test_only_addresses_of_the_web_are_links(tmp_path: Path, url: str) -> None:
    articles = tuple(replace(a, url=url) for a in GRAPH.articles)
    book = _opened(replace(GRAPH, articles=articles), tmp_path)
    for row in _rows(book["Statements"]):
        assert row["url"].value == url
        assert row["url"].hyperlink is None


def test_what_excel_cannot_hold_is_split_or_cut_and_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(workbook, "ROWS", 5)
    monkeypatch.setattr(workbook, "LETTERS", 12)
    monkeypatch.setattr(workbook, "LINKS", 2)
    book = _opened(GRAPH, tmp_path)
    parts = [book[name] for name in book.sheetnames if name.startswith("Statements")]
    assert [sheet.title for sheet in parts[:3]] == ["Statements", "Statements 2", "Statements 3"]
    assert all(sheet.max_row <= 5 for sheet in book)
    rows = [row for sheet in parts for row in _rows(sheet)]
    assert len({row["id"].value for row in rows}) == len(rows) == len(GRAPH.statements)
    sentences = [row["sentence"].value for row in rows]
    assert {text[-1] for text in sentences if len(text) == 12} == {"…"}
    linked = [
        (name, cell) for row in _rows(book["Statements"]) for name, cell in row.items() if cell.hyperlink
    ]
    assert len(linked) == 2
    assert linked[0][0] == "url", "the way to the article comes first"
    said = "\n".join(caplog.messages)
    assert "characters of a cell and were cut" in said
    assert "in Statements the first" in said


def test_days_that_excel_does_not_know_are_texts(tmp_path: Path) -> None:
    articles = tuple(replace(a, date="1871-01-18") for a in GRAPH.articles)
    book = _opened(replace(GRAPH, articles=articles), tmp_path)
    assert {row["date"].value for row in _rows(book["Statements"])} == {"1871-01-18"}
