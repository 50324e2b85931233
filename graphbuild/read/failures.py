"""Limit the number of listed failures of a file; the others are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from graphbuild.read.articles import Broken, Failure
from graphbuild.read.limits import MAX_FAILURES

T = TypeVar("T")


def listed(found: Iterable[T]) -> Iterator[T | Failure]:
    """Yield what was found in a file, with excess failures replaced by one at the end that counts them.

    It has the place of the first of them, and is ``Broken`` if one of them is.
    """
    number = 0
    first = last = ""
    kind = Failure
    for item in found:
        if not isinstance(item, Failure):
            yield item
            continue
        number += 1
        if number <= MAX_FAILURES:
            yield item
            continue
        first, last = first or item.where, item.where
        kind = Broken if isinstance(item, Broken) else kind
    if first:
        rest = number - MAX_FAILURES
        yield kind(first, f"more failures than are listed: {rest:,}, the last at {last}")
