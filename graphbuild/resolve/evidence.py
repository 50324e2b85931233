"""Evidence for and against two units being the same entity."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from math import exp

from graphbuild import tables
from graphbuild.resolve.facts import Office, Sighting, related
from graphbuild.resolve.spelling import Name, alike, alike_bodies, parse, plain
from graphbuild.resolve.units import Unit, clash, ordinal
from graphbuild.tables.keys import normal

#: Minimum points of a merge, and of a merge candidate.
MERGE_POINTS = 4
DOUBTFUL = 2
NEAR = 3
"""Most days between two articles of one publisher on the same affair."""
_MOST_YEARS = 40
"""Most years between mentions of the same person in the news."""
_MOST_YEARS_PARTIAL = 4
"""Most years between mentions of an office holder by surname alone."""
_YEAR = 365.25
_TERM_MARGIN = 2 * 365
"""Days before and after a term in which the news still refers to the leader of a state."""
#: Offices with holders who are called by their first names.
_ROYAL_TITLES = tables.words("royal title")
#: Partial name matches, which leave the referent open, the most specific first.
PARTIAL_MATCHES = tuple(
    "together;short form;longer;nickname;part;beginning;initial;surname;first;surnames".split(";")
)


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
    """A unit with the cached values used in comparisons."""

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
        """The days on which it appears in each office that has only one holder at a time."""
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
    """Return the type of the name match, and the pair with the shorter or less specific name first."""
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
    """Return all reasons for and against a pair with this type of name match; none if the names do not match.

    ``labels`` are the names of countries and organisations by code and key. ``bearer`` is whether ``b`` is
    the main bearer of the bare surname ``a``.
    """
    if not how:
        return []
    names = (a.title, b.title)
    reasons = [Reason(how, names)]
    reasons += _compare_facts(a, b, how, labels)
    reasons += _compare_marks(a, b, how)
    if a.unit.kind == "organisation" and len(listed := {_listed(a), _listed(b)} - {""}) == 2:
        reasons.append(Reason("other entry", tuple(sorted(listed))))
    partial = how in ("surname", "first", "surnames")
    if how == "surname":
        if publisher := _same_affair(a, b):
            reasons.append(Reason("near", (publisher,)))
        if bearer:
            reasons += _bearer_evidence(a, b, labels)
    elif how == "part":
        reasons += _leader_evidence(a, b, labels, reasons)
    if a.unit.kind == "person" and a.articles & b.articles:
        reasons.append(Reason("side by side"))
    if how in ("spelling", "sounds") and (country := _fixed_spelling(a, b)):
        reasons.append(Reason("fixed letters", (labels.get(country, country),)))
    gap = _gap(a.days, b.days)
    if gap > _YEAR * (_MOST_YEARS_PARTIAL if partial or a.unit.bound else _MOST_YEARS):
        reasons.append(Reason("far apart", (_years(a.days), _years(b.days))))
    return reasons


def points(reasons: Collection[Reason]) -> int:
    """Return the sum of the points of the reasons."""
    return sum(t.points for t in reasons)


def score(reasons: Collection[Reason]) -> float:
    """Return the probability that two are the same entity, 0 to 1: 0.73 at four points."""
    return round(1 / (1 + exp(3 - max(-30, min(30, points(reasons))))), 2)


def _compare_facts(a: Subject, b: Subject, how: str, labels: Mapping[str, str]) -> Iterator[Reason]:
    """Compare the countries, offices and organisations that articles state for the pair."""
    u, v = a.unit, b.unit
    shared = set(u.offices) & set(v.offices)
    if how == "first":
        shared = {(role, of) for role, of in shared if _ROYAL_TITLES & set(role.split())}
    if shared:
        sole = [o for o in sorted(shared) if _sole(*o)]
        role, of = sole[0] if sole else min(shared)
        yield Reason("office" if sole else "post", (role, labels.get(of, of)))
    elif bodies := u.bodies & v.bodies:
        yield Reason("body", (labels.get(min(bodies), min(bodies)),))
    if same := related(a.homes, b.homes):
        yield Reason("home", (labels.get(min(same), min(same)),))
        if not shared and (posts := _concurrent_offices(a, b)):
            yield Reason("at once", tuple(f"{role} of {labels.get(of, of)}" for role, of in posts))
    elif a.homes and b.homes:
        one, other = min(a.homes), min(b.homes)
        yield Reason("other home", (labels.get(one, one), labels.get(other, other)))
        if u.offices and v.offices and not shared and _overlap(a.days, b.days):
            (r, of), (q, by) = min(u.offices), min(v.offices)
            yield Reason("other office", (f"{r} of {labels.get(of, of)}", f"{q} of {labels.get(by, by)}"))
    elif mentioned := (a.homes & v.beside) | (b.homes & u.beside):
        yield Reason("beside", (labels.get(min(mentioned), min(mentioned)),))
    elif how == "short form" and (both := u.beside & v.beside):
        yield Reason("setting", (labels.get(min(both), min(both)),))


def _concurrent_offices(a: Subject, b: Subject) -> tuple[Office, ...]:
    """Return two different offices of one state, one of them seen both before and after the other.

    Empty if there are none: a former minister who is president later may be the same person.
    """
    for x, y in ((a, b), (b, a)):
        for office, days in x.terms.items():
            for other, meanwhile in y.terms.items():
                differ = office[0] != other[0] and office[1] == other[1]
                if differ and any(days[0] < day < days[-1] for day in meanwhile):
                    return (office, other) if x is a else (other, office)
    return ()


@cache
def _sole(role: str, of: str) -> bool:
    """Whether an office has only one holder at a time."""
    known = tables.roles().get(role)
    if known is None or role in {word for group in tables.variants()["many"] for word in group}:
        return False
    if known.relation == "LEADER_OF":
        return True
    words = role.split()
    return known.relation == "REPRESENTS" and len(words) > 1 and bool({"minister", "secretary"} & set(words))


def _compare_marks(a: Subject, b: Subject, how: str) -> Iterator[Reason]:
    """Compare generation marks, middle initials and the gender of first names."""
    u, v = a.unit, b.unit
    if u.generations and v.generations and not u.generations & v.generations:
        yield Reason("generation", (min(u.generations), min(v.generations)))
    elif bool(u.generations) != bool(v.generations):
        yield Reason("one marked", (min(u.generations | v.generations),))
    if clash(u.initials, v.initials):
        yield Reason("initials", (min(u.initials).upper(), min(v.initials).upper()))
    elif how == "longer" and (middle := _middles(a.name, b.name)) and clash(u.initials, middle):
        yield Reason("initials", (min(u.initials).upper(), min(middle).upper()))
    if how == "longer" and (surname := _further_surname(a.name, b.name)):
        yield Reason("further surname", (b.title, surname.title()))
    if u.kind == "person" and not (a.name.bare or b.name.bare):
        given = tables.first_names()
        genders = [given.get(n.words[0].title(), "") for n in (a.name, b.name)]
        if sorted(genders) == ["f", "m"]:
            man, woman = (a, b) if genders[0] == "m" else (b, a)
            yield Reason("gender", (man.name.words[0].title(), woman.name.words[0].title()))


def _bearer_evidence(a: Subject, b: Subject, labels: Mapping[str, str]) -> Iterator[Reason]:
    """Yield the evidence that a bare surname refers to its main bearer."""
    yield Reason("bearer", (a.title, b.title))
    if state := _state_led(b.name, a.days):
        yield Reason("leader", (b.title, labels.get(state, state)))
    elif not (a.homes or b.homes) and (both := a.unit.beside & b.unit.beside):
        yield Reason("setting", (labels.get(min(both), min(both)),))


def _leader_evidence(
    a: Subject, b: Subject, labels: Mapping[str, str], known: Collection[Reason]
) -> Iterator[Reason]:
    """Yield the evidence that a part of the name of a leader refers to them: "Tayyip Erdogan"."""
    if state := _state_led(b.name, a.days):
        yield Reason("leader", (b.title, labels.get(state, state)))
        if state in a.unit.beside and not any(r.reason in ("home", "beside") for r in known):
            yield Reason("beside", (labels.get(state, state),))


def _state_led(name: Name, days: Sequence[int]) -> str:
    """Return the state that a person led on these days by the table of leaders; ever if no day is known."""
    for term in _terms().get(str(name), ()):
        since, until = ordinal(term.first_day) - _TERM_MARGIN, ordinal(term.last_day) + _TERM_MARGIN
        if not days or (since <= days[0] and days[-1] <= until):
            return term.iso3
    return ""


def _listed(a: Subject) -> str:
    """Return the organisation or bloc of the tables that a unit is; empty if none lists it."""
    return _listed_bodies().get(a.unit.sightings[0].key, "")


@cache
def _listed_bodies() -> Mapping[str, str]:
    """Return the names of the organisations and blocs of the tables by their keys."""
    return {normal(name): name for name in (*tables.organisations(), *tables.blocs())}


@cache
def _terms() -> Mapping[str, Sequence[tables.Leader]]:
    """Return the terms of heads of state by the normalised name."""
    found: dict[str, list[tables.Leader]] = {}
    for held in tables.leaders().values():
        for term in held:
            found.setdefault(str(parse(term.name)), []).append(term)
    return found


def _middles(a: Name, b: Name) -> set[str]:
    longer = a if len(a.core) > len(b.core) else b
    return {"".join(w[0] for w in longer.core[1:-1])} - {""}


def _further_surname(a: Name, b: Name) -> str:
    """Return the surname before the last in the longer of two names: "Raúl Guillermo *Rodríguez* Castro".

    Empty if the shorter has more than two words, or if the word is a first name.
    """
    shorter, longer = sorted((a.core, b.core), key=len)
    if len(shorter) > 2 or len(longer) < 4 or longer[-2] in _plain_first_names():
        return ""
    return longer[-2]


@cache
def _plain_first_names() -> frozenset[str]:
    return frozenset(map(plain, tables.first_names()))


def _same_affair(a: Subject, b: Subject) -> str:
    """Return a publisher that printed both within days, in articles that share a country; empty for none."""
    for source in sorted(a.by_source.keys() & b.by_source.keys()):
        days, others = b.by_source[source]
        for day, s in zip(*a.by_source[source], strict=True):
            for index in range(bisect_left(days, day - NEAR), bisect_right(days, day + NEAR)):
                if others[index].beside & s.beside:
                    return source
    return ""


def _fixed_spelling(a: Subject, b: Subject) -> str:
    """Return a country of the pair if all their countries use Latin spellings of names; else empty."""
    homes = (a.homes & b.homes) or a.homes | b.homes
    script = {code for group in tables.variants()["script"] for code in group}
    return min(homes, default="") if homes and not homes & script else ""


def _gap(a: Sequence[int], b: Sequence[int]) -> int:
    """Return the number of days between two time spans; 0 if they overlap or are unknown."""
    if not a or not b:
        return 0
    return max(0, a[0] - b[-1], b[0] - a[-1])


def _overlap(a: Sequence[int], b: Sequence[int]) -> bool:
    return bool(a) and bool(b) and _gap(a, b) < _YEAR


def _years(days: Sequence[int]) -> str:
    first, last = date.fromordinal(days[0]).year, date.fromordinal(days[-1]).year
    return str(first) if first == last else f"{first} to {last}"
