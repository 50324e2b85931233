"""From compared units to entities: decisions first, then the user's dictionary, then evidence.

It works on any set of units without links to others: all units, or a few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graphbuild.decisions import NameDecision
from graphbuild.model import Identity, Kind
from graphbuild.resolve.clustering import Clusters, Link, cluster
from graphbuild.resolve.dictionary import by_dictionary
from graphbuild.resolve.evidence import Reason, Subject, score
from graphbuild.tables.aliases import Alias

DecidedPairs = Mapping[frozenset[int], str]
"""The verdict for each decided pair."""


@dataclass(frozen=True, slots=True)
class ResolvedUnits:
    """The entity of each unit, by position, with the merges and candidates."""

    entity: Sequence[str]
    joined: Sequence[Link]
    doubts: Sequence[Link]
    made: DecidedPairs
    unused: Sequence[NameDecision]
    """Decisions about unknown units, or that contradict others."""
    known_as: Mapping[str, tuple[str, ...]]
    """External ids of entities, from the user's dictionary."""


@dataclass(frozen=True, slots=True)
class NameSummary:
    """The listed attributes of one of two merged or possibly identical names."""

    kind: Kind
    id: str
    title: str
    articles: int
    when: str
    entity: str


def resolve_units(
    subjects: Sequence[Subject],
    parted: Sequence[bool],
    links: Iterable[Link],
    decisions: Iterable[NameDecision] = (),
    aliases: Sequence[Alias] = (),
) -> ResolvedUnits:
    """Resolve these subjects, sorted by kind and key; ``parted`` states for each whether it has namesakes."""
    clusters = Clusters(subjects)
    made, unused = _decide(clusters, decisions)
    external_ids = by_dictionary(clusters, aliases)
    cluster(clusters, links, parted)
    entity = [s.id for s in subjects]
    for members in clusters.members():
        best = min(members, key=lambda k: _rank(subjects[k]))
        for k in members:
            entity[k] = subjects[best].id
    known_as = {entity[k]: ids for k, ids in sorted(external_ids.items())}
    return ResolvedUnits(entity, clusters.joined, clusters.doubts, made, unused, known_as)


def _rank(s: Subject) -> tuple[bool, bool, str]:
    """Sort key for the unit that gives the entity its id: keys of full names first, then by key."""
    return s.unit.bound, "@" in s.unit.key, s.unit.key


def _decide(
    clusters: Clusters, decisions: Iterable[NameDecision]
) -> tuple[dict[frozenset[int], str], list[NameDecision]]:
    """Apply decisions; return the verdict of each applied pair, and the decisions not applied."""
    made: dict[frozenset[int], str] = {}
    unused = []
    keys = {(s.unit.kind, s.unit.key): k for k, s in enumerate(clusters.subjects)}
    for d in sorted(decisions, key=lambda d: (d.verdict, d)):  # "different" first
        a, b = (keys.get((d.kind, side.unit)) for side in (d.a, d.b))
        if a is None or b is None:
            unused.append(d)
        elif d.verdict == "different":
            clusters.part(a, b)
            made[frozenset((a, b))] = "different"
        elif clusters.join(Link(a, b, "decided same", [Reason("decided same")]), decided=True):
            made[frozenset((a, b))] = "same"
        else:
            unused.append(d)
    return made, unused


def identities(
    joined: Iterable[Link],
    doubts: Iterable[Link],
    made: DecidedPairs,
    named: Callable[[int], NameSummary],
    place: Callable[[int], Any],
) -> tuple[Identity, ...]:
    """Return records of merges and of merge candidates, one for each pair of entities.

    ``place`` returns the sort key of a unit, which is given by number.
    """
    candidates: dict[frozenset[str], tuple[Any, Link]] = {}
    for link in doubts:
        ends = frozenset((named(link.a).entity, named(link.b).entity))
        if len(ends) == 2 and frozenset((link.a, link.b)) not in made:
            rank = (-link.points, place(link.a), place(link.b))
            if ends not in candidates or rank < candidates[ends][0]:
                candidates[ends] = rank, link
    separated = [
        Link(a, b, "decided different", [Reason("decided different")])
        for a, b in (sorted(pair, key=place) for pair, verdict in made.items() if verdict == "different")
    ]
    found = [_identity(x, named) for x in (*joined, *(link for _, link in candidates.values()), *separated)]
    return tuple(sorted(set(found), key=_order))


def _order(x: Identity) -> tuple[Any, ...]:
    return -x.score, x.name_a, x.name_b, x.a, x.b, not x.decided, x.speaks_for, x.speaks_against


def _identity(link: Link, named: Callable[[int], NameSummary]) -> Identity:
    a, b = named(link.a), named(link.b)
    decided = link.how.startswith("decided")
    return Identity(
        kind=a.kind,
        a=a.id,
        b=b.id,
        name_a=a.title,
        name_b=b.title,
        articles_a=a.articles,
        articles_b=b.articles,
        when_a=a.when,
        when_b=b.when,
        entity_a=a.entity,
        entity_b=b.entity,
        score=float(link.how == "decided same") if decided else score(link.reasons),
        speaks_for=tuple(str(t) for t in link.reasons if t.points >= 0 and t.reason != "decided different"),
        speaks_against=tuple(str(t) for t in link.reasons if t.points < 0 or t.reason == "decided different"),
        decided=decided,
    )
