"""Articles that are not in English are passed over, counted, and remembered by the ledger."""

from __future__ import annotations

import os
from pathlib import Path

from graphbuild.ledger import Ledger
from graphbuild.pipeline import build, extract
from graphbuild.read import Failure, Foreign

ENGLISH = "France attacked Algeria. The French president met the Algerian president in Geneva."
FRENCH = (
    "Le ministre français des Affaires étrangères a rencontré lundi son homologue algérien à Genève. "
    "Selon Paris, les deux pays ont décidé de signer un accord avant la fin de la semaine."
)


def write(file: Path, text: str) -> None:
    file.write_text(f"---\nid: {file.stem}\ntitle: Talks\n---\n{text}\n", encoding="utf-8")
    os.utime(file, (1, 1))  # settled: it will not be opened again


def test_what_is_not_english_is_skipped_and_counted(tmp_path: Path) -> None:
    for name, text in (("a", ENGLISH), ("b", FRENCH)):
        write(tmp_path / f"{name}.txt", text)
    inputs, folder = [tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "graph"
    report = build(inputs, folder, encoder=False, strict=True)
    assert (report.read, report.failed, report.skipped, report.articles) == (1, 0, {"fr": 1}, 1)
    again = build(inputs, folder, encoder=False)
    assert (again.read, again.unchanged, again.skipped) == (0, 1, {"fr": 1})
    with Ledger.open(folder) as ledger:
        assert ledger.skipped() == [Foreign("article b (Talks)", "not in English (fr)", "fr")]
        assert (ledger.failures(), ledger.counts()["failures"]) == ([], 0)
        assert ledger.report()["skipped"] == 1
    anyhow = build(inputs, folder, encoder=False, any_language=True)
    assert (anyhow.skipped, anyhow.articles) == ({}, 2)
    with Ledger.open(folder) as ledger:
        assert ledger.skipped() == []


def test_an_article_that_is_no_longer_english_leaves_the_graph(tmp_path: Path) -> None:
    file, folder = tmp_path / "a.txt", tmp_path / "graph"
    write(file, ENGLISH)
    assert build(file, folder, encoder=False).articles == 1
    write(file, FRENCH)
    report = build(file, folder, encoder=False)
    assert (report.skipped, report.articles, report.statements) == ({"fr": 1}, 0, 0)
    write(file, ENGLISH)
    report = build(file, folder, encoder=False)
    assert (report.skipped, report.articles) == ({}, 1)


def test_extract_tells_what_it_skips(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", FRENCH)
    told: list[Failure] = []
    assert list(extract(tmp_path / "b.txt", encoder=False, on_failure=told.append, strict=True)) == []
    assert told == [Foreign("article b (Talks)", "not in English (fr)", "fr", "b")]
    assert len(list(extract(tmp_path / "b.txt", encoder=False, any_language=True))) == 1
