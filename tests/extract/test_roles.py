"""Each rule of role_rules.tsv and row of post_relations.tsv matches its example, not its counterexample."""

from __future__ import annotations

import pytest

from graphbuild.annotate import Annotator
from graphbuild.extract.document import Candidate, Document
from graphbuild.extract.entities.linked import Linked
from graphbuild.extract.linking import link
from graphbuild.extract.roles.relations import apply_rows
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
    """The posts of a text as ``HOLDER|role|BODY``; with ``by`` only those of the rule."""
    linked = link(annotator.parse(text), "a", DATE)
    found = set()
    for post in (*linked.posts, *linked.uncertain_posts):
        of = post.nation if end == "nation" else post.organisation
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


def relations(annotator: Annotator, text: str, row: PostRelation) -> list[str]:
    """The relations of a row in a text as ``SOURCE|RELATION|TARGET``; empty where it states none."""
    linked: Linked = link(annotator.parse(text), "a", DATE)
    document = Document(linked, Article("a", text, date=DATE))
    matches = [
        c
        for post in linked.posts
        for matched, c in apply_rows(document, Features(document), post)
        if matched.id == row.id
    ]
    name = {k: c.name for k, c in enumerate(linked.clusters)}
    return [
        f"{name[c.sources[0].entity]}|{c.relation}|{name[c.targets[0].entity]}" if c is not None else ""
        for c in matches
    ]


def candidates(document: Document) -> list[Candidate]:
    """The candidates of the posts of a document."""
    test = Features(document)
    return [c for p in document.linked.posts for _, c in apply_rows(document, test, p) if c is not None]


@pytest.mark.parametrize("row", ROWS)
def test_example_of_a_row(annotator: Annotator, row: PostRelation) -> None:
    text, _, fact = row.example.partition(" => ")
    assert fact in relations(annotator, text, row)


@pytest.mark.parametrize("row", ROWS)
def test_counterexample_of_a_row(annotator: Annotator, row: PostRelation) -> None:
    assert row.counterexample, f"{row.id} has no counterexample"
    assert not relations(annotator, row.counterexample, row)


@pytest.mark.parametrize(
    "text",
    [
        "The Supreme Court BLOCKS President Donald Trump deploying the National Guard.",
        "Mexico gave visas. Mexico heard the criticism of President Donald Trump. Mexico is calm.",
        "After the death of Iran's supreme leader, President Donald Trump spoke.",
    ],
)
def test_a_head_of_state_in_the_table_does_not_lead_a_body_before_the_title(
    annotator: Annotator, text: str
) -> None:
    document = Document(link(annotator.parse(text), "a", ""), Article("a", text))
    assert not [c for c in candidates(document) if document.cluster(c.sources[0]).name == "Donald Trump"]


@pytest.mark.parametrize(
    ("text", "day", "former"),
    [
        ("U.S. President John F. Kennedy met him.", "2016-05-05", True),
        ("U.S. President John F. Kennedy met him.", "1962-05-05", False),
        ("U.S. President Barack Obama met him.", "2017-02-01", False),  # his term has just ended
        ("U.S. President Donald Trump met him.", "2023-02-01", True),
        ("U.S. President Donald Trump met him.", "2026-02-01", False),
        ("Israeli President Shimon Peres met him.", "2012-05-05", False),  # once its prime minister
        ("America won. President Joe Biden met America's press.", "2026-02-01", True),
    ],
)
def test_a_head_of_state_whose_terms_ended_long_before_the_article_is_former(
    annotator: Annotator, text: str, day: str, former: bool
) -> None:
    document = Document(link(annotator.parse(text), "a", day), Article("a", text, date=day))
    assert [c.former for c in candidates(document) if c.relation == "LEADER_OF"] == [former]


@pytest.mark.parametrize(("day", "leads"), [("2025-02-01", False), ("2019-02-01", True)])
def test_an_implied_state_is_not_that_of_an_article_if_a_namesake_holds_the_office_elsewhere(
    annotator: Annotator, day: str, leads: bool
) -> None:
    text = "Ghana won. Ghana lost. Prime Minister Ann Tusk met the press in Ghana."
    document = Document(link(annotator.parse(text), "a", day), Article("a", text, date=day))
    assert any(c.relation == "LEADER_OF" for c in candidates(document)) is leads


def test_a_town_and_its_state_name_the_place_of_a_speech_once(annotator: Annotator) -> None:
    text = "Vice President Ann Otieno spoke in Warsaw, Poland."
    assert not list(candidates(Document(link(annotator.parse(text), "a", ""), Article("a", text))))


def test_a_body_before_the_title_of_a_former_head_of_government_is_led(annotator: Annotator) -> None:
    text = "European Council President Donald Tusk spoke."
    document = Document(link(annotator.parse(text), "a", ""), Article("a", text))
    assert [(c.relation, document.cluster(c.targets[0]).name) for c in candidates(document)] == [
        ("LEADER_OF", "European Council")
    ]
