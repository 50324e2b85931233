"""What the page shows of decisions, and that it follows them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import graphbuild
from graphbuild.errors import QueryError
from graphbuild.explore.answers import Answers
from graphbuild.explore.deciding import Deciding
from graphbuild.ledger import Ledger
from graphbuild.model import digest
from tests.api.test_corrections import FRANCE, ITALY, READINGS
from tests.factories import make_article, make_reading, make_statement
from tests.resolve.articles import reading

TEXTS = ("Acland [1950-03-01; Harbour News; of NZL]", "Peter Acland [1950-03-02; foreign minister NZL]")


@pytest.fixture
def answers(tmp_path: Path) -> Iterator[Answers]:
    more = [reading(f"b{k}", text) for k, text in enumerate(TEXTS)]
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write((digest(repr(r)), r) for r in (*READINGS, *more))
    with graphbuild.open(tmp_path / "graph") as opened:
        answers = Answers(opened, "graph")
        answers.search_index.read_texts(opened.texts())
        yield answers


@pytest.fixture
def deciding(answers: Answers) -> Deciding:
    return Deciding(answers)


def test_of_a_folder_that_cannot_be_written_to_the_decisions_are_shown(
    answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    deciding = Deciding(answers)
    (candidate,) = deciding.candidates()["candidates"]
    deciding.act("different", {"a": candidate["sides"][0]["id"], "b": candidate["sides"][1]["id"]})
    monkeypatch.setattr("os.access", lambda *_: False)
    assert not Deciding(answers).allowed
    assert [d["says"] for d in Deciding(answers).decisions()["decisions"]] == [
        "Acland and Peter Acland are two"
    ]
    assert answers.summary({})["folder"]


def test_candidates_have_sentences_of_both_sides_and_go_when_they_are_decided(
    answers: Answers, deciding: Deciding
) -> None:
    found = deciding.candidates()
    (candidate,) = found["candidates"]
    assert found["count"] == 1
    assert [side["name"] for side in candidate["sides"]] == ["Acland", "Peter Acland"]
    for side, article in zip(candidate["sides"], ("b0", "b1"), strict=True):
        (context,) = side["contexts"]
        assert context["article"]["id"] == article
        assert [text for text, marks in context["pieces"] if marks] == [side["name"]]
    a, b = (side["id"] for side in candidate["sides"])
    beside = deciding.contexts(a, b)
    assert beside["sides"] == [side["contexts"] for side in candidate["sides"]]
    before = len(answers.index.entities)
    done = deciding.act("same", {"a": a, "b": b})
    assert [d["says"] for d in done["done"]] == ["Acland and Peter Acland are one"]
    assert deciding.candidates() == {"candidates": [], "count": 0, "first": 0}
    assert len(answers.index.entities) == before - 1
    whole = answers.entity(a, {})  # the address of what was joined leads to the whole
    assert whole["entity"] == answers.entity(b, {})["entity"]
    assert [i["ids"] for i in whole["identities"]] == [[a, b]]
    assert deciding.contexts(a, b) == beside
    assert deciding.contexts("nobody", "none") == {"sides": [[], []]}
    assert answers.listed(["articles", a], {}) == answers.listed(["articles", b], {})
    with pytest.raises(QueryError, match="both are"):
        answers.pair(a, b, {})
    deciding.act("undo", {"decision": done["done"][0]["id"]})
    deciding.act("different", {"a": a, "b": b})
    assert deciding.candidates()["count"] == 0
    assert [d["verdict"] for d in deciding.decisions()["decisions"]] == ["different"]


def test_of_candidates_with_equal_scores_those_of_most_articles_are_first(
    answers: Answers, deciding: Deciding
) -> None:
    (doubt,) = [i for i in answers.index.graph.identities if not i.joined]
    others = [
        replace(doubt, a="x", b="y", articles_a=3, articles_b=4),
        replace(doubt, a="v", b="w", score=doubt.score + 0.1),
    ]
    answers.index.graph = replace(answers.index.graph, identities=(doubt, *others))
    found = [[side["id"] for side in c["sides"]] for c in deciding.candidates()["candidates"]]
    assert found == [["v", "w"], ["x", "y"], [doubt.a, doubt.b]]


def test_a_decision_of_two_that_are_called_the_same_tells_them_apart(tmp_path: Path) -> None:
    texts = ("Acland [1950-03-01; of NZL]", "Acland [1990-03-02; of GBR]")
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write((digest(repr(r)), r) for r in (reading(f"b{k}", text) for k, text in enumerate(texts)))
    with graphbuild.open(tmp_path / "graph") as opened:
        answers = Answers(opened, "graph")
        a, b = (e.id for e in answers.index.graph.entities if e.kind == "person")
        deciding = Deciding(answers)
        told = "Acland (1 article, 1950-03-01) and Acland (1 article, 1990-03-02) are"
        for verdict, word in (("different", "two"), ("same", "one")):
            done = deciding.act(verdict, {"a": a, "b": b})["done"]
            assert [d["says"] for d in done] == [f"{told} {word}"]
        assert deciding.decisions()["decisions"][0]["says"] == f"{told} one"


def test_a_decision_names_relations_in_plain_words(answers: Answers, deciding: Deciding) -> None:
    said = next(s for s in answers.index.graph.statements if s.relation == "MET_WITH")
    (done,) = deciding.act("reject", {"statement": said.id})["done"]
    assert done["says"] == "rejected: Italy met with Jean Roux (asserted) in “Roux met Italians.”"
    assert deciding.decisions()["decisions"][0]["says"] == done["says"]


def test_a_rejected_statement_leaves_the_page_of_the_pair_and_is_told_on_it(
    answers: Answers, deciding: Deciding
) -> None:
    page = answers.pair(FRANCE.id, ITALY.id, {})
    wrong = next(s for s in page["statements"] if s["article"]["id"] == "a3" and s["status"] == "asserted")
    done = deciding.act("reject", {"statement": wrong["id"]})["done"][0]
    page = answers.pair(FRANCE.id, ITALY.id, {})
    assert wrong["id"] not in {s["id"] for s in page["statements"]}
    assert [s["id"] for s in page["rejected"]] == [wrong["id"]]
    with pytest.raises(QueryError, match="rejected already"):
        deciding.act("reject", {"statement": wrong["id"]})
    deciding.act("accept", {"statement": wrong["id"]})
    assert answers.pair(FRANCE.id, ITALY.id, {})["rejected"] == []
    deciding.act("undo", {"decision": done["id"]})
    with pytest.raises(QueryError, match="there is no such decision any more"):
        deciding.act("undo", {"decision": done["id"]})


def test_a_relation_is_rejected_whole_and_accepted_again(answers: Answers, deciding: Deciding) -> None:
    def stated() -> list[str]:
        return [t["relation"] for t in answers.pair(FRANCE.id, ITALY.id, {})["ties"]]

    edge = {"source": FRANCE.id, "relation": "ATTACKS", "target": ITALY.id}
    done = deciding.act("reject-relation", edge)["done"]
    assert [d["says"] for d in done] == ["rejected: France attacks Italy"]
    page = answers.pair(FRANCE.id, ITALY.id, {})
    assert (page["ties"], page["statements"]) == ([], [])
    assert page["rejected_whole"] == [("ATTACKS", FRANCE.id, ITALY.id)]
    assert len(page["rejected"]) == 4
    deciding.act("undo", {"decision": done[0]["id"]})
    assert stated() == ["ATTACKS"]
    deciding.act("reject-relation", edge)
    deciding.act("accept", {"statement": page["rejected"][-1]["id"]})
    assert answers.pair(FRANCE.id, ITALY.id, {})["statement_count"] == 1
    deciding.act("accept-relation", edge)
    page = answers.pair(FRANCE.id, ITALY.id, {})
    assert (page["rejected"], page["rejected_whole"]) == ([], [])
    with pytest.raises(QueryError, match="no article states Italy ATTACKS France"):
        deciding.act("reject-relation", {"source": ITALY.id, "relation": "ATTACKS", "target": FRANCE.id})


def test_a_relation_that_is_also_inferred_is_rejected_where_it_is_stated(tmp_path: Path) -> None:
    said = make_statement(FRANCE, "HOSTILITY_TOWARD", ITALY)
    with Ledger.create(tmp_path / "graph") as ledger:
        ledger.write([("stamp", make_reading(make_article(), [FRANCE, ITALY], [said]))])
    edge = {"source": FRANCE.id, "relation": "HOSTILITY_TOWARD", "target": ITALY.id}
    with graphbuild.open(tmp_path / "graph") as opened:
        answers = Answers(opened, "graph")
        Deciding(answers).act("reject-relation", edge)
        assert answers.pair(FRANCE.id, ITALY.id, {})["statement_count"] == 0


def test_an_excluded_article_is_found_no_more_and_again_after_undo(
    answers: Answers, deciding: Deciding
) -> None:
    def found() -> list[str]:
        return [a["id"] for a in answers.search({"q": "treaty"})["articles"]]

    assert set(found()) == {"a1", "a2", "a3", "b0", "b1"}
    done = deciding.act("exclude", {"article": "a2"})["done"]
    assert set(found()) == {"a1", "a3", "b0", "b1"}
    assert "a2" not in answers.index.articles
    with pytest.raises(QueryError, match="holds no article 'a2'"):
        answers.article("a2", {})
    page = deciding.excluded("a2")
    assert page == {"excluded": done[0], "title": "a2"}
    assert deciding.excluded("a1") is deciding.excluded("nosuch") is None
    deciding.act("undo", {"decision": done[0]["id"]})
    assert set(found()) == {"a1", "a2", "a3", "b0", "b1"}
    assert answers.search({"q": "treaty"})["complete"]
