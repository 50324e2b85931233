"""What one given entity does to another, by a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from graphbuild.errors import InputError
from graphbuild.extractor import Extractor
from graphbuild.model import Span, Verdict


def classify(
    rows: Iterable[Mapping[str, Any]], *, model: str | None = None, encoder: bool = True
) -> Iterator[dict[str, Any]]:
    """What the source does to the target of each row, and the reverse, both ends given.

    A row is ``{"id", "text", "source": [start, end] | None, "target": [start, end] | None}``.
    Raises ``InputError`` for a row that is not of this form, ``ModelError`` at once.
    """
    extractor = Extractor(model, encoder=encoder)

    def verdicts() -> Iterator[dict[str, Any]]:
        for number, row in enumerate(rows, start=1):
            text, source, target = _pair(row, number)
            forward, backward = extractor.judge(text, source, target)
            yield {"id": row["id"], "forward": _verdict(forward), "backward": _verdict(backward)}

    return verdicts()


def _pair(row: Mapping[str, Any], number: int) -> tuple[str, Span | None, Span | None]:
    text = row.get("text")
    if not isinstance(text, str) or "id" not in row:
        raise InputError(f'row {number}: needs "id" and "text", with "source" and "target" as [start, end]')

    def span(name: str) -> Span | None:
        match row.get(name):
            case None:
                return None
            case [int(start), int(end)] if 0 <= start < end <= len(text):
                return start, end
            case other:
                raise InputError(
                    f'row {number}: "{name}" is {other!r}, not [start, end] within its {len(text)} characters'
                )

    return text, span("source"), span("target")


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "relation": verdict.relation,
        "plover": verdict.plover,
        "sentiment": verdict.sentiment,
        "confidence": verdict.confidence,
    }
