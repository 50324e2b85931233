"""WordPiece gives the same pieces as the library with which the models were trained."""

from __future__ import annotations

from pathlib import Path

import pytest
from tokenizers import BertWordPieceTokenizer

from graphbuild.encoder import relations
from graphbuild.encoder.weights import VOCABULARY
from graphbuild.encoder.wordpiece import WordPiece
from graphbuild.evaluate import suite
from tests.corpus import ARTICLES

STRANGE = [
    "", "   ", "x" * 101, f"{'x' * 100} y", "İstanbul ÀÉ ß ﬁ Σ ς", "\u200bzero\u00adsoft\ufeff", "a\x00b",
    "日本 Tokyo 東京都", "pro-X’s “Y”—Z…", "a [SEP] b[CLS]c [UNK]", "🙂 café\u0301", "word " * 200, "한국어",
]  # fmt: skip


def library() -> BertWordPieceTokenizer:
    return BertWordPieceTokenizer(str(VOCABULARY), lowercase=True)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    articles = [line for path in ARTICLES for line in path.read_text(encoding="utf-8").splitlines()]
    return [*articles, *(case.text for case in suite.cases()), *STRANGE]


@pytest.mark.parametrize("max_length", [None, relations.LONGEST])
def test_texts_have_the_same_pieces_at_the_same_positions(texts: list[str], max_length: int | None) -> None:
    theirs, ours = library(), WordPiece(VOCABULARY, max_length)
    if max_length is not None:
        theirs.enable_truncation(max_length)
    for text in texts:
        expected, characters = theirs.encode(text), range(0, len(text), 7)
        ids, pieces = ours.text(text, characters)
        assert ids == expected.ids, text
        assert pieces == [expected.char_to_token(at) or 0 for at in characters], text


def test_words_have_the_same_pieces(texts: list[str]) -> None:
    theirs, ours = library(), WordPiece(VOCABULARY)
    for words in (text.split(" ") for text in texts):
        expected = theirs.encode(words, is_pretokenized=True, add_special_tokens=False)
        assert ours.words(words) == (expected.ids, [k or 0 for k in expected.word_ids]), words


def test_another_kind_of_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "vocabulary.txt").write_text("[PAD]\nhello\n", encoding="utf-8")
    with pytest.raises(ValueError, match="it lacks '\\[UNK\\]'"):
        WordPiece(tmp_path / "vocabulary.txt")
