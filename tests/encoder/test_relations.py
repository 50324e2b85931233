"""The packaged relation encoder: its files agree, and it predicts relations, factuality and sentiment."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from graphbuild import tables
from graphbuild.encoder.marking import Claim
from graphbuild.encoder.relations import FOLDER, Encoder, PairScores, Question, load, mean
from graphbuild.errors import ModelError

TRAINING = Path(__file__).parents[2] / "training"


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return load()


def _ask(text: str, source: str, target: str) -> Question:
    a, b = text.index(source), text.index(target)
    return Question(text, (a, a + len(source)), (b, b + len(target)))


def test_weights_card_and_sentences_have_the_recorded_checksums() -> None:
    settings = json.loads((FOLDER / "model.json").read_text(encoding="utf-8"))
    assert settings["sha256"] == hashlib.sha256((FOLDER / "model.onnx").read_bytes()).hexdigest()
    assert settings["flags"]["sha256"] == hashlib.sha256((FOLDER / "flags.onnx").read_bytes()).hexdigest()
    sentences = (TRAINING / "sentences.jsonl").read_bytes()
    assert settings["sentences"]["sha256"] == hashlib.sha256(sentences).hexdigest()
    card = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert settings["sha256"] in card


def test_labels_are_the_relations_and_none(encoder: Encoder) -> None:
    assert set(encoder.labels) == {"NONE", *tables.relations()}


def test_probabilities_sum_to_one_and_so_does_their_mean(encoder: Encoder) -> None:
    answer = encoder.score_pairs([_ask("Kenya accused Uganda of theft.", "Kenya", "Uganda")])[0]
    a, b = answer.general, answer.events
    for side in (a.forward, a.backward, b.forward, b.backward, mean(a.backward, b.backward)):
        assert set(side) == set(encoder.labels)
        assert sum(side.values()) == pytest.approx(1, abs=0.02)
    assert mean(a.forward, b.forward)["ACCUSES"] == (a.forward["ACCUSES"] + b.forward["ACCUSES"]) / 2


@pytest.mark.parametrize(
    ("text", "source", "target", "relation"),
    [
        ("Kenya accused Uganda of hiding the raiders.", "Kenya", "Uganda", "ACCUSES"),
        ("Uganda was accused by Kenya of hiding the raiders.", "Kenya", "Uganda", "ACCUSES"),
        ("Northern rebels were shelled by Sudan.", "Sudan", "Northern rebels", "ATTACKS"),
        ("Sudan shelled northern rebels.", "Sudan", "northern rebels", "ATTACKS"),
        ("Peru received twelve ambulances from Portugal.", "Portugal", "Peru", "AIDS"),
        ("Portugal gave Peru twelve ambulances.", "Portugal", "Peru", "AIDS"),
        ("Latvia's foreign minister urged Belarus to free the editor.", "Latvia", "Belarus", "REQUESTS"),
        ("Belarus was urged by Latvia to free the editor.", "Latvia", "Belarus", "REQUESTS"),
    ],
)  # fmt: skip
def test_direction_does_not_depend_on_word_order(
    encoder: Encoder, text: str, source: str, target: str, relation: str
) -> None:
    scores = encoder.score_pairs([_ask(text, source, target)])[0].general
    assert max(scores.forward, key=lambda r: scores.forward[r]) == relation
    assert max(scores.backward, key=lambda r: scores.backward[r]) == "NONE"
    swapped = encoder.score_pairs([_ask(text, target, source)])[0].general
    assert max(swapped.forward, key=lambda r: swapped.forward[r]) == "NONE"
    assert max(swapped.backward, key=lambda r: swapped.backward[r]) == relation


@pytest.mark.parametrize(
    ("text", "source", "target"),
    [
        ("Norway and Chile both sent observers to the conference in Nairobi.", "Norway", "Chile"),
        ("Oman spoke after Ghana in the debate on fish.", "Oman", "Ghana"),
        ("Jordan has about as many people as Sweden.", "Jordan", "Sweden"),
    ],
)
def test_unrelated_actors_have_no_relation(encoder: Encoder, text: str, source: str, target: str) -> None:
    scores = encoder.score_pairs([_ask(text, source, target)])[0].general
    assert max(scores.forward, key=lambda r: scores.forward[r]) == "NONE"


def _labels(scores: PairScores) -> list[dict[str, float]]:
    return [scores.general.forward, scores.general.backward, scores.events.forward, scores.events.backward]


def test_scores_hardly_depend_on_other_questions(encoder: Encoder) -> None:
    text = "Kenya accused Uganda of theft, and Peru thanked Chile for two ships."
    pairs = [("Kenya", "Uganda"), ("Uganda", "Peru"), ("Chile", "Peru"), ("Kenya", "Chile")]
    other = _ask("Portugal gave Peru twelve ambulances on Monday, a minister said.", "Portugal", "Peru")
    questions = [*(_ask(text, *pair) for pair in pairs), other, *(_ask(text, *pair[::-1]) for pair in pairs)]
    for question, scores in zip(questions, encoder.score_pairs(questions), strict=True):
        (alone,) = encoder.score_pairs([question])
        for together, single in zip(_labels(scores), _labels(alone), strict=True):
            assert max(together, key=lambda r: together[r]) == max(single, key=lambda r: single[r])
            assert together == pytest.approx(single, abs=0.25)
    assert encoder.score_pairs([other]) == [encoder.score_pairs(questions)[4]]  # the only one of its length


@pytest.mark.parametrize(
    ("source", "relation", "target", "trigger", "factuality"),
    [
        ("Uganda", "ACCUSES", "Kenya", "accused", "fact"),
        ("Kenya", "ACCUSES", "Uganda", "accused", "denied"),
        ("Kenya", "ATTACKS", "Rwanda", "attacking", "fact"),
        ("Kenya", "AIDS", "Uganda", "accused", "fact"),
    ],
)
def test_a_wrong_statement_is_less_likely_than_the_right_one(
    encoder: Encoder, source: str, relation: str, target: str, trigger: str, factuality: str
) -> None:
    text = "Kenya accused Uganda of attacking Rwanda on Monday."
    a, b, t = ((text.index(word), text.index(word) + len(word)) for word in (source, target, trigger))
    right = Claim(text, (0, 5), (14, 20), (6, 13), "ACCUSES", "fact")
    wrong = Claim(text, a, b, t, relation, factuality)
    assert encoder.score_claim(right).log_odds > 0 > encoder.score_claim(wrong).log_odds


@pytest.mark.parametrize(
    ("text", "factuality"),
    [
        ("Kenya attacked Uganda on Monday.", "asserted"),
        ("Kenya did not attack Uganda on Monday.", "negated"),
        ("Kenya will attack Uganda on Monday.", "future"),
        ("Kenya may attack Uganda on Monday.", "possible"),
        ("If Kenya were to attack Uganda, Rwanda would leave the bloc.", "hypothetical"),
        ("Rwanda urged Kenya to attack Uganda on Monday.", "demanded"),
        ("Kenya and Uganda condemned the attack on Rwanda on Monday.", "none"),
    ],
)
def test_factuality_is_predicted(encoder: Encoder, text: str, factuality: str) -> None:
    source, target, trigger = (text.index(word) for word in ("Kenya", "Uganda", "attack"))
    spans = (source, source + 5), (target, target + 6), (trigger, trigger + 6)
    predicted = encoder.score_claim(Claim(text, *spans, "ATTACKS", "fact")).factuality
    assert max(predicted, key=lambda label: predicted[label]) == factuality
    assert sum(predicted.values()) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize(
    ("text", "source", "target", "root", "sentiment"),
    [
        ("Kenya praised Uganda for its patience.", "Kenya", "Uganda", "SUPPORT", "positive"),
        ("Troops from Kenya shelled a village in Uganda.", "Kenya", "Uganda", "ASSAULT", "negative"),
        ("Uganda was urged by Kenya to free the editor.", "Kenya", "Uganda", "REQUEST", "neutral"),
        ("Kenya lifted its ban on milk from Uganda.", "Kenya", "Uganda", "CONCEDE RETREAT", "positive"),
    ],
)  # fmt: skip
def test_root_and_sentiment_of_a_related_pair(
    encoder: Encoder, text: str, source: str, target: str, root: str, sentiment: str
) -> None:
    question = _ask(text, source, target)
    description = encoder.describe_pair(question)
    roots, forward = description.roots.forward, description.sentiment.forward
    backward = description.sentiment.backward
    assert max(roots, key=lambda name: roots[name]) == root
    assert max(forward, key=lambda name: forward[name]) == sentiment
    assert max(backward, key=lambda name: backward[name]) == "neutral"
    assert description.scores == encoder.score_pairs([question])[0]
    for probabilities in (roots, forward):
        assert sum(probabilities.values()) == pytest.approx(1, abs=0.02)


def test_source_or_target_may_be_unnamed(encoder: Encoder) -> None:
    assert encoder.score_pairs([Question("Kenya freed the miners.", (0, 5), None)])


def test_no_questions_no_scores(encoder: Encoder) -> None:
    assert encoder.score_pairs([]) == []


def test_a_missing_model_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"missing or broken.*--no-encoder"):
        Encoder(tmp_path)
