"""What speaks for and against two units being one entity."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from math import exp

from graphbuild import tables
from graphbuild.resolve.facts import Office, Sighting, related
from graphbuild.resolve.spelling import Name, alike, alike_bodies, parse
from graphbuild.resolve.units import Unit, clash, ordinal

#: Points from which two are joined, and from which they are worth a look.
ENOUGH = 4
DOUBTFUL = 2
NEAR = 3
"""Days that may lie between two articles of one publisher on one affair."""
_LONG = 40
"""Years between mentions that no one is in the news for."""
_TERM = 4
"""Years in which an office is taken to be held by one man, where only a surname is given."""
_YEAR = 365.25
_AROUND = 2 * 365
"""Days before and after a term in which the news still speaks of who led a state."""
#: Offices whose holders are called by their first names.
_CROWNED = tables.words("royal title")
#: Likenesses of names that leave open whose name it is, the surest first.
SHORT = tuple("together;short form;longer;nickname;part;beginning;initial;surname;first;surnames".split(";"))


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason with its details."""

    reason: str
    details: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        return tables.reasons()[self.reason].points

    def __str__(self) -> str:
        return tables.reasons()[self.reason].says.format(*self.details)


@dataclass(frozen=True)
class Subject:
    """A unit as it is compared, with what is worked out once."""

    unit: Unit

    @cached_property
    def id(self) -> str:
        return self.unit.id

    @cached_property
    def name(self) -> Name:
        return self.unit.name

    @cached_property
    def title(self) -> str:
        return self.unit.title

    @cached_property
    def forms(self) -> frozenset[str]:
        return frozenset(self.unit.full_forms())

    @cached_property
    def homes(self) -> frozenset[str]:
        return frozenset(self.unit.homes)

    @cached_property
    def articles(self) -> frozenset[str]:
        return frozenset(self.unit.articles)

    @property
    def named(self) -> int:
        return len(self.articles)

    @cached_property
    def days(self) -> tuple[int, ...]:
        return tuple(sorted(ordinal(s.date) for s in self.unit.sightings if s.date))

    @cached_property
    def terms(self) -> Mapping[Office, Sequence[int]]:
        """The days on which it is seen in each office that one alone holds at a time."""
        found: dict[Office, list[int]] = {}
        for s in self.unit.sightings:
            for office in sorted(s.offices):
                if s.date and _sole(*office):
                    found.setdefault(office, []).append(ordinal(s.date))
        return {office: sorted(days) for office, days in found.items()}

    @cached_property
    def by_source(self) -> Mapping[str, tuple[Sequence[int], Sequence[Sighting]]]:
        """Days and sightings by publisher, in order of day."""
        found: dict[str, list[tuple[int, str, Sighting]]] = {}
        for s in self.unit.sightings:
            if s.date and s.source:
                found.setdefault(s.source, []).append((ordinal(s.date), s.article, s))
        ordered = {source: sorted(of, key=lambda x: x[:2]) for source, of in found.items()}
        return {source: ([x[0] for x in of], [x[2] for x in of]) for source, of in ordered.items()}


def likeness(a: Subject, b: Subject) -> tuple[str, Subject, Subject]:
    """In what way the names of two are alike, and the two, the shorter or vaguer first."""
    a, b = sorted((a, b), key=lambda x: (not x.unit.bound, len(x.name.core), len(x.name.words), x.id))
    how = alike(a.name, b.name) if a.unit.kind == "person" else alike_bodies(a.name, b.name)
    if how == "accents" and a.unit.sightings[0].key == b.unit.sightings[0].key:
        how = "same name"
    if how in ("same name", "accents"):
        return how, a, b
    if not a.unit.bound and (str(a.name) in b.forms or str(b.name) in a.forms):
        single = len(a.name.words) == 1 < len(b.name.words)
        return "short form" if single and a.unit.kind == "organisation" else "together", a, b
    return how, a, b


