"""What one given entity does to another, by a text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from graphbuild.errors import InputError
from graphbuild.extractor import Extractor
from graphbuild.model import Span, Verdict
from graphbuild.read import Failure


def classify(
    rows: Iterable[Mapping[str, Any] | Failure],
    *,
    model: str | None = None,
    encoder: bool = True,
    on_failure: Callable[[Failure], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """What the source does to the target of each row, and the reverse, both ends given.

    A row is ``{"id", "text", "source": [start, end] | None, "target": [start, end] | None}``; a
    ``Failure`` stands for one that could not be read. What is not of this form goes to ``on_failure``
    and is passed over; without one it raises ``InputError``. Raises ``ModelError`` at once.
    """
    extractor = Extractor(model, encoder=encoder)

    def verdicts() -> Iterator[dict[str, Any]]:
        for number, row in enumerate(rows, start=1):
            found = row if isinstance(row, Failure) else _pair(row, f"row {number}")
            if isinstance(found, Failure):
                if on_failure is None:
                    raise InputError(f"{found.where}: {found.reason}")
                on_failure(found)
                continue
            row, text, source, target = found
            forward, backward = extractor.judge(text, source, target)
            yield {"id": row["id"], "forward": _verdict(forward), "backward": _verdict(backward)}

    return verdicts()


def _pair(
    row: Mapping[str, Any], where: str
) -> tuple[Mapping[str, Any], str, Span | None, Span | None] | Failure:
    text = row.get("text")
    if not isinstance(text, str) or "id" not in row:
        return Failure(where, 'needs "id" and "text", with "source" and "target" as [start, end]')
    spans: list[Span | None] = []
    for name in ("source", "target"):
        match row.get(name):
            case None:
                spans.append(None)
            case [int(start), int(end)] if 0 <= start < end <= len(text):
                spans.append((start, end))
            case other:
                reason = f'"{name}" is {other!r}, not [start, end] within its {len(text)} characters'
                return Failure(where, reason)
    return row, text, spans[0], spans[1]


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "relation": verdict.relation,
        "plover": verdict.plover,
        "sentiment": verdict.sentiment,
        "confidence": verdict.confidence,
    }
