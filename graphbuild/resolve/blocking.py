"""Which units are compared: those that share a key of their names, so that cost grows with their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise
from typing import Protocol

from graphbuild.resolve.evidence import NEAR, Subject
from graphbuild.resolve.spelling import blocks, canonical, consonants
from graphbuild.resolve.units import ordinal

#: Most comparisons within one block; a larger one is divided by country, and left out if that does not help.
MOST = 600
_WEEK = 2 * NEAR + 1
#: How many articles must name somebody in full, and how many times more than all others of that surname
#: together, for the surname alone to mean him or her.
_OFTEN = 4
_MAINLY = 5
#: Most surnames alone that are compared with who mainly bears it.
_MOST_ALONE = 5000
_BEARER = "bearer "


@dataclass(slots=True)
class Block:
    """Subjects that share a key, by number."""

    names: list[int] = field(default_factory=list)
    """Full names."""
    bare: list[int] = field(default_factory=list)
    """Surnames, initials, or other names of those in ``names``: compared with these alone."""

    def add(self, k: int, bare: bool) -> None:
        (self.bare if bare else self.names).append(k)


class Compared(Protocol):
    """What the comparison of a block looks at in its members."""

    @property
    def id(self) -> str: ...
    @property
    def homes(self) -> Collection[str]: ...
    @property
    def days(self) -> Sequence[int]: ...
    @property
    def named(self) -> int:
        """How many articles name it."""


def pairs(subjects: Sequence[Subject]) -> tuple[dict[tuple[int, int], bool], int]:
    """The pairs to compare, by position and in order, and how many blocks were too large to compare.

    Of each pair, whether the one is who mainly bears the surname that the other is called by alone.
    """
    found: dict[tuple[int, int], bool] = {}
    left_out = 0
    for key, block in _blocks(subjects).items():
        within, too_large = compared(key, block, subjects)
        for pair in within:
            found[pair] = found.get(pair, False) or of_bearer(key)
        left_out += too_large
    return dict(sorted(found.items())), left_out


def of_bearer(key: str) -> bool:
    """Whether the pairs of a block are surnames alone, each with who mainly bears it."""
    return key.startswith(_BEARER)


def compared(
    key: str, block: Block, subjects: Sequence[Compared] | Mapping[int, Compared]
) -> tuple[set[tuple[int, int]], int]:
    """The pairs of one block to compare, the lower number first, and how many parts are too large."""
    found: set[tuple[int, int]] = set()
    left_out = 0
    if of_bearer(key):
        bearer = _bearer(block, subjects)
        if bearer is None or len(block.bare) > _MOST_ALONE:
            return found, int(bearer is not None)
        return {(min(k, bearer), max(k, bearer)) for k in block.bare}, 0
    for part in [block] if _size(key, block) <= MOST else _by_country(subjects, block):
        if _size(key, part) > MOST:
            left_out += 1
        else:
            found.update((min(p), max(p)) for p in _within(key, part, subjects))
    return found, left_out


def _bearer(block: Block, subjects: Sequence[Compared] | Mapping[int, Compared]) -> int | None:
    """Who mainly bears a surname: named in full by several articles, far more than all others together."""
    if not block.bare or not block.names:
        return None
    most, *others = sorted(block.names, key=lambda k: (-subjects[k].named, subjects[k].id))
    least = max(_OFTEN, _MAINLY * sum(subjects[k].named for k in others))
    return most if subjects[most].named >= least else None


def _blocks(subjects: Sequence[Subject]) -> dict[str, Block]:
    """The blocks with more than one subject, by key."""
    surnames = {consonants(s.name.words[-1]) for s in subjects if s.unit.kind == "person" and s.name.bare}
    alone: dict[str, tuple[int, bool]] = {}
    made: dict[str, Block] = {}
    for k, s in enumerate(subjects):
        for key, bare in keys(s, surnames):
            if key not in alone:
                alone[key] = (k, bare)
                continue
            if key not in made:
                made[key] = Block()
                made[key].add(*alone[key])
            made[key].add(k, bare)
    return made


def keys(s: Subject, surnames: Collection[str] | None = None) -> set[tuple[str, bool]]:
    """Keys of the blocks that it is in, and whether as a vague name in each.

    ``surnames`` are the sounds of all surnames that stand alone, if known: those of others have no use.
    """
    kind = s.unit.kind
    if kind == "person" and s.name.bare:
        alone = {(key, True) for key in _surname_keys(s, consonants(s.name.words[-1]), bare=True)}
        return {*alone, (_BEARER + canonical(s.name.words[-1]), True)}
    if kind == "country" or (kind == "organisation" and s.unit.bound):
        return set()
    found: set[tuple[str, bool]] = set()
    if kind == "person":
        for sound in {consonants(s.name.core[-1]), consonants(s.name.core[0])}:
            if surnames is None or sound in surnames:
                found |= {(key, False) for key in _surname_keys(s, sound, bare=False)}
        found.add((_BEARER + canonical(s.name.core[-1]), False))
    for key in blocks(s.name, kind):
        found.add((f"{kind} {key}", key.startswith("initial ") and len(s.name.core[0]) == 1))
    found.add((f"{kind} called {s.name}", False))
    found |= {(f"{kind} called {form}", True) for form in s.forms - {str(s.name)}}
    return found


def _surname_keys(s: Subject, sound: str, *, bare: bool) -> Iterator[str]:
    for role, of in s.unit.offices:
        yield f"office {sound} {role} {of}"
    for home in s.homes:
        yield f"home {sound} {home}"
    spread = NEAR if bare else 0
    buckets = {
        (x.source, day // _WEEK)
        for x in s.unit.sightings
        if x.date and x.source
        for day in range(ordinal(x.date) - spread, ordinal(x.date) + spread + 1)
    }
    for source, week in buckets:
        yield f"near {sound} {week} {source}"


def _size(key: str, block: Block) -> int:
    """How many comparisons a block needs."""
    names, bare = len(block.names), len(block.bare)
    return names * bare + (names * (names - 1) // 2 if _all_of(key) else 0)


def _all_of(key: str) -> bool:
    """Whether the full names of a block are compared with each other."""
    return key.split(" ", 2)[1] in ("all", "pair", "form")


def _by_country(subjects: Sequence[Compared] | Mapping[int, Compared], block: Block) -> list[Block]:
    made: dict[str, Block] = defaultdict(Block)
    for members, bare in ((block.names, False), (block.bare, True)):
        for k in members:
            for home in subjects[k].homes:
                made[home].add(k, bare)
    return [made[home] for home in sorted(made)]


def _within(
    key: str, block: Block, subjects: Sequence[Compared] | Mapping[int, Compared]
) -> Iterator[tuple[int, int]]:
    for k in block.bare:
        yield from ((k, n) for n in block.names if n != k)
    if _all_of(key):
        yield from combinations(block.names, 2)
    if key.startswith("office "):  # surnames in the order of time, each with the next
        yield from pairwise(sorted(block.bare, key=lambda k: (subjects[k].days[:1], subjects[k].id)))
