"""A decorator for the methods of an open graph: each call answers from one state of the graph."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, Protocol, TypeVar, cast

from graphbuild.api.lookup import warning_once
from graphbuild.api.places import Place


class _Open(Protocol):
    @property
    def _place(self) -> Place: ...


_Given = ParamSpec("_Given")
_Answer = TypeVar("_Answer")


def answers(method: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Make a method answer from the state of the graph at the time of the call."""
    return _answers(method, kept=False)


def answers_kept(method: Callable[_Given, _Answer]) -> Callable[_Given, _Answer]:
    """Like :func:`answers`, for a method that reads several parts of the stored aggregation, opened once."""
    return _answers(method, kept=True)


def _answers(method: Callable[_Given, _Answer], *, kept: bool) -> Callable[_Given, _Answer]:
    @wraps(method)
    def call(*args: _Given.args, **kwargs: _Given.kwargs) -> _Answer:
        graph = cast("_Open", args[0])
        with warning_once(), graph._place.still(kept=kept):
            return method(*args, **kwargs)

    return call
