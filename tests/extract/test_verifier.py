"""The verifier: its features, weights, thresholds and corroboration."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from graphbuild.errors import TableError
from graphbuild.extract import read_parse
from graphbuild.extract.verification import verifier
from graphbuild.extract.verification.features import ENCODER, Instance, features
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Statement


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return Extractor()


def _instances(reader: Extractor, text: str, *, with_encoder: bool = True) -> list[Instance]:
    instances: list[Instance] = []

    def collect(instance: Instance) -> float:
        instances.append(instance)
        return 1.0

    encoder = reader.encoder if with_encoder else None
    read_parse(reader.annotator.parse(text), Article("a", text), encoder, scorer=collect)
    return [each for each in instances if not each.event.candidate.rule.startswith("post:")]


def _statements(reader: Extractor, text: str, scorer: verifier.Scorer) -> tuple[Statement, ...]:
    return read_parse(reader.annotator.parse(text), Article("a", text), reader.encoder, scorer=scorer)[1]


def test_features_have_relation_factuality_and_arguments(reader: Extractor) -> None:
    (instance,) = _instances(reader, "He said Kenya would not attack Ann Otieno.")
    found = features(instance)
    assert found["relation ATTACKS"] == found["negated"] == found["target person"] == 1
    assert "source person" not in found
    assert "target pronoun" not in found


def test_the_encoder_is_asked_about_the_arguments_of_every_candidate(reader: Extractor) -> None:
    text = "Chile condemned Peru after Peru's navy had detained two trawlers of Chile."
    instances = _instances(reader, text)
    assert instances
    assert all(instance.prediction is not None for instance in instances)
    assert all("encoder P(relation)" in features(instance) for instance in instances)


def test_no_encoder_features_without_an_encoder(reader: Extractor) -> None:
    instances = _instances(reader, "Chile condemned Peru.", with_encoder=False)
    assert instances
    assert not any(name.startswith(ENCODER) for instance in instances for name in features(instance))


def test_an_unlikely_event_makes_no_statement(reader: Extractor) -> None:
    text = "Chile condemned Peru. Kenya attacked Uganda."

    def no_accusations(instance: Instance) -> float | None:
        return None if instance.event.candidate.relation == "ACCUSES" else 0.75

    found = _statements(reader, text, no_accusations)
    assert [(s.relation, s.confidence) for s in found] == [("ATTACKS", 0.75)]


def test_an_event_in_two_sentences_is_likelier(reader: Extractor) -> None:
    def low(instance: Instance) -> float | None:
        return 0.35

    once = "Chile condemned Peru. Kenya attacked Uganda."
    assert not _statements(reader, once, low)
    found = _statements(reader, f"{once} On Monday Kenya attacked Uganda again.", low)
    raised = verifier.corroborated(0.35, 0.35)
    assert verifier.RULE_FACT < raised < 0.5
    assert [(s.relation, s.confidence) for s in found] == [("ATTACKS", round(raised, 3))] * 2


def test_corroboration_grows_with_the_probability_of_the_other_sentence() -> None:
    raised = [verifier.corroborated(0.6, elsewhere) for elsewhere in (0.0, 0.5, 0.9)]
    assert raised[0] == 0.6
    assert raised == sorted(raised)


def test_the_reverse_direction_does_not_corroborate(reader: Extractor) -> None:
    def by_source(instance: Instance) -> float | None:
        return 0.9 if instance.document.cluster(instance.source).name == "Kenya" else 0.3

    found = _statements(reader, "Kenya attacked Uganda. On Monday Uganda attacked Kenya.", by_source)
    assert [s.confidence for s in found] == [0.9]


def test_each_pair_of_arguments_is_scored_on_its_own(reader: Extractor) -> None:
    def only_peru(instance: Instance) -> float | None:
        return 0.9 if instance.document.cluster(instance.target).name == "Peru" else None

    found = _statements(reader, "Chile condemned Peru and Bolivia.", only_peru)
    assert len(found) == 1


def test_the_weights_are_a_logistic_regression() -> None:
    known = {verifier.INTERCEPT: 0.5, "negated": -1.0, "rule precision": 2.0}
    values = {"negated": 1.0, "rule precision": 0.25, "without a weight": 9.0}
    assert verifier.logistic(values, known) == pytest.approx(1 / (1 + math.exp(-0.0)))
    assert verifier.logistic({}, known) == pytest.approx(1 / (1 + math.exp(-0.5)))


def test_the_table_has_weights_with_and_without_the_encoder() -> None:
    with_, without = verifier.weights("with encoder"), verifier.weights("without encoder")
    assert with_["encoder P(relation)"] > 0
    assert verifier.INTERCEPT in with_.keys() & without.keys()
    assert not any(name.startswith(ENCODER) for name in without)


def test_every_feature_of_an_ordinary_event_has_a_weight(reader: Extractor) -> None:
    (instance,) = _instances(reader, "Chile condemned Ann Otieno on Monday.")
    assert features(instance).keys() <= verifier.weights("with encoder").keys()


def test_the_second_regression_has_the_log_odds_of_the_claim() -> None:
    known = verifier.weights("claim")
    names = {verifier.INTERCEPT, "first regression", "claim log odds", "proposal", "free proposal"}
    assert known.keys() == names
    assert known["first regression"] > 0 < known["claim log odds"]
    rejected, accepted = (
        verifier.logistic(verifier.claim_features(0.7, odds, "verb:meet"), known) for odds in (-2.0, 2.0)
    )
    assert rejected < accepted


def test_hopeless_candidates_are_not_shown_to_the_encoder(
    reader: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (instance,) = _instances(reader, "Chile condemned Peru.")
    asked: list[int] = []

    def rejection() -> float:
        asked.append(1)
        return -20.0

    rejected = replace(instance, claim_log_odds=rejection)
    monkeypatch.setattr(verifier, "_CERTAIN", 1.0)
    assert verifier.score(rejected) is None
    assert asked
    asked.clear()
    monkeypatch.setattr(verifier, "_HOPELESS", 1.0)
    assert verifier.score(rejected) is not None
    assert not asked


def test_a_weight_that_is_not_a_number_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "verifier.tsv").write_text(
        "feature\twith encoder\twithout encoder\tclaim\nintercept\tmuch\t1\t1\n", encoding="utf-8"
    )
    monkeypatch.setattr("graphbuild.tables.reader.RESOURCES", folder)
    verifier.weights.cache_clear()
    try:
        with pytest.raises(TableError, match="must be a number"):
            verifier.weights("with encoder")
    finally:
        verifier.weights.cache_clear()
