"""Rules counted on articles."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graphbuild.errors import InputError
from graphbuild.evaluate import rules as measured
from graphbuild.extractor import Extractor
from graphbuild.model import Article

TEXT = "France attacked Mali on Monday. Kenya accused Ghana of theft. Peru praised Chile."
JUDGED = {"text": TEXT, "sentence": "France attacked Mali on Monday.", "source": "France", "target": "Mali"}
ATTACK, ACCUSE, PRAISE = (("verb:attack", "ATTACKS"), ("verb:accuse", "ACCUSES"), ("verb:praise", "SUPPORTS"))


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(encoder=False)


def counted(extractor: Extractor, home: Path, *rows: Any) -> measured.Counts:
    file = home / "annotated.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    counts, failed = measured.run((), measured.load(file), extractor, 1)
    assert not failed
    return counts


def test_what_fires_is_counted(extractor: Extractor) -> None:
    counts, _ = measured.run([Article("a", TEXT), Article("b", TEXT)], (), extractor, 1)
    assert counts.articles == 2
    assert {name: c.fired for name, c in counts.by_rule.items()} == {ATTACK: 2, ACCUSE: 2, PRAISE: 2}
    unused = measured.chosen(counts, ["verb"], ["ATTACKS"], unused=True, mostly_wrong=False)
    assert ATTACK not in {r.key for r in unused}
    assert ("verb:invade", "ATTACKS") in {r.key for r in unused}


def test_rules_that_say_different_things_of_the_same_ends_conflict(extractor: Extractor) -> None:
    text = "France attacked Mali and later praised Mali. Kenya met Ghana."
    counts, _ = measured.run([Article("a", text)], (), extractor, 1)
    assert counts.by_rule[ATTACK].conflicts == {PRAISE: 1}
    assert counts.by_rule[PRAISE].conflicts == {ATTACK: 1}
    assert not counts.by_rule["verb:meet", "MET_WITH"].conflicts


def test_a_judged_statement_counts_for_the_rule_that_makes_it_now(
    extractor: Extractor, tmp_path: Path
) -> None:
    counts = counted(
        extractor,
        tmp_path,
        {**JUDGED, "relation": "ATTACKS", "judgement": "right"},
        {**JUDGED, "relation": "ATTACKS", "judgement": "wrong", "polarity": "negated"},
        {**JUDGED, "relation": "SANCTIONS", "judgement": "wrong"},
    )
    assert (counts.by_rule[ATTACK].right, counts.by_rule[ATTACK].wrong) == (1, 0)
    assert counts.gone == {"wrong": 2}
    assert counts.articles == 1  # of one text there is one reading


def test_whole_articles_say_what_is_right_wrong_and_neither(extractor: Extractor, tmp_path: Path) -> None:
    names = ("France", "Mali", "Kenya", "Ghana", "Peru", "Chile")
    counts = counted(
        extractor,
        tmp_path,
        {
            "text": TEXT,
            "entities": [{"name": name} for name in names],
            "relations": [{"source": "France", "relation": ["SANCTIONS", "ATTACKS"], "target": "Mali"}],
            "allowed": [{"source": "Kenya", "relation": "ACCUSES", "target": "Ghana"}],
        },
    )
    found = {name: (c.right, c.wrong) for name, c in counts.by_rule.items()}
    assert found == {ATTACK: (1, 0), ACCUSE: (0, 0), PRAISE: (0, 1)}
    wrong = measured.chosen(counts, [], [], unused=False, mostly_wrong=True)
    assert [r.key for r in wrong] == [PRAISE]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"text": "Peru."}, "neither has a judgement"),
        ({"judgement": "right"}, "no text"),
        ({**JUDGED, "relation": "ATTACKS", "judgement": "maybe"}, "none of right, wrong"),
        ({**JUDGED, "judgement": "right"}, "no relation"),
        ([1], "not a JSON object"),
    ],
)
def test_a_row_of_no_form_is_reported_with_its_line(row: Any, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "annotated.jsonl"
    file.write_text("\n" + json.dumps(row), encoding="utf-8")
    with pytest.raises(InputError, match=rf"annotated\.jsonl:2: .*{reason}"):
        measured.load(file)
