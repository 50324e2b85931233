"""The verifier: what speaks for a candidate, and how it is weighed."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from graphbuild.errors import TableError
from graphbuild.extract import read_parse
from graphbuild.extract.verification import verifier
from graphbuild.extract.verification.features import Case, features
from graphbuild.extractor import Extractor
from graphbuild.model import Article, Statement


@pytest.fixture(scope="module")
def reader() -> Extractor:
    return Extractor()


def _cases(reader: Extractor, text: str, *, encoder: bool = True) -> list[Case]:
    found: list[Case] = []

    def keep(case: Case) -> float:
        found.append(case)
        return 1.0

    heard = reader.encoder if encoder else None
    read_parse(reader.annotator.parse(text), Article("a", text), heard, judge=keep)
    return [case for case in found if not case.event.candidate.rule.startswith("post:")]


def _statements(reader: Extractor, text: str, judge: verifier.Judge) -> tuple[Statement, ...]:
    return read_parse(reader.annotator.parse(text), Article("a", text), reader.encoder, judge=judge)[1]


def test_features_tell_how_a_candidate_is_put_and_where_its_ends_stand(reader: Extractor) -> None:
    (case,) = _cases(reader, "He said Kenya would not attack Ann Otieno.")
    found = features(case)
    assert found["relation ATTACKS"] == found["negated"] == found["target person"] == 1
    assert "source person" not in found
    assert "target pronoun" not in found


def test_the_encoder_is_asked_about_the_ends_of_every_candidate(reader: Extractor) -> None:
    text = "Chile condemned Peru after Peru's navy had detained two trawlers of Chile."
    cases = _cases(reader, text)
    assert cases
    assert all(case.heard is not None for case in cases)
    assert all("heard this relation" in features(case) for case in cases)


def test_without_an_encoder_nothing_is_heard(reader: Extractor) -> None:
    cases = _cases(reader, "Chile condemned Peru.", encoder=False)
    assert cases
    assert not any(name.startswith("heard") for case in cases for name in features(case))


def test_what_is_not_likely_enough_makes_no_statement(reader: Extractor) -> None:
    text = "Chile condemned Peru. Kenya attacked Uganda."

    def doubting(case: Case) -> float | None:
        return None if case.event.candidate.relation == "ACCUSES" else 0.75

    made = _statements(reader, text, doubting)
    assert [(s.relation, s.confidence) for s in made] == [("ATTACKS", 0.75)]


def test_what_the_article_tells_again_is_likelier(reader: Extractor) -> None:
    def unsure(case: Case) -> float | None:
        return 0.35

    once = "Chile condemned Peru. Kenya attacked Uganda."
    assert not _statements(reader, once, unsure)
    made = _statements(reader, f"{once} On Monday Kenya attacked Uganda again.", unsure)
    likely = verifier.corroborated(0.35, 0.35)
    assert verifier.RULES < likely < 0.5
    assert [(s.relation, s.confidence) for s in made] == [("ATTACKS", round(likely, 3))] * 2


def test_how_sure_another_sentence_is_counts() -> None:
    likely = [verifier.corroborated(0.6, again) for again in (0.0, 0.5, 0.9)]
    assert likely[0] == 0.6
    assert likely == sorted(likely)


def test_the_same_the_other_way_round_is_not_the_same(reader: Extractor) -> None:
    def by_source(case: Case) -> float | None:
        return 0.9 if case.document.cluster(case.source).name == "Kenya" else 0.3

    made = _statements(reader, "Kenya attacked Uganda. On Monday Uganda attacked Kenya.", by_source)
    assert [s.confidence for s in made] == [0.9]


def test_each_pair_of_ends_is_judged_by_itself(reader: Extractor) -> None:
    def choosy(case: Case) -> float | None:
        return 0.9 if case.document.cluster(case.target).name == "Peru" else None

    made = _statements(reader, "Chile condemned Peru and Bolivia.", choosy)
    assert len(made) == 1


def test_the_weights_are_a_logistic_regression() -> None:
    known = {verifier.CONSTANT: 0.5, "negated": -1.0, "rule": 2.0}
    found = {"negated": 1.0, "rule": 0.25, "never learnt": 9.0}
    assert verifier.probability(found, known) == pytest.approx(1 / (1 + math.exp(-0.0)))
    assert verifier.probability({}, known) == pytest.approx(1 / (1 + math.exp(-0.5)))


def test_the_table_has_weights_with_the_encoder_and_without() -> None:
    heard, unheard = verifier.weights("heard"), verifier.weights("unheard")
    assert heard["heard this relation"] > 0
    assert verifier.CONSTANT in heard.keys() & unheard.keys()
    assert not any(name.startswith("heard") for name in unheard)


def test_what_the_encoder_says_of_the_whole_statement_weighs_with_the_rest() -> None:
    read = verifier.weights("read")
    assert read.keys() == {verifier.CONSTANT, "first answer", "read", "proposed", "proposed, free"}
    assert read["first answer"] > 0 < read["read"]
    doubted, believed = (
        verifier.probability(verifier.second_features(0.7, odds, "verb:meet"), read) for odds in (-2.0, 2.0)
    )
    assert doubted < believed


def test_hopeless_candidates_are_not_shown_to_the_encoder(
    reader: Extractor, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case,) = _cases(reader, "Chile condemned Peru.")
    asked: list[int] = []

    def read() -> float:
        asked.append(1)
        return -20.0

    shown = replace(case, read=read)
    monkeypatch.setattr(verifier, "_SURE", 1.0)
    assert verifier.judge(shown) is None
    assert asked
    asked.clear()
    monkeypatch.setattr(verifier, "_HOPELESS", 1.0)
    assert verifier.judge(shown) is not None
    assert not asked


def test_a_weight_that_is_no_number_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("tables")
    (folder / "verifier.tsv").write_text(
        "feature\theard\tunheard\tread\nconstant\tmuch\t1\t1\n", encoding="utf-8"
    )
    monkeypatch.setattr("graphbuild.tables.reader.RESOURCES", folder)
    verifier.weights.cache_clear()
    try:
        with pytest.raises(TableError, match="must be a number"):
            verifier.weights("heard")
    finally:
        verifier.weights.cache_clear()
