"""The input formats of the encoder, which training and inference share."""

from __future__ import annotations

import pytest

from graphbuild.encoder.marking import Claim, context_start, mark, mark_claim
from graphbuild.model import Span


@pytest.mark.parametrize(
    ("text", "source", "target", "marked"),
    [
        ("Kenya freed two miners.", (0, 5), (12, 22), "@ Kenya # freed @ two miners #."),
        ("Two miners were freed by Kenya.", (25, 30), (0, 10), "@ Two miners # were freed by @ Kenya #."),
        ("Kenya agreed.", (0, 5), None, "@ someone # @ Kenya # agreed."),
        ("Kenya agreed.", None, (0, 5), "@ someone # @ Kenya # agreed."),
        ("Iraqi fighters left.", (0, 14), (0, 5), "@ @ Iraqi # fighters # left."),
    ],
)
def test_source_and_target_are_marked(
    text: str, source: Span | None, target: Span | None, marked: str
) -> None:
    found = mark(text, source, target)
    assert found.text == marked
    for span, (opening, closing) in ((source, found.source), (target, found.target)):
        inside = "someone" if span is None else text[slice(*span)]
        assert found.text[opening : opening + 2] == "@ "
        assert found.text[closing - 1 : closing + 1] == " #"
        assert found.text[opening + 2 : closing - 1].replace("@ ", "").replace(" #", "") == inside


def test_a_long_sentence_is_cut_around_its_pair() -> None:
    text = "Before all that, " * 60 + "Kenya freed two miners" + ", and so on and on" * 60 + "."
    at = text.index("Kenya")
    found = mark(text, (at, at + 5), (at + 12, at + 22))
    assert len(found.text) < 700
    assert "@ Kenya # freed @ two miners #" in found.text
    assert found.text[found.source[0] :].startswith("@ Kenya")
    assert found.text[found.target[0] :].startswith("@ two")


def test_a_claim_comes_before_its_text_with_the_trigger_marked() -> None:
    claim = Claim("Kenya freed two miners.", (0, 5), (12, 22), (6, 11), "CONCEDES_TO", "fact")
    found = mark_claim(claim)
    assert found.text == "Kenya concedes to two miners : fact [SEP] @ Kenya # * freed * @ two miners #."
    assert found.text[found.source[0] :].startswith("@ Kenya")
    assert found.text[found.source[1] :].startswith("# *")
    assert found.text[found.target[0] :].startswith("@ two")


def test_the_context_of_a_claim_is_whole_sentences() -> None:
    text = "It began long ago. " * 30 + "Kenya agreed."
    start = text.index("Kenya")
    first = context_start(text, start)
    assert text[first:].startswith("It began")
    assert 200 < start - first <= 240
    assert context_start(text[start - 19 :], 19) == 0
    assert context_start("x" * 400 + ". Kenya agreed.", 402) == 402
