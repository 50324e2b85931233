"""The options with which each input of a graph folder is read, kept in the folder for later builds.

They belong to the input as it was given, and to what is in it: another input has its own.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path, PurePath

from graphbuild.errors import InputError, LedgerError
from graphbuild.pipeline.run import absolute
from graphbuild.read.columns import Columns

FILE = "inputs.json"
_LOG = logging.getLogger(__name__)


def of_inputs(given: Iterable[Path | str], asked: Columns, kept: Mapping[str, Columns]) -> dict[str, Columns]:
    """Return the options of each input: those asked for, the others as kept; the latter are logged."""
    found: dict[str, Columns] = {}
    told: dict[str, list[str]] = {}
    for item in map(str, given):
        found[item] = _joined(_nearest(item, kept), asked)
        if found[item] != asked:
            told.setdefault(_as_given(found[item]), []).append(item)
    for options, items in told.items():
        others = f" and {len(items) - 1:,} more" if items[1:] else ""
        _LOG.warning("%s%s: read with %s, as in an earlier build", items[0], others, options)
    return found


def load(folder: Path | str) -> dict[str, Columns]:
    """Load the options of a graph folder by input; empty if there are none. A damaged file is logged.

    Raises ``LedgerError`` if the file cannot be read.
    """
    file = Path(folder) / FILE
    try:
        return {path: Columns(**options) for path, options in json.loads(file.read_bytes()).items()}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise LedgerError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    except (ValueError, TypeError, AttributeError, InputError) as error:
        _LOG.warning("%s: is damaged (%s) and passed over: give the options of build again", file, error)
        return {}


def save(folder: Path, kept: Mapping[str, Columns]) -> None:
    """Save the options in a graph folder; standard input and inputs without options have none."""
    file, partial = folder / FILE, folder / f".{FILE}.partial"
    rows = {path: asdict(columns) for path, columns in kept.items() if columns != Columns() and path != "-"}
    try:
        if not rows:
            file.unlink(missing_ok=True)
            return
        text = json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True)
        partial.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        os.replace(partial, file)
    except OSError as error:
        raise LedgerError(f"{file}: cannot be written ({error.strerror}); check the folder") from error


def _nearest(item: str, kept: Mapping[str, Columns]) -> Columns:
    """Return the kept options of an input, or of the nearest folder around it that has some."""
    path = absolute(item)
    places = [path, *map(str, PurePath(path).parents)] if item != "-" else []
    return next((kept[place] for place in places if place in kept), Columns())


def _joined(kept: Columns, asked: Columns) -> Columns:
    return Columns(
        {**kept.chosen, **asked.chosen},
        kept.day_first if asked.day_first is None else asked.day_first,
        asked.day or kept.day,
        asked.day_in_name or kept.day_in_name,
        asked.publisher or kept.publisher,
    )


def _as_given(columns: Columns) -> str:
    """Return the options as a user writes them."""
    words = [word for name, column in columns.chosen.items() for word in ("--map", f"{name}={column}")]
    if columns.day_first is not None:
        words.append("--day-first" if columns.day_first else "--month-first")
    words += ["--date", columns.day] if columns.day else []
    words += ["--date-from", "name"] if columns.day_in_name else []
    words += ["--source", columns.publisher] if columns.publisher else []
    return shlex.join(words)
