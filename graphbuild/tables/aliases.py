"""The user's own dictionary of names, given with ``--aliases`` and stored in the graph folder."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graphbuild.errors import InputError, LedgerError, cannot_read
from graphbuild.model import KINDS, Kind
from graphbuild.tables.cells import escaped, unescaped
from graphbuild.tables.names import countries

#: Name of the copy in a graph folder.
FILE = "aliases.tsv"
_LOG = logging.getLogger(__name__)
COLUMNS = ("name", "kind", "aliases", "iso3", "same-as")


@dataclass(frozen=True, slots=True)
class Alias:
    """An entity defined by the user, with all its names."""

    name: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    iso3: str = ""
    """Code of a country, or of the country of a person or organisation; may be empty."""
    same_as: tuple[str, ...] = ()
    """Names of other lines, or external ids; lines that share one are the same entity."""

    @property
    def names(self) -> tuple[str, ...]:
        """All its names, without repetitions."""
        return tuple(dict.fromkeys((self.name, *self.aliases)))


def load(file: Path | str) -> tuple[Alias, ...]:
    """Load a dictionary: tab-separated under a header, several words in a cell separated by ``;``.

    Raises ``InputError`` with file, line and column.
    """
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{file}: is not UTF-8 ({error.reason}); save it as UTF-8") from error
    except OSError as error:
        raise cannot_read(file, error) from error
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    lines = [(n, line) for n, line in lines if not line.startswith("#")]
    if not lines:
        raise InputError(
            f"{file}:1: has no header; the first line names columns: name, kind and any of the rest"
        )
    number, header = lines[0]
    columns = _columns(f"{file}:{number}", header)
    found: list[Alias] = []
    taken: dict[tuple[str, str], int] = {}
    for number, line in lines[1:]:
        found.append(_line(f"{file}:{number}", line.split("\t"), columns))
        for name in found[-1].names:
            other = taken.setdefault((found[-1].kind, name), number)
            if other != number:
                raise InputError(
                    f"{file}:{number}: aliases: {name!r} is also a name of line {other}; keep it in one"
                )
    return tuple(found)


def _columns(where: str, header: str) -> list[str]:
    columns = [cell.strip() for cell in header.split("\t")]
    if len(columns) == 1 and any(mark in header for mark in ",;"):
        raise InputError(
            f"{where}: its columns are not separated by tabs; save it with tabs between the cells"
        )
    if strange := [c for c in columns if c not in COLUMNS]:
        raise InputError(f"{where}: {strange[0]!r} is no column; there are {', '.join(COLUMNS)}")
    if missing := [c for c in ("name", "kind") if c not in columns]:
        raise InputError(f"{where}: lacks the column {missing[0]!r}; add it")
    if twice := [c for c in columns if columns.count(c) > 1]:
        raise InputError(f"{where}: has the column {twice[0]!r} twice; remove one")
    return columns


def _line(where: str, cells: list[str], columns: Sequence[str]) -> Alias:
    if len(cells) > len(columns):
        raise InputError(f"{where}: {len(cells)} cells; expected {len(columns)}: {', '.join(columns)}")
    return _entry(where, dict(zip(columns, map(str.strip, cells), strict=False)))


def _entry(where: str, cells: dict[str, str]) -> Alias:
    def words(column: str) -> tuple[str, ...]:
        return tuple(word for word in (w.strip() for w in cells.get(column, "").split(";")) if word)

    kind = next((k for k in KINDS if k == cells.get("kind")), None)
    code = cells.get("iso3", "")
    if not cells["name"]:
        raise InputError(f"{where}: name: is empty; give a name")
    if kind is None:
        raise InputError(f"{where}: kind: {cells.get('kind', '')!r} is not one of {', '.join(KINDS)}")
    if code and code not in countries():
        raise InputError(
            f"{where}: iso3: unknown country code {code!r}; give an ISO 3166 alpha-3 code, or none"
        )
    if kind == "country" and not code:
        raise InputError(f"{where}: iso3: is empty; a country needs its ISO 3166 alpha-3 code")
    return Alias(cells["name"], kind, words("aliases"), code, words("same-as"))


def save(folder: Path, entries: Sequence[Alias]) -> None:
    """Save a dictionary in a graph folder; delete it if it is empty."""
    file, partial = folder / FILE, folder / f".{FILE}.partial"
    rows = [(e.name, e.kind, ";".join(e.aliases), e.iso3, ";".join(e.same_as)) for e in entries]
    try:
        if not rows:
            file.unlink(missing_ok=True)
            return
        lines = ("\t".join(map(escaped, row)) + "\n" for row in (COLUMNS, *rows))
        partial.write_text("".join(lines), encoding="utf-8", newline="\n")
        os.replace(partial, file)
    except OSError as error:
        raise LedgerError(f"{file}: cannot be written ({error.strerror}); check the folder") from error


def kept(folder: Path | str) -> tuple[Alias, ...]:
    """Load the dictionary of a graph folder; empty if there is none.

    Damaged lines are logged and skipped. Raises ``LedgerError`` if the file cannot be read.
    """
    file = Path(folder) / FILE
    try:
        lines = file.read_bytes().split(b"\n")
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except OSError as error:
        raise LedgerError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error
    found: dict[tuple[str, str], Alias] = {}
    for number, line in enumerate(lines[1:], start=2):
        try:
            if line.strip():
                cells = [unescaped(cell) for cell in line.decode().split("\t")]
                entry = _line(f"{file}:{number}", cells, COLUMNS)
                found.update({(entry.kind, name): entry for name in entry.names})
        except UnicodeDecodeError:
            _log_once(f"{file}:{number}: is not UTF-8; the line is passed over: build with --aliases again")
        except InputError as error:
            _log_once(f"{error}; the line is passed over: build with --aliases again")
    return tuple(dict.fromkeys(found.values()))


@cache
def _log_once(problem: str) -> None:
    """Log a problem, once."""
    _LOG.warning("%s", problem)
