"""A misspelt option of a function: an error of ours that says which is meant."""

from __future__ import annotations

from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import pytest

import graphbuild as gb
from graphbuild.errors import GraphbuildError, InputError, QueryError
from graphbuild.pipeline import extract
from tests.example_graph import example_graph

#: Functions that take parameters of a query by keyword.
OPEN = {"query", "rows", "stream"}
#: The package as one uses it who does not check types.
UNTYPED: Any = gb


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
    of_graph = "." in function.__qualname__
    with gb.open(example_graph()) as graph:
        given = (graph,) if of_graph else ()
        with pytest.raises(GraphbuildError, match=f"no option 'optoin'; {function.__name__} takes "):
            function(*given, optoin=True)


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


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda g: g.query("RETURN 1 AS x", timeout=None), "timeout is None; give a number"),
        (lambda g: g.rows("RETURN 1 AS x", timeout="x"), "timeout is 'x'; give a number"),
        (lambda g: g.stream("RETURN 1 AS x", write="no"), "write is 'no'; give True or False"),
        (lambda g: g.stance("Egypt", "Israel", half_life="365"), "half_life is '365'; give a number"),
        (lambda g: g.entities(5), "words is 5; give a text"),
        (lambda g: g.search(3), "words is 3; give a text"),
        (lambda g: g.articles(undated="no"), "undated is 'no'; give True or False"),
        (lambda g: g.networkx(isolates="no"), "isolates is 'no'; give True or False"),
        (lambda g: g.article(None), "id is None; give a text"),
        (lambda g: g.reject(5), "what is 5; give a text"),
        (lambda g: g.undo("x", 5), "what is 5; give a text"),
        (lambda g: g.exclude(5), "articles is 5; give a text or several"),
        (lambda g: g.exclude([5]), "articles is 5; give a text"),
        (lambda g: g.same("Egypt", 5), "a name is 5; give a text"),
        (lambda g: g.export(5, format="json"), "file is 5; give a path"),
        (lambda g: g.load(5), "uri is 5; give a text"),
        (lambda _: UNTYPED.build("a.txt", None), "graph is None; give a path"),
        (lambda _: UNTYPED.build("a.txt", columns=["text"]), r"columns is \['text'\]; give a dictionary"),
        (lambda _: UNTYPED.build("a.txt", columns=["text"] * 99), "columns is a list; give a dictionary"),
        (lambda _: UNTYPED.extract("a.txt", encoder="no"), "encoder is 'no'; give True or False"),
        (lambda _: UNTYPED.build("a.txt", progress=3), "progress is 3; give a function"),
        (lambda _: UNTYPED.classify(5), "rows is 5; give several dictionaries"),
        (lambda _: list(UNTYPED.classify([5])), 'row 1: needs "id" and "text"'),
        (lambda g: g.overview(-1), "known is -1; give a whole number from 0 up"),
        (lambda g: [*g.texts(["nope"])], "holds no article nope; no text was read"),
        (lambda g: g.contexts_of("x"), "groups has 'x'; give lists of names"),
        (lambda g: g.contexts("x", most=-1), "most is -1"),
        (lambda g: g.query(name="hostilities", country=5), "country is 5; give a name as text"),
        (lambda g: g.query(name="hostilities", country=["Egypt"]), r"country is \['Egypt'\]; give a name"),
        (lambda g: g.apart("x"), "'x' is no entity; give some of entities"),
        (lambda g: g.apart(5), "5 is no entity"),
        (lambda _: UNTYPED.merge([5], "m"), r"folders\[0\] is an int, not a path"),
        (lambda _: UNTYPED.merge("graph", None), "folder is None; give a path"),
    ],
)
def test_a_value_of_a_wrong_type_is_told_what_to_be(ask: Any, told: str) -> None:
    with gb.open(example_graph()) as graph, pytest.raises(GraphbuildError, match=told):
        ask(graph)


def test_one_folder_is_merged_like_several(tmp_path: Path) -> None:
    gb.merge(str(example_graph()), tmp_path / "m")
    with gb.open(tmp_path / "m") as merged, gb.open(example_graph()) as graph:
        assert merged.stats() == graph.stats()
