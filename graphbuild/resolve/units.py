"""Units of entity resolution: sightings of one kind and key, split into namesakes where articles contradict
each other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache

from graphbuild import tables
from graphbuild.model import Kind, entity_id
from graphbuild.resolve.facts import Office, Sighting, related
from graphbuild.resolve.spelling import Name, parse, plain

#: Factor by which more articles must be about one of several namesakes for the name alone to refer to it.
_LEAST_FACTOR = 3
#: Days within which an article is assumed to refer to the namesake that is in the news.
_NEWS_DAYS = 365


@dataclass(eq=False, slots=True)
class Unit:
    """Sightings of one key that are certainly the same entity, with the facts of all of them."""

    kind: Kind
    key: str
    """The key of its sightings, with a suffix if there are namesakes."""
    sightings: list[Sighting] = field(default_factory=list)
    homes: Counter[str] = field(default_factory=Counter)
    offices: dict[Office, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Offices, with the dates of the articles that state them."""
    bodies: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)
    initials: set[str] = field(default_factory=set)
    generations: set[str] = field(default_factory=set)

    def add(self, s: Sighting) -> None:
        self.sightings.append(s)
        self.homes.update(s.homes)
        for office in s.offices:
            self.offices[office].append(s.date)
        self.bodies |= s.bodies
        self.beside |= s.beside
        marks = _marks(s)
        self.initials |= marks[0]
        self.generations |= marks[1]

    @property
    def id(self) -> str:
        return entity_id(self.kind, self.key)

    @property
    def bound(self) -> bool:
        """Whether its key is specific to one article."""
        return self.sightings[0].bound

    @property
    def name(self) -> Name:
        """The parsed name used in comparisons."""
        key = self.sightings[0].key
        if self.bound:
            key = key.removeprefix(f"{self.sightings[0].article}/")
        return parse(key, self.kind)

    @property
    def title(self) -> str:
        """The most frequent name; the longest, then the alphabetically first among equals."""
        names = Counter(s.name for s in self.sightings)
        return min(names, key=lambda n: (-names[n], -len(n), n))

    @property
    def dates(self) -> tuple[str, str]:
        """First and last date; empty if no article has one."""
        known = [s.date for s in self.sightings if s.date]
        return (min(known), max(known)) if known else ("", "")

    @property
    def when(self) -> str:
        """First and last date as text, once if they are the same."""
        first, last = self.dates
        return first if first == last else f"{first} to {last}"

    @property
    def articles(self) -> set[str]:
        return {s.article for s in self.sightings}

    def full_forms(self) -> set[str]:
        """Return all its names except bare surnames, normalised."""
        forms = {f for s in self.sightings for f in s.forms}
        if self.kind == "person":
            return {str(name) for name in map(parse, forms) if not name.bare}
        return {str(parse(f, self.kind)) for f in forms if " " in f or sum(c.isupper() for c in f) > 1}


@lru_cache(maxsize=1 << 16)
def _marks(s: Sighting) -> tuple[frozenset[str], frozenset[str]]:
    """Return the middle initials and generation marks in the names of a sighting."""
    if s.kind != "person":
        return frozenset(), frozenset()
    names = [parse(form) for form in s.forms]
    initials = {n.initials for n in names if n.initials}
    longest = {i for i in initials if not any(j != i and j.startswith(i) for j in initials)}
    return frozenset(longest), frozenset(n.generation for n in names if n.generation)


def clash(a: Collection[str], b: Collection[str]) -> bool:
    """Whether initials contradict each other: none of one side is a prefix of one of the other."""
    return bool(a) and bool(b) and not any(x.startswith(y) or y.startswith(x) for x in a for y in b)


def contradict(s: Sighting | Unit, t: Sighting | Unit) -> bool:
    """Whether two with the same name must differ: different countries, initials or generations."""
    if s.kind == "country":
        return False
    (i, g), (j, h) = _signs(s), _signs(t)
    if clash(i, j) or (g and h and not g & h):
        return True
    a, b = frozenset(s.homes), frozenset(t.homes)
    if not a or not b or related(a, b) or set(s.offices) & set(t.offices):
        return False
    if s.offices and t.offices:
        return True
    return not (a & set(t.beside) or b & set(s.beside))


def _signs(s: Sighting | Unit) -> tuple[Collection[str], frozenset[str]]:
    if isinstance(s, Unit):
        return s.initials, frozenset(s.generations)
    return _marks(s)


def units(found: Iterable[Sighting], alone: Collection[tuple[str, str]] = ()) -> Iterator[Unit]:
    """Yield the units of sightings, sorted by kind and key.

    ``alone`` are (key, article) of sightings named by a decision: each is a unit by itself.
    """
    by_key: dict[tuple[Kind, str], list[Sighting]] = defaultdict(list)
    for s in found:
        key = f"{s.key}@{s.article}" if (s.key, s.article) in alone else s.key
        by_key[s.kind, key].append(s)
    for (kind, key), group in sorted(by_key.items()):
        group.sort(key=lambda s: (s.article, s.local))
        if len(group) == 1 or kind == "country" or (kind == "organisation" and _is_unique(key)):
            yield _unit(kind, key, group)
        else:
            yield from _split(kind, key, group)


