"""The engines against each other: the same Cypher gives the same rows, and where not, it is told."""

from __future__ import annotations

from typing import Any

import pytest

from graphbuild.errors import QueryError
from graphbuild.stores.base import Rows, Store
from graphbuild.stores.lexer import parameters
from tests.commands import ROOT
from tests.stores.parity_cases import BY_CHANCE, CASES, DIFFERENCES, EMPTY, PARAMETERS

ALL = [
    pytest.param(cypher, id=f"{what}-{i}") for what, some in CASES.items() for i, cypher in enumerate(some)
]


def _typed(value: Any) -> Any:
    """The value with the types of its parts: Python takes 1, 1.0 and True for the same."""
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_typed(item) for item in value]
    return type(value).__name__, value


def _ask(store: Store, cypher: str) -> Rows:
    return store.query(cypher, {name: PARAMETERS[name] for name in parameters(cypher)})


def _told(store: Store, cypher: str) -> Any:
    try:
        return _typed(_ask(store, cypher).rows)
    except QueryError as error:
        return str(error)


def test_there_are_enough_and_none_comes_twice() -> None:
    every = [cypher for some in CASES.values() for cypher in some]
    assert len(every) == len(set(every)) >= 80


@pytest.mark.parametrize("cypher", ALL)
def test_the_engines_give_the_same_rows(embedded: Store, neo4j: Store, cypher: str) -> None:
    one, other = _ask(embedded, cypher), _ask(neo4j, cypher)
    assert one.columns == other.columns
    if "ORDER BY" in cypher:
        assert _typed(one.rows) == _typed(other.rows)
    else:
        assert sorted(_typed(one.rows), key=repr) == sorted(_typed(other.rows), key=repr)
    assert bool(one.rows) != (cypher in EMPTY)


@pytest.mark.parametrize(("what", "differs", "instead"), DIFFERENCES, ids=[d[0] for d in DIFFERENCES])
def test_a_difference_is_told_and_can_be_written_around(
    embedded: Store, neo4j: Store, what: str, differs: str, instead: str
) -> None:
    if what not in BY_CHANCE:
        assert _told(embedded, differs) != _told(neo4j, differs), "no difference any more: take it out"
    assert _typed(_ask(embedded, instead).rows) == _typed(_ask(neo4j, instead).rows)
    document = (ROOT / "docs" / "reference" / "cypher.md").read_text(encoding="utf-8")
    assert f"| {what}" in document.partition("## Where the engines differ")[2]
