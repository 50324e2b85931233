"""Hostility set against that toward others."""

from __future__ import annotations

from math import log
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graphbuild.stance import relative

NAMES = ("a", "b", "c", "d")


def test_the_score_is_the_formula() -> None:
    found = relative({("a", "b"): 8.0, ("b", "a"): 3.0, ("a", "c"): 30.0, ("c", "b"): 90.0})
    forth = log(9.0) - (log(10 + 30.0) + log(10 + 90.0)) / 4
    back = log(4.0) - (log(10.0) + log(10.0)) / 4
    assert found["a", "b"] == pytest.approx((forth + back) / 2)
    assert list(found) == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_feud_ranks_above_one_conflict_among_many() -> None:
    among_many = {("a", other): 20.0 for other in ("b", "e", "f", "g", "h")}
    found = relative({**among_many, ("c", "d"): 20.0})
    assert found["c", "d"] > found["a", "b"]


def test_hostility_from_both_sides_ranks_above_as_much_from_one() -> None:
    found = relative({("a", "b"): 10.0, ("b", "a"): 10.0, ("c", "d"): 20.0})
    assert found["a", "b"] > found["c", "d"]


def test_pairs_without_conflict_rank_below_those_with_some() -> None:
    found = relative({("a", "b"): 0.0, ("c", "d"): 1.0})
    assert found["c", "d"] > found["a", "b"]
    assert relative({}) == {}


DIRECTED = st.dictionaries(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES)).filter(lambda pair: pair[0] != pair[1]),
    st.floats(0, 1e6),
)


@given(DIRECTED, st.randoms(use_true_random=False))
def test_neither_order_nor_direction_matters(conflict: dict[tuple[str, str], float], random: Random) -> None:
    shuffled = list(conflict.items())
    random.shuffle(shuffled)
    found = relative(conflict)
    assert relative(dict(shuffled)) == found
    turned = relative({(b, a): worth for (a, b), worth in conflict.items()})
    assert turned == pytest.approx(found)


@given(DIRECTED, st.floats(1, 1000))
def test_more_conflict_of_a_pair_never_ranks_it_lower(
    conflict: dict[tuple[str, str], float], more: float
) -> None:
    before = relative({**conflict, ("a", "b"): conflict.get(("a", "b"), 0.0)})
    after = relative({**conflict, ("a", "b"): conflict.get(("a", "b"), 0.0) + more})
    assert after["a", "b"] > before["a", "b"]
