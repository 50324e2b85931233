"""What a user has decided, kept beside the ledger in a table to be read, compared and edited.

A decision is about two names (``same`` or ``different``), about a relation between two entities, all of it
or what one sentence says of it (``rejected`` or ``accepted``), or about an article (``excluded``). What was
read is never changed by it: decisions are applied whenever the graph is made of what was read.

``decisions.tsv`` has a line a decision, sorted. Its columns are those of ``COLUMNS``; a line about names may
end after ``decided``. ``kind`` and ``kind_b`` are kinds of entities, or ``article``. Keys, articles,
``relation``, ``status`` and ``sentence`` count, names are for the reader. ``article_a`` and ``article_b`` are
empty where a key is meant wherever it stands; an excluded article is named in ``key_a``, its title in
``name_a``. Of several lines about the same the latest counts, so that to take it back brings back the one
before. A tab in a cell is written ``\\t``, a line end ``\\n``, a backslash ``\\\\``.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar, Literal

from graphbuild.errors import LedgerError
from graphbuild.model import KINDS, STATUSES, Kind, Status, digest, entity_id
from graphbuild.tables.cells import escaped, unescaped
from graphbuild.wording import quoted

FILE = "decisions.tsv"
COLUMNS = (
    *("verdict", "kind", "key_a", "article_a", "name_a", "key_b", "article_b", "name_b", "decided"),
    *("relation", "kind_b", "status", "sentence"),
)
_LOG = logging.getLogger(__name__)
_OF_NAMES = 9
"""Columns that a line about names has at least; before there were other decisions it had no more."""
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
    """Where only one article's use of the name is meant; else empty."""
    name: str = ""

    @property
    def unit(self) -> str:
        """The key of the unit that is meant."""
        return f"{self.key}@{self.article}" if self.article else self.key

    def __str__(self) -> str:
        name = _spaced(self.name) or self.key
        return f"{name} @ {self.article}" if self.article else name


@dataclass(frozen=True, slots=True, order=True)
class NameDecision:
    """That two names are one entity, or two."""

    verdict: NameVerdict
    kind: Kind
    a: Side
    b: Side
    decided: str = ""
    """When, ISO 8601, as in other decisions."""

    @property
    def pair(self) -> frozenset[str]:
        """Ids of the two."""
        return frozenset((entity_id(self.kind, self.a.unit), entity_id(self.kind, self.b.unit)))

    @property
    def about(self) -> Cells:
        """What it is about, as in other decisions: of those about the same the latest counts."""
        return ("names", *sorted(self.pair))

    @property
    def id(self) -> str:
        """Names the decision, as in other decisions."""
        return digest("decision", *cells(self))

    def __str__(self) -> str:
        return f"{self.a} and {self.b} are {'one' if self.verdict == 'same' else 'two'}"


@dataclass(frozen=True, slots=True, order=True)
class RelationDecision:
    """That a relation between two is wrongly stated, or rightly: all of it, or what one sentence says."""

    verdict: RelationVerdict
    kind_a: Kind
    a: Side
    """The source, as an article names it; where ``article`` is given, in that article."""
    relation: str
    kind_b: Kind
    b: Side
    """The target; of a symmetric relation either."""
    status: Status | Literal[""] = ""
    """How the sentence says it; empty where all of the relation is meant, as the next."""
    sentence: str = ""
    """Wherever these words are printed."""
    decided: str = ""

    @property
    def about(self) -> Cells:
        ends = ((self.kind_a, self.a.unit), (self.kind_b, self.b.unit))
        said = _spaced(self.sentence)
        return ("relation", self.relation, *(part for end in ends for part in end), self.status, said)

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
    """That an article is no part of the graph."""

    article: str
    title: str = ""
    decided: str = ""
    verdict: ClassVar[Literal["excluded"]] = "excluded"

    @property
    def about(self) -> Cells:
        return ("article", self.article)

    @property
    def id(self) -> str:
        return digest("decision", *cells(self))

    def __str__(self) -> str:
        title = _spaced(self.title)
        return f"excluded: article {self.article}{f' ({title})' if title else ''}"


Decision = NameDecision | RelationDecision | ArticleDecision


def _spaced(text: str) -> str:
    """The text with single spaces, as it is kept."""
    return " ".join(text.split())


