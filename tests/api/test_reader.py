"""An article as it was read, place by place."""

from __future__ import annotations

from pathlib import Path

import pytest

import graphbuild
from graphbuild.errors import LedgerError, QueryError
from graphbuild.ledger import Ledger
from graphbuild.model import digest
from tests.example_graph import example_graph
from tests.factories import (
    make_article,
    make_country,
    make_fingerprint,
    make_mention,
    make_reading,
    make_statement,
)

LETTERS = str.maketrans("0123456789", "ghijklmnop")


def test_all_that_was_read_stands_in_its_place() -> None:
    with graphbuild.open(example_graph()) as opened:
        texts = dict(opened.texts())
        entities = {e.id for e in opened.graph.entities}
        assert list(texts) == [a.id for a in opened.graph.articles]
        first, *_, last = texts
        assert list(opened.texts([last, first])) == [(first, texts[first]), (last, texts[last])]
        with pytest.raises(LedgerError, match="holds no article nosuch"):
            list(opened.texts([first, "nosuch"]))
        assert list(opened.texts(first)) == [(first, texts[first])]
        seen = 0
        for id_, text in texts.items():
            view = opened.article(id_)
            assert view.article.text == text
            assert view.article.title
            assert list(view.statements) == sorted(view.statements, key=lambda s: s.sentence_span)
            assert {s.id for s in view.statements} == {
                s.id for s in opened.graph.statements if s.article == id_
            }
            for m in view.mentions:
                assert m.entity in entities
                assert text[m.mention.start : m.mention.end] == m.mention.text
            told = {m.entity: m.mentions for m in opened.graph.mentioned if m.article == id_}
            counted = [m.entity for m in view.mentions]
            assert {entity: counted.count(entity) for entity in counted} == told
            seen += len(counted)
        assert seen > 50


def test_copies_know_each_other() -> None:
    with graphbuild.open(example_graph()) as opened:
        (copy, *_) = opened.graph.copies
        view, original = opened.article(copy.article), opened.article(copy.original)
    assert view.original is not None
    assert view.original.id == copy.original
    assert original.original is None
    assert copy.article in [a.id for a in original.copies]
    assert copy.original not in [a.id for a in view.copies]


def test_boilerplate_is_marked_and_nothing_in_it_is_read(tmp_path: Path) -> None:
    shared = (
        "Italy and France carry this story with leave of the agency that owns all of its words and rights."
    )
    with Ledger.create(tmp_path / "graph") as ledger:
        for n in range(40):
            story = " ".join(digest(str(n), str(k)).translate(LETTERS) for k in range(40))
            text = f"{story} France.\n{shared}"
            at = len(text) - len(shared)
            france = make_country(
                "FRA",
                "France",
                make_mention("France", text.index("France")),
                make_mention("France", text.rindex("France")),
            )
            italy = make_country("ITA", "Italy", make_mention("Italy", at))
            said = make_statement(italy, "MET_WITH", france, shared, article=f"a{n:02}", start=at)
            article = make_article(f"a{n:02}", text, date=f"2024-01-{n % 28 + 1:02}", source="Wire")
            ledger.write([(str(n), make_reading(article, [france, italy], [said], make_fingerprint(text)))])
    with graphbuild.open(tmp_path / "graph") as opened:
        view = opened.article("a07")
        (span,) = view.boilerplate
        assert view.article.text[slice(*span)] == shared
        assert [m.mention.start for m in view.mentions] == [view.article.text.index("France")]
        assert view.statements == ()


def test_an_unknown_article_is_reported() -> None:
    with graphbuild.open(example_graph()) as opened, pytest.raises(QueryError, match="holds no article 'x'"):
        opened.article("x")


def test_a_graph_without_its_texts_has_the_statements(tmp_path: Path) -> None:
    with graphbuild.open(example_graph()) as opened:
        opened.export(tmp_path / "graph.json")
        told = {a.id: opened.article(a.id).statements for a in opened.graph.articles}
    with graphbuild.open(tmp_path / "graph.json") as opened:
        assert list(opened.texts()) == []
        for id_, statements in told.items():
            view = opened.article(id_)
            assert (view.article.text, view.mentions, view.boilerplate) == ("", (), ())
            assert view.statements == statements
