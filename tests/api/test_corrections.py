"""What is rejected and excluded stays so, whatever is built, and is taken back to the byte."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import graphbuild as gb
from graphbuild import decisions
from graphbuild.decisions import ArticleDecision, NameDecision, Side
from graphbuild.ledger import Ledger
from graphbuild.model import Reading, Statement, digest
from graphbuild.pipeline import merge
from graphbuild.stores.files import export
from tests.factories import (
    make_article,
    make_country,
    make_entity,
    make_mention,
    make_reading,
    make_statement,
)

FRANCE, ITALY = make_country("FRA", "France"), make_country("ITA", "Italy")
ROUX = make_entity("person", "jean roux", "Jean Roux")
WORDS = "Paris attacked Rome."


def told(id_: str, *said: Statement, source: str = "") -> Reading:
    article = make_article(id_, date=f"1963-01-2{id_[-1]}", source=source or f"{id_} Post")
    return make_reading(article, (FRANCE, ITALY, ROUX), said)


READINGS = [
    told("a1", make_statement(FRANCE, "ATTACKS", ITALY, WORDS, article="a1")),
    told("a2", make_statement(FRANCE, "ATTACKS", ITALY, f"“{WORDS}”", article="a2")),
    told(
        "a3",
        make_statement(FRANCE, "ATTACKS", ITALY, "France struck Italy.", article="a3"),
        make_statement(FRANCE, "ATTACKS", ITALY, "It did not.", article="a3", start=90, negated=True),
        make_statement(ROUX, "MET_WITH", ITALY, "Roux met Italians.", article="a3", start=200),
    ),
]


def write(folder: Path, *some: Reading) -> None:
    with Ledger.open(folder) as ledger:
        ledger.write((digest(repr(r)), r) for r in some)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Ledger.create(tmp_path / "graph").close()
    write(tmp_path / "graph", *READINGS)
    return tmp_path / "graph"


@pytest.fixture
def graph(folder: Path) -> Iterator[gb.OpenGraph]:
    with gb.open(folder) as opened:
        yield opened


def exported(graph: gb.OpenGraph, place: Path) -> bytes:
    return b"".join(path.read_bytes() for path in export(graph.graph, place / "x.json", None))


def attacks(graph: gb.OpenGraph) -> list[tuple[int, int]]:
    return [(r.statements, r.negated) for r in graph.graph.relations if r.relation == "ATTACKS"]


def id_of(graph: gb.OpenGraph, sentence: str) -> str:
    return next(s.id for s in (*graph.graph.statements, *graph.graph.rejected) if sentence in s.sentence)


def test_a_rejected_statement_counts_nowhere_and_is_shown(
    graph: gb.OpenGraph, folder: Path, tmp_path: Path
) -> None:
    before = exported(graph, tmp_path)
    assert attacks(graph) == [(2, 1)]
    made = graph.reject(id_of(graph, WORDS)[:10])
    assert str(made).startswith("rejected: France ATTACKS Italy (asserted) in “")
    assert attacks(graph) == [(1, 1)], "wherever its words are printed"
    assert sorted(s.article for s in graph.graph.rejected) == ["a1", "a2"]
    (one,) = [e for e in graph.explain("France", "Italy") if e.relation == "ATTACKS"]
    assert [len(found) for found in (one.asserted, one.denied, one.rejected)] == [1, 1, 2]
    assert one.rejected[0].id in {s.id for s in graph.graph.rejected}
    assert graph.stats().rejected == 2
    write(folder, told("a4", make_statement(FRANCE, "ATTACKS", ITALY, WORDS, article="a4")))
    with gb.open(folder) as again:
        assert attacks(again) == [(1, 1)], "also where they are printed later"
        again.remove(["a4"])
        assert again.undo(made.id[:6]) == (made,)
        assert exported(again, tmp_path) == before


def test_undo_takes_the_id_that_reject_took(graph: gb.OpenGraph, folder: Path) -> None:
    id_ = id_of(graph, WORDS)
    other = graph.reject(id_of(graph, "It did not."))
    rejected = graph.reject(id_)
    graph.reject("France", "ATTACKS", "Italy")
    accepted = graph.accept(id_)
    assert graph.undo(id_[:8]) == (accepted,)
    assert graph.undo(id_) == (rejected,)
    with pytest.raises(gb.QueryError, match=f"nothing has been decided about '{id_}'; decided is: rejected"):
        graph.undo(id_)
    assert other in graph.decisions()


def test_a_rejected_relation_is_rejected_whole_now_and_later(
    graph: gb.OpenGraph, folder: Path, tmp_path: Path
) -> None:
    before = exported(graph, tmp_path)
    graph.reject("France", "attacks", "Italy")
    assert attacks(graph) == []
    assert len(graph.graph.rejected) == 4
    write(folder, told("a5", make_statement(FRANCE, "ATTACKS", ITALY, "France fired.", article="a5")))
    with gb.open(folder) as again:
        assert attacks(again) == []
        assert len(again.graph.rejected) == 5
        again.accept(id_of(again, "fired"))
        assert attacks(again) == [(1, 0)], "one of its statements is accepted"
        again.accept("France", "ATTACKS", "Italy")
        assert attacks(again) == [(3, 1)]
        with pytest.raises(gb.QueryError, match="is not rejected; there is nothing to accept"):
            again.accept("France", "ATTACKS", "Italy")
        assert [d.verdict for d in again.decisions()] == ["accepted", "accepted", "rejected"]
        again.undo("france", "attacks", "Italy")
        assert attacks(again) == [(1, 0)]
        again.undo()
        again.undo()
        again.exclude(["a5"])
        assert exported(again, tmp_path) == before


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (("Italy", "ATTACKS", "France"), "no article states Italy ATTACKS France, but France ATTACKS Italy"),
        (("France", "SUPPORTS", "Italy"), "no article states France SUPPORTS Italy"),
        (
            ("France", "ATTACK", "Italy"),
            r"called 'ATTACK' \(did you mean ATTACKS\?\): `graphbuild relations --all`",
        ),
        (("France", "PARTNERSHIP", "Italy"), "is inferred from what is reported"),
        (("Frnce", "ATTACKS", "Italy"), r"^no entity is called 'Frnce'; did you mean France\?$"),
        (("France", "ATTACKS", "Itly"), r"^no entity is called 'Itly'; did you mean Italy\?$"),
        (("Nobody", "ATTACKS", "Italy"), "no entity is called 'Nobody'"),
        (("0123456789abcdef",), "no statement has the id '0123456789abcdef'; explain prints the ids"),
        (("",), "no statement has the id ''"),
    ],
)
def test_what_is_not_stated_cannot_be_rejected(graph: gb.OpenGraph, what: tuple[str, ...], told: str) -> None:
    with pytest.raises(gb.QueryError, match=told):
        graph.reject(*what)
    with pytest.raises(gb.QueryError, match=told):
        graph.accept(*what)
    assert graph.decisions() == ()


def test_an_entity_is_named_by_name_alias_code_or_id_to_reject_a_relation(graph: gb.OpenGraph) -> None:
    italy = next(e.id for e in graph.graph.entities if e.name == "Italy")
    for france, other in (("france", italy), ("FRA", "ITA"), ("French", " Italy ")):
        made = graph.reject(france, "ATTACKS", other)
        assert (made.a.name, made.b.name) == ("France", "Italy")
        graph.undo()


def test_what_is_rejected_already_is_reported(graph: gb.OpenGraph) -> None:
    id_ = id_of(graph, WORDS)
    graph.reject(id_)
    with pytest.raises(gb.QueryError, match="the statement is rejected already"):
        graph.reject(id_)
    with pytest.raises(gb.QueryError, match="is rejected sentence by sentence; accept the statements"):
        graph.accept("France", "ATTACKS", "Italy")
    with pytest.raises(gb.QueryError, match="give the id of a statement, or two names with a relation"):
        graph.reject("France", "ATTACKS")


def test_a_rejection_follows_its_names_when_they_are_joined(graph: gb.OpenGraph, folder: Path) -> None:
    """An entity gets another id by a join, its statements other ids; what was rejected stays so."""
    other = make_entity("person", "aaron roux", "Aaron Roux")
    write(folder, make_reading(make_article("a6"), (other,), ()))
    with gb.open(folder) as again:
        id_ = id_of(again, "Roux met")
        again.reject(id_)
        again.same("Jean Roux", "Aaron Roux")
        assert id_of(again, "Roux met") != id_
        assert [s.sentence for s in again.graph.rejected] == ["Roux met Italians."]
        again.accept(id_of(again, "Roux met"))
        assert again.graph.rejected == ()


def test_an_excluded_article_stays_out_and_comes_back_at_once(
    graph: gb.OpenGraph, folder: Path, tmp_path: Path
) -> None:
    before = exported(graph, tmp_path)
    assert graph.exclude(["a3", "a2"]) == ["a2", "a3"]
    assert [a.id for a in graph.graph.articles] == ["a1"]
    assert [id_ for id_, _ in graph.texts()] == ["a1"]
    assert graph.stats().excluded == 2
    with pytest.raises(gb.QueryError, match="holds no article 'a3'"):
        graph.article("a3")
    assert graph.exclude(["a3"]) == []
    with pytest.raises(gb.LedgerError, match="holds no article x; nothing was excluded"):
        graph.exclude(["a1", "x"])
    with gb.open(folder) as again:
        gone = again.undo()
        assert [d.article for d in gone if isinstance(d, ArticleDecision)] == ["a2", "a3"], "one command"
        assert exported(again, tmp_path) == before
        again.exclude(["a3"])
        again.exclude(["a2"])
        assert [str(d) for d in again.undo("a3")] == ["excluded: article a3"]
        assert [a.id for a in again.graph.articles] == ["a1", "a3"]


def test_undoing_a_removal_restores_the_exclusion_before(graph: gb.OpenGraph, folder: Path) -> None:
    graph.exclude(["a1"])
    graph.remove(["a1"])
    assert [str(d) for d in graph.decisions()] == ["removed: article a1", "excluded: article a1"]
    assert [str(d) for d in graph.undo("a1")] == ["removed: article a1"]
    assert decisions.excluded(decisions.load(folder)) == {"a1"}
    assert [str(d) for d in graph.undo("a1")] == ["excluded: article a1"]
    assert not graph.decisions()


def test_texts_of_articles_removed_meanwhile(graph: gb.OpenGraph, folder: Path) -> None:
    with gb.open(folder) as other:
        other.remove(["a2"])
        other.undo()
    with pytest.raises(gb.LedgerError, match="holds no article a2; no text was read"):
        [*graph.texts(["a1", "a2"])]
    assert [id_ for id_, _ in graph.texts(["a1", "a2"], strict=False)] == ["a1"]


def test_an_excluded_article_without_a_title_is_called_by_its_address(tmp_path: Path) -> None:
    url = "https://news.example/2026/03/talks"
    article = make_article(url=url, title="")
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write([("stamp", make_reading(article, []))])
    with gb.open(tmp_path / "graph") as opened:
        opened.exclude([article.id])
        assert [str(d) for d in opened.decisions()] == [f"excluded: article {article.id} ({url})"]


def test_undo_asks_where_the_last_decision_is_not_the_last_thing_done(
    graph: gb.OpenGraph, folder: Path
) -> None:
    asked: list[str] = []

    def ask(chosen: tuple[decisions.Decision, ...], doubt: str) -> bool:
        asked.append(doubt)
        return len(asked) > 2

    graph.exclude(["a1"])
    assert len(graph.undo(ask=ask)) == 1
    assert asked == [], "it was just decided"
    graph.exclude(["a1"])
    with Ledger.open(folder) as ledger:
        ledger.end()
    assert graph.undo(ask=ask) == ()
    assert "before the last build or merge" in asked[0]
    old = (datetime.now(UTC) - timedelta(days=3)).isoformat()
    side = Side("jean roux"), Side("aaron roux")
    with Ledger.open(folder) as ledger:
        ledger._db.execute("DELETE FROM report")
    decisions.save(folder, [NameDecision("same", "person", *side, old)])
    assert graph.undo(ask=ask) == ()
    assert asked[1] == f"it was decided on {old[:10]}"
    assert len(graph.undo(ask=ask)) == 1
    assert graph.decisions() == ()


def test_decisions_of_merged_folders_hold_in_both(folder: Path, tmp_path: Path) -> None:
    with gb.open(folder) as graph:
        graph.remove(["a1"])
        graph.reject(id_of(graph, "struck"))
    Ledger.create(tmp_path / "other").close()
    write(tmp_path / "other", *READINGS)
    report = merge([folder, tmp_path / "other"], tmp_path / "both")
    assert report.articles == 2
    with gb.open(tmp_path / "both") as graph:
        assert [a.id for a in graph.graph.articles] == ["a2", "a3"]
        assert [s.sentence for s in graph.graph.rejected] == ["France struck Italy."]
        assert len(graph.decisions()) == 2


@pytest.mark.slow
def test_stores_follow_decisions_by_what_they_change(graph: gb.OpenGraph) -> None:
    def asked() -> list[int]:
        rows = graph.query("MATCH ()-[r:ATTACKS]->() RETURN r.statements AS n")
        return [row["n"] for row in rows]

    assert asked() == [2]
    graph.reject(id_of(graph, WORDS))
    assert asked() == [1]
    graph.exclude(["a3"])
    assert asked() == []
    graph.undo()
    graph.undo()
    assert asked() == [2]


def test_sentences_show_what_a_name_is_about(folder: Path) -> None:
    text = "It rained. A man, Jean Roux, met\nnobody in the town of Bar. He left."
    roux = make_entity("person", "jean roux", "Jean Roux", mentions=[make_mention("Jean Roux", 18)])
    write(folder, make_reading(make_article("b1", text, date="1950-01-01"), (roux,), ()))
    with gb.open(folder) as graph:
        (entity,) = [e for e in graph.graph.entities if e.name == "Jean Roux"]
        first, *_ = graph.contexts(entity.id)[entity.id]
        assert (first.article.id, first.sentence) == ("b1", "A man, Jean Roux, met")
        assert first.sentence[first.start : first.end] == "Jean Roux"
        assert len(graph.contexts(entity.id, most=1)[entity.id]) == 1
        assert graph.contexts_of([["nobody"]]) == [{"nobody": ()}]
        with pytest.raises(gb.QueryError, match="'nobody' is no name of an identity"):
            graph.contexts("nobody")


def test_full_stops_of_titles_and_initials_end_no_sentence(folder: Path) -> None:
    sentence = "On Monday Mr. Jean Roux of the U.S. met Gov. J. R. Bar."
    text = f"It rained. {sentence} He left."
    roux = make_entity(
        "person", "jean roux", "Jean Roux", mentions=[make_mention("Jean Roux", text.index("Jean"))]
    )
    write(folder, make_reading(make_article("b1", text, date="1950-01-01"), (roux,), ()))
    with gb.open(folder) as graph:
        (entity,) = [e for e in graph.graph.entities if e.name == "Jean Roux"]
        assert graph.contexts(entity.id)[entity.id][0].sentence == sentence


def test_sentences_of_two_names_are_those_that_let_them_be_compared(folder: Path) -> None:
    days = {"c1": "1950-01-01", "c2": "1960-01-01", "c3": "1970-01-01", "c4": "1971-01-01"}
    for article, day in days.items():
        dan = make_entity("person", "dan frey", "Dan Frey", mentions=[make_mention("Dan Frey", 0)])
        text = "Dan Frey left."
        entities, statements = [dan], []
        if article == "c2":
            entities.append(ITALY)
            statements.append(make_statement(dan, "CITIZEN_OF", ITALY))
        write(folder, make_reading(make_article(article, text, date=day), entities, statements))
    otto = make_entity("person", "otto karr", "Otto Karr", mentions=[make_mention("Otto Karr", 0)])
    write(
        folder,
        make_reading(
            make_article("d1", "Otto Karr left.", date="1971-02-01"),
            (otto, ITALY),
            (make_statement(otto, "CITIZEN_OF", ITALY),),
        ),
    )
    with gb.open(folder) as graph:
        ids = {e.name: e.id for e in graph.graph.entities}

        def told(*names: str) -> list[str]:
            found = graph.contexts(*(ids[name] for name in names))
            return [c.article.id for c in found[ids["Dan Frey"]]]

        assert told("Dan Frey") == ["c1", "c2", "c3"], "the earliest"
        assert told("Dan Frey", "Otto Karr") == ["c2", "c4", "c3"], "of the same country, then the nearest"
        alone, both = [ids["Dan Frey"]], [ids["Dan Frey"], ids["Otto Karr"]]
        assert graph.contexts_of([alone, both]) == [graph.contexts(*alone), graph.contexts(*both)]


def test_of_several_who_have_a_name_the_one_of_whom_it_is_stated_is_meant(
    graph: gb.OpenGraph, folder: Path
) -> None:
    other = make_entity("person", "paul roux", "Paul Roux")
    write(folder, make_reading(make_article("a5"), (other, ITALY), ()))
    with gb.open(folder) as opened:
        made = opened.reject("Roux", "MET_WITH", "Italy")
        assert made.a.name == "Jean Roux" or made.b.name == "Jean Roux"
        opened.undo()
        with pytest.raises(gb.QueryError, match=r"'Roux' may be"):
            opened.reject("Roux", "ATTACKS", "Italy")


def test_one_id_is_one_article(graph: gb.OpenGraph, folder: Path) -> None:
    write(
        folder, make_reading(make_article("a"), (ITALY,), ()), make_reading(make_article("1"), (ITALY,), ())
    )
    with gb.open(folder) as opened:
        assert opened.exclude("a1") == ["a1"]
