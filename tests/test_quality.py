"""The reading is no worse than it was: floors of the suite and of the answer keys."""

import pytest

from tests import quality
from tests.quality import Gate


@pytest.mark.slow
@pytest.mark.parametrize("name", ["suite", "hard", "metamorphic", "keys"])
def test_nothing_is_worse_than_when_the_gate_was_raised(name: str) -> None:
    lost = quality.losses(quality.gates()[name], quality.measured(name))
    commands = {
        "keys": "graphbuild eval data --errors 20",
        "metamorphic": "python -m tests.metamorphic",
    }
    command = commands.get(name, "graphbuild eval --errors 20")
    assert not lost, (
        f"{name}: {'; '.join(lost)}. `{command}` shows what is wrong. When a change of cases is meant, "
        "`python -m tests.quality` measures the gate anew; a worse figure that is meant goes into "
        "tests/quality.json by hand, with the reason in the commit."
    )


def gate(corpus: str = "a", **measures: float) -> Gate:
    return {"corpus": corpus, "measures": measures}


def test_a_loss_is_told_for_each_measure_in_its_own_direction() -> None:
    was = gate(recall=0.5, precision=0.9, role_swap_rate=0.01, violations=2)
    assert quality.losses(was, was) == []
    worse = gate(recall=0.4, precision=0.95, role_swap_rate=0.02, violations=3)
    assert quality.losses(was, worse) == [
        "recall is 0.4000, was 0.5000",
        "role_swap_rate is 0.0200, was 0.0100",
        "violations is 3.0000, was 2.0000",
    ]
    assert quality.losses(was, gate()) != []


def test_figures_of_other_cases_are_not_compared() -> None:
    assert quality.losses(gate("a", recall=0.5), gate("b", recall=0.9)) != []


def test_the_gate_is_only_raised_unless_the_cases_changed() -> None:
    was = gate(recall=0.5, false_positive_rate=0.03)
    better = gate(recall=0.6, false_positive_rate=0.02)
    assert quality.raised(was, better) == better
    assert quality.raised(better, was) == better
    assert quality.raised(better, gate("b", recall=0.1)) == gate("b", recall=0.1)
    assert quality.raised(None, was) == was
