"""Which names of different articles are one entity: cases, of which nearly all must be right."""

from __future__ import annotations

from pathlib import Path

from graphbuild.resolve import resolve
from tests.resolve.articles import reading

CASES = Path(__file__).with_name("cases.tsv")
_LEAST = 0.95


def rows() -> list[list[str]]:
    lines = [x for x in CASES.read_text(encoding="utf-8").splitlines() if x and not x.startswith("#")]
    return [line.split("\t") for line in lines[1:]]


def found(first: str, second: str, others: str) -> str:
    """What becomes of a case: same, doubt or apart."""
    articles = [first, second, *filter(None, (o.strip() for o in others.split("|")))]
    readings = [reading(f"a{k}", text) for k, text in enumerate(articles)]
    resolution = resolve(readings)
    ids = [resolution.entities[r.article.id, r.entities[0].id] for r in readings[:2]]
    if ids[0] == ids[1]:
        return "same"
    doubtful = any({i.entity_a, i.entity_b} == set(ids) for i in resolution.identities)
    return "doubt" if doubtful else "apart"


def test_nearly_all_cases_are_right() -> None:
    wrong = []
    for phenomenon, expected, *articles in rows():
        got = found(*articles)
        if got != expected and not (expected == "apart" and got == "doubt"):
            wrong.append(f"{phenomenon}: {got} for {expected}: {' ~ '.join(articles)}")
    assert len(rows()) >= 100
    assert len(wrong) <= (1 - _LEAST) * len(rows()), "\n".join(wrong)


def test_what_must_be_apart_is_never_joined() -> None:
    assert [x for x in rows() if x[1] != "same" and found(*x[2:]) == "same"] == []
