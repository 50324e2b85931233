"""What is told in the same words everywhere."""

from __future__ import annotations

import pytest

from graphbuild.cli.evidence import marked_sentence
from graphbuild.wording import label_change, quoted
from tests.factories import make_entity, make_statement


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Ann accused Ben.", "“Ann accused Ben.”"),
        ("“Ann accused Ben.”", "“Ann accused Ben.”"),
        ("“Ann accused Ben,” he said.", "“Ann accused Ben,” he said."),
        ('He said: "Ann accused Ben."', 'He said: "Ann accused Ben."'),
        ("«Ann accused Ben.» ", "«Ann accused Ben.» "),
        ("Ann “accused” Ben.", "“Ann “accused” Ben.”"),
        ("", "“”"),
    ],
)
def test_a_sentence_with_marks_of_its_own_gets_none(sentence: str, told: str) -> None:
    assert quoted(sentence) == told
    a, b = make_entity("person", "ann", "Ann"), make_entity("person", "ben", "Ben")
    if sentence:
        marked = marked_sentence(make_statement(a, "ACCUSES", b, sentence))
        assert marked.plain == told
        # A made statement has its ends at both ends of the sentence, and all of it for its trigger.
        assert [told[s.start : s.end] for s in marked.spans] == [sentence[0], sentence[-1], sentence]


def test_a_change_of_course_may_keep_the_label() -> None:
    assert label_change("tense", "hostile") == "tense → hostile"
    assert label_change("hostile", "hostile") == "stays hostile"
    assert label_change("unknown", "unknown") == "too few reports for a label"
    assert label_change("unknown", "hostile") == "unknown → hostile"
