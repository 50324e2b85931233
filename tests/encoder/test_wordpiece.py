"""WordPiece gives the same pieces as the library with which the models were trained."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import Tokenizer

from graphbuild.encoder.wordpiece import WordPiece
from graphbuild.evaluate import suite
from tests.commands import ROOT
from tests.corpus import ARTICLES

STRANGE = [
    "", "   ", "x" * 101, f"{'x' * 100} y", "İstanbul ÀÉ ß ﬁ Σ ς", "\u200bzero\u00adsoft\ufeff", "a\x00b",
    "日本 Tokyo 東京都", "pro-X’s “Y”—Z…", "a [SEP] b[CLS]c [UNK]", "🙂 café\u0301", "word " * 200, "한국어",
]  # fmt: skip


@pytest.fixture(scope="module", params=["names_model", "relations_model"])
def both(request: pytest.FixtureRequest) -> tuple[Tokenizer, WordPiece]:
    file = ROOT / "graphbuild" / "resources" / request.param / "tokenizer.json"
    return Tokenizer.from_file(str(file)), WordPiece(file)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    articles = [line for path in ARTICLES for line in path.read_text(encoding="utf-8").splitlines()]
    return [*articles, *(case.text for case in suite.cases()), *STRANGE]


def test_texts_have_the_same_pieces_at_the_same_positions(
    both: tuple[Tokenizer, WordPiece], texts: list[str]
) -> None:
    library, ours = both
    for text in texts:
        expected, characters = library.encode(text), range(0, len(text), 7)
        ids, pieces = ours.text(text, characters)
        assert ids == expected.ids, text
        assert pieces == [expected.char_to_token(at) or 0 for at in characters], text


def test_words_have_the_same_pieces(both: tuple[Tokenizer, WordPiece], texts: list[str]) -> None:
    library, ours = Tokenizer.from_str(both[0].to_str()), both[1]
    library.no_truncation()
    for words in (text.split(" ") for text in texts):
        expected = library.encode(words, is_pretokenized=True, add_special_tokens=False)
        assert ours.words(words) == (expected.ids, [k or 0 for k in expected.word_ids]), words


def test_another_kind_of_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "tokenizer.json").write_text('{"model": {}}', encoding="utf-8")
    with pytest.raises(ValueError, match="not of a BERT tokenizer"):
        WordPiece(tmp_path / "tokenizer.json")
