"""The inventory of rules and conditions, and the reference page made from it."""

from __future__ import annotations

import pytest

from graphbuild import tables
from graphbuild.evaluate import rule_page
from graphbuild.evaluate.rules import examples
from graphbuild.extract.inventory import predicates, rules
from tests.quality import suite_outcomes
from tests.rules import PAGE, read_by

REGENERATE = "run `python -m tests.rules`"


def test_every_word_of_the_trigger_table_is_listed() -> None:
    columns = ("trigger", "pos", "relation", "source", "target", "objects", "where", "confidence", "root")
    families = {"v": "verb", "n": "noun", "a": "adjective"}
    wanted = {
        (f"{families[row['pos']]}:{word}", row["relation"])
        for row in tables.rows("triggers", columns)
        for word in row.words("trigger")
    }
    assert wanted <= set(rules())


def test_conditions_are_documented_and_counted_in_the_tables() -> None:
    assert not [p.name for p in predicates() if p.applies_to != "an end" and not p.meaning]
    rows = {(p.name, p.applies_to): p.rows for p in predicates()}
    text = (tables.RESOURCES / "triggers.tsv").read_text(encoding="utf-8")
    assert rows["+force", "both ends"] == sum("+force" in line for line in text.split("\n"))


@pytest.mark.slow
def test_rules_read_their_examples() -> None:
    reads = read_by(suite_outcomes())
    stale = [name for name, text in examples().items() if text not in {c.text for c in reads.get(name, ())}]
    assert not stale, REGENERATE


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == rule_page.page(), REGENERATE
