"""What is given to functions by keyword: a misspelt option is told its name, as one of a command is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import wraps
from inspect import Parameter, signature
from typing import Any, ParamSpec, TypeVar

from graphbuild.errors import GraphbuildError, QueryError, perhaps

_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def no_option(
    name: str, known: Collection[str], instead: str, error: type[GraphbuildError] = QueryError
) -> GraphbuildError:
    """The error for an option that there is not, with those that may be meant."""
    return error(f"there is no option {name!r}{perhaps(name, known)}; {instead}", wrong=(name,), named=False)


def checked(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """A function with a ``QueryError`` for an option that it does not have, in place of a ``TypeError``."""
    return checked_as(QueryError)(function)


def checked_as(
    error: type[GraphbuildError],
) -> Callable[[Callable[_Given, _Answer]], Callable[_Given, _Answer]]:
    """The same with another error."""

    def check(function: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
        known = [*_options(function)]
        instead = f"{function.__name__} takes {', '.join(known)}"

        @wraps(function)
        def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
            for name in kwargs:
                if name not in known:
                    raise no_option(name, known, instead, error)
            return function(*args, **kwargs)

        return call

    return check


def _options(function: Callable[..., Any]) -> Iterator[str]:
    """What a function takes by keyword, with all that is in a bundle (``**part: Unpack[Part]``)."""
    for p in signature(function).parameters.values():
        if p.kind is Parameter.VAR_KEYWORD:
            bundle = str(p.annotation).removeprefix("Unpack[").removesuffix("]")
            yield from function.__globals__[bundle].__annotations__
        elif p.kind is not Parameter.VAR_POSITIONAL and p.name != "self":
            yield p.name
