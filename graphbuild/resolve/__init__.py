"""Which entities of different articles are one entity of the graph.

A pure function of the set of readings and of the user's decisions. Sightings (what each article tells
of its entities) become units (one key, parted where articles contradict each other); units that share
a key of their names are compared, and what is surely alike is joined. Each joint and each doubt is a
record with its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.closing import uncollected
from graphbuild.model import Identity, Reading
from graphbuild.resolve.blocking import pairs
from graphbuild.resolve.clustering import Clusters, Link, cluster
from graphbuild.resolve.decisions import Decision, effective
from graphbuild.resolve.dictionary import by_dictionary
from graphbuild.resolve.evidence import Subject, Told, likeness, score, weigh
from graphbuild.resolve.facts import Sighting, sightings
from graphbuild.resolve.units import Unit, units
from graphbuild.tables.aliases import Alias

__all__ = ["Decision", "Resolution", "Sighting", "Unit", "resolve", "resolve_sightings", "sightings"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """Who is who in a set of readings."""

    entities: Mapping[tuple[str, str], str]
    """The entity of the graph of each entity of each article: (article, id there) to id."""
    identities: tuple[Identity, ...]
    """Units that were joined, and those in doubt, the most certain first."""
    units: tuple[tuple[Unit, str], ...]
    """What was compared, in order of kind and key, each with its entity."""
    unused: tuple[Decision, ...]
    """Decisions about names that no article has, or that contradict others."""
    left_out: int
    """Groups of names too common to be compared."""
    known_as: Mapping[str, tuple[str, ...]]
    """Ids elsewhere that the dictionary gives of entities."""

    @property
    def unresolved(self) -> tuple[str, ...]:
        """In words, what could not be compared or decided."""
        told = [
            f"no effect has: {d.a.name or d.a.key} and {d.b.name or d.b.key} are "
            f"{'one' if d.verdict == 'same' else 'two'}: "
            "no article has the names, or another decision forbids it"
            for d in self.unused
        ]
        if self.left_out:
            told.append(f"{self.left_out:,} groups of names are too common to be compared")
        return tuple(told)


def resolve(
    readings: Iterable[Reading], decisions: Sequence[Decision] = (), aliases: Sequence[Alias] = ()
) -> Resolution:
    """Who is who in these readings, each of another article, by decisions and a dictionary of the user."""
    labels: dict[str, str] = {}
    found: list[Sighting] = []
    for reading in readings:
        found.extend(sightings(reading))
        for e in reading.entities:
            if e.kind == "organisation":
                labels[e.key] = min(labels.get(e.key, e.name), e.name)
    return resolve_sightings(found, decisions, labels, aliases)


def resolve_sightings(
    found: Iterable[Sighting],
    decisions: Sequence[Decision] = (),
    labels: Mapping[str, str] | None = None,
    aliases: Sequence[Alias] = (),
) -> Resolution:
    """Who is who among these sightings; ``labels`` are names of organisations by key."""
    with uncollected():
        return _resolve(found, decisions, labels, aliases)


def _resolve(
    found: Iterable[Sighting],
    decisions: Sequence[Decision],
    labels: Mapping[str, str] | None,
    aliases: Sequence[Alias],
) -> Resolution:
    decisions = effective(decisions)
    alone = {(side.key, side.article) for d in decisions for side in (d.a, d.b) if side.article}
    subjects = [Subject(unit) for unit in units(found, alone)]
    names = {code: country.name for code, country in tables.countries().items()} | dict(labels or {})
    keys: dict[tuple[str, str], int] = {}
    counts: dict[tuple[str, str], int] = {}
    for k, s in enumerate(subjects):
        keys[s.unit.kind, s.unit.key] = k
        own = s.unit.kind, s.unit.sightings[0].key
        counts[own] = counts.get(own, 0) + ("@" not in s.unit.key)
    parted = [counts[s.unit.kind, s.unit.sightings[0].key] > 1 for s in subjects]

    clusters = Clusters(subjects)
    made, unused = _decide(clusters, decisions, keys)
    listed = by_dictionary(clusters, aliases)
    compared, left_out = pairs(subjects)
    links = []
    at = {id(s): k for k, s in enumerate(subjects)}
    for i, j in compared:
        how, a, b = likeness(subjects[i], subjects[j])
        if told := weigh(a, b, how, names):
            links.append(Link(at[id(a)], at[id(b)], how, told))
    cluster(clusters, links, parted)

    entity = [s.id for s in subjects]
    for members in clusters.members():
        best = min(members, key=lambda k: _rank(subjects[k]))
        for k in members:
            entity[k] = subjects[best].id
    return Resolution(
        entities={(x.article, x.local): entity[k] for k, s in enumerate(subjects) for x in s.unit.sightings},
        identities=_identities(clusters, entity, made),
        units=tuple((s.unit, entity[k]) for k, s in enumerate(subjects)),
        unused=tuple(unused),
        left_out=left_out,
        known_as={entity[k]: ids for k, ids in sorted(listed.items())},
    )


def _rank(s: Subject) -> tuple[bool, bool, str]:
    """What of several units gives the id: a full name's key first, then in order of key."""
    return s.unit.bound, "@" in s.unit.key, s.unit.key


