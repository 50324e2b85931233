"""What a user has decided about names, kept beside the ledger in a table to be read, compared and edited.

``decisions.tsv`` has a line a decision, sorted: verdict (``same`` or ``different``), kind, then key,
article and name of the one and of the other, and when it was decided. Kind, keys and articles count,
the names are for the reader. ``article`` is empty where a key is meant wherever it stands. Of several
lines about the same two the latest counts, so that to take it back brings back the one before.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graphbuild.errors import LedgerError
from graphbuild.model import KINDS, Kind, entity_id

FILE = "decisions.tsv"
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

    Raises ``LedgerError`` that says file, line and column.
    """
    file = folder / FILE
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"{file}: cannot be read ({error}); mend or delete it") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if tuple(cells) == _COLUMNS:
            continue
        where = f"{file}:{number}"
        if len(cells) != len(_COLUMNS):
            raise LedgerError(
                f"{where}: {len(cells)} cells; expected {len(_COLUMNS)}: {', '.join(_COLUMNS)}; mend the line"
            )
        verdict = next((v for v in VERDICTS if v == cells[0]), None)
        kind = next((k for k in KINDS if k == cells[1]), None)
        if verdict is None:
            raise LedgerError(f"{where}: verdict: {cells[0]!r} is not one of {', '.join(VERDICTS)}; mend it")
        if kind is None:
            raise LedgerError(f"{where}: kind: {cells[1]!r} is not one of {', '.join(KINDS)}; mend it")
        sides = Side(cells[2], cells[3], cells[4]), Side(cells[5], cells[6], cells[7])
        if not (sides[0].key and sides[1].key) or sides[0].unit == sides[1].unit:
            raise LedgerError(f"{where}: key_a, key_b: must be two keys; mend or delete the line")
        found.append(Decision(verdict, kind, *sides, cells[8]))
    return tuple(sorted(found))


def save(folder: Path, decisions: Iterable[Decision]) -> None:
    """Write the decisions in order; without any, there is no file."""
    file, partial = folder / FILE, folder / f".{FILE}.partial"
    rows = sorted(set(decisions))
    try:
        if not rows:
            file.unlink(missing_ok=True)
            return
        lines = ("\t".join((d.verdict, d.kind, *_cells(d.a), *_cells(d.b), d.decided)) for d in rows)
        partial.write_text("\n".join((_HEADER, *lines)) + "\n", encoding="utf-8")
        os.replace(partial, file)
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror}); check the permissions of the folder"
        ) from error


def _cells(side: Side) -> tuple[str, str, str]:
    return side.key, side.article, " ".join(side.name.split())


def effective(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of the decisions about the same two the one that was made last, in order."""
    last: dict[frozenset[str], Decision] = {}
    for d in sorted(decisions, key=lambda d: (d.decided, d)):
        last[d.pair] = d
    return tuple(sorted(last.values()))


def latest(decisions: Sequence[Decision]) -> Decision | None:
    """The decision that was made last."""
    return max(decisions, key=lambda d: (d.decided, d), default=None)
