"""A made-up graph of 100,000 entities, of which 50,000 statements are about one."""

from __future__ import annotations

from datetime import date, timedelta

from graphbuild.api import OpenGraph, places
from graphbuild.explore.answers import Answers
from graphbuild.model import Article, Entity, EntityMentions, Graph, Relation, Statement, digest, relation_id

ENTITIES, STATEMENTS, NEIGHBOURS, ARTICLES = 100_000, 50_000, 900, 20_000
RELATIONS = ("ATTACKS", "SUPPORTS", "MET_WITH", "ACCUSES", "MEMBER_OF")
HUB = digest("hub")


def graph() -> Graph:
    """The graph, always the same."""
    first = date(2000, 1, 1)
    articles = tuple(
        Article(
            f"a{n:05}", "", f"Title {n}", (first + timedelta(days=n % 9000)).isoformat(), f"Paper {n % 40}"
        )
        for n in range(ARTICLES)
    )
    ids = [digest("made up", str(n)) for n in range(ENTITIES - 1)]
    entities = [Entity(id_, "person", f"Name {n}", (), "", 1, 1, "", "") for n, id_ in enumerate(ids)]
    entities.append(Entity(HUB, "country", "Hub", (), "", STATEMENTS, ARTICLES, "2000-01-01", "2024-08-22"))
    said = [_statement(n, ids[n * 7 % NEIGHBOURS]) for n in range(STATEMENTS)]
    edges = {(s.relation, s.source, s.target) for s in said}
    return Graph(
        entities=tuple(sorted(entities, key=lambda e: e.id)),
        relations=tuple(
            sorted(
                (
                    Relation(relation_id(*edge), *edge, 1, 1, 0, 1, 0, 0, "", "", 0.0, 0.8, "")
                    for edge in edges
                ),
                key=lambda r: r.id,
            )
        ),
        articles=articles,
        statements=tuple(sorted(said, key=lambda s: s.id)),
        mentioned=tuple(EntityMentions(HUB, a.id, 2) for a in articles),
    )


def answers() -> Answers:
    return Answers(OpenGraph(places.Loaded("made up", graph)), "large")


def _statement(n: int, other: str) -> Statement:
    sentence = f"Hub did {n} things to it, officials said on Monday, after long talks in the capital."
    return Statement(
        f"a{n * 13 % ARTICLES:05}",
        RELATIONS[n % len(RELATIONS)],
        HUB,
        other,
        source_span=(0, 3),
        target_span=(20, 22),
        sentence_span=(0, len(sentence)),
        sentence=sentence,
        trigger="did",
        trigger_span=(4, 7),
        negated=n % 25 == 0,
        modality="asserted",
        attribution="",
        tense="past",
        confidence=0.8,
        rule="verb:test/active",
    )