def _is_unique(key: str) -> bool:
    """Whether an organisation's key excludes namesakes: an institution of a state, or an international
    organisation.
    """
    return "/" in key or plain(key) in _international()


@cache
def _international() -> frozenset[str]:
    bodies = [(b.name, b.ambiguous) for b in tables.blocs().values()]
    bodies += [(o.name, o.ambiguous) for o in tables.organisations().values() if not o.country]
    return frozenset(plain(name) for name, ambiguous in bodies if name not in ambiguous)


def _unit(kind: Kind, key: str, group: Iterable[Sighting]) -> Unit:
    unit = Unit(kind, key)
    for s in group:
        unit.add(s)
    return unit


def _split(kind: Kind, key: str, group: Sequence[Sighting]) -> Iterator[Unit]:
    """Split the sightings of one key into namesakes.

    Articles that state initials or a generation form the namesakes first, then those that state a country. An
    article compatible with several is assigned by context, or to none.
    """
    signatures: dict[tuple[object, ...], list[Sighting]] = defaultdict(list)
    ambiguous: list[Sighting] = []
    for s in group:
        marks = _marks(s)
        if s.homes or marks[0] or marks[1]:
            signature = (*(tuple(sorted(v)) for v in (*marks, s.homes, s.offices)),)
            signatures[signature].append(s)
        else:
            ambiguous.append(s)
    parts: list[Unit] = []
    for _, sightings in sorted(
        signatures.items(), key=lambda x: (not (x[0][0] or x[0][1]), -len(x[1]), x[0])
    ):
        fitting = [p for p in parts if not any(contradict(p, s) for s in sightings)]
        if not fitting:
            fitting = [Unit(kind, key)]
            parts += fitting
        if len(fitting) > 1:
            ambiguous += sightings
            continue
        for s in sightings:
            fitting[0].add(s)
    if len(parts) < 2:
        yield _unit(kind, key, group)
        return
    parts.sort(key=lambda p: (-len(p.sightings), _suffix(p)))
    yield from _with_keys(kind, key, parts, _assign(parts, ambiguous))


def _assign(parts: Sequence[Unit], ambiguous: Iterable[Sighting]) -> list[Sighting]:
    """Assign sightings to namesakes by context; return those that remain ambiguous."""
    weights = [len(p.sightings) for p in parts]
    seasons = [sorted(ordinal(s.date) for s in p.sightings if s.date) for p in parts]
    assigned = [(s, _referent(s, parts, weights, seasons)) for s in ambiguous]
    for s, index in assigned:
        if index is not None:
            parts[index].add(s)
    return [s for s, index in assigned if index is None]


def _with_keys(kind: Kind, key: str, parts: list[Unit], rest: Sequence[Sighting]) -> list[Unit]:
    """Return the namesakes with distinct keys; the one that the name alone refers to keeps the plain key."""
    parts = sorted(parts, key=lambda p: (-len(p.sightings), _suffix(p)))
    used = Counter(_suffix(p) for p in parts)
    for number, part in enumerate(parts):
        if number or rest:
            suffix = _suffix(part)
            part.key = (
                f"{key}#{suffix}" if used[suffix] == 1 else f"{key}#{suffix}#{part.sightings[0].article}"
            )
    return [*([_unit(kind, key, rest)] if rest else []), *parts]


def _referent(
    s: Sighting, parts: Sequence[Unit], weights: Sequence[int], seasons: Sequence[Sequence[int]]
) -> int | None:
    """Return the index of the namesake that an ambiguous sighting refers to, or None.

    It is the only one with a country that the article mentions, else the one in the news at that time, else
    the one that nearly all articles are about.
    """
    fitting = [k for k, p in enumerate(parts) if not contradict(p, s)]
    if len(fitting) < 2:
        return fitting[0] if fitting else None
    named = [k for k in fitting if set(parts[k].homes) & s.beside]
    if len(named) == 1 and all(parts[k].homes for k in fitting):
        return named[0]
    if s.date:
        day = ordinal(s.date)
        near = [k for k in fitting if near_day(day, seasons[k], _NEWS_DAYS)]
        if len(near) == 1:
            return near[0]
    most, *others = sorted(fitting, key=lambda k: (-weights[k], k))
    return most if weights[most] >= _LEAST_FACTOR * sum(weights[k] for k in others) else None


def near_day(day: int, days: Sequence[int], most: int) -> bool:
    """Whether one of the sorted days is at most ``most`` days from a day."""
    at = bisect_left(days, day - most)
    return at < len(days) and days[at] <= day + most


@lru_cache(maxsize=1 << 16)
def ordinal(day: str) -> int:
    """Return the ordinal of an ISO 8601 date."""
    return date.fromisoformat(day).toordinal()


def _suffix(part: Unit) -> str:
    """Return the key suffix of a namesake: its generations, initials and countries."""
    parts = (*sorted(part.generations), *sorted(part.initials), *sorted(part.homes))
    return plain(" ".join(parts)).replace(" ", "+")
