"""The confidence of statements: measured precision, smoothed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from graphbuild.extract import confidence
from graphbuild.extract.confidence import Counts, judged_counts, precision
from graphbuild.extract.inventory import ANY, family, keys, rules

ATTACK, INVADE, MEETING = (
    ("verb:attack", "ATTACKS"),
    ("verb:invade", "ATTACKS"),
    ("noun:meeting", "MET_WITH"),
)


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[tuple[str, str], Counts]]:
    """Counts that a test sets, in place of those of the package."""
    counts: dict[tuple[str, str], Counts] = {}
    monkeypatch.setattr(confidence, "judged_counts", lambda: counts)
    confidence._families.cache_clear()
    yield counts
    confidence._families.cache_clear()


def test_a_rule_without_judged_statements_has_its_number(measured: dict[tuple[str, str], Counts]) -> None:
    assert precision(ATTACK, 0.8) == pytest.approx(0.8)


def test_judged_statements_change_a_rule_and_its_family_only(
    measured: dict[tuple[str, str], Counts],
) -> None:
    number = rules()[ATTACK].prior
    measured[ATTACK] = Counts(right=1, wrong=11)
    of_family = (1 + 4) / (12 * number + 4)
    assert precision(ATTACK, number) == pytest.approx((1 + 4 * of_family * number) / (12 + 4))
    assert precision(INVADE, 0.9) == pytest.approx(of_family * 0.9)
    assert precision(MEETING, 0.9) == pytest.approx(0.9)


def test_the_number_has_less_weight_the_more_is_judged(measured: dict[tuple[str, str], Counts]) -> None:
    found = []
    for n in (0, 2, 10, 100):
        measured[ATTACK] = Counts(right=n, wrong=0)
        confidence._families.cache_clear()
        found.append(precision(ATTACK, 0.5))
    assert found == sorted(found)
    assert 0.98 < found[-1] <= 1


def test_the_table_counts_existing_rules_only() -> None:
    assert not set(judged_counts()) - set(rules()), (
        "run `python -m tests.rules` to drop rules that do not exist"
    )
    assert sum(counts.right + counts.wrong for counts in judged_counts().values()) >= 400


@pytest.mark.parametrize(
    ("rule", "name", "of"),
    [
        ("verb:shoot down/active", "verb:shoot down", "verb"),
        ("noun:meeting/light", "noun:meeting", "noun"),
        ("verb:meet/active/will", "/will", "/"),
        ("encoder:accuses/bare", "encoder:accuses", "encoder"),
        ("encoder:accuses", "encoder:accuses", "encoder"),
        ("seat/genitive", "seat/genitive", "seat"),
    ],
)
def test_keys_and_family_of_a_statements_rule(rule: str, name: str, of: str) -> None:
    assert keys(rule, "ATTACKS") == ((name, "ATTACKS"),)
    assert family(name) == of


def test_a_post_has_the_lowest_precision_of_its_rules(measured: dict[tuple[str, str], Counts]) -> None:
    rule = "post:president/title/name/body/of/state/role/former"
    names = [(f"post:{name}", ANY) for name in ("title/name", "body/of", "state/role")]
    assert keys(rule, "LEADER_OF") == tuple(names)
    assert set(names) <= set(rules())
    for name, right in zip(names, (10, 2, 10), strict=True):
        measured[name] = Counts(right, 10 - right)
    precisions = [precision(name, 0.9) for name in names]
    assert min(precisions) == precisions[1] < precisions[0]
