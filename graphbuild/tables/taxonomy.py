"""The relations that statements can say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import cast

from graphbuild.errors import QueryError, in_brackets, near
from graphbuild.model import KINDS, Kind
from graphbuild.tables.reader import Row, rows

PLOVER_ROOTS = (
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
#: PLOVER's quad classes in words.
QUADS = {1: "verbal cooperation", 2: "material cooperation", 3: "verbal conflict", 4: "material conflict"}
#: How much a word must be like the name of a relation, to be taken for a slip of it; letters of a stem.
_ALIKE, _SHORTEST_STEM = 0.7, 3


@dataclass(frozen=True, slots=True)
class RelationType:
    """A relation of the taxonomy: what may stand at its ends and what it means."""

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

    @property
    def family(self) -> str:
        """``cooperation`` where the score is above 0, ``conflict`` where it is below, else ``standing``."""
        return "cooperation" if self.score > 0 else "conflict" if self.score < 0 else "standing"


@cache
def relations() -> Mapping[str, RelationType]:
    """The taxonomy by relation name, in table order."""
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
    """The relations that a word means: a family, a quad class in words, a root of PLOVER, or one by name."""
    found: dict[str, set[str]] = {}
    for name, kind in relations().items():
        for word in (kind.family, QUADS.get(kind.quad or 0), kind.plover, name):
            if word:
                found.setdefault(word, set()).add(name)
    return {word: frozenset(names) for word, names in found.items()}


def no_relation(word: str, known: Iterable[str] | None = None) -> QueryError:
    """The error for a word that is none of the known ones: names of relations, or words for several."""
    names = [*(relation_groups() if known is None else known)]
    meant = _by_stem(word) or near(word, names, _ALIKE)
    told = f"no relation is called {word!r}{in_brackets(meant)}: `graphbuild relations --all` lists them"
    if not meant and known is None:
        first, *others = dict.fromkeys(kind.family for kind in relations().values() if kind.score)
        told += f"; all of one sort are called {first}{''.join(f' or {other}' for other in others)}"
    return QueryError(told, wrong=("relation",), named=False)


def relation_meant(word: str) -> str | None:
    """The one relation of which a word is another form, as "sanctioned" of SANCTIONS, or which it means, as
    "bombed" ATTACKS; None for other words, and where it may mean several."""
    found = _by_stem(word)
    return found[0] if len(found) == 1 else None


def _by_stem(word: str) -> list[str]:
    """The relations whose name begins with another form of the word, as MET_WITH with one of "meets"; else
    those whose meaning has one as a verb; at most three.
    """
    wanted = _stem(re.split(r"[\W_]", word.strip())[0])
    if len(wanted) < _SHORTEST_STEM:
        return []
    named = [name for name in relations() if _stem(name.partition("_")[0]) == wanted]
    meant = [
        name
        for name, kind in relations().items()
        if wanted in map(_stem, re.findall(r"(?:^|[,:;] )(\w+)", kind.meaning))
    ]
    return (named or meant)[:3]


def _stem(word: str) -> str:
    """The word without its ending, and with one letter in place of two alike: "met" for "meets"."""
    bare = re.sub(r"(?<=\w{3})(?:ers?|ing|e?d|e?s|e)$", "", word.casefold())
    return re.sub(r"(\w)\1", r"\1", bare.replace("z", "s"))


def _kinds(row: Row, column: str) -> tuple[Kind, ...]:
    kinds = tuple(row.required(column).split())
    if unknown := set(kinds) - set(KINDS):
        raise row.error(column, f"unknown kind {min(unknown)!r}; known are {', '.join(KINDS)}")
    return cast(tuple[Kind, ...], kinds)