def weigh(
    a: Subject, b: Subject, how: str, labels: Mapping[str, str], *, bearer: bool = False
) -> list[Reason]:
    """All reasons, given how the names are alike; none where the names are not.

    ``labels`` are the names of countries and bodies by code and key. ``bearer`` says that ``b`` is who
    mainly bears the surname that is ``a``.
    """
    if not how:
        return []
    names = (a.title, b.title)
    reasons = [Reason(how, names)]
    reasons += _ties(a, b, how, labels)
    reasons += _marks(a, b, how)
    vague = how in ("surname", "first", "surnames")
    if how == "surname":
        if paper := _near(a, b):
            reasons.append(Reason("near", (paper,)))
        if bearer:
            reasons += _borne(a, b, labels)
    if a.unit.kind == "person" and a.articles & b.articles:
        reasons.append(Reason("side by side"))
    if how in ("spelling", "sounds") and (fixed := _fixed(a, b)):
        reasons.append(Reason("fixed letters", (labels.get(fixed, fixed),)))
    gap = _gap(a.days, b.days)
    if gap > _YEAR * (_TERM if vague or a.unit.bound else _LONG):
        reasons.append(Reason("far apart", (_years(a.days), _years(b.days))))
    return reasons


def points(reasons: Collection[Reason]) -> int:
    """What reasons come to."""
    return sum(t.points for t in reasons)


def score(reasons: Collection[Reason]) -> float:
    """How sure it is by these reasons that two are one, 0 to 1: 0.73 at four points."""
    return round(1 / (1 + exp(3 - max(-30, min(30, points(reasons))))), 2)


def _ties(a: Subject, b: Subject, how: str, labels: Mapping[str, str]) -> Iterator[Reason]:
    """What the articles tell of their countries, offices and bodies."""
    u, v = a.unit, b.unit
    shared = set(u.offices) & set(v.offices)
    if how == "first":
        shared = {(role, of) for role, of in shared if _CROWNED & set(role.split())}
    if shared:
        sole = [o for o in sorted(shared) if _sole(*o)]
        role, of = sole[0] if sole else min(shared)
        yield Reason("office" if sole else "post", (role, labels.get(of, of)))
    elif bodies := u.bodies & v.bodies:
        yield Reason("body", (labels.get(min(bodies), min(bodies)),))
    if same := related(a.homes, b.homes):
        yield Reason("home", (labels.get(min(same), min(same)),))
        if not shared and (posts := _at_once(a, b)):
            yield Reason("at once", tuple(f"{role} of {labels.get(of, of)}" for role, of in posts))
    elif a.homes and b.homes:
        one, other = min(a.homes), min(b.homes)
        yield Reason("other home", (labels.get(one, one), labels.get(other, other)))
        if u.offices and v.offices and not shared and _overlap(a.days, b.days):
            (r, of), (q, by) = min(u.offices), min(v.offices)
            yield Reason("other office", (f"{r} of {labels.get(of, of)}", f"{q} of {labels.get(by, by)}"))
    elif near := (a.homes & v.beside) | (b.homes & u.beside):
        yield Reason("beside", (labels.get(min(near), min(near)),))
    elif how == "short form" and (both := u.beside & v.beside):
        yield Reason("setting", (labels.get(min(both), min(both)),))


def _at_once(a: Subject, b: Subject) -> tuple[Office, ...]:
    """Two different offices of one state, the one of them seen before and after the other.

    Empty where there are none: who was minister first and president later may be one person.
    """
    for x, y in ((a, b), (b, a)):
        for office, days in x.terms.items():
            for other, meanwhile in y.terms.items():
                apart = office[0] != other[0] and office[1] == other[1]
                if apart and any(days[0] < day < days[-1] for day in meanwhile):
                    return (office, other) if x is a else (other, office)
    return ()


@cache
def _sole(role: str, of: str) -> bool:
    """Whether one alone holds such an office at a time."""
    known = tables.roles().get(role)
    if known is None or role in {word for group in tables.variants()["many"] for word in group}:
        return False
    if known.relation == "LEADER_OF":
        return True
    words = role.split()
    return known.relation == "REPRESENTS" and len(words) > 1 and bool({"minister", "secretary"} & set(words))


