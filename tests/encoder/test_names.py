"""The packaged NER model: its files agree, and it recognises names."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from graphbuild.encoder.names import FOLDER, Tagger, is_title_case, load, shapes
from graphbuild.errors import ModelError

TRAINING = Path(__file__).parents[2] / "training"


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load()


def _names(tagger: Tagger, sentence: str) -> set[tuple[str, str]]:
    words = sentence.split()
    (tags,) = tagger.recognise([words])
    return {(" ".join(words[t.first : t.stop]), t.kind) for t in tags}


def test_weights_card_and_sentences_have_the_recorded_checksums() -> None:
    settings = json.loads((FOLDER / "model.json").read_text(encoding="utf-8"))
    assert settings["sha256"] == hashlib.sha256((FOLDER / "model.onnx").read_bytes()).hexdigest()
    sentences = (TRAINING / "names.txt").read_bytes()
    assert settings["sentences"]["sha256"] == hashlib.sha256(sentences).hexdigest()
    assert settings["sha256"] in (FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        (
            "President Emmerson Mnangagwa met Thant Zin Oo in Naypyidaw .",
            {("Emmerson Mnangagwa", "PER"), ("Thant Zin Oo", "PER"), ("Naypyidaw", "LOC")},
        ),
        pytest.param(
            "Chama Cha Mapinduzi named Samia Suluhu Hassan , and Ghana sent envoys .",
            {("Chama Cha Mapinduzi", "ORG"), ("Samia Suluhu Hassan", "PER"), ("Ghana", "LOC")},
            marks=pytest.mark.xfail(
                reason="a party that opens the sentence is taken for a person", strict=True
            ),
        ),
        (
            "The governing Chama Cha Mapinduzi named Samia Suluhu Hassan , and Ghana sent envoys .",
            {("Chama Cha Mapinduzi", "ORG"), ("Samia Suluhu Hassan", "PER"), ("Ghana", "LOC")},
        ),
        pytest.param(
            "Bolat Nurgaliyev of the Ministry of Energy joined KazMunayGas in May .",
            {("Bolat Nurgaliyev", "PER"), ("Ministry of Energy", "ORG"), ("KazMunayGas", "ORG")},
            marks=pytest.mark.xfail(reason="a firm that one joins is taken for a person", strict=True),
        ),
        ("The talks ended without result on Monday .", set()),
    ],
)
def test_names_from_many_countries_are_recognised(
    tagger: Tagger, sentence: str, names: set[tuple[str, str]]
) -> None:
    assert {name for name in _names(tagger, sentence) if name[1] != "MISC"} == names


def test_a_headline_is_read_without_its_capitals(tagger: Tagger) -> None:
    words = "Rwanda Recalls Its Envoy After Tshisekedi Speech In Goma"
    assert is_title_case(words.split())
    assert {("Rwanda", "LOC"), ("Tshisekedi", "PER"), ("Goma", "LOC")} <= _names(tagger, words)


@pytest.mark.parametrize(
    ("line", "titled"),
    [
        ("One Post Sums Up the Standard of Paul Kern.", True),
        ("Brazilian President Ann Otieno and French Minister Paul Kern met in Kampala on Monday.", False),
        ("Carla Dade is the Director of the Centre for Trade.", False),
    ],
)
def test_a_sentence_with_many_names_is_no_headline(line: str, titled: bool) -> None:
    assert is_title_case(line.split()) is titled


def test_shapes_have_capitals_unless_hidden() -> None:
    words = ["Kenya", "said", "UNHCR", "McDonald", "42"]
    assert shapes(words) == [2, 1, 3, 4, 5]
    assert shapes(words, hidden=True) == [0] * 5


def test_a_long_sentence_is_read_to_its_end(tagger: Tagger) -> None:
    words = ["and", "so", "it", "went"] * 80 + ["until", "Uhuru", "Kenyatta", "came", "."]
    (tags,) = tagger.recognise([words])
    assert [(t.first, t.stop, t.kind) for t in tags] == [(321, 323, "PER")]


def test_each_sentence_gets_its_own_names(tagger: Tagger) -> None:
    found = tagger.recognise([["Peru", "waits", "."], [], ["It", "rains", "."]])
    assert [len(tags) for tags in found] == [1, 0, 0]
    assert tagger.recognise([]) == []


def test_a_missing_model_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"missing or broken.*--no-encoder"):
        Tagger(tmp_path)
