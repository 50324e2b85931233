"""The taxonomy of relations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from textwrap import shorten
from types import MappingProxyType
from typing import cast

from graphbuild.errors import QueryError, in_brackets, similar_words
from graphbuild.model import KINDS, Kind
from graphbuild.tables.reader import Row, rows

PLOVER_ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
#: Names of PLOVER's quad classes.
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
#: Minimum similarity of a misspelt word to the name of a relation; fewest letters of a stem.
_ALIKE, _SHORTEST_STEM = 0.7, 3


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation of the taxonomy: its meaning, and the kinds of its ends."""

    name: str
    source: tuple[Kind, ...]
    target: tuple[Kind, ...]
    symmetric: bool
    plover: str | None
    """Root of the PLOVER event ontology; None for standing relations."""
    quad: int | None
    """PLOVER quad class: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict."""
    score: float
    """Cooperation (+) or conflict (-), -10 to +10."""
    meaning: str

    def __repr__(self) -> str:
        return f"<RelationType {self.name}: {shorten(self.meaning, 80)}>"

    @property
    def family(self) -> str:
        """``cooperation`` if the score is above 0, ``conflict`` if it is below, else ``standing``."""
        return "cooperation" if self.score > 0 else "conflict" if self.score < 0 else "standing"


@cache
def relations() -> Mapping[str, RelationType]:
    """Return the taxonomy by relation name, in table order."""
    found: dict[str, RelationType] = {}
    columns = ("name", "source", "target", "symmetric", "plover", "quad", "score", "meaning")
    for row in rows("relations", columns):
        name = row["name"]
        if not re.fullmatch(r"[A-Z]+(_[A-Z]+)*", name):
            raise row.error("name", f"{name!r} is not in capitals and underscores")
        if name in found:
            raise row.error("name", f"{name} is there twice")
        source, target = _kinds(row, "source"), _kinds(row, "target")
        symmetric = row.flag("symmetric")
        if symmetric and source != target:
            raise row.error(
                "symmetric", f"{name} has different kinds at its ends; give both the same or say no"
            )
        try:
            score = float(row["score"])
        except ValueError:
            raise row.error("score", f"{row['score']!r} is not a number") from None
        if not -10 <= score <= 10:
            raise row.error("score", f"{row['score']} is not between -10 and 10")
        plover = row.choice("plover", ("", *PLOVER_ROOTS)) or None
        quad = row.choice("quad", tuple("1234") if plover else ("0", "", *"1234"))
        found[name] = RelationType(
            name, source, target, symmetric, plover, int(quad or 0) or None, score, row.required("meaning")
        )
    return MappingProxyType(found)


def relation_groups() -> Mapping[str, frozenset[str]]:
    """Return the relations that a word stands for: a family, a quad class, a PLOVER root, or a relation's
    name.
    """
    found: dict[str, set[str]] = {}
    for name, kind in relations().items():
        for word in (kind.family, QUADS.get(kind.quad or 0), kind.plover, name):
            if word:
                found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def no_relation(word: str, known: Iterable[str] | None = None) -> QueryError:
    """Return the error for an unknown word; known are names of relations, or words for several."""
    names = [*(relation_groups() if known is None else known)]
    similar = _by_stem(word) or similar_words(word, names, _ALIKE)
    message = f"no relation is called {word!r}{in_brackets(similar)}: `graphbuild relations --all` lists them"
    if not similar and known is None:
        first, *others = dict.fromkeys(kind.family for kind in relations().values() if kind.score)
        message += f"; all of one sort are called {first}{''.join(f' or {other}' for other in others)}"
    return QueryError(message, wrong=("relation",), named=False)


def relation_meant(word: str) -> str | None:
    """Return the only relation that a word is a form or synonym of; None if there is none or several.

    "sanctioned" is a form of SANCTIONS, and "bombed" a synonym of ATTACKS.
    """
    found = _by_stem(word)
    return found[0] if len(found) == 1 else None


def _by_stem(word: str) -> list[str]:
    """Return at most three relations with a form of the word at the start of their name, else as a verb in
    their meaning: "meets" for MET_WITH.
    """
    wanted = _stem(re.split(r"[\W_]", word.strip())[0])
    if len(wanted) < _SHORTEST_STEM:
        return []
    named = [name for name in relations() if _stem(name.partition("_")[0]) == wanted]
    by_meaning = [
        name
        for name, kind in relations().items()
        if wanted in map(_stem, re.findall(r"(?:^|[,:;] )(\w+)", kind.meaning))
    ]
    return (named or by_meaning)[:3]


def _stem(word: str) -> str:
    """Return the word without its ending, and with double letters as one: "met" for "meets"."""
    bare = re.sub(r"(?<=\w{3})(?:ers?|ing|e?d|e?s|e)$", "", word.casefold())
    return re.sub(r"(\w)\1", r"\1", bare.replace("z", "s"))


def _kinds(row: Row, column: str) -> tuple[Kind, ...]:
    kinds = tuple(row.required(column).split())
    if unknown := set(kinds) - set(KINDS):
        raise row.error(column, f"unknown kind {min(unknown)!r}; known are {', '.join(KINDS)}")
    return cast(tuple[Kind, ...], kinds)