def _marks(a: Subject, b: Subject, how: str) -> Iterator[Reason]:
    """What distinguishes a father from a son, and a man from a woman."""
    u, v = a.unit, b.unit
    if u.generations and v.generations and not u.generations & v.generations:
        yield Reason("generation", (min(u.generations), min(v.generations)))
    elif bool(u.generations) != bool(v.generations):
        yield Reason("one marked", (min(u.generations | v.generations),))
    if clash(u.initials, v.initials):
        yield Reason("initials", (min(u.initials).upper(), min(v.initials).upper()))
    elif how == "longer" and (middle := _middles(a.name, b.name)) and clash(u.initials, middle):
        yield Reason("initials", (min(u.initials).upper(), min(middle).upper()))
    if u.kind == "person" and not (a.name.bare or b.name.bare):
        given = tables.first_names()
        sex = [given.get(n.words[0].title(), "") for n in (a.name, b.name)]
        if sorted(sex) == ["f", "m"]:
            man, woman = (a, b) if sex[0] == "m" else (b, a)
            yield Reason("gender", (man.name.words[0].title(), woman.name.words[0].title()))


def _borne(a: Subject, b: Subject, labels: Mapping[str, str]) -> Iterator[Reason]:
    """What ties a surname alone to who mainly bears it."""
    yield Reason("bearer", (a.title, b.title))
    if state := _led(b.name, a.days):
        yield Reason("leader", (b.title, labels.get(state, state)))
    elif not (a.homes or b.homes) and (both := a.unit.beside & b.unit.beside):
        yield Reason("setting", (labels.get(min(both), min(both)),))


def _led(name: Name, days: Sequence[int]) -> str:
    """The state that a person led at the time by the table of leaders, or ever where no day is known."""
    for term in _terms().get(str(name), ()):
        since, until = ordinal(term.first_day) - _AROUND, ordinal(term.last_day) + _AROUND
        if not days or (since <= days[0] and days[-1] <= until):
            return term.iso3
    return ""


@cache
def _terms() -> Mapping[str, Sequence[tables.Leader]]:
    """The terms of heads of states by the names by which they are compared."""
    found: dict[str, list[tables.Leader]] = {}
    for held in tables.leaders().values():
        for term in held:
            found.setdefault(str(parse(term.name)), []).append(term)
    return found


def _middles(a: Name, b: Name) -> set[str]:
    longer = a if len(a.core) > len(b.core) else b
    return {"".join(w[0] for w in longer.core[1:-1])} - {""}


def _near(a: Subject, b: Subject) -> str:
    """The publisher that printed both within days, in articles that have a country in common, if any."""
    for source in sorted(a.by_source.keys() & b.by_source.keys()):
        days, there = b.by_source[source]
        for day, s in zip(*a.by_source[source], strict=True):
            for at in range(bisect_left(days, day - NEAR), bisect_right(days, day + NEAR)):
                if there[at].beside & s.beside:
                    return source
    return ""


def _fixed(a: Subject, b: Subject) -> str:
    """A country that both may be of where names have one spelling, if there is no other."""
    homes = (a.homes & b.homes) or a.homes | b.homes
    script = {code for group in tables.variants()["script"] for code in group}
    return min(homes, default="") if homes and not homes & script else ""


def _gap(a: Sequence[int], b: Sequence[int]) -> int:
    """Days between the times of two; 0 where they overlap or are unknown."""
    if not a or not b:
        return 0
    return max(0, a[0] - b[-1], b[0] - a[-1])


def _overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    return bool(a) and bool(b) and _gap(a, b) < _YEAR


def _years(days: Sequence[int]) -> str:
    first, last = date.fromordinal(days[0]).year, date.fromordinal(days[-1]).year
    return str(first) if first == last else f"{first} to {last}"
