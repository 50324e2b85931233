"""What the commands that read have in common: their inputs, checked."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from graphbuild.errors import InputError
from graphbuild.read import Failure
from graphbuild.read.columns import Columns
from graphbuild.workers import Workers

#: Where else the day of an article is looked for.
DateFrom = Literal["name"]
Inputs = Sequence[Path | str] | Path | str
#: A day that articles are given.
GivenDay = datetime.date | str | None


def paths(inputs: Inputs) -> list[Path | str]:
    """The inputs as a list. Raises ``InputError`` for what is no path, nor several."""
    if isinstance(inputs, str | Path):
        return [inputs]
    try:
        return [*inputs]
    except TypeError:
        raise InputError(f"the inputs are {inputs!r}; give a path of a file or folder, or several") from None


def columns_of(
    chosen: Mapping[str, str] | None,
    day_first: bool | None,
    date: GivenDay,
    date_from: DateFrom | None,
    source: str | None,
) -> Columns:
    """What articles are made of. Raises ``InputError`` for a field that no article has, or no day."""
    if date_from not in (None, "name"):
        raise InputError(f"date-from is {date_from!r}; give name")
    day = date.date() if isinstance(date, datetime.datetime) else date
    return Columns(chosen or {}, day_first, str(day or ""), date_from == "name", source or "")


#: Most workers that a build may have.
_MOST_WORKERS = 1000


def check_workers(workers: Workers) -> None:
    """Raises ``InputError`` for a number of workers that is none."""
    if workers != "auto" and not (str(workers).isdecimal() and 0 < int(workers) <= _MOST_WORKERS):
        told = f"workers is {workers!r}; give a number from 1 to {_MOST_WORKERS:,}, or auto"
        raise InputError(told, wrong=("workers",))


def strictly(failure: Failure) -> InputError:
    """The failure as the error that ends a strict run."""
    return InputError(f"{failure} (--strict stops at the first)")
