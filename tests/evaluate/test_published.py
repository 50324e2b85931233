"""What `eval` counts on published sets, with outcomes worked out by hand."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graphbuild import tables
from graphbuild.errors import InputError
from graphbuild.evaluate import documents, mapping, metrics, pairs, published
from graphbuild.extractor import Extractor
from graphbuild.model import LocalEntity, Reading, Statement, Verdict
from tests.factories import make_article, make_country, make_entity, make_mention, make_statement

IRAN = make_country("IRN", "Iran")
IRAQ = make_country("IRQ", "Iraq")


def verdict(plover: str | None = None, sentiment: Any = "neutral", confidence: float = 0.9) -> Verdict:
    return Verdict(None, plover, sentiment, confidence)


NOTHING = verdict()


def test_roots_are_merged_as_the_plover_set_merges_them() -> None:
    rows = [{"label": "YIELD", "quad": 2}, {"label": "YIELD", "quad": 2}, {"label": "ACCUSE", "quad": 3}]
    found = [(verdict("CONCEDE"), NOTHING), (verdict("RETREAT"), NOTHING), (NOTHING, verdict("ACCUSE"))]
    figures = pairs.plover(rows, found)
    assert figures["root_macro_f1"] == 0.5
    assert figures["quad_macro_f1"] == 0.25
    assert figures["binary_macro_f1"] == 0.5
    assert figures["root_accuracy"] == pytest.approx(2 / 3)


def test_every_event_root_of_the_taxonomy_is_one_of_the_set() -> None:
    assert mapping.roots().keys() == {r.plover for r in tables.relations().values() if r.plover}


def plv(
    *statements: Statement, quad: int = 4, source: Any = (0, 4), target: Any = (10, 14)
) -> dict[str, float]:
    iran = make_country("IRN", "Iran", make_mention("Iran", 0))
    iraq = make_country("IRQ", "Iraq", make_mention("Iraq", 10))
    reading = Reading(make_article("d"), (iran, iraq), statements)
    row = {"doc": "d", "label": "ASSAULT", "quad": quad, "source": source, "target": target}
    return pairs.plover_end_to_end([row], {"d": reading})


def said(source: LocalEntity, relation: str, target: LocalEntity) -> Statement:
    """A statement whose words are elsewhere, so that only the mentions of its ends tell who is meant."""
    return make_statement(source, relation, target, start=50)


def test_a_pair_is_linked_right_or_swapped() -> None:
    assert plv(said(IRAN, "ATTACKS", IRAQ)) == {
        "linked": 1, "right_root": 1, "right_quad": 1, "root_precision": 1, "role_swap_rate": 0,
    }  # fmt: skip
    assert plv(said(IRAN, "COERCES", IRAQ)) == {
        "linked": 1, "right_root": 0, "right_quad": 1, "root_precision": 0, "role_swap_rate": 0,
    }  # fmt: skip
    assert plv(said(IRAQ, "ATTACKS", IRAN))["role_swap_rate"] == 1
    assert plv(said(IRAQ, "MET_WITH", IRAN))["linked"] == 1  # symmetric
    assert plv(said(IRAN, "HOSTILITY_TOWARD", IRAQ), quad=3)["right_quad"] == 1
    assert plv(said(IRAN, "RIVAL_OF", IRAQ))["linked"] == 0  # no event
    assert plv(said(IRAN, "ATTACKS", IRAQ), source=None)["linked"] == 0


def test_sentiment_has_five_classes_and_the_surer_way_wins() -> None:
    found = [
        (NOTHING, NOTHING),
        (verdict(sentiment="positive"), NOTHING),
        (NOTHING, verdict(sentiment="positive")),
        (verdict(sentiment="negative", confidence=0.8), verdict(sentiment="positive", confidence=0.7)),
        (verdict(sentiment="positive", confidence=0.7), verdict(sentiment="negative", confidence=0.8)),
    ]
    rows = [{"label": label} for label in range(5)]
    assert pairs.five_classes(rows, found) == {"micro_f1": 1, "macro_f1": 1}
    assert pairs.five_classes(rows, [found[0]] * 5)["micro_f1"] == 0.2


def test_a_neutral_stance_costs_recall_only() -> None:
    rows = [{"label": "positive"}, {"label": "negative"}]
    figures = pairs.stance(rows, [(verdict(sentiment="positive"), NOTHING), (NOTHING, NOTHING)])
    assert figures == {"polarity_f1": pytest.approx(2 / 3), "precision": 1, "recall": 0.5}


def test_the_largest_matching_moves_what_was_placed() -> None:
    fits = {(0, 0), (0, 1), (1, 0)}
    assert metrics.matching(2, 2, lambda i, j: (i, j) in fits) == {0: 1, 1: 0}


def test_spans_stand_for_each_other_when_half_is_shared_or_they_end_together() -> None:
    assert metrics.aligned([(0, 4), (10, 13), (20, 24)], [(0, 8), (0, 13), (23, 40)]) == {0: 0, 1: 1}


def document(relation: str, **more: Any) -> dict[str, Any]:
    """A row of DWIE where Merkel, named twice, stands so to Germany."""
    spans = {"m": [(0, 6), (30, 43)], "g": [(10, 17)]}
    kinds = {"m": "person", "g": "country"}
    return {
        "id": "a",
        "mentions": [
            {"start": a, "end": b, "kind": kinds[e], "entity": e} for e, of in spans.items() for a, b in of
        ],
        "entities": [{"id": e, "kind": kind} for e, kind in kinds.items()],
        "relations": [{"type": relation, "source": "m", "target": "g"}],
        **more,
    }


def of_merkel(*relations: str, names: int = 2) -> Mapping[str, Reading]:
    # The second name is read without its first word, which moves it to the name of the set.
    named = [make_mention("Merkel", 0), make_mention("Merkel", 37)][:names]
    merkel = make_entity("person", "angela merkel", "Angela Merkel", mentions=named)
    germany = make_country("DEU", "Germany", make_mention("Germany", 10))
    statements = tuple(make_statement(merkel, relation, germany) for relation in relations)
    return {"a": Reading(make_article(), (merkel, germany), statements)}


def test_soft_f1_gives_each_relation_the_share_of_its_names() -> None:
    row = document("head_of_state")
    assert documents.entity_relations("dwie", [row], of_merkel("LEADER_OF"))["soft_f1"] == 1
    half = documents.entity_relations("dwie", [row], of_merkel("LEADER_OF", "CITIZEN_OF", names=1))
    assert half == {"soft_f1": 0.5, "precision": 0.5, "recall": 0.5}


def test_what_merely_follows_is_neither_asked_for_nor_wrong() -> None:
    both = [{"type": t, "source": "m", "target": "g"} for t in ("head_of_state", "agent_of")]
    row = document("", relations=both)
    found = documents.entity_relations("dwie", [row], of_merkel("LEADER_OF", "REPRESENTS"))
    assert found == {"soft_f1": 1, "precision": 1, "recall": 1}


def test_ends_that_a_set_names_the_other_way_round_are_turned() -> None:
    row = document("", relations=[{"type": "P35", "source": "g", "target": "m"}])
    assert documents.entity_relations("redocred", [row], of_merkel("LEADER_OF"))["soft_f1"] == 1


def test_relations_of_spans_are_scored_with_label_and_as_pairs() -> None:
    link = {"source": "m", "target": "g", "source_span": [0, 6], "target_span": [30, 36]}
    row = document("", relations=[{"type": "role", **link}, {"type": "origin", **link}])
    # Its ends lie at the first and last character of the sentence.
    right = {"a": Reading(make_article(), (IRAN, IRAQ), (make_statement(IRAN, "PART_OF", IRAQ),))}
    figures = documents.span_relations("crossre", [row], right)
    assert (figures["typed_p"], figures["typed_r"], figures["pair_f1"]) == (1, 1, 1)  # both labels by one
    other = {"a": Reading(make_article(), (IRAN, IRAQ), (make_statement(IRAN, "ATTACKS", IRAQ),))}
    assert documents.span_relations("crossre", [row], other) == {
        "typed_f1": 0, "typed_p": 0, "typed_r": 0, "pair_f1": 1, "pair_p": 1, "pair_r": 1,
    }  # fmt: skip


@pytest.mark.slow
def test_a_published_set_is_read_and_measured_by_its_name(tmp_path: Path) -> None:
    text = "German Chancellor Angela Merkel met Emmanuel Macron in Paris on Monday."
    file = tmp_path / "dwie_test.jsonl.gz"
    kinds = {"g": "nationality", "m": "person", "e": "person"}
    entities = [{"id": id, "kind": kind} for id, kind in kinds.items()]  # noqa: A001
    mentions = [
        {"start": 0, "end": 6, "kind": "nationality", "entity": "g"},
        {"start": 18, "end": 31, "kind": "person", "entity": "m"},
        {"start": 36, "end": 51, "kind": "person", "entity": "e"},
    ]
    relations = [{"type": "is_meeting", "source": "e", "target": "m"}]
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        row = {"id": "x", "text": text, "entities": entities, "mentions": mentions, "relations": relations}
        stream.write(json.dumps(row))
    (tmp_path / "notes.txt").write_text("no set", encoding="utf-8")
    (tmp_path / "plv_docs.jsonl").write_text("{}", encoding="utf-8")
    assert published.find([tmp_path]) == [file]
    assert published.measure(file, Extractor(encoder=False))["text given"]["soft_f1"] == 1


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("news.jsonl", "{}", "of no known set; files are plv"),
        ("dwie.jsonl", "{}", "not in the format of this set (KeyError: 'id')"),
        ("dwie.jsonl", "{", "cannot be read as JSON Lines"),
        ("dwie.jsonl", "[]", ":1: not a JSON object"),
        ("dwie.jsonl.gz", "{}", "cannot be read as JSON Lines"),
    ],
)
def test_a_file_that_is_no_set_is_reported(tmp_path: Path, name: str, content: str, complaint: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(InputError) as error:
        published.measure(published.find([tmp_path / name])[0], Extractor(encoder=False))
    assert complaint in str(error.value)


def test_a_folder_without_sets_and_a_missing_file_are_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no known set"):
        published.find([tmp_path])
    with pytest.raises(InputError, match="no such file or folder"):
        published.find([tmp_path / "dwie.jsonl"])
