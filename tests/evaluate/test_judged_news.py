"""The judgements on events in modern news, and how statements are held against them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from graphbuild import tables
from graphbuild.extractor import Extractor
from graphbuild.model import Article
from tests.judged_news import asserted, digest, labels, share, verdict

_TEXT = "Chile condemned Peru on Monday. Kenya met Uganda in Nairobi."


def test_every_judgement_is_whole() -> None:
    known = labels()
    relations, verdicts = tables.relations(), Counter[str]()
    for article, judged in known.items():
        assert {label["sha256"] for label in judged} == {judged[0]["sha256"]}, article
        for label in judged:
            assert relations[label["relation"]].quad is not None
            assert all(0 <= label[end][0] < label[end][1] for end in ("source", "target", "trigger"))
            assert "text" not in label
            verdicts[label["verdict"]] += 1
    assert verdicts.keys() == {"right", "wrong", "doubt"}
    assert verdicts.total() > 2000


def test_a_statement_is_held_against_what_was_judged_of_the_same_words() -> None:
    accuses, meets = asserted(Extractor().read(Article("a", _TEXT)).statements)
    label = {
        "article": "a", "sha256": digest(_TEXT), "source": [0, 5], "target": [16, 20], "trigger": [6, 15],
        "relation": "ACCUSES", "verdict": "right",
    }  # fmt: skip
    assert verdict(accuses, [label]) is label
    assert verdict(meets, [label]) is None
    assert verdict(replace(accuses, relation="SUPPORTS"), [label]) is None
    turned = replace(accuses, source_span=accuses.target_span, target_span=accuses.source_span)
    assert verdict(turned, [label]) is None
    met = {**label, "relation": "MET_WITH", "source": [42, 48], "target": [32, 37], "trigger": [38, 41]}
    assert verdict(meets, [met]) is met


def test_the_share_leaves_out_doubtful_ones() -> None:
    assert share(Counter({"right": 3, "wrong": 1, "doubt": 9})) == "0.750 (4)"
    assert share(Counter({"doubt": 1})) == "– (0)"
