"""How many failures of one file are listed one by one; the rest are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from graphbuild.read.articles import Broken, Failure
from graphbuild.read.limits import MAX_FAILURES

T = TypeVar("T")


def listed(found: Iterable[T]) -> Iterator[T | Failure]:
    """What was found in a file; in place of very many failures comes in the end one that counts the rest.

    It stands where the first of the rest does, and is ``Broken`` where one of them is.
    """
    number = 0
    first = last = ""
    kind = Failure
    for one in found:
        if not isinstance(one, Failure):
            yield one
            continue
        number += 1
        if number <= MAX_FAILURES:
            yield one
            continue
        first, last = first or one.where, one.where
        kind = Broken if isinstance(one, Broken) else kind
    if first:
        rest = number - MAX_FAILURES
        yield kind(first, f"more failures than are listed: {rest:,}, the last at {last}")
