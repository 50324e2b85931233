"""Every rule of role_rules.tsv finds the post of its example, every row of post_relations.tsv decides on its
example, and neither does anything in its counterexample."""

from __future__ import annotations

import pytest

from graphbuild.annotate import Annotator
from graphbuild.extract.document import Document
from graphbuild.extract.entities.linked import Linked
from graphbuild.extract.linking import link
from graphbuild.extract.roles.relations import decided
from graphbuild.extract.roles.rules import PostRelation, RoleRule, post_relations, role_rules
from graphbuild.extract.token_features import Features
from graphbuild.model import Article

RULES = [
    pytest.param(end, rule, id=f"{end}:{rule.id}") for end, rules in role_rules().items() for rule in rules
]
ROWS = [pytest.param(row, id=row.id) for rows in post_relations().values() for row in rows]
DATE = "2020-01-01"


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def posts(annotator: Annotator, text: str, end: str, rule: RoleRule, *, by: bool) -> set[str]:
    """The posts of a text as ``HOLDER|role|BODY``, with ``by`` only those that a rule found."""
    linked = link(annotator.parse(text), "a", DATE)
    found = set()
    for post in (*linked.posts, *linked.doubts):
        of = post.nation if end == "nation" else post.of
        ends = [
            linked.clusters[post.person.entity].name,
            post.role.name,
            linked.clusters[of.entity].name if of else "-",
        ]
        if not by or rule.id in post.rules:
            found.add("|".join([*ends, post.modifier] if post.modifier else ends))
    return found


@pytest.mark.parametrize(("end", "rule"), RULES)
def test_example_of_a_rule(annotator: Annotator, end: str, rule: RoleRule) -> None:
    text, _, fact = rule.example.partition(" => ")
    assert fact in posts(annotator, text, end, rule, by=False)


@pytest.mark.parametrize(("end", "rule"), RULES)
def test_counterexample_of_a_rule(annotator: Annotator, end: str, rule: RoleRule) -> None:
    assert rule.counterexample, f"{rule.id} has no counterexample"
    assert not posts(annotator, rule.counterexample, end, rule, by=True)


def said(annotator: Annotator, text: str, row: PostRelation) -> list[str]:
    """What a row makes of the posts of a text: ``SOURCE|RELATION|TARGET``, empty for nothing."""
    linked: Linked = link(annotator.parse(text), "a", DATE)
    document = Document(linked, Article("a", text, date=DATE))
    made = [
        c
        for post in linked.posts
        for found, c in decided(document, Features(document), post)
        if found.id == row.id
    ]
    name = {k: c.name for k, c in enumerate(linked.clusters)}
    return [
        f"{name[c.sources[0].entity]}|{c.relation}|{name[c.targets[0].entity]}" if c is not None else ""
        for c in made
    ]


@pytest.mark.parametrize("row", ROWS)
def test_example_of_a_row(annotator: Annotator, row: PostRelation) -> None:
    text, _, fact = row.example.partition(" => ")
    assert fact in said(annotator, text, row)


@pytest.mark.parametrize("row", ROWS)
def test_counterexample_of_a_row(annotator: Annotator, row: PostRelation) -> None:
    assert row.counterexample, f"{row.id} has no counterexample"
    assert not said(annotator, row.counterexample, row)


@pytest.mark.parametrize(
    "text",
    [
        "The Supreme Court BLOCKS President Donald Trump deploying the National Guard.",
        "Mexico gave visas. Mexico heard the criticism of President Donald Trump. Mexico is calm.",
        "After the death of Iran's supreme leader, President Donald Trump spoke.",
    ],
)
def test_whom_the_table_knows_as_head_of_a_state_leads_nothing_that_stands_before(
    annotator: Annotator, text: str
) -> None:
    document = Document(link(annotator.parse(text), "a", ""), Article("a", text))
    made = [c for p in document.linked.posts for _, c in decided(document, Features(document), p) if c]
    assert not [c for c in made if document.cluster(c.sources[0]).name == "Donald Trump"]


@pytest.mark.parametrize(
    ("text", "day", "former"),
    [
        ("U.S. President John F. Kennedy met him.", "2016-05-05", True),
        ("U.S. President John F. Kennedy met him.", "1962-05-05", False),
        ("U.S. President Barack Obama met him.", "2017-02-01", False),  # he has only just left
        ("U.S. President Donald Trump met him.", "2023-02-01", True),
        ("U.S. President Donald Trump met him.", "2026-02-01", False),
        ("Israeli President Shimon Peres met him.", "2012-05-05", False),  # once its prime minister
        ("America won. President Joe Biden met America's press.", "2026-02-01", True),
    ],
)
def test_who_was_head_of_a_state_only_long_before_the_article_is_so_no_longer(
    annotator: Annotator, text: str, day: str, former: bool
) -> None:
    document = Document(link(annotator.parse(text), "a", day), Article("a", text, date=day))
    made = [c for p in document.linked.posts for _, c in decided(document, Features(document), p) if c]
    assert [c.former for c in made if c.relation == "LEADER_OF"] == [former]


def test_a_body_before_the_title_of_a_former_head_of_government_stays(annotator: Annotator) -> None:
    text = "European Council President Donald Tusk spoke."
    document = Document(link(annotator.parse(text), "a", ""), Article("a", text))
    made = [c for p in document.linked.posts for _, c in decided(document, Features(document), p) if c]
    assert [(c.relation, document.cluster(c.targets[0]).name) for c in made] == [
        ("LEADER_OF", "European Council")
    ]
