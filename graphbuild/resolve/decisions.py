"""What a user has decided about names, kept beside the ledger in a table to be read, compared and edited.

``decisions.tsv`` has a line a decision, sorted: verdict (``same`` or ``different``), kind, then key,
article and name of the one and of the other, and when it was decided. Kind, keys and articles count,
the names are for the reader. ``article`` is empty where a key is meant wherever it stands. Of several
lines about the same two the latest counts, so that to take it back brings back the one before. A tab in
a cell is written ``\\t``, a line end ``\\n``, a backslash ``\\\\``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from graphbuild.errors import LedgerError
from graphbuild.model import KINDS, Kind, entity_id
from graphbuild.tables.cells import escaped, unescaped

FILE = "decisions.tsv"
_LOG = logging.getLogger(__name__)
_COLUMNS = ("verdict", "kind", "key_a", "article_a", "name_a", "key_b", "article_b", "name_b", "decided")
_HEADER = "\t".join(_COLUMNS)

Verdict = Literal["same", "different"]
VERDICTS: tuple[Verdict, ...] = ("same", "different")


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """One of the two names of a decision."""

    key: str
    article: str = ""
    """Where only one article's use of the name is meant; else empty."""
    name: str = ""

    @property
    def unit(self) -> str:
        """The key of the unit that is meant."""
        return f"{self.key}@{self.article}" if self.article else self.key


@dataclass(frozen=True, slots=True, order=True)
class Decision:
    """That two names are one entity, or two."""

    verdict: Verdict
    kind: Kind
    a: Side
    b: Side
    decided: str = ""
    """When, ISO 8601."""

    @property
    def pair(self) -> frozenset[str]:
        """Ids of the two."""
        return frozenset((entity_id(self.kind, self.a.unit), entity_id(self.kind, self.b.unit)))


def load(folder: Path) -> tuple[Decision, ...]:
    """The decisions of a graph folder, in order; none where there is no file.

    A line that says none is named in the log and passed over. Raises ``LedgerError`` where the file cannot
    be read.
    """
    found = []
    for number, line in enumerate(_lines(folder), start=1):
        decision = _decision(line)
        if isinstance(decision, Decision):
            found.append(decision)
        elif decision:
            _tell(f"{folder / FILE}:{number}: {decision}; the line is passed over: correct or delete it")
    return tuple(sorted(found))


@cache
def _tell(problem: str) -> None:
    """Log it, once."""
    _LOG.warning("%s", problem)


def _lines(folder: Path) -> list[bytes]:
    file = folder / FILE
    try:
        return file.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []
    except OSError as error:
        raise LedgerError(f"{file}: cannot be read ({error.strerror}); check its permissions") from error


def _decision(line: bytes) -> Decision | str:
    """What a line says, or what is wrong with it; the empty text where it is to say nothing."""
    try:
        text = line.decode().removesuffix("\r")
    except UnicodeDecodeError:
        return "is not UTF-8"
    if not text.strip() or text.startswith("#"):
        return ""
    cells = [unescaped(cell) for cell in text.split("\t")]
    if tuple(cells) == _COLUMNS:
        return ""
    if len(cells) != len(_COLUMNS):
        return f"{len(cells)} cells; expected {len(_COLUMNS)}: {', '.join(_COLUMNS)}"
    verdict = next((v for v in VERDICTS if v == cells[0]), None)
    kind = next((k for k in KINDS if k == cells[1]), None)
    if verdict is None:
        return f"verdict: {cells[0][:40]!r} is not one of {', '.join(VERDICTS)}"
    if kind is None:
        return f"kind: {cells[1][:40]!r} is not one of {', '.join(KINDS)}"
    sides = Side(cells[2], cells[3], cells[4]), Side(cells[5], cells[6], cells[7])
    if not (sides[0].key and sides[1].key) or sides[0].unit == sides[1].unit:
        return "key_a, key_b: must be two keys"
    return Decision(verdict, kind, *sides, cells[8])


def save(folder: Path, decisions: Iterable[Decision]) -> None:
    """Write the decisions in order, and what else is in the file as it is; without any, there is no file."""
    file, partial = folder / FILE, folder / f".{FILE}.partial"
    others = [line for line in _lines(folder) if line.strip() and _is_kept(line)]
    rows = sorted(set(decisions))
    try:
        if not rows and not others:
            file.unlink(missing_ok=True)
            return
        lines = ("\t".join((d.verdict, d.kind, *_cells(d.a), *_cells(d.b), d.decided)) for d in rows)
        text = "".join(f"{line}\n" for line in (_HEADER, *lines)).encode()
        partial.write_bytes(text + b"".join(line + b"\n" for line in others))
        os.replace(partial, file)
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror}); check the permissions of the folder"
        ) from error


def _is_kept(line: bytes) -> bool:
    """Whether a line is a note of the user's, or damaged, and may still be put right."""
    return line.startswith(b"#") or bool(isinstance(problem := _decision(line), str) and problem)


def _cells(side: Side) -> tuple[str, str, str]:
    return escaped(side.key), escaped(side.article), escaped(" ".join(side.name.split()))


def effective(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of the decisions about the same two the one that was made last, in order."""
    last: dict[frozenset[str], Decision] = {}
    for d in sorted(decisions, key=lambda d: (d.decided, d)):
        last[d.pair] = d
    return tuple(sorted(last.values()))


def latest(decisions: Sequence[Decision]) -> Decision | None:
    """The decision that was made last."""
    return max(decisions, key=lambda d: (d.decided, d), default=None)
