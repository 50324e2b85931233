"""Each rule of rules.tsv finds the fact of its example, and nothing in its counterexample."""

from __future__ import annotations

import pytest

from graphbuild.annotate import Annotator
from graphbuild.extract import read_parse
from graphbuild.extract.patterns.rules import Rule, rules
from graphbuild.extract.token_features import ambiguous_names
from graphbuild.model import Article

RULES = [pytest.param(rule, id=rule.id) for rule in rules()]


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def found(annotator: Annotator, text: str, rule: Rule) -> set[str]:
    """The facts that a rule finds in a text, as ``SOURCE|RELATION|TARGET``."""
    article = Article(id="a", title="", text=text, date="2020-01-01")
    entities, statements = read_parse(annotator.parse(text), article)
    name = {e.id: e.name for e in entities}
    return {f"{name[s.source]}|{s.relation}|{name[s.target]}" for s in statements if s.rule == rule.id}


@pytest.mark.parametrize("rule", RULES)
def test_example(annotator: Annotator, rule: Rule) -> None:
    text, _, fact = rule.example.partition(" => ")
    assert fact, f"{rule.id}: the example has no fact after '=>'"
    assert fact in found(annotator, text, rule)


@pytest.mark.parametrize("rule", RULES)
def test_counterexample(annotator: Annotator, rule: Rule) -> None:
    assert rule.counterexample, f"{rule.id} has no counterexample"
    assert not found(annotator, rule.counterexample, rule)


def test_names_of_features_are_unambiguous() -> None:
    assert not ambiguous_names()
