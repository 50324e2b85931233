"""The page of graphs that are elsewhere than in a folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import graphbuild
from graphbuild.explore.answers import Answers
from tests.example_graph import example_graph


@pytest.fixture
def loaded(neo4j_uri: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a Neo4j that holds the example for the time of a test."""
    monkeypatch.setenv("GRAPHBUILD_PREFIX", "Looked")
    with graphbuild.open(example_graph()) as opened:
        opened.load(neo4j_uri, prefix="Looked")
    yield neo4j_uri
    with graphbuild.open(neo4j_uri) as opened:
        opened.query(
            "MATCH (n) WHERE any(label IN labels(n) WHERE label STARTS WITH 'Looked') DETACH DELETE n",
            write=True,
        )


def test_a_graph_in_neo4j_is_looked_at_as_in_its_folder(loaded: str, example: Answers) -> None:
    egypt, israel = (
        next(e.id for e in example.index.entities.values() if e.name == name) for name in ("Egypt", "Israel")
    )
    with graphbuild.open(loaded) as opened:
        answers = Answers(opened, "neo4j")
        answers.prepare()
        assert answers.summary({}) == {**example.summary({}), "name": "neo4j", "folder": False}
        found, wanted = answers.pair(egypt, israel, {}), example.pair(egypt, israel, {})
        for name in ("course", "ties", "statement_count", "reports"):
            assert without_meant(found[name]) == without_meant(wanted[name]), name
        page = answers.entity(egypt, {})
        assert page["neighbours"] == example.entity(egypt, {})["neighbours"]
        assert answers.listed(["stances", egypt], {}) == example.listed(["stances", egypt], {})
        article = wanted["statements"][0]["article"]["id"]
        reader = answers.article(article, {})
        assert reader["pieces"] == [], "a database holds no texts"
        assert [s["id"] for s in reader["statements"]] == [
            s["id"] for s in example.article(article, {})["statements"]
        ]


def without_meant(found: object) -> object:
    """Without whom pronouns mean, which a graph folder alone tells."""
    if isinstance(found, dict):
        return {name: without_meant(value) for name, value in found.items() if name != "meant"}
    return [without_meant(value) for value in found] if isinstance(found, list) else found
