"""How an event is put by what the encoder says of it, too."""

from __future__ import annotations

import pytest

from graphbuild.encoder.relations import WAYS
from graphbuild.extract.document import Candidate
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.verification.factuality_check import decided

PLAN = Factuality(modality="future")
DENIAL = Factuality(negated=True)


def _put(event: Factuality, **ways: float) -> Factuality | None:
    rest = (1 - sum(ways.values())) / (len(WAYS) - len(ways))
    candidate = Candidate("MET_WITH", (), (), (0,), 0, "verb:meet/active", 1.0)
    found = decided(Event(candidate, event), {way: ways.get(way, rest) for way in WAYS})
    return None if found is None else found.factuality


@pytest.mark.parametrize(
    ("put", "ways", "expected"),
    [
        (PLAN, {"asserted": 0.98}, Factuality()),
        (DENIAL, {"asserted": 0.98}, Factuality()),
        (PLAN, {"asserted": 0.6, "future": 0.3}, None),
        (PLAN, {"none": 0.9, "future": 0.05}, None),
        (PLAN, {"possible": 0.5, "future": 0.4}, PLAN),
        (PLAN, {"possible": 0.6, "future": 0.2}, None),
        (PLAN, {"possible": 0.96, "future": 0.02}, Factuality(modality="possible")),
        (PLAN, {"negated": 0.96, "future": 0.02}, DENIAL),
        (DENIAL, {"hypothetical": 0.96, "negated": 0.02}, Factuality(modality="hypothetical")),
    ],
)
def test_the_likeliest_way_counts_and_doubt_is_left_out(
    put: Factuality, ways: dict[str, float], expected: Factuality | None
) -> None:
    assert _put(put, **ways) == expected


def test_a_negated_plan_is_kept_where_the_encoder_hears_the_plan() -> None:
    failed = Factuality(negated=True, modality="possible")
    assert _put(failed, possible=0.8) == failed
