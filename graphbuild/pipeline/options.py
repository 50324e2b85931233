"""What the commands that read have in common: their inputs, checked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from graphbuild.errors import InputError
from graphbuild.read import Failure
from graphbuild.workers import Workers

Inputs = Sequence[Path | str] | Path | str


def paths(inputs: Inputs) -> list[Path | str]:
    """The inputs as a list."""
    return [inputs] if isinstance(inputs, str | Path) else list(inputs)


def check_workers(workers: Workers) -> None:
    """Raises ``InputError`` for a number of workers that is none."""
    if workers != "auto" and workers < 1:
        raise InputError(f"workers: {workers} is not a number from 1 up, or auto")


def strictly(failure: Failure) -> InputError:
    """The failure as the error that ends a strict run."""
    return InputError(f"{failure} (--strict stops at the first)")
