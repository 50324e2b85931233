"""The user's decisions, stored in a table beside the ledger that can be read, compared and edited.

A decision is about two names (``same`` or ``different``), about a relation between two entities or one
sentence that states it (``rejected`` or ``accepted``), or about an article (``excluded``). Decisions never
change the ledger: they are applied whenever the graph is aggregated.

``decisions.tsv`` has a sorted line per decision. Its columns are those of ``COLUMNS``; a line about names may
end after ``decided``. ``kind`` and ``kind_b`` are kinds of entities, or ``article``. Keys, articles,
``relation``, ``status`` and ``sentence`` are significant; names are only for the reader. ``article_a`` and
``article_b`` are empty if a key is meant in all articles; an excluded article is in ``key_a``, its title
in ``name_a``, and ``status`` is ``removed`` if it was deleted from the ledger. Of several lines about the
same thing the latest counts, so undoing it restores the previous one. A tab in a cell is written ``\\t``, a
line end ``\\n``, a backslash ``\\\\``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

from graphbuild.errors import LedgerError
from graphbuild.model import KINDS, STATUSES, Kind, Status, digest, entity_id
from graphbuild.tables.cells import escaped, unescaped
from graphbuild.tables.keys import without_accents
from graphbuild.wording import quoted

FILE = "decisions.tsv"
COLUMNS = (
    *("verdict", "kind", "key_a", "article_a", "name_a", "key_b", "article_b", "name_b", "decided"),
    *("relation", "kind_b", "status", "sentence"),
)
_LOG = logging.getLogger(__name__)
_LEAST_COLUMNS = 9
"""Minimum number of columns of a line about names; old files have no more."""
_LONGEST_SENTENCE = 120

NameVerdict = Literal["same", "different"]
RelationVerdict = Literal["rejected", "accepted"]
NAME_VERDICTS: tuple[NameVerdict, ...] = ("same", "different")
RELATION_VERDICTS: tuple[RelationVerdict, ...] = ("rejected", "accepted")
_VERDICTS = (*NAME_VERDICTS, *RELATION_VERDICTS, "excluded")
Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class Side:
    """One of the two names of a decision."""

    key: str
    article: str = ""
    """The article, if only its use of the name is meant; else empty."""
    name: str = ""

    @property
    def unit(self) -> str:
        """The key of the unit that the side refers to."""
        return f"{self.key}@{self.article}" if self.article else self.key

    def __str__(self) -> str:
        name = _spaced(self.name) or self.key
        return f"{name} @ {self.article}" if self.article else name


@dataclass(frozen=True, slots=True, order=True)
class NameDecision:
    """The decision that two names are the same entity, or different ones."""

    verdict: NameVerdict
    kind: Kind
    a: Side
    b: Side
    decided: str = ""
    """Time of the decision, ISO 8601; the same in other decisions."""

    @property
    def pair(self) -> frozenset[str]:
        """Ids of both names."""
        return frozenset((entity_id(self.kind, self.a.unit), entity_id(self.kind, self.b.unit)))

    @property
    def about(self) -> Cells:
        """The subject of the decision; of decisions with the same subject the latest counts."""
        return ("names", *sorted(self.pair))

    @property
    def id(self) -> str:
        """The id of the decision."""
        return digest("decision", *cells(self))

    def __str__(self) -> str:
        return f"{self.a} and {self.b} are {'one' if self.verdict == 'same' else 'two'}"


@dataclass(frozen=True, slots=True, order=True)
class RelationDecision:
    """The decision that a relation between two entities, or one sentence that states it, is wrong or
    right.
    """

    verdict: RelationVerdict
    kind_a: Kind
    a: Side
    """The source, as named in articles; if it has an ``article``, in that one."""
    relation: str
    kind_b: Kind
    b: Side
    """The target; for a symmetric relation either entity."""
    status: Status | Literal[""] = ""
    """The status of the sentence; empty if the whole relation is meant, as is the next."""
    sentence: str = ""
    """The words of the sentence, in any article."""
    decided: str = ""

    @property
    def about(self) -> Cells:
        ends = ((self.kind_a, self.a.unit), (self.kind_b, self.b.unit))
        sentence = _spaced(self.sentence)
        return ("relation", self.relation, *(part for end in ends for part in end), self.status, sentence)

    @property
    def id(self) -> str:
        return digest("decision", *cells(self))

    def __str__(self) -> str:
        edge = f"{self.verdict}: {self.a} {self.relation} {self.b}"
        if not self.status:
            return edge
        said = _spaced(self.sentence)
        short = said if len(said) <= _LONGEST_SENTENCE else f"{said[:_LONGEST_SENTENCE]}…"
        return f"{edge} ({self.status}) in {quoted(short)}"


@dataclass(frozen=True, slots=True, order=True)
class ArticleDecision:
    """The decision that an article is not part of the graph."""

    article: str
    title: str = ""
    decided: str = ""
    removed: bool = False
    """Whether it was also deleted from the ledger."""
    verdict: ClassVar[Literal["excluded"]] = "excluded"

    @property
    def about(self) -> Cells:
        return ("article", self.article)

    @property
    def id(self) -> str:
        return digest("decision", *cells(self))

    def __str__(self) -> str:
        title = _spaced(self.title)
        done = "removed" if self.removed else "excluded"
        return f"{done}: article {self.article}{f' ({title})' if title else ''}"


Decision = NameDecision | RelationDecision | ArticleDecision


def _spaced(text: str) -> str:
    """Return the text with single spaces, as it is stored."""
    return " ".join(text.split())


def load(folder: Path) -> tuple[Decision, ...]:
    """Load the decisions of a graph folder, in order; empty if there is no file.

    Invalid lines are logged and skipped. Raises ``LedgerError`` if the file cannot be read.
    """
    found = []
    for number, line in enumerate(_lines(folder), start=1):
        decision = _decision(line)
        if not isinstance(decision, str):
            found.append(decision)
        elif decision:
            _log_once(f"{folder / FILE}:{number}: {decision}; the line is passed over: correct or delete it")
    return tuple(sorted(found, key=cells))


@cache
def _log_once(problem: str) -> None:
    """Log a problem, once."""
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
    """Parse a line; return the decision or an error message, which is empty for a line without a decision."""
    try:
        text = line.decode().removesuffix("\r")
    except UnicodeDecodeError:
        return "is not UTF-8"
    if not text.strip() or text.startswith("#"):
        return ""
    found = [unescaped(cell) for cell in text.split("\t")]
    if tuple(found) in (COLUMNS, COLUMNS[:_LEAST_COLUMNS]):
        return ""
    return of_cells(found)


def of_cells(given: Sequence[str]) -> Decision | str:
    """Build a decision from the cells of a line; return an error message if they are invalid."""
    if not _LEAST_COLUMNS <= len(given) <= len(COLUMNS):
        return f"{len(given)} cells; expected {len(COLUMNS)}: {', '.join(COLUMNS)}"
    filled = [*given, *("",) * (len(COLUMNS) - len(given))]
    word, kind_a, *sides, decided, relation, kind, status, sentence = filled
    a, b = Side(*sides[:3]), Side(*sides[3:])
    if word not in _VERDICTS:
        return f"verdict: {word[:40]!r} is not one of {', '.join(_VERDICTS)}"
    if word == "excluded":
        if not a.key:
            return "key_a: must be the id of an article"
        return ArticleDecision(a.key, a.name, decided, status == "removed")
    a, b = (replace(side, key=_key(side.key)) for side in (a, b))
    kind_of_a = next((k for k in KINDS if k == kind_a), None)
    if kind_of_a is None:
        return f"kind: {kind_a[:40]!r} is not one of {', '.join(KINDS)}"
    for verdict in NAME_VERDICTS:
        if word == verdict:
            if not (a.key and b.key) or a.unit == b.unit:
                return "key_a, key_b: must be two keys"
            return NameDecision(verdict, kind_of_a, a, b, decided)
    other = next((k for k in KINDS if k == kind), None)
    how = next((s for s in STATUSES if s == status), None)
    if other is None:
        return f"kind_b: {kind[:40]!r} is not one of {', '.join(KINDS)}"
    if not (relation and a.key and b.key):
        return "relation, key_a, key_b: must be a relation and its two ends"
    if bool(status) != bool(sentence) or (status and how is None):
        return f"status: {status[:40]!r} must be one of {', '.join(STATUSES)} beside a sentence, else empty"
    rejected: RelationVerdict = "rejected" if word == "rejected" else "accepted"
    return RelationDecision(rejected, kind_of_a, a, relation, other, b, how or "", sentence, decided)


def _key(stored: str) -> str:
    """Return the key of an entity, which has no accents; version 0.2 stored them."""
    article, slash, name = stored.rpartition("/")
    return f"{article}{slash}{without_accents(name)}"


def cells(d: Decision) -> Cells:
    """Return the unescaped cells of a decision's line."""
    match d:
        case NameDecision():
            return (d.verdict, d.kind, *_side(d.a), *_side(d.b), d.decided, "", "", "", "")
        case RelationDecision():
            relation_cells = (d.relation, d.kind_b, d.status, _spaced(d.sentence))
            return (d.verdict, d.kind_a, *_side(d.a), *_side(d.b), d.decided, *relation_cells)
        case ArticleDecision():
            status = "removed" if d.removed else ""
            side = (d.article, "", _spaced(d.title))
            return (d.verdict, "article", *side, "", "", "", d.decided, "", "", status, "")


