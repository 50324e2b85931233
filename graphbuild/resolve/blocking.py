"""Blocking: only units that share a key of their names are compared, so the cost grows with their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Protocol

from graphbuild.resolve.evidence import NEAR, Subject
from graphbuild.resolve.spelling import blocks, canonical, consonants
from graphbuild.resolve.units import ordinal

#: Most comparisons within one block. A larger one is split by country, and skipped if the parts are still too
#: large.
MOST = 600
_WEEK = 2 * NEAR + 1
#: A surname alone refers to its main bearer: a person named in full by at least so many articles, and by so
#: many times more articles than all others of that surname together.
_LEAST_ARTICLES = 4
_LEAST_FACTOR = 5
#: Most bare surnames that are compared with their main bearer.
_MOST_BARE = 5000
_BEARER = "bearer "


@dataclass(slots=True)
class Block:
    """Subjects that share a key, by position."""

    names: list[int] = field(default_factory=list)
    """Full names."""
    bare: list[int] = field(default_factory=list)
    """Surnames, initials or other forms, which are compared with the full names only."""

    def add(self, k: int, bare: bool) -> None:
        (self.bare if bare else self.names).append(k)


class Compared(Protocol):
    """The attributes of a subject that blocking uses."""

    @property
    def id(self) -> str: ...
    @property
    def homes(self) -> Collection[str]: ...
    @property
    def days(self) -> Sequence[int]: ...
    @property
    def named(self) -> int:
        """Number of articles that name it."""


def pairs(subjects: Sequence[Subject]) -> tuple[dict[tuple[int, int], bool], int]:
    """Return the pairs to compare, sorted by position, and the number of blocks too large to compare.

    The value of a pair is whether it consists of a bare surname and its main bearer.
    """
    found: dict[tuple[int, int], bool] = {}
    too_large = 0
    for key, block in _blocks(subjects).items():
        within, skipped = compared(key, block, subjects)
        for pair in within:
            found[pair] = found.get(pair, False) or is_surname_block(key)
        too_large += skipped
    return dict(sorted(found.items())), too_large


def is_surname_block(key: str) -> bool:
    """Whether the pairs of a block are bare surnames, each with their main bearer."""
    return key.startswith(_BEARER)


def compared(
    key: str, block: Block, subjects: Sequence[Compared] | Mapping[int, Compared]
) -> tuple[set[tuple[int, int]], int]:
    """Return the pairs of one block to compare, the lower position first, and the number of parts too large
    to compare.
    """
    found: set[tuple[int, int]] = set()
    too_large = 0
    if is_surname_block(key):
        bearer = _bearer(block, subjects)
        if bearer is None or len(block.bare) > _MOST_BARE:
            return found, int(bearer is not None)
        return {(min(k, bearer), max(k, bearer)) for k in block.bare}, 0
    for part in [block] if _size(key, block) <= MOST else _by_country(subjects, block):
        if _size(key, part) > MOST:
            too_large += 1
        else:
            found.update((min(p), max(p)) for p in _within(key, part, subjects))
    return found, too_large


def _bearer(block: Block, subjects: Sequence[Compared] | Mapping[int, Compared]) -> int | None:
    """Return the main bearer of a surname: named in full by several articles, far more than all others
    together.
    """
    if not block.bare or not block.names:
        return None
    most, *others = sorted(block.names, key=lambda k: (-subjects[k].named, subjects[k].id))
    least = max(_LEAST_ARTICLES, _LEAST_FACTOR * sum(subjects[k].named for k in others))
    return most if subjects[most].named >= least else None


def _blocks(subjects: Sequence[Subject]) -> dict[str, Block]:
    """Return the blocks with more than one subject, by key."""
    surnames = {consonants(s.name.words[-1]) for s in subjects if s.unit.kind == "person" and s.name.bare}
    singles: dict[str, tuple[int, bool]] = {}
    found: dict[str, Block] = {}
    for k, s in enumerate(subjects):
        for key, bare in keys(s, surnames):
            if key not in singles:
                singles[key] = (k, bare)
                continue
            if key not in found:
                found[key] = Block()
                found[key].add(*singles[key])
            found[key].add(k, bare)
    return found


def keys(s: Subject, surnames: Collection[str] | None = None) -> set[tuple[str, bool]]:
    """Return the keys of the blocks of a subject, each with whether its name is partial there.

    ``surnames`` are the phonetic keys of all bare surnames, if known; keys of other surnames are not needed.
    """
    kind = s.unit.kind
    if kind == "person" and s.name.bare:
        bare_keys = {(key, True) for key in _surname_keys(s, consonants(s.name.words[-1]), bare=True)}
        return {*bare_keys, (_BEARER + canonical(s.name.words[-1]), True)}
    if kind == "country" or (kind == "organisation" and s.unit.bound):
        return set()
    found: set[tuple[str, bool]] = set()
    if kind == "person":
        for phonetic in {consonants(s.name.core[-1]), consonants(s.name.core[0])}:
            if surnames is None or phonetic in surnames:
                found |= {(key, False) for key in _surname_keys(s, phonetic, bare=False)}
        found.add((_BEARER + canonical(s.name.core[-1]), False))
    for key in blocks(s.name, kind):
        found.add((f"{kind} {key}", key.startswith("initial ") and len(s.name.core[0]) == 1))
    found.add((f"{kind} called {s.name}", False))
    found |= {(f"{kind} called {form}", True) for form in s.forms - {str(s.name)}}
    return found


def _surname_keys(s: Subject, phonetic: str, *, bare: bool) -> Iterator[str]:
    for role, institution in s.unit.offices:
        yield f"office {phonetic} {role} {institution}"
    for home in s.homes:
        yield f"home {phonetic} {home}"
    spread = NEAR if bare else 0
    buckets = {
        (x.source, day // _WEEK)
        for x in s.unit.sightings
        if x.date and x.source
        for day in range(ordinal(x.date) - spread, ordinal(x.date) + spread + 1)
    }
    for source, week in buckets:
        yield f"near {phonetic} {week} {source}"


def _size(key: str, block: Block) -> int:
    """Return the number of comparisons in a block."""
    names, bare = len(block.names), len(block.bare)
    return names * bare + (names * (names - 1) // 2 if _compares_full_names(key) else 0)


def _compares_full_names(key: str) -> bool:
    """Whether the full names of a block are compared with each other."""
    return key.split(" ", 2)[1] in ("all", "pair", "form")


def _by_country(subjects: Sequence[Compared] | Mapping[int, Compared], block: Block) -> list[Block]:
    parts: dict[str, Block] = defaultdict(Block)
    for members, bare in ((block.names, False), (block.bare, True)):
        for k in members:
            for home in subjects[k].homes:
                parts[home].add(k, bare)
    return [parts[home] for home in sorted(parts)]


def _within(
    key: str, block: Block, subjects: Sequence[Compared] | Mapping[int, Compared]
) -> Iterator[tuple[int, int]]:
    for k in block.bare:
        yield from ((k, n) for n in block.names if n != k)
    if _compares_full_names(key):
        yield from combinations(block.names, 2)
    if key.startswith("office "):  # bare surnames in order of time, each with the next one
        yield from pairwise(sorted(block.bare, key=lambda k: (subjects[k].days[:1], subjects[k].id)))
