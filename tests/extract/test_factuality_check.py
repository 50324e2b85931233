"""The factuality of an event by rules and encoder."""

from __future__ import annotations

import pytest

from graphbuild.encoder.relations import FACTUALITY_LABELS
from graphbuild.extract.document import Candidate
from graphbuild.extract.events.speech_acts import Event
from graphbuild.extract.factuality import Factuality
from graphbuild.extract.verification.factuality_check import combined

PLAN = Factuality(modality="future")
DENIAL = Factuality(negated=True)


def _combined(by_rule: Factuality, **predicted: float) -> Factuality | None:
    rest = (1 - sum(predicted.values())) / (len(FACTUALITY_LABELS) - len(predicted))
    candidate = Candidate("MET_WITH", (), (), (0,), 0, "verb:meet/active", 1.0)
    probabilities = {label: predicted.get(label, rest) for label in FACTUALITY_LABELS}
    event = combined(Event(candidate, by_rule), probabilities)
    return None if event is None else event.factuality


@pytest.mark.parametrize(
    ("by_rule", "predicted", "expected"),
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
def test_the_likeliest_factuality_wins_and_uncertain_events_are_dropped(
    by_rule: Factuality, predicted: dict[str, float], expected: Factuality | None
) -> None:
    assert _combined(by_rule, **predicted) == expected


def test_a_negated_plan_is_kept_if_the_encoder_predicts_the_plan() -> None:
    failed = Factuality(negated=True, modality="possible")
    assert _combined(failed, possible=0.8) == failed
