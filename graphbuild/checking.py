"""Argument checks of functions: suggestions for misspelt options, and expected values for wrong types."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import wraps
from inspect import Parameter, Signature, signature
from typing import Any, ParamSpec, TypeVar

from graphbuild.errors import GraphbuildError, QueryError, suggested, type_description

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")
#: Names of entities and queries, which the functions check themselves.
_CHECKED_ELSEWHERE = frozenset(("a", "b", "name", "names", "about", "cypher"))
#: Most characters of a value in a message.
_SHOWN = 60


def _is_bool(value: Any) -> bool:
    return isinstance(value, bool) or type(value).__name__ in ("bool", "bool_")  # a NumPy boolean


#: For each type used in annotations, a check of values and a description.
_TYPES: Mapping[str, tuple[Callable[[Any], bool], str]] = {
    "None": (lambda value: value is None, ""),
    "bool": (_is_bool, "True or False"),
    "int": (lambda value: hasattr(value, "__index__"), "a whole number from 0 up"),
    "float": (lambda value: hasattr(value, "__float__") or hasattr(value, "__index__"), "a number"),
    "str": (lambda value: isinstance(value, str), "a text"),
    "Path": (lambda value: isinstance(value, str | os.PathLike), "a path"),
    "Iterable[str]": (lambda value: isinstance(value, Iterable), "several"),
    "Callable": (callable, "a function"),
    "Mapping[str, str]": (lambda value: isinstance(value, Mapping), "a dictionary"),
}


def no_option(
    name: str, known: Collection[str], instead: str, error: type[GraphbuildError] = QueryError
) -> GraphbuildError:
    """Return the error for an unknown option, with suggestions."""
    return error(
        f"there is no option {name!r}{suggested(name, known)}; {instead}",
        wrong=(name,),
        named=False,
    )


def checked(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Decorate a function to raise ``QueryError`` for an unknown option and for a value of a wrong type."""
    return checked_as(QueryError)(function)


def checked_as(
    error: type[GraphbuildError],
) -> Callable[[Callable[_Given, _Answer]], Callable[_Given, _Answer]]:
    """Like ``checked``, with another error."""

    def check(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
        takes = signature(function)
        options = dict(_options(function, takes))
        known = [*options]
        instead = f"{function.__name__} takes {', '.join(known)}"
        several = {p.name: p.annotation for p in takes.parameters.values() if p.kind is p.VAR_POSITIONAL}
        types = {name: _types(name, annotation) for name, annotation in {**options, **several}.items()}

        @wraps(function)
        def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
            for name in kwargs if not _is_open(takes) else ():
                if name not in known:
                    raise no_option(name, known, instead, error)
            for name, value in _given(takes, args, kwargs):
                kinds = types.get(name, ())
                if kinds and not any(_TYPES[kind][0](value) for kind in kinds):
                    raise _wrong(name, value, kinds, error)
            return function(*args, **kwargs)

        return call

    return check


def _wrong(name: str, value: Any, types: Collection[str], error: type[GraphbuildError]) -> GraphbuildError:
    """Return the error for a value of a wrong type."""
    advice = [_TYPES[kind][1] for kind in types if kind != "None"]
    if "Path" in types:
        advice.remove("a text")
    shown = repr(value)
    if len(shown) > _SHOWN:
        shown = type_description(value)
    return error(f"{name} is {shown}; give {' or '.join(advice)}", wrong=(name,))


def _types(name: str, annotation: Any) -> tuple[str, ...]:
    """Return the annotated types of a parameter; empty unless all of them are in ``_TYPES``."""
    written = str(getattr(annotation, "__forward_arg__", annotation)).split(" | ")
    kinds = tuple("Callable" if kind.startswith("Callable[") else kind for kind in written)
    checked_elsewhere = name in _CHECKED_ELSEWHERE and "str" in kinds
    return () if checked_elsewhere or not _TYPES.keys() >= {*kinds} else kinds


def _given(takes: Signature, args: Collection[Any], kwargs: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the arguments by parameter name; none if Python will reject the call."""
    try:
        bound = takes.bind(*args, **kwargs)
    except TypeError:
        return
    for name, value in bound.arguments.items():
        kind = takes.parameters[name].kind
        if kind is Parameter.VAR_POSITIONAL:
            yield from ((name, item) for item in value)
        elif kind is Parameter.VAR_KEYWORD:
            yield from value.items()
        else:
            yield name, value


def _is_open(takes: Signature) -> bool:
    """Whether a function accepts any keyword: the parameters of a query."""
    return any(p.kind is Parameter.VAR_KEYWORD and p.annotation == "Any" for p in takes.parameters.values())


def _options(function: Callable[..., Any], takes: Signature) -> Iterator[tuple[str, Any]]:
    """Yield the keyword options of a function with their types, including those of ``**part:
    Unpack[Part]``.
    """
    for p in takes.parameters.values():
        if p.kind is Parameter.VAR_KEYWORD:
            bundle = str(p.annotation).removeprefix("Unpack[").removesuffix("]")
            if bundle != "Any":
                yield from function.__globals__[bundle].__annotations__.items()
        elif p.kind is not Parameter.VAR_POSITIONAL and p.name != "self":
            yield p.name, p.annotation
