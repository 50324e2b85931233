"""What readers take from whole articles, and how what is stated is held against it."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from graphbuild import tables
from graphbuild.extractor import Extractor
from graphbuild.model import Article
from tests.annotated_news import held, labels, listed, share

_TEXT = "Chile condemned Peru on Monday. Ann Otieno, the mayor of Lima, met Paul Kern. Kenya met Uganda."


def _fact(source: int, relations: tuple[str, ...], target: int) -> dict[str, Any]:
    return {
        "source": source, "relations": relations, "target": target, "polarity": "asserted", "allowed": False,
    }  # fmt: skip


def test_every_annotation_is_whole() -> None:
    known = labels()
    assert len(known) > 90
    for label in known.values():
        assert "text" not in label
        for entity in label["entities"]:
            assert entity["kind"] in ("person", "country", "organisation")
            assert entity["names"] or entity["iso3"] in tables.countries()
        for fact in label["facts"]:
            assert {fact["source"], fact["target"]} <= {*range(len(label["entities"]))}
            assert fact["relations"]
            assert {*fact["relations"]} <= tables.relations().keys()


@pytest.mark.slow
def test_what_is_told_is_right_wrong_found_or_missed() -> None:
    known = {
        "entities": [
            {"kind": "country", "iso3": "CHL", "names": []},
            {"kind": "country", "iso3": "PER", "names": []},
            {"kind": "person", "names": [[32, 42]]},
            {"kind": "person", "names": [[67, 76]]},
            {"kind": "country", "iso3": "KEN", "names": []},
            {"kind": "country", "iso3": "UGA", "names": []},
        ],
        "facts": [
            _fact(0, ("REJECTS", "ACCUSES"), 1),
            _fact(3, ("MET_WITH",), 2),
            _fact(1, ("SANCTIONS",), 0),
        ],
    }  # fmt: skip
    reading = Extractor().read(Article("a", _TEXT))
    of = {e.name: listed(reading.entities, _TEXT, known).get(e.id) for e in reading.entities}
    assert (of["Chile"], of["Ann Otieno"], of["Paul Kern"]) == (0, 2, 3)
    counts = held(reading, _TEXT, known)
    events = {what: counts["events", what] for what in ("right", "wrong", "found", "missed")}
    assert events == {"right": 2, "wrong": 1, "found": 2, "missed": 1}  # Kenya and Uganda are not listed


def test_a_share_of_nothing_is_none() -> None:
    assert share(3, 1) == "0.750 (4)"
    assert share(0, 0) == "– (0)"
    assert Counter() == Counter({("events", "right"): 0})
