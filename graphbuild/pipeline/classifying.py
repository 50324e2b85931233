"""Classify what one given entity does to another in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from graphbuild.checking import checked_as
from graphbuild.errors import InputError
from graphbuild.extractor import Extractor
from graphbuild.model import Span, Verdict
from graphbuild.read import MAX_CHARACTERS, Failure
from graphbuild.workers import Worker, time_limit


@checked_as(InputError)
def classify(
    rows: Iterable[Mapping[str, Any] | Failure],
    *,
    model: str | None = None,
    encoder: bool = True,
    on_failure: Callable[[Failure], None] | None = None,
    name: str = "",
) -> Iterator[dict[str, Any]]:
    """Classify the relation of each row's pair, in both directions.

    A row is ``{"id", "text", "source": [start, end] | None, "target": [start, end] | None}``; a ``Failure``
    stands for one that could not be read. Invalid rows, and rows that crash the reader or take too long, are
    passed to ``on_failure`` and skipped; without it they raise ``InputError``. ``name`` is the name of the
    file in messages. Raises ``ModelError`` at once.
    """
    if not isinstance(rows, Iterable):
        raise InputError(f"rows is {rows!r}; give several dictionaries", wrong=("rows",))
    extractor = Extractor(model, encoder=encoder)

    def verdicts() -> Iterator[dict[str, Any]]:
        with Worker(extractor) as worker:
            for number, row in enumerate(rows, start=1):
                where = f"{name}: row {number}" if name else f"row {number}"
                pair = row if isinstance(row, Failure) else _pair(row, where)
                found: dict[str, Any] | str | Failure = (
                    worker.results(_classification, [pair], lambda pair: time_limit(pair.text))[0]
                    if isinstance(pair, _Pair)
                    else pair
                )
                if isinstance(found, dict):
                    yield found
                    continue
                failure = Failure(where, found) if isinstance(found, str) else found
                if on_failure is None:
                    raise InputError(str(failure))
                on_failure(failure)

    return verdicts()


@dataclass(frozen=True, slots=True)
class _Pair:
    """A valid row."""

    id: Any
    text: str
    source: Span | None
    target: Span | None


def _classification(extractor: Extractor, pair: _Pair) -> dict[str, Any]:
    """Return the classification of a row."""
    forward, backward = extractor.judge(pair.text, pair.source, pair.target)
    return {"id": pair.id, "forward": _verdict(forward), "backward": _verdict(backward)}


def _pair(row: Any, where: str) -> _Pair | Failure:
    text = row.get("text") if isinstance(row, Mapping) else None
    if not isinstance(text, str) or "id" not in row:
        return Failure(where, 'needs "id" and "text", with "source" and "target" as [start, end]')
    if len(text) > MAX_CHARACTERS:
        return Failure(where, f"longer than {MAX_CHARACTERS:,} characters")
    spans: list[Span | None] = []
    for name in ("source", "target"):
        match row.get(name):
            case None:
                spans.append(None)
            case [int(start), int(end)] if 0 <= start < end <= len(text):
                spans.append((start, end))
            case other:
                reason = f'"{name}" is {repr(other)[:40]}, not [start, end] within its {len(text)} characters'
                return Failure(where, reason)
    return _Pair(row["id"], text, spans[0], spans[1])


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "relation": verdict.relation,
        "plover": verdict.plover,
        "sentiment": verdict.sentiment,
        "confidence": verdict.confidence,
    }
