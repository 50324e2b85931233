"""The checksum of a kept aggregation's file, which shows flipped bits that SQLite itself does not see.

It stands beside the file with the name of the last change. A process that is killed leaves a log of what it
wrote, and the file is then only looked at by SQLite.
"""

from __future__ import annotations

import json
from pathlib import Path

from graphbuild import checksum


def keep(place: Path, change: str) -> None:
    """Write down the checksum of the database at this place, which nobody writes to now."""
    text = json.dumps({"change": change, "sum": checksum.of_file(place)})
    unfinished = _beside(place).with_suffix(".new")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(_beside(place))


def kept(place: Path, change: str) -> bool:
    """Whether the checksum of the database in this state is written down."""
    return _noted(place).get("change") == change


def settled(place: Path) -> bool:
    """Whether all that was written is in the file, nothing in the log beside it."""
    log = place.with_name(f"{place.name}-wal")
    return not (log.exists() and log.stat().st_size)


def broken(place: Path, change: str) -> bool:
    """Whether the file of a database in this state is not what its checksum says."""
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