def _decide(
    clusters: Clusters, decisions: Sequence[Decision], keys: Mapping[tuple[str, str], int]
) -> tuple[dict[frozenset[int], str], list[Decision]]:
    """Part and join what was decided; by pair which it was, and the decisions that could not be kept."""
    made: dict[frozenset[int], str] = {}
    unused = []
    for d in sorted(decisions, key=lambda d: (d.verdict, d)):  # "different" first
        a, b = (keys.get((d.kind, side.unit)) for side in (d.a, d.b))
        if a is None or b is None:
            unused.append(d)
        elif d.verdict == "different":
            clusters.part(a, b)
            made[frozenset((a, b))] = "different"
        elif clusters.join(Link(a, b, "decided same", [Told("decided same")]), decided=True):
            made[frozenset((a, b))] = "same"
        else:
            unused.append(d)
    return made, unused


def _identities(
    clusters: Clusters, entity: Sequence[str], made: Mapping[frozenset[int], str]
) -> tuple[Identity, ...]:
    """Records of what was joined and of what is in doubt, one for each pair of entities in doubt."""
    doubts: dict[frozenset[str], Link] = {}
    for link in clusters.doubts:
        ends = frozenset((entity[link.a], entity[link.b]))
        if len(ends) == 2 and frozenset((link.a, link.b)) not in made:
            kept = doubts.get(ends)
            if kept is None or (-link.points, link.a, link.b) < (-kept.points, kept.a, kept.b):
                doubts[ends] = link
    parted = [
        Link(min(pair), max(pair), "decided different", [Told("decided different")])
        for pair, verdict in made.items()
        if verdict == "different"
    ]
    found = [_identity(clusters.subjects, x, entity) for x in (*clusters.joined, *doubts.values(), *parted)]
    return tuple(sorted(set(found), key=lambda x: (-x.score, x.name_a, x.name_b, x.a, x.b)))


def _identity(subjects: Sequence[Subject], link: Link, entity: Sequence[str]) -> Identity:
    a, b = subjects[link.a], subjects[link.b]
    decided = link.how.startswith("decided")
    return Identity(
        kind=a.unit.kind,
        a=a.id,
        b=b.id,
        name_a=a.title,
        name_b=b.title,
        articles_a=len(a.articles),
        articles_b=len(b.articles),
        when_a=_when(a.unit),
        when_b=_when(b.unit),
        entity_a=entity[link.a],
        entity_b=entity[link.b],
        score=float(link.how == "decided same") if decided else score(link.told),
        speaks_for=tuple(str(t) for t in link.told if t.points >= 0 and t.reason != "decided different"),
        speaks_against=tuple(str(t) for t in link.told if t.points < 0 or t.reason == "decided different"),
        decided=decided,
    )


def _when(unit: Unit) -> str:
    first, last = unit.dates
    return first if first == last else f"{first} to {last}"