def _side(side: Side) -> Cells:
    return side.key, side.article, _spaced(side.name)


def save(folder: Path, decisions: Iterable[Decision]) -> None:
    """Save the decisions in order, and keep the other lines of the file; without any, the file is deleted."""
    file, partial = folder / FILE, folder / f".{FILE}.partial"
    others = [line for line in _lines(folder) if line.strip() and _is_kept(line)]
    rows = sorted({cells(d) for d in decisions})
    try:
        if not rows and not others:
            file.unlink(missing_ok=True)
            return
        lines = ("\t".join(map(escaped, row)) for row in (COLUMNS, *rows))
        text = "".join(f"{line}\n" for line in lines).encode()
        partial.write_bytes(text + b"".join(line + b"\n" for line in others))
        os.replace(partial, file)
    except OSError as error:
        raise LedgerError(
            f"{file}: cannot be written ({error.strerror}); check the permissions of the folder"
        ) from error


def _is_kept(line: bytes) -> bool:
    """Whether a line is a comment of the user's, or a damaged line that may still be corrected."""
    return line.startswith(b"#") or bool(isinstance(problem := _decision(line), str) and problem)


def time_sort_key(d: Decision) -> tuple[str, Cells]:
    """Sort key of decisions by time."""
    return d.decided, cells(d)


def effective(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return the latest decision of each subject, in order."""
    last: dict[Cells, Decision] = {}
    for d in sorted(decisions, key=time_sort_key):
        last[d.about] = d
    return tuple(sorted(last.values(), key=cells))


def about_names(decisions: Iterable[Decision]) -> tuple[NameDecision, ...]:
    """Return the decisions about names that are in effect."""
    return tuple(d for d in effective(decisions) if isinstance(d, NameDecision))


def excluded(decisions: Iterable[Decision]) -> frozenset[str]:
    """Return the ids of the excluded articles."""
    return frozenset(d.article for d in decisions if isinstance(d, ArticleDecision))


def latest(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """Return the last decision, or several if one command made them at once, in order."""
    last = max((d.decided for d in decisions), default="")
    return tuple(sorted((d for d in decisions if d.decided == last), key=cells))
