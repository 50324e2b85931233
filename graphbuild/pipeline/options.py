"""Checks of the options that all reading commands share."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal

from graphbuild.errors import InputError, type_description
from graphbuild.read import Failure
from graphbuild.read.columns import Columns
from graphbuild.workers import Workers

#: Additional sources of an article's day; empty for none.
DateFrom = Literal["name", ""]
Inputs = Sequence[Path | str] | Path | str
#: A default day of articles.
GivenDay = datetime.date | str | None


def paths(inputs: Inputs, name: str = "inputs") -> list[Path | str]:
    """Return the inputs, or the argument called ``name``, as a list.

    Raises ``InputError`` for anything but a path or several.
    """
    if isinstance(inputs, str | os.PathLike):
        return [inputs]
    if not _is_several(inputs):
        raise _no_path(name, inputs, "give a path of a file or folder, or several")
    given = [*inputs]
    for number, item in enumerate(given):
        if not isinstance(item, str | os.PathLike):
            raise _no_path(f"{name}[{number}]", item, "give paths of files and folders")
    return given


def _is_several(given: object) -> bool:
    """Whether this can be several paths."""
    return isinstance(given, Iterable) and not isinstance(given, bytes) and not _holds_articles(given)


def _holds_articles(given: object) -> bool:
    """Whether this is an article or several, as a dictionary, a data frame or an open file."""
    return isinstance(given, Mapping) or any(hasattr(given, name) for name in ("columns", "read"))


def _no_path(name: str, given: object, instead: str) -> InputError:
    """Return the error for an argument that is not a path. Its content may be long, so it is not shown."""
    if hasattr(given, "read"):
        instead = "give the path of the file"
    elif _holds_articles(given):
        instead = "write the articles as JSON Lines and give the file"
    return InputError(f"{name} is {type_description(given)}, not a path; {instead}")


def columns_of(
    chosen: Mapping[str, str] | None,
    day_first: bool | None,
    date: GivenDay,
    date_from: DateFrom | None,
    source: str | None,
) -> Columns:
    """Build ``Columns`` from the options. Raises ``InputError`` for an unknown field or an invalid day."""
    if date_from not in (None, "", "name"):
        raise InputError(f"date-from is {date_from!r}; give name")
    day = date.date() if isinstance(date, datetime.datetime) else date
    return Columns(chosen or {}, day_first, str(day or ""), date_from == "name", source or "")


def given_options(
    chosen: Mapping[str, str] | None,
    day_first: bool | None,
    date: GivenDay,
    date_from: DateFrom | None,
    source: str | None,
) -> set[str]:
    """Return the fields of ``Columns`` that are given, even if empty."""
    options = {
        "chosen": chosen,
        "day_first": day_first,
        "day": date,
        "day_in_name": date_from,
        "publisher": source,
    }
    return {name for name, value in options.items() if value is not None}


#: Most workers of a build.
_MOST_WORKERS = 1000


def check_workers(workers: Workers) -> None:
    """Raise ``InputError`` for an invalid number of workers."""
    if workers != "auto" and not (str(workers).isdecimal() and 0 < int(workers) <= _MOST_WORKERS):
        message = f"workers is {workers!r}; give a whole number from 1 to {_MOST_WORKERS:,}, or auto"
        raise InputError(message, wrong=("workers",))


def strictly(failure: Failure) -> InputError:
    """Return the error with which a strict run ends on a failure."""
    return InputError(f"{failure} (--strict stops at the first)")
