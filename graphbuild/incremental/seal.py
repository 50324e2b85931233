"""The checksum of the aggregation's file, which detects bit errors that SQLite does not.

It is stored beside the file with the name of the last change. A killed process leaves a write-ahead log; then
only SQLite's own check is used.
"""

from __future__ import annotations

import json
from pathlib import Path

from graphbuild import checksum


def store_checksum(place: Path, change: str) -> None:
    """Store the checksum of the database at this path, which must not be written to meanwhile."""
    text = json.dumps({"change": change, "sum": checksum.of_file(place)})
    unfinished = _beside(place).with_suffix(".new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(_beside(place))


def has_checksum(place: Path, change: str) -> bool:
    """Whether a checksum of the database in this state is stored."""
    return _noted(place).get("change") == change


def is_checkpointed(place: Path) -> bool:
    """Whether all writes are in the file and none in the write-ahead log."""
    log = place.with_name(f"{place.name}-wal")
    return not (log.exists() and log.stat().st_size)


def is_damaged(place: Path, change: str) -> bool:
    """Whether the file of a database in this state does not match its checksum."""
    noted = _noted(place)
    return noted.get("change") != change or noted.get("sum") != checksum.of_file(place)


def forget(place: Path) -> None:
    """Delete the checksum."""
    _beside(place).unlink(missing_ok=True)


def _noted(place: Path) -> dict[str, object]:
    try:
        noted = json.loads(_beside(place).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}


def _beside(place: Path) -> Path:
    return place.with_suffix(".sum")
