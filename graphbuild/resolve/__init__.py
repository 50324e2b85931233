"""Entity resolution across articles: which local entities of different articles are the same entity of the
graph.

A pure function of the set of readings and the user's decisions. Sightings (an entity in one article, with the
facts stated about it) are grouped into units (one key, split where articles contradict each other). Units
that share a blocking key are compared, and pairs with enough evidence are merged. Each merge and each merge
candidate is a record with its reasons.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graphbuild import tables
from graphbuild.closing import gc_disabled
from graphbuild.decisions import Decision, NameDecision, about_names
from graphbuild.model import Identity, Reading
from graphbuild.resolve.blocking import pairs
from graphbuild.resolve.clustering import Link
from graphbuild.resolve.evidence import Subject, likeness, weigh
from graphbuild.resolve.facts import Sighting, sightings
from graphbuild.resolve.settling import NameSummary, identities, resolve_units
from graphbuild.resolve.units import Unit, units
from graphbuild.tables.aliases import Alias

__all__ = ["Resolution", "Sighting", "Unit", "resolve", "resolve_sightings", "sightings"]


@dataclass(frozen=True, slots=True)
class Resolution:
    """The result of entity resolution."""

    entities: Mapping[tuple[str, str], str]
    """The graph entity of each local entity: (article, local id) to entity id."""
    identities: tuple[Identity, ...]
    """Merges and merge candidates, the most certain first."""
    units: tuple[tuple[Unit, str], ...]
    """The compared units, sorted by kind and key, each with its entity."""
    unresolved: tuple[str, ...]
    """Messages about what could not be compared or decided."""
    known_as: Mapping[str, tuple[str, ...]]
    """External ids of entities, from the user's dictionary."""


def resolve(
    readings: Iterable[Reading], decisions: Sequence[Decision] = (), aliases: Sequence[Alias] = ()
) -> Resolution:
    """Resolve the entities of these readings, using the user's decisions and dictionary.

    Each reading must be of a different article.
    """
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
    """Resolve these sightings; ``labels`` are names of organisations by key."""
    with gc_disabled():
        return _resolve(found, decisions, labels, aliases)


def _resolve(
    found: Iterable[Sighting],
    decisions: Sequence[Decision],
    labels: Mapping[str, str] | None,
    aliases: Sequence[Alias],
) -> Resolution:
    about = about_names(decisions)
    alone = {(side.key, side.article) for d in about for side in (d.a, d.b) if side.article}
    subjects = [Subject(unit) for unit in units(found, alone)]
    names = {code: country.name for code, country in tables.countries().items()} | dict(labels or {})
    counts: dict[tuple[str, str], int] = {}
    for s in subjects:
        kind_and_key = s.unit.kind, s.unit.sightings[0].key
        counts[kind_and_key] = counts.get(kind_and_key, 0) + ("@" not in s.unit.key)
    parted = [counts[s.unit.kind, s.unit.sightings[0].key] > 1 for s in subjects]

    compared, too_large = pairs(subjects)
    links = []
    position = {id(s): k for k, s in enumerate(subjects)}
    for (i, j), bearer in compared.items():
        how, a, b = likeness(subjects[i], subjects[j])
        if reasons := weigh(a, b, how, names, bearer=bearer):
            links.append(Link(position[id(a)], position[id(b)], how, reasons))
    settled = resolve_units(subjects, parted, links, about, aliases)
    entity = settled.entity
    listed = [
        NameSummary(s.unit.kind, s.id, s.title, len(s.articles), s.unit.when, entity[k])
        for k, s in enumerate(subjects)
    ]
    return Resolution(
        entities={(x.article, x.local): entity[k] for k, s in enumerate(subjects) for x in s.unit.sightings},
        identities=identities(settled.joined, settled.doubts, settled.made, listed.__getitem__, lambda k: k),
        units=tuple((s.unit, entity[k]) for k, s in enumerate(subjects)),
        unresolved=unresolved(settled.unused, too_large),
        known_as=settled.known_as,
    )


def unresolved(unused: Iterable[NameDecision], left_out: int) -> tuple[str, ...]:
    """Describe the decisions without effect, and the number of groups of names too large to compare."""
    notes = [
        f"no effect has: {d.a.name or d.a.key} and {d.b.name or d.b.key} are "
        f"{'one' if d.verdict == 'same' else 'two'}: "
        "no article has the names, or another decision forbids it"
        for d in unused
    ]
    if left_out:
        notes.append(f"{left_out:,} groups of names are too common to be compared")
    return tuple(notes)
