"""A misspelt option of a function: an error of ours that says which is meant."""

from __future__ import annotations

from inspect import Parameter, signature
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.errors import GraphbuildError, InputError, QueryError
from graphbuild.pipeline import extract
from tests.example_graph import example_graph

#: Functions that take parameters of a query by keyword.
OPEN = {"query", "rows", "stream"}


def with_options() -> list[Any]:
    """The public functions that take something by keyword alone."""
    functions: list[Any] = [gb.build, gb.dump, gb.open, gb.classify, gb.merge, extract]
    functions += [getattr(gb.OpenGraph, name) for name in dir(gb.OpenGraph) if not name.startswith("_")]
    by_keyword = {Parameter.KEYWORD_ONLY, Parameter.VAR_KEYWORD}
    return [
        function
        for function in functions
        if callable(function) and not isinstance(function, type)
        if function.__name__ not in OPEN
        if by_keyword & {p.kind for p in signature(function).parameters.values()}
    ]


@pytest.mark.parametrize("function", with_options(), ids=lambda function: function.__qualname__)
def test_no_function_takes_an_option_that_there_is_not(function: Any) -> None:
    with pytest.raises(GraphbuildError, match=f"no option 'optoin'; {function.__name__} takes "):
        function(optoin=True)


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("plot", "timelin", "timeline"),
        ("export", "fromat", "format"),
        ("export", "isolate", "isolates"),
        ("networkx", "limt", "limit"),
        ("signed", "direct", "directed"),
        ("explain", "sorted", "sort"),
        ("relations", "min_report", "min_reports"),
    ],
)
def test_options_of_a_function_are_proposed_and_those_of_its_bundle(
    name: str, wrong: str, right: str
) -> None:
    with (
        gb.open(example_graph()) as graph,
        pytest.raises(QueryError, match=f"no option '{wrong}' .*did you mean .*{right}.*; {name} takes "),
    ):
        getattr(graph, name)(**{wrong: True})


def test_options_of_reading_are_proposed() -> None:
    reading: list[Any] = [gb.build, extract]
    for read in reading:
        with pytest.raises(InputError, match=r"no option 'worker' \(did you mean workers\?\)"):
            read("articles", worker=2)