def load(folder: Path) -> tuple[Decision, ...]:
    """The decisions of a graph folder, in order; none where there is no file.

    A line that says none is named in the log and passed over. Raises ``LedgerError`` where the file cannot
    be read.
    """
    found = []
    for number, line in enumerate(_lines(folder), start=1):
        decision = _decision(line)
        if not isinstance(decision, str):
            found.append(decision)
        elif decision:
            _tell(f"{folder / FILE}:{number}: {decision}; the line is passed over: correct or delete it")
    return tuple(sorted(found, key=cells))


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
    found = [unescaped(cell) for cell in text.split("\t")]
    if tuple(found) in (COLUMNS, COLUMNS[:_OF_NAMES]):
        return ""
    return of_cells(found)


def of_cells(given: Sequence[str]) -> Decision | str:
    """The decision of the cells of a line, or what is wrong with them."""
    if not _OF_NAMES <= len(given) <= len(COLUMNS):
        return f"{len(given)} cells; expected {len(COLUMNS)}: {', '.join(COLUMNS)}"
    filled = [*given, *("",) * (len(COLUMNS) - len(given))]
    said, kind_a, *sides, decided, relation, kind, status, sentence = filled
    a, b = Side(*sides[:3]), Side(*sides[3:])
    if said not in _VERDICTS:
        return f"verdict: {said[:40]!r} is not one of {', '.join(_VERDICTS)}"
    if said == "excluded":
        return ArticleDecision(a.key, a.name, decided) if a.key else "key_a: must be the id of an article"
    one = next((k for k in KINDS if k == kind_a), None)
    if one is None:
        return f"kind: {kind_a[:40]!r} is not one of {', '.join(KINDS)}"
    for verdict in NAME_VERDICTS:
        if said == verdict:
            if not (a.key and b.key) or a.unit == b.unit:
                return "key_a, key_b: must be two keys"
            return NameDecision(verdict, one, a, b, decided)
    other = next((k for k in KINDS if k == kind), None)
    how = next((s for s in STATUSES if s == status), None)
    if other is None:
        return f"kind_b: {kind[:40]!r} is not one of {', '.join(KINDS)}"
    if not (relation and a.key and b.key):
        return "relation, key_a, key_b: must be a relation and its two ends"
    if bool(status) != bool(sentence) or (status and how is None):
        return f"status: {status[:40]!r} must be one of {', '.join(STATUSES)} beside a sentence, else empty"
    rejected: RelationVerdict = "rejected" if said == "rejected" else "accepted"
    return RelationDecision(rejected, one, a, relation, other, b, how or "", sentence, decided)


def cells(d: Decision) -> Cells:
    """The cells of a decision's line, not escaped yet."""
    match d:
        case NameDecision():
            return (d.verdict, d.kind, *_side(d.a), *_side(d.b), d.decided, "", "", "", "")
        case RelationDecision():
            said = (d.relation, d.kind_b, d.status, _spaced(d.sentence))
            return (d.verdict, d.kind_a, *_side(d.a), *_side(d.b), d.decided, *said)
        case ArticleDecision():
            return (
                d.verdict,
                "article",
                d.article,
                "",
                _spaced(d.title),
                "",
                "",
                "",
                d.decided,
                "",
                "",
                "",
                "",
            )


def _side(side: Side) -> Cells:
    return side.key, side.article, _spaced(side.name)


def save(folder: Path, decisions: Iterable[Decision]) -> None:
    """Write the decisions in order, and what else is in the file as it is; without any, there is no file."""
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
    """Whether a line is a note of the user's, or damaged, and may still be put right."""
    return line.startswith(b"#") or bool(isinstance(problem := _decision(line), str) and problem)


def in_time(d: Decision) -> tuple[str, Cells]:
    """What sorts decisions by when they were made."""
    return d.decided, cells(d)


def effective(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Of the decisions about the same the one that was made last, in order."""
    last: dict[Cells, Decision] = {}
    for d in sorted(decisions, key=in_time):
        last[d.about] = d
    return tuple(sorted(last.values(), key=cells))


def about_names(decisions: Iterable[Decision]) -> tuple[NameDecision, ...]:
    """Those about names, as they are in effect."""
    return tuple(d for d in effective(decisions) if isinstance(d, NameDecision))


def excluded(decisions: Iterable[Decision]) -> frozenset[str]:
    """Ids of the articles that are no part of the graph."""
    return frozenset(d.article for d in decisions if isinstance(d, ArticleDecision))


def latest(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """What was decided last, in order: several decisions where one command made them at once."""
    last = max((d.decided for d in decisions), default="")
    return tuple(sorted((d for d in decisions if d.decided == last), key=cells))
