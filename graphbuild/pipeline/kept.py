"""The options with which each input of a graph folder is read, kept in the folder for later builds.

They belong to the input as it was given, and to what is in it: another input has its own. A file has those
of the nearest: its own, or else those of the nearest folder around it.
"""

from __future__ import annotations

import json
import logging
import os
import shlex
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path, PurePath

from graphbuild.errors import InputError, LedgerError, type_description
from graphbuild.pipeline.run import absolute
from graphbuild.read.columns import Columns

FILE = "inputs.json"
_LOG = logging.getLogger(__name__)
_USUAL = Columns()
_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "chosen": dict,
    "day_first": (bool, type(None)),
    "day": str,
    "day_in_name": bool,
    "publisher": str,
}


class Options:
    """The options of each file of a build: those asked for, the others as kept."""

    def __init__(self, kept: Mapping[str, Columns], asked: Columns, given: Collection[str]) -> None:
        """``given`` are the names of the options that were given, even if empty to take back a kept one."""
        self._kept, self._asked = kept, asked
        self._joined = {place: _joined(own, asked, given) for place, own in kept.items()}
        self._within: set[str] = set()

    def of(self, item: str, file: str) -> Columns:
        """Return the options of a file that was found in this input, or of the input itself."""
        around = _around(absolute(item))
        for place in _around(absolute(file)):
            if place in around:
                break
            if place in self._joined:
                self._within.add(place)
                return self._joined[place]
        return _nearest(around, self._joined, self._asked)

    def tell(self, given: Iterable[Path | str]) -> None:
        """Log which kept options are used, once."""
        told: dict[str, list[str]] = {}
        items = {absolute(str(item)): str(item) for item in given}
        inner = {place: place for place in self._kept if not items.keys().isdisjoint(_around(place))}
        for item in {**inner, **items}.values():
            options = self.of(item, item)
            if options != self._asked:
                told.setdefault(_as_given(options), []).append(item)
        for text, places in told.items():
            others = f" and {len(places) - 1:,} more" if places[1:] else ""
            _log_once(f"{places[0]}{others}: read with {text}, as in an earlier build")

    def changes(self, given: Iterable[Path | str]) -> dict[str, Columns]:
        """Return the options to keep after a build of these inputs, where they differ from the kept ones."""
        used = {place: self._joined[place] for place in self._within}
        used |= {absolute(item): self.of(item, item) for item in map(str, given)}
        return {
            place: own for place, own in used.items() if own != _nearest(_around(place), self._kept, _USUAL)
        }


def load(folder: Path | str) -> dict[str, Columns]:
    """Load the options of a graph folder by input; empty if there are none.

    A damaged file, and what is not valid in it, is logged and passed over. Raises ``LedgerError`` if the file
    cannot be read.
    """
    found: dict[str, Columns] = {}
    file = Path(folder) / FILE
    for path, options in (_rows(file) or {}).items():
        try:
            found[path] = _columns(options)
        except InputError as error:
            _log_once(f"{file}: {path}: {error}; this is passed over: correct or delete it")
    return found


def save(folder: Path, changes: Mapping[str, Columns]) -> None:
    """Save changed options in a graph folder; a damaged file is left as it is.

    Standard input has none, and neither have inputs without options, except within one with options.
    """
    file, partial = folder / FILE, folder / f".{FILE}.partial"
    before = _rows(file)
    if before is None:
        return
    given = before | {path: asdict(own) for path, own in changes.items() if path != "-"}
    rows: dict[str, object] = {}
    for path in sorted(given, key=len):  # folders before what is in them
        if given[path] != asdict(_USUAL) or not rows.keys().isdisjoint(_around(path)):
            rows[path] = given[path]
    if rows == before:
        return
    try:
        if not rows:
            file.unlink(missing_ok=True)
            return
        text = json.dumps(rows, ensure_ascii=False, indent=1, sort_keys=True)
        partial.write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace", newline="\n")
        os.replace(partial, file)
    except OSError as error:
        raise LedgerError(f"{file}: cannot be written ({error.strerror}); check the folder") from error


def _rows(file: Path) -> dict[str, object] | None:
    """Return the options as stored; None for a damaged file, which is logged."""
    try:
        rows = json.loads(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except OSError as error:
        raise LedgerError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    except (ValueError, RecursionError) as error:
        problem = str(error)
    else:
        if isinstance(rows, dict):
            return rows
        problem = f"it is {type_description(rows)}"
    _log_once(f"{file}: is damaged ({problem}) and passed over; no options are kept: correct or delete it")
    return None


def _columns(options: object) -> Columns:
    """Return stored options. Raises ``InputError`` for those that are not valid."""
    if not isinstance(options, dict):
        raise InputError(f"is {type_description(options)}, not options")
    for name, value in options.items():
        if name not in _TYPES:
            raise InputError(f"{name!r} is no option of this version")
        if not isinstance(value, _TYPES[name]):
            raise InputError(f"{name} is {type_description(value)}")
    for column in options.get("chosen", {}).values():
        if not isinstance(column, str):
            raise InputError(f"a column is {type_description(column)}")
    return Columns(**options)


def _around(path: str) -> list[str]:
    """Return a path and the folders around it, the nearest first."""
    return [path, *map(str, PurePath(path).parents)]


def _nearest(places: Iterable[str], kept: Mapping[str, Columns], other: Columns) -> Columns:
    return next((kept[place] for place in places if place in kept), other)


def _joined(kept: Columns, asked: Columns, given: Collection[str]) -> Columns:
    """Return kept options with those that were given instead; columns that were given are added."""
    options = replace(kept, **{name: getattr(asked, name) for name in given})
    return replace(options, chosen={**kept.chosen, **asked.chosen}) if asked.chosen else options


def _as_given(columns: Columns) -> str:
    """Return the options as a user writes them."""
    words = [word for name, column in columns.chosen.items() for word in ("--map", f"{name}={column}")]
    if columns.day_first is not None:
        words.append("--day-first" if columns.day_first else "--month-first")
    words += ["--date", columns.day] if columns.day else []
    words += ["--date-from", "name"] if columns.day_in_name else []
    words += ["--source", columns.publisher] if columns.publisher else []
    return shlex.join(words) or "no options"


@cache
def _log_once(text: str) -> None:
    """Log a text, once."""
    _LOG.warning("%s", text)
