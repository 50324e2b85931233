"""Which units are compared: those that share a key of their names, so that cost grows with their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise

from graphbuild.resolve.evidence import NEAR, Subject
from graphbuild.resolve.spelling import blocks, consonants
from graphbuild.resolve.units import ordinal

#: Most comparisons within one block; a larger one is divided by country, and left out if that does not help.
MOST = 600
_WEEK = 2 * NEAR + 1


@dataclass(slots=True)
class _Block:
    names: list[int] = field(default_factory=list)
    """Full names."""
    bare: list[int] = field(default_factory=list)
    """Surnames, initials, or other names of those in ``names``: compared with these alone."""

    def add(self, k: int, bare: bool) -> None:
        (self.bare if bare else self.names).append(k)


def pairs(subjects: Sequence[Subject]) -> tuple[list[tuple[int, int]], int]:
    """The pairs to compare, by position and in order, and how many blocks were too large to compare."""
    found: set[tuple[int, int]] = set()
    left_out = 0
    for key, block in sorted(_blocks(subjects).items(), key=lambda item: item[0]):
        parts = [block]
        if _size(key, block) > MOST:
            parts = _by_country(subjects, block)
        for part in parts:
            if _size(key, part) > MOST:
                left_out += 1
                continue
            found.update((min(p), max(p)) for p in _within(key, part, subjects))
    return sorted(found), left_out


def _blocks(subjects: Sequence[Subject]) -> dict[str, _Block]:
    """The blocks with more than one subject, by key."""
    surnames = {consonants(s.name.words[-1]) for s in subjects if s.unit.kind == "person" and s.name.bare}
    alone: dict[str, tuple[int, bool]] = {}
    made: dict[str, _Block] = {}

    def put(key: str, k: int, *, bare: bool) -> None:
        if key not in alone:
            alone[key] = (k, bare)
            return
        if key not in made:
            made[key] = _Block()
            made[key].add(*alone[key])
        made[key].add(k, bare)

    for k, s in enumerate(subjects):
        kind = s.unit.kind
        if kind == "person" and s.name.bare:
            for key in _surname_keys(s, s.name.words[-1], bare=True):
                put(key, k, bare=True)
            continue
        if kind == "country" or (kind == "organisation" and s.unit.bound):
            continue
        for word in (s.name.core[-1], s.name.core[0]) if kind == "person" else ():
            if consonants(word) in surnames:
                for key in _surname_keys(s, word, bare=False):
                    put(key, k, bare=False)
        for key in set(blocks(s.name, kind)):
            put(f"{kind} {key}", k, bare=key.startswith("initial ") and len(s.name.core[0]) == 1)
        put(f"{kind} called {s.name}", k, bare=False)
        for form in s.forms - {str(s.name)}:
            put(f"{kind} called {form}", k, bare=True)
    return made


def _surname_keys(s: Subject, word: str, *, bare: bool) -> Iterator[str]:
    sound = consonants(word)
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


def _size(key: str, block: _Block) -> int:
    """How many comparisons a block needs."""
    names, bare = len(block.names), len(block.bare)
    return names * bare + (names * (names - 1) // 2 if _all_of(key) else 0)


def _all_of(key: str) -> bool:
    """Whether the full names of a block are compared with each other."""
    return key.split(" ", 2)[1] in ("all", "pair", "form")


def _by_country(subjects: Sequence[Subject], block: _Block) -> list[_Block]:
    made: dict[str, _Block] = defaultdict(_Block)
    for members, bare in ((block.names, False), (block.bare, True)):
        for k in members:
            for home in subjects[k].homes:
                made[home].add(k, bare)
    return [made[home] for home in sorted(made)]


def _within(key: str, block: _Block, subjects: Sequence[Subject]) -> Iterator[tuple[int, int]]:
    for k in block.bare:
        yield from ((k, n) for n in block.names if n != k)
    if _all_of(key):
        yield from combinations(block.names, 2)
    if key.startswith("office "):  # surnames in the order of time, each with the next
        yield from pairwise(sorted(block.bare, key=lambda k: (subjects[k].days[:1], subjects[k].id)))
